"""The wording of a pretrained transformer, within what the facts allow.

Division of labour: the planner fixes which facts are said, in which order, and offers phrasings with slots for every
name, value and number; the model writes the reply token by token through those phrasings, reading what it wrote
before, and composes its own opening sentence. It can therefore write no digit and no name of its own and says each
required slot once. The grounding check reads the result back; what fails is replaced by the plain wording.
"""

from __future__ import annotations

import itertools
import random
import re
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kgchat.errors import KgchatError, ModelError
from kgchat.nlg import grounding, models
from kgchat.nlg.cache import Picks, WordingCache, plan_key
from kgchat.nlg.decoding import Context, LanguageModel, Tokens
from kgchat.nlg.lang.openings import OPENINGS
from kgchat.nlg.lang.prompts import PROMPTS
from kgchat.nlg.plain import PlainRealizer, hashed, plan, seed, spaced
from kgchat.nlg.planning import OutlineKind, outline
from kgchat.nlg.realization import Reader
from kgchat.nlg.wording import Choice, Plan, Sentence, Wording, assemble, render
from kgchat.turn import Answer, Language, Reply

_MOST_PHRASINGS = 24  # of one sentence, given to the model
_VARIANTS = 3  # wordings kept for one plan
_TEMPERATURE = 0.8
_LONGEST_OPENING = 16  # tokens
_OPENED_SHARE = 0.7  # of the replies of these kinds; always the same bow would tire
_OPENED: frozenset[OutlineKind] = frozenset({"recommend", "compare", "list", "fitting"})


@dataclass(frozen=True, slots=True)
class _Phrasing:
    """One way to say a sentence: the options taken at its choices, and the text."""

    picks: tuple[int, ...]
    text: str


class TransformerRealizer:
    """Words answers with a small language model; until it is loaded, and where it fails, in plain words.

    `model`: the name of a packaged model, a folder with safetensors, a GGUF file, or a hub name in the local cache.
    `read` is the lexicon that reads replies back. With `background` the model loads in a thread of its own.
    After `seconds` of writing one reply, what is left of it is worded without the model.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        *,
        read: Reader | None = None,
        plain: PlainRealizer | None = None,
        cache_dir: Path | None = None,
        progress: models.Progress | None = None,
        background: bool = True,
        cached: bool = True,
        seconds: float = 1.5,
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._plain = plain or PlainRealizer()
        self._progress = progress
        self._cache_dir = cache_dir
        self._source = models.find(model)  # a wrong name is told at once, not in the background
        self.cache = WordingCache((cache_dir or models.default_cache_dir()) / "wordings.sqlite" if cached else None)
        self._lock = threading.Lock()  # the model answers one turn at a time
        self._model: LanguageModel | None = None
        self._error: ModelError | None = None
        self._loaded = threading.Event()
        self._openings: dict[Language, _Openings] = {}
        self._closed = False
        self._loader = threading.Thread(target=self._load, name="kgchat-wording-model", daemon=True)
        if background:
            self._loader.start()
        else:
            self._load()
            self.wait()

    # ------------------------------------------------------------------ loading

    @property
    def ready(self) -> bool:
        """Whether the model is there; until then replies are plain."""
        return self._model is not None

    def wait(self, timeout: float | None = None) -> bool:
        """Return whether the model is loaded after at most `timeout` seconds. Raises ModelError if it cannot be."""
        self._loaded.wait(timeout)
        if self._error is not None:
            raise self._error
        return self.ready

    def close(self) -> None:
        """Give up loading, if that still goes on: torch aborts a process that ends in the middle of it."""
        self._closed = True
        if self._loader.is_alive():
            self._loader.join()

    def _tell(self, what: str, part: float) -> None:
        self._go_on()
        if self._progress is not None:
            self._progress(what, part)

    def _go_on(self) -> None:
        if self._closed:
            raise ModelError("The engine was closed before its wording model was loaded.")

    def _load(self) -> None:
        try:
            model, tokenizer = models.load_converted(self._source, self._cache_dir, self._tell)
            self._go_on()
            made = LanguageModel(model, tokenizer)
            for language in PROMPTS:
                self._go_on()
                self._openings[language] = _Openings.of(made, OPENINGS[language])
                made.after(PROMPTS[language])
            del model
            models.give_back_memory()
            self._model = made
        except ModelError as err:
            self._error = err
        except Exception as err:
            self._error = ModelError(f"The wording model {self._source.name} could not be loaded: {err}")
        finally:
            self._loaded.set()

    # ------------------------------------------------------------------ realizing

    def realize(self, answer: Answer) -> Reply:
        """Return the reply in the model's wording, from the cache, or plain; grounded in every case."""
        made = plan(answer)
        written = self._written(answer, made)
        if written is None:
            return self._plain.realize(answer)
        by, sentences = written
        return Reply(
            text=_text(answer, made, sentences),
            language=answer.language,
            realized_by=by,
            facts=made.facts,
            suggestions=made.suggestions,
        )

    def stream(self, answer: Answer) -> Generator[str, None, Reply]:
        """Yield the reply sentence by sentence, each as soon as it is written and found grounded; return the reply."""
        made = plan(answer)
        key = self._key(answer, made)
        if self._model is None or self.cache.get(key) is not None or not _has_choices(made):
            reply = self.realize(answer)
            yield from _streamed(reply)
            return reply
        before = ""
        by: Literal["transformer", "plain"] = "transformer"
        said: list[str] = []
        for sentence in self._write(answer, made, key):
            said.append(sentence)
            whole = _text(answer, made, said)
            if grounding.check(whole, answer, facts=made.facts, read=self._read):
                # What is out is grounded; the rest comes in plain words, right by construction.
                rest = Plan(made.sentences[max(0, len(said) - 2) :])
                whole = _joined(before, assemble(rest, _first(rest), spaced(answer.language)), answer.language)
                by = "transformer" if before else "plain"
                yield whole[len(before) :]
                before = whole
                break
            yield whole[len(before) :]
            before = whole
        return Reply(
            text=before, language=answer.language, realized_by=by, facts=made.facts, suggestions=made.suggestions
        )

    def _written(self, answer: Answer, made: Plan) -> tuple[Any, list[str]] | None:
        """Return who wrote and the sentences (the opening first, perhaps empty), or None for the plain wording."""
        if not _has_choices(made):
            return None
        key = self._key(answer, made)
        kept = self.cache.get(key)
        if kept is not None:
            sentences = _from_picks(made, *kept)
            if sentences is not None and self._grounded(answer, made, sentences):
                return "cache", sentences
        if self._model is None:
            return None
        sentences = list(self._write(answer, made, key))
        return ("transformer", sentences) if self._grounded(answer, made, sentences) else None

    def _grounded(self, answer: Answer, made: Plan, sentences: Sequence[str]) -> bool:
        try:
            text = _text(answer, made, sentences)
            return not grounding.check(text, answer, facts=made.facts, read=self._read)
        except KgchatError:
            return False

    def _key(self, answer: Answer, made: Plan) -> str:
        variant = random.Random(seed(answer)).randrange(_VARIANTS)
        return plan_key(made, answer.language, answer.act, self._source.name, str(variant))

    def _write(self, answer: Answer, made: Plan, key: str) -> Iterator[str]:
        """Yield the opening (perhaps empty) and the sentences as the model writes them; keep their picks."""
        model = self._model
        assert model is not None
        chance = random.Random(seed(answer))
        language = answer.language
        opening, picks = "", []
        late = time.monotonic() + self._seconds
        plainly = hashed(seed(answer))
        # The lock is held while the model works and never at a yield: whoever reads the stream may take their time.
        with self._lock:
            context = model.after(PROMPTS[language])
            model.read(context, model.encode(_asked(answer)))
            if outline(answer).kind in _OPENED and chance.random() < _OPENED_SHARE:
                opening = self._openings[language].write(model, context, chance)
        yield opening
        for sentence in made.sentences:
            phrasings = _phrasings(sentence, chance)
            before = "\n• " if sentence.line else (" " if spaced(language) else "")
            picked = phrasings[0]
            if len(phrasings) > 1 and time.monotonic() > late:
                picked = phrasings[plainly(Choice(tuple((one.text,) for one in phrasings)))]
            elif len(phrasings) > 1:
                with self._lock:
                    tokens = [model.encode(before + one.text) for one in phrasings]
                    picked = phrasings[model.walk(context, tokens, _TEMPERATURE, chance)]
            else:
                model.read(context, model.encode(before + picked.text))
            picks.append(picked.picks)
            yield picked.text
        if time.monotonic() <= late:
            self.cache.put(key, opening, picks)


class _Openings:
    """First sentences that the model composes: after three tokens come only those that follow them in an example."""

    _START, _END = -1, -2
    _ORDER = 3

    def __init__(self, follow: dict[Tokens, set[int]]) -> None:
        self._follow = follow

    @classmethod
    def of(cls, model: LanguageModel, examples: Sequence[str]) -> _Openings:
        follow: dict[Tokens, set[int]] = {}
        for example in examples:
            written = model.encode(" " + example if example.isascii() else example)
            tokens = (*[cls._START] * cls._ORDER, *written, cls._END)
            for at in range(cls._ORDER, len(tokens)):
                follow.setdefault(tokens[at - cls._ORDER : at], set()).add(tokens[at])
        return cls(follow)

    def write(self, model: LanguageModel, context: Context, chance: random.Random) -> str:
        """Return the sentence that the model composes, and leave the context after it; "" when it grows too long.

        Chance draws the first token, so that openings vary; the model writes the rest.
        """
        written: list[int] = []
        pending = list(context.pending)
        state: Tokens = (self._START,) * self._ORDER
        while len(written) < _LONGEST_OPENING:
            ways = sorted(way for way in self._follow[state] if way != self._END)
            if not ways:
                return model.decode(written).strip()
            token = model.choose(context, ways, _TEMPERATURE, chance) if written else chance.choice(ways)
            context.pending.append(token)
            written.append(token)
            state = (*state[1:], token)
        context.pending = pending
        return ""


def _asked(answer: Answer) -> str:
    said = (answer.topic or answer.understood or answer.intent.replace("_", " "))[:200]
    return {"en": f"Customer: {said}\nAssistant:", "zh": f"顾客：{said}\n店员："}[answer.language]


def _phrasings(sentence: Sentence, chance: random.Random) -> list[_Phrasing]:
    """Return the ways to say the sentence, at most `_MOST_PHRASINGS`, equal texts once."""
    found: dict[str, _Phrasing] = {}
    paths = list(itertools.islice(_paths(sentence.wording), 2000))
    if len(paths) > _MOST_PHRASINGS:
        paths = chance.sample(paths, _MOST_PHRASINGS)
    for path in paths:
        text = _say(sentence, path)
        found.setdefault(text, _Phrasing(path, text))
    return list(found.values())


def _paths(wording: Wording) -> Iterator[tuple[int, ...]]:
    """Yield every way through the choices of the wording, as the options taken from left to right."""
    ways = [
        [(index, *inner) for index, option in enumerate(part.options) for inner in _paths(option)]
        for part in wording
        if isinstance(part, Choice)
    ]
    for combination in itertools.product(*ways):
        yield tuple(itertools.chain.from_iterable(combination))


def _say(sentence: Sentence, picks: Sequence[int]) -> str:
    """Return the sentence with these options. Raises IndexError when the picks are of another wording."""
    left = iter(picks)

    def choose(choice: Choice) -> int:
        picked = next(left, -1)
        if not 0 <= picked < len(choice.options):
            raise IndexError(picked)
        return picked

    return render(sentence.wording, choose)


def _from_picks(made: Plan, opening: str, picks: Picks) -> list[str] | None:
    if len(picks) != len(made.sentences):
        return None
    try:
        return [opening, *(_say(sentence, of) for sentence, of in zip(made.sentences, picks, strict=True))]
    except IndexError:
        return None


def _first(made: Plan) -> list[str]:
    return [render(sentence.wording, lambda _: 0) for sentence in made.sentences]


def _has_choices(made: Plan) -> bool:
    return any(isinstance(part, Choice) for sentence in made.sentences for part in sentence.wording)


def _text(answer: Answer, made: Plan, sentences: Sequence[str]) -> str:
    """Return the reply of the opening and the sentences written so far."""
    opening, *said = sentences
    return _joined(opening, assemble(Plan(made.sentences[: len(said)]), said, spaced(answer.language)), answer.language)


def _joined(first: str, rest: str, language: Language) -> str:
    if not first or not rest:
        return first or rest
    if rest.startswith("• "):
        return f"{first}\n{rest}"
    return f"{first} {rest}" if spaced(language) else first + rest


# A full stop inside a number or name ("$45.50", "M.2") ends no sentence.
_PIECE = re.compile(r"(?:[^。！？\n.!?]|[.!?](?!\s|$))*(?:[。！？\n]|[.!?](?=\s|$)|$)\s*")


def _streamed(reply: Reply) -> Iterator[str]:
    yield from (piece for piece in _PIECE.findall(reply.text) if piece)


__all__ = ["TransformerRealizer"]
