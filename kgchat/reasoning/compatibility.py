"""Compatibility rules, which are data of the graph: do these go together, what goes with this, and why (not)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kgchat.query_graph import (
    ArithmeticExpression,
    Comparison,
    ConstantExpression,
    Edge,
    Expression,
    Membership,
    Node,
    PathStep,
    Projection,
    QueryGraph,
    VariableExpression,
)
from kgchat.reasoning.facts import FactFinder, compare, number, said
from kgchat.reasoning.optimization import BROADER, Optimizer
from kgchat.reasoning.paths import Path
from kgchat.reasoning.query_edits import FITTING, bind, property_of
from kgchat.reasoning.sparql import to_sparql
from kgchat.reasoning.verbalization import amount
from kgchat.turn import Derivation, Entity, Fact, Iri, Language, Term

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph
    from kgchat.graph.schema import CompatibilityRule, Condition

_DEPENDS = {"en": "the {} depends on the model", "zh": "{}因型号而异"}
PARTNER = "partner"  # node of the other side in a query for what fits
PAIRS = 5000  # items with values that are looked at to judge a kind of product
_COMPARISONS: dict[str, Literal["=", "!=", "<", "<=", ">", ">="]] = {
    "equals": "=",
    "notEquals": "!=",
    "less": "<",
    "lessOrEqual": "<=",
    "greater": ">",
    "greaterOrEqual": ">=",
}


@dataclass(frozen=True)
class Side:
    """One side of a question about fit: the things that a query graph describes, and how to call them."""

    query: QueryGraph
    cls: Iri
    entity: Entity
    single: bool = False  # one product, rather than a kind of product
    one: str | None = None  # how to call one item of a kind: "an AM5 motherboard"


@dataclass(frozen=True)
class Verdict:
    """`holds`: True all conditions hold, False one fails for sure, None a value is unknown or it depends."""

    holds: bool | None
    facts: tuple[Fact, ...]
    depends: bool = False
    sparql: str | None = None


class Compatibility:
    """Evaluates the rules of one snapshot."""

    def __init__(self, graph: KnowledgeGraph, facts: FactFinder, optimizer: Optimizer) -> None:
        self._graph = graph
        self._optimizer = optimizer
        self._schema = graph.schema
        self._facts = facts

    def rules_between(self, one: Iri, other: Iri) -> Iterator[tuple[CompatibilityRule, bool]]:
        """Yield the rules that join two classes; the flag says that `one` stands on the rule's right."""
        for rule in self._schema.rules:
            if self._related(one, rule.left) and self._related(other, rule.right):
                yield rule, False
            elif self._related(other, rule.left) and self._related(one, rule.right):
                yield rule, True

    def partners(self, cls: Iri) -> tuple[Iri, ...]:
        """Return the classes that rules join with a class."""
        found = []
        for rule in self._schema.rules:
            if self._related(cls, rule.left):
                found.append(rule.right)
            elif self._related(cls, rule.right):
                found.append(rule.left)
        return tuple(dict.fromkeys(found))

    def _related(self, cls: Iri, ruled: Iri) -> bool:
        return cls in self._schema.subclasses(ruled) or ruled in self._schema.subclasses(cls)

    # checking ------------------------------------------------------------------------------------------

    def check(self, one: Side, other: Side, language: Language) -> Verdict | None:
        """Return whether the two sides go together, with one fact for each condition; None without a rule."""
        facts: list[Fact] = []
        outcomes: list[bool | None] = []
        depends = False
        looked_up: list[QueryGraph] = []
        for rule, turned in self.rules_between(one.cls, other.cls):
            left, right = (other, one) if turned else (one, other)
            for condition in rule.conditions:
                fact, holds, mixed = self._condition(condition, left, right, language, looked_up)
                facts.append(fact)
                outcomes.append(holds)
                depends = depends or mixed
        if not outcomes:
            return None
        holds = False if False in outcomes else None if None in outcomes else True
        if holds is False:
            facts = [f for f in facts if f.derivation is not None and f.derivation.holds is not None]
        facts.sort(key=lambda f: {False: 0, None: 2, True: 1}[f.derivation.holds if f.derivation else None])
        return Verdict(
            holds, tuple(facts), depends and holds is None, self._optimizer.print_union(dict.fromkeys(looked_up))
        )

    def _condition(
        self, condition: Condition, left: Side, right: Side, language: Language, looked_up: list[QueryGraph]
    ) -> tuple[Fact, bool | None, bool]:
        lefts = self._value_sets(left, condition.left, language, looked_up)
        rights = self._value_sets(right, condition.right, language, looked_up)
        outcomes = [o for a in lefts for b in rights if (o := self._outcome(condition, a, b)) is not None]
        mixed = len(set(outcomes)) > 1
        holds = None if not outcomes or mixed else outcomes[0]
        fact = self._fact(condition, left, right, _all(lefts), _all(rights), holds, language)
        if mixed and fact.derivation is not None:
            explanation = _DEPENDS[language].format(fact.property.label)
            fact = fact.model_copy(
                update={"derivation": fact.derivation.model_copy(update={"explanation": explanation})}
            )
        return fact, holds, mixed

    def _outcome(self, condition: Condition, lefts: Sequence[Term], rights: Sequence[Term]) -> bool | None:
        """Return whether the condition holds between the values of one left item and of one right item."""
        if condition.operator in ("overlaps", "notOverlaps", "equals"):
            same = any(self._same(a, b) for a in lefts for b in rights)
            return same == (condition.operator != "notOverlaps")
        outcomes = [compare(a, condition.operator, b, condition.margin) for a in lefts for b in rights]
        return None if None in outcomes else all(outcomes)

    def _same(self, one: Term, other: Term) -> bool:
        if one.kind == "iri" and other.kind == "iri":
            return self._facts.is_under(str(one.value), str(other.value)) or self._facts.is_under(
                str(other.value), str(one.value)
            )
        return bool(compare(one, "equals", other))

    def _value_sets(
        self, side: Side, path: Path, language: Language, looked_up: list[QueryGraph]
    ) -> list[tuple[Term, ...]]:
        """Return the different sets of values that items of a side have: one for a product, more for a kind."""
        query, name = bind(side.query.with_(form="select", order=()), path)
        single = query.node(query.focus).kind != "variable"
        columns = (Projection(name=name),) if single else (Projection(name=query.focus), Projection(name=name))
        query = query.with_(projection=columns, limit=PAIRS)
        looked_up.append(query)
        sets: dict[object, set[Term]] = {}
        for row in self._graph.query(self._optimizer.plan(query)).rows:
            if name in row:
                sets.setdefault(None if single else row[query.focus].value, set()).add(row[name])
        prop = property_of(path)
        return [
            tuple(self._facts.labelled(term, prop, language) for term in sorted(values, key=lambda t: str(t.value)))
            for values in dict.fromkeys(frozenset(v) for v in sets.values())
        ]

    def _fact(
        self,
        condition: Condition,
        left: Side,
        right: Side,
        lefts: Sequence[Term],
        rights: Sequence[Term],
        holds: bool | None,
        language: Language,
    ) -> Fact:
        label = said(condition.label, language) or self._schema.label(property_of(condition.left), language)
        template = None if holds is None else said(condition.holds if holds else condition.fails, language)
        joint = ", " if language == "en" else "、"
        slots = {
            "left": joint.join(_worded(t, language) for t in lefts[:6]),
            "right": joint.join(_worded(t, language) for t in rights[:6]),
            "leftItem": left.one or left.entity.label,
            "rightItem": right.one or right.entity.label,
        }
        derivation = Derivation(
            kind="rule",
            other=right.entity,
            left=lefts[0] if lefts else None,
            right=rights[0] if rights else None,
            operator=condition.operator,
            holds=holds,
            explanation=_filled(template, slots) if template else None,
        )
        value = rights[0] if rights else Term(value="", kind="literal", label="")
        prop = Entity(iri=property_of(condition.left), label=label)
        return self._facts.fact(left.entity, prop, value, derivation=derivation)

    # what goes with it ------------------------------------------------------------------------------------

    def fitting(self, target: QueryGraph, cls: Iri, other: Side, language: Language) -> QueryGraph | None:
        """Return `target` limited to what goes with the other side by every rule; None without a rule.

        A product on the other side stands in the query. A kind stands there by its values, so that the query
        stays small however many items the kind has: each condition holds with some item of the kind.
        """
        rules = list(self.rules_between(cls, other.cls))
        if not rules:
            return None
        query = target
        if other.single and any(c for r, _ in rules for c in r.conditions if not self._hierarchical(c.left, c.right)):
            query = _merged(target, other.query)
        for rule, turned in rules:
            for condition in rule.conditions:
                mine, theirs = (condition.right, condition.left) if turned else (condition.left, condition.right)
                if other.single and not self._hierarchical(mine, theirs):
                    query = _joined(query, condition, mine, theirs, turned)
                else:
                    values = self._kin(_all(self._value_sets(other, theirs, language, [])), mine, theirs)
                    query = _limited(query, condition, mine, values, turned)
        return query

    def _hierarchical(self, *paths: Path) -> bool:
        """Return whether values at the paths' ends have broader ones, which count as the same."""
        infos = [self._schema.properties.get(property_of(path)) for path in paths]
        return any(info is not None and info.hierarchical for info in infos)

    def _kin(self, values: Sequence[Term], *paths: Path) -> tuple[Term, ...]:
        """Return the values with all broader and narrower ones, where the paths lead into a hierarchy."""
        if not self._hierarchical(*paths):
            return tuple(values)
        kin: dict[Term, None] = dict.fromkeys(t.model_copy(update={"label": None, "unit": None}) for t in values)
        for term in [t for t in values if t.kind == "iri"]:
            for inverse in (False, True):
                path = (PathStep(predicate=BROADER, inverse=inverse, closure="+"),)
                nodes = (Node(id="value", kind="entity", iri=Iri(str(term.value))), Node(id="kin"))
                edges = (Edge(subject="value", path=path, object="kin"),)
                query = QueryGraph(focus="kin", nodes=nodes, edges=edges)
                kin |= dict.fromkeys(row["kin"] for row in self._graph.query(to_sparql(query)).rows)
        return tuple(kin)


def fits_something(query: QueryGraph) -> bool:
    """Return whether a query graph is limited to what goes with something."""
    return any(edge.object.startswith(FITTING) for edge in query.edges)


def _all(sets: Sequence[tuple[Term, ...]]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for values in sets for term in values))


def _joined(query: QueryGraph, condition: Condition, mine: Path, theirs: Path, turned: bool) -> QueryGraph:
    """Return the query with one condition of a rule; `turned`: the item stands on the rule's right."""
    query, name = bind(query, mine, FITTING)
    if condition.operator in ("equals", "overlaps") and not condition.margin:
        return query.with_edge(Edge(subject=PARTNER, path=theirs, object=name))
    other = query.fresh("other")
    query = query.with_edge(Edge(subject=PARTNER, path=theirs, object=other), Node(id=other))
    return _compared(query, condition, VariableExpression(name=name), VariableExpression(name=other), turned)


def _limited(query: QueryGraph, condition: Condition, mine: Path, values: Sequence[Term], turned: bool) -> QueryGraph:
    """Return the query with one condition against the values of a kind."""
    if not values:
        return query
    if condition.operator in ("equals", "overlaps") and not condition.margin:
        query, name = bind(query, mine, FITTING)
        bare = tuple(t.model_copy(update={"label": None, "unit": None}) for t in values)
        return query.with_filter(Membership(name=name, terms=bare))
    numbers = sorted((n, i) for i, t in enumerate(values) if (n := number(t)) is not None)
    if not numbers:
        return query
    query, name = bind(query, mine, FITTING)
    most = condition.operator.startswith("less") != turned  # the kind's value that is easiest to meet
    easiest = values[numbers[-1 if most else 0][1]].model_copy(update={"label": None, "unit": None})
    return _compared(query, condition, VariableExpression(name=name), ConstantExpression(term=easiest), turned)


def _compared(
    query: QueryGraph, condition: Condition, mine: Expression, theirs: Expression, turned: bool
) -> QueryGraph:
    left, right = (theirs, mine) if turned else (mine, theirs)
    if condition.margin:
        margin = ConstantExpression(term=Term(value=condition.margin, kind="literal"))
        left = ArithmeticExpression(operator="+", left=left, right=margin)
    return query.with_filter(Comparison(left=left, operator=_COMPARISONS.get(condition.operator, "!="), right=right))


def _merged(target: QueryGraph, product: QueryGraph) -> QueryGraph:
    """Return the target with a product beside it."""
    node = product.node(product.focus)
    return target.with_node(node.model_copy(update={"id": PARTNER}))


def _worded(term: Term, language: Language) -> str:
    return term.label if term.label is not None else amount(term, None, language)


def _filled(template: str, slots: dict[str, str]) -> str:
    """Return the sentence with its slots filled; braces in values stay as they are."""
    text = template
    parts = []
    while "{" in text:
        before, _, rest = text.partition("{")
        name, closed, after = rest.partition("}")
        parts.append(before)
        parts.append(slots.get(name, f"{{{name}}}") if closed else "{" + rest)
        text = after if closed else ""
    return "".join((*parts, text))
