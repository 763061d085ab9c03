"""Values in the words of a language: numbers, money, units, dates, lists, plurals and articles."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, get_currency_name

from kgchat.turn import Fact, Language, PythonValue, Term

# Parsed once: babel looks for the files of a locale named by a string at every number.
LOCALES: dict[Language, Locale] = {"en": Locale.parse("en_US"), "zh": Locale.parse("zh_CN")}
LONGEST_VALUE = 160  # characters; longer values are cut with an ellipsis

# Unit symbols as kgchat.graph.units normalises them: English (one, several), Chinese. Nothing stands before "%", "°".
UNIT_WORDS: dict[str, tuple[str, str, str]] = {
    "B": ("byte", "bytes", "字节"),
    "kB": ("kB", "kB", "KB"),
    "MB": ("MB", "MB", "MB"),
    "GB": ("GB", "GB", "GB"),
    "TB": ("TB", "TB", "TB"),
    "W": ("W", "W", "瓦"),
    "kW": ("kW", "kW", "千瓦"),
    "VA": ("VA", "VA", "VA"),
    "V": ("V", "V", "伏"),
    "A": ("A", "A", "安"),
    "Wh": ("Wh", "Wh", "瓦时"),
    "mAh": ("mAh", "mAh", "毫安时"),
    "mm": ("mm", "mm", "毫米"),
    "cm": ("cm", "cm", "厘米"),
    "m": ("m", "m", "米"),
    "km": ("km", "km", "公里"),
    "inch": ("inch", "inches", "英寸"),
    "ft": ("foot", "feet", "英尺"),
    "mg": ("mg", "mg", "毫克"),
    "g": ("g", "g", "克"),
    "kg": ("kg", "kg", "千克"),
    "lb": ("lb", "lb", "磅"),
    "oz": ("oz", "oz", "盎司"),
    "GHz": ("GHz", "GHz", "GHz"),
    "MHz": ("MHz", "MHz", "MHz"),
    "kHz": ("kHz", "kHz", "kHz"),
    "Hz": ("Hz", "Hz", "Hz"),
    "dB": ("dB", "dB", "分贝"),
    "ns": ("ns", "ns", "纳秒"),
    "ms": ("ms", "ms", "毫秒"),
    "s": ("second", "seconds", "秒"),
    "min": ("minute", "minutes", "分钟"),
    "h": ("hour", "hours", "小时"),
    "d": ("day", "days", "天"),
    "day": ("day", "days", "天"),
    "week": ("week", "weeks", "周"),
    "month": ("month", "months", "个月"),
    "year": ("year", "years", "年"),
    "mL": ("ml", "ml", "毫升"),
    "L": ("L", "L", "升"),
    "rpm": ("rpm", "rpm", "转/分"),
    "cfm": ("CFM", "CFM", "CFM"),
    "px": ("px", "px", "像素"),
    "megapixel": ("megapixel", "megapixels", "万像素"),
    "deg": ("°", "°", "°"),
    "degC": ("°C", "°C", "°C"),
    "dpi": ("dpi", "dpi", "dpi"),
    "percent": ("%", "%", "%"),
    "lm": ("lm", "lm", "流明"),
    "lux": ("lux", "lux", "勒克斯"),
    "cd/m**2": ("nits", "nits", "尼特"),
    "bit": ("bit", "bits", "位"),
    "Mbps": ("Mbps", "Mbps", "Mbps"),
    "Gbps": ("Gbps", "Gbps", "Gbps"),
    "K": ("K", "K", "K"),
    "m**2": ("m²", "m²", "平方米"),
}
_CLOSE = {"%", "°", "°C"}
_UNGROUPED = {"px", "dpi"}  # 1920 px, never 1,920 px
_CURRENCY_NAMES_ZH = {"CNY": "元"}


@lru_cache(maxsize=4096)  # a turn says the same labels many times over
def clean(text: str, longest: int = LONGEST_VALUE) -> str:
    """Return text of the graph or of a customer fit for a reply: one line, no control characters, not endless."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    kept = "".join(char for char in kept if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn"))
    kept = " ".join(kept.split())
    return kept if len(kept) <= longest else kept[: longest - 1].rstrip() + "…"


@lru_cache(maxsize=256)
def is_currency(unit: str | None) -> bool:
    """Return whether the unit is an ISO 4217 code ("USD"), and not a unit such as "GHz"."""
    return bool(unit) and unit in Locale("en").currencies


def number_text(number: int | float | Decimal, language: Language, unit: str | None = None) -> str:
    """Return the number grouped and with at most three decimals; years and pixels are not grouped."""
    exact = Decimal(str(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return str(number)
    rounded = exact.quantize(Decimal("0.001")) if exact != exact.to_integral_value() else exact
    year = unit is None and exact == exact.to_integral_value() and 1900 <= exact <= 2100
    pattern = "0.###" if year or unit in _UNGROUPED else "#,##0.###"
    if exact != 0 and rounded == 0:
        pattern, rounded = "0.######", exact
    return str(format_decimal(rounded, format=pattern, locale=LOCALES[language]))


def quantity_text(number: int | float | Decimal, unit: str | None, language: Language) -> str:
    """Return the number with its unit: "$1,299.00", "1,299 美元", "4.7 GHz", "18 hours", "18 小时"."""
    if unit is None or unit in ("", "1"):
        return number_text(number, language)
    if is_currency(unit):
        return money_text(number, unit, language)
    if unit == "GB" and number >= 1000 and number % 1000 == 0:  # "2 TB" is how shops say 2000 GB
        number, unit = number // 1000, "TB"
    words = UNIT_WORDS.get(unit)
    if words is None:
        return f"{number_text(number, language, unit)} {clean(unit, 20)}"
    word = words[2] if language == "zh" else words[0 if number == 1 else 1]
    space = "" if word in _CLOSE else " "
    return f"{number_text(number, language, unit)}{space}{word}"


def money_text(number: int | float | Decimal, currency: str, language: Language) -> str:
    """Return an amount of money; whole amounts without cents: "$45", "$45.50", "¥399", "399 元"."""
    exact = Decimal(str(number))
    locale = LOCALES[language]
    whole = exact == exact.to_integral_value()
    digits = "#,##0" if whole else "#,##0.00"
    if language == "zh":
        name = _CURRENCY_NAMES_ZH.get(currency) or str(get_currency_name(currency, locale=locale))
        return f"{format_decimal(exact, format=digits, locale=locale)} {name}"
    if currency == "CNY":  # babel writes CN¥ for readers abroad; the shop's own prices read ¥399
        return "¥" + str(format_decimal(exact, format=digits, locale=locale))
    return str(format_currency(exact, currency, f"¤{digits}", locale=locale, currency_digits=not whole))


def duration_text(value: dt.timedelta, language: Language) -> str:
    """Return a duration in its largest units: "18 hours", "1 小时 30 分钟"."""
    seconds = value.total_seconds()
    parts = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        # 48 hours and less are said in hours
        if unit == "d" and seconds <= 48 * 3600:
            continue
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(quantity_text(int(count), unit, language))
    if seconds or not parts:
        parts.append(quantity_text(int(seconds) if seconds == int(seconds) else seconds, "s", language))
    return " ".join(parts)


def python_text(value: PythonValue, unit: str | None, language: Language) -> str:
    """Return a literal's value in the language."""
    locale = LOCALES[language]
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "zh": ("否", "是")}[language][value]
    if isinstance(value, int | float | Decimal):
        return quantity_text(value, unit, language)
    if isinstance(value, dt.timedelta):
        return duration_text(value, language)
    if isinstance(value, dt.datetime):
        return str(format_datetime(value, "long" if language == "en" else "medium", locale=locale))
    if isinstance(value, dt.date):
        return str(format_date(value, "long", locale=locale))
    if isinstance(value, dt.time):
        return str(format_time(value, "short", locale=locale))
    return clean(value)


def term_text(term: Term, language: Language, unit: str | None = None) -> str:
    """Return an answer's term as a person would say it; an IRI without a label gives its last words."""
    if term.kind == "literal" and not isinstance(term.value, str):
        return python_text(term.value, unit or term.unit, language)
    text = clean(term.label or "")
    if not text:
        text = clean(local_words(str(term.value)) if term.kind == "iri" else str(term.value))
    measure = unit or term.unit
    if term.kind == "literal" and measure and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return quantity_text(Decimal(text), measure, language)
    return text


def fact_value(fact: Fact, language: Language) -> str:
    """Return the value of a fact with its unit, as a reply says it."""
    term = fact.value
    if isinstance(term.value, str):
        said = clean(fact.labels.value) or clean(term.label or "")
        if said and not said.startswith(("http://", "https://", "urn:")):
            term = term.model_copy(update={"label": said})
        elif term.kind == "iri":
            term = term.model_copy(update={"label": local_words(str(term.value))})
    return term_text(term, language, fact.unit)


def local_words(iri: str) -> str:
    """Return the local name of an IRI in words: ".../boost-clock_GHz" gives "boost clock GHz"."""
    local = re.split(r"[#/:]", iri.rstrip("#/"))[-1]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local)
    return clean(re.sub(r"[-_]+", " ", spaced))


def name_text(label: str, iri: str, language: Language) -> str:
    """Return a thing's name for a reply; never an IRI."""
    said = clean(label)
    if said and not said.startswith(("http://", "https://", "urn:")):
        return said
    return local_words(iri) or {"en": "this product", "zh": "这款商品"}[language]


# Han characters and full-width punctuation; text beside Latin letters or digits gets a space between Han and Latin.
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9]")
_LATIN = re.compile(r"[A-Za-z0-9$€£%°]")


def glue(pieces: Iterable[str]) -> str:
    """Return the pieces joined, with a space where a Latin character meets a Han or Latin one at a border.

    Only borders between pieces are touched, so a name keeps its own spelling.
    Source: 中文文案排版指北, spaces between Chinese and Western text.
    """
    text = ""
    for piece in pieces:
        if text and piece:
            left, right = text[-1], piece[0]
            apart = (
                (_HAN.match(left) and _LATIN.match(right))
                or (_LATIN.match(left) and _HAN.match(right))
                or (_WORD.match(left) and _WORD.match(right))
            )
            text += " " if apart else ""
        text += piece
    return text


def listed(items: Sequence[str], language: Language, word: str | None = None) -> str:
    """Return the items as a list: "a, b, and c" with the Oxford comma; "a、b 和 c"."""
    if not items:
        return ""
    if len(items) == 1:
        return items[0]
    if language == "zh":
        between = [part for item in items[:-1] for part in (item, "、")][:-1]
        return glue((*between, word or "和", items[-1]))
    joint = word or "and"
    if len(items) == 2:
        return f"{items[0]} {joint} {items[1]}"
    return ", ".join(items[:-1]) + f", {joint} {items[-1]}"


# ------------------------------------------------------------------- English words

_VOWEL_SOUND = re.compile(r"^(?:[aeio]|u(?!ni|s[aeiu]|t[ei]|r[aeiu])|hour|honest|heir)", re.IGNORECASE)
_SPELLED_VOWEL = set("AEFHILMNORSX")  # letters whose names begin with a vowel sound: an MSI board, an LCD


def article(words: str) -> str:
    """Return "a" or "an" for the words that follow."""
    first = words.split(" ", 1)[0].split("-", 1)[0]
    if not first:
        return "a"
    if first[0].isdigit():
        return "an" if first.startswith("8") or re.match(r"(11|18)(\D|$|\d{3}\D|,)", first + " ") else "a"
    if len(first) == 1 or (first.isupper() and (len(first) <= 3 or not re.search("[AEIOU]", first[:2]))):
        return "an" if first[0].upper() in _SPELLED_VOWEL else "a"
    return "an" if _VOWEL_SOUND.match(first) else "a"


def with_article(words: str) -> str:
    """Return the words with "a" or "an" before them: "an AM5 motherboard"."""
    return f"{article(words)} {words}"


_NO_PLURAL = {
    "ram",
    "memory",
    "storage",
    "software",
    "hardware",
    "clothing",
    "footwear",
    "jewelry",
    "jewellery",
    "series",
}
_PREPOSITION = re.compile(
    r"\s(?:with|without|under|over|that|in|of|for|from|at|between|whose|which|by|below|above|to|on|whose|costing)\s",
    re.IGNORECASE,
)


_ACRONYMS = re.compile(r"[A-Z0-9]{2,}s")  # CPUs, SSDs


@lru_cache(maxsize=4096)
def plural(noun: str) -> str:
    """Return the plural of an English noun phrase: its head is the last word before a preposition."""
    cut = _PREPOSITION.search(noun)
    head, rest = (noun[: cut.start()], noun[cut.start() :]) if cut else (noun, "")
    words = head.split(" ")
    words[-1] = _plural_word(words[-1])
    return " ".join(words) + rest


def _plural_word(word: str) -> str:
    lower = word.lower()
    if not word or lower in _NO_PLURAL or is_plural(word) or not word[-1].isalnum():
        return word
    if word.isupper() or any(char.isdigit() for char in word):
        return word + "s"
    from lemminflect import getInflection  # loads its tables when first used

    found = getInflection(lower, tag="NNS")
    guess = str(found[0]) if found else lower + "s"
    return guess if word.islower() else guess.capitalize()


@lru_cache(maxsize=4096)
def is_plural(noun: str) -> bool:
    """Return whether the English noun phrase is in the plural ("memory slots", "trousers")."""
    cut = _PREPOSITION.search(noun)
    head = (noun[: cut.start()] if cut else noun).split(" ")[-1]
    lower = head.lower()
    if _ACRONYMS.fullmatch(head):
        return True
    if head.isupper() or lower.endswith(("ss", "us", "is")) or not lower or lower in _NO_PLURAL:
        return False
    from lemminflect import getInflection, getLemma

    if not lower.endswith("s"):  # mice, women; data has its verb in the singular
        found = getLemma(lower, upos="NOUN", lemmatize_oov=False)
        irregular = bool(found) and found[0] != lower and lower in getInflection(found[0], tag="NNS")
        return irregular and lower not in {"data", "media"}
    lemmas = getLemma(lower, upos="NOUN")
    return bool(lemmas) and (str(lemmas[0]) != lower or lower in {"trousers", "jeans", "shorts", "tights", "glasses"})


_ADJECTIVE = re.compile(
    r"(?:able|ible|less|ful|proof|free|ular|ant|(?<!m)ent|ive|ed|ous|al|ic|ready|ing|resistant|foldable)$"
)


def is_adjective(words: str) -> bool:
    """Return whether an English label describes ("wireless", "machine washable"), and is no part ("microphone")."""
    return bool(_ADJECTIVE.search(words.rsplit(" ", 1)[-1].lower()))


# ------------------------------------------------------------------- sets with an order

_RANKED = {
    "en": re.compile(r"(.+) by (.+), (highest|lowest) first"),
    "zh": re.compile(r"(.+)（(按.+?)从(高到低|低到高)）"),
}


def ranked_text(topic: str, prop: str, descending: bool, language: Language) -> str:
    """Return a set with its order: "case fans by noise level, lowest first"."""
    if language == "zh":
        return f"{topic}（按{prop}从{'高到低' if descending else '低到高'}）"
    return f"{topic} by {prop}, {'highest' if descending else 'lowest'} first"


def unranked(topic: str, language: Language) -> tuple[str, str]:
    """Return the set and its order ("by noise level, lowest first"), "" for none: `ranked_text` taken apart."""
    match = _RANKED[language].fullmatch(topic)
    if match is None:
        return topic, ""
    over, prop, end = match.groups()
    return over, f"{prop}从{end}" if language == "zh" else f"by {prop}, {end} first"


_PARTS = tuple("灯效口袋链衬牙光器卡屏键扣帽领兜垫座膜盖")  # nouns for parts: a thing has them


def names_part(label: str) -> bool:
    """Return whether a Chinese label names a part that a thing has ("口袋"), not what it is like ("防水")."""
    return label.endswith(_PARTS)


__all__ = [
    "LOCALES",
    "UNIT_WORDS",
    "article",
    "clean",
    "duration_text",
    "fact_value",
    "glue",
    "is_adjective",
    "is_currency",
    "is_plural",
    "listed",
    "local_words",
    "money_text",
    "name_text",
    "names_part",
    "number_text",
    "plural",
    "python_text",
    "quantity_text",
    "ranked_text",
    "term_text",
    "unranked",
    "with_article",
]
