"""A small shop and hand-made mentions: the reasoner is tested without the understanding step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.reasoning.reasoner import Reasoner
from kgchat.turn import Candidate, Interpretation, Iri, Language, Mention, Operator, OperatorKind, Quantity

EX = "http://shop.example/"

SHOP = """
@prefix ex: <http://shop.example/> .
@prefix kgc: <https://w3id.org/kgchat#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .

ex:Lamp a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "lamp"@en , "台灯"@zh .
ex:DeskLamp a owl:Class ; rdfs:subClassOf ex:Lamp ; rdfs:label "desk lamp"@en , "书桌灯"@zh .
ex:Bulb a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "bulb"@en , "灯泡"@zh .
ex:Maker a owl:Class ; rdfs:label "maker"@en , "厂商"@zh .
ex:Colour a owl:Class ; rdfs:subClassOf skos:Concept .
ex:Base a owl:Class ; rdfs:subClassOf skos:Concept .

ex:price a owl:DatatypeProperty ; rdfs:label "price"@en , "价格"@zh ; qudt:hasUnit unit:CCY_EUR ;
    kgc:lessWord "cheap"@en , "便宜"@zh ; kgc:higherIsBetter false ; kgc:prominence 9 .
ex:height a owl:DatatypeProperty ; rdfs:label "height"@en , "高度"@zh ; qudt:hasUnit unit:MilliM .
ex:brightness a owl:DatatypeProperty ; rdfs:label "brightness"@en , "亮度"@zh ; kgc:higherIsBetter true ;
    kgc:moreWord "bright"@en , "亮"@zh .
ex:dimmable a owl:DatatypeProperty ; rdfs:label "dimmable"@en , "可调光"@zh .
ex:warranty a owl:DatatypeProperty ; rdfs:label "warranty"@en , "保修"@zh .
ex:colour a owl:ObjectProperty ; rdfs:label "colour"@en , "颜色"@zh ; kgc:question "Which colour?"@en , "什么颜色?"@zh .
ex:base a owl:ObjectProperty ; rdfs:label "base"@en , "灯座"@zh .
ex:maker a owl:ObjectProperty ; rdfs:label "maker"@en , "厂商"@zh .
ex:country a owl:DatatypeProperty ; rdfs:label "country"@en , "国家"@zh .

ex:blue a ex:Colour ; skos:prefLabel "blue"@en , "蓝色"@zh .
ex:navy a ex:Colour ; skos:prefLabel "navy"@en , "藏青色"@zh ; skos:broader ex:blue .
ex:black a ex:Colour ; skos:prefLabel "black"@en , "黑色"@zh .
ex:e27 a ex:Base ; skos:prefLabel "E27" .
ex:e14 a ex:Base ; skos:prefLabel "E14" .
ex:lux a ex:Maker ; rdfs:label "Luxor"@en , "乐光"@zh ; ex:country "Italy" .

ex:l1 a ex:DeskLamp ; rdfs:label "Arco" ; ex:price 40.5 ; ex:height 500 ; ex:brightness 800 ; ex:colour ex:navy ;
    ex:base ex:e27 ; ex:maker ex:lux ; ex:dimmable true ; ex:warranty "2 years" .
ex:l2 a ex:DeskLamp ; rdfs:label "Bolt" ; ex:price 25.0 ; ex:height 300 ; ex:brightness 400 ; ex:colour ex:black ;
    ex:base ex:e14 ; ex:dimmable false .
ex:l3 a ex:Lamp ; rdfs:label "Column" ; ex:price 120.0 ; ex:height 1600 ; ex:brightness 2000 ;
    ex:colour ex:black , ex:navy ; ex:base ex:e27 ; ex:dimmable true .
ex:b1 a ex:Bulb ; rdfs:label "Warm 27" ; ex:price 4.0 ; ex:base ex:e27 .
ex:b2 a ex:Bulb ; rdfs:label "Warm 14" ; ex:price 3.0 ; ex:base ex:e14 .

ex:fit a kgc:CompatibilityRule ; rdfs:label "bulb and lamp"@en ; kgc:left ex:Bulb ; kgc:right ex:Lamp ;
    kgc:condition [ rdfs:label "base"@en , "灯座"@zh ; kgc:leftPath ex:base ; kgc:operator kgc:overlaps ;
        kgc:rightPath ex:base ; kgc:holds "both are {left}"@en , "都是{left}"@zh ;
        kgc:fails "{leftItem} is {left}, but {rightItem} is {right}"@en ,
            "{leftItem}是{left}，{rightItem}是{right}"@zh ] .
ex:sell a kgc:SellingPoint ; kgc:on ex:Lamp ; kgc:path ex:brightness ; kgc:operator kgc:greaterOrEqual ; kgc:value 800 ;
    kgc:benefit "lights a whole desk"@en , "照亮整张书桌"@zh .
"""

NAMES: dict[str, tuple[str, tuple[str, ...]]] = {
    # words: local name, classes of the thing
    "lamps": ("Lamp", ()),
    "desk lamps": ("DeskLamp", ()),
    "bulbs": ("Bulb", ()),
    "Arco": ("l1", ("DeskLamp",)),
    "Bolt": ("l2", ("DeskLamp",)),
    "Column": ("l3", ("Lamp",)),
    "Warm 27": ("b1", ("Bulb",)),
    "Warm 14": ("b2", ("Bulb",)),
    "blue": ("blue", ("Colour",)),
    "black": ("black", ("Colour",)),
    "E27": ("e27", ("Base",)),
    "Luxor": ("lux", ("Maker",)),
    "price": ("price", ()),
    "height": ("height", ()),
    "colour": ("colour", ()),
    "dimmable": ("dimmable", ()),
    "warranty": ("warranty", ()),
    "country": ("country", ()),
    "brightness": ("brightness", ()),
}
CLASSES = {"lamps", "desk lamps", "bulbs"}
HOLDERS = {"Colour": "colour", "Base": "base", "Maker": "maker"}


def iri(local: str) -> Iri:
    return Iri(EX + local)


def thing(text: str, words: str) -> Mention:
    """Return the mention of one of `NAMES` where it stands in the text."""
    local, types = NAMES[words]
    kind = "class" if words in CLASSES else "entity" if types else "property"
    candidate = Candidate(
        score=1.0,
        iri=iri(local),
        label=words,
        types=tuple(iri(t) for t in types),
        properties=tuple(iri(HOLDERS[t]) for t in types if t in HOLDERS),
    )
    at = text.index(words)
    return Mention(start=at, end=at + len(words), text=words, kind=kind, candidates=(candidate,))


def operator(text: str, words: str, kind: OperatorKind, prop: str | None = None, **fields: object) -> Mention:
    at = text.index(words)
    candidates = (Candidate(score=0.9, iri=iri(prop)),) if prop else ()
    return Mention(
        start=at,
        end=at + len(words),
        text=words,
        kind="operator",
        candidates=candidates,
        operator=Operator.model_validate({"kind": kind, **fields}),
    )


def amount(text: str, words: str, number: float, unit: str | None = None, comparator: str = "=") -> Mention:
    at = text.index(words)
    quantity = Quantity.model_validate({"number": number, "unit": unit, "comparator": comparator})
    return Mention(start=at, end=at + len(words), text=words, kind="quantity", quantity=quantity)


def said(
    text: str,
    *mentions: Mention | str,
    intent: str = "product_question",
    language: Language = "en",
    unplaced: tuple[str, ...] = (),
) -> Interpretation:
    """Return the interpretation of a sentence from its mentions; strings stand for things of `NAMES`."""
    placed = [thing(text, m) if isinstance(m, str) else m for m in mentions]
    return Interpretation(
        text=text,
        language=language,
        intent=intent,
        intent_score=0.95,
        mentions=tuple(sorted(placed, key=lambda m: m.start)),
        unplaced=unplaced,
    )


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder: Path = tmp_path_factory.mktemp("shop")
    (folder / "shop.ttl").write_text(SHOP, encoding="utf-8")
    loaded = KnowledgeGraph.load(folder, cache_dir=folder / "cache")
    yield loaded
    loaded.close()


@pytest.fixture(scope="session")
def reasoner(graph: KnowledgeGraph) -> Reasoner:
    return Reasoner(graph)
