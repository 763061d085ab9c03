"""Invented databases -> Turtle (in the manner of the question data) and questions with programs."""
import json,sys,re
from pathlib import Path
from graphs import *
from program import Query
XS={'string':'string','integer':'integer','decimal':'decimal','date':'date','boolean':'boolean'}
def esc(t): return json.dumps(str(t),ensure_ascii=False)
def camel(t): return ''.join(w.capitalize() for w in t.split('_'))
def turtle(spec):
    db=spec['db']; o=[f'@base <http://example.org/{db}/data/> .',f'@prefix : <http://example.org/{db}/schema#> .','@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .','@prefix owl: <http://www.w3.org/2002/07/owl#> .','@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .']
    zh={}
    for t,i in spec['tables'].items():
        o.append(f':{camel(t)} a owl:Class ; rdfs:label {esc(i["label"])}@en .'); zh[i['label']]=i.get('zh','')
        for c,k in i['columns'].items():
            r=k['type']; zh[k['label']]=k.get('zh','')
            if r.startswith('ref:'): o.append(f':{t}_{c} a owl:ObjectProperty ; rdfs:label {esc(k["label"])}@en ; rdfs:domain :{camel(t)} ; rdfs:range :{camel(r[4:])} .')
            else: o.append(f':{t}_{c} a owl:DatatypeProperty ; rdfs:label {esc(k["label"])}@en ; rdfs:domain :{camel(t)} ; rdfs:range xsd:{XS[r]} .')
        cols=list(i['columns'].items())
        for row in i['rows']:
            s=f'<{t}/{row[0]}>'; tr=[f'a :{camel(t)}']
            lab=None
            for (c,k),v in zip(cols,row[1:]):
                if v is None: continue
                r=k['type']
                if c in('name','title') and lab is None: lab=v
                if r.startswith('ref:'): tr.append(f':{t}_{c} <{r[4:]}/{v}>')
                elif r=='boolean': tr.append(f':{t}_{c} {"true" if v in(True,1) else "false"}')
                elif r in('integer','decimal'): tr.append(f':{t}_{c} "{v}"^^xsd:{r}')
                elif r=='date': tr.append(f':{t}_{c} "{v}"^^xsd:date')
                else: tr.append(f':{t}_{c} {esc(v)}')
            tr.append(f'rdfs:label {esc(lab if lab is not None else t+" "+str(row[0]))}')
            o.append(f'{s} '+' ; '.join(tr)+' .')
    return '\n'.join(o),zh
def sqlite(spec):
    import sqlite3
    c=sqlite3.connect(':memory:')
    for t,i in spec['tables'].items():
        cols=['id']+list(i['columns'])
        c.execute(f'CREATE TABLE "{t}" ({",".join(chr(34)+x+chr(34) for x in cols)})')
        for r in i['rows']: c.execute(f'INSERT INTO "{t}" VALUES ({",".join("?"*len(cols))})',(list(r)+[None]*len(cols))[:len(cols)])
    return c
if __name__=='__main__':
    import pickle,collections
    from sqlconv import Conv,No; from compile import Compiler; from runner import Runner
    os.makedirs('work',exist_ok=True); out={};tot=collections.Counter(); labels={}
    for f in sorted((HERE/'data/databases').glob('*.json')):
        try: spec=json.loads(f.read_text())
        except Exception as e: print(f,e); continue
        ttl,zh=turtle(spec); p=Path('work')/f'{spec["db"]}.ttl'; p.write_text(ttl); labels.update(zh)
        g=G(spec['db'],p); cv=Conv(g); R=Runner(p); db=sqlite(spec); n=0
        for k,q in enumerate(spec['questions']):
            try: prog=cv.convert(q['sql']); sp=Compiler(g).sparql(prog)
            except Exception as e: tot['fail '+type(e).__name__+str(e)[:30]]+=1; continue
            try: gold=db.execute(q['sql'].removeprefix('ASK ')).fetchall()
            except Exception as e: tot['sql']+=1; continue
            rows=R.run(sp)
            same=(rows==bool(gold)) if prog.ask else isinstance(rows,list) and len({tuple(map(str,r)) for r in rows})==len(set(gold))
            tot['ok' if same else 'diff']+=1
            if not same: print(spec['db'],q['sql'],'|',sp[-200:] if 0 else '',len(gold),len(rows) if isinstance(rows,list) else rows); continue
            n+=1
            for l in('en','zh'): out[f'{spec["db"]}-{k}-{l}']=dict(id=f'{spec["db"]}-{k}-{l}',db=spec['db'],lang=l,question=q[l],prog=prog)
        R.close(); print(spec['db'],n,len(spec['questions']))
    print(tot); pickle.dump((out,labels),open('work/extra.pkl','wb'))
