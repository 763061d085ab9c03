import re, collections, unicodedata
from graphs import *
from functools import lru_cache
from rapidfuzz import fuzz, process
NUMW={w:i for i,w in enumerate('zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split())}
NUMW.update(once=1,twice=2,thrice=3,first=1,second=2,third=3,fourth=4,fifth=5,thirty=30,forty=40,fifty=50,hundred=100,thousand=1000,million=1000000,dozen=12,both=2,single=1)
ZH={c:i for i,c in enumerate('零一二三四五六七八九十')}; ZH['两']=2
STOP=set('a an the of in on at to for and or by with from is are was were be do does did what which who whom whose how many much all any each every list show give me find that this those these have has had not no as it its their there than more most least less average number total name names id ids please return tell their whose'.split())
def han(c): return '\u4e00'<=c<='\u9fff'
TOK=re.compile(r'[\u4e00-\u9fff]|[A-Za-z]+|\d+(?:\.\d+)?|[^\s\w]|_')
@lru_cache(200000)
def stem(w):
    w=w.lower()
    if len(w)>4 and w.endswith('ies'): return w[:-3]+'y'
    if len(w)>4 and w.endswith(('sses','ches','shes','xes')): return w[:-2]
    if len(w)>3 and w.endswith('s') and not w.endswith(('ss','us','is')): w=w[:-1]
    if len(w)>5 and w.endswith('ing'): w=w[:-3]
    elif len(w)>4 and w.endswith('ed'): w=w[:-2]
    if len(w)>4 and w.endswith('e'): w=w[:-1]
    return w
def words(t): return [(m.group(),m.start(),m.end()) for m in TOK.finditer(t)]
def norm(t): return ' '.join(w.lower() for w,_,_ in words(str(t)) if re.match(r'\w',w) and w!='_')
def zhnum(t):
    m=re.fullmatch(r'([\d.]+)([百千万])',t)
    if m: v=float(m.group(1))*{'百':100,'千':1000,'万':10000}[m.group(2)]; return int(v) if v==int(v) else v
    if re.search(r'[\d.半]',t): return None
    tot=sec=n=0
    for c in t:
        if c in ZH and c!='十': n=ZH[c]
        elif c=='万': tot+=(sec+n)*10000; sec=n=0
        else: sec+=(n or 1)*{'十':10,'百':100,'千':1000}[c]; n=0
    # 三百五 = 350
    return tot+sec+n
class Linker:
    def __init__(s,g):
        s.g=g
        s.nodes=[('class',c) for c in g.classes]+[('prop',p) for p,i in g.props.items() if i['domain'] in g.classes]
        s.index=collections.defaultdict(lambda:collections.defaultdict(set)) # norm -> text -> holders
        s.short=collections.defaultdict(set); cnt=collections.Counter(); s.distinct=collections.defaultdict(set); s.maxn=1
        typ={}
        for q in g.store.quads_for_pattern(None,ox.NamedNode(RDF+'type'),None):
            if q.object.value in g.classes: typ[q.subject.value]=q.object.value
        ref=collections.defaultdict(set)
        for p,i in g.props.items():
            if i['obj']:
                for q in g.store.quads_for_pattern(None,ox.NamedNode(p),None):
                    ref[q.object.value].add(('prop',p))
        for p,i in g.props.items():
            if i['obj']: continue
            for q in g.store.quads_for_pattern(None,ox.NamedNode(p),None):
                o=q.object
                if o.datatype.value in(XSD+'string',RDF+'langString') and len(o.value)<=60:
                    s.add(o.value,('prop',p)); 
                    if len(s.distinct[p])<50: s.distinct[p].add(o.value)
        for q in g.store.quads_for_pattern(None,ox.NamedNode(RDFS+'label'),None):
            sub=q.subject.value; o=q.object
            if sub in g.classes or sub in g.props: continue
            if len(o.value)<=60:
                # an entity: class it is of, and references to it
                if sub in typ: s.add(o.value,('class',typ[sub]))
                for h in ref.get(sub,()): s.add(o.value,h)
        # keys of referenced things
        for c,i in g.classes.items():
            for k in i['keys'][:1]:
                refs=[('prop',p) for p,j in g.props.items() if j['obj'] and j['range']==c]
                if refs and k in s.distinct:
                    for q in g.store.quads_for_pattern(None,ox.NamedNode(k),None):
                        for h in refs: s.add(q.object.value,h)
        s.keys=list(s.index)
        # few-valued: candidates without a span, chosen by meaning
        s.few=[]; few=collections.defaultdict(set)
        for p,vs in s.distinct.items():
            if len(vs)<=10:
                for v in vs:
                    if len(v)<=30 and not re.fullmatch(r'[\d.,:/ -]+',v): few[v].add(('prop',p))
        cnt=collections.Counter(typ.values())
        for q in g.store.quads_for_pattern(None,ox.NamedNode(RDFS+'label'),None):
            c=typ.get(q.subject.value)
            if c and cnt[c]<=14 and len(q.object.value)<=30 and not re.fullmatch(r'.*\d+',q.object.value):
                few[q.object.value].add(('class',c))
                for h in ref.get(q.subject.value,()): few[q.object.value].add(h)
        s.few=sorted(few.items())
    def add(s,text,h):
        n=norm(text)
        if not n: return
        s.index[n][text].add(h); s.maxn=max(s.maxn,min(8,n.count(' ')+1))
    def values(s,q):
        """[(text or number, start, end, kind, holders)]"""
        out={}
        def put(v,a,b,kind,holders=()):
            k=(str(v).lower(),a,b)
            if k in out: out[k][4].update(holders)
            else: out[k]=[v,a,b,kind,set(holders)]
        W=words(q)
        for m in re.finditer(r'"([^"]+)"|“([^”]+)”|\'([^\']{1,60})\'(?!\w)|‘([^’]+)’|「([^」]+)」|《([^》]+)》',q):
            i=next(k for k in range(1,7) if m.group(k) is not None); v=m.group(i)
            if m.start()>0 and q[m.start()]=="'" and q[m.start()-1].isalnum(): continue
            put(v.strip(),m.start(i),m.end(i),'text')
        for m in re.finditer(r'(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![A-Za-z])\d+(?:\.\d+)?',q):
            t=m.group().replace(',',''); put(float(t) if '.' in t else int(t),m.start(),m.end(),'num')
        for m in re.finditer(r'[零一二两三四五六七八九十百千万半\d.]*[百千万十][零一二两三四五六七八九十百千万]*',q):
            v=zhnum(m.group())
            if v is not None: put(v,m.start(),m.end(),'num')
        for m in re.finditer(r'\b(?:(\d+(?:\.\d+)?)|('+'|'.join(k for k in NUMW if k not in('hundred','thousand','million','dozen'))+r'))[ -](hundred|thousand|million|k\b)(?:\s+(?:bucks|dollars))?',q,re.I):
            base=float(m.group(1)) if m.group(1) else NUMW[m.group(2).lower()]; v=base*{'hundred':100,'thousand':1000,'million':1000000,'k':1000}[m.group(3).lower()]
            put(int(v) if v==int(v) else v,m.start(),m.end(),'num')
        for w,a,b in W:
            if w.lower() in NUMW: put(NUMW[w.lower()],a,b,'num')
            elif w in ZH: put(ZH[w],a,b,'num')
        for m in re.finditer(r'\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{1,2}[-/]\d{1,2}[-/]\d{4}',q): put(m.group(),m.start(),m.end(),'date')
        lw=[w.lower() for w,_,_ in W]
        isw=[bool(re.match(r'\w',w)) and w!='_' for w,_,_ in W]
        for i in range(len(W)):
            if not isw[i]: continue
            acc=[]
            for j in range(i,min(len(W),i+2*s.maxn)):
                if isw[j]: acc.append(lw[j])
                else:
                    if W[j][0] in ',.?!;，。？！': 
                        # values may hold commas and dots
                        pass
                    continue
                if len(acc)>s.maxn: break
                n=' '.join(acc); e=s.index.get(n)
                if e is None and len(acc)==1 and not han(n[0]):
                    # plural or inflected
                    e=s.index.get(stem(n)) if stem(n)!=n and len(n)>3 else None
                if e is None and j>i and lw[j].endswith('s'):
                    e=s.index.get(n[:-1])
                if e:
                    if len(acc)==1 and n in STOP and not W[i][0].isupper(): continue
                    for text,h in e.items(): put(text,W[i][1],W[j][2],'val',h)
        for m in re.finditer(r'(?:letter|字母|字符)\s*["\'“]?([A-Za-z])\b',q): put(m.group(1),m.start(1),m.end(1),'text')
        # capitalised runs
        for m in re.finditer(r"(?:[A-Z][\w'&.-]*)(?:\s+(?:of|the|and|&|de|[A-Z0-9][\w'&.-]*))*(?:\s+[A-Z0-9][\w'&.-]*)|[A-Z][\w'&.-]+",q):
            t=m.group().rstrip('.,\'')
            if m.start()==0 and ' ' in t: 
                k=t.index(' ')+1; t2=t[k:]; a=m.start()+k
            elif m.start()==0: continue
            else: t2=t; a=m.start()
            if t2.lower() in STOP or len(t2)<2: continue
            put(t2,a,a+len(t2),'text')
        # single letters coded
        for p,vs in s.distinct.items():
            if 1<len(vs)<=8 and all(len(v)==1 for v in vs):
                for w,a,b in W:
                    if len(w)>2 and w[0].upper() in vs and w.isalpha() and w.lower() not in STOP: put(w[0].upper(),a,b,'code',[('prop',p)])
        # misspelt text values
        for v in [x for x in out.values() if x[3]=='text']:
            n=norm(v[0])
            if n in s.index or len(n)<5: 
                if n in s.index:
                    for text,h in s.index[n].items(): put(text,v[1],v[2],'val',h)
                continue
            if len(s.keys)<20000:
                r=process.extractOne(n,s.keys,scorer=fuzz.ratio,score_cutoff=88)
                if r:
                    for text,h in s.index[r[0]].items(): put(text,v[1],v[2],'val',h)
        # implicit: few-valued properties
        vals=list(out.values())
        # drop vals nested in longer vals of kind val (keep numbers and quoted)
        spans=[(a,b) for v,a,b,k,h in vals if k in('val',)]
        keep=[]
        for x in vals:
            v,a,b,k,h=x
            if k=='val' and not q[a].isupper() and any((c<=a and b<=d) and (d-c)>(b-a)+1 for c,d in spans): continue
            if k=='text' and any(c==a and d==b for c,d in spans) and not (a>0 and q[a-1] in '"\'“'): continue
            keep.append(x)
        seen=set(); res=[]
        for x in keep:
            key=(str(x[0]).lower(),x[1],x[2])
            if key not in seen: seen.add(key); res.append(x)
        return res[:24]

    def implicit(s,qvec,vec,values,cap=24):
        """few-valued values nearest in meaning to the question, those mentioned left out"""
        have={norm(v[0]) for v in values}
        c=[(t,h) for t,h in s.few if norm(t) not in have]
        if len(c)>cap:
            c=sorted(c,key=lambda x:-float(vec(x[0])@qvec))[:cap]
        return [[t,0,0,'implicit',set(h)] for t,h in c]
