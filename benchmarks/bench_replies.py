"""Replies worded by the transformer. Raw work in the same run: the bare model writing freely."""

from __future__ import annotations

import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import catalogue
from benchmarks.measure import percentile
from kgchat import DialogueState, Engine, Language, Mention, Turn

QUESTIONS = 40  # of the bundled ones, languages in turn


@cache
def loaded() -> tuple[Engine, float]:
    """Return an engine whose wordings are not cached yet, and the seconds until its (converted) model was ready."""
    from kgchat.nlg.transformer import TransformerRealizer

    start = time.perf_counter()
    # Wordings of earlier runs must not answer for the model; the converted model itself stays where it is.
    realizer = TransformerRealizer(read=_read)
    realizer.cache = type(realizer.cache)(Path(tempfile.mkdtemp()) / "wordings.sqlite")
    realizer.wait()
    ready = time.perf_counter() - start
    return Engine.load(catalogue.catalogue(), realizer=realizer), ready


def _read(text: str, language: Language) -> tuple[Mention, ...]:
    return loaded()[0].understand(text, language=language).mentions


@cache
def measured() -> list[tuple[float, float, float, Turn]]:
    """Return for each question: ms to the first words, ms to the whole reply, ms when cached, and the turn."""
    engine, _ = loaded()
    found = []
    for number, (text, _) in enumerate(catalogue.questions()[:QUESTIONS]):
        start = time.perf_counter()
        first = 0.0
        for piece in engine.stream(text, session=str(number)):
            if piece.kind == "plain":
                first = time.perf_counter() - start
        whole = time.perf_counter() - start
        start = time.perf_counter()
        engine.reply(text, DialogueState())
        again = time.perf_counter() - start
        assert isinstance(piece.turn, Turn)
        found.append((first * 1000, whole * 1000, again * 1000, piece.turn))
    return found


class TransformerReply:
    timeout = 1800

    def setup(self) -> None:
        measured()

    def track_ready_seconds(self) -> float:
        return loaded()[1]

    def track_first_words_p50(self) -> float:
        return percentile((first for first, *_ in _worded()), 0.5)

    def track_p50(self) -> float:
        return percentile((whole for _, whole, _, _ in _worded()), 0.5)

    def track_cached_p50(self) -> float:
        return percentile((again for _, _, again, _ in _worded()), 0.5)

    def track_tokens_per_second(self) -> float:
        """Tokens of the replies over the time from plain wording to the last word."""
        encode = _tokenizer().encode
        tokens = sum(len(encode(turn.reply.text)) for *_, turn in _worded())
        return tokens / (sum(whole - first for first, whole, _, _ in _worded()) / 1000)

    def track_raw_tokens_per_second(self) -> float:
        """The same model in transformers' own `generate`, greedy."""
        import torch

        model, tokenizer = _model()
        given = tokenizer("The best way to choose a computer monitor is", return_tensors="pt")
        with torch.inference_mode():
            model.generate(**given, max_new_tokens=4, do_sample=False)
            start = time.perf_counter()
            made = model.generate(**given, max_new_tokens=64, min_new_tokens=64, do_sample=False)
            return float((made.shape[1] - given["input_ids"].shape[1]) / (time.perf_counter() - start))

    def track_grounded(self) -> float:
        """Share of the replies that the transformer worded and that passed the grounding check."""
        return len(_worded()) / len(measured())

    track_ready_seconds.unit = "s"  # type: ignore[attr-defined]
    track_first_words_p50.unit = track_p50.unit = track_cached_p50.unit = "ms"  # type: ignore[attr-defined]


def _worded() -> list[tuple[float, float, float, Turn]]:
    return [one for one in measured() if one[3].reply.realized_by == "transformer"] or measured()


@cache
def _model() -> tuple[Any, Any]:
    from kgchat.nlg import models

    return models.load_converted(models.find(), None, None)


def _tokenizer() -> Any:
    return _model()[1]
