"""The bundled PC parts: as many as their report says, declared, labelled in both languages, and what people ask for."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pyoxigraph
import pytest

FOLDER = Path(__file__).parents[2] / "ontology" / "pc-parts"
PREFIXES = """
PREFIX pc: <https://w3id.org/kgchat/pc-parts#>
PREFIX kgc: <https://w3id.org/kgchat#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for path in sorted(FOLDER.rglob("*.ttl")):
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def select(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [tuple(term.value for term in solution if term is not None) for solution in solutions]


def count(store: pyoxigraph.Store, pattern: str) -> int:
    return int(select(store, f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")[0][0])


def test_there_are_as_many_products_as_the_report_says(store: pyoxigraph.Store) -> None:
    report = json.loads((FOLDER / "import-report.json").read_text(encoding="utf-8"))
    recipe = tomllib.loads((FOLDER / "import.toml").read_text(encoding="utf-8"))
    classes = {name: category["class"] for name, category in recipe["category"].items()}
    assert len(report["categories"]) == len(classes) == 25
    for category in report["categories"]:
        found = count(store, f"?x a/rdfs:subClassOf* {classes[category['category']]}")
        assert found == category["products"] >= 8, category["category"]
        parts = category["products"] + category["rejects"] + category["not_selected"]
        assert parts == category["records"]
    assert report["products"] == 3000
    assert report["records"] == 66_778
    assert sum(category["rejects"] for category in report["categories"]) == 2951


def test_nearly_every_product_has_a_price(store: pyoxigraph.Store) -> None:
    assert count(store, "?x a/rdfs:subClassOf* kgc:Product ; pc:price ?price") > 0.95 * 3000


def test_every_value_is_declared_and_named_in_both_languages(store: pyoxigraph.Store) -> None:
    undeclared = select(
        store,
        """SELECT DISTINCT ?value { ?x a/rdfs:subClassOf* kgc:Product ; ?p ?value . ?p a owl:ObjectProperty .
             FILTER NOT EXISTS { ?value skos:prefLabel ?en . FILTER(LANG(?en) = "en") } }""",
    )
    assert undeclared == []
    for language in ("en", "zh"):
        unnamed = select(
            store,
            f"""SELECT ?x {{ {{ ?x a skos:Concept BIND(skos:prefLabel AS ?p) }}
                  UNION {{ VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }} ?x a ?kind
                           BIND(rdfs:label AS ?p) }}
                  FILTER NOT EXISTS {{ ?x ?p ?label . FILTER(LANG(?label) = "{language}") }} }}""",
        )
        assert unnamed == []


def test_every_property_that_products_have_is_declared(store: pyoxigraph.Store) -> None:
    undeclared = select(
        store,
        """SELECT DISTINCT ?p { ?x a/rdfs:subClassOf* kgc:Product ; ?p ?value .
             FILTER(STRSTARTS(STR(?p), STR(pc:))) FILTER NOT EXISTS { ?p rdfs:label ?label } }""",
    )
    assert undeclared == []


@pytest.mark.parametrize(
    ("pattern", "at_least"),
    [
        ("?x a pc:Motherboard ; pc:socket pc:socket-am5 ; pc:memorySlots 4 ; pc:price ?p . FILTER(?p < 150)", 3),
        ("?x a pc:Motherboard ; pc:socket pc:socket-am4", 20),
        ("?x a pc:Motherboard ; pc:socket pc:socket-lga1700", 20),
        ("?x a pc:Motherboard ; pc:socket pc:socket-lga1851", 10),
        ("?x a pc:Motherboard ; pc:boardFormFactor pc:board-eatx", 10),
        ("?x a pc:Cpu ; pc:socket pc:socket-am5 ; pc:microarchitecture pc:microarchitecture-zen-5", 5),
        ("?x a pc:NvmeDrive ; pc:capacity 1000.0 ; pc:price ?p", 25),
        ("?x a pc:Monitor ; pc:panelType/skos:broader? pc:panel-oled", 30),
        ("?x a pc:Case ; pc:caseType pc:case-type-micro-atx-slim", 2),
        ("?x a pc:Case ; pc:caseType/skos:broader pc:case-type-mini-itx-case", 10),
        ("?x a pc:LiquidCooler ; pc:radiatorSize 360", 10),
        ("?x a pc:AirCooler ; pc:price ?p . FILTER(?p < 50)", 20),
        ("?x a pc:VideoCard ; pc:graphicsChip pc:gpu-geforce-rtx-5070", 3),
        ("?x skos:inScheme pc:brands", 200),
        ("?x a kgc:SellingPoint", 40),
        ("?x a kgc:CompatibilityRule", 5),
    ],
)
def test_the_subset_holds_what_customers_ask_for(store: pyoxigraph.Store, pattern: str, at_least: int) -> None:
    assert count(store, pattern) >= at_least


@pytest.mark.parametrize(
    ("name", "socket"),
    [
        ("AMD Ryzen 7 9800X3D", "am5"),
        ("AMD Ryzen 7 9700X", "am5"),
        ("AMD Ryzen 5 5600X", "am4"),
        ("Intel Core i5-12400F", "lga1700"),
        ("Intel Core Ultra 7 265K", "lga1851"),
    ],
)
def test_processors_have_the_socket_that_they_are_made_for(store: pyoxigraph.Store, name: str, socket: str) -> None:
    found = select(store, f'SELECT DISTINCT ?s {{ ?x rdfs:label "{name}" ; pc:socket ?s }}')
    assert found == [(f"https://w3id.org/kgchat/pc-parts#socket-{socket}",)]


def test_benefits_say_no_numbers(store: pyoxigraph.Store) -> None:
    """A number in a reply comes from a fact; a benefit is words alone."""
    benefits = [row[0] for row in select(store, "SELECT ?b { ?x kgc:benefit ?b }")]
    assert [benefit for benefit in benefits if re.search(r"\d", benefit)] == []


def test_every_condition_explains_itself_in_both_languages(store: pyoxigraph.Store) -> None:
    conditions = select(store, "SELECT ?c { ?rule kgc:condition ?c }")
    assert len(conditions) >= 8
    for prop in ("kgc:holds", "kgc:fails"):
        for language in ("en", "zh"):
            sentences = [
                row[0]
                for row in select(store, f"SELECT ?s {{ ?r kgc:condition/{prop} ?s FILTER(LANG(?s) = '{language}') }}")
            ]
            assert len(sentences) == len(conditions)
            assert all("{left}" in sentence and "{right}" in sentence for sentence in sentences)


def test_the_products_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in (FOLDER / "products").glob("*.ttl")) < 4_000_000
