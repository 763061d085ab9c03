import gc
import threading
import time
from pathlib import Path

import psutil
import pytest

from kgchat.errors import OntologyError, QueryError
from kgchat.graph import store
from kgchat.graph.knowledge_graph import KnowledgeGraph
from tests.graph.conftest import PREFIXES, SHOP, Load

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


def test_a_cross_join_is_killed_at_the_limit_and_the_next_query_is_served_at_once(shop: KnowledgeGraph) -> None:
    assert shop.query_untrusted("ASK { ?s ex:price 40.5 }").boolean is True
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"time limit of 0\.5 s"):
        shop.query_untrusted(ENDLESS, timeout=0.5)
    killed = time.monotonic()
    assert shop.query_untrusted("SELECT ?s { ?s a ex:Cooler }").rows
    assert killed - started < 1.5
    assert time.monotonic() - killed < 1.0


def test_a_time_limit_of_the_engine_is_kept_too(shop: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="time limit"):
        shop.query(ENDLESS, timeout=0.3)


def test_rows_are_capped(shop: KnowledgeGraph) -> None:
    table = shop.query_untrusted("SELECT ?s ?p ?o { ?s ?p ?o }", limit=3)
    assert len(table.rows) == 3
    assert table.truncated
    assert shop.query("SELECT ?s { ?s a ex:x }".replace("ex:x", "<http://ex.org/Cooler>"), limit=5).truncated is False


def test_construct_and_describe_give_triples(shop: KnowledgeGraph) -> None:
    assert (
        shop.query_untrusted("CONSTRUCT { ?s a ex:Thing } WHERE { ?s a ex:Case }").triples[0].subject
        == "http://ex.org/k1"
    )
    assert shop.query_untrusted("DESCRIBE ex:c1").triples


def test_unbound_cells_are_left_out(shop: KnowledgeGraph) -> None:
    rows = shop.query_untrusted("SELECT ?s ?w { ?s a ex:Cooler OPTIONAL { ?s ex:weight_g ?w } } ORDER BY ?s").rows
    assert [sorted(row) for row in rows] == [["s"], ["s", "w"]]


def test_a_query_that_eats_memory_is_stopped(shop: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match=r"memory|time limit"):
        shop.query_untrusted(f"SELECT * {{ {ENDLESS[ENDLESS.index('{') + 1 : -1]} }} ORDER BY ?c ?f ?i", timeout=20)
    assert shop.query_untrusted("ASK { ?s ?p ?o }").boolean is True


def test_many_threads_ask_at_once(shop: KnowledgeGraph) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(len(shop.query_untrusted("SELECT ?s { ?s a ex:Cooler }").rows) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 30


def test_a_closed_graph_says_so(load: Load) -> None:
    graph = load(SHOP)
    graph.close()
    with pytest.raises(QueryError, match="closed"):
        graph.query_untrusted("ASK { ?s ?p ?o }")


def test_a_dropped_graph_ends_its_processes(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + SHOP, encoding="utf-8")
    graph = KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache")
    graph.query_untrusted("ASK { ?s ?p ?o }")
    mine = [p for p in psutil.Process().children() if str(tmp_path) in " ".join(p.cmdline())]
    assert mine
    del graph
    gc.collect()
    assert not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in mine)


@pytest.mark.parametrize("damage", ["compiled.json", "schema.json", "lexicon.jsonl", "store/CURRENT", "store"])
def test_a_damaged_cache_is_rebuilt(tmp_path: Path, damage: str) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + SHOP, encoding="utf-8")
    first = KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache")
    first.close()
    target = first.cache_dir / damage
    if target.is_dir():
        for file in target.iterdir():
            file.unlink()
    else:
        target.write_bytes(target.read_bytes()[:3])
    again = KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache")
    assert again.schema == first.schema
    assert again.query_untrusted("ASK { ?s ex:price 40.5 }").boolean is True
    again.close()


def test_the_compiled_graph_is_the_same_as_the_fresh_one(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + SHOP, encoding="utf-8")
    graphs = [KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache") for _ in range(2)]
    assert graphs[0].schema == graphs[1].schema
    assert list(graphs[0].lexicon()) == list(graphs[1].lexicon())
    assert [p.name for p in (tmp_path / "cache" / "graphs").iterdir()] == [graphs[0].cache_dir.name]
    for graph in graphs:
        graph.close()


def test_threads_compile_the_same_content_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + SHOP, encoding="utf-8")
    found: list[int] = []

    def one() -> None:
        graph = KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache")
        found.append(len(graph.schema.classes))
        graph.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4] * 4


def test_the_cache_folder_is_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGCHAT_CACHE_DIR", str(tmp_path / "elsewhere"))
    assert store.cache_root() == tmp_path / "elsewhere"
    assert store.cache_root(tmp_path / "argument") == tmp_path / "argument"


def test_a_cache_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + SHOP, encoding="utf-8")
    (tmp_path / "file").write_text("")
    with pytest.raises(OntologyError, match="KGCHAT_CACHE_DIR"):
        KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "file")


def test_old_graphs_are_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT_GRAPHS", 2)
    monkeypatch.setattr(store, "KEPT_DAYS", -1)
    for i in range(5):
        (tmp_path / "a.ttl").write_text(PREFIXES + SHOP + f'ex:n{i} a ex:Case ; rdfs:label "n{i}" .', encoding="utf-8")
        last = KnowledgeGraph.load(tmp_path / "a.ttl", cache_dir=tmp_path / "cache")
        last.close()
    left = list((tmp_path / "cache" / "graphs").iterdir())
    assert last.cache_dir in left
    assert len(left) == 3


def test_a_folder_that_vanishes_meanwhile_does_not_stop_pruning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "KEPT_GRAPHS", 0)
    monkeypatch.setattr(store, "KEPT_DAYS", -1)
    graphs = tmp_path / "graphs"
    for name in ("kept", "old"):
        (graphs / name).mkdir(parents=True)
    (graphs / ".new-gone").symlink_to(tmp_path / "removed by another process")
    store.prune(tmp_path, keep=graphs / "kept")
    assert sorted(path.name for path in graphs.iterdir()) == [".new-gone", "kept"]
