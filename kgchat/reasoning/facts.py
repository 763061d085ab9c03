"""Facts: what a reply may say, each with the triples or the derivation that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kgchat.query_graph import Edge, Node, PathStep, QueryGraph
from kgchat.reasoning.optimization import BROADER
from kgchat.reasoning.query_edits import columns_of, property_of, required_properties
from kgchat.reasoning.sparql import to_sparql
from kgchat.turn import Derivation, Entity, Fact, Iri, Labels, Language, Table, Term, Triple

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph


class FactFinder:
    """Looks up and words facts of one snapshot. Labels are in the language of the turn."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._schema = graph.schema
        self._describe = lru_cache(maxsize=2048)(graph.describe)
        self.is_under = lru_cache(maxsize=4096)(self._ask_under)

    def entity(self, iri: Iri, language: Language) -> Entity:
        return self._graph.entity(iri, language)

    def entities(self, iris: Sequence[Iri], language: Language) -> tuple[Entity, ...]:
        labels = self._graph.labels(iris, language)
        return tuple(Entity(iri=iri, label=labels[iri]) for iri in iris)

    def fact(
        self,
        subject: Entity,
        prop: Entity,
        value: Term,
        *,
        triples: tuple[Triple, ...] = (),
        derivation: Derivation | None = None,
    ) -> Fact:
        said = value.label if value.label is not None else str(value.value)
        labels = Labels(subject=subject.label, property=prop.label, value=said)
        return Fact(
            subject=subject,
            property=prop,
            value=value,
            unit=value.unit,
            labels=labels,
            triples=triples,
            derivation=derivation,
        )

    def about(self, iri: Iri, language: Language, properties: Iterable[Iri] | None = None) -> tuple[Fact, ...]:
        """Return the facts of a thing, prominent first, or those of `properties` in their order."""
        subject = self.entity(iri, language)
        facts = [
            self.fact(subject, self._property(t.predicate, language), t.object, triples=(t,))
            for t in self._describe(iri, language)
            if t.predicate in self._schema.properties
        ]
        if properties is None:
            return tuple(facts)
        return tuple(f for prop in dict.fromkeys(properties) for f in facts if f.property.iri == prop)

    def _property(self, iri: Iri, language: Language) -> Entity:
        return Entity(iri=iri, label=self._schema.label(iri, language))

    def of_rows(
        self, query: QueryGraph, table: Table, items: Sequence[Iri], language: Language, sparql: str
    ) -> tuple[Fact, ...]:
        """Return for each item the facts that were asked for, then those that prove why it is in the answer."""
        columns = columns_of(query)
        wanted = [*(property_of(path) for path in columns.values()), *required_properties(query)]
        facts: list[Fact] = []
        for iri in items:
            direct = self.proving(query, self.about(iri, language, wanted))
            found = {fact.property.iri for fact in direct}
            facts += direct
            facts += self._over_paths(query, table, iri, found, language, sparql)
        return tuple(facts)

    def proving(self, query: QueryGraph, facts: tuple[Fact, ...]) -> list[Fact]:
        """Leave out the other values of a property that was limited to one ("black" of a black and red case)."""
        limits = {
            property_of(e.path): query.node(e.object).iri
            for e in query.edges
            if query.node(e.object).kind == "entity" and e.subject == query.focus
        }
        asked = {property_of(path) for path in columns_of(query).values()}
        return [
            f
            for f in facts
            if f.property.iri in asked
            or limits.get(f.property.iri) is None
            or self.is_under(str(f.value.value), limits[f.property.iri])
        ]

    def _ask_under(self, narrow: str, broad: str | None) -> bool:
        """Return whether `narrow` is `broad` or below it by skos:broader."""
        if narrow == broad:
            return True
        if broad is None or ":" not in narrow:
            return False
        query = QueryGraph(
            form="ask",
            focus="narrow",
            nodes=(Node(id="narrow", kind="entity", iri=Iri(narrow)), Node(id="broad", kind="entity", iri=Iri(broad))),
            edges=(Edge(subject="narrow", path=(PathStep(predicate=BROADER, closure="*"),), object="broad"),),
        )
        return bool(self._graph.query(to_sparql(query)).boolean)

    def _over_paths(
        self, query: QueryGraph, table: Table, iri: Iri, found: set[Iri], language: Language, sparql: str
    ) -> list[Fact]:
        """Return facts over several hops: values of the row, or the entity that the path had to reach."""
        subject = self.entity(iri, language)
        facts = []
        for edge in query.edges:
            prop = property_of(edge.path)
            if prop in found or edge.subject != query.focus:
                continue
            node = query.node(edge.object)
            terms: list[Term] = []
            if node.kind == "entity" and node.iri is not None:
                terms = [Term(value=str(node.iri), kind="iri")]
            elif node.kind == "variable":
                rows = [r for r in table.rows if query.focus not in r or r[query.focus].value == iri]
                terms = list(dict.fromkeys(r[edge.object] for r in rows if edge.object in r))
            for term in terms:
                value = self.labelled(term, prop, language)
                derivation = Derivation(kind="path", sparql=sparql)
                facts.append(self.fact(subject, self._property(prop, language), value, derivation=derivation))
        return facts

    def labelled(self, term: Term, prop: Iri | None, language: Language) -> Term:
        """Return the term with its label, and the unit of the property it is a value of."""
        info = self._schema.properties.get(prop) if prop else None
        unit = info.unit if info is not None else None
        if term.kind == "iri":
            return term.model_copy(update={"label": self._graph.label(Iri(str(term.value)), language)})
        return term.model_copy(update={"unit": term.unit or unit})

    def selling_points(self, iri: Iri, language: Language, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """Return the analyst's benefits that the values of a thing earn, as derived facts."""
        benefits: dict[Iri, tuple[float, Fact]] = {}  # one for each property: the one that is hardest to earn
        types = {t for first in self._graph.types(iri) for t in (first, *self._schema.superclasses(first))}
        for point in self._schema.selling_points:
            if point.on not in types or len(point.path) != 1:
                continue
            benefit = said(point.benefit, language)
            proof = next(
                (
                    f
                    for f in facts
                    if f.subject.iri == iri
                    and f.derivation is None
                    and f.property.iri == point.path[0].predicate
                    and self._meets(f.value, point.operator, point.value)
                ),
                None,
            )
            if benefit and proof is not None:
                derivation = Derivation(kind="selling_point", explanation=benefit, premises=proof.triples)
                effort = abs(number(point.value) or 0.0) * (-1 if point.operator.startswith("less") else 1)
                found = benefits.get(proof.property.iri)
                if found is None or effort > found[0]:
                    benefits[proof.property.iri] = effort, proof.model_copy(update={"derivation": derivation})
        return tuple(fact for _, fact in benefits.values())

    def _meets(self, value: Term, operator: str, wanted: Term) -> bool:
        if value.kind == "iri" and operator in ("equals", "overlaps"):
            return self.is_under(str(value.value), Iri(str(wanted.value)))
        return compare(value, operator, wanted) is True


def number(term: Term) -> float | None:
    """Return the number that a term holds, None for anything else."""
    value = term.value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return float(value)


def compare(left: Term, operator: str, right: Term, margin: float = 0.0) -> bool | None:
    """Return whether `left` (+ margin) `operator` `right` holds, None when the two cannot be compared."""
    if operator in ("equals", "overlaps", "notEquals", "notOverlaps"):
        one, other = number(left), number(right)
        same = abs(one + margin - other) < 1e-9 if one is not None and other is not None else left.value == right.value
        return same if operator in ("equals", "overlaps") else not same
    one, other = number(left), number(right)
    if one is None or other is None:
        return None
    one += margin
    return {
        "less": one < other,
        "lessOrEqual": one <= other,
        "greater": one > other,
        "greaterOrEqual": one >= other,
    }.get(operator)


def said(labels: dict[str, tuple[str, ...]], language: Language) -> str | None:
    for tag in (language, "", *labels):
        if labels.get(tag):
            return labels[tag][0]
    return None
