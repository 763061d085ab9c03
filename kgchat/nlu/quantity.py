"""Numbers with units, money and bounds: "under $200", "至少32G", "between 15 and 17 inches", "1.5万元以内".

One grammar is compiled from the words of all languages, so mixed text works. It reads folded text (see
`normalization`) and proposes; which proposals stand is decided together with all others in `mention.choose`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kgchat.graph.units import dimension, is_currency
from kgchat.nlu.lang import WORDS
from kgchat.nlu.mention import Proposal
from kgchat.nlu.normalization import Folded, fold, is_han, is_word_character
from kgchat.turn import Comparator, Quantity

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?|\.\d+"
_DATE = re.compile(r"\b\d{4}-\d{1,2}-\d{1,2}\b")
_SCORE = 0.97
TIMES = "x"  # the measure of a number of equal parts: 2 of "2x16 GB"
_TIMES = re.compile(r"\d{1,2}\s*[x*]\s*")
_TIMES_BEFORE = re.compile(r"(?<![a-z0-9.])(?P<times>\d{1,2})(?=\s*[x*]\s*\d+(?:\.\d+)?\s*[a-z])")
_TIMES_AFTER = re.compile(r"(?<=[a-z])(?<!\d[x*])\s*[x*]\s*(?P<times>\d{1,2})(?![a-z0-9.])")
_TIMES_NEXT = re.compile(r"x\d{1,2}(?![a-z0-9.])")
_MINUS = re.compile(r"(?:^|[\s(]|[\u3400-\u9fff])(?<!\d )-$")
_LONG_CODE = re.compile(r"\d{4,}k")
_WINDOW = 28  # characters before a number in which a comparator is looked for


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float
    units: tuple[str, ...] = ()  # symbols that it may mean, likeliest first
    money: bool = False
    measure: str = ""
    after_hyphen: bool = False
    words: bool = False  # written in words, not digits
    needs_bound: bool = False  # a number only with a unit or a comparator ("one", "一")


def _alternation(words: Iterable[str], *, loose: bool = True) -> str:
    """Return a regular expression for any of the words, longest first; a space in a word stands for any space."""
    parts = []
    for word in sorted({fold(w).text for w in words}, key=lambda w: (-len(w), w)):
        pattern = re.escape(word).replace(r"\ ", r"\s*" if loose else r"\s+")
        if word[0].isascii() and word[0].isalpha():
            pattern = r"(?<![a-z0-9])" + pattern
        if word[-1].isascii() and word[-1].isalpha():
            pattern += r"(?![a-wyz]|x(?!\d))"  # "16GBx2"
        parts.append(pattern)
    return "(?:" + "|".join(parts) + ")"


def _lookup(tables: Iterable[dict[str, str]]) -> dict[str, str]:
    return {re.sub(r"\s", "", fold(word).text): meaning for table in tables for word, meaning in table.items()}


def _key(text: str) -> str:
    return re.sub(r"\s", "", text)


class QuantityGrammar:
    """Reads quantities. `dimensions` are those of the graph's properties; they decide what "32g" means."""

    def __init__(self, dimensions: Collection[str] = ()) -> None:
        languages = tuple(WORDS.values())
        self._dimensions = frozenset(dimensions)
        self._units: dict[str, tuple[str, ...]] = {}
        self._cased_units: dict[str, tuple[str, ...]] = {}
        for words in languages:
            for surface, symbols in words.units.items():
                cased = len(surface) == 1 and surface.isascii() and surface.isupper()
                (self._cased_units if cased else self._units)[surface if cased else fold(surface).text] = symbols
        for surface, symbols in self._cased_units.items():
            self._units.setdefault(fold(surface).text, symbols)
        self._currency_before = _lookup(w.currency_prefixes for w in languages)
        self._currency_after = _lookup(w.currency_suffixes for w in languages)
        self._multipliers = {fold(k).text: v for w in languages for k, v in w.multipliers.items()}
        self._before: dict[str, Comparator] = {}
        self._after: dict[str, Comparator] = {}
        for words in languages:
            self._before |= {_key(fold(k).text): v for k, v in words.comparators_before.items()}
            self._after |= {_key(fold(k).text): v for k, v in words.comparators_after.items()}
        self._codes = frozenset(code for w in languages for code in w.codes)
        self._measures = tuple(m for w in languages for m in w.measure_words)

        self._digits = re.compile(_DIGITS)
        self._english = _english_numbers(languages[0].number_words)
        self._chinese = re.compile(r"[零〇一二两俩三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?|半")
        self._multiplier = re.compile(r"\s*(" + _alternation(self._multipliers).replace("(?<![a-z0-9])", "") + ")")
        self._unit = re.compile(
            r"(?:\s*|-(?=[a-z]))("
            + _alternation([*self._units, *(w for words in languages for w in words.currency_suffixes)]).replace(
                "(?<![a-z0-9])", ""
            )
            + ")"
        )
        self._prefix = re.compile(
            "(" + _alternation(w for words in languages for w in words.currency_prefixes) + r")\s*$"
        )
        self._measure = re.compile(r"\s*(" + _alternation(self._measures).replace("(?<![a-z0-9])", "") + ")")
        # the words between a comparator and its number: "at least (a) 32 GB", "不超过(的)"
        self._comparator = re.compile(
            "("
            + _alternation(w for words in languages for w in words.comparators_before)
            + r")\s*(?:a\s+|an\s+|of\s+|为|是|:)?\s*$"
        )
        self._tail = re.compile(
            r"\s*(?:的)?\s*("
            + _alternation(w for words in languages for w in words.comparators_after).replace("(?<![a-z0-9])", "")
            + ")"
        )
        self._separator = re.compile(
            r"\s*(" + _alternation(s for w in languages for s in w.range_separators) + r")\s*$"
        )
        self._pair = re.compile(r"\s*(" + _alternation(s for w in languages for s in w.pair_separators) + r")\s*$")
        self._range_start = re.compile("(" + _alternation(s for w in languages for s in w.range_starts) + r")\s*$")
        self._range_end = re.compile(r"\s*(?:的)?\s*(" + _alternation(s for w in languages for s in w.range_ends) + ")")

    def match(self, folded: Folded, properties: Sequence[tuple[int, int]] = ()) -> list[Proposal]:
        """Return the quantities of the text, each with its comparator; spans may overlap other readings.

        `properties`: where words of properties stand; a number may be glued to one ("CL30", "八核").
        """
        text = folded.text
        starts, ends = frozenset(s for s, _ in properties), frozenset(e for _, e in properties)
        numbers = self._numbers(folded, starts, ends)
        proposals = []
        used: set[int] = set()
        for index, number in enumerate(numbers):
            if index in used:
                continue
            joined = self._range(text, number, numbers[index + 1]) if index + 1 < len(numbers) else None
            if joined is not None:
                used.add(index + 1)
                proposals.append(joined)
                continue
            proposal = self._single(text, number)
            if proposal is not None:
                proposals += self._bounded_after(text, proposal, properties)
        return proposals

    def _bounded_after(self, text: str, proposal: Proposal, properties: Sequence[tuple[int, int]]) -> list[Proposal]:
        """Return the quantity with the bound that stands after its property: "8 cores or more", "20核以上"."""
        quantity = proposal.quantity
        ends = [e for s, e in properties if s >= proposal.end and not text[proposal.end : s].strip(" -")]
        tail = self._tail.match(text, max(ends)) if ends else None
        if quantity is None or quantity.comparator != "=" or tail is None or not self._ends(text, tail):
            return [proposal]
        bounded = quantity.model_copy(update={"comparator": self._after[_key(tail.group(1))]})
        words = Proposal(tail.start(1), tail.end(1), None, 1.0)  # said by the quantity, no "or" of its own
        return [replace(proposal, quantity=bounded), words]

    # ---------------------------------------------------------------- numbers with units

    def _numbers(self, folded: Folded, starts: frozenset[int], ends: frozenset[int]) -> list[_Number]:
        text = folded.text
        times = {n.start: n for n in self._times(folded)}
        blocked = [m.span() for m in _DATE.finditer(text)]
        found: list[_Number] = []
        for match in self._digits.finditer(text):
            if any(start <= match.start() < end for start, end in blocked):
                continue
            number = times.get(match.start()) or self._from_digits(folded, match, starts, ends, times)
            if number is not None:
                found.append(number)
        for pattern, value in ((self._english, _english_value), (self._chinese, chinese_value)):
            for match in pattern.finditer(text):
                if any(n.start < match.end() and match.start() < n.end for n in found):
                    continue
                number = self._from_words(folded, match, value, starts)
                if number is not None:
                    found.append(number)
        return sorted(found, key=lambda n: n.start)

    @staticmethod
    def _times(folded: Folded) -> list[_Number]:
        """Return the 2 of "2x16 GB" and of "16 GB x 2", which stands before or after a number with a letter as unit."""
        found = []
        for pattern in (_TIMES_BEFORE, _TIMES_AFTER):
            for match in pattern.finditer(folded.text):
                start, end = match.span("times")
                found.append(_Number(start, end, float(folded.text[start:end]), measure=TIMES))
        return found

    def _from_digits(
        self,
        folded: Folded,
        match: re.Match[str],
        starts: frozenset[int],
        ends: frozenset[int],
        times: Collection[int],
    ) -> _Number | None:
        text = folded.text
        start, end = match.span()
        value = float(match.group().replace(",", ""))
        glued = start in ends or any(_TIMES.fullmatch(text[t:start]) for t in times)
        prefix = self._prefix.search(text[max(0, start - 8) : start])
        units: tuple[str, ...] = ()
        if prefix:
            units = (self._currency_before[_key(prefix.group(1))],)
            start -= len(text[max(0, start - 8) : start]) - prefix.start()
        elif start > 0 and not glued and (is_word_character(text[start - 1]) or text[start - 1] in ".#"):
            return None
        after_hyphen = start > 1 and text[start - 1] == "-" and is_word_character(text[start - 2])
        if _MINUS.search(text[:start]):
            start, value = start - 1, -value
        return self._finish(
            folded, start, end, value, units, after_hyphen=after_hyphen, words=False, closed=match.end() in starts
        )

    def _from_words(
        self, folded: Folded, match: re.Match[str], value_of: Callable[[str], float | None], starts: frozenset[int]
    ) -> _Number | None:
        value = value_of(match.group())
        if value is None:
            return None
        number = self._finish(folded, match.start(), match.end(), value, (), after_hyphen=False, words=True)
        if number is None:
            return None
        han = is_han(match.group()[0])
        loose = match.group() in ("one", "一", "zero", "半", "half", "half a") or han
        told = bool(number.measure) or number.end in starts
        return replace(number, needs_bound=loose and not number.units and not (han and told and value >= 2))

    def _finish(
        self,
        folded: Folded,
        start: int,
        end: int,
        value: float,
        units: tuple[str, ...],
        *,
        after_hyphen: bool,
        words: bool,
        closed: bool = False,
    ) -> _Number | None:
        """Read multiplier, unit or measure word after the digits; None when the digits are part of a code."""
        text = folded.text
        money = bool(units)
        if not words:
            multiplier = self._multiplier.match(text, end)
            code = text[start : multiplier.end()].replace(" ", "") if multiplier else ""
            if multiplier and (money or not self._is_code(code)) and self._closes(text, multiplier.end()):
                value, end = value * self._multipliers[multiplier.group(1)], multiplier.end()
        unit = self._unit.match(text, end)
        if unit and words and (unit.group(1) in ("s", "m", "t", "in", "h") or self._counts(text, value, unit)):
            unit = None
        if unit and self._closes(text, unit.end()):
            surface = unit.group(1)
            symbols = self._symbols(folded, surface, unit.start(1))
            is_money = _key(surface) in self._currency_after
            if not (surface == "in" and not self._is_inch(text, unit.end())) and not (money and not is_money):
                units = units or symbols
                money = money or is_money
                end = unit.end()
        measure = ""
        if not units:
            found = self._measure.match(text, end)
            if found and self._closes(text, found.end()):
                measure, end = found.group(1), found.end()
        if not self._closes(text, end) and not (closed and not measure and not units):
            return None
        return _Number(start, end, value, units, money, measure, after_hyphen, words)

    def _counts(self, text: str, value: float, unit: re.Match[str]) -> bool:
        """Return whether a unit is a measure word here: "一块显卡" is one card; "两百块" and "五块以内" are money."""
        end = unit.end()
        noun = end < len(text) and is_han(text[end]) and text[end] not in "钱到至" and not self._tail.match(text, end)
        return noun and value < 10 and unit.group(1) in self._measures

    def _is_code(self, text: str) -> bool:
        """Return whether digits and a multiplier are a name: "4k", and "14900K", an amount that nobody writes so."""
        return text in self._codes or bool(_LONG_CODE.fullmatch(text))

    @staticmethod
    def _closes(text: str, end: int) -> bool:
        """Return whether a number may end here: no letter or digit goes on ("9700X" is a code)."""
        if end >= len(text) or is_han(text[end - 1]):
            return True
        if text[end] in "." and end + 1 < len(text) and text[end + 1].isdigit():
            return False
        following = text[end]
        if following == "⁄":  # "¼" folds to 1⁄4
            return False
        if _TIMES_NEXT.match(text, end):
            return True
        if not is_word_character(following):
            return not (
                following == "-" and end + 1 < len(text) and text[end + 1].isalpha() and text[end - 1].isalpha()
            )
        return text[end - 1] in "\"'%$°+"

    @staticmethod
    def _is_inch(text: str, end: int) -> bool:
        """Return whether "in" after a number is the unit, not the preposition ("2 in stock", "2 in 1")."""
        rest = text[end:].lstrip()
        return not rest or not re.match(
            r"(?:stock|total|the|a|an|one|all|\d|black|white|each|my|this|that|size)\b", rest
        )

    def _symbols(self, folded: Folded, surface: str, position: int) -> tuple[str, ...]:
        key = _key(surface)
        if key in self._currency_after and surface not in self._units:
            return (self._currency_after[key],)
        typed = folded.original[folded.origins[position]]
        symbols = (
            self._cased_units.get(typed, self._units.get(surface, ())) if len(surface) == 1 else self._units[surface]
        )
        known = tuple(s for s in symbols if dimension(s) in self._dimensions)
        return known or symbols

    # ---------------------------------------------------------------- bounds

    def _single(self, text: str, number: _Number) -> Proposal | None:
        start, end, comparator = number.start, number.end, "="
        window = text[max(0, start - _WINDOW) : start]
        before = self._comparator.search(window)
        if before:
            comparator = self._before[_key(before.group(1))]
            start -= len(window) - before.start()
        if before and not number.units and text[end : end + 1] == "+":
            return None  # "不低于80+金牌": a grade, no number
        after = self._tail.match(text, end)
        if after and self._ends(text, after) and not (comparator != "=" and self._after[_key(after.group(1))] != "~"):
            found = self._after[_key(after.group(1))]
            # "80+ Gold" and "内" alone need a unit or an explicit bound to be one
            if number.units or number.value >= 2 or before:
                comparator, end = found if comparator == "=" else comparator, after.end()
        if number.needs_bound and start == number.start and end == number.end:
            return None
        quantity = Quantity(number=number.value, unit=self._unit_of(number), comparator=comparator)
        bare = not number.units and comparator == "="
        score = 0.6 if number.after_hyphen else 0.9 if bare else _SCORE
        return Proposal(
            start, end, "quantity", score, quantity=quantity, measure=number.measure, hedged=number.after_hyphen
        )

    def _range(self, text: str, low: _Number, high: _Number) -> Proposal | None:
        between = text[low.end : high.start]
        if len(between) > 8:
            return None
        before = self._range_start.search(text[max(0, low.start - 12) : low.start])
        after = self._range_end.match(text, high.end)
        separator = self._separator.fullmatch(between)
        pair = self._pair.fullmatch(between) if before or after else None
        if not separator and not pair:
            return None
        if low.units and high.units and not set(low.units) & set(high.units) and low.money != high.money:
            return None
        if high.value <= low.value and low.units == high.units:
            return None
        if (low.measure and not high.measure) or low.after_hyphen:
            return None
        start = low.start - (len(text[max(0, low.start - 12) : low.start]) - before.start() if before else 0)
        end = after.end() if after else high.end
        units = high if high.units else low
        scale = 1.0
        if low.units and high.units and low.units[0] != high.units[0]:
            from kgchat.graph.units import compatible, convert

            if not compatible(low.units[0], high.units[0]):
                return None
            scale = convert(1.0, low.units[0], high.units[0])
        quantity = Quantity(number=low.value * scale, upper=high.value, unit=self._unit_of(units), comparator="between")
        return Proposal(start, end, "quantity", _SCORE, quantity=quantity, measure=high.measure)

    @staticmethod
    def _ends(text: str, match: re.Match[str]) -> bool:
        word = match.group(1)
        if word == "+" and match.end() < len(text) and is_word_character(text[match.end()]):
            return False
        # "多" and "内" begin other words: 多少, 内存; "起" begins 起来
        rest = text[match.end() :]
        if word in ("内", "多", "起") and rest[:1] in ("存", "少", "来", "置", "个", "种", "部", "款"):
            return False
        return not (word == "plus" and rest.strip()[:1].isalpha())

    @staticmethod
    def _unit_of(number: _Number) -> str | None:
        return number.units[0] if number.units else None


def schema_dimensions(units: Iterable[str | None]) -> frozenset[str]:
    """Return the dimensions of the units that are no money."""
    return frozenset(dimension(unit) for unit in units if unit and not is_currency(unit))


# -------------------------------------------------------------------- numbers in words


def _english_numbers(words: dict[str, float]) -> re.Pattern[str]:
    word = "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"
    return re.compile(
        rf"(?<![a-z0-9'-])(?:half an?|a (?:hundred|thousand|million|dozen)|{word}(?:(?:\s+and\s+|[\s-]+){word})*)"
        r"(?![a-z0-9])"
    )


def _english_value(text: str) -> float | None:
    """Return the value of English number words: "two hundred and fifty" is 250."""
    words = WORDS["en"].number_words
    if text.startswith("half"):
        return 0.5
    total = current = 0.0
    for word in re.split(r"[\s-]+", text):
        if word == "and":
            continue
        value = 1.0 if word == "a" else words.get(word)
        if value is None:
            return None
        if value == 0.5:
            current += 0.5
        elif value in (12.0,) and word == "dozen":
            current = max(current, 1) * 12
        elif value == 100:
            current = max(current, 1) * 100
        elif value >= 1000:
            total += max(current, 1) * value
            current = 0.0
        elif current and (value >= 10 or current % 10):  # "one two" is no number
            if current % 100:
                return None
            current += value
        else:
            current += value
    return total + current


def chinese_value(text: str) -> float | None:
    """Return the value of a Chinese numeral: "一千五" is 1500, "两万三千" 23000, "一点五" 1.5."""
    digits = WORDS["zh"].number_words
    if text == "半":
        return 0.5
    whole, _, fraction = text.partition("点")
    total = section = current = 0.0
    last_scale = 1.0
    previous_was_digit = False
    for character in whole:
        value = digits[character]
        if value < 10:
            if previous_was_digit and current and value:
                return None  # "二三" is vague ("two or three"), not a number
            current = value if value else 0.0
            if not value:
                last_scale = 10.0  # 一千零五 is 1005, not 1500
            previous_was_digit = bool(value)
            continue
        previous_was_digit = False
        if value < 1e4:
            section += (current or 1.0) * value
        else:
            total = (total + section + current or 1.0) * value
            section = 0.0
        current, last_scale = 0.0, value
    if current and last_scale >= 100 and len(whole) > 1:
        current *= last_scale / 10  # 一千五: the last digit counts the next lower scale
    result = total + section + current
    if fraction:
        result += sum(digits[c] * 10 ** -(i + 1) for i, c in enumerate(fraction))
    return result
