import pickle,json,collections
from link import *; from program import Query
import sqlconv
ok=pickle.load(open('work/programs.pkl','rb'))
qs=[json.loads(l) for l in open(D/'questions.jsonl')]
def vals(p):
    for c,i,op,v in p.where:
        if isinstance(v,Query): yield from vals(v)
        elif op=='between': yield from v
        else: yield v
    for c,a,d,i,op,v in p.having:
        if isinstance(v,Query): yield from vals(v)
        else:
            if op=='between': yield from v
            else: yield v
    if p.setop: yield from vals(p.setop[1])
def match(v,c):
    if isinstance(v,(int,float)) and not isinstance(v,bool):
        try: return float(c[0])==float(v)
        except (ValueError,TypeError): return False
    t=str(v).strip('%').strip().lower()
    return norm(t)==norm(c[0]) or t==str(c[0]).lower()
if __name__=='__main__':
    by=collections.defaultdict(list)
    for q in qs: by[q['db']].append(q)
    n=collections.Counter(); miss=[]; nv=[]
    import time
    for db,items in sorted(by.items()):
        L=Linker(G(db))
        for q in items:
            p=ok.get(q['sql'])
            if p is None: continue
            t=time.perf_counter(); cs=L.values(q['question']); nv.append((len(cs),time.perf_counter()-t))
            want=list(vals(p)); bad=[v for v in want if not any(match(v,c) for c in cs)]
            n[q['lang'],'all']+=1; n[q['lang'],'bad']+=bool(bad)
            if bad: miss.append((db,q['lang'],q['question'],bad))
    print(n); import random; random.seed(2)
    print(sorted(a for a,_ in nv)[len(nv)//2],max(a for a,_ in nv),sum(t for _,t in nv)/len(nv)*1000)
    for m in random.sample(miss,50): print(m)
