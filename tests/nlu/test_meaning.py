"""Unknown words matched by meaning, and those that must match nothing."""

from pathlib import Path

import pytest

from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.nlu.meaning import MeaningMatcher
from kgchat.nlu.normalization import fold

EX = "http://ex.org/"


@pytest.fixture(scope="module")
def meanings(shop: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> MeaningMatcher:
    return MeaningMatcher(shop.schema, tmp_path_factory.mktemp("vectors"))


@pytest.mark.parametrize(("text", "iri"), [("屏幕大小", "screen"), ("number of memory slots", "slots")])
def test_other_words_for_a_label_are_placed(meanings: MeaningMatcher, text: str, iri: str) -> None:
    [proposal] = meanings.match(fold(text), [(0, len(text))])
    assert proposal.candidates[0].iri == EX + iri
    assert proposal.candidates[0].matched == "meaning"


@pytest.mark.parametrize(
    "text",
    [
        "warranty",
        "保修",
        "保修期",
        "delivery time",
        "电话",
        "售后服务",
        "refund",
        "curved",
        "phone",
        "laptop",
        "手机",
        "订单",
    ],
)
def test_what_the_graph_lacks_matches_nothing(meanings: MeaningMatcher, text: str) -> None:
    assert meanings.match(fold(text), [(0, len(text))]) == []


def test_label_vectors_are_kept_by_text(shop: KnowledgeGraph, tmp_path: Path) -> None:
    MeaningMatcher(shop.schema, tmp_path).load()
    written = (tmp_path / "label-vectors.npy").stat().st_mtime_ns
    MeaningMatcher(shop.schema, tmp_path).load()
    assert (tmp_path / "label-vectors.npy").stat().st_mtime_ns == written
    (tmp_path / "label-vectors.json").write_text("damaged", encoding="utf-8")
    MeaningMatcher(shop.schema, tmp_path).load()
    assert (tmp_path / "label-vectors.json").read_text(encoding="utf-8").startswith("[")
