"""What the intent classifier sees of a sentence: hashed n-grams of words and characters, as a spaCy architecture.

No feature depends on spaces between Han characters, or between Han and Latin: they are dropped first. Numbers are
one symbol, since a price or a size says nothing about the intent that its neighbours do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model, SparseLinear_v2, chain

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_SPACES_AT_HAN = re.compile(rf"(?<=[{_HAN}，。？！、：；])\s+|\s+(?=[{_HAN}，。？！、：；])")
_TOKEN = re.compile(rf"[{_HAN}]|[^\W\d_{_HAN}]+(?:'[^\W\d_{_HAN}]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_LONGEST = 600  # characters: a message says what it wants at its beginning or its end


def normalize(text: str) -> str:
    """Return the text as the classifier reads it: NFKC, lower case, without spaces at Han characters."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST // 2] + " " + text[-_LONGEST // 2 :]
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("`", "'")
    return _SPACES_AT_HAN.sub("", folded).strip()


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: Han characters, words, numbers as "0", punctuation; never empty."""
    found = ["0" if token[0].isdigit() else token for token in _TOKEN.findall(normalize(text))]
    return found or ["∅"]


class IntentTokenizer:
    """A spaCy tokenizer that gives `tokens(text)`: its doc is for the classifier, not for reading mentions."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=tokens(text))

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _: bytes, **__: object) -> IntentTokenizer:
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, path: object, **_: object) -> IntentTokenizer:
        return self


@spacy.registry.tokenizers("kgchat.IntentTokenizer.v1")
def intent_tokenizer() -> Callable[[Any], IntentTokenizer]:
    return lambda nlp: IntentTokenizer(nlp.vocab)


def ngrams(words: list[str], word_ngram: int, shortest: int, longest: int) -> Iterator[str]:
    """Yield n-grams of 1..`word_ngram` tokens (with sentence borders) and of characters within words.

    Character n-grams of `shortest`..`longest` let typos and inflections share features (Bojanowski et al. 2017).
    """
    bordered = ["<s>", *words, "</s>"]
    for size in range(1, word_ngram + 1):
        for start in range(len(bordered) - size + 1):
            yield f"{size}|" + " ".join(bordered[start : start + size])
    for word in words:
        if len(word) < 2 or not word.isalpha():
            continue
        padded = f"<{word}>"
        for size in range(shortest, longest + 1):
            for start in range(len(padded) - size + 1):
                yield "c|" + padded[start : start + size]


@spacy.registry.architectures("kgchat.IntentNgrams.v1")
def intent_ngrams(
    length: int, word_ngram: int, shortest: int, longest: int, character_weight: float, nO: int | None = None
) -> Model[list[Doc], Any]:
    """Return a softmax over hashed n-grams: (len(docs), nO) probabilities, float32, rows in the order given."""
    features: Model[Any, Any] = Model(
        "intent_ngrams",
        _extract,
        attrs={
            "word_ngram": word_ngram,
            "shortest": shortest,
            "longest": longest,
            "character_weight": character_weight,
        },
    )
    linear = SparseLinear_v2(nO=nO, length=length)
    model: Model[Any, Any] = chain(features, linear, Model("intent_softmax", _softmax))
    model.set_ref("output_layer", linear)
    model.init = _initialize  # type: ignore[assignment]
    return model


def _initialize(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    linear = model.get_ref("output_layer")
    if Y is not None and linear.has_dim("nO") is None:
        linear.set_dim("nO", Y.shape[1])
    linear.initialize()


def _extract(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[[Any], list[Any]]]:
    attrs = model.attrs
    keys: list[int] = []
    values: list[float] = []
    lengths: list[int] = []
    for doc in docs:
        words = [token.text for token in doc]
        found = dict.fromkeys(ngrams(words, attrs["word_ngram"], attrs["shortest"], attrs["longest"]))
        weights = [attrs["character_weight"] if name.startswith("c|") else 1.0 for name in found]
        # Unit length: long and short sentences weigh the same, and one word of ten is not drowned.
        norm = float(np.sqrt(sum(weight * weight for weight in weights))) or 1.0
        keys.extend(_hash(name) for name in found)
        values.extend(weight / norm for weight in weights)
        lengths.append(len(found))
    packed = (
        np.asarray(keys, dtype="uint64"),
        np.asarray(values, dtype="float32"),
        np.asarray(lengths, dtype="int32"),
    )
    return packed, lambda _: []


def _hash(name: str) -> int:
    # The string store would remember every n-gram ever seen; the hash alone does not grow.
    from spacy.strings import get_string_id

    return int(get_string_id(name))


def _softmax(_: Model[Any, Any], scores: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    # spaCy's textcat hands back (probability - truth): already the gradient of the cross-entropy in the scores.
    return shifted / shifted.sum(axis=1, keepdims=True), lambda gradient: gradient
