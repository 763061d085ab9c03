"""Text folded for comparison, with a map back to the characters as typed.

Folding keeps one thing per character of the text: compatibility forms (NFKD: full-width letters, ligatures),
case and accents are removed, every dash becomes "-", every quotation mark becomes ' or ". Squeezing then
drops spaces, hyphens and apostrophes, so that "Micro-ATX", "micro atx" and "MicroATX" are one key.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

BARRIER = "\x00"  # stands for punctuation that a phrase may not cross

_SQUEEZED_AWAY = frozenset(" -_'")
_KEPT = frozenset("+#%$")
_SPECIAL = {
    "×": "x",
    "’": "'",
    "‘": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "″": '"',
    "™": "",
    "®": "",
    "©": "",
    "℃": "°c",
    "。": ".",
    "、": ",",
    "・": " ",
    "≤": "≤",
    "≥": "≥",
    "≠": "≠",
}


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        category = unicodedata.category(part)
        if category in ("Mn", "Cf"):  # accents, zero-width marks
            continue
        if category == "Pd" or part == "−":
            part = "-"
        elif category in ("Cc", "Zs", "Zl", "Zp"):
            part = " "
        folded.append(part)
    return "".join(folded)


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded form of `original`; character i of it comes from `original[origins[i]]`."""

    original: str
    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets into the original of the folded characters start:end (end > start)."""
        last = self.origins[end - 1] + 1
        # a combining accent folds to nothing and belongs to the letter before it
        while last < len(self.original) and unicodedata.category(self.original[last]) == "Mn":
            last += 1
        return self.origins[start], last


@dataclass(frozen=True, slots=True)
class Squeezed:
    """`text` without spaces and hyphens; character i of it is character `origins[i]` of the folded text."""

    text: str
    origins: tuple[int, ...]


def fold(text: str) -> Folded:
    """Return the text folded for comparison. Source: Unicode Standard Annex 15 (NFKD)."""
    if text.isascii() and text.isprintable():
        return Folded(text, text.lower(), tuple(range(len(text))))
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for part in _fold_character(character):
            characters.append(part)
            origins.append(index)
    return Folded(text, "".join(characters), tuple(origins))


def folded_text(text: str) -> str:
    """Return `fold(text).text` alone."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return "".join(map(_fold_character, text))


def squeeze(folded: str) -> Squeezed:
    """Return the folded text without spaces, hyphens and apostrophes; other punctuation becomes a barrier."""
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(folded):
        if character in _SQUEEZED_AWAY:
            continue
        inside_number = (
            character == "."
            and 0 < index < len(folded) - 1
            and folded[index - 1].isdigit()
            and folded[index + 1].isdigit()
        )
        characters.append(character if character.isalnum() or character in _KEPT or inside_number else BARRIER)
        origins.append(index)
    return Squeezed("".join(characters), tuple(origins))


def phrase_key(text: str) -> str:
    """Return the key under which a label is found: folded, squeezed, without punctuation at its ends."""
    folded = folded_text(text)
    if folded.isalnum():
        return folded
    # what `squeeze` makes, without the map back: a big graph has a hundred thousand labels
    return _SQUEEZED_AWAY_HERE.sub("", _BARRIER_HERE.sub(BARRIER, folded)).strip(BARRIER)


_BARRIER_HERE = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w+#%$ \-_'.]")
_SQUEEZED_AWAY_HERE = re.compile(r"[ \-_']+")


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf" or character == "〇"


def is_word_character(character: str) -> bool:
    """Return whether the character joins with its neighbours into one word (letters and digits, Han excluded)."""
    return character.isalnum() and not is_han(character)


def starts_word(folded: str, index: int) -> bool:
    """Return whether a word may start at `index`: inside "boards" only 0 starts one, in Han text every index."""
    if index == 0 or not is_word_character(folded[index]):
        return True
    before = folded[index - 1]
    if before == "'" and index > 1 and is_word_character(folded[index - 2]):  # the s of "it's"
        return False
    return not is_word_character(before)


def ends_word(folded: str, index: int) -> bool:
    """Return whether a word may end just before `index`."""
    if index >= len(folded) or not is_word_character(folded[index - 1]):
        return True
    return not is_word_character(folded[index])
