"""Recommendation: which of the fitting products to name, why, and which question to ask next."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgchat.query_graph import Edge, Node, Order, PathStep, QueryGraph, VariableExpression
from kgchat.reasoning.answering import Answering, conditioned_properties
from kgchat.reasoning.facts import FactFinder, number, said
from kgchat.reasoning.parsing import Reading
from kgchat.reasoning.query_edits import required_properties
from kgchat.turn import Answer, Entity, Fact, Iri, Language, Question

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph

NAMED = 3  # products that a recommendation names
SAMPLE = 24  # products that are looked at to choose them and the next question
FACTS_EACH = 4


class Recommender:
    """Chooses products, reasons and the next question over one snapshot."""

    def __init__(self, graph: KnowledgeGraph, facts: FactFinder, answering: Answering) -> None:
        self._graph = graph
        self._schema = graph.schema
        self._facts = facts
        self._answering = answering

    def recommend(
        self, reading: Reading, language: Language, intent: str, asked: Sequence[Iri]
    ) -> tuple[Answer, tuple[Entity, ...] | None]:
        """Return the best few products that fit, with true reasons, and one question that narrows the choice."""
        answer, focus = self._answering.answer(reading, language, intent)
        if not answer.products:
            return answer, focus
        sample = self._sample(reading.query)
        known = {iri: self._facts.about(iri, language) for iri in sample}
        benefits = {iri: self._facts.selling_points(iri, language, known[iri]) for iri in sample}
        wish = 0.2 if reading.query.order else 0.02  # how much the order of the sample counts
        chosen = self._choose(sample, known, benefits, reading.query.limit or NAMED, wish)
        proof = set(required_properties(reading.query))
        facts: list[Fact] = []
        for iri in chosen:
            own = [f for f in answer.facts if f.subject.iri == iri and f.derivation is not None]
            direct = sorted(self._facts.proving(reading.query, known[iri]), key=lambda f: f.property.iri not in proof)
            facts += own + _distinct(direct)[:FACTS_EACH] + list(benefits[iri][:2])
        total = answer.total or len(answer.products)
        question = self.question(reading.query, known, language, asked) if total > len(chosen) else None
        products = self._facts.entities(chosen, language)
        update = {"act": "recommend", "facts": tuple(facts), "products": products, "question": question}
        return answer.model_copy(update=update), products

    def _sample(self, query: QueryGraph) -> tuple[Iri, ...]:
        """Return up to `SAMPLE` fitting products, the best rated first where the graph has ratings."""
        query = query.with_(projection=(), limit=SAMPLE) if not query.limit else query
        rating = next((p for p in self._schema.properties.values() if p.role == "rating" and not p.hidden), None)
        if rating is not None and not query.order:
            name = query.fresh("rating")
            path = (PathStep(predicate=rating.iri),)
            rated = query.with_edge(Edge(subject=query.focus, path=path, object=name, optional=True), Node(id=name))
            order = (Order(expression=VariableExpression(name=name), descending=True),)
            query = rated.with_(order=order, distinct=True)
        return self._answering.run(query).items[:SAMPLE]

    def _choose(
        self,
        sample: Sequence[Iri],
        known: dict[Iri, tuple[Fact, ...]],
        benefits: dict[Iri, tuple[Fact, ...]],
        wanted: int,
        wish: float,
    ) -> tuple[Iri, ...]:
        """Return the products that have most to say for them, unlike each other (Carbonell & Goldstein 1998, MMR)."""
        worth = {iri: self._worth(known[iri], benefits[iri]) - wish * at for at, iri in enumerate(sample)}
        values = {iri: {(f.property.iri, str(f.value.value)) for f in known[iri]} for iri in sample}
        chosen: list[Iri] = []
        while len(chosen) < min(wanted, len(sample)):
            rest = [iri for iri in sample if iri not in chosen]
            chosen.append(
                max(rest, key=lambda i: worth[i] - max((_overlap(values[i], values[c]) for c in chosen), default=0.0))
            )
        return tuple(chosen)

    def _worth(self, facts: Sequence[Fact], benefits: Sequence[Fact]) -> float:
        worth = 0.25 * min(len(benefits), 3)
        for fact in facts:
            info = self._schema.properties.get(fact.property.iri)
            if info is not None and info.role == "price":
                worth += 0.5  # what has a price can be sold
            if info is not None and info.role == "rating" and info.maximum and (n := number(fact.value)) is not None:
                worth += n / info.maximum
        return worth

    def question(
        self, query: QueryGraph, known: dict[Iri, tuple[Fact, ...]], language: Language, asked: Sequence[Iri]
    ) -> Question | None:
        """Return the question whose answers divide the fitting products best (entropy over a sample)."""
        settled = {*conditioned_properties(query), *asked}
        best: tuple[float, Question] | None = None
        for prop, facts in _by_property(known).items():
            info = self._schema.properties.get(prop)
            if info is None or prop in settled or info.role in ("rating", "stock") or info.boolean:
                continue
            counts = Counter(str(f.value.value) for f in facts)
            text = said(info.question, language)
            if (len(counts) < 2 and text is None) or (info.numeric and text is None):
                continue
            entropy = -sum(n / len(facts) * math.log2(n / len(facts)) for n in counts.values())
            score = min(entropy, 3.0) * (len(facts) / len(known)) + info.prominence + (2.0 if text else 0.0)
            if best is None or score > best[0]:
                best = (score, Question(property=facts[0].property, options=_options(facts, counts), text=text))
        return best[1] if best is not None else None


def _by_property(known: dict[Iri, tuple[Fact, ...]]) -> dict[Iri, list[Fact]]:
    grouped: dict[Iri, list[Fact]] = {}
    for facts in known.values():
        for fact in facts:
            grouped.setdefault(fact.property.iri, []).append(fact)
    return grouped


def _options(facts: Sequence[Fact], counts: Counter[str]) -> tuple[Entity, ...]:
    labels = {str(f.value.value): f for f in facts if f.value.kind == "iri"}
    common = [value for value, _ in counts.most_common() if value in labels]
    return tuple(Entity(iri=Iri(value), label=labels[value].labels.value) for value in common[:4])


def _overlap(one: set[tuple[Iri, str]], other: set[tuple[Iri, str]]) -> float:
    return len(one & other) / max(1, len(one | other))


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with one for each property, in their order."""
    first: dict[Iri, Fact] = {}
    for fact in facts:
        first.setdefault(fact.property.iri, fact)
    return list(first.values())
