"""Templates, slots and choices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phrasings import first

from kgchat.nlg.wording import Choice, Slot, glue, parse, render


def test_a_template_becomes_text_slots_and_choices() -> None:
    wording = parse("[It costs|Its price is] {price}.", price="$5")
    assert wording == (Choice((("It costs",), ("Its price is",))), " ", Slot("$5"), ".")
    assert render(wording, first) == "It costs $5."


@given(st.text(min_size=1, max_size=40))
def test_what_fills_a_slot_is_never_read_as_a_template(value: str) -> None:
    assert parse("a {x} b", x=value)[1] == Slot(value)


def test_mistakes_in_templates_are_found() -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        parse("[a|b")
    with pytest.raises(KeyError):
        parse("{missing}")


def test_chinese_and_latin_are_kept_apart_at_borders_only() -> None:
    assert glue(["插槽是", "AM5", "。"]) == "插槽是 AM5。"
    assert glue(["华硕ROG主板", "的价格"]) == "华硕ROG主板的价格"


def test_a_sentence_begins_with_a_capital_but_a_name_stays() -> None:
    assert render(parse("{p} matters", p=Slot("boost clock", "property")), first) == "Boost clock matters"
    assert render(parse("{n} costs", n=Slot("iPhone", "name")), first) == "iPhone costs"
