import json,sys,pickle,collections,random
from graphs import *; from link import Linker,words; from actions import decode; from compile import Compiler,CannotCompile; from runner import Runner
import score
res={}
for f in sys.argv[1:]:
    for r in json.load(open(f)): res[r['id']]=r
qs=[json.loads(l) for l in open(D/'questions.jsonl')]
by=collections.defaultdict(list)
for q in qs:
    if q['id'] in res: by[q['db']].append(q)
tot=collections.defaultdict(list); fails=[]; orac=collections.defaultdict(list)
tt=lambda a:('k',a) if isinstance(a,str) else tuple(a)
for db,items in sorted(by.items()):
    g=G(db); L=Linker(g); R=Runner(D/f'{db}.ttl'); rs=score.resolver(g.store)
    for q in items:
        vals=[x[0] for x in L.values(q['question'])]
        best=None; first=None; cands=[]
        for s,acts in res[q['id']]['beams'][:5]:
            try:
                p=decode([tt(a) for a in acts],L.nodes,vals); sp=Compiler(g).sparql(p)
            except Exception as e: cands.append((s,None,repr(e),acts)); continue
            rows=R.run(sp,2); rows=None if rows=='timeout' else rows
            f=score.f1_rows(q['gold'],rows,q['order_matters'],rs)
            cands.append((s,f,(len(rows) if isinstance(rows,list) else rows),acts,sp))
        okc=[c for c in cands if c[1] is not None]
        # execution: skip failing or empty
        good=[c for c in okc if c[2]] or okc
        f1=good[0][1] if good else 0
        tot['all',q['lang']].append(f1); tot[q['lang'],q['difficulty']].append(f1)
        orac[q['lang']].append(max([c[1] for c in okc],default=0))
        if f1<.99: fails.append((db,q['lang'],q['question'],q['sql'],f1,[c[:2]+(c[3],) for c in cands[:2]]))
    R.close()
for k,v in sorted(tot.items()): print(k,len(v),round(sum(v)/len(v),3))
print({k:round(sum(v)/len(v),3) for k,v in orac.items()})
json.dump(fails,open('work/fails_nn.json','w'))
