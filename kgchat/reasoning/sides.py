"""The two sides of a question about fit: products by name, or kinds with the conditions said beside them."""

from __future__ import annotations

from kgchat.query_graph import Node, QueryGraph
from kgchat.reasoning.compatibility import Side
from kgchat.reasoning.parsing import ITEM, Parser
from kgchat.reasoning.paths import Paths
from kgchat.reasoning.roles import Roles, ValueRole
from kgchat.reasoning.verbalization import Verbalizer
from kgchat.turn import Entity, Interpretation, Language, Mention


def read_sides(
    interpretation: Interpretation, roles: Roles, parser: Parser, paths: Paths, words: Verbalizer
) -> tuple[Side, ...]:
    """Return the sides in the order of the text; each condition goes to the nearest kind that can have it."""
    language = interpretation.language
    shares: dict[int, list[ValueRole]] = {}
    alone: dict[int, ValueRole] = {}  # "slim case", a value that names its kind by itself
    for value in roles.values:
        owner = _owner(value, roles.classes, parser, language)
        if owner is not None:
            shares.setdefault(id(owner), []).append(value)
        else:
            alone[id(value.mentions[0])] = value
    own_heads = [v.mentions[0] for v in alone.values()]
    heads = sorted((*roles.subjects, *roles.classes, *own_heads), key=lambda m: m.start)
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
            if readings and not readings[0].unplaced:
                query = readings[0].query
                cls = query.node(query.focus).classes[0]
                label = words.topic(query, language)
                sides.append(Side(query, cls, Entity(iri=cls, label=label), one=words.one(query, language)))
    return tuple(s for s in sides if s is not None)


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
