"""Search for the query graphs that a sentence may mean.

Roles become alternative moves (which property, which path, which value); each combination of moves on each
candidate class is a reading. Readings are scored by match, path length and coverage, and by execution
(see `reasoner`): nothing here knows an ontology, the schema of the loaded graph says what can be joined.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgchat.query_graph import (
    Membership,
    Node,
    QueryGraph,
)
from kgchat.reasoning.optimization import BROADER
from kgchat.reasoning.paths import Path, Paths
from kgchat.reasoning.query_edits import (
    ITEM,
    aggregate,
    ask_for,
    count_values,
    exclude,
    group_by,
    limit_by,
    order_by,
    property_of,
    require,
    require_any,
)
from kgchat.reasoning.roles import OrderRole, PropertyRole, QuantityRole, Roles, ValueRole, property_iris
from kgchat.turn import Iri, Language, Mention, Quantity, Term

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph
    from kgchat.graph.schema import PropertyInfo

UNPLACED = 0.35  # what a role that no path can serve leaves of a reading's score
UNSEEN = 0.5  # what a value that no item of the class has leaves
MOST_READINGS = 24


@dataclass(frozen=True)
class Move:
    """One way to serve one role: a change of the query graph, its score, and the words for `explain`."""

    score: float
    apply: Callable[[QueryGraph], QueryGraph]
    reason: str


@dataclass(frozen=True)
class Reading:
    """One meaning with its score in 0..1, why it scored so, and the words that it could not place."""

    query: QueryGraph
    score: float
    reasons: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


class Parser:
    """Builds and ranks readings over one graph snapshot."""

    def __init__(self, graph: KnowledgeGraph, paths: Paths) -> None:
        self._schema = graph.schema
        self._paths = paths

    # entry points -----------------------------------------------------------------------------------------

    def about_items(self, roles: Roles, language: Language, base: QueryGraph | None = None) -> tuple[Reading, ...]:
        """Return readings that ask for items of a class, best first; `base` is the standing graph to edit."""
        if base is not None:
            return self._ranked(self._combine(base, self._item_class(base), roles, 1.0, ()))
        readings: list[Reading] = []
        union = self._union(roles)
        if union is not None:
            cls, any_of = union
            start = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM, any_of=any_of),))
            return self._ranked(self._combine(start, cls, roles, 0.95, ()))
        for cls, score, unplaced, reason in self._targets(roles, language):
            start = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM, classes=(cls,)),))
            readings += [
                Reading(r.query, r.score, (reason, *r.reasons), r.unplaced)
                for r in self._combine(start, cls, roles, score, unplaced)
            ]
        return self._ranked(readings)

    def about_subjects(self, subjects: Sequence[Iri], roles: Roles) -> tuple[Reading, ...]:
        """Return readings that ask for values, or the truth, of known things; best first."""
        cls = self._common_class(subjects)
        if cls is None:
            return ()
        if len(subjects) == 1:
            start = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM, kind="entity", iri=subjects[0]),))
        else:
            terms = tuple(Term(value=iri, kind="iri") for iri in subjects)
            start = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM),), filters=(Membership(name=ITEM, terms=terms),))
        return self._ranked(self._combine(start, cls, roles, 1.0, ()))

    def _ranked(self, readings: Iterable[Reading]) -> tuple[Reading, ...]:
        best: dict[QueryGraph, Reading] = {}
        for reading in sorted(readings, key=lambda r: -r.score):
            best.setdefault(reading.query, reading)
        return tuple(best.values())[:MOST_READINGS]

    # what the items are -----------------------------------------------------------------------------------

    def _targets(self, roles: Roles, language: Language) -> list[tuple[Iri, float, tuple[str, ...], str]]:
        named = [(m, c) for m in roles.classes for c in m.candidates[:3] if c.iri in self._schema.classes]
        if not named:
            return [(cls, score, (), f"class {cls} hosts the conditions") for cls, score in self._hosts(roles)]
        targets = []
        last = roles.classes[-1] if language == "zh" else roles.classes[0]
        for mention, candidate in named:
            assert candidate.iri is not None
            others = tuple(
                other.text
                for other in roles.classes
                if other is not mention and not self._same_line(candidate.iri, other)
            )
            score = candidate.score * (1.0 if mention is last else 0.85) * UNPLACED ** len(others)
            specific = self._most_specific(candidate.iri, [m for m in roles.classes if m is not mention])
            targets.append((specific, score, others, f"“{mention.text}” names the class {specific}"))
        return targets

    def _union(self, roles: Roles) -> tuple[Iri, tuple[Iri, ...]] | None:
        """Return the kinds of "dresses or skirts" and the class above them all, None when one kind is meant."""
        if not roles.any_class:
            return None
        kinds = tuple(dict.fromkeys(m.candidates[0].iri for m in roles.classes if m.candidates and m.candidates[0].iri))
        shared = set.intersection(*(set(self._schema.superclasses(k)) for k in kinds)) & set(self._schema.classes)
        above = min(shared, key=lambda c: self._schema.classes[c].count, default=None)
        return None if len(kinds) < 2 or above is None or above in kinds else (above, kinds)

    def _same_line(self, iri: Iri, mention: Mention) -> bool:
        line = self._schema.subclasses(iri) | self._schema.superclasses(iri)
        return any(c.iri in line for c in mention.candidates)

    def _most_specific(self, iri: Iri, others: Sequence[Mention]) -> Iri:
        below = self._schema.subclasses(iri)
        narrower = [c.iri for m in others for c in m.candidates[:1] if c.iri in below and c.iri != iri]
        return narrower[0] if narrower and narrower[0] is not None else iri

    def _hosts(self, roles: Roles) -> list[tuple[Iri, float]]:
        """Return the classes whose items can have all that was said, the most general that fit best first."""
        scored = []
        classes = [c for c in self._schema.classes.values() if c.count and not c.hidden]
        sold = [c for c in classes if c.product] or classes
        for info in sold:
            moves = [self._moves(role, info.iri) for role in self._all_roles(roles)]
            if moves and all(moves):
                fit = math.prod(options[0].score for options in moves)
                breadth = math.log1p(info.count) / math.log1p(max(c.count for c in sold))
                narrow = self._narrowed(info.iri, [options[0] for options in moves])
                scored.append((narrow, 0.9 * fit * (0.6 + 0.4 * breadth)))
        return sorted(scored, key=lambda pair: -pair[1])[:4]

    def _narrowed(self, cls: Iri, moves: Sequence[Move]) -> Iri:
        """Return the smallest class below that has all the items that the moves' properties allow."""
        start = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM, classes=(cls,)),))
        for move in moves:
            start = move.apply(start)
        firsts = [e.path[0].predicate for e in start.edges if not e.path[0].inverse]
        infos = [self._schema.properties[p] for p in firsts if p in self._schema.properties]
        able = [
            c
            for c in self._schema.subclasses(cls)
            if c in self._schema.classes and any(i.usage.get(c, 0) == i.usage.get(cls, 0) for i in infos)
        ]
        return min(able, key=lambda c: self._schema.classes[c].count, default=cls)

    def _common_class(self, subjects: Sequence[Iri]) -> Iri | None:
        lines = []
        for iri in subjects:
            types = self._paths.types(iri)
            if not types:
                return None
            lines.append([t for first in types for t in (first, *self._schema.superclasses(first))])
        shared = set(lines[0]).intersection(*lines[1:])
        return next((t for t in lines[0] if t in shared and t in self._schema.classes), None)

    def _item_class(self, query: QueryGraph) -> Iri:
        node = query.node(query.focus)
        if node.classes:
            return node.classes[0]
        if node.any_of:
            shared = set.intersection(*(set(self._schema.superclasses(k)) for k in node.any_of))
            return min(shared & set(self._schema.classes), key=lambda c: self._schema.classes[c].count)
        if node.iri is not None:
            return self._paths.types(node.iri)[0]
        members = next(f for f in query.filters if isinstance(f, Membership) and f.name == query.focus)
        cls = self._common_class([Iri(str(t.value)) for t in members.terms])
        assert cls is not None, "a standing query holds things of the graph"
        return cls

    # combining moves --------------------------------------------------------------------------------------

    def _all_roles(self, roles: Roles) -> list[ValueRole | QuantityRole | PropertyRole | OrderRole]:
        return [*roles.values, *roles.quantities, *roles.conditions, *roles.superlatives]

    def _combine(
        self, start: QueryGraph, cls: Iri, roles: Roles, score: float, unplaced: tuple[str, ...]
    ) -> list[Reading]:
        choices = [self._moves(role, cls) or [_unplaced(_words(role))] for role in self._all_roles(roles)]
        choices += [self._ask(mention, cls, roles) or [_unplaced(mention.text)] for mention in roles.asked]
        if roles.group is not None:
            choices.append(self._group(roles.group, cls, roles) or [_unplaced(roles.group.text)])
        away = [m.text for m in roles.excluded if not self._same_line(cls, m)]
        unplaced = (*unplaced, *away)  # "no lamps" says nothing of bulbs
        width = 3 if len(choices) < 4 else 2 if len(choices) < 6 else 1
        readings = []
        for moves in itertools.product(*(options[:width] for options in choices)):
            query = start
            for move in moves:
                query = move.apply(query)
            words = tuple(m.reason[1:] for m in moves if m.reason.startswith("?"))
            reasons = tuple(m.reason for m in moves if not m.reason.startswith("?"))
            fit = math.prod(move.score for move in moves)
            readings.append(Reading(self._finish(query, roles), score * fit, reasons, (*unplaced, *words)))
        return readings

    def _finish(self, query: QueryGraph, roles: Roles) -> QueryGraph:
        for mention in roles.excluded:
            for candidate in mention.candidates[:1]:
                if candidate.iri in self._schema.classes:
                    query = exclude(query, self._schema.subclasses(candidate.iri))
        if roles.limit and query.form == "select" and not query.group:
            query = query.with_(limit=roles.limit)
        if query.group or query.form != "select":
            return query
        if roles.count and not (roles.count_values and query.projection):
            return query.with_(form="count", order=(), limit=None, projection=())
        return query

    def _moves(self, role: ValueRole | QuantityRole | PropertyRole | OrderRole, cls: Iri) -> list[Move]:
        if isinstance(role, ValueRole):
            moves = self._value(role, cls)
        elif isinstance(role, QuantityRole):
            moves = self._quantity(role, cls)
        elif isinstance(role, PropertyRole):
            moves = self._condition(role, cls)
        else:
            moves = self._order(role, cls)
        return sorted(moves, key=lambda move: -move.score)

    # values -----------------------------------------------------------------------------------------------

    def _value(self, role: ValueRole, cls: Iri) -> list[Move]:
        said = [iri for iri, _ in property_iris(role.prop)] if role.prop else [None]
        moves: list[Move] = []
        for prop in said:
            per_mention = [self._targets_of(mention, cls, prop) for mention in role.mentions]
            if all(per_mention):
                moves += self._joined(role, per_mention)
        if not moves and role.prop is not None:
            return self._value(ValueRole(role.mentions, role.negated, None, role.all_of), cls)
        return moves

    def _targets_of(self, mention: Mention, cls: Iri, prop: Iri | None) -> list[tuple[float, Path, Node]]:
        """Return ways to require one mentioned value: score, path from the item, node to reach."""
        found: list[tuple[float, Path, Node]] = []
        for candidate in mention.candidates[:4]:
            if candidate.literal is not None:
                for holder in candidate.properties:
                    if prop in (None, holder):
                        node = Node(id="value", kind="literal", literal=candidate.literal)
                        found += [
                            (candidate.score * _shortness(path), path, node)
                            for path in self._paths.to_property(cls, holder)
                        ]
            elif (info := self._schema.properties.get(candidate.iri or Iri(""))) is not None:
                if info.boolean and prop is None:  # "wireless" as the property, where it is no value
                    node = Node(id="value", kind="literal", literal=Term(value=True, kind="literal"))
                    paths = self._paths.to_property(cls, info.iri)
                    found += [(candidate.score * _shortness(path), path, node) for path in paths]
            elif candidate.iri is not None and candidate.iri not in self._schema.classes:
                node = Node(id="value", kind="entity", iri=candidate.iri)
                found += [
                    (candidate.score * _shortness(path), path, node)
                    for path in self._paths.to_entity(cls, candidate, prop)
                ]
        if not found and prop is None:  # known, but no item of the class has it: the answer is that there are none
            found = [
                (candidate.score * UNSEEN, path, Node(id="value", kind="entity", iri=candidate.iri))
                for candidate in mention.candidates[:2]
                if candidate.iri is not None and candidate.iri not in self._schema.classes
                for path in self._paths.to_kind_of_entity(cls, candidate)
            ]
        return sorted(found, key=lambda f: -f[0])[:4]

    def _joined(self, role: ValueRole, per_mention: list[list[tuple[float, Path, Node]]]) -> list[Move]:
        moves = []
        words = " / ".join(m.text for m in role.mentions)
        for score, path, _ in per_mention[0]:
            matching = [next((t for t in targets if t[1] == path), None) for targets in per_mention]
            if any(target is None for target in matching):
                continue
            nodes = [target[2] for target in matching if target is not None]
            reason = f"“{words}” is a value of {property_of(path)}"
            moves.append(Move(score, require(path, nodes, role.negated, role.all_of), reason))
            if role.loosely:
                moves.append(Move(score * 0.9, require(path, nodes, role.negated, False), reason))
        if not moves and len(per_mention) > 1 and not role.negated:
            best = [targets[0] for targets in per_mention]

            def apply(query: QueryGraph) -> QueryGraph:
                for _, path, node in best:
                    query = require(path, [node], False, False)(query)
                return query

            moves.append(Move(min(b[0] for b in best) * 0.9, apply, f"“{words}” are values"))
        return moves

    # quantities -------------------------------------------------------------------------------------------

    def _quantity(self, role: QuantityRole, cls: Iri) -> list[Move]:
        moves = []
        for info, said in self._measured(role, cls):
            quantity = _in_unit(role.quantity, info)
            if quantity is None:
                continue
            for path in self._paths.to_property(cls, info.iri):
                score = said * _shortness(path) * _plausible(quantity, info)
                reason = f"“{role.mention.text}” bounds {info.iri}"
                moves.append(Move(score, limit_by(path, quantity, role.negated), reason))
        return moves

    def _measured(self, role: QuantityRole, cls: Iri) -> list[tuple[PropertyInfo, float]]:
        """Return the numeric properties that a quantity may bound, with how likely the words make it."""
        named = [
            (self._schema.properties[iri], s) for iri, s in property_iris(role.prop) if iri in self._schema.properties
        ]
        named = [(info, s) for info, s in named if info.numeric and self._paths.to_property(cls, info.iri)]
        if named:
            return named
        unit = role.quantity.unit
        if unit is None:
            if role.quantity.comparator in ("=", "!="):
                return []
            return [(p, 0.6) for p in self._schema.properties_of(cls) if p.role == "price"]
        most = max((p.usage.get(cls, 0) for p in self._schema.properties_of(cls)), default=1)
        return [
            (p, 0.95 * (0.7 + 0.3 * p.usage.get(cls, 0) / most) * (1.0 if _same_unit(p.unit, unit) else 0.97))
            for p in self._schema.properties_of(cls)
            if p.numeric and not p.hidden and p.unit is not None and _comparable(p.unit, unit)
        ]

    # conditions, order, questions -------------------------------------------------------------------------

    def _condition(self, role: PropertyRole, cls: Iri) -> list[Move]:
        moves = []
        for iri, score in property_iris(role.mention):
            info = self._schema.properties.get(iri)
            if info is None:
                continue
            for path in self._paths.to_property(cls, iri):
                node = (
                    Node(id="value", kind="literal", literal=Term(value=True, kind="literal")) if info.boolean else None
                )
                move = require(path, [node], role.negated, False) if node else require_any(path, role.negated)
                moves.append(Move(score * _shortness(path), move, f"“{role.mention.text}” requires {iri}"))
        return moves

    def _order(self, role: OrderRole, cls: Iri) -> list[Move]:
        moves = []
        for iri, score in property_iris(role.mention):
            info = self._schema.properties.get(iri)
            if info is None or not (info.numeric or info.kind == "datatype"):
                continue
            for path in self._paths.to_property(cls, iri):
                apply = order_by(
                    path, descending=role.direction == "more", limit=(role.number or 1) if role.limited else None
                )
                moves.append(Move(score * _shortness(path), apply, f"“{role.mention.text}” orders by {iri}"))
        return moves

    def _ask(self, mention: Mention, cls: Iri, roles: Roles) -> list[Move]:
        moves = []
        for iri, score in property_iris(mention):
            for path in self._paths.to_property(cls, iri):
                if roles.aggregate and not roles.group:
                    apply = aggregate(path, roles.aggregate)
                else:
                    apply = count_values(path) if roles.count_values else ask_for(path)
                moves.append(Move(score * _shortness(path), apply, f"“{mention.text}” asks for {iri}"))
        return sorted(moves, key=lambda move: -move.score)

    def _group(self, mention: Mention, cls: Iri, roles: Roles) -> list[Move]:
        moves = []
        for candidate in mention.candidates:
            if candidate.iri is None:
                continue
            if candidate.iri in self._schema.properties:
                routes = self._paths.to_property(cls, candidate.iri)
            else:
                routes = tuple(hop for hop, via in self._paths.hops(cls) if via == candidate.iri)
            for path in routes:
                value = (
                    self._paths.to_property(cls, iri)[0]
                    if (iri := _first(roles.asked)) and self._paths.to_property(cls, iri)
                    else None
                )
                apply = group_by(path, value, roles.aggregate or "count", smallest_first=roles.fewest)
                moves.append(Move(candidate.score * _shortness(path), apply, f"grouped by “{mention.text}”"))
        return moves


# small judgements ---------------------------------------------------------------------------------------------


def _shortness(path: Path) -> float:
    return 0.88 ** (sum(step.predicate != BROADER for step in path) - 1)


def _unplaced(words: str) -> Move:
    return Move(UNPLACED, lambda query: query, f"?{words}")


def _words(role: ValueRole | QuantityRole | PropertyRole | OrderRole) -> str:
    if isinstance(role, ValueRole):
        return " / ".join(m.text for m in role.mentions)
    return role.mention.text


def _first(mentions: Sequence[Mention]) -> Iri | None:
    return next((c.iri for m in mentions for c in m.candidates[:1]), None)


def _same_unit(one: str | None, other: str) -> bool:
    return one == other


def _comparable(one: str, other: str) -> bool:
    from kgchat.graph.units import compatible

    return compatible(one, other)


def _in_unit(quantity: Quantity, info: PropertyInfo) -> Quantity | None:
    """Return the quantity in the property's unit, None when the two cannot be compared."""
    from kgchat.graph.units import compatible, convert

    if quantity.unit is None or quantity.unit == info.unit:
        return quantity
    if info.unit is None:
        return quantity
    if not compatible(info.unit, quantity.unit):
        return None
    upper = None if quantity.upper is None else convert(quantity.upper, quantity.unit, info.unit)
    return quantity.model_copy(
        update={"number": convert(quantity.number, quantity.unit, info.unit), "upper": upper, "unit": info.unit}
    )


def _plausible(quantity: Quantity, info: PropertyInfo) -> float:
    """Return how well the number lies among the property's values in the graph."""
    if info.minimum is None or info.maximum is None:
        return 0.9
    low, high = info.minimum * 0.5, info.maximum * 2
    return 1.0 if low <= quantity.number <= high else 0.5
