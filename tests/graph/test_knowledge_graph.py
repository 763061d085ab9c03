import subprocess
import sys
import time
from decimal import Decimal

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.turn import Iri
from tests.graph.conftest import SHOP, Load

C2, K1 = Iri("http://ex.org/c2"), Iri("http://ex.org/k1")


def test_labels_in_each_language(shop: KnowledgeGraph) -> None:
    assert shop.labels((C2, K1, Iri("http://ex.org/NoSuchThing")), "zh") == {
        C2: "微风二号", K1: "Box 1", "http://ex.org/NoSuchThing": "no such thing"
    }  # fmt: skip
    assert shop.label(C2, "en") == "Breeze 2"
    assert shop.entity(C2, "en").label == "Breeze 2"
    assert shop.label(Iri("http://ex.org/price"), "zh") == "价格"


def test_many_labels_are_looked_up_in_one_quick_query(load: Load) -> None:
    graph = load("".join(f'ex:n{i} a ex:N ; rdfs:label "name {i}" .\n' for i in range(3_000)))
    started = time.monotonic()
    found = graph.labels([Iri(f"http://ex.org/n{i}") for i in range(1_000)], "zh")
    assert found[Iri("http://ex.org/n7")] == "name 7"
    assert time.monotonic() - started < 1.0


def test_anything_may_be_asked_for_its_label_and_types(shop: KnowledgeGraph) -> None:
    for odd in ("", "x", "_:b1", "http://ex.org/> } DROP ALL", "not an iri", "http://例子.org/商品"):
        assert isinstance(shop.label(Iri(odd), "en"), str)
        assert shop.types(Iri(odd)) == ()
        assert shop.describe(Iri(odd), "zh") == ()


def test_types_are_most_specific_first(load: Load) -> None:
    graph = load("ex:B rdfs:subClassOf ex:A . ex:C rdfs:subClassOf ex:B . ex:x a ex:A, ex:C, ex:B, owl:Thing .")
    assert graph.types(Iri("http://ex.org/x")) == (
        "http://ex.org/C", "http://ex.org/B", "http://ex.org/A", "http://www.w3.org/2002/07/owl#Thing"
    )  # fmt: skip


def test_a_description_is_prominent_first_labelled_with_units_and_without_what_is_hidden(shop: KnowledgeGraph) -> None:
    triples = shop.describe(K1, "zh")
    assert [(t.predicate.rsplit("/")[-1], t.object.value, t.object.label, t.object.unit) for t in triples] == [
        ("price", Decimal(100), None, "USD"), ("clearance", 160, None, "mm"),
        ("form", "http://ex.org/matx", "Micro ATX", None)
    ]  # fmt: skip
    assert "cost" not in {t.predicate.rsplit("/")[-1] for t in shop.describe(Iri("http://ex.org/c1"), "en")}


def test_texts_of_a_description_are_in_its_language(load: Load) -> None:
    graph = load('ex:note rdfs:label "note" . ex:a a ex:A ; ex:note "soft"@en , "柔软"@zh .')
    assert [t.object.value for t in graph.describe(Iri("http://ex.org/a"), "zh")] == ["柔软"]
    assert [t.object.value for t in graph.describe(Iri("http://ex.org/a"), "en")] == ["soft"]


def test_the_content_and_not_the_place_names_a_graph(load: Load) -> None:
    first = load(SHOP)
    again = load(SHOP)
    assert first.content_hash == again.content_hash
    assert first.cache_dir == again.cache_dir
    assert load(SHOP + "ex:c1 ex:height 151 .").content_hash != first.content_hash


def test_importing_the_graph_loads_no_heavy_library() -> None:
    code = (
        "import sys, kgchat.graph.knowledge_graph as g;"
        "print([m for m in ('pyoxigraph','rdflib','pint','networkx','pyshacl','rapidfuzz') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
