"""Comparison of products, attribute by attribute, with who is ahead where better and worse are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgchat.reasoning.facts import FactFinder, number
from kgchat.reasoning.sparql import describe
from kgchat.turn import Answer, Derivation, Fact, Iri, Language, Term

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph

ATTRIBUTES = 7  # compared attributes at most, unless some were asked for


def compare_products(
    graph: KnowledgeGraph,
    finder: FactFinder,
    iris: Sequence[Iri],
    language: Language,
    *,
    asked: Sequence[Iri] = (),
    direction: str | None = None,
    intent: str = "compare",
) -> Answer:
    """Return a comparison of products over the asked properties, or over the most prominent ones they share.

    With `asked` and `direction` the question is "is the first more (less) than the second", and `boolean` answers it.
    """
    facts = {iri: finder.about(iri, language, asked or None) for iri in iris}
    shared = _compared(facts, iris, asked)
    said: list[Fact] = []
    for prop in shared:
        row = [fact for iri in iris for fact in facts[iri] if fact.property.iri == prop]
        said += row
        said += _ahead(graph, row)
    products = finder.entities(tuple(iris), language)
    joint = {"en": " and ", "zh": "和"}[language]
    topic = joint.join(p.label for p in products)
    rows = tuple(
        {"property": Term(value=prop, kind="iri", label=graph.schema.label(prop, language))}
        | {f"product_{i + 1}": f.value for i, iri in enumerate(iris) for f in facts[iri] if f.property.iri == prop}
        for prop in shared
    )
    return Answer(
        act="compare",
        language=language,
        intent=intent,
        facts=tuple(said),
        products=products,
        sparql=describe(iris),
        columns=("property", *(f"product_{i + 1}" for i in range(len(iris)))),
        rows=rows,
        boolean=_truth(facts, iris, asked, direction),
        understood=f"{'compare' if language == 'en' else '比较'} {topic}".replace("比较 ", "比较"),
        topic=topic,
        confidence=0.9 if shared else 0.3,
    )


def _compared(facts: dict[Iri, tuple[Fact, ...]], iris: Sequence[Iri], asked: Sequence[Iri]) -> list[Iri]:
    if asked:
        return [p for p in asked if any(f.property.iri == p for iri in iris for f in facts[iri])]
    counts: dict[Iri, int] = {}
    for iri in iris:
        for prop in dict.fromkeys(f.property.iri for f in facts[iri]):
            counts[prop] = counts.get(prop, 0) + 1
    shared = [prop for prop, n in counts.items() if n == len(iris)]
    differing = [p for p in shared if len({_values(facts[iri], p) for iri in iris}) > 1]
    return (differing + [p for p in shared if p not in differing])[:ATTRIBUTES]


def _values(facts: Sequence[Fact], prop: Iri) -> frozenset[str]:
    return frozenset(str(f.value.value) for f in facts if f.property.iri == prop)


def _ahead(graph: KnowledgeGraph, row: Sequence[Fact]) -> list[Fact]:
    """Return the fact that the best of a row is ahead of the worst, where the ontology says what is better."""
    info = graph.schema.properties.get(row[0].property.iri)
    numbered = [(n, f) for f in row if (n := number(f.value)) is not None]
    if info is None or info.higher_is_better is None or len({f.subject.iri for _, f in numbered}) < 2:
        return []
    numbered.sort(key=lambda pair: pair[0], reverse=info.higher_is_better)
    (best, first), (worst, last) = numbered[0], numbered[-1]
    if best == worst or (len(numbered) > 2 and best == numbered[1][0]):
        return []
    direction = "more" if best > worst else "less"
    premises = (*first.triples, *last.triples)
    derivation = Derivation(
        kind="comparison",
        other=last.subject,
        direction=direction,
        left=first.value,
        right=last.value,
        holds=True,
        premises=premises,
    )
    return [first.model_copy(update={"derivation": derivation})]


def _truth(
    facts: dict[Iri, tuple[Fact, ...]], iris: Sequence[Iri], asked: Sequence[Iri], direction: str | None
) -> bool | None:
    if direction is None or not asked or len(iris) != 2:
        return None
    numbers = [next((number(f.value) for f in facts[iri] if f.property.iri == asked[0]), None) for iri in iris]
    if numbers[0] is None or numbers[1] is None:
        return None
    return numbers[0] > numbers[1] if direction == "more" else numbers[0] < numbers[1]
