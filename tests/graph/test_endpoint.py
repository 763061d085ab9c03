import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kgchat.errors import OntologyError, QueryError
from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.turn import Iri
from tests.graph.conftest import PREFIXES, SHOP, Load
from tests.graph.test_store import ENDLESS


def _program() -> str | None:
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An Oxigraph server that holds SHOP, read only; the address of its query endpoint."""
    program = _program()
    if program is None:
        pytest.skip("the oxigraph server of the dev extra is not installed")
    folder = tmp_path_factory.mktemp("server")
    store = ox.Store(str(folder))
    store.load(PREFIXES + SHOP, format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    port = _free_port()
    command = [program, "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(200):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
        process.kill()


def test_an_endpoint_gives_the_same_graph_as_the_files(server: str, cache: Path, load: Load) -> None:
    local = load(SHOP)
    for _ in range(2):  # compiled, then from the cache
        remote = KnowledgeGraph.load(server, cache_dir=cache)
        assert remote.schema == local.schema
        assert sorted(map(repr, remote.lexicon())) == sorted(map(repr, local.lexicon()))
        assert remote.describe(Iri("http://ex.org/k1"), "zh") == local.describe(Iri("http://ex.org/k1"), "zh")


def test_an_endpoint_answers_every_form(server: str, cache: Path) -> None:
    graph = KnowledgeGraph.load(server, cache_dir=cache)
    assert graph.query_untrusted("SELECT ?s { ?s a skos:Concept }").rows == ()
    assert len(graph.query_untrusted("SELECT * { ?s ?p ?o }", limit=4).rows) == 4
    assert graph.query_untrusted("ASK { ?s ?p ?o }").boolean is True
    assert graph.query_untrusted("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }").triples


def test_an_endpoint_that_is_too_slow_is_left(server: str, cache: Path) -> None:
    graph = KnowledgeGraph.load(server, cache_dir=cache)
    with pytest.raises(QueryError, match=r"time limit of 0\.5 s"):
        graph.query_untrusted(ENDLESS, timeout=0.5)


def test_mistakes_at_an_endpoint_are_told(server: str, cache: Path) -> None:
    graph = KnowledgeGraph.load(server, cache_dir=cache)
    with pytest.raises(QueryError, match="400"):
        graph.query_untrusted("SELECT * { ?s ?p }")
    with pytest.raises(QueryError, match="would change"):
        graph.query_untrusted("DROP ALL")


def test_an_unreachable_endpoint_is_one_sentence(cache: Path) -> None:
    for url in (f"http://127.0.0.1:{_free_port()}/query", "http://[broken"):
        with pytest.raises(OntologyError, match="cannot be reached") as caught:
            KnowledgeGraph.load(url, cache_dir=cache)
        assert "\n" not in str(caught.value)
    with pytest.raises(OntologyError) as caught:
        KnowledgeGraph.load(f"http://me:secret@127.0.0.1:{_free_port()}/query", cache_dir=cache)
    assert "secret" not in str(caught.value)
