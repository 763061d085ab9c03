"""A small shop that tests of the engine and of the command line write for themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgchat import Engine
from tests.postgresql import PostgresqlServer, start_or_skip

SHOP = """\
@prefix kgc:  <https://w3id.org/kgchat#> .
@prefix owl:  <http://www.w3.org/2002/07/owl#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shop: <https://example.org/shop#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd:  <http://www.w3.org/2001/XMLSchema#> .

shop:Lamp a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "lamp"@en , "台灯"@zh .

shop:price a owl:DatatypeProperty ; rdfs:domain shop:Lamp ; rdfs:range xsd:decimal ;
    rdfs:label "price"@en , "价格"@zh ; qudt:hasUnit unit:CCY_USD ; kgc:role "price" ;
    kgc:moreWord "expensive"@en , "贵"@zh ; kgc:lessWord "cheap"@en , "便宜"@zh ; kgc:higherIsBetter false .
shop:power a owl:DatatypeProperty ; rdfs:domain shop:Lamp ; rdfs:range xsd:integer ;
    rdfs:label "power"@en , "功率"@zh ; qudt:hasUnit unit:W .
shop:colour a owl:ObjectProperty ; rdfs:domain shop:Lamp ; rdfs:range shop:Colour ;
    rdfs:label "colour"@en , "颜色"@zh ; skos:altLabel "color"@en .
shop:Colour a owl:Class ; rdfs:label "colour value"@en , "颜色值"@zh .
shop:black a shop:Colour ; rdfs:label "black"@en , "黑色"@zh .
shop:white a shop:Colour ; rdfs:label "white"@en , "白色"@zh .

shop:aurora a shop:Lamp ; rdfs:label "Aurora 5" ; shop:price 45.0 ; shop:power 5 ; shop:colour shop:black .
shop:borealis a shop:Lamp ; rdfs:label "Borealis 9" ; shop:price 89.0 ; shop:power 9 ; shop:colour shop:white .
shop:candela a shop:Lamp ; rdfs:label "Candela 12" ; shop:price 120.5 ; shop:power 12 ; shop:colour shop:black .
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one catalogue: three lamps with price, power and colour, in both languages."""
    # What is compiled from it does not belong into the cache of whoever runs the tests.
    monkeypatch.setenv("KGCHAT_CACHE_DIR", str(tmp_path / "cache"))
    return write_shop(tmp_path)


def write_shop(parent: Path) -> Path:
    folder = parent / "shop"
    folder.mkdir()
    (folder / "shop.ttl").write_text(SHOP, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def standing_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One plain engine over the shop for all tests that change nothing of it."""
    parent = tmp_path_factory.mktemp("standing")
    with Engine.load(write_shop(parent), realizer="plain", cache_dir=parent / "cache") as engine:
        yield engine


@pytest.fixture
def session(request: pytest.FixtureRequest) -> str:
    """A conversation of the test's own."""
    return str(request.node.nodeid)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server, running; a test that stops it starts it again."""
    server = start_or_skip()
    yield server
    server.remove()
