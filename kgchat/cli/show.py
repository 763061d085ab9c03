"""What the command line prints: tables and replies for people, JSON for programs, progress on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable
from rich.text import Text

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kgchat.graph.importing import ImportReport
    from kgchat.nlu.training import IntentReport
    from kgchat.turn import Answer, Fact, Interpretation, Language, Step, Table, Term

ROWS = 20  # of a table for people; programs take --json and get all
WORDS: dict[Language, dict[str, str]] = {
    "en": {"more": "… and {} more", "product": "product", "property": "property", "value": "value", "proof": "proof"},
    "zh": {"more": "……还有 {} 条", "product": "商品", "property": "属性", "value": "值", "proof": "依据"},
}


def out() -> Console:
    """Return the console of standard output: colours on a terminal alone, never with NO_COLOR.

    Lines are broken between words on a terminal, and not at all elsewhere.
    """
    terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not terminal, width=None if terminal else 200)


def err() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Show a moving bar on standard error while the block runs; nothing where that is no terminal."""
    console = err()
    if not console.is_terminal:
        yield
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        bar.add_task(escape(what), total=None)
        yield


@contextmanager
def counting(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that is told (part, done, all) and moves a bar on standard error."""
    console = err()
    if not console.is_terminal:
        yield lambda _part, _done, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda part, done, all_: bar.update(
            task, description=f"{what} {escape(part)}", completed=done, total=all_
        )


@contextmanager
def sharing(what: str) -> Iterator[Callable[[str, float], None]]:
    """Give a function that is told (part, share done in 0..1) and moves a bar on standard error."""
    with counting(what) as progress:
        yield lambda part, share: progress(part, round(share * 100), 100)


def as_json(value: BaseModel | dict[str, Any]) -> None:
    """Print one JSON object, UTF-8, two spaces."""
    data = value if isinstance(value, dict) else value.model_dump(mode="json")
    print(json.dumps(data, ensure_ascii=False, indent=2))


def term(cell: Term | None) -> str:
    """Return a cell as a person reads it: the label or the value, and its unit."""
    if cell is None:
        return ""
    text = cell.label or (str(cell.value).lower() if isinstance(cell.value, bool) else str(cell.value))
    return f"{text} {cell.unit}" if cell.unit and cell.unit not in text and cell.label is None else text


def _grid(*columns: str) -> RichTable:
    grid = RichTable(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for column in columns:
        grid.add_column(Text(column))
    return grid


def rows(result: Answer | Table, language: Language = "en") -> RichTable | None:
    """Return the rows of a result as a table, or None when there are none."""
    if not result.rows:
        return None
    grid = _grid(*result.columns)
    for row in result.rows[:ROWS]:
        grid.add_row(*(Text(term(row.get(column))) for column in result.columns))
    left_out = max(len(result.rows), getattr(result, "total", None) or 0) - ROWS
    if left_out > 0:
        grid.caption = WORDS[language]["more"].format(left_out)
    return grid


def products(answer: Answer) -> RichTable | None:
    """Return the products of an answer with what is said of them, one product a line.

    None when the reply says as much by itself: fewer than two products or properties, or nothing to offer.
    """
    told = [fact for fact in answer.facts if fact.derivation is None]
    named = [product for product in answer.products if any(fact.subject.iri == product.iri for fact in told)]
    properties = list(dict.fromkeys((fact.property.iri, fact.labels.property) for fact in told))
    if answer.problem or len(named) < 2 or len(properties) < 2:
        return None
    grid = _grid(WORDS[answer.language]["product"], *(label for _, label in properties))
    for product in named:
        cells = [_values(told, product.iri, iri, answer.language) for iri, _ in properties]
        grid.add_row(Text(product.label), *map(Text, cells))
    return grid


def without_list(text: str) -> str:
    """Return a reply without the lines of a list, for where a table stands in their place."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("• "))


def _values(told: list[Fact], subject: str, prop: str, language: Language) -> str:
    found = [_value(fact, language) for fact in told if fact.subject.iri == subject and fact.property.iri == prop]
    return ", ".join(dict.fromkeys(found))


def _value(fact: Fact, language: Language) -> str:
    from kgchat.formatting import fact_value

    return fact_value(fact, language)


def facts(told: tuple[Fact, ...], language: Language) -> RichTable:
    """Return facts as subject, property, value, and what proves each."""
    words = WORDS[language]
    grid = _grid(words["product"], words["property"], words["value"], words["proof"])
    for fact in told:
        grid.add_row(*map(Text, (fact.labels.subject, fact.labels.property, _value(fact, language), proof(fact))))
    return grid


def proof(fact: Fact) -> str:
    """Return in a few words why a fact holds: its derivation, or the number of its triples."""
    derived = fact.derivation
    if derived is None:
        return " ".join(f"<{triple.predicate}>" for triple in fact.triples[:1])
    parts = [derived.kind, derived.explanation or "", derived.over or ""]
    if derived.size is not None:
        parts.append(f"n={derived.size}")
    if derived.holds is not None:
        parts.append("✓" if derived.holds else "✗")
    return " ".join(part for part in parts if part)


def mentions(interpretation: Interpretation) -> RichTable:
    """Return mentions with their best candidates and scores."""
    grid = _grid("text", "kind", "candidate", "score", "matched", "IRI or value")
    for mention in interpretation.mentions:
        if not mention.candidates:
            read = mention.quantity or mention.operator
            said = read.model_dump(exclude_defaults=True) if read else {}
            grid.add_row(Text(mention.text), mention.kind, Text(" ".join(f"{k}={v}" for k, v in said.items())), "", "")
        for index, candidate in enumerate(mention.candidates[:5]):
            what = candidate.iri or term(candidate.literal)
            first = (Text(mention.text), mention.kind) if index == 0 else ("", "")
            grid.add_row(*first, Text(candidate.label), f"{candidate.score:.2f}", candidate.matched, Text(what))
    return grid


def intent_scores(report: IntentReport) -> RichTable:
    """Return precision, recall and F1 of each intent."""
    scores = [score.model_dump() for score in report.by_intent]
    grid = _grid(*(scores[0] if scores else ()))
    for score in scores:
        grid.add_row(*(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in score.values()))
    return grid


def import_counts(report: ImportReport) -> RichTable:
    """Return records, products and rejects of each category of an import."""
    grid = _grid("category", "records", "products", "rejects", "not selected")
    for count in report.categories:
        numbers = (count.records, count.products, count.rejects, count.not_selected)
        grid.add_row(count.category, *map(str, numbers))
    return grid


def timings(steps: tuple[Step, ...]) -> RichTable:
    grid = _grid("step", "ms")
    for step in steps:
        grid.add_row(step.name, f"{step.milliseconds:.1f}")
    grid.add_row("total", f"{sum(step.milliseconds for step in steps):.1f}")
    return grid
