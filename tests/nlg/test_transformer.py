"""The transformer's wording, with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import samples

from kgchat.errors import ModelError
from kgchat.nlg.grounding import check
from kgchat.nlg.plain import PlainRealizer
from kgchat.nlg.transformer import TransformerRealizer
from kgchat.turn import LANGUAGES, Language

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def realizer(tmp_path_factory: pytest.TempPathFactory) -> TransformerRealizer:
    """The default model from the user's cache (converted there on first use), with a wording cache of its own."""
    made = TransformerRealizer(background=False, cached=False, seconds=120)
    from kgchat.nlg.cache import WordingCache

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


def test_until_the_model_is_there_replies_are_plain(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "llama"}', encoding="utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"\0" * 16)
    realizer = TransformerRealizer(tmp_path, cache_dir=tmp_path / "cache")
    answer = samples("en")["price"]
    assert realizer.realize(answer) == PlainRealizer().realize(answer)
    with pytest.raises(ModelError, match="could not be loaded"):
        realizer.wait(60)
    assert not realizer.ready
