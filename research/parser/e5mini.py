import numpy as np
class Mini:
    """the layers of e5 as packed 4-bit blocks, and the word vectors that are used"""
    def __init__(s,path):
        z=np.load(path); s.z=z; s.H,s.NL,s.NH,s.FF=[int(x) for x in z['hdr']]; s.eps=1e-12; s.word=z['word'].astype('f4')
    def f32(s,n): return s.z[n].astype('f4')
    def q4(s,n,nin):
        raw=s.z[n].view(np.dtype([('d','<f2'),('q','u1',16)]))
        lo=(raw['q']&15).astype(np.int8)-8; hi=(raw['q']>>4).astype(np.int8)-8
        return (np.concatenate([lo,hi],-1).astype('f4')*raw['d'].astype('f4')[...,None]).reshape(-1,nin)
if __name__=='__main__':
    import pickle,gzip
    from e5 import File
    f=File(); pk=pickle.load(open('work/train.pkl','rb')); d=dict(hdr=np.array([f.H,f.NL,f.NH,f.FF]),word=f.embed(np.array(pk['used'])).astype('f2'))
    print(f.eps)
    for n,(dt,k,off,nb) in f.dir.items():
        if n=='emb.word': continue
        raw=np.frombuffer(f.b,np.uint8,nb,off)
        if n.endswith('.w') and n.split('.')[1] in('q','k','v','ao','fi','fo'): d[n]=raw.copy()
        else:
            x=f.f32(n); d[n]=x[:160*f.H] if n=='emb.pos' else x
    np.savez('work/e5mini.npz',**d)
    gzip.open('work/train.pkl.gz','wb',6).write(pickle.dumps(pk))
    import os; print(os.path.getsize('work/e5mini.npz')/1e6,os.path.getsize('work/train.pkl.gz')/1e6)
