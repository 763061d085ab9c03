"""Training on a handful of sentences: it learns them, and the same sentences give the same model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kgchat.errors import ConfigurationError
from kgchat.nlu import intent_corpus
from kgchat.nlu.intent import IntentClassifier
from kgchat.nlu.intent_examples import FOLDER
from kgchat.nlu.training import _fit, train_intents

SENTENCES = [
    ("hello there", "greeting"),
    ("good morning", "greeting"),
    ("你好", "greeting"),
    ("早上好", "greeting"),
    ("where is my parcel", "order_status"),
    ("track my order", "order_status"),
    ("我的快递到哪了", "order_status"),
    ("查一下订单", "order_status"),
]


def test_a_handful_of_sentences_is_learned_and_survives_the_disk(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    _fit(SENTENCES * 8, lambda what, done, total: seen.append((what, done, total))).to_disk(tmp_path / "model")
    classifier = IntentClassifier.load(tmp_path / "model")
    assert classifier.classify("good morning to you", "en")[0][0] == "greeting"
    assert classifier.classify("查查我的订单", "zh")[0][0] == "order_status"
    assert seen[-1][1] == seen[-1][2]


def test_the_same_sentences_give_the_same_model() -> None:
    first, second = _fit(SENTENCES, None), _fit(SENTENCES, None)
    assert first("my parcel").cats == second("my parcel").cats


def test_a_folder_without_examples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"train\.en\.toml"):
        train_intents(tmp_path, tmp_path / "out")


@pytest.mark.slow
def test_spacy_itself_trains_with_the_shipped_configuration(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spacy", "train", str(FOLDER / "config.cfg")]
    command += ["--code", str(Path(intent_corpus.__file__)), "--output", str(tmp_path)]
    command += ["--corpora.train.limit", "300", "--corpora.dev.limit", "50"]
    command += ["--training.max_epochs", "12", "--training.optimizer.learn_rate.total_steps", "60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    ranked = IntentClassifier.load(tmp_path / "model-last").classify("how many monitors are there", "en")
    assert ranked[0][0] == "count"


def test_the_reader_gives_sentences_of_every_intent_in_both_languages() -> None:
    pairs = intent_corpus.sentences("dev")
    assert len({intent for _, intent in pairs}) == 24
    assert {"你" in text for text, _ in pairs} == {True, False}
    assert pairs == intent_corpus.sentences("dev")
