"""The transformer's wording, with the real model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import samples

from kgchat.errors import ModelError
from kgchat.nlg.cache import WordingCache
from kgchat.nlg.grounding import check
from kgchat.nlg.plain import PlainRealizer
from kgchat.nlg.transformer import _PIECE, TransformerRealizer
from kgchat.turn import LANGUAGES, Answer, Language, Reply

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def realizer(tmp_path_factory: pytest.TempPathFactory) -> TransformerRealizer:
    """The default model from the user's cache (converted there on first use), with a wording cache of its own."""
    made = TransformerRealizer(background=False, cached=False, seconds=120)
    made.cache = WordingCache(tmp_path_factory.mktemp("wordings") / "wordings.sqlite")
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_model_writes_grounded_replies(realizer: TransformerRealizer, language: Language) -> None:
    written = 0
    for answer in samples(language).values():
        reply = realizer.realize(answer)
        assert check(reply.text, answer, facts=reply.facts) == ()
        assert reply.facts == PlainRealizer().realize(answer).facts
        written += reply.realized_by != "plain"
    assert written >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_is_kept_and_used_for_another_product(realizer: TransformerRealizer, language: Language) -> None:
    answer = samples(language)["recommend"]
    first = realizer.realize(answer)
    again = realizer.realize(answer)
    assert again.realized_by == "cache"
    assert again.text == first.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stream_is_the_reply_in_sentences(realizer: TransformerRealizer, language: Language) -> None:
    answer = samples(language)["recommend_three"]
    pieces = list(realizer.stream(answer))
    assert len(pieces) > 3
    assert "".join(pieces).strip() == realizer.realize(answer).text


def test_a_stream_says_who_worded_it(
    realizer: TransformerRealizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(realizer, "cache", WordingCache(tmp_path / "wordings.sqlite"))
    answer = samples("en")["plural_name"]
    assert drained(realizer, answer).realized_by == "transformer"
    assert drained(realizer, answer).realized_by == "cache"


def test_a_reader_who_pauses_keeps_nobody_waiting(realizer: TransformerRealizer) -> None:
    paused = realizer.stream(samples("en")["compare_dresses"])
    next(paused)
    assert realizer._lock.acquire(timeout=1)
    realizer._lock.release()


def drained(realizer: TransformerRealizer, answer: Answer) -> Reply:
    replies: list[Reply] = []

    def reading() -> Iterator[str]:
        replies.append((yield from realizer.stream(answer)))

    assert "".join(reading()).strip() == replies[0].text.strip()
    return replies[0]


@pytest.mark.parametrize("text", ["It costs $45.50. It has M.2 slots! Good", "有 3.5 英寸的。好吗？是。"])
def test_a_number_is_never_cut(text: str) -> None:
    pieces = [piece for piece in _PIECE.findall(text) if piece]
    assert "".join(pieces) == text
    assert len(pieces) == 3


def test_until_the_model_is_there_replies_are_plain(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "llama"}', encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"\0" * 16)
    realizer = TransformerRealizer(tmp_path, cache_dir=tmp_path / "cache")
    answer = samples("en")["price"]
    assert realizer.realize(answer) == PlainRealizer().realize(answer)
    with pytest.raises(ModelError, match="could not be loaded"):
        realizer.wait(60)
    assert not realizer.ready


@pytest.mark.slow
def test_closing_ends_the_loading() -> None:
    realizer = TransformerRealizer(read=None)
    realizer.close()
    with pytest.raises(ModelError, match="closed"):
        realizer.wait(10)
