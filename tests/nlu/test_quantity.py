"""Numbers, units, money and bounds, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgchat.nlu.normalization import fold
from kgchat.nlu.quantity import QuantityGrammar, chinese_value
from kgchat.turn import Quantity

GRAMMAR = QuantityGrammar({"information", "length", "frequency", "power", "sound level"})


def read(text: str, grammar: QuantityGrammar = GRAMMAR) -> list[tuple[str, Quantity]]:
    folded = fold(text)
    return [(text[slice(*folded.span(p.start, p.end))], p.quantity) for p in grammar.match(folded) if p.quantity]


@pytest.mark.parametrize(
    ("text", "comparator", "number", "upper", "unit"),
    [
        ("under $200", "<", 200, None, "USD"),
        ("200 dollars", "=", 200, None, "USD"),
        ("USD 200", "=", 200, None, "USD"),
        ("$1,299.99 or less", "<=", 1299.99, None, "USD"),
        ("$2k", "=", 2000, None, "USD"),
        ("no more than 2 kg", "<=", 2, None, "kg"),
        ("at least 32 GB", ">=", 32, None, "GB"),
        ("32 gigs", "=", 32, None, "GB"),
        ('27"', "=", 27, None, "inch"),
        ("27-inch", "=", 27, None, "inch"),
        ("between $100 and $200", "between", 100, 200, "USD"),
        ("100 to 200 dollars", "between", 100, 200, "USD"),
        ("$100-$200", "between", 100, 200, "USD"),
        ("around 27 inches", "~", 27, None, "inch"),
        ("16GB+", ">=", 16, None, "GB"),
        ("two hundred and fifty watts", "=", 250, None, "W"),
        ("1000元以内", "<=", 1000, None, "CNY"),
        ("¥1000", "=", 1000, None, "CNY"),
        ("1千块", "=", 1000, None, "CNY"),
        ("五块以内的", "<=", 5, None, "CNY"),
        ("五块钱的", "=", 5, None, "CNY"),
        ("三块显卡", "=", 3, None, None),
        ("不超过五百块", "<=", 500, None, "CNY"),
        ("1.5万元左右", "~", 15000, None, "CNY"),
        ("至少32G", ">=", 32, None, "GB"),
        ("27寸", "=", 27, None, "inch"),
        ("20分贝", "=", 20, None, "dB"),
        ("不到１０００元", "<", 1000, None, "CNY"),
        ("价格100到200美元之间", "between", 100, 200, "USD"),
        ("500-1000元", "between", 500, 1000, "CNY"),
    ],
)
def test_a_quantity_has_number_unit_and_bound(
    text: str, comparator: str, number: float, upper: float | None, unit: str
) -> None:
    [(_, quantity)] = read(text)
    assert quantity.comparator == comparator
    assert quantity.number == pytest.approx(number)
    assert quantity.upper == upper
    assert quantity.unit == unit


@pytest.mark.parametrize(
    "code",
    [
        "9700X",
        "14900K",
        "AM5",
        "DDR5",
        "9800X3D",
        "4K",
        "1080p",
        "NH-D15",
        "RM850x",
        "三星",
        "万一",
        "一条连衣裙",
        "a cheap one",
        "不低于80+金牌",
    ],
)
def test_codes_and_words_are_no_quantities(code: str) -> None:
    assert read(f"the {code} please" if code.isascii() else code) == []


def test_a_comparator_belongs_to_the_quantity() -> None:
    assert read("boards under $150, please")[0][0] == "under $150"
    assert read("我要1000元以内的主板")[0][0] == "1000元以内"


def test_what_g_means_depends_on_the_graph() -> None:
    assert read("32g")[0][1].unit == "GB"
    assert read("500g", QuantityGrammar({"mass"}))[0][1].unit == "g"
    both = QuantityGrammar({"mass", "information"})
    assert (read("32G", both)[0][1].unit, read("500g", both)[0][1].unit) == ("GB", "g")


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_come_back(number: int) -> None:
    assert chinese_value(in_chinese(number)) == number


@given(
    number=st.decimals(1, 99_999, places=2).map(float),
    unit=st.sampled_from(
        [("GB", "GB"), ("mm", "mm"), ("分贝", "dB"), ("元", "CNY"), (" watts", "W"), ("英寸", "inch")]
    ),
    bound=st.sampled_from(
        [
            ("", "", "="),
            ("under ", "", "<"),
            ("at least ", "", ">="),
            ("", "以内", "<="),
            ("超过", "", ">"),
            ("约", "", "~"),
        ]
    ),
    thousands=st.booleans(),
)
def test_what_is_printed_is_read_back(
    number: float, unit: tuple[str, str], bound: tuple[str, str, str], thousands: bool
) -> None:
    text = bound[0] + (f"{number:,}" if thousands else f"{number}") + unit[0] + bound[1]
    [(typed, quantity)] = read(text)
    assert typed == text
    assert quantity == Quantity(number=number, unit=unit[1], comparator=bound[2])  # type: ignore[arg-type]


def in_chinese(number: int) -> str:
    """Return the full Chinese numeral of a number below 100 million."""
    digits = "零一二三四五六七八九"
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return in_chinese(number // 10_000) + "万" + gap + (in_chinese(rest) if rest else "")
    text, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return text
