"""Questions about what goes together: yes or no and why, which ones fit, and with what kinds at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgchat.dialogue import DialogueState
from kgchat.formatting import glue
from kgchat.query_graph import Node, QueryGraph
from kgchat.reasoning.answering import Answering
from kgchat.reasoning.compatibility import Compatibility, Side
from kgchat.reasoning.dialogue_act import asks_fit
from kgchat.reasoning.dialogue_state import Outcome, advance, cannot_answer, referents
from kgchat.reasoning.facts import FactFinder
from kgchat.reasoning.parsing import Parser, Reading
from kgchat.reasoning.paths import Paths
from kgchat.reasoning.query_edits import ITEM
from kgchat.reasoning.roles import Roles
from kgchat.reasoning.sides import read_sides
from kgchat.reasoning.verbalization import Verbalizer
from kgchat.turn import Answer, Entity, Interpretation, Iri, Language, Problem, Question

if TYPE_CHECKING:
    from kgchat.graph.schema import Schema

KIND = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
KIND_LABEL = {"en": "kind", "zh": "种类"}


class FitQuestions:
    """Answers questions about fit over one snapshot."""

    def __init__(
        self,
        schema: Schema,
        parser: Parser,
        paths: Paths,
        facts: FactFinder,
        words: Verbalizer,
        answering: Answering,
        compatibility: Compatibility,
    ) -> None:
        self._schema = schema
        self._parser = parser
        self._paths = paths
        self._facts = facts
        self._words = words
        self._answering = answering
        self._compatibility = compatibility

    def answer(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome | None:
        """Return the answer to a question about fit, None when the sentence asks none."""
        partner = self._partner_named(interpretation, roles, state)
        if partner is not None:
            return partner
        if not asks_fit(interpretation, roles) or not self._schema.rules:
            return None
        language = interpretation.language
        shown = [e for e in state.focus if self._paths.types(e.iri)]
        sides = read_sides(interpretation, roles, self._parser, self._paths, self._schema, self._words)
        if len(sides) < 2 and roles.limits_items and not roles.classes:
            return None  # "it is for a wedding", "它支持DDR4吗": a condition, not a second thing
        named = bool(sides) and (roles.reference or bool(roles.ordinals))
        if len(sides) < 2 and (roles.asked or roles.conditions) and not named:
            return None  # "CPUs with integrated graphics", "is it washable": a property, not a second thing
        if len(sides) == 1 and _needs_another(sides[0], roles, state):
            pointed = referents(roles, state)[:1]
            sides = (*sides, *(self._single(iri, language) for iri in pointed if iri != sides[0].entity.iri))
        if not sides and state.fit and interpretation.intent == "why_not":
            sides = tuple(self._side(query, language) for query in state.fit)
        if not sides and len(shown) == 2:
            sides = tuple(self._single(e.iri, language) for e in shown)
        if len(sides) == 1 and (roles.limits_items or sides[0].query.edges):
            return None  # "dresses fit for a party"
        if len(sides) == 1 or (not sides and shown):
            return self._partners((sides or (self._single(shown[0].iri, language),))[0], interpretation, state)
        if len(sides) < 2:
            return None
        one, other = sides[:2]
        meant = interpretation.intent in ("compatibility", "why_not")
        if not meant and not any(self._compatibility.rules_between(one.cls, other.cls)):
            return None
        open_side = None if interpretation.intent == "why_not" else _open_side(one, other, roles)
        if open_side is not None:
            closed = other if open_side is one else one
            return self._fitting(open_side, closed, interpretation, state)
        return self._verdict(one, other, interpretation, state)

    def _partner_named(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome | None:
        """Return what fits of the kind that was named when the last turn asked which kind should go with a thing."""
        asked = state.last_act == "clarify" and state.pending is not None and state.pending.property.iri == KIND
        if not asked or len(state.fit) != 1 or roles.subjects or not roles.classes:
            return None
        if roles.count or roles.group is not None or roles.asked or roles.aggregate:
            return None  # "how many dresses are there per material" is another question
        language = interpretation.language
        sides = read_sides(interpretation, roles, self._parser, self._paths, self._schema, self._words)
        thing = self._side(state.fit[0], language)
        target = next((s for s in sides if any(self._compatibility.rules_between(s.cls, thing.cls))), None)
        return self._fitting(target, thing, interpretation, state) if target is not None else None

    def _side(self, query: QueryGraph, language: Language) -> Side:
        """Return the side that a query graph of an earlier turn describes."""
        node = query.node(query.focus)
        if node.iri is not None:
            return self._single(node.iri, language)
        entity = Entity(iri=node.classes[0], label=self._words.topic(query, language))
        return Side(query, node.classes[0], entity, one=self._words.one(query, language))

    def _single(self, iri: Iri, language: Language) -> Side:
        cls = self._paths.types(iri)[0]
        query = QueryGraph(focus=ITEM, nodes=(Node(id=ITEM, kind="entity", iri=iri),))
        return Side(query, cls, self._facts.entity(iri, language), single=True)

    def _verdict(self, one: Side, other: Side, interpretation: Interpretation, state: DialogueState) -> Outcome:
        language = interpretation.language
        verdict = self._compatibility.check(one, other, language)
        if verdict is None:
            problem = Problem(code="no_rule", subject=one.entity, nearest=(other.entity,))
            return cannot_answer(interpretation, state, problem)
        products = tuple(s.entity for s in (one, other) if s.single)
        joint = {"en": " and ", "zh": "和"}[language]
        answer = Answer(
            act="why_not" if interpretation.intent == "why_not" and verdict.holds is False else "compatible",
            language=language,
            intent=interpretation.intent,
            facts=verdict.facts,
            products=products,
            boolean=verdict.holds,
            sparql=verdict.sparql,
            topic=f"{one.entity.label}{joint}{other.entity.label}",
            understood=(
                f"do {one.entity.label} and {other.entity.label} go together"
                if language == "en"
                else f"{one.entity.label}和{other.entity.label}是否搭配"
            ),
            confidence=0.9,
        )
        after = advance(state, interpretation, answer, focus=products or None)
        return answer, after.model_copy(update={"fit": (one.query, other.query)})

    def _fitting(self, target: Side, other: Side, interpretation: Interpretation, state: DialogueState) -> Outcome:
        language = interpretation.language
        query = self._compatibility.fitting(target.query, target.cls, other, language)
        if query is None:
            problem = Problem(code="no_rule", subject=other.entity, nearest=(target.entity,))
            return cannot_answer(interpretation, state, problem)
        answer, focus = self._answering.answer(Reading(query, 0.9), language, interpretation.intent)
        topic = self._words.topic(target.query, language)
        fitting = self.topic(topic, other.query, language)
        update: dict[str, object] = {"topic": fitting, "understood": fitting, "act": "compatible"}
        if not answer.products:
            return self._verdict(target, other, interpretation, state)
        verdict = self._compatibility.check(self._single(answer.products[0].iri, language), other, language)
        facts = [f for f in answer.facts if f.derivation is None or f.derivation.kind != "path"]
        update["facts"] = (*facts, *(verdict.facts if verdict is not None else ()))
        answer = answer.model_copy(update=update)
        after = advance(state, interpretation, answer, query, focus)
        return answer, after.model_copy(update={"fit": (target.query, other.query)})

    def topic(self, topic: str, other: QueryGraph, language: Language) -> str:
        label = self._side(other, language).entity.label
        return f"{topic} that go with the {label}" if language == "en" else glue(("与", label, "搭配的", topic))

    def _partners(self, side: Side, interpretation: Interpretation, state: DialogueState) -> Outcome | None:
        partners = self._compatibility.partners(side.cls)
        if not partners:
            return None
        language = interpretation.language
        options = tuple(Entity(iri=p, label=self._schema.label(p, language)) for p in partners)
        question = Question(property=Entity(iri=KIND, label=KIND_LABEL[language]), options=options)
        answer = Answer(
            act="clarify",
            language=language,
            intent=interpretation.intent,
            products=(side.entity,) if side.single else (),
            question=question,
            topic=side.entity.label,
            confidence=0.6,
        )
        after = advance(state, interpretation, answer, focus=answer.products or None)
        return answer, after.model_copy(update={"fit": (side.query,)})


def _needs_another(side: Side, roles: Roles, state: DialogueState) -> bool:
    """Return whether a sentence that names one thing speaks of a shown one too: "does it fit", "which boards fit"."""
    if not state.focus:
        return False
    if roles.reference or roles.ordinals:
        return True
    singled_out = state.salient is not None or len(state.focus) == 1
    return singled_out and not (side.single and roles.question)  # "what goes with the X" names all that it needs


def _open_side(one: Side, other: Side, roles: Roles) -> Side | None:
    """Return the side that is asked for ("which boards"), None when the question is yes or no."""
    kinds = [side for side in (one, other) if not side.single]
    limited = all(side.single or side.query.edges for side in (one, other))
    if not kinds or (limited and not (roles.question or roles.limit or roles.superlatives)):
        return None
    bare = [side for side in kinds if not side.query.edges]
    return (bare or kinds)[0]
