"""How the wording model is loaded: in little memory, and still the same model."""

from __future__ import annotations

import copy
import warnings

import pytest

from kgchat.nlg import models
from kgchat.nlg.decoding import _quantized
from kgchat.nlg.lang.openings import OPENINGS
from kgchat.turn import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_quantizing_part_by_part_makes_the_same_layers() -> None:
    import torch
    from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic

    torch.manual_seed(1)
    inner = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.ReLU(), torch.nn.Linear(16, 8))
    half = torch.nn.Sequential(torch.nn.Linear(8, 8), inner, torch.nn.Linear(8, 4)).to(torch.bfloat16)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        at_once = quantize_dynamic(copy.deepcopy(half).float(), {torch.nn.Linear: per_channel_dynamic_qconfig})
    given = torch.randn(5, 8)
    assert torch.equal(_quantized(half)(given), at_once(given))


def test_the_tokenizer_of_the_file_is_that_of_the_model() -> None:
    from transformers import AutoTokenizer

    folder = models.prepare(models.find())
    quick = models._tokenizer(folder)
    own = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
    texts = [text for language in LANGUAGES for text in OPENINGS[language]]
    for text in [*texts, "\n• It costs $1,299.00 (4.7 GHz).", " 你好，这款显示器  27 英寸。\n", "<bos> café 🙂"]:
        tokens = quick.encode(text, add_special_tokens=False)
        assert tokens == own.encode(text, add_special_tokens=False)
        assert quick.decode(tokens) == own.decode(tokens)
    assert quick.bos_token_id == own.bos_token_id
