"""Training of the intent classifier from the example files, and its report on the test split."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from kgchat.errors import ConfigurationError
from kgchat.nlu.intent import SHIPPED, TEMPERATURE, IntentClassifier
from kgchat.nlu.intent_examples import FOLDER, Pattern, Split, fill, read_patterns, read_slots
from kgchat.turn import INTENTS, LANGUAGES, Language, Value

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.training import Example

Progress = Callable[[str, int, int], None]
_FILLINGS = 3  # sentences made of each pattern with slots or choices
_EPOCHS = 12
_BATCH = 64
_POLITE: dict[Language, tuple[str, ...]] = {
    "en": ("hi, ", "hello, ", "please, ", "ok, ", "and ", "so ", "well, ", "um ", "excuse me, ", "sorry, "),
    "zh": ("你好，", "请问", "麻烦", "嗯，", "那", "好的，", "亲，", "不好意思，", "您好，", "哎，"),
}
# What a greeting or "ok" in front of may not be put to: there it is the message.
_BARE = frozenset({"greeting", "goodbye", "thanks", "affirm", "deny", "chitchat", "help"})


class IntentScore(Value):
    """Precision, recall and F1 of one intent, each 0..1, over both languages; `support` is its test sentences."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


class Confusion(Value):
    """`count` test sentences of `truth` were read as `guess`, such as `example`."""

    truth: str
    guess: str
    count: int
    example: str


class IntentReport(Value):
    """How the classifier does on the test split; macro-F1 is the mean of the intents' F1, 0..1."""

    folder: str
    training_sentences: int
    test_sentences: int = 0
    macro_f1: float = 0.0
    macro_f1_by_language: dict[str, float] = Field(default_factory=dict)
    accuracy: float = 0.0
    by_intent: tuple[IntentScore, ...] = ()
    confusions: tuple[Confusion, ...] = ()


@dataclass(frozen=True)
class _Judged:
    language: Language
    truth: str
    guess: str
    text: str


def train_intents(
    data: Path | None = None,
    out: Path | None = None,
    *,
    evaluate: bool = True,
    progress: Progress | None = None,
) -> IntentReport:
    """Train one classifier for both languages, write it under `out`, and return its figures on the test split.

    `data` is a folder with `train.en.toml` and/or `train.zh.toml`, whose examples are added to those of the
    repository. `out` defaults to the shipped model's folder. `progress(what, done, total)` is called as it goes on.
    The same examples give the same model. Raises ConfigurationError for malformed examples.
    """
    folder = out or SHIPPED
    sentences = [pair for language in LANGUAGES for pair in _sentences("train", language, data, _FILLINGS)]
    dev = [pair for language in LANGUAGES for pair in _sentences("dev", language, data, _FILLINGS)]
    # The temperature must be set on sentences that the model has not seen; then it learns from these too.
    temperature = _temperature(_fit(sentences, progress), dev)
    sentences += dev
    pipeline = _fit(sentences, progress)
    pipeline.meta[TEMPERATURE] = temperature
    folder.mkdir(parents=True, exist_ok=True)
    pipeline.to_disk(folder)
    report = IntentReport(folder=str(folder), training_sentences=len(sentences))
    return _evaluated(report, IntentClassifier.load(folder)) if evaluate else report


def evaluate_intents(classifier: IntentClassifier, split: Split = "test") -> IntentReport:
    """Return the figures of a classifier on the repository's test split (or "dev", filled once)."""
    return _evaluated(IntentReport(folder="", training_sentences=0), classifier, split)


def _sentences(split: Split, language: Language, data: Path | None, fillings: int) -> list[tuple[str, str]]:
    """Return distinct (sentence, intent) pairs of the repository's patterns and of the user's."""
    patterns: list[Pattern] = list(read_patterns(split, language))
    if data is not None:
        if not any((data / f"train.{code}.toml").exists() for code in LANGUAGES):
            raise ConfigurationError(f"{data} holds no train.en.toml or train.zh.toml; see docs/intents.md.")
        if (data / f"train.{language}.toml").exists() and data.resolve() != FOLDER.resolve():
            patterns += read_patterns(split, language, data)
    slots = read_slots(language, data)
    chance = random.Random(f"{split}-{language}")
    found: dict[tuple[str, str], None] = {}
    for pattern in patterns:
        open_ended = "{" in pattern.text or "[" in pattern.text
        for _ in range(fillings if open_ended else 1):
            sentence = fill(pattern, slots, chance)
            found[sentence, pattern.intent] = None
            if split == "train":
                found.update(dict.fromkeys(_variants(sentence, pattern.intent, language, chance)))
    return list(found)


def _variants(sentence: str, intent: str, language: Language, chance: random.Random) -> list[tuple[str, str]]:
    """Return ways of typing the sentence: polite beginnings, a typo."""
    made = []
    if intent not in _BARE and chance.random() < 0.25:
        made.append((chance.choice(_POLITE[language]) + sentence, intent))
    if language == "en" and len(sentence) > 12 and chance.random() < 0.2:
        at = chance.randrange(1, len(sentence) - 2)
        made.append((sentence[:at] + sentence[at + 1] + sentence[at] + sentence[at + 2 :], intent))
    return made


def _fit(sentences: Sequence[tuple[str, str]], progress: Progress | None) -> Pipeline:
    from spacy.training import Example
    from spacy.util import load_config, load_model_from_config, registry
    from thinc.api import fix_random_seed

    from kgchat.nlu import intent_features

    config = load_config(FOLDER / "config.cfg")
    seed, dropout = int(config["training"]["seed"]), float(config["training"]["dropout"])
    fix_random_seed(seed)
    pipeline = load_model_from_config(config, auto_fill=True, validate=True)
    optimizer = registry.resolve(pipeline.config["training"])["optimizer"]
    examples: list[Example] = []
    # Kept for the epochs to come: a vector costs some 10 ms.
    for text, intent in sentences:
        intent_features.sentence_vectors([intent_features.normalize(text)])
        cats = {name: float(name == intent) for name in INTENTS}
        if progress and len(examples) % 100 == 0:
            progress("encode sentences", len(examples), len(sentences))
        examples.append(Example.from_dict(pipeline.make_doc(text), {"cats": cats}))
    pipeline.initialize(lambda: examples)
    order = random.Random(seed)
    rate = optimizer.learn_rate
    for epoch in range(_EPOCHS):
        optimizer.learn_rate = rate * (1.0 - epoch / _EPOCHS)  # to zero, so that the last epochs only settle
        order.shuffle(examples)
        for start in range(0, len(examples), _BATCH):
            pipeline.update(examples[start : start + _BATCH], sgd=optimizer, drop=dropout)
        if progress:
            progress("train intents", epoch + 1, _EPOCHS)
    return pipeline


def _temperature(pipeline: Pipeline, dev: Sequence[tuple[str, str]]) -> float:
    """Return the temperature with the least log loss on dev (Guo et al. 2017, On Calibration)."""
    import numpy as np

    scores = np.array([[doc.cats[name] for name in INTENTS] for doc in pipeline.pipe(text for text, _ in dev)])
    logs = np.log(np.maximum(scores, 1e-9))
    truth = np.array([INTENTS.index(intent) for _, intent in dev])

    def loss(temperature: float) -> float:
        scaled = logs / temperature
        scaled -= np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return float(-scaled[np.arange(len(truth)), truth].mean())

    return min((round(0.3 + 0.05 * step, 2) for step in range(80)), key=loss)


def _evaluated(report: IntentReport, classifier: IntentClassifier, split: Split = "test") -> IntentReport:
    judged = []
    for language in LANGUAGES:
        if split == "test":
            pairs = [(pattern.text, pattern.intent) for pattern in read_patterns("test", language)]
        else:
            pairs = _sentences(split, language, None, 1)
        judged += [_Judged(language, truth, classifier.classify(text, language)[0][0], text) for text, truth in pairs]
    scores = _scores(judged)
    confused = Counter((one.truth, one.guess) for one in judged if one.truth != one.guess)
    samples = {(one.truth, one.guess): one.text for one in judged}
    return report.model_copy(
        update={
            "test_sentences": len(judged),
            "macro_f1": _macro(scores),
            "macro_f1_by_language": {
                language: _macro(_scores([one for one in judged if one.language == language])) for language in LANGUAGES
            },
            "accuracy": sum(one.truth == one.guess for one in judged) / max(1, len(judged)),
            "by_intent": scores,
            "confusions": tuple(
                Confusion(truth=truth, guess=guess, count=count, example=samples[truth, guess])
                for (truth, guess), count in confused.most_common()
            ),
        }
    )


def _scores(judged: Sequence[_Judged]) -> tuple[IntentScore, ...]:
    scores = []
    for intent in INTENTS:
        right = sum(one.truth == one.guess == intent for one in judged)
        said = sum(one.guess == intent for one in judged)
        true = sum(one.truth == intent for one in judged)
        precision, recall = right / max(1, said), right / max(1, true)
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        scores.append(IntentScore(intent=intent, precision=precision, recall=recall, f1=f1, support=true))
    return tuple(scores)


def _macro(scores: Sequence[IntentScore]) -> float:
    return sum(score.f1 for score in scores) / len(scores)
