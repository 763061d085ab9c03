"""Which language a message is in, and whether it is language at all."""

from __future__ import annotations

import re
from typing import Literal

from kgchat.nlu.lang import WORDS
from kgchat.nlu.normalization import fold, is_han
from kgchat.turn import Language

MAX_CHARACTERS = 2_000

_LATIN_WORD = re.compile(r"(?<![a-z0-9])[a-z][a-z']*(?![a-z0-9])")


def problem(text: str) -> Literal["empty", "too_long", "no_words"] | None:
    """Return why the text is no message: only spaces, too many characters, or no letter and no digit."""
    if not text.strip() or not fold(text).text.strip():
        return "empty" if not text.strip() else "no_words"
    if len(text) > MAX_CHARACTERS:
        return "too_long"
    if not any(c.isalnum() for c in text):
        return "no_words"
    return None


def detect(text: str, default: Language | None = None) -> Language:
    """Return the language of the function words; names alone ("9800X3D") leave the default, or English.

    Mixed text goes to the language that builds the sentence: "recommend a 连衣裙 for me" is English.
    """
    folded = fold(text[:MAX_CHARACTERS]).text
    han = sum(map(is_han, folded))
    english = sum(1 for w in _LATIN_WORD.findall(folded) if w in WORDS["en"].detection_words)
    if not han:
        words = _LATIN_WORD.findall(folded)
        return "en" if english or default is None or len(words) > 3 else default
    chinese = sum(folded.count(w) for w in WORDS["zh"].detection_words)
    if english and english >= chinese:
        return "en" if english > chinese or han < english else "zh"
    return "zh"
