"""A realizer that lies in every known way, made from true wordings."""

# ruff: noqa: E501 (one lie or rule a line)

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from kgchat.formatting import fact_value
from kgchat.turn import Answer

_CLAIMS = {
    "en": (
        "It is perfect for gaming.", "Customers love it.", "It looks stunning.", "It is very durable.", "It works great.",
        "It comes with a leather case.", "It is the best choice.", "Everyone is talking about it.", "It keeps you warm.",
        "It is easy to clean.", "It was designed in Italy.", "It runs silently.", "It is water-resistant.",
        "It is the most popular one.", "It has a premium feel.", "It is made of gold.",
    ),
    "zh": (
        "它非常适合打游戏。", "顾客都很喜欢它。", "它的做工很精致。", "它特别耐用。", "它是最好的选择。", "它还送一个皮套。",
        "它穿着很显瘦。", "它运行起来很安静。", "它非常容易清洗。", "它是意大利设计的。", "它是最受欢迎的一款。", "它质感高级。",
        "它是纯金的。", "它很保暖。",
    ),
}  # fmt: skip
_PROMISES = {
    "en": (
        "It ships today.", "There is a discount this week.", "We guarantee it.", "Only two are left in stock.", "Returns are free.",
        "You save a lot.", "It will arrive soon.", "It comes with a lifetime warranty.", "Hurry, the offer is limited.",
        "It is on sale.", "Delivery is free.", "You get a gift with it.",
    ),
    "zh": (
        "今天就能发货。", "本周有优惠。", "我们保证质量。", "仅剩两件了。", "可以免费退换。", "非常省钱。", "很快就能到货。", "终身保修。",
        "限时特价，赶紧下单。", "正在打折。", "全场包邮。", "还有赠品。",
    ),
}  # fmt: skip
_BRANDS = {"en": ("Samsung", "Sony", "Zara", "Logitech", "Dell"), "zh": ("三星", "索尼", "飒拉", "罗技", "戴尔")}
_UNITS = {
    "GHz": "MHz", "W": "kW", "kg": "g", "hours": "days", "inches": "cm", "GB": "TB",
    "瓦": "千瓦", "千克": "克", "小时": "天", "英寸": "厘米", "美元": "元", "元": "美元",
}  # fmt: skip


def lies(text: str, answer: Answer, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (kind, wording) with one lie each, made from a true wording."""
    language = answer.language
    spaced = " " if language == "en" else ""
    numbers = list(re.finditer(r"(?<![A-Za-z0-9])\d+(?:[.,]\d+)*(?![A-Za-z0-9])", text))
    if numbers and answer.facts:
        found = chance.choice(numbers)
        yield "number", text[: found.start()] + str(int(re.sub(r"\D", "", found[0])) + 7) + text[found.end() :]
    for unit, other in _UNITS.items():
        pattern = rf"(?<=\d )(?<!美){unit}(?![A-Za-z])"
        if answer.facts and re.search(pattern, text):
            yield "unit", re.sub(pattern, other, text, count=1)
            break
    if answer.facts and answer.problem is None:
        subject = answer.facts[0].labels.subject
        if subject in text:
            yield "name", text.replace(subject, f"{chance.choice(_BRANDS[language])} {subject}", 1)
        yield "claim", text + spaced + chance.choice(_CLAIMS[language])
        yield "promise", text + spaced + chance.choice(_PROMISES[language])
    swapped = _swapped(text, answer)
    if swapped:
        yield "swap", swapped
    denied = _denied(text, answer)
    if denied:
        yield "negation", denied
    if answer.facts and not any(fact.derivation for fact in answer.facts):
        name = answer.facts[0].labels.subject
        best = {
            "en": (f"The {name} is the cheapest of all.", f"The {name} costs less than the others."),
            "zh": (f"{name}价格最低。", f"{name}比别的价格更低。"),
        }[language]
        yield "superlative", text + spaced + chance.choice(best)
    if answer.facts and answer.problem is None:
        words = {"en": ("It has twelve fans.", "There are nine of them."), "zh": ("它有九个口袋。", "一共有八件。")}
        yield "number word", text + spaced + chance.choice(words[language])


def _swapped(text: str, answer: Answer) -> str | None:
    """Return the text with the values of two products exchanged."""
    plain = [fact for fact in answer.facts if fact.derivation is None]
    for one in plain:
        for two in plain:
            a, b = fact_value(one, answer.language), fact_value(two, answer.language)
            if one.subject != two.subject and one.property == two.property and a != b and a in text and b in text:
                return text.replace(a, "\0").replace(b, a).replace("\0", b)
    return None


def _denied(text: str, answer: Answer) -> str | None:
    pairs = {
        "en": ((" is not ", " is "), (" do not ", " do "), (" does not ", " does "), (" is ", " is not "), (" has ", " has no "), (" costs ", " does not have ")),
        "zh": (("不能搭配", "能搭配"), ("不是", "是"), ("是", "不是"), ("为", "不是"), ("带", "不带")),
    }[answer.language]  # fmt: skip
    if answer.problem is not None or not answer.facts or answer.act not in ("inform", "recommend", "compatible"):
        return None
    if any(fact.derivation and fact.derivation.kind == "rule" for fact in answer.facts) and answer.boolean is None:
        return None
    for true, false in pairs:
        if true in text:
            return text.replace(true, false, 1)
    return None
