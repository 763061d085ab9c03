"""Graph wrapper for the prototype."""
import os, sys, re, json, collections
from pathlib import Path
HERE=Path(__file__).parent
D=Path(os.environ.get('QUESTIONS',HERE.parents[2]/'shared/data/questions'))
sys.path.insert(0,str(D))
import pyoxigraph as ox
RDF='http://www.w3.org/1999/02/22-rdf-syntax-ns#';RDFS='http://www.w3.org/2000/01/rdf-schema#';OWL='http://www.w3.org/2002/07/owl#';XSD='http://www.w3.org/2001/XMLSchema#'
class G:
    def __init__(s,db,path=None):
        s.db=db; s.store=ox.Store(); s.store.load((path or D/f'{db}.ttl').read_bytes(),format=ox.RdfFormat.TURTLE)
        q=lambda t:[tuple(x.value if x is not None else None for x in r) for r in s.store.query(t)]
        s.classes={}; s.props={}
        for c,l in q(f'SELECT ?c ?l {{?c a <{OWL}Class> OPTIONAL{{?c <{RDFS}label> ?l}}}}'):
            s.classes.setdefault(c,dict(iri=c,label=l,keys=[],count=0))
        for p,k,l,d,r in q(f'SELECT ?p ?k ?l ?d ?r {{VALUES ?k {{<{OWL}DatatypeProperty> <{OWL}ObjectProperty>}} ?p a ?k OPTIONAL{{?p <{RDFS}label> ?l}} OPTIONAL{{?p <{RDFS}domain> ?d}} OPTIONAL{{?p <{RDFS}range> ?r}}}}'):
            s.props.setdefault(p,dict(iri=p,label=l,domain=d,range=r,obj=k.endswith('ObjectProperty')))
        for c,k in q(f'SELECT ?c ?k {{?c <{OWL}hasKey>/<{RDF}rest>*/<{RDF}first> ?k}}'): s.classes[c]['keys'].append(k)
        for c,n in q('SELECT ?c (COUNT(*) AS ?n) {?x a ?c} GROUP BY ?c'):
            if c in s.classes: s.classes[c]['count']=int(n)
        s.adj=collections.defaultdict(list)
        for p in s.props.values():
            if p['obj'] and p['domain'] in s.classes and p['range'] in s.classes:
                s.adj[p['domain']].append((p['iri'],p['range'],False)); s.adj[p['range']].append((p['iri'],p['domain'],True))
    def owner(s,item): return item[1] if item[0]=='class' else s.props[item[1]]['domain']
def compact(x): return re.sub(r'[^a-z0-9]','',(x or '').lower())
def subseq(a,b):
    it=iter(b); return all(c in it for c in a)
