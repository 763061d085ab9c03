import sys,pickle,gzip,time,random,argparse,numpy as np,torch,torch.nn.functional as F,os,json
from model import Parser; from data import *; from actions import KW
from beam import beam
ap=argparse.ArgumentParser()
ap.add_argument('--data',default='work/train.pkl.gz');ap.add_argument('--fold',type=int,default=0);ap.add_argument('--folds',type=int,default=5)
ap.add_argument('--epochs',type=int,default=25);ap.add_argument('--bs',type=int,default=48);ap.add_argument('--lr',type=float,default=4e-4);ap.add_argument('--elr',type=float,default=4e-5)
ap.add_argument('--width',type=int,default=5);ap.add_argument('--workers',type=int,default=2);ap.add_argument('--layers',type=int,default=12);ap.add_argument('--joint',type=int,default=4);ap.add_argument('--dec',type=int,default=3);ap.add_argument('--d',type=int,default=256);ap.add_argument('--out',default='out.pkl');ap.add_argument('--steps',type=int,default=0);ap.add_argument('--save',default='');ap.add_argument('--limit',type=float,default=1e9);ap.add_argument('--p',type=float,default=.2)
a=ap.parse_args()
dev='cuda' if torch.cuda.is_available() else 'cpu'
torch.manual_seed(0);rng=random.Random(0); torch.set_float32_matmul_precision('high')
pk=pickle.load(gzip.open(a.data,'rb'))
class File: pass
from e5mini import Mini
f=Mini('work/e5mini.npz')
bank=Bank(pk,f.word)
extra=set(pk['extra']); dbs=sorted(set(bank.graphs)-extra); random.Random(7).shuffle(dbs)
held={d for i,d in enumerate(dbs) if i%a.folds==a.fold} if a.fold>=0 else set()
tr=[e for e in pk['examples'] if e['db'] not in held and e['acts']]
va=[e for e in pk['examples'] if e['db'] in held and 'hzh' not in e['id']]
model=Parser(f,len(KW),d=a.d,joint=a.joint,dec=a.dec,layers=a.layers,p=a.p).to(dev)
if a.fold<=0: print('params',sum(p.numel() for p in model.parameters())/1e6,'enc',sum(p.numel() for p in model.enc.parameters())/1e6)
table=bank.table.to(dev)
enc=[p for n,p in model.named_parameters() if n.startswith('enc.')]; oth=[p for n,p in model.named_parameters() if not n.startswith('enc.')]
opt=torch.optim.AdamW([dict(params=enc,lr=a.elr),dict(params=oth,lr=a.lr)],weight_decay=.01)
per=(len(tr)+a.bs-1)//a.bs; total=a.steps or per*a.epochs
sch=torch.optim.lr_scheduler.LambdaLR(opt,lambda s:min(1,(s+1)/100)*max(0.01,1-max(s/total,(time.time()-T0)/a.limit)))
vec=bank.vec.to(dev)
T0=t0=time.time(); step=0; ep=0; tot=0
model.train(); best=None
ema=[q.detach().clone() for q in model.parameters()]
amp=dev=='cuda'

class Set(torch.utils.data.Dataset):
    def __init__(s): s.order=[]; s.new()
    def new(s): o=tr[:]; rng.shuffle(o); s.order=[o[i:i+a.bs] for i in range(0,len(o),a.bs)]
    def __len__(s): return len(s.order)
    def __getitem__(s,i): return collate(bank,s.order[i],'cpu',True,random.Random(rng.random()+i))
ds=Set()
while step<total and time.time()-t0<a.limit:
    ds.new()
    for b in torch.utils.data.DataLoader(ds,batch_size=None,shuffle=False,num_workers=a.workers):
        b=ready(b,table,vec,dev)
        with torch.autocast('cuda',dtype=torch.bfloat16,enabled=amp):
            mem,mask=model.memory(b)
            nf=torch.cat([b['nnf'],b['vnf']],1)
            lo=model.decode(mem,mask,b['tk'],b['ti'],b['T'],nf)
        lo=lo.float()
        loss=F.cross_entropy(lo.flatten(0,1),b['tgt'].flatten(),ignore_index=-100)
        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(model.parameters(),1.); opt.step(); sch.step(); step+=1; torch._foreach_lerp_(ema,[q.detach() for q in model.parameters()],max(.003,1/(step+1))); tot+=float(loss.detach())
        if step%100==0: print(f'fold {a.fold} L{a.layers} step {step}/{total} loss {tot/100:.4f} {time.time()-t0:.0f}s',flush=True); tot=0
        if step>=total or time.time()-t0>=a.limit: break
for q,e in zip(model.parameters(),ema): q.data.copy_(e)
model.eval(); res=[]
t1=time.time()
with torch.no_grad():
    for i in range(0,len(va),64):
        exs=va[i:i+64]
        res+=beam(model,bank,exs,table,vec,dev,width=a.width)
ex=[(r['beams'][0][1]==[list(x) if isinstance(x,tuple) else x for x in e['acts']]) for r,e in zip(res,va) if e['acts'] and r['beams']]
print(f'fold {a.fold} exact {sum(ex)/max(1,len(ex)):.3f} of {len(ex)} en {np.mean([x for x,e in zip(ex,[e for e in va if e["acts"]]) if e["lang"]=="en"]):.3f} zh {np.mean([x for x,e in zip(ex,[e for e in va if e["acts"]]) if e["lang"]=="zh"] or [0]):.3f} train {t1-t0:.0f}s eval {time.time()-t1:.0f}s',flush=True)
json.dump(res,open(a.out,'w'))
if a.save: torch.save({k:v.half() for k,v in model.state_dict().items()},a.save)
