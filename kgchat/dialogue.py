"""The dialogue state and the whole turn: what a caller hands in, keeps, and gets back."""

from __future__ import annotations

from kgchat.query_graph import QueryGraph
from kgchat.turn import Answer, DialogueAct, Entity, Interpretation, Iri, Language, Question, Reply, Step, Value


class DialogueState(Value):
    """What the conversation is about so far; a plain value that serializes with `model_dump_json()`."""

    language: Language | None = None
    query: QueryGraph | None = None  # the standing query graph that follow-ups edit
    focus: tuple[Entity, ...] = ()  # products last shown, in the order shown
    salient: Iri | None = None  # the one product of the focus that the last answer singled out
    asked: tuple[Iri, ...] = ()  # properties the customer was asked about already
    pending: Question | None = None  # the question put to the customer last
    fit: tuple[QueryGraph, ...] = ()  # the two sides of the last question about what goes together
    last_act: DialogueAct | None = None
    turns: int = 0


class Turn(Value):
    """One whole turn; `trace` has the timings and intermediate values of each step."""

    interpretation: Interpretation
    answer: Answer
    reply: Reply
    state: DialogueState
    trace: tuple[Step, ...] = ()
