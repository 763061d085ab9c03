"""The reasoning step: an interpretation and the dialogue state become an answer with its facts, and the next state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kgchat.dialogue import DialogueState
from kgchat.query_graph import Existence, QueryGraph
from kgchat.reasoning.answering import Answering, conditioned_properties
from kgchat.reasoning.comparison import compare_products
from kgchat.reasoning.compatibility import Compatibility, fits_something
from kgchat.reasoning.dialogue_act import chooses, product_move, social_move
from kgchat.reasoning.dialogue_state import (
    Outcome,
    advance,
    asked_of,
    cannot_answer,
    edits_standing_query,
    narrowed,
    referents,
    relaxed,
)
from kgchat.reasoning.facts import FactFinder, number
from kgchat.reasoning.fit_questions import KIND, KIND_LABEL, FitQuestions
from kgchat.reasoning.optimization import Optimizer
from kgchat.reasoning.parsing import Parser, Reading
from kgchat.reasoning.paths import Paths
from kgchat.reasoning.query_edits import property_of, required_properties
from kgchat.reasoning.recommendation import Recommender
from kgchat.reasoning.roles import (
    OrderRole,
    QuantityRole,
    Roles,
    ValueRole,
    assign_roles,
    candidate_is_product,
    property_iris,
)
from kgchat.reasoning.verbalization import Verbalizer
from kgchat.turn import (
    Answer,
    Entity,
    Interpretation,
    Iri,
    Language,
    Mention,
    Problem,
    ProblemCode,
    Quantity,
    Question,
)

if TYPE_CHECKING:
    from kgchat.graph.knowledge_graph import KnowledgeGraph

TRIED = 6  # readings that are executed before the best empty one is taken
EQUAL = 0.85  # share of the best reading's score from which another is tried when the best gives nothing
NAMESAKES = 0.97  # candidates that score so close to the best are the same name
MANY = 5


class Reasoner:
    """Answers interpretations over one graph snapshot. Holds no conversation: state goes in and comes out."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._schema = graph.schema
        self._optimizer = Optimizer(graph)
        self._paths = Paths(graph, self._optimizer)
        self._parser = Parser(graph, self._paths)
        self._facts = FactFinder(graph)
        self._words = Verbalizer(graph)
        self._answering = Answering(graph, self._facts, self._words, self._optimizer)
        compatibility = Compatibility(graph, self._facts, self._optimizer)
        self._fit = FitQuestions(
            graph.schema, self._parser, self._paths, self._facts, self._words, self._answering, compatibility
        )
        self._recommender = Recommender(graph, self._facts, self._answering)

    # entry points -----------------------------------------------------------------------------------------

    def ask(self, interpretation: Interpretation) -> Answer:
        """Return the answer to one question without a dialogue."""
        return self.answer(interpretation, DialogueState())[0]

    def answer(self, interpretation: Interpretation, state: DialogueState) -> Outcome:
        """Return the answer of a turn and the next state."""
        if interpretation.problem is not None:
            codes: dict[str, ProblemCode] = {"empty": "empty_message", "too_long": "too_long", "no_words": "no_words"}
            return cannot_answer(interpretation, state, Problem(code=codes[interpretation.problem]))
        roles = self._completed(assign_roles(interpretation, self._schema), state)
        social = social_move(interpretation, roles)
        if social is not None:
            return self._social(social, interpretation, roles, state)
        fit = self._fit.answer(interpretation, roles, state)
        if fit is not None:
            return fit
        if chooses(roles, state):
            return self._choice(interpretation, roles, state)
        if edits_standing_query(roles, interpretation, state, self._schema) and not self._points(roles, state):
            return self._follow_up(interpretation, roles, state)
        move = product_move(interpretation, roles, state)
        if move == "comparison":
            return self._comparison(interpretation, roles, state)
        if move == "things":
            return self._things(interpretation, roles, state)
        if move == "items":
            return self._items(interpretation, roles, state)
        return self._unclear(interpretation, state)

    def readings(self, interpretation: Interpretation, state: DialogueState) -> tuple[Reading, ...]:
        """Return the readings of a question about items or things, best first, for `kgchat explain`."""
        roles = self._completed(assign_roles(interpretation, self._schema), state)
        subjects = self._subjects(roles, state) if roles.subjects else ()
        if subjects:
            return self._parser.about_subjects(subjects, roles)
        base = state.query if edits_standing_query(roles, interpretation, state, self._schema) else None
        return self._parser.about_items(roles, interpretation.language, base)

    # what the sentence leaves to the dialogue -------------------------------------------------------------

    def _completed(self, roles: Roles, state: DialogueState) -> Roles:
        """Return the roles with a bare number taken as the answer to the question that was put last."""
        pending = state.pending
        if pending is None or pending.property.iri not in self._schema.properties or roles.classes:
            return roles
        info = self._schema.properties[pending.property.iri]
        if not info.numeric:
            return roles
        quantities = []
        for role in roles.quantities:
            if role.prop is None and role.quantity.unit in (None, info.unit):
                comparator = (
                    "<=" if info.role == "price" and role.quantity.comparator == "=" else role.quantity.comparator
                )
                quantity = Quantity(
                    number=role.quantity.number, upper=role.quantity.upper, unit=info.unit, comparator=comparator
                )
                role = replace(role, quantity=quantity)
            quantities.append(role)
        return replace(roles, quantities=tuple(quantities))

    def _points(self, roles: Roles, state: DialogueState) -> bool:
        """Return whether the sentence asks about shown products rather than changing the query."""
        if not state.focus:
            return False
        unsaid = state.salient is None or self._answers_pending(roles, state)
        if roles.limits_items and unsaid and not roles.ordinals and not roles.polar:
            return False  # "it is for a wedding" says what is wanted
        if (
            state.salient is not None
            and roles.polar
            and not (roles.existence or roles.superlatives or roles.comparatives)
        ):
            return True
        return bool(roles.ordinals) or (
            roles.reference and not roles.comparatives and not roles.superlatives and not roles.count
        )

    def _answers_pending(self, roles: Roles, state: DialogueState) -> bool:
        """Return whether a value of the property that was asked for last is named."""
        pending = state.pending.property.iri if state.pending is not None else None
        return any(pending in c.properties for v in roles.values for m in v.mentions for c in m.candidates)

    def _subjects(self, roles: Roles, state: DialogueState) -> tuple[Iri, ...]:
        """Return the products that the sentence is about: named ones, else those it points to."""
        if not roles.subjects:
            return referents(roles, state)
        found: list[Iri] = []
        for mention in roles.subjects:
            found += self._namesakes(mention)
        return tuple(dict.fromkeys(found))[: MANY * 2]

    def _namesakes(self, mention: Mention) -> list[Iri]:
        best = mention.candidates[0]
        same = [c for c in mention.candidates if c.score >= best.score * NAMESAKES and c.label == best.label]
        return [c.iri for c in same[:MANY] if c.iri is not None and candidate_is_product(c, self._schema)]

    # moves outside the graph ------------------------------------------------------------------------------

    def _social(self, move: str, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome:
        if move == "not_recorded":
            return cannot_answer(interpretation, state, Problem(code="not_recorded"))
        if move == "out_of_scope":
            return cannot_answer(interpretation, state, Problem(code="out_of_scope", words=interpretation.unplaced))
        act = "hand_over" if move == "hand_over" else "small_talk"
        products = self._facts.entities(self._subjects(roles, state)[:1], interpretation.language)
        answer = Answer(
            act="hand_over" if act == "hand_over" else "small_talk",
            language=interpretation.language,
            intent=interpretation.intent,
            products=products if interpretation.intent in ("place_order", "complaint") else (),
            confidence=interpretation.intent_score,
        )
        return answer, advance(state, interpretation, answer)

    def _unclear(self, interpretation: Interpretation, state: DialogueState) -> Outcome:
        known = not interpretation.unplaced and interpretation.intent in ("refine", "product_question")
        if known or interpretation.intent == "recommend":
            question = self._which_kind(interpretation)
            if question is not None:
                answer = Answer(
                    act="clarify",
                    language=interpretation.language,
                    intent=interpretation.intent,
                    question=question,
                    confidence=0.5,
                )
                return answer, advance(state, interpretation, answer)
        code: ProblemCode = "unknown_word" if interpretation.unplaced else "not_understood"
        return cannot_answer(interpretation, state, Problem(code=code, words=interpretation.unplaced))

    def _which_kind(self, interpretation: Interpretation) -> Question | None:
        sold = [c for c in self._schema.classes.values() if c.product and not c.hidden and c.count]
        tops = [c for c in sold if not any(p in {o.iri for o in sold} for p in c.parents)]
        if len(tops) == 1:
            tops = [c for c in sold if tops[0].iri in c.parents] or tops
        tops.sort(key=lambda c: -c.count)
        if not tops:
            return None
        language = interpretation.language
        options = tuple(Entity(iri=c.iri, label=self._schema.label(c.iri, language)) for c in tops[:6])
        return Question(property=Entity(iri=KIND, label=KIND_LABEL[language]), options=options)

    # items ------------------------------------------------------------------------------------------------

    def _items(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome:
        known = self._known_values(roles)
        if known:
            return self._about(known, replace(roles, values=()), interpretation, state)
        if _contradicts(roles):
            words = tuple(r.mention.text for r in roles.superlatives)
            return cannot_answer(interpretation, state, Problem(code="contradiction", words=words))
        if roles.classes and not interpretation.unplaced and _only_praises(roles):
            interpretation = interpretation.model_copy(update={"intent": "recommend"})
            roles = replace(roles, superlatives=(), comparatives=())
        roles = self._measured_against(roles)
        if not roles.classes and roles.subjects:
            roles = replace(roles, classes=(self._class_of(roles.subjects[0]),))
        readings = self._parser.about_items(roles, interpretation.language)
        return self._best(readings, interpretation, roles, state)

    def _follow_up(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome:
        assert state.query is not None
        base = narrowed(relaxed(state.query, roles, self._schema), roles, self._schema)
        said, roles = roles, self._tightened(roles, state)
        readings = self._parser.about_items(roles, interpretation.language, base)
        if readings and readings[0].unplaced and interpretation.intent not in ("refine", "relax"):
            fresh = self._parser.about_items(roles, interpretation.language) if not roles.classes else ()
            if fresh and not fresh[0].unplaced:
                readings = fresh  # the standing items cannot have what was said: a new topic
        outcome = self._best(readings, interpretation, roles, state)
        problem = outcome[0].problem
        if problem is not None and problem.code == "no_results" and said.comparatives:
            # Nothing is cheaper than what was shown: say which is the cheapest.
            best = replace(said, comparatives=(), superlatives=said.comparatives, existence=False)
            extreme = self._parser.about_items(best, interpretation.language, base)
            answer, after = self._best(extreme, interpretation, best, state)
            return answer, after.model_copy(update={"focus": state.focus})
        return outcome

    def _best(
        self, readings: Sequence[Reading], interpretation: Interpretation, roles: Roles, state: DialogueState
    ) -> Outcome:
        """Return the answer of the best reading that gives results; of the best one when none does."""
        outcomes: list[tuple[Reading, Answer, tuple[Entity, ...] | None]] = []
        for reading in readings[:TRIED]:
            if outcomes and reading.score < outcomes[0][0].score * EQUAL:
                break
            answer, focus = self._answer_reading(reading, interpretation, state)
            outcomes.append((reading, answer, focus))
            if answer.problem is None and (answer.total or answer.rows):
                break
        if not outcomes:
            return self._unclear(interpretation, state)
        reading, answer, focus = next((o for o in outcomes if o[1].problem is None), outcomes[0])
        if state.fit and fits_something(reading.query):
            answer = answer.model_copy(update={"topic": self._fit.topic(answer.topic, state.fit[-1], answer.language)})
        unplaced = tuple(dict.fromkeys((*reading.unplaced, *interpretation.unplaced)))
        if unplaced and not roles.classes and not conditioned_properties(reading.query) and not roles.superlatives:
            return cannot_answer(interpretation, state, Problem(code="unknown_word", words=unplaced))
        if unplaced and answer.problem is None:
            problem = self._left_aside(unplaced, reading, roles, interpretation.language)
            answer = answer.model_copy(update={"problem": problem, "confidence": answer.confidence * 0.6})
        if roles.existence and answer.products and answer.boolean is None:
            answer = answer.model_copy(update={"boolean": True})
        keeps = answer.problem is None or answer.act != "cannot_answer"
        return answer, advance(state, interpretation, answer, reading.query if keeps else None, focus)

    def _left_aside(self, words: tuple[str, ...], reading: Reading, roles: Roles, language: Language) -> Problem:
        """Return why some words had no part in an answer: another currency or unit, or nothing that fits them."""
        node = reading.query.node(reading.query.focus)
        kind = (
            Entity(iri=node.classes[0], label=self._schema.label(node.classes[0], language)) if node.classes else None
        )
        for role in roles.quantities:
            if role.mention.text in words and role.quantity.unit is not None:
                prop = next((iri for iri, _ in property_iris(role.prop)), None) or self._priced(role.quantity)
                if prop is not None:
                    amount_first = tuple(dict.fromkeys((role.mention.text, *words)))
                    return Problem(
                        code="other_unit", words=amount_first, subject=kind, property=self._graph.entity(prop, language)
                    )
        return Problem(code="unknown_word", words=words, subject=kind)

    def _priced(self, quantity: Quantity) -> Iri | None:
        from kgchat.graph.units import dimension

        if quantity.unit is None or dimension(quantity.unit) != "money":
            return None
        return next((p.iri for p in self._schema.properties.values() if p.role == "price"), None)

    def _answer_reading(
        self, reading: Reading, interpretation: Interpretation, state: DialogueState
    ) -> tuple[Answer, tuple[Entity, ...] | None]:
        language, intent = interpretation.language, interpretation.intent
        advises = intent == "recommend" or (intent in ("refine", "relax") and state.last_act == "recommend")
        query = reading.query
        ranked = bool(query.order) and query.limit is not None
        if advises and query.form == "select" and not ranked and not query.group:
            return self._recommender.recommend(reading, language, intent, state.asked)
        return self._answering.answer(reading, language, intent)

    def _known_values(self, roles: Roles) -> tuple[Iri, ...]:
        """Return things that are no products but have what is asked: "which socket does Zen 5 use?"."""
        if roles.classes or roles.subjects or not roles.asked or len(roles.values) != 1 or roles.count or roles.group:
            return ()
        for candidate in (c for m in roles.values[0].mentions for c in m.candidates[:2]):
            for cls in candidate.types:
                if candidate.iri and any(
                    self._paths.has(cls, info)
                    for prop in asked_of(roles)
                    if (info := self._schema.properties.get(prop)) is not None
                ):
                    return (candidate.iri,)
        return ()

    def _class_of(self, mention: Mention) -> Mention:
        types = mention.candidates[0].types[:1]
        candidates = tuple(c.model_copy(update={"iri": t, "score": 0.9}) for c in mention.candidates[:1] for t in types)
        return mention.model_copy(update={"kind": "class", "candidates": candidates})

    def _measured_against(self, roles: Roles) -> Roles:
        """Return the roles with "cheaper than the X" as a bound by the value of X, a bare "warmer" as a wish."""
        if not roles.comparatives:
            return roles
        if not roles.subjects:
            wishes = tuple(replace(role, limited=False) for role in roles.comparatives)
            return replace(roles, superlatives=(*roles.superlatives, *wishes), comparatives=())
        iris = self._namesakes(roles.subjects[0])[:1]
        return self._bounded(roles, iris, strictest=False)

    def _tightened(self, roles: Roles, state: DialogueState) -> Roles:
        """Return the roles with a bare "cheaper" as a bound by what was shown."""
        return self._bounded(roles, [e.iri for e in state.focus], strictest=True) if roles.comparatives else roles

    def _bounded(self, roles: Roles, iris: Sequence[Iri], *, strictest: bool) -> Roles:
        quantities: list[QuantityRole] = []
        left: list[OrderRole] = []
        for role in roles.comparatives:
            bound = self._bound(role, iris, strictest)
            if bound is None:
                left.append(role)
            else:
                quantities.append(bound)
        superlatives = roles.superlatives if quantities or not left else (*roles.superlatives, *left)
        return replace(roles, quantities=(*roles.quantities, *quantities), comparatives=(), superlatives=superlatives)

    def _bound(self, role: OrderRole, iris: Sequence[Iri], strictest: bool) -> QuantityRole | None:
        """Return the bound that a comparative sets beside the values of known products."""
        for prop, _ in property_iris(role.mention):
            values = [
                n for iri in iris for f in self._facts.about(iri, "en", (prop,)) if (n := number(f.value)) is not None
            ]
            if values:
                less = role.direction == "less"
                edge = (min(values) if less else max(values)) if strictest else values[0]
                quantity = Quantity(number=edge, comparator="<" if less else ">")
                mention = role.mention.model_copy(
                    update={"candidates": tuple(c for c in role.mention.candidates if c.iri == prop)}
                )
                return QuantityRole(quantity, mention, mention)
        return None

    # things -----------------------------------------------------------------------------------------------

    def _things(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome:
        subjects = self._subjects(roles, state)
        if not subjects:
            return self._items(interpretation, roles, state)
        if (
            not roles.subjects
            and roles.reference
            and not roles.ordinals
            and len(subjects) > 1
            and state.last_act != "compare"
        ):
            subjects = subjects[:MANY]
        return self._about(subjects, roles, interpretation, state)

    def _about(
        self, subjects: Sequence[Iri], roles: Roles, interpretation: Interpretation, state: DialogueState
    ) -> Outcome:
        """Return what is asked about known things: their values, a yes or no, or what there is to say."""
        language = interpretation.language
        subjects, roles = self._singled_out(subjects, roles)
        entities = self._facts.entities(tuple(subjects), language)
        if not roles.asked and not roles.limits_items:
            if interpretation.unplaced and interpretation.intent != "recommend":
                problem = Problem(code="no_such_property", words=interpretation.unplaced, subject=entities[0])
                answer = self._answering.description(subjects[:1], language, interpretation.intent, each=4)
                answer = answer.model_copy(update={"act": "cannot_answer", "problem": problem, "sparql": None})
            else:
                answer = self._answering.description(subjects[:MANY], language, interpretation.intent)
            return answer, advance(state, interpretation, answer, focus=_in_view(entities, roles, state))
        plain = replace(roles, subjects=(), classes=(), count=False)
        readings = self._parser.about_subjects(subjects, plain)
        if not readings:
            return self._unclear(interpretation, state)
        reading = readings[0]
        if reading.unplaced:
            return self._no_such_property(reading, entities, roles, interpretation, state)
        if roles.limits_items:
            answer = self._confirmed(readings[0], subjects, interpretation)
        else:
            answer = self._values(readings, subjects, roles, interpretation)
        return answer, advance(state, interpretation, answer, focus=_in_view(entities, roles, state))

    def _singled_out(self, subjects: Sequence[Iri], roles: Roles) -> tuple[Sequence[Iri], Roles]:
        """Return the subjects that have the values said before their names, and the roles without those values.

        "海盗船RM850x" and "the white RM850x" name things; only a yes-or-no question asks whether they have the value.
        """
        if not roles.subjects or roles.polar or roles.existence or (roles.question and not roles.asked):
            return subjects, roles
        for role in roles.values:
            if role.negated or role.prop is not None or not _is_before(role, roles.subjects):
                continue
            readings = self._parser.about_subjects(subjects, Roles(values=(role,)))
            held = self._holding(readings[0], subjects) if readings and not readings[0].unplaced else ()
            if held:
                subjects, roles = held, replace(roles, values=tuple(v for v in roles.values if v is not role))
        return subjects, roles

    def _holding(self, reading: Reading, subjects: Sequence[Iri]) -> tuple[Iri, ...]:
        """Return those of the subjects that meet the conditions of a reading about them, in their order."""
        query = reading.query.with_(form="select", projection=())
        if query.node(query.focus).iri is not None:
            return tuple(subjects) if self._graph.query(self._optimizer.print(query.with_(form="ask"))).boolean else ()
        items = set(self._answering.run(query).items)
        return tuple(iri for iri in subjects if iri in items)

    def _no_such_property(
        self,
        reading: Reading,
        entities: tuple[Entity, ...],
        roles: Roles,
        interpretation: Interpretation,
        state: DialogueState,
    ) -> Outcome:
        answer = self._answering.description([entities[0].iri], interpretation.language, interpretation.intent, each=4)
        problem = Problem(code="no_such_property", words=reading.unplaced, subject=entities[0])
        answer = answer.model_copy(
            update={"act": "cannot_answer", "problem": problem, "confidence": 0.4, "sparql": None}
        )
        return answer, advance(state, interpretation, answer, focus=_in_view(entities, roles, state))

    def _values(
        self, readings: Sequence[Reading], subjects: Sequence[Iri], roles: Roles, interpretation: Interpretation
    ) -> Answer:
        language = interpretation.language
        for reading in readings[:TRIED]:
            answer, _ = self._answering.answer(reading, language, interpretation.intent)
            wanted = {prop for mention in roles.asked for prop, _ in property_iris(mention)}
            if any(f.property.iri in wanted for f in answer.facts):
                answer = answer.model_copy(update={"products": self._facts.entities(tuple(subjects), language)})
                said = [f for f in answer.facts if f.property.iri in wanted]
                update: dict[str, object] = {"facts": tuple(said)}
                if roles.existence and not (roles.question or roles.count):
                    update["boolean"] = True
                return answer.model_copy(update=update)
        entity = self._facts.entity(subjects[0], language)
        prop = asked_of(roles)[0]
        problem = Problem(
            code="unknown_value",
            words=tuple(m.text for m in roles.asked),
            subject=entity,
            property=self._graph.entity(prop, language),
        )
        answer = self._answering.description(subjects[:1], language, interpretation.intent, each=4)
        return answer.model_copy(update={"act": "cannot_answer", "problem": problem, "confidence": 0.8})

    def _confirmed(self, reading: Reading, subjects: Sequence[Iri], interpretation: Interpretation) -> Answer:
        """Return yes or no with the values that show it; None when the graph does not hold them."""
        language = interpretation.language
        query = reading.query.with_(form="ask", projection=())
        sparql = self._optimizer.print(query)
        held = self._graph.query(sparql).boolean
        wanted = [*required_properties(query), *_denied(query)]
        facts = [f for iri in subjects for f in self._facts.about(iri, language, wanted)]
        entities = self._facts.entities(tuple(subjects), language)
        answer = Answer(
            act="confirm",
            language=language,
            intent=interpretation.intent,
            facts=tuple(facts),
            products=entities,
            sparql=sparql,
            boolean=held if facts or held else None,
            understood=self._words.understood(query, language),
            topic=self._words.topic(query, language),
            confidence=min(1.0, reading.score),
        )
        if answer.boolean is None and wanted:
            problem = Problem(
                code="unknown_value", subject=entities[0], property=self._graph.entity(wanted[0], language)
            )
            return answer.model_copy(update={"act": "cannot_answer", "problem": problem})
        return answer

    def _choice(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome:
        """Return which of the shown products has most or least of what was said."""
        ranks = tuple(replace(r, limited=True) for r in (*roles.superlatives, *roles.comparatives))
        chosen = replace(roles, superlatives=ranks[:1], comparatives=(), asked=(), reference=False)
        readings = self._parser.about_subjects([e.iri for e in state.focus], chosen)
        if not readings or readings[0].unplaced:
            return self._items(interpretation, roles, state)
        answer, _ = self._answering.answer(readings[0], interpretation.language, interpretation.intent)
        return answer, advance(state, interpretation, answer)

    # comparison -------------------------------------------------------------------------------------------

    def _comparison(self, interpretation: Interpretation, roles: Roles, state: DialogueState) -> Outcome:
        language = interpretation.language
        if len(roles.subjects) > 1:
            subjects = tuple(dict.fromkeys(iri for m in roles.subjects for iri in self._namesakes(m)[:1]))
        else:
            shown = referents(roles, state)
            if not (roles.ordinals or roles.subjects):
                shown = tuple(e.iri for e in state.focus[: roles.limit])  # "compare them", "the first two"
            named = tuple(iri for m in roles.subjects for iri in self._namesakes(m)[:1])
            subjects = tuple(dict.fromkeys((*named, *shown)))[: 2 if named else MANY]
        if len(subjects) < 2:
            return self._things(interpretation, roles, state)
        asked = list(asked_of(roles))
        direction = None
        for role in roles.comparatives or roles.superlatives:
            held = [
                p for p, _ in property_iris(role.mention) if all(self._facts.about(i, language, (p,)) for i in subjects)
            ]
            asked += held[:1]
            asks = not roles.question and (role in roles.comparatives or (roles.polar and not role.limited))
            direction = role.direction if asks else direction  # "is A cheaper than B", not "which is cheaper"
        answer = compare_products(
            self._graph, self._facts, subjects, language, asked=asked, direction=direction, intent=interpretation.intent
        )
        if not answer.facts and asked:
            problem = Problem(
                code="unknown_value", subject=answer.products[0], property=self._graph.entity(asked[0], language)
            )
            answer = answer.model_copy(update={"act": "cannot_answer", "problem": problem})
        return answer, advance(state, interpretation, answer, focus=answer.products)


def _in_view(entities: tuple[Entity, ...], roles: Roles, state: DialogueState) -> tuple[Entity, ...]:
    """Return what later turns can point to once these things were talked about.

    A list that they were picked from stays, so that "the second one" counts from it still; and beside "what about X"
    the one that was talked about stays, so that "which is cheaper" has two to choose from.
    """
    picked = not roles.subjects and {e.iri for e in entities} <= {e.iri for e in state.focus}
    if picked:
        return state.focus
    before = tuple(e for e in state.focus if e.iri == state.salient and e not in entities)
    return (*entities, *before) if len(entities) == len(roles.subjects) == 1 else entities


def _is_before(role: ValueRole, subjects: Sequence[Mention]) -> bool:
    """Return whether a value stands right before the name of a product; behind it, it may be what is asked."""
    return any(0 <= subject.start - role.mentions[-1].end <= 2 for subject in subjects)


def _only_praises(roles: Roles) -> bool:
    """Return whether orders name nothing of the graph and nothing else is asked: "the best CPU", "好点的显卡"."""
    orders = (*roles.superlatives, *roles.comparatives)
    praised = bool(orders) and not any(r.mention.candidates for r in orders)
    return praised and not (roles.asked or roles.count or roles.group or roles.subjects)


def _contradicts(roles: Roles) -> bool:
    """Return whether the sentence wants both ends of one property ("cheapest and most expensive")."""
    wanted: dict[Iri, str] = {}
    for role in roles.superlatives:
        for prop, _ in property_iris(role.mention)[:1]:
            if wanted.setdefault(prop, role.direction) != role.direction:
                return True
    return False


def _denied(query: QueryGraph) -> list[Iri]:
    return [property_of(e.path) for f in query.filters if isinstance(f, Existence) for e in f.edges]
