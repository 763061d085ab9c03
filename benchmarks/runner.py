"""`kgchat bench`: every figure beside its budget and beside the raw work, with the machine."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.table import Table

from benchmarks import catalogue
from benchmarks.bench_import import Compile, Import
from benchmarks.bench_questions import PlainReply, Questions
from benchmarks.bench_replies import TransformerReply
from benchmarks.bench_start import Memory, Start
from benchmarks.measure import machine
from kgchat.cli.show import out, progress
from kgchat.errors import ConfigurationError


@dataclass(frozen=True)
class Figure:
    group: str
    name: str
    unit: str
    track: Callable[[Any], float]  # a `track_` method of an asv class
    budget: float | None = None
    raw: Callable[[Any], float] | None = None
    raw_name: str = ""


@dataclass(frozen=True)
class Result:
    group: str
    name: str
    value: float
    unit: str
    budget: float | None
    kept: bool | None
    raw: float | None
    raw_name: str
    ratio: float | None


FIGURES: dict[type[Any], tuple[Figure, ...]] = {
    Import: (
        Figure("import", "import all parts", "s", Import.track_seconds, None, Import.track_raw_seconds,
               "parse the JSON"),
    ),
    Compile: (
        Figure("import", "compile the graph", "s", Compile.track_seconds, None, Compile.track_raw_seconds,
               "pyoxigraph bulk load"),
    ),
    Start: (
        Figure("start", "import kgchat", "s", Start.track_import_seconds, 0.3),
        Figure("start", "warm start", "s", Start.track_warm_seconds, 3, Start.track_raw_seconds, "spaCy loads English"),
        Figure("start", "warm start and first reply", "s", Start.track_first_reply_seconds),
    ),
    Questions: (
        Figure("questions", "understand+parse+reason p50", "ms", Questions.track_p50, 20, Questions.track_spacy_p50,
               "bare spaCy p50"),
        Figure("questions", "understand+parse+reason p95", "ms", Questions.track_p95, 60, Questions.track_sparql_p95,
               "SPARQL alone p95"),
        Figure("questions", "overhead over the SPARQL p50", "ms", Questions.track_overhead_p50, 15,
               Questions.track_sparql_p50, "SPARQL alone p50"),
        Figure("questions", "questions with facts", "share", Questions.track_answered),
    ),
    PlainReply: (
        Figure("plain", "plain reply p50", "ms", PlainReply.track_p50, 30),
        Figure("plain", "plain reply p95", "ms", PlainReply.track_p95),
        Figure("plain", "plain wording alone p50", "ms", PlainReply.track_wording_p50),
    ),
    TransformerReply: (
        Figure("transformer", "model ready after", "s", TransformerReply.track_ready_seconds),
        Figure("transformer", "first words (plain) p50", "ms", TransformerReply.track_first_words_p50, 300),
        Figure("transformer", "transformer reply p50", "ms", TransformerReply.track_p50, 1500),
        Figure("transformer", "cached reply p50", "ms", TransformerReply.track_cached_p50, 40),
        Figure("transformer", "tokens a second", "1/s", TransformerReply.track_tokens_per_second, None,
               TransformerReply.track_raw_tokens_per_second, "bare generate"),
        Figure("transformer", "grounded share", "share", TransformerReply.track_grounded),
    ),
    Memory: (
        Figure("memory", "without the transformer", "MB", Memory.track_plain, 700),
        Figure("memory", "with the transformer", "MB", Memory.track_transformer, 1600),
    ),
}  # fmt: skip


def run(*, source: Path | None, only: Sequence[str], as_json: bool) -> None:
    """Measure the groups in `only` (all when empty) and print them. Raises ConfigurationError for an unknown group."""
    groups = sorted({figure.group for figures in FIGURES.values() for figure in figures})
    if wrong := sorted(set(only) - set(groups)):
        raise ConfigurationError(f"There is no group of figures named {wrong[0]!r}; there are: {', '.join(groups)}.")
    if source is not None:
        os.environ[catalogue.SOURCE] = str(source)  # also for the fresh processes
        if catalogue.source() is None:
            raise ConfigurationError(f"{source}: holds no JSON files. Name the folder of the pc-parts feed.")
    results: list[Result] = []
    skipped: list[str] = []
    for case, figures in FIGURES.items():
        wanted = [figure for figure in figures if not only or figure.group in only]
        if wanted:
            results += _measured(case, wanted, skipped)
    data = "all parts of the feed" if catalogue.source() else "the bundled subset"
    if as_json:
        whole = {"machine": machine(), "data": data, "figures": [asdict(r) for r in results], "skipped": skipped}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    console = out()
    console.print(_table(results))
    for sentence in skipped:
        console.print(f"skipped: {sentence}", markup=False)
    console.print(f"{machine()}; data: {data}", markup=False)


def _measured(case: type[Any], figures: Iterable[Figure], skipped: list[str]) -> Iterator[Result]:
    measuring = case()
    try:
        with progress(f"Setting up {case.__name__}"):
            measuring.setup()
    except NotImplementedError as err:  # how asv says: skip
        skipped.append(f"{case.__name__}: {err}")
        return
    for figure in figures:
        with progress(f"Measuring {figure.name}"):
            value = figure.track(measuring)
            raw = figure.raw(measuring) if figure.raw else None
        yield Result(
            group=figure.group,
            name=figure.name,
            value=value,
            unit=figure.unit,
            budget=figure.budget,
            kept=None if figure.budget is None else value <= figure.budget,
            raw=raw,
            raw_name=figure.raw_name,
            ratio=value / raw if raw else None,
        )


def _table(results: list[Result]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for column in ("figure", "measured", "budget", "raw work", "ratio"):
        table.add_column(column, justify="left" if column in ("figure", "raw work") else "right", no_wrap=True)
    for result in results:
        budget = "" if result.budget is None else f"≤ {result.budget:g} {'✓' if result.kept else '✗'}"
        raw = "" if result.raw is None else f"{_number(result.raw)} {result.unit}, {result.raw_name}"
        ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
        table.add_row(result.name, f"{_number(result.value)} {result.unit}", budget, raw, ratio)
    return table


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
