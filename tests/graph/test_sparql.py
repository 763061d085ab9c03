import contextlib
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgchat.errors import QueryError
from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.graph.sparql import guard


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("# INSERT\nPREFIX service: <http://x/> select * { ?from service:from 'DROP ALL' }", "SELECT"),
        ('BASE <http://x/> ASK { <insert> ?delete "SERVICE <x>" }', "ASK"),
        ("DESCRIBE <http://ex.org/clear>", "DESCRIBE"),
        ("CONSTRUCT WHERE { ?s ?p 'FROM'@en }", "CONSTRUCT"),
        ("SELECT * { ?s ?p 1 FILTER(?s<?p && ?p>1) }", "SELECT"),
    ],
)
def test_reading_queries_pass(query: str, form: str) -> None:
    assert guard(query) == form
    ox.Store().query(query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", "would change the graph"),
        ("PREFIX a: <http://x/> DELETE WHERE { ?s ?p ?o }", "would change the graph"),
        ("DROP ALL", "would change the graph"),
        ("LOAD <http://x>", "would change the graph"),
        ("SELECT * { ?s ?p ?o } ; DROP ALL", "would change the graph"),
        ("SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { S\\u0045RVICE <http://x> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { { SELECT * { service <http://x> {} } } }", "SERVICE is refused"),
        ("SELECT * #\n FROM <http://x> { ?s ?p ?o }", "FROM is refused"),
        ("SELECT * FROM NAMED <http://x> { ?s ?p ?o }", "FROM is refused"),
        ("", "empty"),
        ("PREFIX a: <http://x/>", "no SELECT"),
        ("hello", "must begin with"),
        ("SELECT * {" + "{" * 200, "nests brackets"),
        ("SELECT " + "x" * 200_000, "at most"),
    ],
)
def test_everything_else_is_refused_in_a_sentence(query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        guard(query)


_PIECES = st.lists(
    st.sampled_from(
        ["INSERT DATA", "DELETE", "WHERE", "{", "}", "?s", "<http://a>", '"x"', "'", '"""', "#", "\n", ";", "SELECT *",
         "ASK",
         "LOAD", "CLEAR ALL", "DROP ALL", "SERVICE", "FROM", "PREFIX a: <http://a>", "a:b", "1", ".",
         "\\", "<", ">", "@en"]
    ),
    max_size=14,
)  # fmt: skip


@given(_PIECES)
def test_no_update_passes(pieces: list[str]) -> None:
    text = " ".join(pieces)
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://a"), ox.Literal("x")))
    try:
        guard(text)
    except QueryError:
        return
    # What passed either is no update at all for a parser of updates, or it changes nothing (an empty one).
    try:
        store.update(text)
    except SyntaxError:
        return
    assert len(store) == 1


@given(st.text(max_size=60))
def test_the_guard_answers_any_text(text: str) -> None:
    with contextlib.suppress(QueryError):
        assert guard(text) in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@pytest.mark.parametrize("piece", ["a.", "'''x", '"', "<a", ":a.", "_:a.", "'", "\\u0041", "1e", "::.", "é.", "?", "#"])
def test_no_text_takes_the_guard_long(piece: str) -> None:
    started = time.monotonic()
    with contextlib.suppress(QueryError):
        guard("SELECT " + piece * (90_000 // len(piece)))
    assert time.monotonic() - started < 5.0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * { ?s ?p }", "Line 1, column 19"),
        ("SELECT *\n{ ?s foo:bar ?o }", "Line 2, column .*the prefix 'foo:' is not declared"),
        ("SELECT ?s { ?s ex:prise ?v }", "ex:prise is not in the graph.* Did you mean price"),
        ("SELECT ?s { ?s a <http://ex.org/Coolr> }", "Did you mean Cooler"),
    ],
)
def test_mistakes_are_located_and_corrected(shop: KnowledgeGraph, query: str, said: str) -> None:
    with pytest.raises(QueryError, match=f"(?s){said}"):
        shop.query_untrusted(query)


def test_an_honest_empty_result_is_empty(shop: KnowledgeGraph) -> None:
    assert shop.query_untrusted("SELECT ?s { ?s ex:price 1000000 }").rows == ()
