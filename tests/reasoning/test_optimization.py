"""What is run has the solutions of what is shown, and totals are exact however they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.query_graph import Edge, Membership, Node, PathStep, Projection, QueryGraph
from kgchat.reasoning.answering import COUNTED, ROWS, Answering
from kgchat.reasoning.facts import FactFinder
from kgchat.reasoning.optimization import Optimizer
from kgchat.reasoning.verbalization import Verbalizer
from kgchat.turn import Iri, Term

EX = "http://shop.example/"
LAMPS = COUNTED + 100
HEAD = """
@prefix ex: <http://shop.example/> .
@prefix kgc: <https://w3id.org/kgchat#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Lamp a owl:Class ; rdfs:subClassOf kgc:Product ; rdfs:label "lamp"@en .
ex:colour a owl:ObjectProperty ; rdfs:label "colour"@en .
ex:maker a owl:ObjectProperty ; rdfs:label "maker"@en .
ex:country a owl:ObjectProperty ; rdfs:label "country"@en .
ex:size a owl:DatatypeProperty ; rdfs:label "size"@en .
ex:lux a ex:Maker ; rdfs:label "Luxor" ; ex:country ex:italy .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder: Path = tmp_path_factory.mktemp("lamps")
    lamps = [
        f'ex:l{n} a ex:Lamp ; rdfs:label "Lamp {n}" ; ex:size {n % 7} , {n % 7 + 10} ; ex:maker ex:lux ;'
        f" ex:colour ex:{'red' if n < 300 else 'black'} .\n"
        for n in range(LAMPS)
    ]
    (folder / "lamps.ttl").write_text(HEAD + "".join(lamps), encoding="utf-8")
    with KnowledgeGraph.load(folder, cache_dir=folder / "cache") as loaded:
        yield loaded


def lamps(*conditions: tuple[str, str], **changes: object) -> QueryGraph:
    query = QueryGraph(focus="item", nodes=(Node(id="item", classes=(Iri(EX + "Lamp"),)),))
    for path, value in conditions:
        steps = tuple(PathStep(predicate=Iri(EX + step)) for step in path.split("/"))
        node = Node(id=f"{value}_value", kind="entity", iri=Iri(EX + value))
        query = query.with_edge(Edge(subject="item", path=steps, object=node.id), node)
    return query.with_(**changes)


SIZE = Edge(subject="item", path=(PathStep(predicate=Iri(EX + "size")),), object="size")
SIZED = lamps(("colour", "red")).with_edge(SIZE, Node(id="size"))
EITHER = lamps(limit=None).with_edge(
    Edge(subject="item", path=(PathStep(predicate=Iri(EX + "colour")),), object="colour"), Node(id="colour")
)
QUERIES = [
    (lamps(), LAMPS),
    (lamps(("colour", "red")), 300),
    (lamps(("colour", "red"), ("maker/country", "italy")), 300),
    (SIZED.with_(projection=(Projection(name="item"), Projection(name="size"))), 300),
    (EITHER.with_filter(Membership(name="colour", terms=(Term(value=EX + "black", kind="iri"),))), LAMPS - 300),
    (lamps(("colour", "green")), 0),
]


@pytest.mark.parametrize(("query", "total"), QUERIES)
def test_totals_are_exact(graph: KnowledgeGraph, query: QueryGraph, total: int) -> None:
    optimizer = Optimizer(graph)
    answering = Answering(graph, FactFinder(graph), Verbalizer(graph), optimizer)
    result = answering.run(query)
    assert result.total == answering.size(query) == total
    assert len(result.table.rows) == min(ROWS, total * (2 if query.projection else 1))


@pytest.mark.parametrize("query", [query for query, _ in QUERIES])
def test_what_is_run_has_the_solutions_of_what_is_shown(graph: KnowledgeGraph, query: QueryGraph) -> None:
    optimizer = Optimizer(graph)
    shown, run = graph.query(optimizer.print(query)), graph.query(optimizer.plan(query))
    key = [tuple(sorted((name, str(term.value)) for name, term in row.items())) for row in shown.rows]
    assert sorted(key) == sorted(
        tuple(sorted((name, str(term.value)) for name, term in row.items())) for row in run.rows
    )


def test_common_conditions_are_joined_by_hash_and_few_wanted_looked_up(graph: KnowledgeGraph) -> None:
    optimizer = Optimizer(graph)
    assert "{ SELECT *" in optimizer.plan(SIZED)
    assert "{ SELECT *" not in optimizer.plan(SIZED.with_(limit=1))
    assert "{ SELECT *" not in optimizer.print(SIZED)
