"""A small graph that the tests of `kgchat/nlu/` write for themselves, and its interpreter."""

# ruff: noqa: E501 - one thing of the graph is one line

from pathlib import Path

import pytest

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.nlu.interpreter import Interpreter

SHOP = """\
@prefix ex: <http://ex.org/> .
@prefix kgc: <https://w3id.org/kgchat#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Board a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "motherboard"@en , "主板"@zh ; skos:altLabel "board"@en .
ex:Cpu a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "processor"@en , "处理器"@zh ; skos:altLabel "CPU"@en , "CPU"@zh .
ex:Mouse a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "mouse"@en , "鼠标"@zh .
ex:Dress a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "dress"@en , "连衣裙"@zh .
ex:Socket a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "socket type"@en , "插槽类型"@zh .
ex:Size a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "board size"@en , "板型"@zh .
ex:Colour a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "hue"@en , "色彩"@zh .
ex:Brand a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "maker name"@en , "厂牌"@zh .

ex:price a owl:DatatypeProperty ; rdfs:label "price"@en , "价格"@zh ; rdfs:range xsd:decimal ; qudt:hasUnit unit:CCY_USD ;
    kgc:lessWord "cheap"@en , "便宜"@zh ; kgc:moreWord "expensive"@en , "贵"@zh .
ex:slots a owl:DatatypeProperty ; rdfs:label "memory slots"@en , "内存插槽"@zh ; rdfs:range xsd:integer .
ex:noise a owl:DatatypeProperty ; rdfs:label "noise level"@en , "噪音"@zh ; rdfs:range xsd:decimal ; qudt:hasUnit unit:DeciB ;
    kgc:lessWord "quiet"@en , "安静"@zh .
ex:weight a owl:DatatypeProperty ; rdfs:label "weight"@en , "重量"@zh ; rdfs:range xsd:decimal ; qudt:hasUnit unit:GM .
ex:memory a owl:DatatypeProperty ; rdfs:label "maximum memory"@en , "最大内存"@zh ; rdfs:range xsd:decimal ;
    qudt:hasUnit unit:GigaBYTE .
ex:screen a owl:DatatypeProperty ; rdfs:label "screen size"@en , "屏幕尺寸"@zh ; rdfs:range xsd:decimal ; qudt:hasUnit unit:IN .
ex:wireless a owl:DatatypeProperty ; rdfs:label "wireless"@en , "无线"@zh ; rdfs:range xsd:boolean .
ex:socket a owl:ObjectProperty ; rdfs:label "socket"@en , "接口"@zh ; rdfs:range ex:Socket .
ex:size a owl:ObjectProperty ; rdfs:label "form factor"@en , "规格"@zh ; rdfs:range ex:Size .
ex:colour a owl:ObjectProperty ; rdfs:label "colour"@en , "颜色"@zh ; rdfs:range ex:Colour .
ex:brand a owl:ObjectProperty ; rdfs:label "brand"@en , "品牌"@zh ; rdfs:range ex:Brand ; kgc:role "brand" .

ex:am5 a ex:Socket ; skos:prefLabel "AM5"@en , "AM5"@zh .
ex:microatx a ex:Size ; skos:prefLabel "Micro ATX"@en , "Micro ATX"@zh .
ex:red a ex:Colour ; skos:prefLabel "red"@en , "红色"@zh ; skos:altLabel "红"@zh .
ex:black a ex:Colour ; skos:prefLabel "black"@en , "黑色"@zh .
ex:on a ex:Brand ; skos:prefLabel "On"@en , "昂跑"@zh .
ex:noctua a ex:Brand ; skos:prefLabel "Noctua"@en , "猫头鹰"@zh .
ex:amd a ex:Brand ; skos:prefLabel "AMD"@en , "AMD"@zh .

ex:p1 a ex:Cpu ; rdfs:label "AMD Ryzen 7 9800X3D" ; ex:price 480.0 ; ex:socket ex:am5 ; ex:brand ex:amd .
ex:p2 a ex:Cpu ; rdfs:label "AMD Ryzen 7 9700X" ; ex:price 310.0 ; ex:socket ex:am5 ; ex:brand ex:amd .
ex:p3 a ex:Cpu ; rdfs:label "AMD Ryzen 5 7600" ; ex:price 180.0 ; ex:socket ex:am5 ; ex:brand ex:amd .
ex:b1 a ex:Board ; rdfs:label "Gigabyte B650M K" ; ex:price 120.0 ; ex:socket ex:am5 ; ex:size ex:microatx ; ex:slots 4 ;
    ex:memory 128.0 ; ex:colour ex:black .
ex:c1 a ex:Board ; rdfs:label "Noctua NH-D15" ; ex:price 100.0 ; ex:noise 24.5 ; ex:brand ex:noctua ; ex:weight 1320.0 .
ex:c2 a ex:Board ; rdfs:label "Noctua NH-D15 chromax.black" ; ex:price 120.0 ; ex:noise 24.5 ; ex:brand ex:noctua .
ex:c3 a ex:Board ; rdfs:label "Noctua NH-U12S" ; ex:price 70.0 ; ex:noise 22.4 ; ex:brand ex:noctua .
ex:m1 a ex:Mouse ; rdfs:label "Feather 2" ; ex:price 50.0 ; ex:wireless true ; ex:screen 1.0 .
ex:d1 a ex:Dress ; rdfs:label "Ruby"@en , "碎花雪纺长裙"@zh ; ex:price 50.0 ; ex:colour ex:red .
"""


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    folder: Path = tmp_path_factory.mktemp("shop")
    (folder / "shop.ttl").write_text(SHOP, encoding="utf-8")
    return KnowledgeGraph.load(folder, cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def interpreter(shop: KnowledgeGraph) -> Interpreter:
    return Interpreter(shop)
