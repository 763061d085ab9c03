"""The training sentences of the intent classifier, made of the patterns, and their reader for `spacy train`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.training import Example
from spacy.util import registry

from kgchat.errors import ConfigurationError
from kgchat.nlu import intent_features  # also registers the tokenizer and the architecture
from kgchat.nlu.intent_examples import FOLDER, Pattern, Split, fill, read_patterns, read_slots
from kgchat.turn import INTENTS, LANGUAGES, Language

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

FILLINGS = 2  # sentences made of each pattern with slots or choices
_POLITE: dict[Language, tuple[str, ...]] = {
    "en": ("hi, ", "hello, ", "please, ", "ok, ", "and ", "so ", "well, ", "um ", "excuse me, ", "sorry, "),
    "zh": ("你好，", "请问", "麻烦", "嗯，", "那", "好的，", "亲，", "不好意思，", "您好，", "哎，"),
}
# What a greeting or "ok" in front of may not be put to: there it is the message.
_BARE = frozenset({"greeting", "goodbye", "thanks", "affirm", "deny", "chitchat", "help"})


@registry.readers("kgchat.IntentExamples.v1")  # type: ignore[untyped-decorator]
def intent_examples(
    splits: list[Split], folder: Path | None = None, limit: int = 0
) -> Callable[[Pipeline], Iterator[Example]]:
    """Return a reader of the splits' sentences as spaCy examples, about `limit` of them if it is not 0."""
    pairs = [pair for split in splits for pair in sentences(split, folder)]
    return lambda nlp: to_examples(nlp, pairs[:: max(1, len(pairs) // limit) if limit else 1])


def to_examples(nlp: Pipeline, pairs: Sequence[tuple[str, str]]) -> Iterator[Example]:
    """Yield the (sentence, intent) pairs as spaCy examples, in the order given."""
    for text, intent in pairs:
        doc = nlp.make_doc(text)
        intent_features.remember(doc)
        yield Example.from_dict(doc, {"cats": {name: float(name == intent) for name in INTENTS}})


def sentences(split: Split, data: Path | None = None, fillings: int = FILLINGS) -> list[tuple[str, str]]:
    """Return distinct (sentence, intent) pairs of the repository's patterns and of those in `data`, if given.

    The same patterns give the same sentences. Raises ConfigurationError for malformed examples.
    """
    return [pair for language in LANGUAGES for pair in sentences_of(split, language, data, fillings)]


def sentences_of(split: Split, language: Language, data: Path | None, fillings: int) -> list[tuple[str, str]]:
    """Return the `sentences` of one language."""
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
