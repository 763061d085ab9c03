"""Words that operate on other mentions: "cheapest", "not", "or", "how many", "这款", "最便宜"; and generic properties.

The words come from `kgchat.nlu.lang` and, for degrees of a property, from the graph (kgc:moreWord, kgc:lessWord).
They are found by characters like the phrases of the graph, so that spaces make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kgchat.graph.units import dimension
from kgchat.nlu.lang import WORDS, Gradable, PropertyWord
from kgchat.nlu.lang.words import Direction
from kgchat.nlu.lexicon import Borders
from kgchat.nlu.mention import Proposal, merge_candidates
from kgchat.nlu.morphology import degrees, is_inflected_adjective
from kgchat.nlu.normalization import Folded, ends_word, folded_text, is_han, phrase_key, squeeze, starts_word
from kgchat.nlu.phrase_table import PhraseTable
from kgchat.nlu.quantity import chinese_value
from kgchat.turn import Candidate, Language, MentionKind, Operator, OperatorKind

if TYPE_CHECKING:
    from kgchat.graph.schema import LexicalEntry, PropertyInfo, Schema

_OPERATOR_SCORE = 0.92
_GRADABLE_SCORE = 0.96
_GENERIC_SCORE = 0.9
_FILLER_SCORE = 0.6
_REVERSED: dict[Direction, Direction] = {"more": "less", "less": "more"}

_DEGREE_BEFORE_ZH = ("更", "更加", "再", "还要", "更为")
_DEGREE_AFTER_ZH = ("一点", "一些", "点", "些", "一点点", "一点儿", "得多", "很多")
_SUPERLATIVE_ZH = ("最", "最为", "最最")
_TOO_ZH = ("太", "有点", "有点儿", "过于", "偏", "有些")
_POSITIVE_ZH = ("", "比较", "很", "非常", "特别", "挺", "够", "足够", "相当", "十分", "蛮", "较", "超", "超级")
_NOT_ZH = ("不", "不太", "不那么", "不是很", "不怎么", "不要太", "别太", "不会太", "没那么")


@dataclass(frozen=True, slots=True)
class _Reading:
    operator: Operator | None
    score: float
    candidates: tuple[Candidate, ...] = ()
    loose: bool = False  # orders by the property beside it, whatever that is


class OperatorGrammar:
    """Finds operators. `schema` and the gradable entries tell which properties "cheap" or "quieter" may mean."""

    def __init__(self, schema: Schema, entries: Iterable[LexicalEntry] = ()) -> None:
        table: dict[str, list[_Reading]] = {}
        for key, reading in self._readings(schema, tuple(e for e in entries if e.source in ("more", "less"))):
            if key:
                table.setdefault(key, []).append(reading)
        self._words = PhraseTable({key: _merge(readings) for key, readings in table.items()})
        numbered: tuple[OperatorKind, OperatorKind] = ("ordinal", "limit")
        self._patterns = tuple(
            (re.compile(r"(?<![a-z0-9])(?:" + pattern + r")(?![a-z0-9])" if words.language == "en" else pattern), kind)
            for words in WORDS.values()
            for kind, pattern in zip(numbered, (words.ordinal_pattern, words.limit_pattern), strict=True)
        )

    def match(self, folded: Folded, borders: Borders) -> list[Proposal]:
        """Return a proposal for each operator, generic property word and filler of the text."""
        text = folded.text
        squeezed = squeeze(text)
        proposals = []
        for first, stop, reading in self._words.find(squeezed.text):
            start, end = squeezed.origins[first], squeezed.origins[stop - 1] + 1
            if not (starts_word(text, start) and ends_word(text, end)):
                continue
            if end - start == 1 and is_han(text[start]) and folded.span(start, end) not in borders():
                continue
            if reading.candidates and text[end : end + 1] == "于":
                continue  # "不低于" compares with what follows
            kind: MentionKind | None = "operator" if reading.operator else "property" if reading.candidates else None
            proposals.append(
                Proposal(
                    start, end, kind, reading.score, reading.candidates, operator=reading.operator, loose=reading.loose
                )
            )
        return proposals + list(self._numbered(text))

    def _numbered(self, text: str) -> Iterator[Proposal]:
        english = WORDS["en"].number_words
        for pattern, kind in self._patterns:
            for match in pattern.finditer(text):
                typed = match.group(1)
                value = float(typed) if typed.isdigit() else english.get(typed) or chinese_value(typed)
                if value:
                    operator = Operator(kind=kind, number=int(value))
                    yield Proposal(match.start(), match.end(), "operator", 0.97, operator=operator)

    # ---------------------------------------------------------------- compiling

    def _readings(self, schema: Schema, entries: tuple[LexicalEntry, ...]) -> Iterator[tuple[str, _Reading]]:
        for words in WORDS.values():
            for filler in words.fillers:
                yield phrase_key(filler), _Reading(None, _FILLER_SCORE)
            for word in words.operators:
                operator = Operator(
                    kind=word.kind,
                    direction=word.direction,
                    number=word.number,
                    function=word.function,
                    of_verb=word.of_verb,
                    positive=word.positive,
                )
                loose = word.direction is not None
                yield phrase_key(word.text), _Reading(operator, _OPERATOR_SCORE, loose=loose)
            for generic in words.property_words:
                candidates = generic_candidates(schema, generic, words.language)
                for text in generic.words if candidates else ():
                    yield phrase_key(text), _Reading(None, _GENERIC_SCORE, candidates)
            for gradable in words.gradables:
                candidates = generic_candidates(schema, gradable, words.language)
                for text in gradable.words:
                    yield from _forms(text, words.language, gradable.direction, candidates, gradable)
        own: dict[tuple[str, Language, Direction], list[Candidate]] = {}
        for entry in entries:
            if entry.iri is not None:
                language = _language(entry)
                direction: Direction = "more" if entry.source == "more" else "less"
                candidate = Candidate(score=1.0, iri=entry.iri, label=schema.label(entry.iri, language))
                own.setdefault((entry.text, language, direction), []).append(candidate)
        for (text, language, direction), found in own.items():
            yield from _forms(text, language, direction, merge_candidates([found]), None)


def _language(entry: LexicalEntry) -> Language:
    if entry.language.startswith("zh") or any(map(is_han, entry.text)):
        return "zh"
    return "en"


def _merge(readings: list[_Reading]) -> _Reading:
    """Return the one reading of a key: an operator before a property word before a filler; candidates joined."""
    if len(readings) == 1:
        return readings[0]
    operators = [r for r in readings if r.operator]
    same = operators or [r for r in readings if r.candidates] or readings
    best = max(same, key=lambda r: (bool(r.candidates), r.score))
    candidates = merge_candidates(r.candidates for r in same if _agrees(r, best))
    return _Reading(best.operator, best.score, candidates, any(r.loose for r in same))


def _agrees(reading: _Reading, best: _Reading) -> bool:
    if reading.operator is None or best.operator is None:
        return reading.operator is best.operator
    return (reading.operator.kind, reading.operator.direction) == (best.operator.kind, best.operator.direction)


def _forms(
    text: str, language: Language, direction: Direction, candidates: tuple[Candidate, ...], gradable: Gradable | None
) -> Iterator[tuple[str, _Reading]]:
    """Yield every form of a gradable word with what it says; words of the graph have no `gradable`."""
    folded = folded_text(text)
    if language == "en":
        forms = _english_forms(folded, direction, gradable.irregular if gradable else None)
    else:
        forms = _chinese_forms(folded, direction)
    quality = gradable is not None and gradable.quality
    for form, degree, toward in forms:
        if degree == "positive" and quality:
            continue
        if not candidates and not (quality and degree in ("superlative", "comparative")):
            continue
        operator = _operator(degree, toward)
        loose = gradable is not None and gradable.loose
        yield phrase_key(form), _Reading(operator, _GRADABLE_SCORE, candidates, loose)


@cache  # six at most, for some fifteen thousand forms
def _operator(degree: str, direction: Direction) -> Operator:
    return Operator(
        kind="superlative" if degree == "superlative" else "comparative",
        direction=direction,
        positive=degree == "positive",
    )


def _english_forms(
    word: str, direction: Direction, irregular: tuple[str, str] | None
) -> Iterator[tuple[str, str, Direction]]:
    first, _, rest = word.replace("-", " ").partition(" ")
    if first in ("more", "fewer", "less", "better", "higher", "lower") and rest:
        yield word, "comparative", direction
        return
    if first in ("most", "fewest", "least", "best", "highest", "lowest", "top") and rest:
        yield word, "superlative", direction
        return
    if " " not in word and is_inflected_adjective(word) and word.endswith(("er", "est")):
        yield word, "superlative" if word.endswith("est") else "comparative", direction
        return
    yield word, "positive", direction
    if " " not in word and "-" not in word:
        more, most = degrees(word, irregular)
        yield more, "comparative", direction
        yield most, "superlative", direction
        yield f"the {most}", "superlative", direction
    for form in (f"more {word}", f"a bit more {word}"):
        yield form, "comparative", direction
    for form in (f"most {word}", f"the most {word}"):
        yield form, "superlative", direction
    for form in (f"less {word}", f"too {word}", f"not as {word}", f"not so {word}", f"so {word}"):
        yield form, "comparative", _REVERSED[direction]
    for form in (f"least {word}", f"the least {word}"):
        yield form, "superlative", _REVERSED[direction]
    for form in (f"not {word}", f"not too {word}", f"not very {word}", f"isn't too {word}"):
        yield form, "positive", _REVERSED[direction]


def _chinese_forms(word: str, direction: Direction) -> Iterator[tuple[str, str, Direction]]:
    for prefix in (*_SUPERLATIVE_ZH, *_DEGREE_BEFORE_ZH):
        if word.startswith(prefix) and len(word) > len(prefix):
            yield word, "superlative" if prefix in _SUPERLATIVE_ZH else "comparative", direction
            return
    for prefix in _POSITIVE_ZH:
        yield prefix + word, "positive", direction
    for prefix in _DEGREE_BEFORE_ZH:
        for suffix in ("", *_DEGREE_AFTER_ZH):
            yield prefix + word + suffix, "comparative", direction
    for prefix in ("", "要", "稍微", "稍", "比较", "还"):
        for suffix in _DEGREE_AFTER_ZH:
            yield prefix + word + suffix, "comparative", direction
    for prefix in _SUPERLATIVE_ZH:
        yield prefix + word, "superlative", direction
    yield f"越{word}越好", "superlative", direction
    yield f"尽量{word}", "superlative", direction
    for prefix in _TOO_ZH:
        for suffix in ("", "了"):
            yield prefix + word + suffix, "comparative", _REVERSED[direction]
    for prefix in _NOT_ZH:
        yield prefix + word, "positive", _REVERSED[direction]


def generic_candidates(schema: Schema, word: Gradable | PropertyWord, language: Language) -> tuple[Candidate, ...]:
    """Return the properties of the graph that a generic word may mean, by role, unit and label, best first."""
    found = []
    for info in schema.properties.values():
        score = _fit(info, word, language)
        if score and not info.hidden:
            label = schema.label(info.iri, language)
            found.append(Candidate(score=score, iri=info.iri, label=label, matched="generic"))
    return merge_candidates([found])


def _fit(info: PropertyInfo, word: Gradable | PropertyWord, language: Language) -> float:
    if info.role and info.role in word.roles:
        return 0.85
    dated = isinstance(word, Gradable) and word.dated
    has_order = info.numeric or _is_date(info)
    same_dimension = bool(info.unit) and bool(word.dimensions) and dimension(info.unit or "") in word.dimensions
    named = has_order and any(
        noun in folded_text(label) for label in info.labels.get(language, ()) for noun in word.nouns
    )
    if dated:
        return 0.7 if _is_date(info) or (named and info.numeric) else 0.0
    if same_dimension:
        return 0.75 if named else 0.5
    if not word.dimensions and not word.roles:
        return 0.6 if named else 0.0
    return 0.5 if named and not info.unit else 0.0


def _is_date(info: PropertyInfo) -> bool:
    return any(r.rsplit("#", 1)[-1] in ("date", "dateTime", "gYear", "gYearMonth") for r in info.ranges)
