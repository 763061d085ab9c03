"""What every realizer is: an `Answer` in, a `Reply` out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from kgchat.turn import Answer, Language, Mention, Reply

Reader = Callable[[str, Language], tuple[Mention, ...]]  # the lexicon that reads shoppers, passed in by the engine


@runtime_checkable
class Realizer(Protocol):
    def realize(self, answer: Answer) -> Reply:
        """Return wording in which every claim cites one of `answer.facts`."""
        ...
