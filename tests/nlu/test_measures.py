"""Numbers that tell their property: glued to a label, as a number of equal parts, or within a known range."""

# ruff: noqa: E501 - one thing of the graph is one line

from pathlib import Path

import pytest

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.nlu.interpreter import Interpreter
from kgchat.turn import Mention

EX = "http://ex.org/"
MEMORY = """\
@prefix ex: <http://ex.org/> .
@prefix kgc: <https://w3id.org/kgchat#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Memory a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "memory kit"@en , "内存条"@zh ; skos:altLabel "memory"@en , "内存"@zh .
ex:Cpu a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "processor"@en , "处理器"@zh .
ex:price a owl:DatatypeProperty ; rdfs:label "price"@en , "价格"@zh ; rdfs:domain ex:Memory ; rdfs:range xsd:decimal ; qudt:hasUnit unit:CCY_USD ; kgc:lessWord "cheap"@en , "便宜"@zh .
ex:modules a owl:DatatypeProperty ; rdfs:label "number of modules"@en , "内存条数量"@zh ; rdfs:domain ex:Memory ; rdfs:range xsd:integer .
ex:moduleSize a owl:DatatypeProperty ; rdfs:label "size of each module"@en , "单条容量"@zh ; rdfs:domain ex:Memory ; rdfs:range xsd:decimal ; qudt:hasUnit unit:GigaBYTE .
ex:capacity a owl:DatatypeProperty ; rdfs:label "capacity"@en , "容量"@zh ; rdfs:domain ex:Memory ; rdfs:range xsd:decimal ; qudt:hasUnit unit:GigaBYTE .
ex:speed a owl:DatatypeProperty ; rdfs:label "speed"@en , "频率"@zh ; rdfs:domain ex:Memory ; rdfs:range xsd:decimal ; qudt:hasUnit unit:MegaHZ .
ex:latency a owl:DatatypeProperty ; rdfs:label "CL"@en , "延迟"@zh ; rdfs:domain ex:Memory ; rdfs:range xsd:integer .
ex:cores a owl:DatatypeProperty ; rdfs:label "cores"@en , "核"@zh ; rdfs:domain ex:Cpu ; rdfs:range xsd:integer .
ex:colour a owl:ObjectProperty ; rdfs:label "colour"@en , "颜色"@zh ; rdfs:domain ex:Memory .
ex:type a owl:ObjectProperty ; rdfs:label "memory type"@en , "内存类型"@zh ; rdfs:domain ex:Memory .
ex:ddr5 a skos:Concept ; skos:prefLabel "DDR5"@en , "DDR5"@zh .
ex:black a skos:Concept ; skos:prefLabel "black"@en , "黑色"@zh .

ex:k1 a ex:Memory ; rdfs:label "Corsair Vengeance 32 GB (2 x 16 GB) DDR5-6000 CL30" ; ex:price 100.0 ; ex:modules 2 ; ex:moduleSize 16.0 ; ex:capacity 32.0 ; ex:speed 6000.0 ; ex:latency 30 ; ex:type ex:ddr5 ; ex:colour ex:black .
ex:k2 a ex:Memory ; rdfs:label "Kingston Fury 16 GB (1 x 16 GB) DDR5-4800 CL38" ; ex:price 60.0 ; ex:modules 1 ; ex:moduleSize 16.0 ; ex:capacity 16.0 ; ex:speed 4800.0 ; ex:latency 38 ; ex:type ex:ddr5 .
ex:k3 a ex:Memory ; rdfs:label "Camellia Silk Kit"@en , "山茶真丝套装"@zh ; ex:price 60.0 ; ex:modules 1 ; ex:moduleSize 16.0 ; ex:capacity 16.0 ; ex:speed 6400.0 ; ex:type ex:ddr5 .
ex:c1 a ex:Cpu ; rdfs:label "Zen Eight" ; ex:cores 8 .
"""


@pytest.fixture(scope="module")
def memory_shop(tmp_path_factory: pytest.TempPathFactory) -> Interpreter:
    folder: Path = tmp_path_factory.mktemp("memory")
    (folder / "memory.ttl").write_text(MEMORY, encoding="utf-8")
    return Interpreter(KnowledgeGraph.load(folder, cache_dir=tmp_path_factory.mktemp("cache")))


def told(mentions: tuple[Mention, ...]) -> list[str]:
    """Return each mention in short: a quantity with the property it tells, else the local name or the operator."""
    shown = []
    for m in mentions:
        name = str(m.candidates[0].iri).removeprefix(EX) if m.candidates else ""
        if m.quantity:
            q = m.quantity
            shown.append(f"{q.comparator}{q.number:g}{q.unit or ''}" + (f" {name}" if name else ""))
        else:
            shown.append(m.operator.kind if m.operator else name)
    return shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cheapest 2x16 GB DDR5 memory", ["superlative", "=2 modules", "=16GB moduleSize", "ddr5", "Memory"]),
        ("最便宜的2x16GB DDR5内存", ["superlative", "=2 modules", "=16GB moduleSize", "ddr5", "Memory"]),
        ("16GBx2 memory", ["=16GB moduleSize", "=2 modules", "Memory"]),
        ("16GB×2的内存", ["=16GB moduleSize", "=2 modules", "Memory"]),
        (
            "32GB (2x16GB) DDR5-6000 CL30",
            ["=32GB", "=2 modules", "=16GB moduleSize", "ddr5", "=6000 speed", "latency", "=30"],
        ),
        ("DDR5 6000 memory", ["ddr5", "=6000 speed", "Memory"]),
        ("DDR5 6000内存", ["ddr5", "=6000 speed", "Memory"]),
    ],
)
def test_numbers_tell_their_property(memory_shop: Interpreter, text: str, expected: list[str]) -> None:
    reading = memory_shop.interpret(text)
    assert told(reading.mentions) == expected
    assert reading.unplaced == ()


def test_a_name_with_its_specification_is_still_a_name(memory_shop: Interpreter) -> None:
    reading = memory_shop.interpret("Corsair Vengeance 32GB DDR5-6000 CL30")
    assert told(reading.mentions) == ["k1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16-core processors", ["=16", "cores", "Cpu"]),
        ("16cores processors", ["=16", "cores", "Cpu"]),
        ("至少16核的处理器", [">=16", "cores", "Cpu"]),
        ("八核处理器", ["=8", "cores", "Cpu"]),
        ("processors with 8 cores or more", ["Cpu", "existence", ">=8", "cores"]),
        ("8核以上的处理器", [">=8", "cores", "Cpu"]),
    ],
)
def test_a_number_binds_to_the_label_glued_to_it(memory_shop: Interpreter, text: str, expected: list[str]) -> None:
    assert told(memory_shop.interpret(text).mentions) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("memory under -100", ["Memory", "<-100"]), ("低于-100元的内存", ["<-100CNY", "Memory"]),
    ("memory 100-200 dollars", ["Memory", "between100USD"]),
])  # fmt: skip
def test_a_negative_number_keeps_its_bound(memory_shop: Interpreter, text: str, expected: list[str]) -> None:
    assert told(memory_shop.interpret(text).mentions) == expected


@pytest.mark.parametrize("text", ["no colour preference", "没有颜色要求", "颜色没有要求"])
def test_no_preference_leaves_a_property_open(memory_shop: Interpreter, text: str) -> None:
    reading = memory_shop.interpret(text)
    assert sorted(told(reading.mentions)) == ["colour", "relaxation"]
    assert reading.unplaced == ()


@pytest.mark.parametrize("text", ["camellia kit", "the Camellia kit", "山茶内存"])
def test_an_everyday_word_beside_its_kind_names_a_product(memory_shop: Interpreter, text: str) -> None:
    assert "k3" in told(memory_shop.interpret(text).mentions)


def test_an_everyday_word_alone_names_none(memory_shop: Interpreter) -> None:
    assert memory_shop.interpret("does silk shrink").unplaced


@pytest.mark.parametrize(("text", "unknown"), [("锐龙处理器", "锐龙"), ("Zyzzyx processors", "Zyzzyx")])
def test_a_word_that_no_dictionary_has_is_named(memory_shop: Interpreter, text: str, unknown: str) -> None:
    assert memory_shop.interpret(text).unplaced == (unknown,)


@pytest.mark.parametrize("text", ["memori kits", "memroy kit"])
def test_a_misspelt_word_is_read_with_the_next(memory_shop: Interpreter, text: str) -> None:
    reading = memory_shop.interpret(text)
    assert told(reading.mentions) == ["Memory"]
    assert reading.unplaced == ()


@pytest.mark.parametrize("text", ["procesors", "procesor", "prosessors"])
def test_a_misspelt_kind_is_found_in_any_number(memory_shop: Interpreter, text: str) -> None:
    assert told(memory_shop.interpret(text).mentions) == ["Cpu"]


def test_words_around_a_wish_are_read(memory_shop: Interpreter) -> None:
    limit = memory_shop.interpret("gimme 3 cheap memory kits")
    assert told(limit.mentions) == ["limit", "comparative", "Memory"]
    assert limit.mentions[0].operator is not None
    assert limit.mentions[0].operator.number == 3
    assert told(memory_shop.interpret("memory w/o colour").mentions) == ["Memory", "negation", "colour"]
    assert told(memory_shop.interpret("无颜色的内存").mentions) == ["negation", "colour", "Memory"]


def test_a_generation_is_no_place_in_a_list(memory_shop: Interpreter) -> None:
    assert "ordinal" not in told(memory_shop.interpret("第14代处理器").mentions)
    assert "ordinal" in told(memory_shop.interpret("第2款").mentions)
