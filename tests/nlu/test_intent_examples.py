"""The example files: every intent in both languages, and a test split that shares nothing with training."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from kgchat.errors import ConfigurationError
from kgchat.nlu.intent_examples import fill, read_patterns, read_slots
from kgchat.nlu.intent_features import normalize
from kgchat.turn import INTENTS, LANGUAGES, Language

NEAR = 90  # of 100; above it two sentences differ by a word or a few characters


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_its_examples(language: Language) -> None:
    lines = {intent: {"train": 0, "test": 0} for intent in INTENTS}
    for split in ("train", "dev", "test"):
        for pattern in read_patterns(split, language):
            lines[pattern.intent]["test" if split == "test" else "train"] += 1
    assert all(counts["train"] >= 60 and counts["test"] >= 20 for counts in lines.values()), lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_splits_share_no_pattern(language: Language) -> None:
    ids = [{p.id for p in read_patterns(split, language)} for split in ("train", "dev", "test")]
    assert not ids[0] & ids[1]
    assert not ids[0] & ids[2]
    assert not ids[1] & ids[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_test_sentence_nearly_repeats_a_training_sentence(language: Language) -> None:
    slots, chance = read_slots(language), random.Random(0)
    patterns = (*read_patterns("train", language), *read_patterns("dev", language))
    seen = [normalize(fill(p, slots, chance)).strip(" .!?。！？") for p in patterns for _ in range(60)]
    near = [
        (p.text, found[0])
        for p in read_patterns("test", language)
        if (
            found := process.extractOne(
                normalize(p.text).strip(" .!?。！？"), seen, scorer=fuzz.ratio, score_cutoff=NEAR
            )
        )
    ]
    assert not near


def test_an_unknown_intent_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "train.en.toml").write_text('buy_now = """\nyes\n"""\n', "utf-8")
    with pytest.raises(ConfigurationError, match=r"train\.en\.toml: 'buy_now'.*recommend"):
        read_patterns("train", "en", tmp_path)


def test_an_unknown_slot_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.en.toml").write_text('recommend = """\na {gizmo} please\n"""\n', "utf-8")
    (pattern,) = read_patterns("train", "en", tmp_path)
    with pytest.raises(ConfigurationError, match="gizmo"):
        fill(pattern, read_slots("en"), random.Random(0))
