"""The trained weights: int8 with a scale per row for matrices, 16 bit for the rest."""
import torch
from pathlib import Path
from safetensors.torch import load_file,save_file
PATH=Path(__file__).with_name('weights.safetensors')
SHAPE=dict(d=256,joint=4,dec=3,layers=6)
def save(state,path=PATH):
    out={}
    for k,v in state.items():
        v=v.float()
        if v.ndim==2 and v.numel()>8192:
            s=v.abs().amax(1,keepdim=True).clamp(min=1e-8)/127
            out[k]=torch.round(v/s).to(torch.int8); out[k+'.scale']=s[:,0].half()
        else: out[k]=v.half()
    save_file(out,str(path),metadata={k:str(v) for k,v in SHAPE.items()})
def load(path=PATH):
    """a state dict of floats for model.Parser(file,len(KW),**SHAPE)"""
    o=load_file(str(path))
    return {k:o[k].float()*o[k+'.scale'].float()[:,None] if k+'.scale' in o else o[k].float() for k in o if not k.endswith('.scale')}
