"""Product names: whole, partial, misspelt, and what is none."""

from pathlib import Path

import pytest

from kgchat.nlu.entity_linking import Name, NameIndex, confidence
from kgchat.nlu.mention import Proposal
from kgchat.nlu.normalization import fold
from kgchat.turn import Iri

NAMES = [
    "AMD Ryzen 7 9800X3D",
    "AMD Ryzen 7 9700X",
    "AMD Ryzen 9 9900X",
    "AMD Ryzen 5 7600",
    "AMD Ryzen 5 7600X",
    "Noctua NH-D15",
    "Noctua NH-D15 chromax.black",
    "Noctua NH-D15 G2",
    "Noctua NH-U12S",
    "Logitech G502 X",
    "Samsung 990 Pro",
    "Asus TUF GAMING B650-PLUS WIFI",
    "MSI PRO B650M-A WIFI",
    "Gigabyte B650 GAMING X AX WIFI",
    "ASRock B650M Pro RS WIFI",
    "碎花雪纺长裙",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NameIndex:
    names = [Name(text, (Iri(f"ex:{i}"),), ((Iri("ex:Thing"),),)) for i, text in enumerate(NAMES)]
    return NameIndex.open(tmp_path_factory.mktemp("names"), names)


def link(index: NameIndex, text: str, taken: tuple[Proposal, ...] = ()) -> list[tuple[str, str, float]]:
    folded = fold(text)
    return [
        (text[slice(*folded.span(p.start, p.end))], p.candidates[0].label, p.candidates[0].score)
        for p in index.match(folded, taken)
    ]


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [
        ("what is the tdp of the 9800x3d", "9800x3d", "AMD Ryzen 7 9800X3D"),
        ("9800X3D的TDP是多少", "9800X3D", "AMD Ryzen 7 9800X3D"),
        ("how tall is the Noctua NH-D15?", "Noctua NH-D15", "Noctua NH-D15"),
        ("the nhd15 please", "nhd15", "Noctua NH-D15"),
        ("ryzen 5 7600x", "ryzen 5 7600x", "AMD Ryzen 5 7600X"),
        ("samsung 990pro", "samsung 990pro", "Samsung 990 Pro"),
        ("有没有碎花雪纺长裙", "碎花雪纺长裙", "碎花雪纺长裙"),
    ],
)
def test_a_name_is_found_also_in_part(index: NameIndex, text: str, typed: str, name: str) -> None:
    [found] = link(index, text)
    assert found[:2] == (typed, name)
    assert found[2] >= 0.85


def test_two_names_of_one_sentence_are_two(index: NameIndex) -> None:
    assert [n for _, n, _ in link(index, "比较一下 9800X3D 和 9700X")] == ["AMD Ryzen 7 9800X3D", "AMD Ryzen 7 9700X"]


def test_the_whole_name_beats_its_longer_neighbours(index: NameIndex) -> None:
    [proposal] = index.match(fold("Noctua NH-D15"), ())
    scores = {c.label: c.score for c in proposal.candidates}
    assert scores["Noctua NH-D15"] == 1.0
    assert max(s for n, s in scores.items() if n != "Noctua NH-D15") < 0.8


def test_a_misspelt_maker_is_forgiven_and_another_code_is_doubted(index: NameIndex) -> None:
    [(_, name, score)] = link(index, "logitec G502")
    assert name == "Logitech G502 X"
    assert score > 0.6
    assert all(score < 0.7 for _, _, score in link(index, "the 9701X"))  # a product that the graph does not have


@pytest.mark.parametrize(
    "text", ["what is the warranty", "1000", "32 GB", "boards with wifi", "保修多久", "a good gaming board"]
)
def test_what_is_no_name_is_not_linked(index: NameIndex, text: str) -> None:
    assert link(index, text) == []


def test_a_maker_alone_is_left_to_the_graph(index: NameIndex) -> None:
    assert link(index, "Noctua", (Proposal(0, 6, "entity", 1.0),)) == []


def test_the_index_is_built_once(tmp_path: Path, index: NameIndex) -> None:
    names = [Name("Feather 2000X", (Iri("ex:1"),), ((),))]
    assert NameIndex.open(tmp_path, names).size == 1
    assert NameIndex.open(tmp_path, iter(())).size == 1
    assert [p.name for p in tmp_path.iterdir()] == [next(tmp_path.iterdir()).name]  # nothing half-built is left


def test_confidence_falls_with_rivals() -> None:
    assert confidence(1.0, 1.0, 1.0, 0.0, 0) == 1.0
    assert confidence(1.0, 0.5, 0.5, 0.0, 0) >= 0.9
    assert confidence(1.0, 0.5, 0.5, 0.5, 9) < confidence(1.0, 0.5, 0.5, 0.2, 9) < 0.9
