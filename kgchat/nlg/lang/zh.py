"""Chinese wording of every outline. The twin of `en`: the same names, the same cases."""

# ruff: noqa: E501 (templates and tables are read whole)

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from kgchat.formatting import clean, fact_value, is_currency, listed, name_text, names_part, term_text, unranked
from kgchat.formatting import number_text as number
from kgchat.nlg.planning import KIND, Group, Outline, PropertyValues, kind_of, names_of, news, topic_of, unproved
from kgchat.nlg.wording import Plan, Sentence, Slot, Wording, joined, parse
from kgchat.turn import Answer, Entity, Fact, Problem, Question, Term

LANGUAGE = "zh"
SPACED = False  # sentences follow each other without a space
MOST_ITEMS = 5  # things named in a list
MOST_FACTS = 6  # attributes said of one thing
MOST_WORDS = 3  # of the customer's words that are quoted as unknown

# Chinese counts nouns with their own measure words; the noun's last characters decide, longest first.
_MEASURES = {
    "连衣裙": "条", "半身裙": "条", "裙子": "条", "裙": "条", "裤子": "条", "裤": "条", "围巾": "条", "腰带": "条", "项链": "条",
    "内存条": "条", "鞋子": "双", "靴子": "双", "鞋": "双", "靴": "双", "袜": "双", "手套": "副", "眼镜": "副", "耳机": "副", "耳环": "对",
    "外套": "件", "大衣": "件", "上衣": "件", "衬衫": "件", "毛衣": "件", "T恤": "件", "风衣": "件", "夹克": "件", "衣": "件",
    "包": "个", "包包": "个", "帽子": "顶", "帽": "顶", "手表": "块", "主板": "块", "显卡": "块", "硬盘": "块", "声卡": "块",
    "网卡": "块", "显示器": "台", "电视": "台", "电脑": "台", "笔记本": "台", "相机": "台", "打印机": "台", "手机": "部",
    "键盘": "把", "椅": "把", "鼠标": "只", "颜色": "种", "类型": "种", "材质": "种", "款式": "款", "品牌": "个", "条件": "个",
}  # fmt: skip
_YES = {"支持": "不支持", "带": "不带", "有": "没有", "含": "不含", "可": "不可", "是": "不是", "具备": "不具备"}
_SMALL = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五"}


# --------------------------------------------------------------------------- words


def name(entity: Entity) -> Slot:
    return Slot(name_text(entity.label, entity.iri, "zh"), "name")


def label(entity: Entity) -> str:
    """Return a property's label as it is said in a sentence."""
    return name_text(entity.label, entity.iri, "zh")


def measure(noun: str) -> str:
    """Return the measure word of a noun phrase by its last characters; "款" for products without one of their own."""
    head = noun.rstrip("。，, ")
    for length in (3, 2, 1):
        if head[-length:] in _MEASURES:
            return _MEASURES[head[-length:]]
    return "款"


def counted(size: int, over: str) -> Wording:
    """Return "37 台 OLED 显示器"."""
    noun = clean(over)
    return parse("{n}{m}{o}", n=Slot(number(size, "zh"), "number"), m=Slot(measure(noun)), o=Slot(noun, "words"))


def small(count: int) -> str:
    return _SMALL.get(count, number(count, "zh"))


def values(pv: PropertyValues) -> Slot:
    return Slot(listed([fact_value(fact, "zh") for fact in pv.facts], "zh"), "value")


def prop(pv: PropertyValues) -> Slot:
    return Slot(label(pv.property), "property")


def numeric(fact: Fact) -> bool:
    value = fact.value.value
    return isinstance(value, int | float | Decimal | dt.timedelta) and not isinstance(value, bool)


def money(fact: Fact) -> bool:
    return is_currency(fact.unit or fact.value.unit)


def clause(pv: PropertyValues) -> Wording:
    """Return what follows the subject's 的 or a comma: "价格是 399 元", "材质为棉", "支持蓝牙"."""
    fact, said = pv.facts[0], label(pv.property)
    if isinstance(fact.value.value, bool):
        for positive, negative in _YES.items():
            if said.startswith(positive) and not said.startswith("是否"):
                rest = said.removeprefix(positive)
                return parse("{w}", w=Slot(said if fact.value.value else negative + rest, "property"))
        return _yes_no(said.removeprefix("是否"), fact.value.value)
    if len(pv.facts) > 1:
        return parse("{p}有{v}", p=prop(pv), v=values(pv))
    if _is_price(pv):
        return parse("[售价|价格是|价格为]{v}", v=values(pv))
    return parse("{p}[是|为]{v}", p=prop(pv), v=values(pv))


def _yes_no(said: str, holds: bool) -> Wording:
    """Return "是防水的" for what describes, "带 RGB 灯效" for what a thing has, and their negations."""
    describes = len(said) <= 3 and not said.isascii() and not names_part(said)
    if describes:
        return parse("是{p}的" if holds else "不是{p}的", p=Slot(said, "property"))
    return parse("带{p}" if holds else "不带{p}", p=Slot(said, "property"))


def about(subject: Wording, of: tuple[PropertyValues, ...]) -> list[Sentence]:
    """Return one sentence with all the values of the subject."""
    if not of:
        return []
    first, *rest = [clause(pv) for pv in of]
    # 支持蓝牙 follows its subject directly, 材质是棉 after 的
    direct = isinstance(of[0].facts[0].value.value, bool) or _is_price(of[0])
    link: Wording = ("",) if direct or not subject else ("的",)
    if subject and _is_price(of[0]):  # 售价 follows its subject directly, 价格 after 的
        first = parse("[售价|的价格是|的价格为]{v}", v=values(of[0]))
    wording = (*subject, *link, *joined([first, *rest], "，", "，"), "。")
    return [Sentence(wording, facts_of(of))]


def _is_price(pv: PropertyValues) -> bool:
    return money(pv.facts[0]) and label(pv.property) in ("价格", "售价") and len(pv.facts) == 1


def facts_of(of: object) -> tuple[Fact, ...]:
    return tuple(fact for pv in of for fact in pv.facts)  # type: ignore[attr-defined]


def detail(pv: PropertyValues) -> Wording:
    """Return a value for a list line: "399 元", "材质棉", "内存插槽数 4"."""
    fact = pv.facts[0]
    if isinstance(fact.value.value, bool):
        return clause(pv)
    if _is_price(pv):
        return (values(pv),)
    return parse("{p}{v}" if numeric(fact) else "{p}为{v}", p=prop(pv), v=values(pv))


def sentence(text: str) -> str:
    """Return an analyst's or another text as a sentence with its full stop."""
    said = clean(text, 400)
    return said if said.endswith(("。", "！", "？", "…", ".", "!", "?")) else said + "。"


def quoted(words: tuple[str, ...]) -> Slot:
    return Slot("、".join(f"“{clean(word, 60)}”" for word in words), "quote")


# --------------------------------------------------------------------------- acts


def problem(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    assert answer.problem is not None
    sentences = problem_sentences(answer.problem, answer)
    if answer.problem.code in ("unknown_value", "no_such_property", "no_results", "no_rule") and outline.groups:
        sentences += _what_is_known(outline)
    return sentences


def _what_is_known(outline: Outline) -> list[Sentence]:
    group = outline.groups[0]
    if len(outline.groups) == 1 and group.values:
        first, *rest = about((), group.values[:4])
        return [
            Sentence((*parse("[能告诉您的是：|目前查得到的有：|已有的资料是：]"), *first.wording), first.facts),
            *rest,
        ]
    assert outline.answer.problem is not None
    if outline.answer.problem.code == "no_results":
        return [Sentence(parse("[最接近的有：|比较接近的是：]")), *item_lines(outline)]
    return []


def left_aside(problem: Problem) -> list[Sentence]:
    """Say which of the customer's words had no part in the answer that follows."""
    words = problem.words
    if problem.code == "other_unit" and problem.property:
        converted = _say(
            "[目录里的{p}用的是另一种单位，{said}没法换算，先放在一边。|{said}和目录里{p}的单位不同，我没有换算，先放在一边。]",
            said=quoted(words[:1]), p=Slot(problem.property.label, "property"),
        )  # fmt: skip
        return [*converted, *(_left_aside(words[1:]) if words[1:] else ())]
    return _left_aside(words)


def _left_aside(words: tuple[str, ...]) -> list[Sentence]:
    if not words or len(words) > MOST_WORDS:
        return _say("[您说的有些内容目录里对不上，我先按其余的来看。|有些话我没能对应到目录里，先按其他条件来看。]")
    return _say("[{said}在目录里对不上，先放在一边。|没找到和{said}对应的内容，先按其他条件来看。]", said=quoted(words))


def problem_sentences(problem: Problem, answer: Answer | None = None) -> list[Sentence]:
    """Return the sentences that say why there is no (full) answer."""
    code = problem.code
    near = Slot(listed([name(entity).text for entity in problem.nearest[:4]], "zh", "或"), "name")
    said = quoted(problem.words[:4])
    topic = Slot(topic_of(answer)[0] if answer else "", "words")
    if code == "empty_message":
        return _say("[没有收到您的文字。|您的消息好像是空的。]请问想找什么？")
    if code == "too_long":
        return _say("这条消息太长了，我读不准。能用一两句话说说吗？")
    if code == "no_words":
        return _say("[我没能从中读出文字。|这条消息里没有我能读懂的文字。]请问想找什么？")
    if code == "unknown_word":
        if not problem.words:
            return _say("[有个词我不认识。|其中有个词我没见过。]能换个说法吗？")
        tail = "您是想说{near}吗？" if problem.nearest else "能换个说法吗？"
        return _say("[目录里没有叫{said}的。|我在目录里找不到{said}。]" + tail, said=said, near=near)
    if code in ("unknown_value", "no_such_property"):
        return _missing(problem)
    if code == "other_unit":
        return left_aside(problem)
    if code == "no_results":
        return _no_results(problem, topic, near)
    if code == "no_rule":
        if problem.subject and problem.nearest:
            return _say(
                "[目录里没有关于{s}和{near}的搭配规则，我不能乱猜。|{s}和{near}能不能搭配，目录里没有规则可查，我不好下结论。]",
                s=name(problem.subject), near=near,
            )  # fmt: skip
        return _say("[目录里没有这种搭配的规则，我不能乱猜。|这种搭配没有规则可查，我不好下结论。]")
    if code == "contradiction":
        if problem.words:
            return _say("[这几个要求互相矛盾：{said}。|{said}没法同时满足。]您更看重哪一个？", said=said)
        return _say("这些要求互相矛盾，没有商品能同时满足。您更看重哪一个？")
    if code == "time_limit":
        return _say("[这个问题算得太久，我先停下了。|查询用时太长，我先中止了。]能把范围缩小一点吗？")
    if code == "not_recorded":
        return _not_recorded(answer)
    if code == "out_of_scope":
        return _say(
            "[这个超出了我了解的范围。|这个我帮不上忙。]我熟悉的是目录里的商品：[推荐、比较、查参数都可以问我。|您可以让我推荐、比较或查参数。]"
        )
    if problem.words:
        return _say("[我没太明白{said}的意思。|{said}我没有理解。]能换个说法吗？", said=said)
    return _say("[我没太明白您的意思。|抱歉，我没听懂。]能换个说法吗？比如说出商品种类或想要的特点。")


def _missing(problem: Problem) -> list[Sentence]:
    what = label(problem.property) if problem.property else (clean(problem.words[0], 60) if problem.words else "")
    subject: Wording = (name(problem.subject),) if problem.subject else ("它",)
    if not what:
        return _say("[目录里没有记录{s}的这项信息。|{s}的这项信息，目录里查不到。]", s=subject)
    tail = "目录里有的是{near}。" if problem.nearest and problem.code == "no_such_property" else ""
    return _say(
        "[目录里没有记录{s}的{p}，我不能乱说。|{s}的{p}目录里没有记录，暂时没法告诉您。|抱歉，{s}的{p}在目录里查不到。]" + tail,
        p=Slot(what, "property"), s=subject, near=Slot(listed([label(entity) for entity in problem.nearest[:4]], "zh"), "property"),
    )  # fmt: skip


def _no_results(problem: Problem, topic: Slot, near: Slot) -> list[Sentence]:
    if topic.text:
        sentences = _say("[没有找到{topic}。|目录里没有{topic}。|很抱歉，没有{topic}。]", topic=topic)
    else:
        sentences = _say("[目录里没有同时符合这些条件的商品。|没有找到全部符合要求的商品。]")
    if problem.words:
        sentences += _say("[卡在{said}这个条件上。|主要是{said}这一条满足不了。]", said=quoted(problem.words[:3]))
    elif problem.property:
        sentences += _say("卡在{p}这个条件上。", p=Slot(label(problem.property), "property"))
    if problem.nearest:
        sentences += _say("[最接近的是{near}。|比较接近的有{near}。]", near=near)
    else:
        sentences += _say("[要不要放宽一个条件？|您愿意放宽其中一条吗？]")
    return sentences


_NOT_RECORDED = {
    "order_status": "订单",
    "place_order": "下单和结账",
    "shipping": "配送和物流",
    "returns": "退换货和退款",
    "payment": "付款",
    "promotion": "优惠和促销",
    "complaint": "以往的购买记录",
}


def _not_recorded(answer: Answer | None) -> list[Sentence]:
    what = _NOT_RECORDED.get(answer.intent if answer else "", "这方面")
    sorry = "很抱歉给您添了麻烦。" if answer and answer.intent == "complaint" else ""
    return _say(
        sorry + "[我这里只有商品目录，没有" + what + "的信息。|商品目录里没有" + what + "的信息，我不能乱说。]"
        "[店里的同事可以帮您，要为您转人工吗？|需要为您转接人工吗？]"
    )


def small_talk(outline: Outline) -> list[Sentence]:
    return _say(_SMALL_TALK.get(outline.answer.intent, _SMALL_TALK["chitchat"])) + question(outline.answer.question)


_SMALL_TALK = {
    "greeting": "[您好！|您好，欢迎光临！|您好呀！][今天想看点什么？|想找什么样的商品？|有什么可以帮您？]",
    "goodbye": "[再见！|再会！|下次见！][欢迎随时再来。|很高兴和您聊天。]",
    "thanks": "[不客气！|别客气！|很高兴能帮到您！][还有什么要查的吗？|还想了解些什么？]",
    "affirm": "[好的。|没问题。|好嘞。][接下来想了解什么？|我们继续看点什么？]",
    "deny": "[好的，没关系。|没关系。|明白了。][您更想要什么样的？|那您觉得什么样的更合适？]",
    "help": "我可以推荐商品、查参数、逐项比较、统计和排序，也能看哪些商品可以搭配。[直接用中文或英文问我就行。|用您习惯的说法问就可以，中英文都行。]",
    "chitchat": "[聊商品我最在行。|我最熟悉的还是这里的商品。][有什么想让我帮忙找的吗？|想看点什么？]",
    "complaint": "[很抱歉让您有不好的体验。|实在抱歉，这确实让人着急。][我这里只有商品目录，可以为您转人工，也可以帮您找更合适的商品。"
    "|这件事由人工来处理更好，要为您转接吗？我也可以帮您找更合适的商品。]",
}


def hand_over(outline: Outline) -> list[Sentence]:
    sorry = "[很抱歉给您添了麻烦。|实在抱歉，这确实让人着急。]"
    return _say(
        (sorry if outline.answer.intent == "complaint" else "")
        + "[好的，这就为您转人工。|没问题，为您转接人工。][我们的对话会一并转过去。|前面聊的内容对方也能看到，您不用重复。]"
    )


def clarify(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    head: list[Sentence] = []
    if answer.problem and answer.problem.code not in ("not_understood",):
        head = problem_sentences(answer.problem, answer)
        if answer.question is None:
            return head
    if answer.question:
        if not head and answer.total and answer.topic:
            head = [Sentence(parse("[目前有{n}。|符合的有{n}。]", n=counted(answer.total, answer.topic)))]
        if (
            answer.question.property.iri == KIND
            and answer.topic
            and answer.question.options
            and not answer.question.text
        ):
            options = Slot(listed([name(option).text for option in answer.question.options[:6]], "zh", "还是"), "value")
            subject = name(answer.products[0]) if answer.products else Slot(clean(answer.topic), "words")
            return head + _say("[您想给{t}配什么：{o}？|您想找哪一类来搭配{t}：{o}？]", t=subject, o=options)
        return head + question(answer.question)
    if len(answer.products) > 1:
        names = Slot(listed([name(product).text for product in answer.products[:4]], "zh", "还是"), "name")
        return _say("[您指的是|您说的是]{names}？", names=names)
    if answer.understood:
        return _say("[您的意思是：{u}，对吗？|跟您确认一下：{u}，对吗？]", u=Slot(clean(answer.understood), "words"))
    return problem_sentences(answer.problem or Problem(code="not_understood"), answer)


def question(question: Question | None) -> list[Sentence]:
    """Return the one question back: the analyst's words, or built from the label and the options."""
    if question is None:
        return []
    if question.text:
        said = clean(question.text, 300)
        return [Sentence((Slot(said if said.endswith(("？", "?")) else said.rstrip("。！.!") + "？", "words"),))]
    asked = Slot(label(question.property), "property")
    if question.property.iri == KIND and question.options:
        kinds = Slot(listed([name(option).text for option in question.options[:6]], "zh", "还是"), "value")
        return _say("[您想看哪一类：{o}？|您在找哪类商品：{o}？]", o=kinds)
    if question.options:
        options = Slot(listed([name(option).text for option in question.options[:4]], "zh", "还是"), "value")
        return _say("[{p}方面，您想要{o}？|您对{p}有偏好吗，{o}？|{p}您更喜欢哪种：{o}？]", p=asked, o=options)
    return _say("[您对{p}有什么要求吗？|{p}方面您有什么想法？]", p=asked)


def confirm(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    if answer.boolean is not None and outline.groups:
        return boolean(outline)
    said = Slot(clean(answer.topic or answer.understood), "words")
    if outline.groups and any(group.values for group in outline.groups):
        head = _say("[好的，按{u}来看。|好的，记下了：{u}。]", u=said) if said.text else _say("[好的。|没问题。]")
        return head + body(outline) + question(answer.question)
    if said.text:
        return _say("[好的，{u}。|记下了：{u}。|没问题，{u}。]", u=said) + question(answer.question)
    return _say("[好的。|没问题。|记下了。][接下来想看什么？|接下来想了解什么？]")


def recommend(outline: Outline) -> list[Sentence]:
    answer, groups = outline.answer, outline.groups[:3]
    topic, _ = topic_of(answer)
    measures = {measure(name(group.subject).text) for group in groups}
    noun = measure(topic) if topic else (measures.pop() if len(measures) == 1 else "款")
    k = Slot(small(len(groups)) + noun, "number")
    if len(groups) == 1:
        head = parse("[有一" + noun + "想推荐给您。|为您选了这" + noun + "。|这" + noun + "值得看看。]")
    elif answer.total and answer.total > len(groups) and topic:
        head = parse(
            "[一共有{n}，先为您挑了{k}：|{n}里，我先推荐这{k}：|符合的有{n}，可以先看看这{k}：]",
            n=counted(answer.total, topic), k=k,
        )  # fmt: skip
    else:
        head = parse("[为您推荐这{k}：|这{k}值得看看：|我会先推荐这{k}：]", k=k)
    sentences = [Sentence(head)]
    sentences += [Sentence(*_suggestion(group), line=len(groups) > 1) for group in groups]
    return sentences + question(answer.question)


def _suggestion(group: Group) -> tuple[Wording, tuple[Fact, ...]]:
    """Return one product's line: name, two or three facts, and the reason to take it."""
    proved = {fact.property.iri for fact in group.superlatives}
    chosen = [pv for pv in group.values if pv.property.iri not in proved][: 2 if proved else 3]
    wording: Wording = (name(group.subject),)
    used = list(facts_of(chosen))
    if chosen:
        wording = (*wording, "：", *joined([clause(pv) for pv in chosen], "，", "，"))
    extra: list[Wording] = []
    for fact in group.superlatives[:1]:
        extra.append(superlative_phrase(fact))
        used.append(fact)
    for fact in group.points[: 1 if extra else 2]:
        if fact.derivation and fact.derivation.explanation:
            extra.append(parse("{b}", b=Slot(clean(fact.derivation.explanation, 200).rstrip("。."), "words")))
            used.append(fact)
    if extra:
        reason = joined(extra, "，", "，")
        lead = parse("[。它的亮点：|。推荐理由：|。它]") if chosen else parse("：")
        wording = (*wording, *lead, *reason)
    return (*wording, "。") if used else wording, tuple(used)


def superlative_phrase(fact: Fact) -> Wording:
    """Return "在 37 台 OLED 显示器里价格最低，399 元"."""
    derivation = fact.derivation
    assert derivation is not None
    over = clean(derivation.over or "")
    among: Wording = ()
    named = names_of(over, fact.subject, "zh")
    if named:
        among = parse("在这{k}里", k=Slot(small(named) + "款", "number"))
    elif derivation.size and derivation.size > 1:
        among = parse("在{n}[里|中]", n=counted(derivation.size, over or "商品"))
    elif over:
        among = parse("在{o}[里|中]", o=Slot(over, "words"))
    return (
        *among,
        *_most(fact),
        *parse("，[只要|为]{v}" if _cheap(fact) else "，为{v}", v=Slot(fact_value(fact, "zh"), "value")),
    )


def _cheap(fact: Fact) -> bool:
    return bool(fact.derivation and fact.derivation.direction == "less" and money(fact))


def _most(fact: Fact) -> Wording:
    less = bool(fact.derivation and fact.derivation.direction == "less")
    said = label(fact.property)
    return parse("{p}" + _degree(said, less, money(fact)), p=Slot(said, "property"))


def _degree(said: str, less: bool, money: bool) -> str:
    """Return the superlative that Chinese uses with the noun: 价格最低, 重量最轻, 核心数最多."""
    pairs = {
        "重": ("最轻", "最重"), "重量": ("最轻", "最重"), "数": ("最少", "最多"), "数量": ("最少", "最多"), "长度": ("最短", "最长"),
        "长": ("最短", "最长"), "时间": ("最短", "最长"), "续航": ("最短", "最长"), "尺寸": ("最小", "最大"), "容量": ("最小", "最大"), "显存": ("最小", "最大"), "内存": ("最小", "最大"),
        "面积": ("最小", "最大"), "体积": ("最小", "最大"), "噪音": ("最小", "最大"), "噪声": ("最小", "最大"), "功率": ("最小", "最大"),
        "宽度": ("最窄", "最宽"), "厚度": ("最薄", "最厚"),
    }  # fmt: skip
    if not money:
        for tail, (low, high) in sorted(pairs.items(), key=lambda item: -len(item[0])):
            if said.endswith(tail):
                return low if less else high
    return "最低" if less else "最高"


def superlative(outline: Outline) -> list[Sentence]:
    leads = [group for group in outline.groups if group.superlatives]
    if len(leads) > 1:
        first = leads[0].superlatives[0]
        derivation = first.derivation
        assert derivation is not None
        over = clean(derivation.over or "")
        k = Slot(small(len(leads)) + measure(over), "number")
        if derivation.size and derivation.size > 1:
            head = parse("{n}[里|中]，{m}的{k}：", n=counted(derivation.size, over or "商品"), m=_most(first), k=k)
        elif over:
            head = parse("{o}[里|中]，{m}的{k}：", o=Slot(over, "words"), m=_most(first), k=k)
        else:
            head = parse("{m}的{k}：", m=_most(first), k=k)
        lines = [Sentence(*_line(group), line=True) for group in leads[:10]]
        return [Sentence(head, (first,)), *lines, *question(outline.answer.question)]
    group = leads[0]
    fact = group.superlatives[0]
    sentences = [Sentence((name(group.subject), *superlative_phrase(fact), "。"), (fact,))]
    others = tuple(pv for pv in group.values if pv.property.iri != fact.property.iri)
    others = news(others, lambda pv: values(pv).text, clean((fact.derivation and fact.derivation.over) or ""))[:3]
    sentences += about(("它",), others)
    return sentences + _points(group) + question(outline.answer.question)


def _points(group: Group, most: int = 2) -> list[Sentence]:
    return [
        Sentence(parse("它{b}。", b=Slot(clean(fact.derivation.explanation, 200).rstrip("。."), "words")), (fact,))
        for fact in group.points[:most]
        if fact.derivation and fact.derivation.explanation
    ]


def _line(group: Group, topic: str = "") -> tuple[Wording, tuple[Fact, ...]]:
    """Return a thing with its values, and the facts said; what the topic says of all is not said again of each."""
    of = news(group.values, lambda pv: values(pv).text, topic)[:4]
    said = facts_of(group.values[:4] if topic else of)
    if not of:
        return (name(group.subject),), said
    details = joined([detail(pv) for pv in of], "，", "，")
    return parse("{n}：{d}", n=name(group.subject), d=details), tuple(dict.fromkeys((*said, *facts_of(of))))


def item_lines(outline: Outline, most: int = MOST_ITEMS, topic: str = "") -> list[Sentence]:
    return [Sentence(*_line(group, topic), line=True) for group in outline.groups[:most]]


def things(outline: Outline) -> list[Sentence]:
    """Word a list: how many match, then the first of them with the asked attributes."""
    answer, shown = outline.answer, min(len(outline.groups), MOST_ITEMS)
    topic, order = topic_of(answer)
    total = answer.total or len(outline.groups)
    n = counted(total, topic) if topic else parse("{n}款", n=Slot(number(total, "zh"), "number"))
    k = Slot(small(shown) + measure(topic), "number")
    by = Slot(order, "words")
    if order and answer.total is None and topic:
        first = parse("{k}{t}", k=k, t=Slot(topic, "words"))
        head = parse("[{by}，前{f}是：|{by}排，前{f}：]", by=by, f=first)
    elif order and topic:
        head = parse("[一共有{n}，{by}，前{k}是：|找到{n}，{by}排，先看前{k}：]", n=n, by=by, k=k)
        if total <= shown:
            head = parse("[一共有{n}，{by}是：|找到{n}，{by}是：]", n=n, by=by)
    elif total > shown:
        head = parse("[一共有{n}，先看前{k}：|找到{n}，前{k}是：]", n=n, k=k)
    elif topic:
        head = parse("[一共有{n}：|找到{n}：]", n=n)
    elif len({pv.property.iri for group in outline.groups for pv in group.values}) == 1 and shown < 4:
        return [one for group in outline.groups for one in about((name(group.subject),), group.values)]
    else:
        head = parse("[查到的结果：|给您列出来：]")
    return [Sentence(head), *item_lines(outline, topic=topic), *question(answer.question)]


def describe(outline: Outline) -> list[Sentence]:
    answer, group = outline.answer, outline.groups[0]
    if not group.values and not group.points:
        if group.absences:
            return absence(group)
        return _say("[是{s}。|找到一款：{s}。|有一款：{s}。]", s=name(group.subject)) + question(answer.question)
    sentences: list[Sentence] = []
    shown = group.values[:MOST_FACTS]
    for start in range(0, len(shown), 3):
        subject: Wording = (name(group.subject),) if start == 0 else ("它",)
        sentences += about(subject, shown[start : start + 3])
    return sentences + _points(group) + absence(group) + question(answer.question)


def absence(group: Group) -> list[Sentence]:
    subject: Wording = ("它",) if group.values else (name(group.subject),)
    return [
        Sentence(
            parse(
                "[目录里没有记录{s}的{p}。|{s}的{p}目录里没有记录。]",
                s=subject,
                p=Slot(label(fact.property), "property"),
            ),
            (fact,),
        )
        for fact in group.absences[:3]
    ]


def count(outline: Outline) -> list[Sentence]:
    fact = outline.counts[0]
    derivation = fact.derivation
    assert derivation is not None
    size = derivation.size if derivation.size is not None else int(str(fact.value.value))
    over, _ = unranked(clean(derivation.over or outline.answer.topic), "zh")
    if size == 0:
        wording = parse(
            "[目录里没有{o}。|一{m}{o}也没有。]", o=Slot(over or "符合的商品", "words"), m=Slot(measure(over))
        )
    else:
        n = counted(size, over or "商品")
        wording = parse("[目录里一共有{n}。|一共有{n}。|数了一下，有{n}。]", n=n)
    sentences = [Sentence(wording, (fact,))]
    if outline.groups and any(group.values for group in outline.groups):
        sentences += [Sentence(parse("[比如：|其中有：]")), *item_lines(outline, 3)]
    return sentences + question(outline.answer.question)


_FUNCTIONS = {"sum": "总", "average": "平均", "minimum": "最低", "maximum": "最高", "count": "数量"}


def aggregate_value(fact: Fact) -> Slot:
    value = fact.value.value
    if isinstance(value, float | Decimal) and not (fact.unit and is_currency(fact.unit)):
        fact = fact.model_copy(update={"value": fact.value.model_copy(update={"value": round(float(value), 2)})})
    return Slot(fact_value(fact, "zh"), "value")


def _aggregate_noun(fact: Fact) -> Wording:
    """Return "平均价格" or "价格的最高值"."""
    function = (fact.derivation.function if fact.derivation else None) or "average"
    p = Slot(label(fact.property), "property")
    if function in ("sum", "average"):
        return parse(_FUNCTIONS[function] + "{p}", p=p)
    return parse("{p}的" + {"minimum": "最小值", "maximum": "最大值", "count": "数量"}[function], p=p)


def aggregate(outline: Outline) -> list[Sentence]:
    fact = outline.aggregates[0]
    derivation = fact.derivation
    assert derivation is not None
    over, _ = unranked(clean(derivation.over or outline.answer.topic), "zh")
    fills = {"w": _aggregate_noun(fact), "v": (aggregate_value(fact),)}
    if derivation.size and over:
        wording = parse("{n}的{w}[是|为]{v}。", n=counted(derivation.size, over), **fills)
    elif over:
        wording = parse("{o}的{w}[是|为]{v}。", o=Slot(over, "words"), **fills)
    else:
        wording = parse("{w}[是|为]{v}。", **fills)
    return [Sentence(wording, (fact,)), *question(outline.answer.question)]


def table(outline: Outline) -> list[Sentence]:
    """Word a grouped result: one line per group, the first ten."""
    facts = (*outline.counts, *outline.aggregates)
    topic, _ = topic_of(outline.answer)
    of: Wording = parse("{t}的", t=Slot(topic, "words")) if topic else ()
    if outline.aggregates:
        head = parse("{of}{w}[如下|分别是]：", of=of, w=_aggregate_noun(facts[0]))
    else:
        head = parse("{of}[数量如下|数量分别是]：", of=of)
    lines = [
        Sentence(parse("{s}：{v}", s=name(fact.subject), v=aggregate_value(fact)), (fact,), line=True)
        for fact in facts[:10]
    ]
    more = len(facts) - 10
    if more > 0:
        lines.append(Sentence(parse("还有{n}项", n=Slot(number(more, "zh"), "number")), line=True))
    return [Sentence(head), *lines, *question(outline.answer.question)]


def boolean(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    yes = bool(answer.boolean)
    topic, _ = topic_of(answer)
    sentences: list[Sentence] = []
    if yes and len(outline.groups) == 1 and outline.groups[0].superlatives:
        first, *rest = superlative(outline)
        return [Sentence((*parse("[是的，|有的，]"), *first.wording), first.facts), *rest]
    if len(outline.groups) == 1 and outline.groups[0].values:
        first, *rest = about((name(outline.groups[0].subject),), outline.groups[0].values[:3])
        sentences = [
            Sentence((*parse("[是的，|对，]" if yes else "[不是，|不，]"), *first.wording), first.facts),
            *rest,
        ]
    elif len(outline.groups) > 1:
        if yes and topic:  # 哪些……有…… and 有没有…… are both answered by how many there are
            return things(outline)
        sentences = [Sentence(parse("[是的。|有的。]" if yes else "没有。")), *item_lines(outline, 3)]
    elif outline.counts:
        fact = outline.counts[0]
        size = (
            fact.derivation.size if fact.derivation and fact.derivation.size is not None else int(str(fact.value.value))
        )
        over = clean((fact.derivation.over if fact.derivation else "") or answer.topic) or "商品"
        if size:
            sentences = [Sentence(parse("有的，一共有{n}。", n=counted(size, over)), (fact,))]
        else:
            sentences = [Sentence(parse("没有，目录里没有{o}。", o=Slot(over, "words")), (fact,))]
    else:
        sentences = _say(
            "[是的，目录里是这样记录的。|是的，查到的就是这样。]"
            if yes
            else "[不是，目录里不是这样记录的。|不，目录里查不到这样的记录。]"
        )
    return sentences + question(answer.question)


_Row = tuple[list[tuple[Group, PropertyValues | None]], list[PropertyValues]]  # of one attribute: cells, values held


def compare(outline: Outline) -> list[Sentence]:
    """Word a comparison: one line per attribute, then who is ahead in what."""
    groups = outline.groups[:4]
    if outline.answer.boolean is not None:
        return _compared(outline) + question(outline.answer.question)
    names = Slot(listed([name(group.subject).text for group in groups], "zh"), "name")
    sentences = [Sentence(parse("[{names}对比如下：|把{names}放在一起看：]", names=names))]
    properties = list(dict.fromkeys(pv.property.iri for group in groups for pv in group.values))
    different: list[_Row] = []
    same: list[_Row] = []
    for iri in properties:
        row = [(group, next((pv for pv in group.values if pv.property.iri == iri), None)) for group in groups]
        held = [pv for _, pv in row if pv is not None]
        alike = len(held) == len(row) and len({values(pv).text for pv in held}) == 1
        (same if alike else different).append((row, held))
    for row, held in different[:8]:
        cells = [
            parse("{s}{v}", s=name(group.subject), v=parse("为{v}", v=values(pv)) if pv else ("没有记录",))
            for group, pv in row
        ]
        wording = parse("{p}：{c}", p=prop(held[0]), c=joined(cells, "；", "；"))
        sentences.append(Sentence(wording, facts_of(held), line=True))
    if same:
        shared = [parse("{p}都[是|为]{v}", p=prop(held[0]), v=values(held[0])) for _, held in same[:5]]
        intro = parse("[相同点：|共同之处：]") if different else parse("{names}的", names=names)
        sentences = sentences if different else []
        sentences.append(
            Sentence(
                (*intro, *joined(shared, "，", "，"), "。"),
                facts_of(pv for _, held in same[:5] for pv in held),
            )
        )
    return sentences + _verdict(groups) + question(outline.answer.question)


def _compared(outline: Outline) -> list[Sentence]:
    """Word "does the first have more than the second": yes or no, then both values."""
    held = [(group, group.values[0]) for group in outline.groups if group.values]
    verdict = "[是的，|对，]" if outline.answer.boolean else "[不是，|不，]"
    facts = facts_of(pv for _, pv in held)
    if len(held) == 2 and values(held[0][1]).text == values(held[1][1]).text:
        pv = held[0][1]
        return [Sentence((*parse(verdict), *parse("两者的{p}都[是|为]{v}。", p=prop(pv), v=values(pv))), facts)]
    clauses = [
        parse("{s}的{p}[是|为]{v}", s=name(group.subject), p=prop(pv), v=values(pv))
        if isinstance(pv.facts[0].value.value, bool) or len(pv.facts) == 1
        else parse("{s}的{c}", s=name(group.subject), c=clause(pv))
        for group, pv in held
    ]
    return [Sentence((*parse(verdict), *joined(clauses, "，", "，"), "。"), facts)]


def _verdict(groups: tuple[Group, ...]) -> list[Sentence]:
    ahead = [group for group in groups if group.comparisons]
    sentences = []
    for group in ahead:
        other = group.comparisons[0].derivation.other if group.comparisons[0].derivation else None
        phrases = [comparison_phrase(fact) for fact in group.comparisons[:3]]
        subject = parse("{s}比{o}", s=name(group.subject), o=name(other)) if other else (name(group.subject),)
        sentences.append(Sentence((*subject, *joined(phrases, "，", "，"), "。"), group.comparisons[:3]))
    if len(ahead) == 2:
        first, second = ahead
        sentences.append(
            Sentence(
                parse(
                    "[就看您更看重什么：{a}{x}，{b}{y}。|两者各有取舍：{a}{x}，{b}{y}。]",
                    a=name(first.subject), x=comparison_phrase(first.comparisons[0]),
                    b=name(second.subject), y=comparison_phrase(second.comparisons[0]),
                ),
                (first.comparisons[0], second.comparisons[0]),
            )
        )  # fmt: skip
    return sentences


def comparison_phrase(fact: Fact) -> Wording:
    """Return "价格更低", "核心数更多"."""
    less = bool(fact.derivation and fact.derivation.direction == "less")
    said = label(fact.property)
    return parse("{p}" + _degree(said, less, money(fact)).replace("最", "更"), p=Slot(said, "property"))


def rule_sentence(fact: Fact) -> Sentence:
    """Return the analyst's sentence for a condition, or our own: which values meet and whether they agree."""
    derivation = fact.derivation
    assert derivation is not None
    condition = Slot(label(fact.property), "property")
    if derivation.explanation:
        return Sentence((Slot(sentence(derivation.explanation), "words"),), (fact,))
    if derivation.holds is None:
        return Sentence(parse("[{p}这一条缺少数据，没法核对。|{p}没有记录，这一条无法确认。]", p=condition), (fact,))
    verdict = "[符合|没问题]" if derivation.holds else "不符合"
    if derivation.left is not None and derivation.right is not None:
        return Sentence(
            parse(
                "{p}" + verdict + "：{l}对{r}。", p=condition,
                l=Slot(term_text(derivation.left, "zh"), "value"), r=Slot(term_text(derivation.right, "zh"), "value"),
            ),
            (fact,),
        )  # fmt: skip
    return Sentence(parse("{p}" + verdict + "。", p=condition), (fact,))


def _pair_names(outline: Outline) -> tuple[Slot, Slot] | None:
    for group in outline.groups:
        for fact in group.rules:
            if fact.derivation and fact.derivation.other:
                return name(fact.subject), name(fact.derivation.other)
    if len(outline.answer.products) > 1:
        return name(outline.answer.products[0]), name(outline.answer.products[1])
    return None


def pair(outline: Outline) -> list[Sentence]:
    answer = outline.answer
    rules = [fact for group in outline.groups for fact in group.rules]
    failed = [fact for fact in rules if fact.derivation and fact.derivation.holds is False]
    unknown = [fact for fact in rules if fact.derivation and fact.derivation.holds is None]
    held = [fact for fact in rules if fact.derivation and fact.derivation.holds]
    names = _pair_names(outline)
    subject: Wording = parse("{a}和{b}", a=names[0], b=names[1]) if names else ()
    if failed or answer.boolean is False:
        head = parse("[不行，{s}不能搭配。|不可以，{s}配不到一起。]", s=subject)
    elif unknown:
        depends = any(fact.derivation and fact.derivation.explanation for fact in unknown)
        template = "就已有的数据看，{s}可能可以搭配，但有些数据没有记录。"
        head = parse("{s}能不能搭配，不能一概而论。" if depends else template, s=subject)
    else:
        head = parse("[可以，{s}能搭配。|没问题，{s}可以搭配使用。]", s=subject)
    sentences = [Sentence(head), *(rule_sentence(fact) for fact in (*failed, *unknown, *held)[:6])]
    return sentences + question(answer.question)


def why_not(outline: Outline) -> list[Sentence]:
    rules = [fact for group in outline.groups for fact in group.rules]
    failed = [fact for fact in rules if fact.derivation and fact.derivation.holds is False]
    names = _pair_names(outline)
    if rules and not failed:
        return pair(outline)
    if not rules:
        return body(outline)
    subject: Wording = parse("{a}和{b}", a=names[0], b=names[1]) if names else ("它们",)
    if len(failed) == 1:
        head = parse("[{s}不能搭配。|{s}配不到一起。]", s=subject)
    else:
        head = parse(
            "[{s}不能搭配，有{k}个原因：|{s}配不到一起，原因有{k}个：]", s=subject, k=Slot(small(len(failed)), "number")
        )
    sentences = [Sentence(head)]
    sentences += [Sentence(one.wording, one.facts, line=len(failed) > 1) for one in map(rule_sentence, failed[:5])]
    held = [fact for fact in rules if fact.derivation and fact.derivation.holds]
    if held:
        first = rule_sentence(held[0])
        sentences.append(Sentence((*parse("[不过，|另一方面，]"), *first.wording), first.facts))
    return sentences + question(outline.answer.question)


def fitting(outline: Outline) -> list[Sentence]:
    """Word the items that go with something: how many, the first of them, and why."""
    answer = outline.answer
    rules = [fact for group in outline.groups for fact in group.rules if fact.derivation and fact.derivation.holds]
    shown_iris = {product.iri for product in answer.products} or {group.subject.iri for group in outline.groups}
    groups = tuple(group for group in outline.groups if group.subject.iri in shown_iris)
    shown = min(len(groups), MOST_ITEMS)
    total = answer.total or len(groups)
    topic, _ = topic_of(answer)
    n = counted(total, topic) if topic else parse("{n}款", n=Slot(number(total, "zh"), "number"))
    k = Slot(small(shown) + measure(topic), "number")
    if total > shown:
        head = parse("[找到{n}，先看这{k}：|一共有{n}，比如这{k}：]", n=n, k=k)
    elif topic:
        head = parse("[找到{n}：|一共有{n}：]", n=n)
    else:
        head = parse("[可以搭配的有：|能配得上的有：]")
    sentences = [
        Sentence(head),
        *(Sentence(*_line(unproved(group, rules)), line=True) for group in groups[:MOST_ITEMS]),
    ]
    why: dict[str, Fact] = {}
    for fact in rules:
        if fact.derivation and fact.derivation.explanation:
            why.setdefault(fact.property.iri, fact)
    for index, fact in enumerate(list(why.values())[:2]):
        one = rule_sentence(fact)
        intro: Wording = ()
        named = any(isinstance(part, Slot) and name(groups[0].subject).text in part.text for part in one.wording)
        if named:
            intro = ()
        elif index == 0 and len(groups) > 1:
            intro = parse("[以第一{m}为例：|第一{m}合适的原因：]", m=Slot(measure(topic)))
        elif index == 0:
            intro = parse("[原因是：|合适的原因：]")
        sentences.append(Sentence((*intro, *one.wording), one.facts))
    return sentences + question(answer.question)


def rows(outline: Outline) -> list[Sentence]:
    """Word rows that come without facts: the values of each row, the first ones."""
    answer = outline.answer
    lines = []
    for row in answer.rows[:MOST_ITEMS]:
        cells = [_cell(row[column]) for column in (answer.columns or tuple(row)) if column in row]
        if cells:
            lines.append(Sentence(parse("{c}", c=Slot("，".join(cells), "value")), line=True))
    total = answer.total or len(answer.rows)
    if total > len(lines):
        head = parse(
            "[一共 {n} 条，前{k}条是：|查到 {n} 条，先看前{k}条：]",
            n=Slot(number(total, "zh"), "number"), k=Slot(small(len(lines)), "number"),
        )  # fmt: skip
    else:
        head = parse("[查到的结果：|目录里是这样记录的：]")
    return [Sentence(head), *lines, *question(answer.question)]


def _cell(term: Term) -> str:
    return term_text(term, "zh")


def nothing(outline: Outline) -> list[Sentence]:
    if outline.answer.question:
        return question(outline.answer.question)
    if outline.answer.act in ("cannot_answer", "inform"):
        return problem_sentences(
            Problem(code="no_results" if outline.answer.topic else "not_understood"), outline.answer
        )
    return _say("[这方面目录里没有可说的。|目录里没有这方面的内容。]")


def body(outline: Outline) -> list[Sentence]:
    """Word the facts of an answer whatever its act: one thing or several."""
    return describe(outline) if len(outline.groups) == 1 else things(outline)


def suggestions(outline: Outline) -> tuple[str, ...]:
    answer = outline.answer
    if answer.question and answer.question.options:
        return tuple(name(option).text for option in answer.question.options[:4])
    if answer.problem and answer.problem.nearest:
        return tuple(name(entity).text for entity in answer.problem.nearest[:4])
    several = len(outline.groups) > 1
    follow: dict[str, tuple[str, ...]] = {
        "recommend": ("比较前两个", "有更便宜的吗") if several else ("还有别的吗",),
        "list": ("比较前两个", "哪个最便宜"),
        "fitting": ("比较前两个", "哪个最便宜") if several else (),
        "compare": ("哪个更便宜",),
        "superlative": ("还有别的吗",),
        "hand_over": (),
    }
    if answer.problem and answer.problem.code in ("not_recorded",):
        return ("转人工",)
    if outline.kind == "small_talk" and answer.intent == "complaint":
        return ("转人工",)
    if outline.kind == "clarify" and answer.understood:
        return ("是的", "不是")
    return follow.get(outline.kind, ())


def _say(template: str, **fills: Slot | Wording | str) -> list[Sentence]:
    return [Sentence(parse(template, **fills))]


WORDINGS = {
    "problem": problem,
    "small_talk": small_talk,
    "hand_over": hand_over,
    "clarify": clarify,
    "confirm": confirm,
    "recommend": recommend,
    "compare": compare,
    "pair": pair,
    "fitting": fitting,
    "why_not": why_not,
    "boolean": boolean,
    "count": count,
    "table": table,
    "aggregate": aggregate,
    "superlative": superlative,
    "describe": describe,
    "list": things,
    "values": rows,
    "nothing": nothing,
}


def word(outline: Outline) -> Plan:
    """Return the sentences and quick replies for the outline."""
    return Plan(tuple(WORDINGS[outline.kind](outline)), suggestions(outline))


__all__ = ["LANGUAGE", "SPACED", "Group", "kind_of", "problem_sentences", "suggestions", "word"]
