"""The intent of a sentence, by a spaCy text classifier trained from the patterns of `kgchat/nlu/intents/`."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from kgchat.errors import ModelError
from kgchat.turn import INTENTS, Language

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

TEMPERATURE = "kgchat_intent_temperature"  # key in the pipeline's meta.json
SHIPPED = Path(__file__).parent / "models" / "intents"


class IntentClassifier:
    """A trained pipeline for both languages; safe to share between threads."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._temperature = float(pipeline.meta.get(TEMPERATURE, 1.0))
        self._lock = threading.Lock()  # neither spaCy nor thinc promises that one pipeline serves several threads

    @classmethod
    def load(cls, path: Path | None = None) -> IntentClassifier:
        """Return the classifier stored under `path` (default: the shipped one).

        Raises ModelError when a part is missing or does not load.
        """
        import spacy

        from kgchat.nlu import intent_features  # noqa: F401 - registers the architecture

        folder = path or SHIPPED
        try:
            return cls(spacy.load(folder))
        except (OSError, ValueError, KeyError, TypeError) as err:
            raise ModelError(
                f"The intent classifier in {folder} does not load ({err}). Run: kgchat train intents"
            ) from err

    def classify(self, text: str, language: Language) -> tuple[tuple[str, float], ...]:
        """Return every intent of `INTENTS` with its calibrated probability, best first; they sum to 1."""
        import numpy as np

        del language  # one model reads both, and their mixture
        with self._lock:
            scores = self._pipeline(text).cats
        powers = np.array([max(scores.get(intent, 0.0), 1e-9) for intent in INTENTS], dtype="float64")
        powers **= 1.0 / self._temperature
        powers /= powers.sum()
        order = np.argsort(-powers, kind="stable")
        return tuple((INTENTS[index], float(powers[index])) for index in order)
