from pathlib import Path

import pytest

from kgchat.errors import OntologyError
from kgchat.graph.knowledge_graph import KnowledgeGraph
from tests.graph.conftest import PREFIXES, RULE, SHOP, Load

LINES = len(PREFIXES.splitlines())


@pytest.mark.parametrize(
    ("turtle", "line", "said"),
    [
        ('ex:a rdfs:label "x"\nex:b rdfs:label "y" .', 2, "must end with"),
        ("ex:a foo:b 1 .", 1, "Declare the prefix"),
        ('ex:a rdfs:label "open .\n', 1, "close the string"),
        ("ex:a ex:b [ ex:c 1 .", 1, "Correct|bracket|must end"),
        ("ex:a ex:b <http://x y> .", 1, "IRI"),
        ("ex:a ex:b 1 ;\n  ex:c 2", 2, "end"),
    ],
)
def test_broken_turtle_is_told_with_file_line_and_remedy(load: Load, turtle: str, line: int, said: str) -> None:
    with pytest.raises(OntologyError, match=f"(?s)shop.ttl:{LINES + line}.*({said})"):
        load(turtle)


def test_broken_files_of_other_formats_are_told(tmp_path: Path) -> None:
    for name, content in (("a.nt", "<http://a> <http://b> ."), ("a.rdf", "<rdf>"), ("a.jsonld", "{"), ("a.trig", "{")):
        (tmp_path / name).write_text(content)
        with pytest.raises(OntologyError, match=name):
            KnowledgeGraph.load(tmp_path / name, cache_dir=tmp_path / "cache")


def test_bytes_that_are_not_utf8_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b'<http://a> <http://b> "\xff\xfe" .')
    with pytest.raises(OntologyError, match=r"a\.ttl.*UTF-8"):
        KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache")


def test_missing_empty_and_odd_sources_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.docx").write_text("x")
    for source, said in (("none", "no such file"), ("empty", "no RDF file"), ("notes.docx", "not an RDF format")):
        with pytest.raises(OntologyError, match=said):
            KnowledgeGraph.load(tmp_path / source, cache_dir=tmp_path / "cache")
    with pytest.raises(OntologyError, match="No ontology was named"):
        KnowledgeGraph.load()
    with pytest.raises(OntologyError, match="by itself"):
        KnowledgeGraph.load("http://localhost:1/", tmp_path)


def test_every_format_is_read_and_hidden_files_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "o"
    (folder / "deep" / ".git").mkdir(parents=True)
    (folder / "a.nt").write_text('<http://ex.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "a" .')
    (folder / "deep" / "b.jsonld").write_text(
        '{"@id": "http://ex.org/b", "http://www.w3.org/2000/01/rdf-schema#label": "b"}'
    )
    (folder / "c.trig").write_text(
        '<http://ex.org/g> { <http://ex.org/c> <http://www.w3.org/2000/01/rdf-schema#label> "c" . }'
    )
    (folder / "d.nq").write_text(
        '<http://ex.org/d> <http://www.w3.org/2000/01/rdf-schema#label> "d" <http://ex.org/g> .'
    )
    (folder / "e.rdf").write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2000/01/rdf-schema#">'
        '<rdf:Description rdf:about="http://ex.org/e"><s:label>e</s:label></rdf:Description></rdf:RDF>'
    )
    (folder / "deep" / ".git" / "x.ttl").write_text("broken")
    graph = KnowledgeGraph.load(folder, cache_dir=tmp_path / "cache")
    assert {entry.text for entry in graph.lexicon()} == {"a", "b", "c", "d", "e"}
    graph.close()


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + f'_:x ex:p "{name}" .')
    graph = KnowledgeGraph.load(tmp_path / "a.ttl", tmp_path / "b.ttl", cache_dir=tmp_path / "cache")
    assert len(graph.query("SELECT DISTINCT ?s { ?s ?p ?o }").rows) == 2
    graph.close()


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        ("ex:price kgc:moreWrd 'x' .", r"shop.ttl:\d+: kgc:moreWrd is not a word .* Did you mean kgc:moreWord"),
        ("ex:Z a owl:Class ; rdfs:subClassOf kgc:Produkt .", "kgc:Produkt .* Did you mean kgc:Product"),
        (RULE.replace("kgc:left ex:Cooler ;", ""), "rule fits has no kgc:left"),
        (RULE.replace("ex:Cooler", "ex:Coolr"), r"shop.ttl:\d+: kgc:left of fits names the class 'Coolr'.*Cooler"),
        (
            RULE.replace("ex:height", "ex:hight"),
            r"shop.ttl:\d+: kgc:leftPath of fits names the property 'hight'.*height",
        ),
        (RULE.replace("kgc:lessOrEqual", "kgc:lessOrEquals"), "Did you mean kgc:lessOrEqual"),
        (RULE.replace("kgc:operator kgc:lessOrEqual ;", ""), "no kgc:operator"),
        (RULE.replace("kgc:margin 5", 'kgc:margin "wide"'), "kgc:margin .* must be a number"),
        ('ex:price kgc:role "prise" .', "Did you mean 'price'"),
        ('ex:price kgc:hidden "maybe" .', "must be true or false"),
        ("ex:s a kgc:SellingPoint ; kgc:on ex:Cooler ; kgc:path ex:price ; kgc:value 5 .", "no kgc:benefit"),
    ],
)
def test_mistakes_in_annotations_are_told_with_place_and_nearest_name(load: Load, turtle: str, said: str) -> None:
    with pytest.raises(OntologyError, match=f"(?s){said}"):
        load(SHOP + turtle)


def test_an_undeclared_property_is_a_warning(load: Load) -> None:
    graph = load(SHOP + "ex:c1 ex:heigt 5 .")
    assert any("'heigt' is used as a property but never declared. Did you mean height?" in w for w in graph.warnings)
    assert any(f"shop.ttl:{LINES + SHOP.count(chr(10)) + 1}:" in w for w in graph.warnings)


def test_a_broken_edit_leaves_the_loaded_graph_as_it_was(load: Load) -> None:
    graph = load(SHOP)
    with pytest.raises(OntologyError):
        load("ex:a ex:b", name="more.ttl")
    assert graph.query("ASK { ?s a <http://ex.org/Cooler> }").boolean is True
    assert graph.query_untrusted("ASK { ?s a ex:Cooler }").boolean is True
    mended = load('ex:c9 a ex:Cooler ; rdfs:label "Breeze 9" .', name="more.ttl")
    assert mended.schema.classes["http://ex.org/Cooler"].count == 3  # type: ignore[index]
    assert graph.schema.classes["http://ex.org/Cooler"].count == 2  # type: ignore[index]
