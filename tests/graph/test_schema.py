from decimal import Decimal

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.graph.schema import ClassInfo, PropertyInfo
from kgchat.turn import Iri
from tests.graph.conftest import SHOP, Load


def prop(graph: KnowledgeGraph, name: str) -> PropertyInfo:
    return graph.schema.properties[Iri(f"http://ex.org/{name}")]


def kind(graph: KnowledgeGraph, name: str) -> ClassInfo:
    return graph.schema.classes[Iri(f"http://ex.org/{name}")]


def test_declared_words_units_and_roles(shop: KnowledgeGraph) -> None:
    price = prop(shop, "price")
    assert price.labels == {"en": ("price",), "zh": ("价格",)}
    assert (price.unit, price.role, price.numeric, price.kind) == ("USD", "price", True, "datatype")
    assert (price.minimum, price.maximum, price.distinct) == (40.5, 100.0, 3)
    assert price.less_words == {"en": ("cheap",), "zh": ("便宜",)}
    assert (price.higher_is_better, price.prominence) == (False, 5.0)
    assert price.question == {"en": ("What is your budget?",)}
    assert kind(shop, "Cooler").labels["en"] == ("CPU cooler", "cooler")


def test_domains_ranges_and_units_are_observed_where_not_declared(shop: KnowledgeGraph) -> None:
    assert prop(shop, "height").domains == ("http://ex.org/Cooler",)
    assert prop(shop, "colour").ranges == ("http://www.w3.org/2001/XMLSchema#string",)
    assert prop(shop, "weight_g").unit == "g"
    assert prop(shop, "form").ranges == ("http://ex.org/FormFactor",)
    assert prop(shop, "form").hierarchical
    assert prop(shop, "price").usage == {
        "http://ex.org/Case": 1, "http://ex.org/Cooler": 2, "https://w3id.org/kgchat#Product": 3
    }  # fmt: skip


def test_products_are_below_the_annotation_and_concepts_are_not(shop: KnowledgeGraph) -> None:
    products = {iri for iri, info in shop.schema.classes.items() if info.product}
    assert products == {"http://ex.org/Cooler", "http://ex.org/Case", "https://w3id.org/kgchat#Product"}
    assert kind(shop, "FormFactor").count == 2
    assert not any(iri.startswith("http://www.w3.org/") for iri in shop.schema.classes)


def test_without_annotation_what_has_a_price_is_a_product(load: Load) -> None:
    graph = load(
        "ex:a a ex:Book ; ex:price_eur 5 . ex:b a ex:Author ; ex:born 1950 . ex:Book rdfs:subClassOf ex:Thing ."
    )
    assert {info.iri for info in graph.schema.classes.values() if info.product} == {
        "http://ex.org/Book",
        "http://ex.org/Thing",
    }
    assert prop(graph, "price_eur").role == "price"


def test_a_class_tree_of_classes(shop: KnowledgeGraph) -> None:
    schema = shop.schema
    assert schema.subclasses(Iri("https://w3id.org/kgchat#Product")) == {
        "https://w3id.org/kgchat#Product", "http://ex.org/Cooler", "http://ex.org/Case"
    }  # fmt: skip
    assert [p.iri for p in schema.properties_of(Iri("http://ex.org/Cooler"))][:2] == [
        "http://ex.org/price",
        "http://ex.org/height",
    ]
    assert Iri("http://ex.org/cost") not in [p.iri for p in schema.properties_of(Iri("http://ex.org/Cooler"))]
    assert schema.graph.has_edge("http://ex.org/Case", "http://ex.org/FormFactor", "http://ex.org/form")


def test_cycles_blank_nodes_lists_and_mixed_values_load(load: Load) -> None:
    graph = load(
        "ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A . ex:x a ex:A ; ex:p ( 1 2 ) , [ ex:q 'z' ] , 5 ,"
        " 'five' ;"
        " ex:n 1 , 2.5 , 3e0 , 'many' ; a [ a owl:Restriction ] . ex:p rdfs:domain [ owl:unionOf ( ex:A ex:C ) ] ."
    )
    assert graph.schema.subclasses(Iri("http://ex.org/A")) == {"http://ex.org/A", "http://ex.org/B"}
    assert prop(graph, "p").domains == ("http://ex.org/A", "http://ex.org/C")
    assert prop(graph, "n").numeric
    assert (prop(graph, "n").minimum, prop(graph, "n").maximum) == (1.0, 3.0)
    assert kind(graph, "A").count == 1


def test_things_typed_twice_are_counted_once(load: Load) -> None:
    graph = load(
        "ex:D rdfs:subClassOf ex:P . ex:E rdfs:subClassOf ex:P . ex:x a ex:D, ex:E, ex:P ; ex:v 1 . ex:y a ex:E ."
    )
    assert kind(graph, "P").count == 2
    assert prop(graph, "v").usage[Iri("http://ex.org/P")] == 1


def test_schema_org_shacl_and_inverses_are_sources(load: Load) -> None:
    graph = load(
        "ex:wrote schema:domainIncludes ex:Author ; schema:rangeIncludes ex:Book ; owl:inverseOf ex:writtenBy ."
        " ex:S a sh:NodeShape ; sh:targetClass ex:Book ;"
        " sh:property [ sh:path ex:pages ; sh:datatype xsd:integer ; sh:name 'pages'@en ] ."
        " ex:b a ex:Book ; ex:pages 5 ."
    )
    assert prop(graph, "wrote").domains == ("http://ex.org/Author",)
    assert prop(graph, "wrote").kind == "object"
    assert prop(graph, "writtenBy").inverse == "http://ex.org/wrote"
    assert prop(graph, "pages").labels == {"en": ("pages",)}
    assert prop(graph, "pages").ranges == ("http://www.w3.org/2001/XMLSchema#integer",)


def test_names_become_words_where_there_are_no_labels(load: Load) -> None:
    graph = load(
        "ex:x a ex:USBPort2 ; ex:hasFormFactor 'a' ; ex:max_RAM-size 'b' ; ex:DDR5Memory 'c' ; ex:weight_kg 2 ."
    )
    names = ("USBPort2", "hasFormFactor", "max_RAM-size", "DDR5Memory", "weight_kg")
    words = [graph.schema.label(Iri(f"http://ex.org/{n}"), "en") for n in names]
    assert words == ["USB port 2", "has form factor", "max RAM size", "DDR5 memory", "weight"]


def test_labels_fall_back_over_languages(load: Load) -> None:
    graph = load(
        'ex:A a owl:Class ; rdfs:label "甲"@zh-Hans , "Apfel"@de . ex:B a owl:Class ; rdfs:label "plain" , "bee"@en .'
    )
    assert graph.schema.label(Iri("http://ex.org/A"), "zh") == "甲"
    assert graph.schema.label(Iri("http://ex.org/A"), "en") in ("Apfel", "甲")
    assert graph.schema.label(Iri("http://ex.org/B"), "zh") == "plain"
    assert graph.schema.languages == ("de", "en", "zh")


def test_rules_and_selling_points(load: Load) -> None:
    graph = load(
        SHOP + "ex:r a kgc:CompatibilityRule ; kgc:left ex:Cooler ; kgc:right ex:Case ; kgc:condition"
        " [ kgc:leftPath ( ex:form [ sh:inversePath ex:form ] ) ; kgc:operator kgc:overlaps ; kgc:rightPath ex:form ] ."
        " ex:s a kgc:SellingPoint ; kgc:on ex:Cooler ; kgc:path ex:price ; kgc:operator kgc:less ; kgc:value 50.5 ;"
        ' kgc:benefit "kind to the purse"@en , "不贵"@zh .'
    )
    (rule,) = graph.schema.rules
    assert [(s.predicate, s.inverse) for s in rule.conditions[0].left] == [
        ("http://ex.org/form", False), ("http://ex.org/form", True)
    ]  # fmt: skip
    (point,) = graph.schema.selling_points
    assert (point.operator, point.value.value, point.benefit["zh"]) == ("less", Decimal("50.5"), ("不贵",))
    again = KnowledgeGraph.load(*graph.sources, cache_dir=graph.cache_dir.parent.parent)
    assert again.schema == graph.schema
    again.close()


def test_an_empty_vocabulary_loads(load: Load) -> None:
    graph = load("")
    assert (graph.schema.classes, graph.schema.properties, list(graph.lexicon())) == ({}, {}, [])
