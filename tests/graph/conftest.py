"""Small graphs that the tests of `kgchat/graph/` write for themselves."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kgchat.graph.knowledge_graph import KnowledgeGraph

# The machine may be busy: laws are about values here, never about milliseconds.
settings.register_profile("kgchat", deadline=None)
settings.load_profile("kgchat")

PREFIXES = """\
@prefix ex: <http://ex.org/> .
@prefix kgc: <https://w3id.org/kgchat#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

SHOP = """\
ex:Cooler a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "CPU cooler"@en , "散热器"@zh ;
    skos:altLabel "cooler"@en .
ex:Case a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "case"@en , "机箱"@zh .
ex:FormFactor a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "form factor"@en .
ex:price a owl:DatatypeProperty ; rdfs:label "price"@en , "价格"@zh ; rdfs:range xsd:decimal ;
    qudt:hasUnit unit:CCY_USD ;
    kgc:lessWord "cheap"@en , "便宜"@zh ; kgc:higherIsBetter false ; kgc:prominence 5 ;
    kgc:question "What is your budget?"@en .
ex:height a owl:DatatypeProperty ; rdfs:label "height"@en , "高度"@zh ;
    rdfs:range xsd:integer ; qudt:hasUnit unit:MilliM .
ex:clearance a owl:DatatypeProperty ; rdfs:label "clearance"@en ; qudt:hasUnit unit:MilliM .
ex:form a owl:ObjectProperty ; rdfs:label "form"@en ; rdfs:range ex:FormFactor .
ex:cost a owl:DatatypeProperty ; rdfs:label "what we paid"@en ; kgc:hidden true .
ex:atx a ex:FormFactor ; skos:prefLabel "ATX"@en , "ATX"@zh .
ex:matx a ex:FormFactor ; skos:prefLabel "Micro ATX"@en ; skos:broader ex:atx .
ex:c1 a ex:Cooler ; rdfs:label "Breeze 1" ; ex:price 40.5 ; ex:height 150 ; ex:colour "black" ; ex:cost 20 .
ex:c2 a ex:Cooler ; rdfs:label "Breeze 2"@en , "微风二号"@zh ; ex:price 60.0 ; ex:height 170 ; ex:weight_g 900 .
ex:k1 a ex:Case ; rdfs:label "Box 1" ; ex:price 100.0 ; ex:clearance 160 ; ex:form ex:matx .
"""

RULE = """\
ex:fits a kgc:CompatibilityRule ; rdfs:label "cooler fits"@en ; kgc:left ex:Cooler ; kgc:right ex:Case ;
    kgc:condition [ rdfs:label "height"@en ; kgc:leftPath ex:height ; kgc:operator kgc:lessOrEqual ;
        kgc:rightPath ( ex:clearance ) ; kgc:margin 5 ; kgc:fails "{leftItem} is too tall"@en , "{leftItem}太高"@zh ] .
"""

Load = Callable[..., KnowledgeGraph]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def load(tmp_path: Path, cache: Path) -> Iterator[Load]:
    """Return a function that writes Turtle (prefixes added) to `name` and loads the folder that it stands in."""
    opened: list[KnowledgeGraph] = []

    def write_and_load(turtle: str, name: str = "shop.ttl") -> KnowledgeGraph:
        folder = tmp_path / "ontology"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(PREFIXES + turtle, encoding="utf-8")
        opened.append(KnowledgeGraph.load(folder, cache_dir=cache))
        return opened[-1]

    yield write_and_load
    for graph in opened:
        graph.close()


@pytest.fixture
def shop(load: Load) -> KnowledgeGraph:
    return load(SHOP + RULE)
