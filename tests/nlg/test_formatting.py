"""Values in the words of each language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgchat.formatting import (
    article,
    clean,
    is_adjective,
    listed,
    local_words,
    name_text,
    plural,
    python_text,
    quantity_text,
    ranked_text,
    unranked,
)
from kgchat.turn import Language, PythonValue


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (Decimal("1299.00"), "USD", "$1,299", "1,299 美元"),
        (399, "CNY", "¥399", "399 元"),
        (Decimal("399.5"), "CNY", "¥399.50", "399.50 元"),
        (4.7, "GHz", "4.7 GHz", "4.7 GHz"),
        (1, "TB", "1 TB", "1 TB"),
        (1000, "GB", "1 TB", "1 TB"),
        (18, "h", "18 hours", "18 小时"),
        (1, "h", "1 hour", "1 小时"),
        (15.6, "inch", "15.6 inches", "15.6 英寸"),
        (80, "percent", "80%", "80%"),
        (1920, "px", "1920 px", "1920 像素"),
        (2024, None, "2024", "2024"),
        (66778, None, "66,778", "66,778"),
        (0.0004, None, "0.0004", "0.0004"),
        (True, None, "yes", "是"),
        (dt.timedelta(hours=18), None, "18 hours", "18 小时"),
        (dt.timedelta(minutes=90), None, "1 hour 30 minutes", "1 小时 30 分钟"),
        (dt.date(2026, 11, 23), None, "November 23, 2026", "2026年11月23日"),
        (float("inf"), "GB", "inf GB", "inf GB"),
    ],
)
def test_values_are_said_as_each_language_says_them(value: PythonValue, unit: str | None, en: str, zh: str) -> None:
    assert python_text(value, unit, "en") == en
    assert python_text(value, unit, "zh") == zh


def test_lists_have_the_oxford_comma_and_the_chinese_one() -> None:
    assert listed(["S", "M", "L"], "en") == "S, M, and L"
    assert listed(["S", "M"], "en", "or") == "S or M"
    assert listed(["棉", "麻", "丝"], "zh") == "棉、麻和丝"
    assert listed(["S", "M"], "zh", "还是") == "S 还是 M"


@pytest.mark.parametrize(
    ("noun", "many"),
    [
        ("dress", "dresses"),
        ("memory slot", "memory slots"),
        ("trousers", "trousers"),
        ("monitor with an OLED panel", "monitors with an OLED panel"),
        ("GPU", "GPUs"),
        ("accessory", "accessories"),
    ],
)
def test_plurals_bend_the_head_of_the_phrase(noun: str, many: str) -> None:
    assert plural(noun) == many


@pytest.mark.parametrize(
    ("words", "a"), [("hour", "an"), ("TDP", "a"), ("MSI board", "an"), ("unit", "a"), ("8 GB", "an")]
)
def test_articles_follow_the_sound(words: str, a: str) -> None:
    assert article(words) == a


@given(st.text(max_size=400))
def test_cleaned_text_is_one_short_line(text: str) -> None:
    said = clean(text)
    assert len(said) <= 160
    assert said == " ".join(said.split())
    assert "\u202e" not in said


def test_an_iri_is_never_said() -> None:
    assert local_words("https://example.org/shop#boost-clock") == "boost clock"
    assert name_text("", "https://example.org/shop#aero-13", "en") == "aero 13"
    assert name_text("https://example.org/shop#x", "https://example.org/shop#x", "zh") == "x"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_unknown_unit_is_said_as_it_is(language: Language) -> None:
    assert quantity_text(3, "parsec", language) == "3 parsec"


@pytest.mark.parametrize(
    ("noun", "many"),
    [("CPU", "CPUs"), ("CPUs", "CPUs"), ("mice", "mice"), ("mouse", "mice"), ("board under $150", "boards under $150")],
)
def test_acronyms_and_irregular_nouns_have_one_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_a_set_with_its_order_comes_apart_again() -> None:
    for language, prop in (("en", "noise level"), ("zh", "噪音")):
        topic = {"en": "case fans", "zh": "机箱风扇"}[language]
        said = ranked_text(topic, prop, False, language)  # type: ignore[arg-type]
        over, order = unranked(said, language)  # type: ignore[arg-type]
        assert over == topic
        assert prop in order
    assert unranked("monitors", "en") == ("monitors", "")


def test_what_describes_is_told_from_what_a_thing_has() -> None:
    assert is_adjective("wireless")
    assert is_adjective("machine washable")
    assert not is_adjective("microphone")
    assert not is_adjective("RGB lighting equipment")
