"""English word forms: lemmas and the degrees of adjectives. Chinese words have one form."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache

from kgchat.nlu.normalization import is_han

_WORD = re.compile(r"[a-z]+$")


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """Return the dictionary form of a folded word; the noun's where it has several ("coolers": cooler, not cool).

    Words with digits, of up to three letters, or in no dictionary stay as they are, apart from a plural s.
    """
    if len(word) <= 3 or not _WORD.match(word):
        return word
    lemmas = _lemmas(word)
    for part_of_speech in ("NOUN", "VERB", "ADJ"):
        if lemmas.get(part_of_speech):
            return str(lemmas[part_of_speech][0])
    if not lemmas and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def is_english(word: str) -> bool:
    """Return whether the folded word is in the English dictionary, in any of its forms."""
    return bool(_WORD.match(word)) and bool(_lemmas(word))


def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    """Return the lemmas of a lower-case word by part of speech, as lemminflect's getAllLemmas does."""
    lines, overrides = _lemma_table()
    found: dict[str, tuple[str, ...]] = {}
    for index in range(bisect_left(lines, word + ","), len(lines)):
        other, category, forms = lines[index].split(",")
        if other != word:
            break
        found["AUX" if category == "modal" else category.upper()] = tuple(forms.lower().split("/"))
    return found | overrides.get(word, {})


@cache
def _lemma_table() -> tuple[list[str], dict[str, dict[str, tuple[str, ...]]]]:
    """Return the sorted lines "word,category,lemma/lemma" of lemminflect's table, and what it sets over them.

    lemminflect itself parses all 80,000 lines when it is asked for the first word, which takes a third of a second.
    """
    import gzip

    from lemminflect import config
    from lemminflect.codecs.OverridesCodec import OverridesCodec

    with gzip.open(config.lemma_lu_fn, "rt", encoding="utf-8") as stream:
        lines = stream.read().splitlines()
    return sorted(lines), OverridesCodec.load(config.lemma_overrides_fn)


_VOWELS = "aeiou"


@lru_cache(maxsize=4096)
def degrees(adjective: str, irregular: tuple[str, str] | None = None) -> tuple[str, str]:
    """Return the comparative and superlative of an English adjective by its spelling rules: ("quieter", "quietest").

    Rules, not lemminflect, whose table of inflections takes half a second to load; forms that nobody says
    ("powerfuler") do no harm.
    """
    if irregular is not None:
        return irregular
    stem = adjective
    if stem.endswith("e"):
        stem = stem[:-1]
    elif stem.endswith("y") and len(stem) > 2 and stem[-2] not in _VOWELS:
        stem = stem[:-1] + "i"
    elif (
        2 < len(stem) <= 5
        and stem[-1] not in _VOWELS + "wxy"
        and stem[-2] in _VOWELS
        and stem[-3] not in _VOWELS
        and sum(c in _VOWELS for c in stem) == 1
    ):
        stem += stem[-1]
    return stem + "er", stem + "est"


@lru_cache(maxsize=8192)
def is_inflected_adjective(word: str) -> bool:
    """Return whether the word is a comparative or superlative itself ("cheaper")."""
    return any(base != word for base in _lemmas(word).get("ADJ", ()))


def lemma_tokens(squeezable: str) -> list[tuple[str, int, int]]:
    """Return (lemma, start, end) of each word of a folded text; each Han character is a word."""
    tokens = []
    for match in _TOKEN.finditer(squeezable):
        text = match.group()
        tokens.append((text if is_han(text[0]) else lemma(text), match.start(), match.end()))
    return tokens


_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇]|(?:\d+\.\d+|[^\W_\u3400-\u4dbf\u4e00-\u9fff〇])+|[+#%$]")
