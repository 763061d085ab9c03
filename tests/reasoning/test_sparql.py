"""Laws of the printer: what it prints parses, means what the graph says, and cannot be broken out of."""

from __future__ import annotations

from collections import Counter

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgchat.errors import QueryError
from kgchat.query_graph import (
    Comparison,
    ConstantExpression,
    Edge,
    Either,
    Existence,
    Membership,
    Node,
    Order,
    PathStep,
    Projection,
    QueryGraph,
    VariableExpression,
)
from kgchat.reasoning.sparql import describe, to_sparql
from kgchat.turn import Iri, Term

EX = "http://shop.example/"
NAME = PathStep(predicate=Iri(EX + "name"))
TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)))

iris = st.sampled_from(["name", "price", "has-part", "7zip", "größe"]).map(lambda local: Iri(EX + local))
steps = st.builds(PathStep, predicate=iris, inverse=st.booleans(), closure=st.sampled_from(["", "*", "+"]))
numbers = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9, allow_nan=False), st.decimals(-1000, 1000, places=2)
)
terms = st.one_of(
    st.builds(lambda value: Term(value=value, kind="literal"), st.one_of(TEXT, numbers, st.booleans())),
    st.builds(lambda iri: Term(value=iri, kind="iri"), iris),
)


def item(**changes: object) -> QueryGraph:
    return QueryGraph(focus="item", nodes=(Node(id="item", classes=(Iri(EX + "Lamp"),)),)).with_(**changes)


@st.composite
def query_graphs(draw: st.DrawFn) -> QueryGraph:
    query = item(form=draw(st.sampled_from(["select", "count", "ask"])))
    for n in range(draw(st.integers(0, 4))):
        path = tuple(draw(st.lists(steps, min_size=1, max_size=3)))
        node = Node(id=f"v{n}")
        query = query.with_edge(Edge(subject="item", path=path, object=node.id, optional=draw(st.booleans())), node)
        comparison = Comparison(
            left=VariableExpression(name=node.id),
            operator=draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="])),
            right=ConstantExpression(term=draw(terms)),
        )
        membership = Membership(name=node.id, terms=tuple(draw(st.lists(terms, min_size=1, max_size=3))))
        absent = Existence(
            nodes=(Node(id=f"w{n}"),), edges=(Edge(subject="item", path=path, object=f"w{n}"),), negated=True
        )
        query = query.with_filter(
            draw(st.sampled_from([comparison, membership, absent, Either(filters=(comparison, membership))]))
        )
        query = query.with_(projection=(Projection(name="item"), Projection(name=node.id)))
        query = query.with_(order=(Order(expression=VariableExpression(name=node.id), descending=draw(st.booleans())),))
    return query.with_(limit=draw(st.sampled_from([None, 1, 5])))


@given(query_graphs())
def test_every_query_graph_prints_to_a_query_that_runs(query: QueryGraph) -> None:
    result = pyoxigraph.Store().query(to_sparql(query))
    assert isinstance(result, pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean)


names = st.sampled_from(["lamp", "shade", "7zip"]).map(lambda local: pyoxigraph.NamedNode(EX + local))
predicates = iris.map(pyoxigraph.NamedNode)
objects = st.one_of(names, predicates, st.integers(0, 3).map(pyoxigraph.Literal))
quads = st.builds(pyoxigraph.Quad, names, predicates, objects)


@given(query_graphs().map(lambda query: query.with_(limit=None)), st.lists(quads, max_size=12))
def test_blocks_have_the_same_solutions(query: QueryGraph, quads: list[pyoxigraph.Quad]) -> None:
    store = pyoxigraph.Store()
    store.extend(quads)
    for name in ("lamp", "shade"):
        kind = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        store.add(pyoxigraph.Quad(pyoxigraph.NamedNode(EX + name), kind, pyoxigraph.NamedNode(EX + "Lamp")))
    for graph in (query, query.with_(distinct=False)):
        assert solutions(store, to_sparql(graph, blocks=True)) == solutions(store, to_sparql(graph))


def solutions(store: pyoxigraph.Store, sparql: str) -> object:
    result = store.query(sparql)
    if isinstance(result, pyoxigraph.QueryBoolean):
        return bool(result)
    assert isinstance(result, pyoxigraph.QuerySolutions)
    return Counter(tuple(map(str, solution)) for solution in result)


@given(query_graphs())
def test_a_query_graph_survives_json(query: QueryGraph) -> None:
    assert QueryGraph.model_validate_json(query.model_dump_json()) == query


@given(TEXT)
def test_any_text_is_data(text: str) -> None:
    store = pyoxigraph.Store()
    lamp = pyoxigraph.NamedNode(EX + "lamp")
    store.add(pyoxigraph.Quad(lamp, pyoxigraph.NamedNode(EX + "name"), pyoxigraph.Literal(text)))
    store.add(pyoxigraph.Quad(lamp, pyoxigraph.NamedNode(EX + "name"), pyoxigraph.Literal(text + "!")))
    value = Node(id="value", kind="literal", literal=Term(value=text, kind="literal"))
    query = QueryGraph(
        form="ask",
        focus="item",
        nodes=(Node(id="item"), value),
        edges=(Edge(subject="item", path=(NAME,), object="value"),),
    )
    assert bool(store.query(to_sparql(query)))
    assert not bool(store.query(to_sparql(query).replace(EX, "http://other.example/")))


@pytest.mark.parametrize(
    "iri",
    [
        "http://a/> } ; DROP ALL #",
        'http://a/"',
        "http://a/b c",
        "http://a/{b}",
        "not an iri",
        "http://a/\n",
        "http://a/\\u003e",
    ],
)
def test_what_is_no_iri_never_reaches_a_query(iri: str) -> None:
    query = item(edges=(Edge(subject="item", path=(PathStep(predicate=Iri(iri)),), object="item"),))
    with pytest.raises(QueryError, match="absolute IRI"):
        to_sparql(query)
    with pytest.raises(QueryError):
        describe([Iri(iri)])


def test_conditions_stand_in_the_blocks_of_what_they_limit() -> None:
    price = Edge(subject="item", path=(PathStep(predicate=Iri(EX + "price")),), object="price")
    colours = tuple(Term(value=EX + colour, kind="iri") for colour in ("red", "blue", "red"))
    colour = Edge(subject="item", path=(PathStep(predicate=Iri(EX + "colour")),), object="colour")
    bound = Comparison(
        left=VariableExpression(name="price"),
        operator="<",
        right=ConstantExpression(term=Term(value=9, kind="literal")),
    )
    query = item().with_edge(price, Node(id="price")).with_edge(colour, Node(id="colour"))
    query = query.with_filter(bound).with_filter(Membership(name="colour", terms=colours))
    assert to_sparql(query, blocks=True) == (
        "PREFIX example: <http://shop.example/>\n"
        "SELECT DISTINCT ?item WHERE {\n"
        "  { SELECT * WHERE {\n"
        "    VALUES ?item_class { example:Lamp }\n"
        "    ?item a ?item_class .\n"
        "  } }\n"
        "  { SELECT * WHERE {\n"
        "    ?item example:price ?price .\n"
        "    FILTER(?price < 9)\n"
        "  } }\n"
        "  { SELECT * WHERE {\n"
        "    VALUES ?colour { example:red example:blue }\n"
        "    ?item example:colour ?colour .\n"
        "  } }\n"
        "}"
    )


def test_a_query_is_readable() -> None:
    query = item(edges=(Edge(subject="item", path=(NAME,), object="name"),)).with_node(Node(id="name"))
    assert to_sparql(query, lambda iri: (iri, Iri(EX + "DeskLamp"))) == (
        "PREFIX example: <http://shop.example/>\n"
        "SELECT DISTINCT ?item WHERE {\n"
        "  VALUES ?item_class { example:DeskLamp example:Lamp }\n"
        "  ?item a ?item_class .\n"
        "  ?item example:name ?name .\n"
        "}"
    )
