"""The phrases of one graph: every label, synonym and value, found in text by characters, not by tokens.

Two forms of each phrase are looked for: the squeezed one ("microatx") and, for inflected words, the one made of
lemmas ("wireless mouse" also in "wireless mice").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kgchat.nlu.lang import WORDS
from kgchat.nlu.mention import Proposal, merge_candidates
from kgchat.nlu.morphology import is_english, lemma, lemma_tokens
from kgchat.nlu.normalization import (
    BARRIER,
    Folded,
    ends_word,
    folded_text,
    is_han,
    phrase_key,
    squeeze,
    starts_word,
)
from kgchat.nlu.phrase_table import PhraseTable
from kgchat.turn import Candidate, Iri, Language, MentionKind

if TYPE_CHECKING:
    from kgchat.graph.schema import LexicalEntry

_SOURCE_SCORE = {"label": 1.0, "synonym": 0.98, "value": 0.97, "local_name": 0.9}
# when one text names several things: what it is likelier to mean
_KIND_SCORE: dict[MentionKind, float] = {"class": 1.0, "entity": 0.995, "property": 0.99, "literal": 0.98}
_OTHER_LANGUAGE = 0.95
_INFLECTED = 0.97
_PARTIAL = 0.5
_PARTIAL_SHARED = 0.4
_MOST_SHARED_HEADS = 4
_FUZZY = 0.8
_FUZZY_CUTOFF = 84.0
_HEAD_KINDS = ("class", "property")
_SHORTEST_FUZZY = 5
_SHORTEST_PART = 4  # letters of each word of a compound written apart: "mother board"

_DIGITS_APART = re.compile(rf"\d{BARRIER}\d")  # "1:1" is not 11

_NEXT_WORD = re.compile(r"[ -]([a-z]{3,})(?![a-z0-9])")

Borders = Callable[[], frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a key. `guarded` ones match only as the label spells it, `one_word` ones not across a space."""

    entry: LexicalEntry
    score: float
    guarded: bool
    one_word: bool

    def candidate(self, score: float, matched: Literal["exact", "inflected", "partial", "fuzzy"]) -> Candidate:
        entry = self.entry
        literal = entry.kind == "literal"
        return Candidate(
            score=score,
            iri=None if literal else entry.iri,
            literal=entry.literal if literal else None,
            label=entry.text,
            types=entry.types,
            properties=entry.properties,
            matched=matched,
        )


class Lexicon:
    """Finds the phrases of a graph. Compiled once, read by any number of threads."""

    def __init__(
        self, entries: Iterable[LexicalEntry], products: Collection[Iri] = (), brands: Collection[Iri] = ()
    ) -> None:
        """`products`: classes whose things are for sale; `brands`: properties whose values are brands."""
        self._proper = frozenset((*products, *brands))

        exact: dict[str, list[Sense]] = defaultdict(list)
        inflected: dict[str, list[Sense]] = defaultdict(list)
        heads: dict[str, list[Sense]] = defaultdict(list)
        self._words: dict[str, list[Sense]] = {}
        self.han_words: set[str] = set()
        for entry in entries:
            if entry.large or entry.source in ("more", "less"):
                continue
            key = phrase_key(entry.text)
            if not key or (entry.kind == "literal" and len(key) > 60):
                continue
            sense = _sense(entry, key)
            exact[key].append(sense)
            if BARRIER in key and not _DIGITS_APART.search(key):  # "Mini, ITX" is also found without its comma
                exact[key.replace(BARRIER, "")].append(sense)
            if _HAN.search(key):
                self.han_words.add(key)
            self._add_lemmas(entry, sense, key, inflected, heads)
        self._exact = PhraseTable({key: tuple(senses) for key, senses in exact.items()})
        self._inflected = PhraseTable({key: tuple(senses) for key, senses in inflected.items()})
        self._heads: dict[str, tuple[Sense, ...]] = {}
        for head, senses in heads.items():
            # "gold" the colour may also be the gold of "80+ Gold", a value of another property
            known = [*exact.get(head, ()), *inflected.get(head, ())]
            held = {p for s in known for p in (*s.entry.properties, *s.entry.types[:1])}
            if any(s.entry.kind in _HEAD_KINDS for s in known):
                continue
            fitting = [
                s
                for s in senses
                if not known
                or (s.entry.kind == "entity" and held.isdisjoint((*s.entry.properties, *s.entry.types[:1])))
            ]
            if fitting and len({s.entry.iri for s in fitting}) <= _MOST_SHARED_HEADS:
                self._heads[head] = tuple(fitting)
        self._fuzzy_keys: list[str] | None = None
        self._fuzzy_senses = {k: v for k, v in inflected.items() if len(k) >= _SHORTEST_FUZZY and k.isascii()}

    def _add_lemmas(
        self,
        entry: LexicalEntry,
        sense: Sense,
        key: str,
        inflected: dict[str, list[Sense]],
        heads: dict[str, list[Sense]],
    ) -> None:
        proper = entry.kind == "entity" and not self._proper.isdisjoint((*entry.types, *entry.properties))
        if not _LATIN.search(key) or (proper and not self._proper.isdisjoint(entry.types)):
            return
        tokens = [lemma_ for lemma_, _, _ in lemma_tokens(folded_text(entry.text))]
        if not tokens:
            return
        inflected["".join(_spell(t) for t in tokens)].append(sense)
        head = tokens[-1]
        if (
            (entry.kind in _HEAD_KINDS or (entry.kind == "entity" and not proper))
            and entry.source != "local_name"
            and len(tokens) > 1
            and len(head) > 3
            and head.isalpha()
            and head not in WORDS["en"].function_words
        ):
            heads[_spell(head)].append(sense)

    def match(self, folded: Folded, language: Language, borders: Borders) -> list[Proposal]:
        """Return a proposal for each place where a phrase stands, longest and shorter ones alike.

        `borders` gives the spans of the words of the original text; it is asked for only where a single Han
        character would match, which counts only as a word of its own.
        """
        proposals = self._match_exact(folded, language, borders)
        proposals += self._match_inflected(folded, language, {(p.start, p.end) for p in proposals})
        return proposals

    def _match_exact(self, folded: Folded, language: Language, borders: Borders) -> list[Proposal]:
        text = folded.text
        squeezed = squeeze(text)
        proposals = []
        for first, stop, senses in self._exact.find(squeezed.text):
            start, end = squeezed.origins[first], squeezed.origins[stop - 1] + 1
            apart = starts_word(text, start) and ends_word(text, end)
            if apart and end - start == 1 and is_han(text[start]) and not _is_word(folded, start, end, borders):
                apart = False
            if not apart:
                senses = (
                    tuple(s for s in senses if s.entry.kind == "property") if _beside_number(text, start, end) else ()
                )
            if start and text[start] in _NEGATABLE and text[start - 1] in _NEGATING:
                continue  # "不带麦克风的耳机" is no "带麦克风的耳机"
            typed = folded.original[slice(*folded.span(start, end))]
            fitting = [s for s in senses if not s.guarded or _allows(s, typed, text, start, end)]
            fitting = _written_so(fitting, text[start:end])
            if fitting:
                proposals.append(_proposal(start, end, fitting, language, "exact", 1.0))
        return proposals

    def _match_inflected(self, folded: Folded, language: Language, taken: set[tuple[int, int]]) -> list[Proposal]:
        tokens = lemma_tokens(folded.text)
        spelled = [_spell(t) for t, _, _ in tokens]
        token_at: dict[int, int] = {}
        token_until: dict[int, int] = {}
        position = 0
        for index, word in enumerate(spelled):
            token_at[position] = index
            position += len(word)
            token_until[position] = index
        proposals = []
        for begin, stop, senses in self._inflected.find("".join(spelled)):
            first, final = token_at.get(begin), token_until.get(stop)
            if first is None or final is None:
                continue
            start, end = tokens[first][1], tokens[final][2]
            if (start, end) in taken or BARRIER in squeeze(folded.text[start:end]).text:
                continue
            if folded.text[start:end] in WORDS["en"].closed_words:
                continue  # "can" is no form of "cans"
            fitting = _written_so([s for s in senses if not s.guarded], folded.text[start:end])
            if fitting:
                proposals.append(_proposal(start, end, fitting, language, "inflected", _INFLECTED))
        for index, word in enumerate(spelled):
            if word in self._heads:
                _, start, end = tokens[index]
                if folded.text[start:end].endswith(("ed", "ing")) and not word.endswith(("ed", "ing")):
                    continue  # "lined" is no A-line
                senses = self._heads[word]
                factor = _PARTIAL if len({s.entry.iri for s in senses}) == 1 else _PARTIAL_SHARED
                proposals.append(_proposal(start, end, senses, language, "partial", factor))
        return proposals

    def match_misspelt(self, folded: Folded, start: int, end: int, language: Language) -> Proposal | None:
        """Return what a word of no dictionary is nearest to ("motherbord": motherboard); None when nothing is near.

        The word is also read with the one after it ("grafics card": graphics card). Source: Damerau-Levenshtein by
        rapidfuzz; the first letter is taken to be right.
        """
        word = phrase_key(folded.text[start:end])
        if len(word) < _SHORTEST_FUZZY or not word.isascii() or not word.isalpha() or is_english(word):
            return None
        following = _NEXT_WORD.match(folded.text, end)
        if following is not None:
            pair = self._nearest(word + lemma(following.group(1)), start, following.end(), language)
            if pair is not None:
                return pair
        return self._nearest(word, start, end, language)

    def _nearest(self, word: str, start: int, end: int, language: Language) -> Proposal | None:
        from rapidfuzz import fuzz, process

        if self._fuzzy_keys is None:
            self._fuzzy_keys = [k for k in self._fuzzy_senses if k.isalpha()]
        near: list[tuple[str, float, int]] = []
        for form in dict.fromkeys((lemma(word), word)):  # "dreses" has no lemma
            near += process.extract(
                form,
                [k for k in self._fuzzy_keys if k[0] == form[0] and abs(len(k) - len(form)) <= 2],
                scorer=fuzz.ratio,
                score_cutoff=_FUZZY_CUTOFF,
                limit=3,
            )
        if not near:
            return None
        best = max(score for _, score, _ in near)
        senses = [s for key, score, _ in near if score == best for s in self._fuzzy_senses[key]]
        return _proposal(start, end, senses, language, "fuzzy", _FUZZY * best / 100)


def _sense(entry: LexicalEntry, key: str) -> Sense:
    score = _SOURCE_SCORE.get(entry.source, 0.9) * _KIND_SCORE[entry.kind]
    # "On" the brand is not "on", and the size "M" is not the m of "I'm"
    guarded = (len(key) == 1 and key.isascii() and key.isalpha()) or (
        key in WORDS["en"].closed_words and entry.kind in ("entity", "literal")
    )
    return Sense(entry, score, guarded, _ONE_WORD.fullmatch(entry.text) is not None)


_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇]")
_LATIN = re.compile(r"[a-z]")
# letters alone, "APC" or "Antec": no hump as in "MicroATX", which is also written "micro ATX"
_ONE_WORD = re.compile(r"(?!.*[a-z][A-Z])[^\W\d_\u3400-\u4dbf\u4e00-\u9fff]+")
_APART = re.compile(r"[^\W\d_\u3400-\u4dbf\u4e00-\u9fff]\s+[^\W\d_\u3400-\u4dbf\u4e00-\u9fff]")


def _written_so(senses: list[Sense], text: str) -> list[Sense]:
    """Return the senses that the text may be said to spell: the words of "a PC" are not joined into the brand APC.

    Long words may be: "mother board" is a motherboard.
    """
    if not _APART.search(text):
        return senses
    words = text.split()
    compound = all(len(w) >= _SHORTEST_PART and w not in WORDS["en"].function_words for w in words)
    return [s for s in senses if not s.one_word or (compound and s.entry.kind in _HEAD_KINDS)]


_NEGATABLE = WORDS["zh"].negatable_starts
_NEGATING = WORDS["zh"].negating_characters
_NUMERALS = frozenset(WORDS["zh"].number_words)
_SIZE_BEFORE = re.compile(r"(?:size|尺码|码数|大小)\s*:?\s*$")


def _allows(sense: Sense, typed: str, text: str, start: int, end: int) -> bool:
    """Return whether a guarded sense may match here."""
    if typed == sense.entry.text and not typed.islower():
        return True
    return bool(len(typed) == 1 and (_SIZE_BEFORE.search(text[:start]) or text[end : end + 1] in ("码", "号")))


def _beside_number(text: str, start: int, end: int) -> bool:
    """Return whether the characters stand right beside a number and nothing else: "cores" of "8cores", 核 of "八核"."""
    before = re.search(r"[^\W_\u3400-\u9fff]*$", text[:start])
    after = re.match(r"[^\W_\u3400-\u9fff]*", text[end:])
    if before is None or after is None:
        return False
    glued = before.group() + after.group()
    if glued:
        return glued.isdigit() and (not before.group() or not after.group())
    return start > 0 and text[start - 1] in _NUMERALS


def _is_word(folded: Folded, start: int, end: int, borders: Borders) -> bool:
    return folded.span(start, end) in borders()


def _spell(token: str) -> str:
    variants = {"colour": "color", "grey": "gray", "centre": "center", "metre": "meter", "litre": "liter"}
    return variants.get(token, token)


def _proposal(
    start: int,
    end: int,
    senses: Iterable[Sense],
    language: Language,
    matched: Literal["exact", "inflected", "partial", "fuzzy"],
    factor: float,
) -> Proposal:
    rated = []
    for sense in senses:
        score = sense.score * factor * (1.0 if sense.entry.language in (language, "") else _OTHER_LANGUAGE)
        rated.append((score, sense, sense.candidate(score, matched)))
    best_score, best, _ = max(rated, key=lambda r: r[0])
    return Proposal(start, end, best.entry.kind, best_score, merge_candidates([[c for _, _, c in rated]]))
