"""Program -> SPARQL, joins inferred."""
import collections, itertools, re
from program import Query
from graphs import *
class CannotCompile(Exception): pass
OPS={'=','!=','<','<=','>','>='}
def esc(t): return '"'+str(t).replace('\\','\\\\').replace('"','\\"').replace('\n','\\n')+'"'
class Compiler:
    def __init__(s,g): s.g=g; s.n=0
    def fresh(s,stem='v'): s.n+=1; return f'?{stem}{s.n}'
    def path(s,a_set,b,ban=()):
        """shortest path from any of a_set to b: list of (from,prop,to,inv)"""
        q=collections.deque([(a,()) for a in a_set]); seen=set(a_set)
        while q:
            c,p=q.popleft()
            if c==b: return p
            for prop,to,inv in s.g.adj[c]:
                if to not in seen: seen.add(to); q.append((to,p+((c,prop,to,inv),)))
        return None
    def items(s,q):
        def flat(i):
            if i[0]=='expr': yield from flat(i[2]); yield from flat(i[3])
            else: yield i
        for a,d,i in q.select: yield from flat(i)
        for c in q.extra: yield c
        for _,i,op,v in q.where:
            yield from flat(i)
            if isinstance(v,tuple) and v and v[0] in('prop','class'): yield v
        for i in q.group: yield i
        for _,a,d,i,op,v in q.having: yield from flat(i)
        for a,d,i,desc in q.order: yield from flat(i)
    def block(s,q,bind=None):
        """-> (lines, var of item function, vars)"""
        g=s.g; classes=[]
        used_obj=[i[1] for i in s.items(q) if i[0]=='prop' and g.props[i[1]]['obj']]
        for i in s.items(q):
            o=g.owner(i)
            if o is None: raise CannotCompile('no owner')
            if o not in classes: classes.append(o)
        if not classes: raise CannotCompile('nothing')
        var={}; lines=[]
        def add(c):
            if c not in var:
                var[c]=s.fresh(re.sub(r'[^a-z]','',g.classes[c]['label'].lower())[:8] or 'x'); lines.append(f'{var[c]} a <{c}> .')
        edges=set()
        add(classes[0])
        rest=classes[1:]
        while rest:
            best=None
            for c in rest:
                p=s.path(list(var),c)
                if p is None: continue
                if best is None or len(p)<len(best[1]): best=(c,p)
            if best is None: raise CannotCompile('unconnected')
            for f,prop,to,inv in best[1]:
                # prefer a used object property among parallels
                for pr,t2,i2 in g.adj[f]:
                    if t2==to and pr in used_obj: prop,inv=pr,i2; break
                add(to); edges.add(prop)
                a,b=(var[to],var[f]) if inv else (var[f],var[to])
                lines.append(f'{a} <{prop}> {b} .')
            rest=[c for c in rest if c not in var]
        pv={}
        def v(item):
            if item[0]=='expr': return f'({v(item[2])} {item[1]} {v(item[3])})'
            if item[0]=='class': return var[item[1]]
            p=g.props[item[1]]
            if item[1] in pv: return pv[item[1]]
            if p['obj'] and p['iri'] in edges: pv[item[1]]=var[p['range']]
            else:
                pv[item[1]]=s.fresh('p'); lines.append(f"{var[p['domain']]} <{item[1]}> {pv[item[1]]} .")
            return pv[item[1]]
        return lines,v,var
    def agg(s,a,d,v):
        return f"{ {'count':'COUNT','sum':'SUM','avg':'AVG','min':'MIN','max':'MAX'}[a]}({'DISTINCT ' if d else ''}{v})"
    def value_filter(s,g,item,x,op,val,lines):
        """filter text for x op literal"""
        if item[0]=='expr': return f'FILTER({s.cmp(x,op,val)})'
        p=g.props.get(item[1]) if item[0]=='prop' else None
        if item[0]=='class' or p['obj']:
            cls=item[1] if item[0]=='class' else p['range']
            ks=[f'<{RDFS}label>']+[f'<{k}>' for k in g.classes.get(cls,{}).get('keys',[])]
            y=s.fresh('k'); pat=f"{x} {'|'.join(ks)} {y} ."
            f=s.cmp(y,op if op not in('!=','notlike') else {'!=':'=','notlike':'like'}[op],val)
            return f"FILTER {'NOT ' if op in('!=','notlike') else ''}EXISTS {{ {pat} FILTER({f}) }}"
        if p and 'date' in (p['range'] or '').lower().split('#')[-1] and isinstance(val,(int,float)) and 1000<val<3000: return f'FILTER(SUBSTR(STR({x}),1,4) {op} "{int(val)}")'
        if p and (p['range'] or '').endswith('#boolean') and not isinstance(val,bool): val=str(val).lower() in('yes','1','true','t','y')
        return f'FILTER({s.cmp(x,op,val)})'
    def cmp(s,x,op,val):
        if isinstance(val,bool): return f"{x} {op} {'true' if val else 'false'}"
        if op=='between': return f'{s.cmp(x,">=",val[0])} && {s.cmp(x,"<=",val[1])}'
        if op in('like','notlike'):
            t=str(val); 
            core=t.strip('%')
            f='CONTAINS' if t.startswith('%') and t.endswith('%') else 'STRSTARTS' if t.endswith('%') else 'STRENDS' if t.startswith('%') else None
            e=f'{f}(LCASE(STR({x})),{esc(core.lower())})' if f else f'LCASE(STR({x}))={esc(core.lower())}'
            return ('!' if op=='notlike' else '')+e
        if isinstance(val,(int,float)) and not isinstance(val,bool):
            n=str(val)
            if op=='=': return f'({x} = {n} || STR({x}) = "{n}")'
            if op=='!=': return f'(STR({x}) != "{n}")'
            return f'({x} {op} {n})'
        t=esc(val)
        if op=='=': return f'LCASE(STR({x})) = LCASE({t})'
        if op=='!=': return f'LCASE(STR({x})) != LCASE({t})'
        if re.fullmatch(r'\d{4}-\d\d-\d\d.*',str(val)): return f'STR({x}) {op} {t}'
        return f'STR({x}) {op} {t}'
    def conds(s,q,lines,v,var):
        """append where; flat and/or (OR groups adjacent)"""
        groups=[]
        for conj,item,op,val in q.where:
            if op=='missing':
                p=s.g.props[item[1]]; f=f"FILTER NOT EXISTS {{ {var[p['domain']]} <{item[1]}> {s.fresh('m')} }}"
                groups.append([f]); continue
            x=v(item)
            if op=='present': continue
            if isinstance(val,tuple) and val and val[0] in('prop','class'): f=f'FILTER({x} {op} {v(val)})'
            elif isinstance(val,Query): f=s.sub(item,x,op,val,lines)
            else: f=s.value_filter(s.g,item,x,op,val,lines)
            if conj=='or' and groups: groups[-1].append(f)
            else: groups.append([f])
        for gr in groups:
            if len(gr)==1: lines.append(gr[0])
            else: lines.append('FILTER('+' || '.join('('+re.sub(r'^FILTER ?','',f)+')' for f in gr)+')')
    def sub(s,item,x,op,sq,lines):
        if op in('in','notin') or (op in('=','!=') and sq.select[0][0] is None and not sq.limit):
            if sq.group or sq.having or sq.setop or sq.order or sq.select[0][0]:
                y,text=s.subselect(sq)
                if op in('in','='):
                    lines.append(text); lines.append(f'FILTER(STR({x})=STR({y}))' if x!=y else ''); return 'FILTER(true)'
                # not in: negative through MINUS
                return f'FILTER NOT EXISTS {{ {text} FILTER(STR({y})=STR({x})) }}'
            ln,v2,var2=s.block(sq); s.conds(sq,ln,v2,var2)
            y=v2(sq.select[0][2])
            same=s.is_ref(item) or s.is_ref(sq.select[0][2])
            if same: ln=[l.replace(y+' ',x+' ') for l in ln]; return f"FILTER {'NOT ' if op in('notin','!=') else ''}EXISTS {{ {' '.join(ln)} }}"
            return f"FILTER {'NOT ' if op in('notin','!=') else ''}EXISTS {{ {' '.join(ln)} FILTER({y} = {x} || STR({y})=STR({x})) }}"
        y,text=s.subselect(sq); lines.insert(0,text)
        if op=='!=' : return f'FILTER(STR({x}) != STR({y}))'
        if op=='=': return f'FILTER({x} = {y})'
        return f'FILTER({x} {op} {y})'
    def is_ref(s,item): return item[0]!='expr' and (item[0]=='class' or s.g.props[item[1]]['obj'])
    def subselect(s,sq):
        cols,text=s.select(sq); return cols[0],'{ '+text+' }'
    def select(s,q):
        lines,v,var=s.block(q)
        sel=[];cols=[];
        for a,d,i in q.select:
            x=v(i)
            if a: y=s.fresh('a'); sel.append(f'({s.agg(a,d,x)} AS {y})'); cols.append(y)
            elif i[0]=='expr': y=s.fresh('e'); sel.append(f'({x} AS {y})'); cols.append(y)
            else: sel.append(x); cols.append(x)
        aggs=any(a for a,_,_ in q.select) or any(a for a,*_ in q.order) or q.having
        gv=[v(i) for i in q.group]
        hav=[]
        for conj,a,d,i,op,val in q.having:
            x=v(i); e=s.agg(a,d,x) if a else x
            if isinstance(val,Query):
                y,t=s.subselect(val); lines.insert(0,t); gv.append(y); hav.append((conj,f'{e} {op} {y}'))
            elif op=='between': hav.append((conj,f'{e} >= {val[0]} && {e} <= {val[1]}'))
            else: hav.append((conj,f'{e} {op} {val}'))
        order=[]
        for a,d,i,desc in q.order:
            x=v(i)
            if not a and q.group and x not in gv: gv.append(x)
            if not a:
                p=s.g.props.get(i[1]) if i[0]=='prop' else None
                if i[0]=='class' or (p and p['obj']):
                    k=s.fresh('l'); lines.append(f'OPTIONAL {{ {x} <{RDFS}label> {k} }}'); x2=k
                    if q.group: gv.append(k)
                    x=x2
            order.append(f"{'DESC' if desc else 'ASC'}({s.agg(a,d,x) if a else x})")
        s.conds(q,lines,v,var)
        if aggs and q.group or (aggs and any(a is None for a,_,_ in q.select)):
            for (a,d,i),c in zip(q.select,cols):
                if not a and c not in gv: gv.append(c)
        # group by also class var when a group item is of the class? keep as is
        text=f"SELECT {'DISTINCT ' if q.distinct and not aggs else ''}{' '.join(dict.fromkeys(sel))} WHERE {{ {' '.join(lines)} }}"
        if gv and aggs: text+=' GROUP BY '+' '.join(dict.fromkeys(gv))
        if hav: text+=' HAVING ('+hav[0][1]+''.join((' || ' if c=='or' else ' && ')+h for c,h in hav[1:])+')'
        if order: text+=' ORDER BY '+' '.join(order)
        if q.limit: text+=f' LIMIT {q.limit}'
        if q.offset: text+=f' OFFSET {q.offset}'
        return list(dict.fromkeys(cols)),text
    def sparql(s,q):
        if q.ask:
            import copy
            q=copy.copy(q); q.ask=False
            if q.setop is None and not q.group:
                ln,v,var=s.block(q); [v(i) for _,_,i in q.select]; s.conds(q,ln,v,var); return 'ASK { '+' '.join(ln)+' }'
            return 'ASK { { '+s.sparql(q)+' } }'
        if q.setop is None: return s.select(q)[1]
        op,q2=q.setop
        import copy
        q1=copy.copy(q); q1.setop=None
        c1,t1=s.select(q1); c2,t2=s.select(q2)
        if op=='union':
            for a,b in zip(c1,c2): t2=re.sub(re.escape(b)+r'\b',a,t2)
            return f"SELECT DISTINCT {' '.join(c1)} WHERE {{ {{ {t1} }} UNION {{ {t2} }} }}"
        j=' '.join(f'FILTER(STR({a}) = STR({b}))' for a,b in zip(c1,c2))
        if op=='intersect': return f"SELECT DISTINCT {' '.join(c1)} WHERE {{ {{ {t1} }} {{ {t2} }} {j} }}"
        # except: MINUS with renamed vars
        for a,b in zip(c1,c2): t2=re.sub(re.escape(b)+r'\b',a,t2)
        return f"SELECT DISTINCT {' '.join(c1)} WHERE {{ {{ {t1} }} MINUS {{ {t2} }} }}"
