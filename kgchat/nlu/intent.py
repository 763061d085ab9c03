"""The intent of a sentence, by a spaCy text classifier trained from the patterns of `kgchat/nlu/intents/`."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from kgchat.errors import ModelError
from kgchat.turn import INTENTS, LANGUAGES, Language

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

SHIPPED = Path(__file__).parent / "models" / "intents"


class IntentClassifier:
    """One trained pipeline for each language; safe to share between threads."""

    def __init__(self, pipelines: dict[Language, Pipeline], temperatures: dict[Language, float]) -> None:
        self._pipelines = pipelines
        self._temperatures = temperatures
        self._lock = threading.Lock()  # thinc's context is not documented as thread-safe; a call takes under 1 ms

    @classmethod
    def load(cls, path: Path | None = None) -> IntentClassifier:
        """Return the classifier stored under `path` (default: the shipped one).

        Raises ModelError when a part is missing or does not load.
        """
        import spacy

        from kgchat.nlu import intent_features  # noqa: F401 - registers the architecture

        folder = path or SHIPPED
        try:
            temperatures = json.loads((folder / "temperatures.json").read_text("utf-8"))
            pipelines = {language: spacy.load(folder / language) for language in LANGUAGES}
            return cls(pipelines, {language: float(temperatures[language]) for language in LANGUAGES})
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise ModelError(
                f"The intent classifier in {folder} does not load ({err}). Run: kgchat train intents"
            ) from err

    def classify(self, text: str, language: Language) -> tuple[tuple[str, float], ...]:
        """Return every intent of `INTENTS` with its calibrated probability, best first; they sum to 1."""
        import numpy as np

        with self._lock:
            scores = self._pipelines[language](text).cats
        powers = np.array([max(scores.get(intent, 0.0), 1e-9) for intent in INTENTS], dtype="float64")
        powers **= 1.0 / self._temperatures[language]
        powers /= powers.sum()
        order = np.argsort(-powers, kind="stable")
        return tuple((INTENTS[index], float(powers[index])) for index in order)
