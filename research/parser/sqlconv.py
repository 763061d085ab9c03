import sys; from graphs import *
from program import Query
import sqlglot
from sqlglot import exp
from rapidfuzz import fuzz
class No(Exception): pass
AGG={exp.Count:'count',exp.Sum:'sum',exp.Avg:'avg',exp.Min:'min',exp.Max:'max'}
CMP={exp.EQ:'=',exp.NEQ:'!=',exp.LT:'<',exp.LTE:'<=',exp.GT:'>',exp.GTE:'>='}
class Conv:
    def __init__(s,g): s.g=g; s.cache={}
    def table(s,name):
        n=compact(name); best=None
        n={'people':'person'}.get(n,n)
        if n not in {compact(c.split('#')[-1]) for c in s.g.classes} and n+'s' not in {compact(c.split('#')[-1]) for c in s.g.classes}:
            for p in s.g.props.values():
                if p['obj'] and p['domain'] in s.g.classes and p['range'] in s.g.classes and compact(p['iri'].split('#')[-1])==n: return ('link',p['iri'])
        for c in s.g.classes:
            loc=compact(c.split('#')[-1]); lab=compact(s.g.classes[c]['label'])
            sc=100 if n in(loc,lab) else 95 if n.rstrip('s') in(loc.rstrip('s'),lab.rstrip('s')) else 85 if subseq(n,loc) or subseq(n,lab) else fuzz.ratio(n,loc)
            if best is None or sc>best[0]: best=(sc,c)
        return best[1] if best and best[0]>=70 else None
    def column(s,cls,name):
        key=(cls,name.lower())
        if name.lower()=='id' and not any(compact(p['label'])=='id' or compact(p['label']).endswith('id') for p in s.g.props.values() if p['domain']==cls): return 'CLASS'
        if key in s.cache: return s.cache[key]
        n=compact(name); cname=None; best=None
        if n.endswith('no') and len(n)<6: n=n[:-2]+'number'
        for p in s.g.props.values():
            if p['domain']!=cls: continue
            lab=compact(p['label']); 
            cand=[lab]+([lab+'id',lab+'code'] if p['obj'] else [])
            loc=compact(p['iri'].split('#')[-1].split('_',1)[-1]); cl=compact(cls.split('#')[-1]); full=compact(p['iri'].split('#')[-1])
            loc=full[len(cl):] if full.startswith(cl) else full
            cand.append(loc); 
            if p['obj']: cand.append(loc+'id')
            sc=max(100 if n==c else 90-abs(len(c)-len(n))*.3 if n and subseq(n,c) and n[0]==c[0] else 84-abs(len(c)-len(n))*.3 if n and subseq(n,c) else 80-abs(len(c)-len(n))*.3 if c and subseq(c,n) else fuzz.ratio(n,c)*.8 for c in cand)
            if p['obj']: sc-=.5
            if best is None or sc>best[0]: best=(sc,p['iri'])
        r=best[1] if best and best[0]>=55 else None
        s.cache[key]=r; return r
    def ent(s,item):
        """A key literal stands for its thing."""
        if item[0]=='prop' and not s.g.props[item[1]]['obj']:
            for c in s.g.classes.values():
                if c['keys']==[item[1]] : return ('class',c['iri'])
        return item
    def range_of(s,item): return item[1] if item[0]=='class' else s.g.props[item[1]]['range']
    def unify(s,q1,sel1,q2,sel2):
        """both sides of a comparison of sets as things where one is a reference"""
        out=[]
        a,b=sel1,sel2
        ea,eb=s.ent(a),s.ent(b)
        if ea[0]=='class' or eb[0]=='class' or (a[0]=='prop' and s.g.props[a[1]]['obj']):
            if s.range_of(ea)==s.range_of(eb): return ea,eb
        return a,b
    def query(s,e):
        if isinstance(e,(exp.Intersect,exp.Except,exp.Union)):
            q=s.query(e.left); q2=s.query(e.right)
            if q.setop or q2.setop: raise No('setop chain')
            for k,(x,y) in enumerate(zip(q.select,q2.select)):
                a,b=s.unify(q,x[2],q2,y[2]); q.select[k]=(x[0],x[1],a); q2.select[k]=(y[0],y[1],b)
            q.setop=({exp.Intersect:'intersect',exp.Except:'except',exp.Union:'union'}[type(e)],q2)
            return q
        if isinstance(e,exp.Subquery): return s.query(e.this)
        if not isinstance(e,exp.Select): raise No(type(e).__name__)
        alias={}; order=[]; 
        frm=e.args.get('from_') or e.args.get('from')
        tabs=[frm.this]+[j.this for j in e.args.get('joins') or []]
        for t in tabs:
            if not isinstance(t,exp.Table): raise No('from subquery')
            c=s.table(t.name); 
            if c is None:
                for p in s.g.props.values():
                    f=compact(p['iri'].split('#')[-1]); n=compact(t.name)
                    if p['obj'] and p['range'] in s.g.classes and p['domain'] in s.g.classes and (n in f or fuzz.ratio(n,f)>80): c=('link',p['iri']); break
            if c is None: raise No('table '+t.name)
            a=(t.alias or t.name).lower()
            if c in alias.values() and not isinstance(c,tuple): raise No('self join')
            alias[a]=c; alias.setdefault(t.name.lower(),c)
            order.append(c)
        def col(c):
            if isinstance(c,exp.Column):
                t=c.table.lower() if c.table else None
                if t:
                    cls=alias.get(t)
                    if cls is None: raise No('alias')
                    if isinstance(cls,tuple): return s.linkcol(cls,c.name)
                    p=s.column(cls,c.name)
                    if p is None: raise No(f'col {c.sql()}')
                    if p=='CLASS': return ('class',cls)
                    return ('prop',p)
                best=[]
                for cls in order:
                    if isinstance(cls,tuple): continue
                    p=s.column(cls,c.name)
                    if p=='CLASS': return ('class',cls)
                    if p: 
                        n=compact(c.name); lab=compact(s.g.props[p]['label'])
                        best.append((fuzz.ratio(n,lab)+(5 if n==lab else 0),-order.index(cls),p))
                if not best:
                    for cls in order:
                        if isinstance(cls,tuple): return s.linkcol(cls,c.name)
                    raise No(f'col {c.sql()}')
                return ('prop',max(best)[2])
            if isinstance(c,exp.Star): return ('star',)
            raise No(type(c).__name__)
        def star():
            real=[c for c in order if not isinstance(c,tuple)]
            links=[c for c in order if isinstance(c,tuple)]
            if links:
                p=s.g.props[links[0][1]]; ends=[p['domain'],p['range']]
                other=[c for c in ends if c not in real]
                if len(real)<2 and other: return ('class',other[0] if real else ends[0])
                grouped=[s.g.owner(i) for i in q.group]
                other=[c for c in ends if c not in grouped]
                return ('class',(other or ends)[0])
            if len(real)==1: return ('class',real[0])
            # the many side: the class no other joined class refers to... prefers classes with fks to others
            def refs(c): return sum(1 for p,to,inv in s.g.adj[c] if not inv and to in real and to!=c)
            def refd(c): return sum(1 for p,to,inv in s.g.adj[c] if inv and to in real and to!=c)
            return ('class',max(real,key=lambda c:(refs(c)-refd(c),-0)))
        AR={exp.Add:'+',exp.Sub:'-',exp.Mul:'*',exp.Div:'/'}
        def arith(x):
            while isinstance(x,(exp.Paren,exp.Abs,exp.Cast)): x=x.this
            if type(x) in AR: 
                l,r=[y.this if isinstance(y,exp.Paren) else y for y in (x.left,x.right)]
                if isinstance(r,exp.Literal) and type(x) is exp.Mul and r.this in('1.0','1'): return arith(l)
                if isinstance(l,exp.Mul) and isinstance(l.right,exp.Literal) and l.right.this in('1.0','1'): l=l.left
                return ('expr',AR[type(x)],col(l),col(r))
            return col(x)
        def fun(x):
            x=x.this if isinstance(x,exp.Alias) else x
            if type(x) in AR or isinstance(x,(exp.Paren,exp.Abs)): return None,False,arith(x)
            for k,a in AGG.items():
                if isinstance(x,k):
                    y=x.this; d=False
                    if isinstance(y,exp.Distinct): d=True; y=y.expressions[0]
                    it=arith(y)
                    if it==("star",): it=star()
                    return a,d,it
            it=col(x)
            if it==('star',): raise No('star')
            return None,False,it
        def val(x):
            if isinstance(x,exp.Neg): return -val(x.this)
            if isinstance(x,exp.Literal):
                if x.is_string: return x.this
                return float(x.this) if '.' in x.this else int(x.this)
            if isinstance(x,exp.Column) and not x.table and x.this.quoted: return x.name
            if isinstance(x,exp.Column): return col(x)
            if isinstance(x,exp.Boolean): return x.this
            if isinstance(x,(exp.Subquery,exp.Select)): return s.query(x)
            raise No('val '+type(x).__name__)
        def conds(x,conj='and'):
            if isinstance(x,exp.Paren): return conds(x.this,conj)
            if isinstance(x,(exp.And,exp.Or)):
                l=conds(x.left,conj); r=conds(x.right,'or' if isinstance(x,exp.Or) else 'and'); return l+r
            neg=False
            if isinstance(x,exp.Not): neg=True; x=x.this
            if isinstance(x,exp.Paren): x=x.this
            if isinstance(x,exp.Is): return [(conj,x.this,'present' if neg else 'missing',None)]
            if type(x) in CMP:
                if neg: raise No('not cmp')
                return [(conj,x.left,CMP[type(x)],val(x.right))]
            if isinstance(x,exp.Like): return [(conj,x.this,'notlike' if neg else 'like',val(x.expression))]
            if isinstance(x,exp.Between): return [(conj,x.this,'between',(val(x.args['low']),val(x.args['high'])))]
            if isinstance(x,exp.In):
                qq=x.args.get('query'); 
                if qq is None:
                    vs=[val(v) for v in x.expressions]
                    return [(conj if i==0 else 'or',x.this,'=',v) for i,v in enumerate(vs)]
                return [(conj,x.this,'notin' if neg else 'in',s.query(qq))]
            raise No('cond '+type(x).__name__)
        q=Query(); q.distinct=bool(e.args.get('distinct'))
        if e.args.get('group'):
            for x in e.args['group'].expressions: q.group.append(s.ent(col(x)))
        for x in e.expressions: q.select.append(fun(x))
        if e.args.get('where'):
            for conj,l,op,v in conds(e.args['where'].this):
                it=arith(l)
                if it[0]=='prop' and (s.g.props[it[1]]['range'] or '').endswith('#boolean') and v in(0,1): v=bool(v)
                if isinstance(v,Query) and v.select[0][0] is None:
                    it,b=s.unify(q,it,v,v.select[0][2]); v.select[0]=(None,v.select[0][1],b)
                q.where.append((conj,it,op,v))
        if e.args.get('having'):
            for conj,l,op,v in conds(e.args['having'].this):
                a,d,i=fun(l); q.having.append((conj,a,d,i,op,v))
        if e.args.get('order'):
            for o in e.args['order'].expressions:
                a,d,i=fun(o.this); q.order.append((a,d,i,bool(o.args.get('desc'))))
        if e.args.get('offset'): q.offset=int(e.args['offset'].expression.this)
        if e.args.get('limit'): q.limit=int(e.args['limit'].expression.this)
        from compile import Compiler
        used={s.g.owner(i) for i in Compiler(s.g).items(q)}
        q.extra=[('class',c) for c in order if not isinstance(c,tuple) and c not in used]
        for l in order:
            if isinstance(l,tuple):
                p=s.g.props[l[1]]
                if len(order)==1:
                    for c in (p['domain'],p['range']):
                        if c not in used and ('class',c) not in q.extra: q.extra.append(('class',c))
                q.extra.append(('prop',l[1]))
        # ambiguous joins: name the reference
        for j in e.args.get('joins') or []:
            on=j.args.get('on')
            for eq in (on.find_all(exp.EQ) if on else ()):
                for side in (eq.left,eq.right):
                    if isinstance(side,exp.Column) and side.table:
                        c=alias.get(side.table.lower())
                        if isinstance(c,tuple) or c is None: continue
                        pp=s.column(c,side.name)
                        if pp=='CLASS': continue
                        if pp and s.g.props[pp]['obj'] and sum(1 for a,t,_ in s.g.adj[c] if t==s.g.props[pp]['range'])>1 and ('prop',pp) not in q.extra: q.extra.append(('prop',pp))
        return q
    def linkcol(s,cls,name):
        p=s.g.props[cls[1]]; n=compact(name); sc=[]
        for c in (p['domain'],p['range']):
            labs=[compact(s.g.classes[c]['label'])]+[compact(s.g.props[k]['label']) for k in s.g.classes[c]['keys'] if k in s.g.props]
            sc.append((max(max(fuzz.ratio(n,l),95 if n and subseq(n,l) and n[0]==l[0] else 0) for l in labs),c))
        return ('class',max(sc)[1])
    def convert(s,sql):
        ask=sql.startswith('ASK ')
        q=s.query(sqlglot.parse_one(sql[4*ask:].rstrip(' ;'),dialect='sqlite')); q.ask=ask; return q
if __name__=='__main__':
    import score, json, traceback
    from compile import Compiler, CannotCompile; from runner import Runner
    qs=[json.loads(l) for l in open(D/'questions.jsonl')]
    by=collections.defaultdict(list)
    for q in qs:
        if q['lang']=='en': by[q['db']].append(q)
    tot=collections.Counter(); fails=[]; ok={}
    for db,items in sorted(by.items()):
        g=G(db); R=Runner(D/f"{db}.ttl"); cv=Conv(g); res=score.resolver(g.store); n=0
        for q in items:
            try: p=cv.convert(q['sql'])
            except No as e: tot['no: '+str(e).split(' ')[0]]+=1; fails.append((db,'NO',str(e),q['sql'],None)); continue
            except Exception as e: tot['exc']+=1; fails.append((db,'EXC',repr(e),q['sql'],None)); continue
            try: sp=Compiler(g).sparql(p)
            except CannotCompile as e: tot['cc '+str(e)]+=1; fails.append((db,'CC',str(e),q['sql'],None)); continue
            rows=R.run(sp)
            if rows=="timeout": tot["timeout"]+=1; fails.append((db,"TIME",q["question"],q["sql"],sp)); continue
            f=score.f1_rows(q['gold'],rows,q['order_matters'],res)
            tot['ok' if f>.999 else 'part' if f>0 else 'zero' if rows is not None else 'failq']+=1
            if f>.999: ok[q['sql']]=p; n+=1
            else: fails.append((db,'F%.2f'%f,q['question'],q['sql'],sp,str(q['gold'])[:100],str(rows)[:100]))
        print(db,n,len(items),flush=True); R.close()
    print(tot)
    import pickle; os.makedirs('work',exist_ok=True); pickle.dump(ok,open('work/programs.pkl','wb'))
    json.dump(fails,open('work/fails.json','w'),indent=0,default=str)
