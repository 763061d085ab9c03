"""The bundled fashion catalogue keeps what a shopper, a rule and a reply count on."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kgchat.graph.knowledge_graph import KnowledgeGraph

ONTOLOGY = Path(__file__).parents[2] / "ontology"
FASHION = ONTOLOGY / "fashion"
FILES = sorted(FASHION.rglob("*.ttl"))
PREFIXES = """
PREFIX fashion: <https://w3id.org/kgchat/fashion#>
PREFIX value:   <https://w3id.org/kgchat/fashion/value/>
PREFIX kgc:     <https://w3id.org/kgchat#>
PREFIX owl:     <http://www.w3.org/2002/07/owl#>
PREFIX rdfs:    <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos:    <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd:     <http://www.w3.org/2001/XMLSchema#>
"""
ITEM = "?item a/rdfs:subClassOf* kgc:Product ."


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for path in FILES:
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def _column(store: ox.Store, body: str, variable: str = "item") -> list[str]:
    """Return the values that `variable` takes in the pattern, sorted."""
    solutions = store.query(f"{PREFIXES} SELECT DISTINCT ?{variable} WHERE {{ {body} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(solution[variable].value for solution in solutions)


def _count(store: ox.Store, body: str, variable: str = "item") -> int:
    return len(_column(store, body, variable))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    graph = KnowledgeGraph.load(FASHION, cache_dir=tmp_path_factory.mktemp("cache"))
    yield graph
    graph.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rdflib_and_pyoxigraph_read_the_same_triples(path: Path) -> None:
    by_rdflib = {
        tuple("_" if isinstance(term, rdflib.BNode) else term.n3() for term in triple)
        for triple in rdflib.Graph().parse(path)
    }
    by_pyoxigraph = {
        tuple("_" if isinstance(term, ox.BlankNode) else _n3(term) for term in (t.subject, t.predicate, t.object))
        for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    }
    assert by_rdflib == by_pyoxigraph


def _n3(term: object) -> str:
    if not isinstance(term, ox.Literal):
        return f"<{term.value}>"  # type: ignore[attr-defined]
    plain = term.language or term.datatype.value == str(rdflib.XSD.string)
    datatype = None if plain else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype).n3()


def test_it_loads_without_a_warning(graph: KnowledgeGraph) -> None:
    assert graph.warnings == ()
    assert len(graph.schema.rules) >= 20
    assert len(graph.schema.selling_points) >= 25
    assert {p.role for p in graph.schema.properties.values()} >= {"price", "rating", "stock", "brand"}
    prices = [p for p in graph.schema.properties.values() if p.role == "price"]
    assert [p.unit for p in prices] == ["CNY"]


def test_it_is_as_large_as_promised(store: ox.Store) -> None:
    assert _count(store, ITEM) >= 170
    assert _count(store, "?item a/rdfs:subClassOf* fashion:Dress .") >= 30
    for group in ("Top", "Knitwear", "Trousers", "Skirt", "Outerwear", "Shoes", "Bag", "Accessory"):
        assert _count(store, f"?item a/rdfs:subClassOf* fashion:{group} .") >= 12, group


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_item_has_a_name_of_its_own(store: ox.Store, language: str) -> None:
    names = _column(store, f'{ITEM} ?item rdfs:label ?name FILTER(LANG(?name) = "{language}")', "name")
    assert len(names) == _count(store, ITEM)


@pytest.mark.parametrize(
    "name",
    [
        *("brand", "price", "material", "colour", "pattern", "season", "occasion", "style", "wearer"),
        *("sizeInStock", "care", "rating", "ratingCount"),
    ],
)
def test_every_item_has(store: ox.Store, name: str) -> None:
    assert _column(store, f"{ITEM} FILTER NOT EXISTS {{ ?item fashion:{name} ?any }}") == []


def test_every_item_is_of_one_class_only(store: ox.Store) -> None:
    assert _column(store, f"{ITEM} ?item a ?one , ?two . FILTER(?one != ?two)") == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "fashion:Brand"])
def test_the_vocabulary_has_labels_and_synonyms(store: ox.Store, kind: str, language: str) -> None:
    for name in ("rdfs:label", "skos:altLabel"):
        without = _column(
            store,
            f"?item a {kind} . FILTER NOT EXISTS {{ ?item kgc:hidden true }}"
            f'FILTER NOT EXISTS {{ ?item {name} ?label FILTER(LANG(?label) = "{language}") }}',
        )
        # Some things have one name only in a language.
        assert without == [] if name == "rdfs:label" else len(without) <= 3, (name, without)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_value_has_a_name(store: ox.Store, language: str) -> None:
    body = f'?item a skos:Concept FILTER NOT EXISTS {{ ?item skos:prefLabel ?l FILTER(LANG(?l) = "{language}") }}'
    assert _column(store, body) == []


def test_every_value_that_an_item_has_is_declared(store: ox.Store) -> None:
    body = f"{ITEM} ?item ?p ?v . FILTER(STRSTARTS(STR(?v), STR(value:))) FILTER NOT EXISTS {{ ?v skos:inScheme ?s }}"
    assert _column(store, body, "v") == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_two_values_of_one_scheme_share_a_name(store: ox.Store, language: str) -> None:
    body = (
        "?one skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel ?l . "
        "?item skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel ?m . "
        f'FILTER(?one != ?item && LCASE(STR(?l)) = LCASE(STR(?m)) && LANG(?l) = "{language}" && LANG(?m) = LANG(?l))'
    )
    assert _column(store, body) == []


def test_there_is_something_for_common_wishes(store: ox.Store) -> None:
    dress = "?item a/rdfs:subClassOf* fashion:Dress ."
    assert _count(store, f"{dress} ?item fashion:season value:summer .") >= 8
    assert _count(store, f"{ITEM} ?item fashion:price ?p FILTER(?p < 500)") >= 10
    assert _count(store, f"{dress} ?item fashion:price ?p FILTER(?p < 500)") >= 8
    assert _count(store, f"{dress} ?item fashion:occasion/skos:broader* value:wedding .") >= 5
    assert _count(store, f"{dress} ?item fashion:colour value:black .") >= 3
    assert _count(store, f"{ITEM} ?item fashion:wearer value:men .") >= 10
    assert _count(store, f"{ITEM} ?item fashion:waterproof true .") >= 10


def test_prices_spread_from_pocket_money_to_luxury(store: ox.Store) -> None:
    prices = [Decimal(p) for p in _column(store, f"{ITEM} ?item fashion:price ?price", "price")]
    assert min(prices) >= 59
    assert min(prices) < 100
    assert max(prices) <= 4999
    assert max(prices) > 4000


def test_values_agree_with_the_names(store: ox.Store) -> None:
    named = f"{ITEM} ?item rdfs:label ?name FILTER(LANG(?name) = 'en')"
    for word, pattern in [
        ("linen", "?item fashion:material/skos:broader* value:linen"),
        ("silk", "?item fashion:material/skos:broader* value:silk"),
        ("leather", "?item fashion:material/skos:broader* value:leather"),
        ("denim", "?item fashion:material value:denim"),
        ("velvet", "?item fashion:material value:velvet"),
        ("cashmere", "?item fashion:material value:cashmere"),
        ("satin", "?item fashion:material value:satin"),
        ("tartan", "?item fashion:pattern value:tartan"),
        ("maxi", "?item fashion:length value:maxi"),
        ("mini skirt", "?item fashion:length value:mini"),
        ("waterproof", "?item fashion:waterproof true"),
        ("black", "?item fashion:colour value:black"),
        ("emerald", "?item fashion:colour value:emerald"),
    ]:
        body = f"{named} FILTER(REGEX(?name, '\\\\b{word}\\\\b', 'i')) "
        assert _count(store, body) >= 1, word
        assert _column(store, f"{body} FILTER NOT EXISTS {{ {pattern} }}") == [], word


def test_summer_dresses_are_neither_wool_nor_velvet(store: ox.Store) -> None:
    body = """?item a/rdfs:subClassOf* fashion:Dress ; fashion:season value:summer .
              ?item fashion:material/skos:broader* ?warm .
              VALUES ?warm { value:wool value:cashmere value:velvet value:alpaca value:mohair value:down }"""
    assert _column(store, body) == []


def test_machine_washable_is_what_the_care_says(store: ox.Store) -> None:
    washed = "EXISTS { ?item fashion:care ?c FILTER(?c IN (value:machine-wash-30, value:machine-wash-40)) }"
    assert _column(store, f"?item fashion:machineWashable true FILTER(!{washed})") == []
    assert _column(store, f"?item fashion:machineWashable false FILTER({washed})") == []


def test_colours_go_together_both_ways(store: ox.Store) -> None:
    families = "?item skos:inScheme value:Colours . FILTER NOT EXISTS { ?item skos:broader ?family }"
    assert (
        _column(
            store, f"{families} ?item fashion:goesWithColour ?o FILTER NOT EXISTS {{ ?o fashion:goesWithColour ?item }}"
        )
        == []
    )
    unpaired = "?item skos:inScheme value:Colours FILTER NOT EXISTS { ?item fashion:goesWithColour ?any }"
    assert _column(store, unpaired) == []


def test_every_rule_and_selling_point_speaks_both_languages(store: ox.Store) -> None:
    for kind, names in [("kgc:CompatibilityRule", ["rdfs:label"]), ("kgc:SellingPoint", ["kgc:benefit"])]:
        for name in names:
            for language in ("en", "zh"):
                body = f'FILTER NOT EXISTS {{ ?item {name} ?t FILTER(LANG(?t) = "{language}") }}'
                assert _column(store, f"?item a {kind} . {body}") == []
    for name in ("kgc:holds", "kgc:fails"):
        for language in ("en", "zh"):
            body = f'FILTER NOT EXISTS {{ ?c {name} ?t FILTER(LANG(?t) = "{language}") }}'
            assert _column(store, f"?item kgc:condition ?c . {body}") == []


# The paths of the conditions, written out: from the left item and from the right one.
_PATHS = {
    "occasion": ("fashion:occasion/skos:broader*", "fashion:occasion/skos:broader*"),
    "season": ("fashion:season", "fashion:season"),
    "colour harmony": ("fashion:colour/fashion:goesWithColour", "fashion:colour/skos:broader*"),
    "wearer": ("fashion:wearer/skos:broader*", "fashion:wearer/skos:broader*"),
}


def _values(store: ox.Store, path: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for solution in store.query(f"{PREFIXES} SELECT ?item ?value WHERE {{ {ITEM} ?item {path} ?value }}"):
        found.setdefault(solution["item"].value, set()).add(solution["value"].value)
    return found


def test_every_rule_finds_partners_for_many_items_and_turns_some_down(store: ox.Store) -> None:
    values = {path: _values(store, path) for paths in _PATHS.values() for path in paths}
    for rule in _column(store, "?rule a kgc:CompatibilityRule", "rule"):
        lefts = _column(store, f"<{rule}> kgc:left ?class . ?item a/rdfs:subClassOf* ?class")
        rights = _column(store, f"<{rule}> kgc:right ?class . ?item a/rdfs:subClassOf* ?class")
        conditions = f"<{rule}> kgc:condition/rdfs:label ?name FILTER(LANG(?name) = 'en')"
        paths = [_PATHS[name] for name in _column(store, conditions, "name")]
        pairs = [
            (left, right)
            for left in lefts
            for right in rights
            if all(values[from_left][left] & values[from_right][right] for from_left, from_right in paths)
        ]
        assert len({right for _, right in pairs}) >= 0.4 * len(rights), rule
        assert len({left for left, _ in pairs}) >= 0.4 * len(lefts), rule
        assert len(pairs) < len(lefts) * len(rights), rule
