"""Every phrasing of a plan, or many of them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from kgchat.nlg.plain import hashed, plan, seed, spaced
from kgchat.nlg.wording import Choice, assemble, texts
from kgchat.turn import Answer


def phrasings(answer: Answer, most: int = 12) -> Iterator[str]:
    """Yield different wordings of the answer, each right by construction."""
    made = plan(answer)
    chance = random.Random(7)
    seen = set()
    choosers = [hashed(seed(answer)), *[lambda choice: chance.randrange(len(choice.options))] * (3 * most)]
    for choose in choosers:
        text = assemble(made, texts(made, choose), spaced(answer.language))
        if text not in seen:
            seen.add(text)
            yield text
        if len(seen) >= most:
            return


def first(choice: Choice) -> int:
    return 0
