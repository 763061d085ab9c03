"""Training of the intent classifier from the example files, and its report on the test split."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from kgchat.nlu.intent import SHIPPED, TEMPERATURE, IntentClassifier
from kgchat.nlu.intent_examples import FOLDER, Split, read_patterns
from kgchat.turn import INTENTS, LANGUAGES, Language, Value

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.training import Example

Progress = Callable[[str, int, int], None]


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
    from kgchat.nlu import intent_corpus

    folder = out or SHIPPED
    sentences, dev = intent_corpus.sentences("train", data), intent_corpus.sentences("dev", data)
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


def _fit(sentences: Sequence[tuple[str, str]], progress: Progress | None) -> Pipeline:
    """Return a pipeline that spaCy's training loop has trained on the sentences, by the shipped configuration."""
    from spacy.schemas import ConfigSchemaTraining
    from spacy.training.loop import create_train_batches, train_while_improving
    from spacy.util import load_config, load_model_from_config, registry
    from thinc.api import fix_random_seed

    from kgchat.nlu import intent_corpus

    config = load_config(FOLDER / "config.cfg")
    batches = config["training"]["max_epochs"] * math.ceil(len(sentences) / config["training"]["batcher"]["size"])
    config["training"]["optimizer"]["learn_rate"]["total_steps"] = batches
    fix_random_seed(config["training"]["seed"])
    pipeline = load_model_from_config(config, auto_fill=True)
    examples: list[Example] = []
    for example in intent_corpus.to_examples(pipeline, sentences):
        if progress and len(examples) % 100 == 0:
            progress("encode sentences", len(examples), len(sentences))
        examples.append(example)
    settings = registry.resolve(pipeline.config["training"], schema=ConfigSchemaTraining)
    pipeline.initialize(lambda: examples, sgd=settings["optimizer"])
    fix_random_seed(config["training"]["seed"])  # as `spacy train` does, whatever the initialization has used up
    steps = train_while_improving(
        pipeline,
        settings["optimizer"],
        create_train_batches(pipeline, lambda _: examples, settings["batcher"], settings["max_epochs"]),
        lambda: (0.0, {}),  # nothing is chosen by a score: the last state is the model
        dropout=settings["dropout"],
        eval_frequency=batches,
        accumulate_gradient=1,
        patience=0,
        max_steps=0,
        exclude=[],
        annotating_components=[],
        before_update=None,
    )
    for _, info, _ in steps:
        if progress:
            progress("train intents", info["step"] + 1, batches)
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
    from kgchat.nlu import intent_corpus

    judged = []
    for language in LANGUAGES:
        if split == "test":
            pairs = [(pattern.text, pattern.intent) for pattern in read_patterns("test", language)]
        else:
            pairs = intent_corpus.sentences_of(split, language, None, 1)
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
