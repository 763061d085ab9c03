"""Wordings: text with slots for what the graph holds and choices between phrasings that say the same.

A template is written as `"[It costs|Its price is] {price}."`; `parse` turns it into parts. Slots are filled with
values from facts and are never parsed, so a label with brackets or braces in it stays a label.
Whoever chooses (a hash in the plain wording, a language model in the transformer's) can only choose between
phrasings that are right by construction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kgchat.formatting import glue
from kgchat.turn import Fact

SlotKind = Literal["name", "value", "property", "number", "words", "quote"]


@dataclass(frozen=True, slots=True)
class Slot:
    """Text that comes from the answer: a product name, a value with its unit, a property's label, …"""

    text: str
    kind: SlotKind = "words"


@dataclass(frozen=True, slots=True)
class Choice:
    """Phrasings that mean the same; each is a wording of its own."""

    options: tuple[Wording, ...]


Part = str | Slot | Choice
Wording = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or line) with the facts that it says."""

    wording: Wording
    facts: tuple[Fact, ...] = ()
    line: bool = False  # stands on a line of its own, as in a list


@dataclass(frozen=True, slots=True)
class Plan:
    """The sentences of a reply in order, and the quick replies that go with it."""

    sentences: tuple[Sentence, ...]
    suggestions: tuple[str, ...] = field(default=())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts that the sentences say, each once, in the order said."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences for fact in sentence.facts))


Fill = str | Slot | Wording
_TOKEN = re.compile(r"\{(\w+)\}|([\[\]|])|([^\[\]|{}]+)")


def parse(template: str, **fills: Fill) -> Wording:
    """Return the parts of a template of this project; `fills` give its slots.

    Raises KeyError for a slot without a fill and ValueError for unbalanced brackets: both are our own mistakes.
    """
    stack: list[list[list[Part]]] = [[[]]]
    for match in _TOKEN.finditer(template):
        name, bracket, text = match.groups()
        if name:
            stack[-1][-1].extend(as_wording(fills[name]))
        elif bracket == "[":
            stack.append([[]])
        elif bracket == "|" and len(stack) > 1:
            stack[-1].append([])
        elif bracket == "]":
            options = tuple(tuple(option) for option in stack.pop())
            if not stack:
                raise ValueError(f"unbalanced ] in {template!r}")
            stack[-1][-1].append(Choice(options))
        else:
            stack[-1][-1].append(text or bracket)
    if len(stack) != 1:
        raise ValueError(f"unbalanced [ in {template!r}")
    return tuple(stack[0][0])


def as_wording(fill: Fill) -> Wording:
    if isinstance(fill, tuple):
        return fill
    return (Slot(fill) if isinstance(fill, str) else fill,)


def joined(wordings: Sequence[Wording], separator: str, last: str, pair: str | None = None) -> Wording:
    """Return the wordings as a list in a sentence: `pair` joins two, `last` comes before the last of several."""
    parts: list[Part] = []
    for index, wording in enumerate(wordings):
        if index:
            between = separator
            if index == len(wordings) - 1:
                between = pair if pair is not None and len(wordings) == 2 else last
            parts.append(between)
        parts.extend(wording)
    return tuple(parts)


Chooser = Callable[[Choice], int]


def leaves(wording: Wording, choose: Chooser) -> Iterator[str | Slot]:
    """Yield the text and slots of the wording, one phrasing chosen at each choice, from left to right."""
    for part in wording:
        if isinstance(part, Choice):
            yield from leaves(part.options[choose(part)], choose)
        else:
            yield part


_SPACES = re.compile(r"[ \t]{2,}")


def render(wording: Wording, choose: Chooser) -> str:
    """Return the wording as text; its first letter is a capital where it has one."""
    pieces = list(leaves(wording, choose))
    text = glue(piece if isinstance(piece, str) else piece.text for piece in pieces).strip()
    text = _SPACES.sub(" ", text)
    first = next((piece for piece in pieces if piece and (isinstance(piece, Slot) or piece.strip())), "")
    if isinstance(first, str) or first.kind not in ("name", "value", "quote"):
        text = capitalized(text)
    return text


def capitalized(text: str) -> str:
    """Return the text with a capital first letter, unless its first word has capitals of its own (eATX, iPhone)."""
    word = text.split(" ", 1)[0]
    if any(letter.isupper() for letter in word[1:]):
        return text
    return text[:1].upper() + text[1:]


def texts(plan: Plan, choose: Chooser) -> tuple[str, ...]:
    """Return the sentences of the plan as text."""
    return tuple(render(sentence.wording, choose) for sentence in plan.sentences)


def assemble(plan: Plan, sentences: Sequence[str], spaced: bool) -> str:
    """Return the reply: lines on lines of their own, sentences joined by a space where the language has one."""
    text = ""
    for sentence, words in zip(plan.sentences, sentences, strict=True):
        if not words:
            continue
        after_line = text.rsplit("\n", 1)[-1].startswith("• ")
        if sentence.line:
            text += ("\n" if text else "") + "• " + words
        elif after_line:
            text += "\n" + words
        else:
            text += (" " if spaced and text else "") + words
    return text


def slots(mapping: Mapping[str, str], kind: SlotKind) -> dict[str, Slot]:
    """Return one slot of the kind for each name."""
    return {name: Slot(text, kind) for name, text in mapping.items()}
