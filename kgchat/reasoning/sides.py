"""The two sides of a question about fit: products by name, or kinds with the conditions said beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgchat.query_graph import Node, QueryGraph
from kgchat.reasoning.compatibility import Side
from kgchat.reasoning.parsing import Parser, Reading
from kgchat.reasoning.paths import Paths
from kgchat.reasoning.query_edits import ITEM
from kgchat.reasoning.roles import Roles, ValueRole
from kgchat.reasoning.verbalization import Verbalizer
from kgchat.turn import Entity, Interpretation, Iri, Language, Mention

if TYPE_CHECKING:
    from kgchat.graph.schema import Schema


def read_sides(
    interpretation: Interpretation, roles: Roles, parser: Parser, paths: Paths, schema: Schema, words: Verbalizer
) -> tuple[Side, ...]:
    """Return the sides in the order of the text; each condition goes to the nearest kind that can have it."""
    language = interpretation.language
    shares: dict[int, list[ValueRole]] = {}
    alone: dict[int, ValueRole] = {}  # "slim case", a value that names its kind by itself
    for value in roles.values:
        owner = _owner(value, roles.classes, parser, language)
        if owner is not None:
            shares.setdefault(id(owner), []).append(value)
        elif not any(_can_have(subject, value, paths) for subject in roles.subjects):
            alone[id(value.mentions[0])] = value
    own_heads = [v.mentions[0] for v in alone.values()]
    heads = sorted((*roles.subjects, *roles.classes, *own_heads), key=lambda m: m.start)
    ruled = frozenset(c for rule in schema.rules for end in (rule.left, rule.right) for c in schema.subclasses(end))
    sides = []
    for head in heads:
        if head in roles.subjects:
            sides.append(_named(head, paths))
        else:
            quantities = tuple(q for q in roles.quantities if _nearest(q.mention, roles.classes) is head)
            wishes = tuple(w for w in roles.superlatives if _nearest(w.mention, roles.classes) is head)
            own = (
                Roles(values=(alone[id(head)],))
                if id(head) in alone
                else Roles(
                    classes=(head,), values=tuple(shares.get(id(head), ())), quantities=quantities, superlatives=wishes
                )
            )
            readings = parser.about_items(own, language)
            if readings and not readings[0].unplaced and (id(head) not in alone or _is_kind(readings[0], ruled)):
                query = readings[0].query
                cls = query.node(query.focus).classes[0]
                label = words.topic(query, language)
                sides.append(Side(query, cls, Entity(iri=cls, label=label), one=words.one(query, language)))
    return tuple(s for s in sides if s is not None)


def _is_kind(reading: Reading, ruled: frozenset[Iri]) -> bool:
    """Return whether a value by itself names a kind that rules speak of ("slim case"), not just any condition."""
    node = reading.query.node(reading.query.focus)
    return bool(node.classes) and node.classes[0] in ruled


def _can_have(subject: Mention, value: ValueRole, paths: Paths) -> bool:
    """Return whether a value may be said of a product: its kind has such values."""
    types = paths.types(subject.candidates[0].iri) if subject.candidates[0].iri else ()
    candidates = [c for m in value.mentions for c in m.candidates]
    return any(paths.to_entity(t, c) or paths.to_kind_of_entity(t, c) for t in types[:1] for c in candidates)


def _named(mention: Mention, paths: Paths) -> Side | None:
    best = mention.candidates[0]
    types = paths.types(best.iri) if best.iri is not None else ()
    if best.iri is None or not types:
        return None
    query = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM, kind="entity", iri=best.iri),))
    return Side(query, types[0], Entity(iri=best.iri, label=best.label or mention.text), single=True)


def _owner(value: ValueRole, classes: tuple[Mention, ...], parser: Parser, language: Language) -> Mention | None:
    """Return the kind that a value is said of: the nearest one that can have it, one right behind it first."""
    able = [
        c
        for c in classes
        if (readings := parser.about_items(Roles(classes=(c,), values=(value,)), language)) and not readings[0].unplaced
    ]
    if not able:
        return None
    start, end = value.mentions[0].start, value.mentions[-1].end
    return min(able, key=lambda c: c.start - end if c.start >= end else (start - c.end) * 1.5 + 2)


def _nearest(mention: Mention, classes: tuple[Mention, ...]) -> Mention | None:
    return min(classes, key=lambda c: min(abs(c.start - mention.end), abs(mention.start - c.end)), default=None)
