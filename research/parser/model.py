import torch,torch.nn as nn,torch.nn.functional as F,math
from e5torch import E5
NREL=24;NF=6;NTYPE=12
class RelLayer(nn.Module):
    def __init__(s,d,h,p):
        super().__init__(); s.h=h; s.p=p
        s.qkv=nn.Linear(d,3*d); s.o=nn.Linear(d,d); s.ln1=nn.LayerNorm(d); s.f1=nn.Linear(d,4*d); s.f2=nn.Linear(4*d,d); s.ln2=nn.LayerNorm(d)
        s.rel=nn.Embedding(NREL,h); s.ft=nn.Linear(2*NF,h,bias=False)
        nn.init.normal_(s.rel.weight,std=.1)
    def forward(s,x,rel,feat,mask):
        B,N,d=x.shape
        q,k,v=[t.view(B,N,s.h,-1).transpose(1,2) for t in s.qkv(x).chunk(3,-1)]
        bias=s.rel(rel)+s.ft(feat)            # B N N h
        bias=bias.permute(0,3,1,2).masked_fill(~mask[:,None,None,:],-1e4)
        a=F.scaled_dot_product_attention(q,k,v,attn_mask=bias,dropout_p=s.p if s.training else 0.)
        x=s.ln1(x+F.dropout(s.o(a.transpose(1,2).reshape(B,N,d)),s.p,s.training))
        return s.ln2(x+F.dropout(s.f2(F.dropout(F.gelu(s.f1(x)),s.p,s.training)),s.p,s.training))
class DecLayer(nn.Module):
    def __init__(s,d,h,p):
        super().__init__(); s.h=h; s.p=p
        s.qkv=nn.Linear(d,3*d); s.o=nn.Linear(d,d); s.cq=nn.Linear(d,d); s.ckv=nn.Linear(d,2*d); s.co=nn.Linear(d,d)
        s.f1=nn.Linear(d,4*d); s.f2=nn.Linear(4*d,d); s.ln1=nn.LayerNorm(d); s.ln2=nn.LayerNorm(d); s.ln3=nn.LayerNorm(d)
    def forward(s,x,mem,mmask):
        B,T,d=x.shape; M=mem.shape[1]; f=lambda t:t.view(B,-1,s.h,d//s.h).transpose(1,2)
        q,k,v=map(f,s.qkv(x).chunk(3,-1)); p=s.p if s.training else 0.
        a=F.scaled_dot_product_attention(q,k,v,is_causal=True,dropout_p=p)
        x=s.ln1(x+F.dropout(s.o(a.transpose(1,2).reshape(B,T,d)),s.p,s.training))
        k,v=map(f,s.ckv(mem).chunk(2,-1))
        a=F.scaled_dot_product_attention(f(s.cq(x)),k,v,attn_mask=mmask[:,None,None,:],dropout_p=p)
        x=s.ln2(x+F.dropout(s.co(a.transpose(1,2).reshape(B,T,d)),s.p,s.training))
        return s.ln3(x+F.dropout(s.f2(F.dropout(F.gelu(s.f1(x)),s.p,s.training)),s.p,s.training))
class Parser(nn.Module):
    def __init__(s,file,nkw,d=256,h=8,joint=4,dec=3,p=.2,layers=12,encp=.1):
        super().__init__(); H=file.H; s.encp=encp
        s.enc=E5(file,layers); s.proj=nn.Linear(H,d); s.own=nn.Linear(H,d,bias=False); s.lab=nn.Linear(H,d); s.smp=nn.Linear(H,d,bias=False); s.typ=nn.Embedding(NTYPE+1,d); s.nf=nn.Linear(5,d)
        s.inln=nn.LayerNorm(d)
        s.joint=nn.ModuleList(RelLayer(d,h,p) for _ in range(joint))
        s.kw=nn.Embedding(nkw,d); s.pos=nn.Embedding(64,d); s.din=nn.Linear(d,d)
        s.dec=nn.ModuleList(DecLayer(d,h,p) for _ in range(dec)); s.outkw=nn.Linear(d,nkw); s.ptr=nn.Linear(d,d); s.ptrm=nn.Linear(d,d)
        s.d=d; s.p=p; s.ptrb=nn.Linear(5,1)
    def memory(s,b):
        """b: batch dict -> mem [B,T+N+V,d], mask"""
        h=s.enc(b['emb'],b['tmask'],s.encp)            # B T H
        tok=s.proj(h)+s.typ.weight[NTYPE]
        node=s.lab(b['nlab'])+s.own(b['nown'])+s.smp(b['nsmp'])+s.typ(b['ntype'])+s.nf(b['nnf'])
        vw=b['vspan']                                  # B V T weights
        val=s.proj(vw@h)+s.lab(b['vvec'])+s.typ(b['vtype'])+s.nf(b['vnf'])
        x=s.inln(torch.cat([tok,node,val],1)); x=F.dropout(x,s.p,s.training)
        mask=torch.cat([b['tmask'],b['nmask'],b['vmask']],1)
        for l in s.joint: x=l(x,b['rel'],b['feat'],mask)
        return x,mask
    def decode(s,mem,mask,prev_kw,prev_ix,T0,nf):
        """prev_kw [B,L] keyword id or -1; prev_ix [B,L] index into mem nodes"""
        B,L=prev_kw.shape
        g=mem.gather(1,prev_ix.clamp(min=0)[...,None].expand(-1,-1,s.d))
        x=torch.where((prev_kw>=0)[...,None],s.kw(prev_kw.clamp(min=0)),s.din(g))+s.pos.weight[:L]
        x=F.dropout(x,s.p,s.training)
        for l in s.dec: x=l(x,mem,mask)
        kw=s.outkw(x)
        pm=s.ptrm(mem[:,T0:])
        pt=(s.ptr(x)@pm.transpose(1,2))/math.sqrt(s.d)+s.ptrb(nf)[...,0][:,None,:]
        pt=pt.masked_fill(~mask[:,None,T0:],-1e4)
        return torch.cat([kw,pt],-1)
