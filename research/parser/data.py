import torch,numpy as np,random
from actions import K,KW
NREL=24;NF=6
T2N,N2T,T0=14,13,15
class Bank:
    """graphs and word vectors"""
    def __init__(s,pk,file_or_emb):
        s.graphs=pk['graphs']; s.used={i:k for k,i in enumerate(pk['used'])}
        s.table=torch.tensor(file_or_emb)   # [used,H]
        s.bos,s.eos=0,2
        s.vec=torch.tensor(pk['vectors'].astype('f4'))*16
        s.vec=torch.cat([s.vec,torch.zeros(1,s.vec.shape[1])])
    def seq(s,ids,maxlen=None):
        return [s.used[s.bos]]+[s.used[int(i)] for i in ids]+[s.used[s.eos]]
def pad(seqs,val=0):
    m=max(map(len,seqs)); a=np.full((len(seqs),m),val,np.int64)
    for i,x in enumerate(seqs): a[i,:len(x)]=x
    return a
def collate(bank,exs,device,train=False,rng=random):
    B=len(exs); T=max(len(e['ids']) for e in exs)+2
    subs=[]; ver=[rng.randrange(len(e['versions'])) if train else 0 for e in exs]
    for e in exs:
        N=len(bank.graphs[e['db']]['nodes']); keep=list(range(N))
        if train and rng.random()<.5:
            need={a[1] for a in e['acts'] if isinstance(a,tuple) and a[0]=='n'}|{bank.graphs[e['db']]['own'][a[1]] for a in e['acts'] if isinstance(a,tuple) and a[0]=='n'}
            pdrop=rng.random()*.6
            keep=[i for i in keep if i in need or rng.random()>pdrop]
        subs.append(keep)
    N=max(map(len,subs)); V=max(1,max(len(e['values']) for e in exs)); M=T+N+V
    tm=np.zeros((B,T),bool); ids=np.zeros((B,T),np.int64); nm=np.zeros((B,N),bool); vm=np.zeros((B,V),bool)
    rel=np.zeros((B,M,M),np.uint8); FF=np.zeros((B,T,N+V,NF),np.float16)
    ntype=np.zeros((B,N),np.int64); nlab=np.zeros((B,N),np.int64); nown=np.zeros((B,N),np.int64); nsmp=np.full((B,N),-1,np.int64); nnf=np.zeros((B,N,5),np.float32); vnf=np.zeros((B,V,5),np.float32)
    vtype=np.zeros((B,V),np.int64); vvec=np.full((B,V),-1,np.int64); vspan=np.zeros((B,V,T),np.float32)
    dist=np.clip(np.arange(T)[None]-np.arange(T)[:,None],-4,4)+4+T0
    tk=[];ti=[];tgt=[];maps=[]
    for b,e in enumerate(exs):
        g=bank.graphs[e['db']]; s=bank.seq(e['ids']); t=len(s); ids[b,:t]=s; tm[b,:t]=1
        keep=np.array(subs[b]); n=len(keep); v=len(e['values']); nm[b,:n]=1; vm[b,:v]=1
        rel[b,:T,:T]=dist; rel[b,:T,T:]=T2N; rel[b,T:,:T]=N2T
        rel[b,T:T+n,T:T+n]=g['rel'][np.ix_(keep,keep)]
        if v:
            r=e['vrel'][:,keep]; rel[b,T+N:T+N+v,T:T+n]=np.where(r==1,9,np.where(r==2,11,0)); rel[b,T:T+n,T+N:T+N+v]=np.where(r==1,10,np.where(r==2,12,0)).T
            rel[b,T+N+np.arange(v),T+N+np.arange(v)]=1
        lab,F,NFx=e['versions'][ver[b]]; nt=len(e['ids']); N0=len(g['nodes'])
        FF[b,1:1+nt,:n]=F[:,keep]
        if v:
            FF[b,1:1+nt,N:N+v]=F[:,N0:]
            vtype[b,:v]=e['vtype']; vvec[b,:v]=e['vvec']; vnf[b,:v,:4]=NFx[N0:]
            for k,sp in enumerate(e['vspan']):
                for x in sp: vspan[b,k,1+x]=1/len(sp)
        ntype[b,:n]=np.array(g['type'])[keep]; nlab[b,:n]=lab[keep]; nown[b,:n]=lab[np.array(g['own'])[keep]]; nsmp[b,:n]=g['sample'][keep]
        if train and rng.random()<.3: nsmp[b,:n]=-1
        nnf[b,:n,:4]=NFx[:N0][keep]; nnf[b,:n,4]=np.array(g['key'])[keep]
        if e.get('acts'):
            inv={int(k):i for i,k in enumerate(keep)}
            seqk=[K['BOS']];seqi=[-1];out=[]
            for a in e['acts']:
                if isinstance(a,tuple):
                    i=T+inv[a[1]] if a[0]=='n' else T+N+a[1]
                    out.append(len(KW)+i-T); seqk.append(-1); seqi.append(i)
                else: out.append(K[a]); seqk.append(K[a]); seqi.append(-1)
            tk.append(seqk[:-1]); ti.append(seqi[:-1]); tgt.append(out)
    to=torch.from_numpy
    d=dict(ids=to(ids),tmask=to(tm),nmask=to(nm),vmask=to(vm),rel=to(rel),F=to(FF),ntype=to(ntype),nlab=to(nlab),nown=to(nown),nsmp=to(nsmp),nnf=to(nnf),vnf=to(vnf),vtype=to(vtype),vvec=to(vvec),vspan=to(vspan))
    d['T']=T;d['N']=N;d['subs']=subs
    if tk and len(tk)==B: d.update(tk=to(pad(tk,K['END'])),ti=to(pad(ti,-1)),tgt=to(pad(tgt,-100)))
    return d

def ready(b,table,vec,device):
    """move a collated batch to the device, with word vectors and pair features"""
    b={k:(v.to(device,non_blocking=True) if torch.is_tensor(v) else v) for k,v in b.items()}
    T=b['T']; B,M=b['rel'].shape[:2]; F=b['F'].float()
    feat=torch.zeros(B,M,M,2*NF,device=device); feat[:,:T,T:,:NF]=F; feat[:,T:,:T,NF:]=F.transpose(1,2)
    b['feat']=feat; b['rel']=b['rel'].long(); b['emb']=table[b['ids']]
    for k in('nlab','nown','nsmp','vvec'): b[k]=vec[b[k]]
    return b
