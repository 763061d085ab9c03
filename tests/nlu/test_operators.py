"""Degrees, negation, counts, ordinals, references and generic property words, in both languages."""

import pytest

from kgchat.nlu.interpreter import Interpreter
from kgchat.turn import Mention

EX = "http://ex.org/"


def operators(interpreter: Interpreter, text: str) -> list[Mention]:
    return [m for m in interpreter.interpret(text).mentions if m.operator is not None]


@pytest.mark.parametrize(
    ("text", "kind", "direction", "property_", "positive"),
    [
        ("something cheaper", "comparative", "less", "price", False),
        ("便宜一点的", "comparative", "less", "price", False),
        ("cheapest", "superlative", "less", "price", False),
        ("最便宜的", "superlative", "less", "price", False),
        ("the most expensive board", "superlative", "more", "price", False),
        ("最贵的主板", "superlative", "more", "price", False),
        ("too expensive", "comparative", "less", "price", False),
        ("太贵了", "comparative", "less", "price", False),
        ("a quieter board", "comparative", "less", "noise", False),
        ("更安静的主板", "comparative", "less", "noise", False),
        ("quietest board", "superlative", "less", "noise", False),
        ("quiet boards", "comparative", "less", "noise", True),
        ("安静的主板", "comparative", "less", "noise", True),
        ("the heaviest board", "superlative", "more", "weight", False),  # generic: by unit, no word in the graph
        ("最重的主板", "superlative", "more", "weight", False),
    ],
)
def test_degrees_name_property_and_direction(
    interpreter: Interpreter, text: str, kind: str, direction: str, property_: str, positive: bool
) -> None:
    [mention] = operators(interpreter, text)
    assert mention.operator is not None
    assert (mention.operator.kind, mention.operator.direction, mention.operator.positive) == (kind, direction, positive)
    assert mention.candidates[0].iri == EX + property_


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("3 cheapest boards", "superlative", 3),
        ("the cheapest 3 boards", "superlative", 3),
        ("top 5 cheapest boards", "superlative", 5),
        ("最便宜的三款主板", "superlative", 3),
        ("最便宜的3款主板", "superlative", 3),
        ("推荐3款鼠标", "limit", 3),
        ("show me 3 mice", "limit", 3),
        ("前三名", "limit", 3),
        ("the second one", "ordinal", 2),
        ("第二个", "ordinal", 2),
        ("the last one", "ordinal", -1),
        ("最后一个", "ordinal", -1),
    ],
)
def test_numbers_that_say_how_many_or_which(interpreter: Interpreter, text: str, kind: str, number: int) -> None:
    [mention] = operators(interpreter, text)
    assert mention.operator is not None
    assert (mention.operator.kind, mention.operator.number) == (kind, number)


@pytest.mark.parametrize(
    ("english", "chinese", "kind"),
    [
        ("how many mice", "有多少款鼠标", "count"),
        ("without wireless", "不要无线的", "negation"),
        ("red or black", "红色或者黑色", "disjunction"),
        ("AM5 and black", "AM5和黑色", "conjunction"),
        ("average price", "平均价格", "aggregate"),
        ("boards per brand", "每个品牌的主板", "group"),
        ("is it wireless", "它是无线的吗", "reference"),
        ("price does not matter", "价格不限", "relaxation"),
        ("9800X3D versus 9700X", "9800X3D和9700X有什么区别", "compare"),
        ("do you have mice", "有没有鼠标", "existence"),
    ],
)
def test_both_languages_know_each_operator(interpreter: Interpreter, english: str, chinese: str, kind: str) -> None:
    for text in (english, chinese):
        assert kind in [m.operator.kind for m in operators(interpreter, text) if m.operator]


@pytest.mark.parametrize(
    ("text", "property_"),
    [
        ("how much is the 9700X", "price"),
        ("9700X多少钱", "price"),
        ("how heavy is it", "weight"),
        ("这款多重", "weight"),
        ("what brand is it", "brand"),
        ("什么牌子", "brand"),
    ],
)
def test_generic_words_ask_for_properties(interpreter: Interpreter, text: str, property_: str) -> None:
    candidates = [m.candidates[0].iri for m in interpreter.interpret(text).mentions if m.kind == "property"]
    assert candidates == [EX + property_]


def test_a_budget_is_an_upper_bound(interpreter: Interpreter) -> None:
    for text in ("my budget is $200", "预算200美元"):
        [quantity] = [m.quantity for m in interpreter.interpret(text).mentions if m.quantity]
        assert (quantity.comparator, quantity.number, quantity.unit) == ("<=", 200, "USD")


def test_highest_means_the_property_beside_it(interpreter: Interpreter) -> None:
    for text in ("which board has the highest noise level", "噪音最高的主板", "内存插槽最多的主板"):
        [mention] = [m for m in operators(interpreter, text) if m.operator and m.operator.kind == "superlative"]
        assert mention.candidates == ()
