"""Answers made by hand from realistic products of electronics and fashion, in both languages."""

# ruff: noqa: E501 (one answer a line)

from __future__ import annotations

from decimal import Decimal

from kgchat.turn import (
    Answer,
    Derivation,
    Entity,
    Fact,
    Iri,
    Labels,
    Language,
    Problem,
    PythonValue,
    Question,
    Term,
    Triple,
)

SHOP = "https://example.org/shop#"
KIND = Entity(iri=Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), label="kind")


def thing(local: str, label: str) -> Entity:
    return Entity(iri=Iri(SHOP + local), label=label)


NAMES: dict[str, tuple[str, str]] = {
    "x3d": ("AMD Ryzen 7 9800X3D", "AMD Ryzen 7 9800X3D"),
    "r9700x": ("AMD Ryzen 7 9700X", "AMD Ryzen 7 9700X"),
    "b650": ("MSI B650 Gaming Plus WiFi", "微星 B650 Gaming Plus WiFi"),
    "b850": ("Gigabyte B850 Eagle", "技嘉 B850 Eagle"),
    "case": ("Fractal Design Pop Mini", "Fractal Design Pop Mini"),
    "eatx": ("ASUS ROG Maximus Z790 Extreme", "华硕 ROG Maximus Z790 Extreme"),
    "aero": ("Aero 13", "Aero 13"),
    "linen": ("Linen Midi Dress", "亚麻中长连衣裙"),
    "floral": ("Floral Wrap Dress", "碎花裹身连衣裙"),
    "silk": ("Silk Slip Dress", "真丝吊带连衣裙"),
    "ssd": ("Crucial P3 Plus", "英睿达 P3 Plus"),
    "sneaker": ("Canvas Sneakers", "帆布运动鞋"),
    "headset": ("SteelSeries Arctis 7", "赛睿 Arctis 7"),
}
PROPERTIES: dict[str, tuple[str, str]] = {
    "price": ("price", "价格"),
    "tdp": ("TDP", "热设计功耗"),
    "cores": ("core count", "核心数"),
    "boost": ("boost clock", "加速频率"),
    "socket": ("socket", "插槽类型"),
    "slots": ("memory slots", "内存插槽数"),
    "battery": ("battery life", "续航"),
    "weight": ("weight", "重量"),
    "colour": ("colour", "颜色"),
    "material": ("material", "材质"),
    "season": ("season", "适用季节"),
    "size": ("size", "尺码"),
    "length": ("length", "裙长"),
    "wireless": ("wireless", "无线"),
    "rgb": ("RGB lighting", "RGB 灯效"),
    "waterproof": ("waterproof", "防水"),
    "capacity": ("capacity", "容量"),
    "screen": ("screen size", "屏幕尺寸"),
    "rating": ("rating", "评分"),
    "warranty": ("warranty", "保修期"),
    "pattern": ("pattern", "图案"),
    "noise": ("noise level", "噪音"),
    "board": ("board size", "板型"),
    "width": ("width", "宽度"),
    "budget": ("price", "价格"),
}


def product(key: str, language: Language) -> Entity:
    return thing(key, NAMES[key][language == "zh"])


def prop(key: str, language: Language) -> Entity:
    return thing("p-" + key, PROPERTIES[key][language == "zh"])


def fact(
    subject: str,
    property: str,
    value: PythonValue,
    language: Language,
    *,
    unit: str | None = None,
    derivation: Derivation | None = None,
) -> Fact:
    item, attribute = product(subject, language), prop(property, language)
    coded = isinstance(value, str)
    term = Term(
        value=SHOP + "v-" + str(value) if coded else value,
        kind="iri" if coded else "literal",
        label=value if isinstance(value, str) else None,
        unit=unit,
    )
    triples = () if derivation else (Triple(subject=item.iri, predicate=attribute.iri, object=term),)
    labels = Labels(subject=item.label, property=attribute.label, value=str(value))
    return Fact(
        subject=item, property=attribute, value=term, unit=unit, labels=labels, triples=triples, derivation=derivation
    )


def _t(language: Language, en: str, zh: str) -> str:
    return zh if language == "zh" else en


def _count(language: Language, over: str, size: int) -> Fact:
    return Fact(
        subject=thing("set", over), property=thing("count", _t(language, "number", "数量")),
        value=Term(value=size, kind="literal"), labels=Labels(subject=over, property="count", value=str(size)),
        derivation=Derivation(kind="count", over=over, size=size),
    )  # fmt: skip


def _group_count(language: Language, label: str, size: int) -> Fact:
    return Fact(
        subject=thing("g-" + label, label), property=thing("count", _t(language, "number", "数量")),
        value=Term(value=size, kind="literal"), labels=Labels(subject=label, property="count", value=str(size)),
        derivation=Derivation(kind="count", over=label, size=size),
    )  # fmt: skip


def _rule(
    left: str, right: str, condition: tuple[str, str], holds: bool | None, explanation: str | None, language: Language
) -> Fact:
    item, other = product(left, language), product(right, language)
    said = condition[language == "zh"]
    return Fact(
        subject=item, property=thing("c-" + condition[0], said),
        value=Term(value=bool(holds), kind="literal"), labels=Labels(subject=item.label, property=said, value=str(holds)),
        derivation=Derivation(kind="rule", other=other, holds=holds, explanation=explanation),
    )  # fmt: skip


def samples(language: Language) -> dict[str, Answer]:
    """Return named answers: every act, every problem, and the awkward ones."""
    la = language

    def t(en: str, zh: str) -> str:
        return _t(la, en, zh)

    def f(subject: str, property: str, value: PythonValue, unit: str | None = None, **more: Derivation) -> Fact:
        return fact(subject, property, value, la, unit=unit, **more)

    def a(act: str, **more: object) -> Answer:
        return Answer.model_validate({"act": act, "language": la, **more})

    usd = "USD"
    x3d = (
        f("x3d", "price", Decimal("472.99"), usd),
        f("x3d", "cores", 8),
        f("x3d", "boost", Decimal("5.2"), "GHz"),
        f("x3d", "tdp", 120, "W"),
        f("x3d", "socket", "AM5"),
    )
    r97 = (
        f("r9700x", "price", Decimal("329.00"), usd),
        f("r9700x", "cores", 8),
        f("r9700x", "boost", Decimal("5.5"), "GHz"),
        f("r9700x", "tdp", 65, "W"),
        f("r9700x", "socket", "AM5"),
    )
    linen = (
        f("linen", "price", 399, "CNY"),
        f("linen", "material", t("linen", "亚麻")),
        f("linen", "season", t("summer", "夏季")),
    )
    floral = (
        f("floral", "price", 329, "CNY"),
        f("floral", "pattern", t("floral", "碎花")),
        f("floral", "colour", t("light blue", "浅蓝色")),
    )
    silk = (f("silk", "price", 1299, "CNY"), f("silk", "material", t("silk", "真丝")))
    cool = f(
        "linen",
        "material",
        t("linen", "亚麻"),
        derivation=Derivation(kind="selling_point", explanation=t("stays cool on hot days", "大热天穿也凉快透气")),
    )
    cheap = f(
        "floral",
        "price",
        329,
        "CNY",
        derivation=Derivation(kind="superlative", direction="less", size=37, over=t("summer dress", "夏季连衣裙")),
    )
    season = Question(
        property=prop("season", la),
        options=(thing("s1", t("spring", "春季")), thing("s2", t("summer", "夏季")), thing("s3", t("autumn", "秋季"))),
    )
    occasion = Question(
        property=thing("occasion", t("occasion", "场合")), text=t("What occasion is it for", "您打算在什么场合穿")
    )
    boards = t("AM5 motherboards under $150", "150 美元以下的 AM5 主板")
    rows = (
        f("b650", "price", Decimal("139.99"), usd),
        f("b650", "slots", 4),
        f("b850", "price", Decimal("149.99"), usd),
        f("b850", "slots", 4),
    )

    def comp(subject: str, other: str, property: str, value: PythonValue, unit: str | None, direction: str) -> Fact:
        return f(
            subject,
            property,
            value,
            unit,
            derivation=Derivation.model_validate(
                {"kind": "comparison", "other": product(other, la), "direction": direction}
            ),
        )

    small = ("board size", "板型")
    bad = _rule(
        "eatx",
        "case",
        small,
        False,
        t("the EATX board is larger than the Micro ATX space of the case", "EATX 主板比机箱的 Micro ATX 空间大"),
        la,
    )
    good = _rule("b650", "x3d", ("socket", "插槽"), True, t("both use the AM5 socket", "两者都是 AM5 插槽"), la)
    good2 = _rule("b850", "x3d", ("socket", "插槽"), True, t("both use the AM5 socket", "两者都是 AM5 插槽"), la)
    unsure = _rule("b650", "x3d", ("BIOS version", "BIOS 版本"), None, None, la)
    bare = _rule("eatx", "case", ("height", "高度"), False, None, la)
    ok = _rule("eatx", "case", ("power supply", "电源"), True, t("the power supply fits", "电源装得下"), la)

    def p(code: str, **more: object) -> Problem:
        return Problem.model_validate({"code": code, **more})

    out: dict[str, Answer] = {
        "value": a("inform", facts=(x3d[3],), products=(x3d[0].subject,)),
        "price": a("inform", facts=(x3d[0],)),
        "text_value": a("inform", facts=(x3d[4],)),
        "colour": a("inform", facts=(floral[2],)),
        "weight": a("inform", facts=(f("aero", "weight", Decimal("1.1"), "kg"),)),
        "battery": a("inform", facts=(f("aero", "battery", 18, "h"),)),
        "sizes": a("inform", facts=tuple(f("linen", "size", size) for size in ("S", "M", "L"))),
        "wireless": a("inform", facts=(f("headset", "wireless", True),)),
        "not_waterproof": a("inform", facts=(f("headset", "waterproof", False),)),
        "rgb": a("inform", facts=(f("b650", "rgb", True),)),
        "two_values": a("inform", facts=x3d[:2]),
        "describe": a("inform", facts=x3d),
        "describe_dress": a("inform", facts=(*linen, *(f("linen", "size", size) for size in ("S", "M", "L")), cool)),
        "capacity": a("inform", facts=(f("ssd", "capacity", 1000, "GB"),)),
        "screen": a("inform", facts=(f("aero", "screen", Decimal("13.3"), "inch"),)),
        "slots_one": a("inform", facts=(f("b650", "slots", 1),)),
        "two_products": a("inform", facts=(x3d[3], r97[3])),
        "list": a("inform", facts=rows, products=(product("b650", la), product("b850", la)), topic=boards, total=12),
        "list_all": a("inform", facts=rows, products=(product("b650", la), product("b850", la)), topic=boards, total=2),
        "list_names": a("inform", products=(product("linen", la), product("silk", la)), topic=t("dresses", "连衣裙"), total=2),
        "list_no_topic": a("inform", facts=rows, total=12),
        "one_product": a("inform", products=(product("linen", la),)),
        "count": a("inform", intent="count", facts=(_count(la, t("OLED monitors", "OLED 显示器"), 37),), total=37),
        "count_one": a("inform", intent="count", facts=(_count(la, t("monitor with an OLED panel", "OLED 显示器"), 1),), total=1),
        "count_zero": a("inform", intent="count", facts=(_count(la, t("pink motherboards", "粉色主板"), 0),), total=0),
        "count_big": a("inform", intent="count", facts=(_count(la, t("product", "商品"), 66778),), total=66778),
        "yes": a("inform", boolean=True, facts=(x3d[4],)),
        "no": a("inform", boolean=False, facts=(f("headset", "wireless", False),)),
        "yes_some": a("inform", boolean=True, facts=rows, topic=boards, total=12),
        "yes_bare": a("inform", boolean=True, understood=t("Is there a pink motherboard?", "有粉色主板吗")),
        "no_bare": a("inform", boolean=False),
        "yes_count": a("inform", boolean=True, facts=(_count(la, t("red dress", "红色连衣裙"), 3),)),
        "cheapest": a("inform", facts=(cheap,), topic=t("cheapest summer dress", "最便宜的夏季连衣裙")),
        "cheapest_more": a("inform", facts=(cheap, *floral)),
        "lightest": a("inform", facts=(f("aero", "weight", Decimal("1.1"), "kg", derivation=Derivation(kind="superlative", direction="less", size=14, over=t("laptop", "笔记本"))),)),
        "most_slots": a("inform", facts=(f("b650", "slots", 4, derivation=Derivation(kind="superlative", direction="more", size=120, over=t("AM5 motherboards", "AM5 主板"))),)),
        "top2": a("inform", facts=(cheap, f("linen", "price", 399, "CNY", derivation=Derivation(kind="superlative", direction="less", size=37, over=t("summer dress", "夏季连衣裙"))))),
        "average": a("inform", facts=(Fact(subject=thing("set", boards), property=prop("price", la), value=Term(value=131.25, kind="literal", unit=usd), unit=usd, labels=Labels(subject=boards, property="price", value="131.25"), derivation=Derivation(kind="aggregate", function="average", over=boards, size=12)),)),
        "table": a("inform", topic=t("monitors by panel type", "各面板类型的显示器"), facts=(_group_count(la, "IPS", 512), _group_count(la, "VA", 230), _group_count(la, "OLED", 37))),
        "table_average": a("inform", topic=t("CPUs by brand", "各品牌处理器"), facts=tuple(Fact(subject=thing(b, b), property=prop("price", la), value=Term(value=v, kind="literal", unit=usd), unit=usd, labels=Labels(subject=b, property="price", value=str(v)), derivation=Derivation(kind="aggregate", function="average", over=b, size=9)) for b, v in (("AMD", 301.5), ("Intel", 288.25)))),
        "compare": a("compare", facts=(*x3d, *r97)),
        "compare_equal": a("compare", boolean=False, facts=(r97[1], x3d[1])),
        "compare_yes": a("compare", boolean=True, facts=(r97[3], x3d[3])),
        "compare_same": a("compare", facts=(r97[1], x3d[1])),
        "lighter_of_two": a("inform", products=(product("sneaker", la),), facts=(f("sneaker", "weight", 740, "g", derivation=Derivation(kind="superlative", direction="less", size=2, over=t("Canvas Sneakers, Linen Midi Dress", "帆布运动鞋、亚麻中长连衣裙"))),)),
        "named": a("inform", products=(product("x3d", la), product("b650", la)), topic=t("AMD Ryzen 7 9800X3D, MSI B650 Gaming Plus WiFi", "AMD Ryzen 7 9800X3D、微星 B650 Gaming Plus WiFi"), facts=(*x3d, rows[0])),
        "ordered": a("inform", total=40, topic=t("AM5 boards by price, lowest first", "AM5 主板（按价格从低到高）"), facts=rows),
        "ordered_first": a("inform", topic=t("AM5 boards by price, lowest first", "AM5 主板（按价格从低到高）"), facts=rows),
        "kinds": a("clarify", question=Question(property=KIND, options=(thing("k1", t("bag", "包")), thing("k2", t("shoe", "鞋子"))))),
        "kinds_to_go_with": a("clarify", topic="AMD Ryzen 7 9800X3D", products=(product("x3d", la),), question=Question(property=KIND, options=(thing("k1", t("motherboard", "主板")), thing("k2", t("memory kit", "内存条"))))),
        "depends": a("compatible", intent="compatibility", facts=(_rule("eatx", "case", ("board size", "主板版型"), None, t("the board size depends on the model", "主板版型因型号而异"), la),)),
        "plural_name": a("inform", facts=(f("sneaker", "price", 159, "CNY"), f("sneaker", "weight", 740, "g"))),
        "compare_tradeoff": a("compare", facts=(*x3d[:4], *r97[:4], comp("r9700x", "x3d", "price", Decimal("329.00"), usd, "less"), comp("r9700x", "x3d", "boost", Decimal("5.5"), "GHz", "more"), comp("x3d", "r9700x", "tdp", 120, "W", "more"))),
        "compare_dresses": a("compare", facts=(*linen, *floral, comp("floral", "linen", "price", 329, "CNY", "less"))),
        "fits_not": a("compatible", intent="compatibility", boolean=False, facts=(bad, ok)),
        "fits": a("compatible", intent="compatibility", boolean=True, facts=(good,)),
        "fits_unsure": a("compatible", intent="compatibility", facts=(good, unsure)),
        "fits_bare": a("compatible", boolean=False, facts=(bare,)),
        "fitting": a("compatible", products=(product("b650", la), product("b850", la)), total=40, topic=t("motherboards for the AMD Ryzen 7 9800X3D", "适配 AMD Ryzen 7 9800X3D 的主板"), facts=(*rows, good, good2)),
        "fitting_few": a("compatible", products=(product("b650", la), product("b850", la)), facts=(rows[0], rows[2], good, good2)),
        "why_not": a("why_not", intent="why_not", boolean=False, facts=(bad, ok)),
        "why_not_two": a("why_not", intent="why_not", facts=(bad, bare)),
        "recommend": a("recommend", facts=(*linen, cool, *floral, cheap), question=occasion, total=37, topic=t("summer dresses", "夏季连衣裙")),
        "recommend_three": a("recommend", facts=(*linen, cool, *floral, cheap, *silk), question=season),
        "recommend_one": a("recommend", facts=(*linen, cool)),
        "recommend_cpu": a("recommend", facts=(*x3d, *r97), question=Question(property=prop("budget", la)), total=210, topic=t("AM5 processors", "AM5 处理器")),
        "recommend_names": a("recommend", products=(product("linen", la), product("silk", la)), question=season),
        "clarify": a("clarify", question=season, total=64, topic=t("dresses", "连衣裙")),
        "clarify_free": a("clarify", question=Question(property=prop("budget", la))),
        "clarify_reading": a("clarify", understood=t("motherboards with four memory slots", "有四个内存插槽的主板")),
        "clarify_which": a("clarify", products=(product("x3d", la), product("r9700x", la))),
        "confirm": a("confirm", topic=t("black dresses", "黑色连衣裙")),
        "confirm_bare": a("confirm"),
        "rows": a("inform", columns=("brand", "n"), rows=({"brand": Term(value=SHOP + "msi", kind="iri", label="MSI"), "n": Term(value=14, kind="literal")},)),
        "nothing": a("inform"),
        "hand_over": a("hand_over", intent="hand_over"),
    }  # fmt: skip
    for intent in ("greeting", "goodbye", "thanks", "affirm", "deny", "help", "chitchat", "complaint"):
        out[intent] = a("small_talk", intent=intent)
    for intent in ("order_status", "place_order", "shipping", "returns", "payment", "promotion", "complaint"):
        out["not_recorded_" + intent] = a("cannot_answer", intent=intent, problem=p("not_recorded"))
    cannot: dict[str, Problem] = {
        "empty": p("empty_message"),
        "too_long": p("too_long"),
        "no_words": p("no_words"),
        "not_understood": p("not_understood"),
        "not_understood_words": p("not_understood", words=("flurble",)),
        "unknown_word": p("unknown_word", words=("Aeroo 14",)),
        "unknown_word_near": p("unknown_word", words=("Aeroo",), nearest=(product("aero", la),)),
        "unknown_value": p("unknown_value", subject=product("x3d", la), property=prop("warranty", la)),
        "no_property": p("no_such_property", subject=product("x3d", la), words=(t("warranty", "保修"),)),
        "no_property_near": p("no_such_property", subject=product("x3d", la), words=(t("warranty", "保修"),), nearest=(prop("tdp", la), prop("price", la))),
        "no_results": p("no_results"),
        "no_results_words": p("no_results", words=(t("under $20", "20 美元以下"),), nearest=(product("ssd", la),)),
        "no_rule": p("no_rule", subject=product("linen", la), nearest=(product("x3d", la),)),
        "no_rule_bare": p("no_rule"),
        "contradiction": p("contradiction", words=(t("over $200", "200 美元以上"), t("under $100", "100 美元以下"))),
        "contradiction_bare": p("contradiction"),
        "out_of_scope": p("out_of_scope"),
        "other_unit": p("other_unit", words=(t("under 20 euros", "20 欧元以下"),), property=prop("price", la)),
        "time_limit": p("time_limit"),
    }  # fmt: skip
    for key, problem in cannot.items():
        out[key] = a("cannot_answer", intent="product_question", problem=problem)
    out["left_aside"] = out["list"].model_copy(update={"problem": p("unknown_word", words=(t("sparkly", "闪亮"),))})
    out["left_aside_unit"] = out["recommend"].model_copy(update={"problem": cannot["other_unit"]})
    out["no_results_topic"] = a("cannot_answer", topic=t("pink motherboard", "粉色主板"), problem=p("no_results"))
    out["unknown_value_known"] = a("cannot_answer", problem=cannot["unknown_value"], facts=x3d[:3])
    odd = f("aero", "colour", "<b>[red|blue]</b> {name}\u202e\x07 " + "x" * 500)
    out["odd_value"] = a("inform", facts=(odd,))
    out["empty_label"] = a("inform", facts=(odd.model_copy(update={"subject": thing("secret-thing", "")}),))
    return out
