"""Program <-> action sequence, and the grammar."""
import re
from program import Query
KW=['END','COUNT','COUNTD','SUM','AVG','MIN','MAX','JOIN','WHERE','OR','GROUP','HAVING','ASC','DESC','LIMIT','ONE','TRUE','FALSE','ZERO','=','!=','<','<=','>','>=','between','like','starts','ends','notlike','in','notin','INTERSECT','EXCEPT','UNION','SUB','BOS','ASK','MISSING','PRESENT','MUL','DIV','MINUS','PLUS','OFFSET']
K={k:i for i,k in enumerate(KW)}
AGGS=['COUNT','COUNTD','SUM','AVG','MIN','MAX']
OPS=['=','!=','<','<=','>','>=','between','like','starts','ends','notlike','in','notin']
SETOPS=['INTERSECT','EXCEPT','UNION']
ARITH={'MUL':'*','DIV':'/','MINUS':'-','PLUS':'+'}; RARITH={v:k for k,v in ARITH.items()}
CONST={'ONE':1,'TRUE':'yes','FALSE':'no','ZERO':0}
class NoValue(Exception): pass
def aggname(a,d): return {'count':'COUNTD' if d else 'COUNT'}.get(a,a.upper())
def encode(q,node,value,depth=0):
    """node(item)->('n',i); value(v, op)->list of actions, op"""
    out=[]
    node1=node
    def node(i,pre=()):
        return None
    def put(i): return [RARITH[i[1]],node1(i[2]),node1(i[3])] if i[0]=='expr' else [node1(i)]
    if q.ask: out.append('ASK')
    for a,d,i in q.select:
        if a: out.append(aggname(a,d))
        out+=put(i)
    if q.extra: out.append('JOIN'); out+=[node1(i) for i in q.extra]
    def cond(pre,item,op,v):
        r=[]
        if isinstance(v,Query):
            return pre+put(item)+[op,'SUB']+encode(v,node1,value,depth+1)
        if op in('missing','present'): return pre+put(item)+[op.upper()]
        if isinstance(v,tuple) and v and v[0] in('prop','class'): return pre+put(item)+[op,node1(v)]
        if op=='between' and re.fullmatch(r'(\d{4})-01-01\|\1-12-31',f'{v[0]}|{v[1]}'): op='='; v=int(str(v[0])[:4])
        if op=='between': return pre+put(item)+[op]+[value(v[0],op)[1],value(v[1],op)[1]]
        if op in('like','notlike'):
            t=str(v)
            if op=='like': op='like' if t.startswith('%') and t.endswith('%') else 'starts' if t.endswith('%') else 'ends' if t.startswith('%') else '='
            v=t.strip('%')
        op2,act=value(v,op)
        return pre+put(item)+[op2,act]
    if q.where:
        out.append('WHERE')
        for conj,item,op,v in q.where: out+=cond(['OR'] if conj=='or' else [],item,op,v)
    if q.group: out.append('GROUP'); out+=[node1(i) for i in q.group]
    if q.having:
        out.append('HAVING')
        for conj,a,d,i,op,v in q.having:
            if conj=='or': raise NoValue('having or')
            out+=cond([aggname(a,d)] if a else [],i,op,v)
    for a,d,i,desc in q.order:
        out.append('DESC' if desc else 'ASC')
        if a: out.append(aggname(a,d))
        out+=put(i)
    if q.limit:
        out.append('LIMIT'); out.append('ONE' if q.limit==1 else value(q.limit,'=')[1])
        if q.offset: out.append('OFFSET'); out.append('ONE' if q.offset==1 else value(('offset',q.offset),'=')[1])
    if q.setop:
        out.append(q.setop[0].upper()); out+=encode(q.setop[1],node1,value,depth)
        return out
    out.append('END')
    return out
class Grammar:
    """Incremental: state, allowed kinds of next action: keywords set, 'I' item pointer, 'V' value pointer."""
    __slots__=('st','stack','insub','n','sel','ar')
    def __init__(s): s.st='root'; s.stack=[]; s.insub=False; s.n=0; s.sel=0; s.ar=0
    def copy(s):
        g=Grammar(); g.st=s.st; g.stack=list(s.stack); g.n=s.n; g.sel=s.sel; g.ar=s.ar; return g
    def allowed(s):
        st=s.st; after={'END'}|set(SETOPS); A=set(ARITH)
        if s.ar: return {'I'}
        if st=='done': return set()
        if st=='root': return set(AGGS)|A|{'I','ASK'}
        if st=='sel0': return set(AGGS)|A|{'I'}
        if st in('join0','group0'): return {'I'}
        if st in('selagg','where0','or','havagg','ordagg'): return {'I'}|A
        if st=='sel': return (set(AGGS)|A|{'I'} if s.sel<6 and not s.stack else set())|{'JOIN','WHERE','GROUP','ASC','DESC'}|after
        if st=='join': return {'I','WHERE','GROUP','ASC','DESC'}|after
        if st=='op': return set(OPS)|{'MISSING','PRESENT'}
        if st=='hop': return set(OPS)-{'like','starts','ends','notlike','in','notin'}
        if st in('val','hval'):
            r={'V','ONE','TRUE','FALSE','ZERO'}
            if len(s.stack)<2: r.add('SUB')
            if st=='val': r.add('I')
            return r
        if st=='insub': return {'SUB'}
        if st=='txt': return {'V'}
        if st in('btw','btw2','hbtw','hbtw2'): return {'V','ZERO','ONE'}
        if st=='cond': return {'I','OR','GROUP','ASC','DESC'}|A|after
        if st=='group': return {'I','HAVING','ASC','DESC'}|after
        if st=='having0': return set(AGGS)|{'I'}
        if st=='having': return set(AGGS)|{'ASC','DESC'}|after
        if st=='ord0': return set(AGGS)|A|{'I'}
        if st=='ord': return {'ASC','DESC','LIMIT'}|after
        if st in('lim','off'): return {'ONE','V'}
        if st=='limd': return {'OFFSET'}|after
        if st=='offd': return after
        raise KeyError(st)
    def push(s,a,kind=None):
        """a: keyword or 'I'/'V'"""
        s.n+=1
        if a in ARITH: s.ar=2; return
        if s.ar:
            s.ar-=1
            if s.ar: return
        st=s.st
        if a=='ASK': s.st='sel0'
        elif a in('MISSING','PRESENT'): s.st='cond'
        elif a=='OFFSET': s.st='off'
        elif st=='off': s.st='offd'
        elif a=='END':
            if s.stack: s.st=s.stack.pop(); 
            else: s.st='done'
        elif a in SETOPS: s.st='sel0'; s.sel=0
        elif a=='SUB': s.stack.append('cond' if st in('val','insub') else 'having'); s.st='sel0'; s.sel=0
        elif st in('root','sel0','selagg') or (st=='sel' and (a in AGGS or a=='I')):
            if a in AGGS: s.st='selagg'
            else: s.st='sel'; s.sel+=1
        elif a=='JOIN': s.st='join0'
        elif a=='WHERE': s.st='where0'
        elif a=='GROUP': s.st='group0'
        elif a=='HAVING': s.st='having0'
        elif a in('ASC','DESC'): s.st='ord0'
        elif a=='LIMIT': s.st='lim'
        elif a=='OR': s.st='or'
        elif st in('join0','join'): s.st='join'
        elif st in('where0','or') or (st=='cond' and a=='I'): s.st='op'
        elif st=='op':
            s.st='btw' if a=='between' else 'insub' if a in('in','notin') else 'txt' if a in('like','starts','ends','notlike') else 'val'
        elif st=='hop': s.st='hbtw' if a=='between' else 'hval'
        elif st=='btw': s.st='btw2'
        elif st=='hbtw': s.st='hbtw2'
        elif st in('val','txt','btw2'): s.st='cond'
        elif st in('hval','hbtw2'): s.st='having'
        elif st in('group0','group'): s.st='group'
        elif st in('having0','having') and a in AGGS: s.st='havagg'
        elif st in('having0','havagg'): s.st='hop'
        elif st=='ord0' and a in AGGS: s.st='ordagg'
        elif st in('ord0','ordagg'): s.st='ord'
        elif st=='lim': s.st='limd'
        else: raise KeyError((st,a))
def decode(acts,items,values):
    """acts: list of ('k',kw)|('n',i)|('v',j) -> Query"""
    pos=[0]
    def peek(): return acts[pos[0]] if pos[0]<len(acts) else ('k','END')
    def take(): a=peek(); pos[0]+=1; return a
    def agg():
        a=peek()
        if a[0]=='k' and a[1] in AGGS: take(); return {'COUNT':('count',False),'COUNTD':('count',True)}.get(a[1],(a[1].lower(),False))
        return None,False
    def item():
        a=take()
        if a[0]=='k' and a[1] in ARITH: x=item(); y=item(); return ('expr',ARITH[a[1]],x,y)
        assert a[0]=='n',a; return items[a[1]]
    def isitem(): return peek()[0]=='n' or (peek()[0]=='k' and peek()[1] in ARITH)
    def val():
        a=take()
        if a==('k','SUB'): return query()
        if a[0]=='k': return CONST[a[1]]
        if a[0]=='n': return items[a[1]]
        return values[a[1]]
    def query():
        q=Query()
        if peek()==('k','ASK'): take(); q.ask=True
        while isitem() or peek()[1] in AGGS:
            a,d=agg(); q.select.append((a,d,item()))
        if peek()==('k','JOIN'):
            take()
            while peek()[0]=='n': q.extra.append(item())
        if peek()==('k','WHERE'):
            take()
            while isitem() or peek()==('k','OR'):
                conj='and'
                if peek()==('k','OR'): take(); conj='or'
                i=item(); op=take()[1]
                if op=='between': v=(val(),val())
                elif op in('MISSING','PRESENT'): op=op.lower(); v=None
                else: v=val()
                if op=='like': v=f'%{v}%'
                elif op=='notlike': v=f'%{v}%'
                elif op=='starts': op='like'; v=f'{v}%'
                elif op=='ends': op='like'; v=f'%{v}'
                q.where.append((conj,i,op,v))
        if peek()==('k','GROUP'):
            take()
            while peek()[0]=='n': q.group.append(item())
        if peek()==('k','HAVING'):
            take()
            while peek()[0]=='n' or peek()[1] in AGGS:
                a,d=agg(); i=item(); op=take()[1]
                v=(val(),val()) if op=='between' else val()
                q.having.append(('and',a,d,i,op,v))
        while peek() in(('k','ASC'),('k','DESC')):
            desc=take()[1]=='DESC'; a,d=agg(); q.order.append((a,d,item(),desc))
        if peek()==('k','LIMIT'): take(); v=val(); q.limit=int(v) if str(v).isdigit() else 1
        if peek()==('k','OFFSET'): take(); v=val(); q.offset=int(v) if str(v).isdigit() else 0
        if peek()[0]=='k' and peek()[1] in SETOPS:
            op=take()[1].lower(); q.setop=(op,query()); q.distinct=True; return q
        take(); q.distinct=True
        return q
    return query()
