"""Which kind of move the customer made: decided from the intent and the roles, before any query runs."""

from __future__ import annotations

from typing import Literal

from kgchat.dialogue import DialogueState
from kgchat.reasoning.roles import Roles
from kgchat.turn import Interpretation

Move = Literal[
    "social",  # greetings, thanks, …: nothing of the graph was named
    "hand_over",
    "not_recorded",  # orders, shipping, …: what a product graph does not hold
    "comparison",
    "things",  # a question about products that were named or shown
    "items",  # which products, how many, the cheapest, …
    "out_of_scope",
    "unclear",
]

SOCIAL = frozenset({"greeting", "goodbye", "thanks", "affirm", "deny", "help", "chitchat"})
NOT_RECORDED = frozenset({"order_status", "returns", "shipping", "promotion", "payment"})
CERTAIN = 0.75  # probability from which an intent outweighs words that are only partly known
SURE = 0.5  # probability from which an intent alone decides


def names_something(roles: Roles) -> bool:
    """Return whether the sentence names anything of the graph."""
    return bool(
        roles.classes
        or roles.subjects
        or roles.limits_items
        or roles.asked
        or roles.superlatives
        or roles.comparatives
        or roles.relaxed
        or roles.group
    )


def asks_fit(interpretation: Interpretation, roles: Roles) -> bool:
    """Return whether the sentence asks what goes together: by its intent, or by naming a product and a kind alone."""
    if interpretation.intent in ("compatibility", "why_not"):
        return True
    bare = not (roles.asked or roles.comparatives or roles.superlatives or roles.count or roles.aggregate)
    return bare and bool(roles.subjects) and bool(roles.classes) and not roles.compare


def social_move(interpretation: Interpretation, roles: Roles) -> Move | None:
    """Return the move when the sentence is not a question to the graph, None when it may be one."""
    intent, score = interpretation.intent, interpretation.intent_score
    named = names_something(roles)
    if intent in ("hand_over", "complaint") and (score >= SURE or not named):
        return "hand_over"
    looks = roles.superlatives or roles.asked or roles.limits_items or (roles.classes and not roles.subjects)
    if intent == "place_order" and score >= SURE and not looks:
        return "hand_over"
    # "motherboards", "哪个便宜?": no word is left that could speak of an offer
    explained = named and not interpretation.unplaced
    if intent in NOT_RECORDED and score >= SURE and not roles.asked and not explained:
        return "not_recorded"
    if intent == "out_of_scope" and score >= CERTAIN and not roles.sure and interpretation.unplaced:
        return "out_of_scope"
    if named or roles.ordinals:
        return None
    if intent in SOCIAL and (score >= CERTAIN or not interpretation.unplaced):
        return "social"
    if intent == "out_of_scope" and score >= SURE:
        return "out_of_scope"
    return None


def chooses(roles: Roles, state: DialogueState) -> bool:
    """Return whether the sentence asks which of the shown products has more or less of something."""
    if len(state.focus) < 2 or roles.classes or roles.subjects or roles.limits_items:
        return False
    ranks = roles.comparatives or roles.superlatives
    degrees = bool(roles.comparatives) or any(not r.limited for r in roles.superlatives)  # "哪个便宜", not "哪个最便宜"
    return bool(ranks) and (state.last_act == "compare" or (roles.question and degrees))


def product_move(interpretation: Interpretation, roles: Roles, state: DialogueState) -> Move:
    """Return which question to the graph the sentence is, by what it names."""
    intent = interpretation.intent
    shown = bool(state.focus)
    points = roles.reference or bool(roles.ordinals) or (roles.polar and state.salient is not None)
    if len(roles.subjects) > 1 and roles.comparatives:
        return "comparison"
    if (intent == "compare" or roles.compare) and (len(roles.subjects) > 1 or (shown and not roles.classes)):
        return "comparison"
    if roles.subjects and not roles.comparatives and not roles.superlatives and not (roles.classes and roles.count):
        return "things"
    if shown and not roles.classes and (roles.asked or points) and not roles.superlatives and not roles.comparatives:
        return "things"
    return "items" if names_something(roles) or roles.count else "unclear"
