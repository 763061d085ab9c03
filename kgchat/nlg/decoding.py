"""A causal language model that writes only what a trie of wordings allows.

Only the choices cost a step: where the trie has one way on, its tokens are taken without asking the model and are
fed together before the next choice (jump-forward decoding, Zheng et al. 2024, "SGLang"). Scores are computed for the
allowed tokens alone, so the large output matrix is never multiplied whole.
"""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Tokens = tuple[int, ...]


@dataclass(slots=True)
class Trie:
    """Token sequences that share their beginnings; `ends` are the indexes of the sequences that end here."""

    children: dict[int, Trie] = field(default_factory=dict)
    ends: int | None = None

    @classmethod
    def of(cls, sequences: Sequence[Tokens]) -> Trie:
        root = cls()
        for index, sequence in enumerate(sequences):
            node = root
            for token in sequence:
                node = node.children.setdefault(token, cls())
            if node.ends is None:
                node.ends = index
        return root


@dataclass(slots=True)
class Context:
    """What the model has read so far: its key-value cache and tokens not yet fed."""

    cache: Any
    pending: list[int] = field(default_factory=list)
    hidden: Any = None  # state after the last fed token
    choices: int = 0


class LanguageModel:
    """A decoder-only model of transformers on the CPU, its linear layers in int8."""

    def __init__(self, model: Any, tokenizer: Any, *, quantize: bool = True) -> None:
        import torch

        self._torch = torch
        self._tokenizer = tokenizer
        self._embeddings = model.get_output_embeddings().weight.detach()
        decoder = model.get_decoder()
        self._decoder = _widened(_quantized(decoder) if quantize else decoder)
        self._end = self.encode("\n")[-1]
        self._prefixes: dict[str, Context] = {}
        self.tokens = 0  # fed in all, for measurements

    def encode(self, text: str) -> Tokens:
        """Return the tokens of the text, without the mark of a beginning."""
        return tuple(self._tokenizer.encode(text, add_special_tokens=False))

    def decode(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(list(tokens)))

    def after(self, prefix: str) -> Context:
        """Return a context that has read the prefix; its cache is computed once for each prefix."""
        known = self._prefixes.get(prefix)
        if known is None:
            start = [self._tokenizer.bos_token_id] if self._tokenizer.bos_token_id is not None else []
            known = Context(cache=None, pending=start + list(self.encode(prefix)))
            self._feed(known)
            self._prefixes[prefix] = known
        return Context(cache=copy.deepcopy(known.cache), hidden=known.hidden)

    def read(self, context: Context, tokens: Sequence[int]) -> None:
        """Let the model read tokens; they are fed with the next choice."""
        context.pending.extend(tokens)

    def _feed(self, context: Context) -> None:
        if not context.pending:
            return
        torch = self._torch
        with torch.inference_mode(), _one_thread():
            fed = torch.tensor([context.pending])
            out = self._decoder(input_ids=fed, past_key_values=context.cache, use_cache=True)
        self.tokens += len(context.pending)
        context.cache = out.past_key_values
        context.hidden = out.last_hidden_state[0, -1]
        context.pending = []

    def choose(self, context: Context, allowed: Sequence[int], temperature: float, chance: random.Random) -> int:
        """Return one of the allowed tokens, drawn by the model's probabilities; temperature 0 takes the likeliest."""
        if len(allowed) == 1:
            return allowed[0]
        self._feed(context)
        torch = self._torch
        with torch.inference_mode(), _one_thread():
            scores = self._embeddings[list(allowed)].float() @ context.hidden
            chances = torch.log_softmax(scores, dim=0).tolist()
        if temperature <= 0:
            picked = max(range(len(allowed)), key=chances.__getitem__)
        else:
            weights = [math.exp(chance_ / temperature) for chance_ in chances]
            picked = chance.choices(range(len(allowed)), weights)[0]
        context.choices += 1
        return allowed[picked]

    def walk(self, context: Context, sequences: Sequence[Tokens], temperature: float, chance: random.Random) -> int:
        """Write one of the sequences, token by token; return its index."""
        node = Trie.of(sequences)
        while True:
            ways = list(node.children)
            if node.ends is not None:
                if not ways:
                    return node.ends
                token = self.choose(context, [*ways, self._end], temperature, chance)
                if token == self._end:
                    return node.ends
            else:
                token = self.choose(context, ways, temperature, chance)
            context.pending.append(token)
            node = node.children[token]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let torch work on one thread, and leave its setting as it was.

    A few tokens at a time gain nothing from a second thread, and OpenMP's threads wait for each other by spinning:
    where another process wants the processor, two threads took 2 seconds for what one does in 0.1.
    """
    import torch

    threads = torch.get_num_threads()
    if threads > 1:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if threads > 1:
            torch.set_num_threads(threads)


def _widened(decoder: Any) -> Any:
    """Return the decoder in float32, its large table of embeddings left in bfloat16: half the memory, same numbers."""
    import torch

    embeddings = decoder.get_input_embeddings()
    decoder.set_input_embeddings(torch.nn.Identity())  # so that float() passes the table by
    decoder.float()
    embeddings.register_forward_hook(lambda module, ids, vectors: vectors.float())  # noqa: ARG005 (torch's signature)
    decoder.set_input_embeddings(embeddings)
    return decoder


def _quantized(decoder: Any) -> Any:
    """Return the decoder with int8 weights in its linear layers, one scale per channel.

    Source: PyTorch dynamic quantization; activations are quantized as they come.
    """
    import warnings

    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.ao is deprecated for torchao, which is not needed otherwise
        from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic

        # Part by part, inner ones first: all layers in float32 at once would take four times what they end as.
        for part in reversed(list(decoder.modules())):
            linear = [child for child in part.children() if isinstance(child, torch.nn.Linear)]
            for child in linear:
                child.float()
            if linear:
                quantize_dynamic(part, {torch.nn.Linear: per_channel_dynamic_qconfig}, inplace=True)
    return decoder
