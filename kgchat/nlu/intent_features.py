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
import numpy.typing as npt
from spacy.strings import get_string_id
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Dropout, Linear, Mish, Model, SparseLinear_v2, add, chain

from kgchat.nlu.sentence_encoder import encode

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_SPACES_AT_HAN = re.compile(rf"(?<=[{_HAN}，。？！、：；])\s+|\s+(?=[{_HAN}，。？！、：；])")
_TOKEN = re.compile(rf"[{_HAN}]|[^\W\d_{_HAN}]+(?:'[^\W\d_{_HAN}]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_UNREADABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
VECTOR_SIZE = 384
_VECTOR, _NGRAMS = "kgchat_vector", "kgchat_ngrams"  # keys of user_data: what `remember` keeps
_LONGEST = 240  # characters: a message says what it wants at its beginning or its end


def normalize(text: str) -> str:
    """Return the text as the classifier reads it: NFKC, lower case, without spaces at Han characters."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST // 2] + " " + text[-_LONGEST // 2 :]
    folded = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("`", "'")
    # Control characters and lone surrogates cannot be handed to the encoder.
    folded = "".join(" " if unicodedata.category(character) in _UNREADABLE else character for character in folded)
    return _SPACES_AT_HAN.sub("", " ".join(folded.split()))


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: Han characters, words, numbers as "0", punctuation; never empty."""
    found = ["0" if token[0].isdigit() else token for token in _TOKEN.findall(normalize(text))]
    return found or ["∅"]


class IntentTokenizer:
    """A spaCy tokenizer that gives `tokens(text)`: its doc is for the classifier, not for reading mentions."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        doc = Doc(self.vocab, words=tokens(text))
        doc.user_data["sentence"] = normalize(text)  # what the sentence encoder reads: the tokens have lost numbers
        return doc

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _: bytes, **__: object) -> IntentTokenizer:
        return self

    def to_disk(self, _: object, **__: object) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, _: object, **__: object) -> IntentTokenizer:
        return self


@registry.tokenizers("kgchat.IntentTokenizer.v1")  # type: ignore[untyped-decorator]
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


@registry.architectures("kgchat.IntentHybrid.v1")  # type: ignore[untyped-decorator]
def intent_hybrid(
    length: int,
    word_ngram: int,
    shortest: int,
    longest: int,
    character_weight: float,
    ngram_scale: float,
    hidden: int,
    vector_scale: float,
    smoothing: float,
    nO: int | None = None,
) -> Model[list[Doc], Any]:
    """Return a softmax over the sum of two parts: (len(docs), nO) probabilities, float32, rows in the order given.

    One part is linear in hashed n-grams (exact wording), the other a hidden layer over the sentence vector of
    multilingual-e5 (meaning, across languages). `length` rows of weights are kept for the n-grams.
    """
    attrs = {"word_ngram": word_ngram, "shortest": shortest, "longest": longest}
    features: Model[Any, Any] = Model(
        "intent_ngrams", _extract, attrs={**attrs, "character_weight": character_weight, "scale": ngram_scale}
    )
    wording = SparseLinear_v2(nO=nO, length=length)
    vectors: Model[Any, Any] = Model(
        "intent_vectors", _vectors, attrs={"scale": vector_scale}, params={"mean": None}, dims={"nO": VECTOR_SIZE}
    )
    layer = Mish(nO=hidden, nI=VECTOR_SIZE)
    meaning = Linear(nO=nO, nI=hidden)
    model: Model[Any, Any] = chain(
        add(chain(features, wording), chain(vectors, Dropout(), layer, Dropout(), meaning)),
        Model("intent_softmax", _softmax, attrs={"smoothing": smoothing}),
    )
    for name, part in (("wording", wording), ("vectors", vectors), ("layer", layer), ("meaning", meaning)):
        model.set_ref(name, part)
    model.set_ref("output_layer", meaning)
    model.init = _initialize
    return model


def _initialize(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    for name in ("wording", "meaning"):
        part = model.get_ref(name)
        if Y is not None and part.has_dim("nO") is None:
            part.set_dim("nO", Y.shape[1])
    for name in ("wording", "layer", "meaning"):
        model.get_ref(name).initialize()
    vectors = model.get_ref("vectors")
    # The vectors of e5 crowd in a cone; around their mean they spread.
    sample = np.stack([_vector(doc) for doc in X]) if X else np.zeros((1, VECTOR_SIZE), dtype="float32")
    vectors.set_param("mean", sample.mean(axis=0))


def _vectors(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[[Any], list[Any]]]:  # noqa: ARG001 - thinc's signature
    vectors = np.stack([_vector(doc) for doc in docs])
    return (vectors - model.get_param("mean")) * model.attrs["scale"], lambda _: []


def remember(doc: Doc) -> None:
    """Compute what the classifier sees of a doc and keep it there: spaCy's training meets copies in each epoch."""
    doc.user_data[_VECTOR] = _vector(doc)
    doc.user_data[_NGRAMS] = {}


def _vector(doc: Doc) -> npt.NDArray[np.float32]:
    """Return the unit vector of the doc's sentence. Raises ModelError when the encoder cannot be loaded."""
    known: npt.NDArray[np.float32] | None = doc.user_data.get(_VECTOR)
    return encode([str(doc.user_data.get("sentence", doc.text))])[0] if known is None else known


def _extract(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[Any, Callable[[Any], list[Any]]]:  # noqa: ARG001 - thinc's signature
    attrs = model.attrs
    keys: list[int] = []
    values: list[float] = []
    lengths: list[int] = []
    for doc in docs:
        hashes, weights = _weighed(doc, attrs)
        keys.extend(hashes)
        values.extend(weights)
        lengths.append(len(hashes))
    packed = (
        np.asarray(keys, dtype="uint64"),
        np.asarray(values, dtype="float32"),
        np.asarray(lengths, dtype="int32"),
    )
    return packed, lambda _: []


def _weighed(doc: Doc, attrs: dict[str, Any]) -> tuple[list[int], list[float]]:
    """Return the hashes of the doc's distinct n-grams and their weights."""
    known: dict[str, tuple[list[int], list[float]]] = doc.user_data.get(_NGRAMS, {})
    if "found" not in known:
        words = [token.text for token in doc]
        found = dict.fromkeys(ngrams(words, attrs["word_ngram"], attrs["shortest"], attrs["longest"]))
        weights = [attrs["character_weight"] if name.startswith("c|") else 1.0 for name in found]
        # Unit length: long and short sentences weigh the same, and one word of ten is not drowned.
        norm = float(np.sqrt(sum(weight * weight for weight in weights))) or 1.0
        known["found"] = [_hash(name) for name in found], [attrs["scale"] * weight / norm for weight in weights]
    return known["found"]


def _hash(name: str) -> int:
    # The string store would remember every n-gram ever seen; the hash alone does not grow.
    return int(get_string_id(name))


def _softmax(model: Model[Any, Any], scores: Any, is_train: bool) -> tuple[Any, Callable[[Any], Any]]:  # noqa: ARG001 - thinc's signature
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = shifted / shifted.sum(axis=1, keepdims=True)

    def backprop(gradient: Any) -> Any:
        # spaCy's textcat hands back (probability - truth): already the gradient of the cross-entropy in the scores.
        # Smoothing gives some truth to all intents alike, as patterns overlap (Szegedy et al. 2016, section 7).
        truth = probabilities - gradient
        return gradient + model.attrs["smoothing"] * (truth - 1.0 / truth.shape[1])

    return probabilities, backprop
