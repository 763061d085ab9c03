import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgchat.graph import lexicon, terms
from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.graph.schema import LexicalEntry
from kgchat.turn import Iri, Term
from tests.graph.conftest import SHOP, Load


def named(graph: KnowledgeGraph, text: str) -> list[LexicalEntry]:
    return [entry for entry in graph.lexicon() if entry.text == text]


def test_every_kind_of_word_is_there(shop: KnowledgeGraph) -> None:
    found = {(e.text, e.language, e.kind, e.source) for e in shop.lexicon()}
    assert {
        ("CPU cooler", "en", "class", "label"), ("cooler", "en", "class", "synonym"),
        ("散热器", "zh", "class", "label"),
        ("价格", "zh", "property", "label"), ("cheap", "en", "property", "less"), ("便宜", "zh", "property", "less"),
        ("Breeze 1", "", "entity", "label"), ("微风二号", "zh", "entity", "label"), ("ATX", "zh", "entity", "label"),
        ("black", "", "literal", "value"), ("weight", "", "property", "local_name"),
        ("product", "en", "class", "label"),
        ("商品", "zh", "class", "label"),
    } <= found  # fmt: skip


def test_things_know_their_classes_and_the_properties_they_are_values_of(shop: KnowledgeGraph) -> None:
    (entry,) = named(shop, "Micro ATX")
    assert entry.types == ("http://ex.org/FormFactor",)
    assert entry.properties == ("http://ex.org/form",)
    (value,) = named(shop, "black")
    assert value.properties == ("http://ex.org/colour",)
    assert value.literal is not None
    assert value.literal.value == "black"


def test_hidden_words_and_rules_are_left_out(load: Load) -> None:
    graph = load(SHOP + 'ex:Case kgc:hidden true . ex:c1 kgc:hidden true . ex:t a kgc:SellingPoint ; kgc:on ex:Cooler ;'
                 ' kgc:path ex:price ; kgc:value 1 ; kgc:benefit "b"@en ; rdfs:label "rule label" .')  # fmt: skip
    words = {entry.text for entry in graph.lexicon()}
    assert not words & {"what we paid", "case", "机箱", "Box 1", "Breeze 1", "rule label"}
    assert "Breeze 2" in words


def test_big_classes_and_long_or_many_values_are_marked_or_capped(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "LARGE", 3)
    monkeypatch.setattr(lexicon, "VALUES_AT_MOST", 2)
    things = "".join(
        f'ex:t{i} a ex:T ; rdfs:label "thing {i}" ; ex:sku "s{i}" ; ex:text "{"long " * 20}" .\n' for i in range(4)
    )
    graph = load(things + 'ex:u a ex:U ; rdfs:label "small" .')
    assert {e.text: e.large for e in graph.lexicon() if e.kind == "entity"} == {
        "thing 0": True, "thing 1": True, "thing 2": True, "thing 3": True, "small": False
    }  # fmt: skip
    assert list(graph.lexicon(large=False)) == [e for e in graph.lexicon() if not e.large]
    assert len([e for e in graph.lexicon() if e.kind == "literal"]) == 2
    assert any("sku has more than 2 different texts" in warning for warning in graph.warnings)


def test_things_without_labels_are_called_by_their_names_unless_these_are_codes(load: Load) -> None:
    graph = load("ex:BlueMoon a ex:T . ex:Q42 a ex:T . <urn:uuid:6f1e1c9e-0000-4000-8000-0123456789ab> a ex:T .")
    assert [e.text for e in graph.lexicon() if e.kind == "entity"] == ["blue moon"]


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=20)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_TEXT.filter(lambda t: t.strip()), st.sampled_from(["en", "zh"]))
def test_any_label_comes_out_as_it_went_in(load: Load, label: str, language: str) -> None:
    written = terms.to_sparql(Term(value=label, kind="literal", language=language))
    graph = load(f"ex:a a ex:T ; rdfs:label {written} .")
    assert [e.text for e in graph.lexicon() if e.iri == "http://ex.org/a"] == [label]
    assert graph.label(Iri("http://ex.org/a"), "zh") == label
    graph.close()
