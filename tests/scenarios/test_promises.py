"""What the bundled catalogues promise, asked as customers ask it and checked against SPARQL written by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgchat import DialogueState, Engine, Turn

ROOT = Path(__file__).parents[2]
PARTS = "PREFIX pc: <https://w3id.org/kgchat/pc-parts#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
FASHION = "https://w3id.org/kgchat/fashion#"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    cache = tmp_path_factory.mktemp("cache")
    with Engine.load(ROOT / "ontology" / "pc-parts", realizer="plain", cache_dir=cache) as engine:
        yield engine


@pytest.fixture(scope="module")
def fashion(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    cache = tmp_path_factory.mktemp("cache")
    with Engine.load(ROOT / "ontology" / "fashion", realizer="plain", cache_dir=cache) as engine:
        yield engine


def column(engine: Engine, sparql: str) -> set[str]:
    """Return the values of the first column of a query."""
    table = engine.query(PARTS + sparql)
    return {str(row[table.columns[0]].value) for row in table.rows}


def items(turn: Turn) -> set[str]:
    return {str(row["item"].value) for row in turn.answer.rows if "item" in row}


def say(engine: Engine, *messages: str) -> list[Turn]:
    state, turns = DialogueState(), []
    for message in messages:
        turn = engine.reply(message, state)
        state = turn.state
        turns.append(turn)
    return turns


@pytest.mark.parametrize(
    ("question", "language", "asks"),
    [
        ("我想购买一件新的连衣裙,能给我推荐一些合适的款式吗?", "zh", "？"),
        ("I would like to buy a new dress, could you recommend some styles that suit me?", "en", "?"),
        ("能推荐一条适合夏天的连衣裙吗?", "zh", "？"),
        ("Please recommend some dresses for the summer", "en", "?"),
    ],
)
def test_a_recommendation_names_true_products_and_asks_one_question(
    fashion: Engine, question: str, language: str, asks: str
) -> None:
    (turn,) = say(fashion, question)
    assert (turn.reply.language, turn.answer.act) == (language, "recommend")
    named = [p for p in turn.answer.products if p.label in turn.reply.text]
    assert len(named) >= 2
    dresses = column(
        fashion,
        f"SELECT ?d WHERE {{ ?d a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{FASHION}Dress> }}",
    )
    assert {p.iri for p in named} <= dresses
    for fact in turn.reply.facts:
        if fact.triples:
            (triple,) = fact.triples
            term = f"<{triple.object.value}>" if triple.object.kind == "iri" else None
            if term:
                assert fashion.query(f"ASK {{ <{triple.subject}> <{triple.predicate}> {term} }}").boolean
    assert turn.reply.text.replace("?", "？").rstrip().endswith("？"), "it ends with a question"
    assert turn.reply.text.replace("?", "？").count("？") == 1, "and asks just one"
    assert asks in turn.reply.text.replace("?", asks)


@pytest.mark.parametrize(
    "question",
    ["which AM5 boards under $150 have four memory slots?", "150美元以下、有四个内存插槽的AM5主板有哪些？"],
)
def test_boards_by_socket_price_and_slots(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    below = "<" if "under" in question else "<="
    expected = column(
        parts,
        "SELECT ?b WHERE { ?b a pc:Motherboard ; pc:socket pc:socket-am5 ; pc:price ?p ; pc:memorySlots 4 "
        f"FILTER(?p {below} 150) }}",
    )
    assert len(expected) > 3
    assert items(turn) == expected


@pytest.mark.parametrize("question", ["cheapest 1 TB NVMe drive", "最便宜的1TB NVMe硬盘"])
def test_the_cheapest_nvme_drive(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    cheapest = column(
        parts,
        "SELECT ?d WHERE { ?d a pc:NvmeDrive ; pc:capacity ?c ; pc:price ?p FILTER(?c = 1000) } ORDER BY ?p LIMIT 1",
    )
    assert {p.iri for p in turn.answer.products} == cheapest
    proof = [f.derivation for f in turn.reply.facts if f.derivation and f.derivation.kind == "superlative"]
    assert proof, "a superlative comes with the set it holds over"
    assert (proof[0].size or 0) > 10


@pytest.mark.parametrize(
    "question",
    ["Does an EATX board fit a Micro ATX case, and why?", "EATX主板能装进Micro ATX机箱吗？为什么？"],
)
def test_a_board_that_is_too_large(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert (turn.answer.act, turn.answer.boolean) == ("compatible", False)
    assert "EATX" in turn.reply.text
    assert "Micro ATX" in turn.reply.text


@pytest.mark.parametrize("question", ["比较一下 9800X3D 和 9700X", "compare the 9800X3D with the 9700X"])
def test_two_processors_side_by_side(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.act == "compare"
    assert [p.label for p in turn.answer.products] == ["AMD Ryzen 7 9800X3D", "AMD Ryzen 7 9700X"]


@pytest.mark.parametrize("question", ["how many monitors are OLED", "有多少台显示器是OLED的？", "OLED显示器有几款"])
def test_oled_counts_its_kinds(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    expected = column(
        parts,
        "SELECT ?m WHERE { ?m a pc:Monitor ; pc:panelType ?t . ?t skos:broader* pc:panel-oled }",
    )
    assert turn.answer.total == len(expected) > 20


@pytest.mark.parametrize("question", ["what is the warranty of the 9800X3D?", "9800X3D的保修期是多久？"])
def test_a_warranty_is_not_invented(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.act == "cannot_answer"
    assert turn.answer.problem is not None
    assert turn.answer.problem.code == "no_such_property"
    assert "9800X3D" in turn.reply.text


@pytest.mark.parametrize(
    ("first", "then"),
    [("what is the socket of the 9800X3D?", "and its TDP?"), ("9800X3D是什么接口？", "那它的功耗呢？")],
)
def test_a_follow_up_keeps_its_subject(parts: Engine, first: str, then: str) -> None:
    _, turn = say(parts, first, then)
    assert [(f.property.iri.rpartition("#")[2], f.value.value) for f in turn.answer.facts] == [("tdp", 120)]


@pytest.mark.parametrize(
    "messages",
    [
        ("white cases under $100", "cheaper", "the second one: what type is it?"),
        ("100美元以下的白色机箱", "便宜点的", "第二款是什么类型？"),
    ],
)
def test_a_conversation_narrows_and_points(parts: Engine, messages: tuple[str, str, str]) -> None:
    first, narrower, second = say(parts, *messages)
    assert 1 < len(items(narrower)) < len(items(first))
    assert items(narrower) < items(first)
    assert second.answer.facts
    assert second.answer.facts[0].subject == narrower.answer.products[1]


@pytest.mark.parametrize(
    ("with_spaces", "without"),
    [
        ("AM5 主板 最 便宜 的 是 哪 款", "AM5主板最便宜的是哪款"),
        ("推荐 一款 27 英寸 的 显示器", "推荐一款27英寸的显示器"),
        ("有 多少 台 显示器 是 OLED 的", "有多少台显示器是OLED的"),
    ],
)
def test_spaces_between_characters_change_nothing(parts: Engine, with_spaces: str, without: str) -> None:
    (one,), (other,) = say(parts, with_spaces), say(parts, without)
    assert (one.answer.act, one.answer.rows) == (other.answer.act, other.answer.rows)


@pytest.mark.parametrize("question", ["compare the 14900K and the 7950X", "14900K和7950X哪个好？"])
def test_a_code_that_looks_like_an_amount_is_a_name(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.act == "compare"
    assert {p.label for p in turn.answer.products} == {"Intel Core i9-14900K", "AMD Ryzen 9 7950X"}


@pytest.mark.parametrize("messages", [("SSDs with 2TB", "only nvme"), ("2TB固态硬盘", "只要NVMe的")])
def test_a_narrower_kind_keeps_what_was_said(parts: Engine, messages: tuple[str, str]) -> None:
    _, turn = say(parts, *messages)
    expected = column(parts, "SELECT ?d WHERE { ?d a pc:NvmeDrive ; pc:capacity ?c FILTER(?c = 2000) }")
    assert items(turn) == expected
    assert expected


@pytest.mark.parametrize("question", ["which brand has the most monitors?", "哪个品牌的显示器最多？"])
def test_the_brand_with_the_most_items(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    ranked = "SELECT ?b (COUNT(?m) AS ?n) WHERE { ?m a pc:Monitor ; pc:brand ?b } GROUP BY ?b ORDER BY DESC(?n) LIMIT 1"
    (most,) = column(parts, ranked)
    assert turn.reply.facts[0].subject.iri == most


@pytest.mark.parametrize(
    ("question", "having"),
    [
        ("CPUs with integrated graphics", "?c a pc:Cpu ; pc:integratedGraphics ?g"),
        ("带核显的CPU有哪些", "?c a pc:Cpu ; pc:integratedGraphics ?g"),
        ("cases without a power supply", "?c a pc:Case FILTER NOT EXISTS { ?c pc:includedPowerSupply ?w }"),
        ("不带电源的机箱", "?c a pc:Case FILTER NOT EXISTS { ?c pc:includedPowerSupply ?w }"),
        ("cases with a power supply", "?c a pc:Case ; pc:includedPowerSupply ?w"),
        ("带电源的机箱", "?c a pc:Case ; pc:includedPowerSupply ?w"),
    ],
)
def test_what_things_have_and_have_not(parts: Engine, question: str, having: str) -> None:
    (turn,) = say(parts, question)
    assert items(turn) == column(parts, f"SELECT ?c WHERE {{ {having} }}")
    words = ("graphics", "核显", "power supply", "电源")
    assert any(word in turn.reply.text for word in words), "the reply says what was required"


@pytest.mark.parametrize(
    "question",
    [
        "为什么9800X3D装不上LGA1700主板？",
        "为什么9800X3D不兼容LGA1700主板？",
        "why can't the 9800X3D go in an LGA1700 board?",
    ],
)
def test_why_not_denies_the_fit_and_not_the_socket(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert (turn.answer.act, turn.answer.boolean) == ("why_not", False)
    assert "AM5" in turn.reply.text


@pytest.mark.parametrize("question", ["海盗船RM850x多少钱？", "how much is the Corsair RM850x?"])
def test_a_brand_before_a_name_is_part_of_it(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.act == "inform"
    assert {f.property.iri.rpartition("#")[2] for f in turn.reply.facts} == {"price"}


@pytest.mark.parametrize("question", ["how much is the white RM850x?", "白色的RM850x多少钱？"])
def test_a_value_before_a_name_says_which_one(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert [p.label for p in turn.answer.products] == ["Corsair RM850x SHIFT (white)"]


@pytest.mark.parametrize(
    "question", ["how much cache does the KIOXIA BG4 256 GB have?", "KIOXIA BG4 256 GB的缓存多大？"]
)
def test_the_named_property_is_asked_for(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.problem is not None
    assert turn.answer.problem.property is not None
    assert turn.answer.problem.property.iri.endswith("#cacheSize")


@pytest.mark.parametrize(
    ("question", "label"),
    [("how many different brands of headphones do you have?", "brands"), ("你们有几个品牌的耳机？", "品牌")],
)
def test_values_are_counted_when_they_are_asked_for(parts: Engine, question: str, label: str) -> None:
    (turn,) = say(parts, question)
    expected = column(parts, "SELECT ?b WHERE { { ?h a pc:Headphones } UNION { ?h a pc:Headset } ?h pc:brand ?b }")
    assert turn.answer.total == len(expected) > 10
    assert label in turn.reply.text


@pytest.mark.parametrize(
    "messages",
    [
        ("what can I pair with a 9700X?", "motherboards"),
        ("9700X可以搭配什么？", "主板"),
    ],
)
def test_the_kind_that_was_asked_for_is_the_one_that_fits(parts: Engine, messages: tuple[str, str]) -> None:
    question, turn = say(parts, *messages)
    assert question.answer.act == "clarify"
    assert turn.answer.act == "compatible"
    assert items(turn) == column(parts, "SELECT ?b WHERE { ?b a pc:Motherboard ; pc:socket pc:socket-am5 }")


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("platinum power supplies sorted by price", "ASC"),
        ("1000W以上白金电源，按价格排序", "ASC"),
        ("机箱按价格从高到低排列", "DESC"),
    ],
)
def test_sorting_orders_and_does_not_group(parts: Engine, question: str, direction: str) -> None:
    (turn,) = say(parts, question)
    assert f"ORDER BY {direction}(?price)" in (turn.answer.sparql or "")
    assert "GROUP BY" not in (turn.answer.sparql or "")


@pytest.mark.parametrize(
    ("question", "number"), [("show me 3 cases", 3), ("来三款机箱", 3), ("recommend three monitors", 3)]
)
def test_some_of_many_are_not_said_to_be_all(parts: Engine, question: str, number: int) -> None:
    (turn,) = say(parts, question)
    assert len(turn.answer.products) == number
    assert (turn.answer.total or 0) > 100


@pytest.mark.parametrize(
    ("messages", "word"),
    [
        (("recommend a quiet cpu cooler", "under $60"), "with noise"),
        (("推荐个安静的散热器", "60美元以内"), "有噪音"),
    ],
)
def test_what_only_ordered_the_list_is_no_condition_later(parts: Engine, messages: tuple[str, str], word: str) -> None:
    turn = say(parts, *messages)[-1]
    assert word not in turn.reply.text
    assert turn.answer.question is None or not turn.answer.question.property.iri.endswith("Noise"), "said already"
    assert items(turn) == column(
        parts,
        "SELECT ?c WHERE { ?c a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* pc:CpuCooler ; pc:price ?p "
        f"FILTER(?p {'<' if 'under' in messages[1] else '<='} 60) }}",
    )


@pytest.mark.parametrize(
    "question", ["what is the best cpu?", "最好的CPU", "a better graphics card", "想要一块好点的显卡"]
)
def test_the_best_of_nothing_that_is_recorded_is_a_recommendation(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.act == "recommend"
    assert turn.answer.problem is None


@pytest.mark.parametrize("question", ["ram 32gb 6000 cl30", "32G 6000 CL30的内存"])
def test_a_number_is_no_value_of_a_property_that_has_its_own(parts: Engine, question: str) -> None:
    (turn,) = say(parts, question)
    assert turn.answer.total == len(
        column(
            parts, "SELECT ?m WHERE { ?m a pc:Memory ; pc:capacity ?c ; pc:casLatency ?l FILTER(?c = 32 && ?l = 30) }"
        )
    )


@pytest.mark.parametrize(
    "messages",
    [
        ("how many cores does the 9950X have?", "what about the 14600K?", "which one is cheaper?"),
        ("9950X有几个核心？", "14600K呢？", "哪个便宜？"),
    ],
)
def test_what_was_talked_about_can_be_chosen_from(parts: Engine, messages: tuple[str, ...]) -> None:
    turn = say(parts, *messages)[-1]
    assert [p.label for p in turn.answer.products] == ["Intel Core i5-14600K"]


@pytest.mark.parametrize(
    "messages",
    [
        ("white cases under $100", "the first one: what type is it?", "compare the first two"),
        ("100美元以下的白色机箱", "第一款是什么类型？", "比较前两个"),
    ],
)
def test_a_list_stays_in_view_while_one_is_talked_about(parts: Engine, messages: tuple[str, ...]) -> None:
    first, _, last = say(parts, *messages)
    assert last.answer.act == "compare"
    assert last.answer.products == first.answer.products[:2]


@pytest.mark.parametrize("question", ["do you have any linen shirts that aren't white?", "有没有不是白色的亚麻衬衫？"])
def test_not_denies_only_what_follows_it(fashion: Engine, question: str) -> None:
    (turn,) = say(fashion, question)
    assert {p.label for p in turn.answer.products} <= {"Drift Linen Shirt", "漂流亚麻衬衫"}
    assert turn.answer.products


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("sandals for a beach wedding", ("beach", "wedding")),
        ("red, blue or green dresses", ("red", "blue", "green")),
        ("红色、蓝色的裙子", ("红色", "蓝色")),
    ],
)
def test_values_side_by_side_are_all_read(fashion: Engine, question: str, wanted: tuple[str, ...]) -> None:
    (turn,) = say(fashion, question)
    assert turn.answer.products
    assert all(word in turn.answer.understood for word in wanted)


@pytest.mark.parametrize(
    "messages",
    [
        ("shoes under 500", "what goes with the Harbour Oxford Shirt?"),
        ("500以内的鞋", "海港牛津纺衬衫配什么？"),
    ],
)
def test_what_goes_with_a_named_thing_does_not_mean_the_list(fashion: Engine, messages: tuple[str, str]) -> None:
    _, turn = say(fashion, *messages)
    assert turn.answer.act == "clarify"


def test_a_denied_quality_orders_the_other_way(fashion: Engine) -> None:
    (turn,) = say(fashion, "39码500以内的鞋，不要高跟")
    assert "ORDER BY ASC(?heel_height)" in (turn.answer.sparql or "")


@pytest.mark.parametrize("question", ["something warmer for winter, under 1000", "冬天穿的保暖一点的，1000以内"])
def test_a_comparative_on_its_own_is_a_wish(fashion: Engine, question: str) -> None:
    (turn,) = say(fashion, question)
    assert turn.answer.sparql is not None
    assert "ORDER BY DESC(?warmth)" in turn.answer.sparql


def test_an_item_a_synonym_and_a_rule_work_after_a_reload(tmp_path: Path) -> None:
    folder = tmp_path / "fashion"
    shutil.copytree(ROOT / "ontology" / "fashion", folder)
    with Engine.load(folder, realizer="plain", cache_dir=tmp_path / "cache") as engine:
        before = engine.ask("how many kaftans do you have?")
        assert before.total is None
        (folder / "mine.ttl").write_text(
            f"""@prefix f: <{FASHION}> . @prefix v: <https://w3id.org/kgchat/fashion/value/> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix kgc: <https://w3id.org/kgchat#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            f:Kaftan a owl:Class ; rdfs:subClassOf f:Dress ; rdfs:label "kaftan"@en , "卡夫坦长袍"@zh ;
                skos:altLabel "caftan"@en .
            f:Parasol a owl:Class ; rdfs:subClassOf f:Accessory ; rdfs:label "parasol"@en , "阳伞"@zh .
            f:tone a owl:DatatypeProperty ; rdfs:label "tone"@en , "色调"@zh .
            <urn:x:mirage> a f:Kaftan ; rdfs:label "Mirage Kaftan"@en , "蜃景长袍"@zh ; f:price 799 ; f:colour v:white ;
                f:tone "warm" .
            <urn:x:dune> a f:Parasol ; rdfs:label "Dune Parasol"@en , "沙丘阳伞"@zh ; f:price 99 ; f:colour v:white ;
                f:tone "warm" .
            f:rule-shade a kgc:CompatibilityRule ; rdfs:label "parasol and kaftan"@en , "阳伞与长袍"@zh ;
                kgc:left f:Parasol ; kgc:right f:Kaftan ; kgc:condition [ a kgc:Condition ; rdfs:label "tone"@en ;
                    kgc:leftPath f:tone ; kgc:operator kgc:equals ; kgc:rightPath f:tone ;
                    kgc:holds "both are {{left}}"@en , "都是{{left}}"@zh ;
                    kgc:fails "{{left}} meets {{right}}"@en , "{{left}}遇上{{right}}"@zh ] .
            """,
            encoding="utf-8",
        )
        # A new price of any dress needs what the shapes ask for: the message says which shape is broken, if one is.
        shapes = folder / "shapes.ttl"
        shapes.unlink()
        engine.reload()
        assert engine.ask("how many caftans do you have?").total == 1
        assert engine.ask("卡夫坦长袍有几款？").total == 1
        verdict = engine.ask("does the Dune Parasol go with the Mirage Kaftan?")
        assert (verdict.act, verdict.boolean) == ("compatible", True)
        assert "both are warm" in verdict.text.lower()


@pytest.mark.parametrize(
    "messages",
    [
        ("tell me about the Gigabyte A620M S2H", "does it support DDR4?"),
        ("介绍一下Gigabyte A620M S2H", "它支持DDR4吗？"),
    ],
)
def test_what_a_thing_supports_is_a_value_of_its_own(parts: Engine, messages: tuple[str, str]) -> None:
    turn = say(parts, *messages)[-1]
    assert turn.answer.act == "confirm"
    assert turn.answer.boolean is False
    assert "DDR5" in turn.reply.text


@pytest.mark.parametrize(
    "messages",
    [
        ("what can I pair with a 9700X?", "how many motherboards are there per socket?"),
        ("9700X可以搭配什么？", "每种接口有多少块主板？"),
    ],
)
def test_another_question_is_no_answer_to_what_should_go_with_it(parts: Engine, messages: tuple[str, str]) -> None:
    question, turn = say(parts, *messages)
    assert question.answer.act == "clarify"
    assert turn.answer.act == "inform"
    assert len(turn.answer.rows) == len(column(parts, "SELECT DISTINCT ?s { ?b a pc:Motherboard ; pc:socket ?s }"))
