"""From an `Answer` to an outline: what kind of thing is to be said, and the facts of it in groups.

The languages word outlines; nothing here knows a language, and nothing adds a claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kgchat.formatting import clean, unranked
from kgchat.turn import Answer, Entity, Fact, Language

OutlineKind = Literal[
    "problem",
    "small_talk",
    "hand_over",
    "clarify",
    "confirm",
    "recommend",
    "compare",
    "pair",  # do these two go together
    "fitting",  # what goes with this
    "why_not",
    "boolean",
    "count",
    "table",  # one number for each group
    "aggregate",
    "superlative",
    "describe",  # attributes of one thing
    "list",  # several things
    "values",  # rows without facts
    "nothing",
]


@dataclass(frozen=True, slots=True)
class PropertyValues:
    """One property of one subject, with every value that the answer gives for it."""

    property: Entity
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What the answer says of one subject, in the order of the facts."""

    subject: Entity
    values: tuple[PropertyValues, ...] = ()
    points: tuple[Fact, ...] = ()  # selling points
    superlatives: tuple[Fact, ...] = ()
    comparisons: tuple[Fact, ...] = ()
    rules: tuple[Fact, ...] = ()
    absences: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    kind: OutlineKind
    answer: Answer
    groups: tuple[Group, ...] = ()
    counts: tuple[Fact, ...] = ()
    aggregates: tuple[Fact, ...] = ()


def kind_of(fact: Fact) -> str:
    """Return the kind of the fact's derivation; "value" for a triple (also with converted units)."""
    if fact.derivation is None or fact.derivation.kind in ("conversion", "ratio"):
        return "value"
    return fact.derivation.kind


def outline(answer: Answer) -> Outline:
    """Return what is to be said: the kind, and the facts grouped by subject in the order given."""
    groups = _groups(answer.facts, answer.products)
    counts = tuple(fact for fact in answer.facts if kind_of(fact) == "count")
    aggregates = tuple(fact for fact in answer.facts if kind_of(fact) == "aggregate")
    return Outline(_kind(answer, groups, counts, aggregates), answer, groups, counts, aggregates)


def _kind(
    answer: Answer, groups: tuple[Group, ...], counts: tuple[Fact, ...], aggregates: tuple[Fact, ...]
) -> OutlineKind:
    rules = any(group.rules for group in groups)
    if answer.act == "hand_over":
        return "hand_over"
    if answer.act == "small_talk" and answer.problem is None:
        return "small_talk"
    if answer.act == "clarify":
        return "clarify"
    if answer.problem is not None and not leaves_words(answer):
        return "problem"
    if answer.act == "why_not" and groups:
        return "why_not"
    if answer.act == "compatible" and answer.total is not None and answer.products:
        return "fitting"
    if answer.act == "compatible" and (rules or answer.products or answer.boolean is not None):
        pair = answer.boolean is not None and (rules or not answer.products)
        return "pair" if pair or (rules and _one_pair(groups)) else "fitting"
    if answer.act in ("recommend", "compare") and groups:
        return "compare" if answer.act == "compare" and len(groups) > 1 else "recommend"
    if answer.act == "confirm":
        return "confirm"
    if answer.boolean is not None:
        return "boolean"
    if len(counts) + len(aggregates) > 1:
        return "table"
    if counts:
        return "count"
    if aggregates:
        return "aggregate"
    if any(group.superlatives for group in groups):
        return "superlative"
    if groups:
        return "describe" if len(groups) == 1 and (answer.total or 1) <= 1 else "list"
    return "values" if answer.rows else "nothing"


KIND = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"  # the property that a question about kinds asks for
_LISTED = {"en": ", ", "zh": "、"}


def topic_of(answer: Answer) -> tuple[str, str]:
    """Return the set that the answer is about and its order, "" for none; a list of names is no set."""
    topic, order = unranked(clean(answer.topic), answer.language)
    named = {clean(product.label) for product in answer.products} | {clean(fact.subject.label) for fact in answer.facts}
    return ("" if _names(topic, answer.language) & named else topic), order


def names_of(over: str, subject: Entity, language: Language) -> int:
    """Return how many things a set names one by one, the subject among them; 0 when it describes its members."""
    names = _names(over, language)
    return len(names) if len(names) > 1 and clean(subject.label) in names else 0


def _names(over: str, language: Language) -> set[str]:
    return set(clean(over).split(_LISTED[language]))


def news(
    values: tuple[PropertyValues, ...], said: Callable[[PropertyValues], str], topic: str
) -> tuple[PropertyValues, ...]:
    """Return the values that the topic has not said already: "black" is no news of black coolers."""
    told = f"{topic} ".casefold()

    def new(pv: PropertyValues) -> bool:
        value = pv.facts[0].value.value
        words, label = said(pv).casefold(), clean(pv.property.label).casefold()
        if isinstance(value, bool):
            return not value or label not in told
        if isinstance(value, str):
            return words not in told
        counted = label.removeprefix("number of ").removesuffix(" count")
        # "at least 16 cores" is no number of cores: only an exact value in the topic is one
        exact = (f" a {label} of {words}", f" an {label} of {words}", f" with {words} {counted} ", f"{label} {words}")
        return not any(form in told for form in exact)

    return tuple(pv for pv in values if new(pv))


def unproved(group: Group, rules: Iterable[Fact]) -> Group:
    """Return the group without the values that a rule's sentence gives, unless it has no others."""
    said = {fact.property.iri for fact in rules}
    left = tuple(pv for pv in group.values if pv.property.iri not in said)
    return replace(group, values=left or group.values)


def leaves_words(answer: Answer) -> bool:
    """Return whether the answer stands and only leaves some of the customer's words aside."""
    return answer.act != "cannot_answer" and bool(answer.facts) and answer.problem is not None


def _one_pair(groups: tuple[Group, ...]) -> bool:
    pairs = {
        (fact.subject.iri, fact.derivation.other.iri if fact.derivation and fact.derivation.other else "")
        for group in groups
        for fact in group.rules
    }
    return len(pairs) == 1


def _groups(facts: tuple[Fact, ...], products: tuple[Entity, ...]) -> tuple[Group, ...]:
    """Return one group per subject, products first in their order; counts and aggregates are of no subject."""
    about: dict[str, list[Fact]] = {product.iri: [] for product in products}
    subjects: dict[str, Entity] = {product.iri: product for product in products}
    for fact in facts:
        if kind_of(fact) in ("count", "aggregate"):
            continue
        about.setdefault(fact.subject.iri, []).append(fact)
        subjects.setdefault(fact.subject.iri, fact.subject)
    return tuple(_group(subjects[iri], of) for iri, of in about.items())


def _group(subject: Entity, facts: list[Fact]) -> Group:
    def of(kind: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in facts if kind_of(fact) == kind)

    return Group(
        subject=subject,
        values=property_values(of("value") + _unsaid_values(facts)),
        points=of("selling_point"),
        superlatives=of("superlative"),
        comparisons=of("comparison"),
        rules=of("rule"),
        absences=of("absence"),
    )


def _unsaid_values(facts: list[Fact]) -> tuple[Fact, ...]:
    """Return the superlative facts whose value no plain fact gives; their value is said with the attributes."""
    said = {fact.property.iri for fact in facts if kind_of(fact) == "value"}
    return tuple(fact for fact in facts if kind_of(fact) == "superlative" and fact.property.iri not in said)


def property_values(facts: Iterable[Fact]) -> tuple[PropertyValues, ...]:
    """Return the facts of one subject joined by property, in order, equal values once."""
    by_property: dict[str, dict[tuple[str, str | None], Fact]] = {}
    for fact in facts:
        by_property.setdefault(fact.property.iri, {}).setdefault((str(fact.value.value), fact.unit), fact)
    return tuple(
        PropertyValues(next(iter(of.values())).property, tuple(of.values())) for of in by_property.values() if of
    )
