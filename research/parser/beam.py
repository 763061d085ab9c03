import torch
from data import collate,ready; from actions import K,KW,Grammar
KWSET={k:i for i,k in enumerate(KW)}
def beam(model,bank,exs,table,vec,dev,width=6,maxlen=48):
    b=ready(collate(bank,exs,dev),table,vec,dev)
    with torch.autocast('cuda',dtype=torch.bfloat16,enabled=dev=='cuda'): mem,mask=model.memory(b)
    mem=mem.float(); T,N=b['T'],b['N']; nf=torch.cat([b['nnf'],b['vnf']],1); B=len(exs)
    # beams: per example list of (score, acts(list of ints in kw+ptr space), grammar, done)
    beams=[[(0.,[],Grammar())] for _ in exs]; done=[[] for _ in exs]
    for step in range(maxlen):
        flat=[(i,h) for i in range(B) for h in beams[i]]
        if not flat: break
        L=step+1
        tk=torch.full((len(flat),L),-1); ti=torch.full((len(flat),L),-1); tk[:,0]=K['BOS']
        for r,(i,h) in enumerate(flat):
            for c,x in enumerate(h[1]):
                if x<len(KW): tk[r,c+1]=x
                else: ti[r,c+1]=T+x-len(KW)
        ix=torch.tensor([i for i,_ in flat],device=dev)
        with torch.autocast('cuda',dtype=torch.bfloat16,enabled=dev=='cuda'): lo=model.decode(mem[ix],mask[ix],tk.to(dev),ti.to(dev),T,nf[ix])[:,-1].float()
        allow=torch.zeros(len(flat),lo.shape[1],dtype=torch.bool)
        for r,(i,h) in enumerate(flat):
            for k in h[2].allowed():
                if k=='I': allow[r,len(KW):len(KW)+len(b['subs'][i])]=True
                elif k=='V': allow[r,len(KW)+N:len(KW)+N+len(exs[i]['values'])]=True
                else: allow[r,KWSET[k]]=True
        lp=torch.log_softmax(lo,-1).masked_fill(~allow.to(dev),-1e9)
        sc,ids=lp.topk(min(width,lp.shape[1]),-1); sc=sc.cpu().tolist(); ids=ids.cpu().tolist()
        new=[[] for _ in exs]
        for r,(i,h) in enumerate(flat):
            for s,x in zip(sc[r],ids[r]):
                if s<-1e8: continue
                new[i].append((h[0]+s,h[1]+[x],h[2],x))
        beams=[]
        for i in range(B):
            out=[]
            for s,acts,g,x in sorted(new[i],key=lambda z:-z[0])[:width]:
                g2=g.copy(); k=KW[x] if x<len(KW) else ('I' if x<len(KW)+N else 'V'); g2.push(k)
                if g2.st=='done': done[i].append((s,acts))
                else: out.append((s,acts,g2))
            if len(done[i])>=width: 
                bestd=sorted(done[i],key=lambda z:-z[0])[width-1][0]
                out=[o for o in out if o[0]>bestd]
            beams.append(out)
    res=[]
    for i,e in enumerate(exs):
        r=[]
        for s,acts in sorted(done[i],key=lambda z:-z[0])[:width]:
            r.append((s,[KW[x] if x<len(KW) else ['n',x-len(KW)] if x<len(KW)+N else ['v',x-len(KW)-N] for x in acts]))
        res.append(dict(id=e['id'],beams=r))
    return res
