"""The dialogue state between turns: what a follow-up refers to, and what the next turn will find.

A follow-up edits the standing query graph, so that single questions and dialogue share one mechanism.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kgchat.dialogue import DialogueState
from kgchat.query_graph import Comparison, Membership, QueryGraph, VariableExpression
from kgchat.reasoning.query_edits import properties_to, property_of, without_property
from kgchat.reasoning.roles import Roles, property_iris
from kgchat.turn import Answer, Entity, Interpretation, Iri, Problem

if TYPE_CHECKING:
    from kgchat.graph.schema import Schema

Outcome = tuple[Answer, DialogueState]
FOCUS = 10  # products that a later turn can point to


def referents(roles: Roles, state: DialogueState) -> tuple[Iri, ...]:
    """Return the products that "the second one", "it" or "这款" points to; () when nothing was shown."""
    shown = [entity.iri for entity in state.focus]
    if roles.ordinals:
        picked = [n - 1 if n > 0 else len(shown) + n for n in roles.ordinals]
        return tuple(shown[i] for i in picked if 0 <= i < len(shown))
    return (state.salient,) if state.salient is not None else tuple(shown)


def edits_standing_query(roles: Roles, interpretation: Interpretation, state: DialogueState, schema: Schema) -> bool:
    """Return whether the sentence changes the standing query instead of asking something new.

    A kind is a change where it is the standing one or below it: "only desk lamps" of the blue lamps.
    """
    if state.query is None or roles.subjects:
        return False
    if roles.classes:
        standing = set(state.query.node(state.query.focus).classes)
        same = any(standing & schema.superclasses(c.iri) for m in roles.classes for c in m.candidates[:1] if c.iri)
        return same and (roles.reference or interpretation.intent in ("refine", "relax"))
    changes = roles.limits_items or roles.superlatives or roles.comparatives or roles.relaxed or roles.relax_all
    return bool(changes or roles.count or roles.aggregate or roles.group)


def relaxed(query: QueryGraph, roles: Roles, schema: Schema) -> QueryGraph:
    """Return the standing query without what the customer no longer minds."""
    for mention in roles.relaxed:
        for candidate in mention.candidates:
            props = (candidate.iri,) if candidate.iri in schema.properties else candidate.properties
            for prop in props:
                if prop is not None:
                    query = without_property(query, prop)
    if roles.relax_all:
        last = next((e for e in reversed(query.edges) if not e.optional), None)
        query = without_property(query, property_of(last.path)) if last is not None else query
    return query


def narrowed(query: QueryGraph, roles: Roles, schema: Schema) -> QueryGraph:
    """Return the standing query over the narrower kind that was named, if one was."""
    node = query.node(query.focus)
    for mention in roles.classes:
        named = next((c.iri for c in mention.candidates if c.iri in schema.classes), None)
        if named is not None and set(node.classes) & (schema.superclasses(named) - {named}):
            node = node.model_copy(update={"classes": (named,)})
    return query.with_(nodes=tuple(node if n.id == node.id else n for n in query.nodes))


def standing(query: QueryGraph) -> QueryGraph:
    """Return the query as later turns edit it: which items, not which columns, order or form."""
    shown = {p.name for p in query.projection} - {query.focus}
    shown -= {
        f.left.name for f in query.filters if isinstance(f, Comparison) and isinstance(f.left, VariableExpression)
    }
    shown -= {f.name for f in query.filters if isinstance(f, Membership)}
    edges = tuple(e for e in query.edges if not e.optional and e.object not in shown)
    gone = {e.object for e in query.edges} - {e.object for e in edges}
    nodes = tuple(n for n in query.nodes if n.id not in gone)
    return query.with_(
        form="select", nodes=nodes, edges=edges, projection=(), order=(), limit=None, offset=0, group=(), distinct=True
    )


def advance(
    state: DialogueState,
    interpretation: Interpretation,
    answer: Answer,
    query: QueryGraph | None = None,
    focus: Sequence[Entity] | None = None,
) -> DialogueState:
    """Return the state after an answer; what the turn did not touch stays."""
    asked = tuple(dict.fromkeys((*state.asked, *(_wished(query) if query is not None else ()))))
    if answer.question is not None and answer.question.property.iri not in asked:
        asked = (*asked, answer.question.property.iri)
    products = answer.products or tuple(focus or ())
    salient = products[0].iri if len(products) == 1 else None if products else state.salient
    return state.model_copy(
        update={
            "language": interpretation.language,
            "query": standing(query) if query is not None else state.query,
            "focus": tuple(focus)[:FOCUS] if focus is not None else state.focus,
            "salient": salient,
            "asked": asked,
            "pending": answer.question,
            "last_act": answer.act,
            "turns": state.turns + 1,
        }
    )


def _wished(query: QueryGraph) -> tuple[Iri, ...]:
    """Return the properties that the customer orders by, which need not be asked about: "quiet"."""
    names = [o.expression.name for o in query.order if isinstance(o.expression, VariableExpression)]
    return tuple(property_of(path) for name in names if (path := properties_to(query, name)))


def asked_of(roles: Roles) -> tuple[Iri, ...]:
    """Return the best property of each mention that asks for one."""
    return tuple(dict.fromkeys(iri for m in roles.asked for iri, _ in property_iris(m)[:1]))


def cannot_answer(
    interpretation: Interpretation, state: DialogueState, problem: Problem, understood: str = ""
) -> Outcome:
    """Return the answer that says why there is none, and the next state."""
    answer = Answer(
        act="cannot_answer",
        language=interpretation.language,
        intent=interpretation.intent,
        problem=problem,
        understood=understood,
    )
    return answer, advance(state, interpretation, answer)
