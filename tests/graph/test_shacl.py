import sys

import pytest

from kgchat.errors import OntologyError
from tests.graph.conftest import Load


def shape(constraint: str, path: str = "ex:p", more: str = "") -> str:
    body = f"sh:property [ sh:path {path} ; {constraint} ]"
    return f"ex:S a sh:NodeShape ; sh:targetClass ex:C {more} ; {body} . ex:D rdfs:subClassOf ex:C .\n"


CASES = [
    ("sh:minCount 1", "ex:p 1", "ex:q 1"),
    ("sh:minCount 2", "ex:p 1, 2", "ex:p 1"),
    ("sh:maxCount 1", "ex:p 1", "ex:p 1, 2"),
    ("sh:datatype xsd:integer", "ex:p 1", "ex:p 1.5"),
    ("sh:datatype xsd:integer", "ex:p 1", 'ex:p "x"^^xsd:integer'),
    ("sh:class ex:C", "ex:p ex:a", "ex:p ex:nothing"),
    ("sh:nodeKind sh:IRI", "ex:p ex:a", "ex:p 'a'"),
    ("sh:in ( ex:r 'g' 3 )", "ex:p ex:r, 'g', 3", "ex:p 'h'"),
    ("sh:hasValue 5", "ex:p 4, 5", "ex:p 4"),
    ("sh:minInclusive 1", "ex:p 1", "ex:p 0"),
    ("sh:maxInclusive 1", "ex:p 1", "ex:p 2"),
    ("sh:minExclusive 1", "ex:p 2", "ex:p 1"),
    ("sh:maxExclusive 1", "ex:p 0", "ex:p 'text'"),
    ("sh:minLength 2", "ex:p 'ab'", "ex:p 'a'"),
    ("sh:maxLength 2", "ex:p 'ab'", "ex:p 'abc'"),
    ('sh:pattern "^a.*z$" ; sh:flags "i"', "ex:p 'A-Z'", "ex:p 'A-'"),
    ("sh:uniqueLang true", "ex:p 'a'@en, 'b'@zh", "ex:p 'a'@en, 'b'@en"),
    ("sh:languageIn ( 'en' 'zh' )", "ex:p 'a'@en-GB", "ex:p 'a'@de"),
    ("sh:or ( [ sh:datatype xsd:string ] [ sh:class ex:C ] )", "ex:p 'a', ex:a", "ex:p 5"),
    ("sh:not [ sh:datatype xsd:string ]", "ex:p 5", "ex:p 'a'"),
    (
        "sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:minInclusive 3 ] ]",
        "ex:p [ ex:q 3 ]",
        "ex:p [ ex:q 2 ]",
    ),
    ("sh:lessThan ex:q", "ex:p 1 ; ex:q 2", "ex:p 2 ; ex:q 2"),
    ("sh:disjoint ex:q", "ex:p 1 ; ex:q 2", "ex:p 1 ; ex:q 1"),
]


@pytest.mark.parametrize(("constraint", "good", "bad"), CASES)
def test_each_core_constraint_accepts_and_refuses(load: Load, constraint: str, good: str, bad: str) -> None:
    load(shape(constraint) + f"ex:a a ex:D ; {good} .")
    with pytest.raises(OntologyError, match="a \\(p\\): the shape S asks"):
        load(shape(constraint) + f"ex:a a ex:D ; {bad} .")


@pytest.mark.parametrize(("constraint", "good", "bad"), CASES)
def test_pyshacl_judges_the_same(constraint: str, good: str, bad: str) -> None:
    import pyshacl
    import rdflib

    from tests.graph.conftest import PREFIXES

    for body, expected in ((good, True), (bad, False)):
        graph = rdflib.Graph().parse(data=PREFIXES + shape(constraint) + f"ex:a a ex:D ; {body} .", format="turtle")
        assert pyshacl.validate(graph)[0] is expected


def test_paths_and_targets(load: Load) -> None:
    inverse = shape("sh:minCount 1", "[ sh:inversePath ex:has ]")
    load(inverse + "ex:a a ex:C . ex:b ex:has ex:a .")
    with pytest.raises(OntologyError, match="asks min count 1"):
        load(inverse + "ex:a a ex:C .")
    with pytest.raises(OntologyError, match="a: the shape S asks min count 1"):
        load(
            "ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ] ."
            " ex:a ex:p [ ex:r 1 ] ."
        )


def test_the_shapes_own_words_the_node_the_value_and_the_line_are_told(load: Load) -> None:
    words = shape('sh:minExclusive 0 ; sh:message "a price must be above 0"@en , "价格必须大于零"@zh')
    with pytest.raises(OntologyError) as caught:
        load(words + "ex:ok a ex:C ; ex:p 1 .\nex:bad a ex:C ; ex:p 0 .")
    assert "shop.ttl:13: bad (p): a price must be above 0. Found: 0." in str(caught.value)


def test_at_most_ten_are_listed(load: Load) -> None:
    with pytest.raises(OntologyError) as caught:
        load(shape("sh:minCount 1") + "".join(f"ex:n{i} a ex:C .\n" for i in range(30)))
    assert str(caught.value).count("asks min count") == 10
    assert "more" in str(caught.value)


def test_milder_severities_are_warnings(load: Load) -> None:
    graph = load(shape("sh:minCount 1 ; sh:severity sh:Warning") + "ex:a a ex:C .")
    assert any("a (p)" in warning for warning in graph.warnings)
    assert load(shape("sh:minCount 1", more="; sh:deactivated true") + "ex:a a ex:C .").warnings == ()


SPARQL = (
    'ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:message "no zz" ;'
    ' sh:select "SELECT $this WHERE { $this <http://ex.org/zz> ?x }" ] .\n'
)


def test_findings_are_listed_node_by_node_in_the_same_order(load: Load) -> None:
    shapes = shape("sh:minCount 1 ; sh:message 'p is missing'") + shape("sh:minCount 1", "ex:q").replace("ex:S", "ex:T")
    with pytest.raises(OntologyError) as raised:
        load(shapes + "ex:b a ex:C . ex:a a ex:C . ex:c a ex:C .")
    nodes = [line.split(": ")[1][0] for line in str(raised.value).splitlines()]
    assert nodes == ["a", "a", "b", "b", "c", "c"]


def test_other_constraints_run_with_pyshacl(load: Load) -> None:
    with pytest.raises(OntologyError, match=r"shop.ttl:12: a: no zz"):
        load(SPARQL + "ex:a a ex:C ; ex:zz 1 .")
    assert load(SPARQL + "ex:a a ex:C ; ex:yy 1 .").warnings == ()


def test_without_pyshacl_they_are_named(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    graph = load(SPARQL + "ex:a a ex:C ; ex:zz 2 .")
    assert any("S (sh:sparql)" in w and "kgchat[shacl]" in w for w in graph.warnings)
