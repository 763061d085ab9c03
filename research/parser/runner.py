import subprocess,sys,json,select,os
from graphs import D
W=r'''
import sys,json
sys.path.insert(0,sys.argv[2])
import score
from pathlib import Path
st=score.load(Path(sys.argv[1]))
print('ready',flush=True)
for line in sys.stdin:
    sp=json.loads(line)
    try:
        r=st.query(sp)
        if hasattr(r,'variables'):
            rows=[]
            for row in r:
                rows.append([score.python_value(t) for t in row])
                if len(rows)>5000: break
        else: rows=bool(r)
    except Exception as e: rows=None
    print(json.dumps(rows,default=str),flush=True)
'''
class Runner:
    def __init__(s,path): s.path=str(path); s.p=None
    def start(s):
        s.p=subprocess.Popen([sys.executable,'-c',W,s.path,str(D)],stdin=subprocess.PIPE,stdout=subprocess.PIPE,text=True,bufsize=1)
        s.p.stdout.readline()
    def run(s,sp,t=3):
        if s.p is None: s.start()
        s.p.stdin.write(json.dumps(sp)+'\n'); s.p.stdin.flush()
        r,_,_=select.select([s.p.stdout],[],[],t)
        if not r: s.p.kill(); s.p.wait(); s.p=None; return 'timeout'
        l=s.p.stdout.readline()
        if not l: s.p=None; return None
        return json.loads(l)
    def close(s):
        if s.p: s.p.kill(); s.p.wait()
