"""Golden dialogues: facts before wording, each in both languages.

[catalogue]
source = "ontology/fashion"
[prefixes]
shop = "https://…#"
[[turn]]
user = "…"                                             # all but `user` may be left out:
act = "inform"                                         # the dialogue act, or a list of acts that will do
facts = [["shop:item", "shop:price", 299]]             # must be among the facts of the reply
products = ["shop:item"]                               # exactly these, in this order
rows = 3                                               # so many rows
boolean = true                                         # yes or no
"""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kgchat import DialogueState, Engine, Fact

ROOT = Path(__file__).parents[2]
DIALOGUES = sorted((ROOT / "tests" / "golden").glob("*.toml"))
PAIRS = 16  # the least number of dialogues, each in English and in Chinese


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    loaded: dict[str, Engine] = {}
    cache_dir = tmp_path_factory.mktemp("cache")
    for path in DIALOGUES:
        source = _read(path)["catalogue"]["source"]
        if source not in loaded:
            loaded[source] = Engine.load(ROOT / source, realizer="plain", cache_dir=cache_dir)
    yield loaded
    for engine in loaded.values():
        engine.close()


def test_every_dialogue_is_told_in_both_languages() -> None:
    stories = {language: {p.name[: -len(f".{language}.toml")] for p in DIALOGUES if f".{language}." in p.name}
               for language in ("en", "zh")}  # fmt: skip
    assert stories["en"] == stories["zh"]
    assert len(stories["en"]) >= PAIRS
    assert len(DIALOGUES) == 2 * len(stories["en"])


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.name)
def test_golden_dialogue(path: Path, engines: dict[str, Engine]) -> None:
    story = _read(path)
    prefixes: dict[str, str] = story.get("prefixes", {})
    engine = engines[story["catalogue"]["source"]]
    language = path.name.split(".")[-2]
    state = DialogueState()
    for number, expected in enumerate(story["turn"], start=1):
        turn = engine.reply(expected["user"], state)
        state, answer = turn.state, turn.answer
        told = f"{path.name}, turn {number}, {expected['user']!r} got {answer.act}: {turn.reply.text}\n{answer.sparql}"
        assert turn.reply.language == language, told
        acts = expected.get("act", answer.act)
        assert answer.act in ([acts] if isinstance(acts, str) else acts), told
        for subject, prop, value in expected.get("facts", ()):
            wanted = (_expanded(subject, prefixes), _expanded(prop, prefixes), _expanded(value, prefixes))
            assert any(_says(fact, wanted) for fact in turn.reply.facts), f"{told}\nwithout the fact {wanted}"
        if "products" in expected:
            products = [_expanded(name, prefixes) for name in expected["products"]]
            assert [product.iri for product in answer.products] == products, told
        if "rows" in expected:
            assert len(answer.rows) == expected["rows"], told
        if "boolean" in expected:
            assert answer.boolean is expected["boolean"], told


def _expanded(term: Any, prefixes: dict[str, str]) -> Any:
    prefix, colon, local = term.partition(":") if isinstance(term, str) else ("", "", "")
    return prefixes[prefix] + local if colon and prefix in prefixes else term


def _says(fact: Fact, wanted: tuple[Any, Any, Any]) -> bool:
    subject, prop, value = wanted
    return (fact.subject.iri, fact.property.iri) == (subject, prop) and _same(fact.value.value, value)


def _same(found: object, wanted: object) -> bool:
    if isinstance(found, (int, float, Decimal)) and isinstance(wanted, (int, float)):
        return abs(float(found) - float(wanted)) < 1e-6
    return found == wanted or str(found) == str(wanted)
