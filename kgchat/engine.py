"""The engine joins the steps: understand, reason, word. One engine serves many conversations at once.

A turn uses one `Snapshot` (graph, interpreter, reasoner, realizers) from its first step to its last;
`reload` builds another and swaps one reference, so no turn ever sees half a graph.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, local
from types import TracebackType
from typing import Literal, Self

from kgchat.conversations import Conversations, LogEntry, open_conversations
from kgchat.dialogue import DialogueState, Turn
from kgchat.errors import ConfigurationError, ConversationError, KgchatError, ModelError
from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.nlg.plain import PlainRealizer
from kgchat.nlg.realization import Realizer
from kgchat.nlu.interpreter import Interpreter
from kgchat.reasoning.reasoner import Reasoner
from kgchat.settings import Settings, read_settings
from kgchat.turn import Answer, Interpretation, Language, Mention, Piece, Reply, Step, Table

RETRIES = 5  # of a turn whose session another process advanced meanwhile
Progress = Callable[[str, float], None]  # what is being done, and the part done in 0..1
_SENTENCE = re.compile(r".*?(?:[。！？!?]+|(?<=\D)\.(?=\s)|\n+|$)\s*", re.S)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the graph and the steps that were compiled from it."""

    graph: KnowledgeGraph
    interpreter: Interpreter
    reasoner: Reasoner


class _Lease:
    """Counts the turns that use a snapshot, so that its graph is closed after the last of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._lock = Lock()
        self._users = 0
        self._retired = False

    def take(self) -> bool:
        with self._lock:
            if self._retired:
                return False
            self._users += 1
            return True

    def give_back(self) -> None:
        with self._lock:
            self._users -= 1
            last = self._retired and self._users == 0
        if last:
            self.snapshot.graph.close()

    def retire(self) -> None:
        with self._lock:
            unused = not self._retired and self._users == 0
            self._retired = True
        if unused:
            self.snapshot.graph.close()


class _Trace:
    """Times the steps of one turn."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, object]]:
        detail: dict[str, object] = {}
        start = time.perf_counter()
        yield detail
        milliseconds = round((time.perf_counter() - start) * 1000, 3)
        self.steps.append(Step(name=name, milliseconds=milliseconds, detail=detail))


class Engine:
    """A sales assistant over one product graph. Make one with `Engine.load`; close it or use it in `with`."""

    def __init__(
        self, sources: tuple[str, ...], settings: Settings, realizer: Realizer | None, progress: Progress | None
    ) -> None:
        self._sources = sources
        self._settings = settings
        self._plain = PlainRealizer()
        self._reloading = Lock()
        self._closed = False
        self._conversations: Conversations = open_conversations(settings.conversations)
        self._owns_realizer = realizer is None
        self._reading = local()  # the interpreter of the turn that this thread is wording
        try:
            self._realizer = realizer or self._named_realizer(progress)
            self._lease = _Lease(self._build())
        except KgchatError:
            self._conversations.close()
            raise

    @classmethod
    def load(
        cls,
        *sources: str | Path,
        realizer: Literal["transformer", "plain"] | Realizer | None = None,
        conversations: str | None = None,
        model: str | None = None,
        language: Language | None = None,
        query_timeout: float | None = None,
        cache_dir: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Engine:
        """Return an engine over folders, RDF files, one http(s) SPARQL endpoint, or the sources of a kgchat.toml.

        `realizer`: "transformer" (the default: replies are plain until the model is loaded, see
        `wait_until_ready`), "plain" (needs no torch) or an object with `realize(answer) -> Reply`.
        `conversations`: SQLAlchemy URL; None keeps sessions in memory. `language`: always answer in it.
        `query_timeout`: seconds for one query. `progress(what, share)` hears of the wording model's conversion, from
        another thread. What is left out comes from `KGCHAT_*`, then from the file.

        Raises OntologyError (file, line, remedy), ModelError, ConfigurationError or ConversationError.
        """
        files = [source for source in sources if str(source).endswith(".toml")]
        if len(files) > 1:
            raise ConfigurationError("Engine.load takes one configuration file; put all settings into it.")
        named = isinstance(realizer, str) or realizer is None
        settings = read_settings(
            Path(files[0]) if files else None,
            realizer=realizer if named else "plain",
            conversations=conversations,
            model=model,
            language=language,
            query_timeout=query_timeout,
            cache_dir=cache_dir,
        )
        given = tuple(str(source) for source in sources if source not in files) or settings.ontology
        if not given:
            raise ConfigurationError(
                "Engine.load needs a catalogue: a folder, RDF files, a kgchat.toml or an endpoint."
            )
        return cls(given, settings, None if named else realizer, progress)  # type: ignore[arg-type]  # narrowed by `named`

    # ------------------------------------------------------------------ turns

    def reply(self, text: str, state: DialogueState, *, language: Language | None = None) -> Turn:
        """Return the turn that answers `text` in `state`; nothing is stored. A language overrides detection."""
        with self._snapshot() as snapshot:
            return self._finish(snapshot, *self._decide(snapshot, text, state, language))

    def chat(self, text: str, *, session: str, language: Language | None = None) -> Turn:
        """Return the turn that continues a stored conversation; its state and wording are stored.

        Raises ConversationError when the database fails or other writers keep advancing the session.
        """
        for _ in range(RETRIES):
            state, version = self._conversations.load(session)
            turn = self.reply(text, state, language=language)
            if self._conversations.save(session, version, turn):
                return turn
        raise ConversationError(f"The session {session!r} is used by too many writers at once. Say it again.")

    def stream(self, text: str, *, session: str, language: Language | None = None) -> Iterator[Piece]:
        """Yield the turn piece by piece: the facts, the plain wording, the finer wording by sentence, the turn.

        The decided turn is stored before the first piece, so a caller that stops listening loses only wording.
        """
        with self._snapshot() as snapshot:
            for _ in range(RETRIES):
                state, version = self._conversations.load(session)
                plain, trace = self._decide(snapshot, text, state, language)
                if self._conversations.save(session, version, plain):
                    break
            else:
                raise ConversationError(f"The session {session!r} is used by too many writers at once. Say it again.")
            yield Piece(kind="facts", facts=plain.answer.facts)
            yield Piece(kind="plain", text=plain.reply.text)
            turn = yield from self._finer(snapshot, plain, trace)
            if turn.reply.text != plain.reply.text:
                self._conversations.reword(session, version, turn)
            yield Piece(kind="final", text=turn.reply.text, facts=turn.reply.facts, turn=turn)

    def ask(self, question: str, *, language: Language | None = None) -> Answer:
        """Return the answer to one question without any dialogue, with `text` in plain words."""
        with self._snapshot() as snapshot:
            interpretation = self._interpret(snapshot, question, language)
            return self._worded(snapshot.reasoner.ask(interpretation))[0]

    def query(self, sparql: str, *, timeout: float | None = None) -> Table:
        """Return the result of a read-only SPARQL 1.1 query. Raises QueryError; also at the time limit (seconds)."""
        with self._snapshot() as snapshot:
            limit = self._settings.query_timeout if timeout is None else timeout
            return snapshot.graph.query_untrusted(sparql, timeout=limit)

    async def achat(self, text: str, *, session: str, language: Language | None = None) -> Turn:
        """`chat` in a worker thread."""
        return await asyncio.to_thread(self.chat, text, session=session, language=language)

    async def aask(self, question: str, *, language: Language | None = None) -> Answer:
        """`ask` in a worker thread."""
        return await asyncio.to_thread(self.ask, question, language=language)

    def understand(self, text: str, *, language: Language | None = None) -> Interpretation:
        """Return intent and mentions of a text: the first step alone."""
        with self._snapshot() as snapshot:
            return self._interpret(snapshot, text, language)

    # ------------------------------------------------------------------ sessions

    def history(self, session: str) -> tuple[LogEntry, ...]:
        """Return what was said in a session, oldest first."""
        return self._conversations.log(session)

    def forget(self, session: str) -> None:
        """Delete a session and its history."""
        self._conversations.forget(session)

    # ------------------------------------------------------------------ life

    @property
    def graph(self) -> KnowledgeGraph:
        """The graph that turns use now; `reload` replaces it."""
        return self._lease.snapshot.graph

    @property
    def settings(self) -> Settings:
        return self._settings

    def reload(self) -> None:
        """Read the sources again and use the new graph from the next turn on.

        Raises OntologyError when they are broken; the old graph then goes on serving.
        """
        with self._reloading:
            self._refuse_closed()
            old, self._lease = self._lease, _Lease(self._build())
            old.retire()

    def wait_until_ready(self, timeout: float | None = None) -> None:
        """Return when the wording model is loaded (at once for a plain engine).

        Raises ModelError when it cannot be loaded or `timeout` seconds have passed.
        """
        wait = getattr(self._realizer, "wait", None)
        if wait is not None and not wait(timeout):
            raise ModelError(f"The wording model was not ready after {timeout:g} s; replies are plain.")

    def warm_up(self) -> None:
        """Load now what the understanding otherwise loads at the first message: about two seconds."""
        with self._snapshot() as snapshot:
            snapshot.interpreter.warm_up()

    @property
    def ready(self) -> bool:
        """Whether the wording model is loaded; until then replies are plain."""
        return bool(getattr(self._realizer, "ready", True))

    def close(self) -> None:
        """Release the graph, its worker processes and the conversations. Turns under way are finished."""
        with self._reloading:
            if not self._closed:
                self._closed = True
                close = getattr(self._realizer, "close", None) if self._owns_realizer else None
                if close is not None:
                    close()
                self._lease.retire()
                self._conversations.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ the steps

    def _decide(
        self, snapshot: Snapshot, text: str, state: DialogueState, language: Language | None
    ) -> tuple[Turn, _Trace]:
        """Return the turn with its plain wording, right by construction, and its running trace."""
        trace = _Trace()
        with trace.step("understand") as detail:
            # "OLED?" or "👍" are of no language: they are answered in that of the conversation.
            interpretation = self._interpret(snapshot, text, language, state.language)
            detail["intent"] = interpretation.intent
            detail["mentions"] = [mention.text for mention in interpretation.mentions]
            detail["unplaced"] = list(interpretation.unplaced)
        with trace.step("reason") as detail:
            answer, after = snapshot.reasoner.answer(interpretation, state)
            detail.update(act=answer.act, understood=answer.understood, confidence=answer.confidence)
            detail.update(sparql=answer.sparql, rows=len(answer.rows), facts=len(answer.facts))
        with trace.step("plain"):
            answer, reply = self._worded(answer)
        turn = Turn(interpretation=interpretation, answer=answer, reply=reply, state=after, trace=tuple(trace.steps))
        return turn, trace

    def _interpret(
        self, snapshot: Snapshot, text: str, wanted: Language | None, spoken: Language | None = None
    ) -> Interpretation:
        """Return what the text says, to be answered in `wanted`, else in its own; mere names are of `spoken`."""
        # Half a surrogate pair is no character; "?" takes its place and leaves every offset as it was.
        text = text.encode("utf-8", "replace").decode()
        interpretation = snapshot.interpreter.interpret(text, wanted or spoken or self._settings.language)
        return interpretation if wanted is None else interpretation.model_copy(update={"language": wanted})

    def _worded(self, answer: Answer) -> tuple[Answer, Reply]:
        """Return the answer with its plain words filled in, and the plain reply."""
        reply = self._plain.realize(answer)
        unanswered = answer.problem is not None or (answer.sparql is None and not answer.facts)
        reason = reply.text if unanswered else None
        return answer.model_copy(update={"text": reply.text, "reason": reason}), reply

    def _finish(self, snapshot: Snapshot, plain: Turn, trace: _Trace) -> Turn:
        """Return the turn in its finest wording that is to be had now."""
        if self._realizer is self._plain:
            return plain
        self._reading.interpreter = snapshot.interpreter
        with trace.step("realize") as detail:
            reply = self._realizer.realize(plain.answer)
            detail["realized_by"] = reply.realized_by
        return plain.model_copy(update={"reply": reply, "trace": tuple(trace.steps)})

    def _finer(self, snapshot: Snapshot, plain: Turn, trace: _Trace) -> Generator[Piece, None, Turn]:
        """Yield the finer wording by sentence; return the final turn."""
        if self._realizer is self._plain:
            return plain
        sentences = getattr(self._realizer, "stream", None)
        if sentences is None or not self.ready:  # before the model is there, wordings can still come from the cache
            turn = self._finish(snapshot, plain, trace)
            if turn.reply.text != plain.reply.text:
                yield from (Piece(kind="text", text=part) for part in _SENTENCE.findall(turn.reply.text) if part)
            return turn
        said = ""
        with trace.step("realize") as detail:
            self._reading.interpreter = snapshot.interpreter
            written, told = iter(sentences(plain.answer)), None
            while True:
                try:
                    sentence = next(written)
                except StopIteration as end:
                    told = end.value  # the reply, from realizers that say who worded it
                    break
                said += sentence
                yield Piece(kind="text", text=sentence)
                self._reading.interpreter = snapshot.interpreter  # the caller may have gone on in another thread
            other = plain.reply.realized_by if said == plain.reply.text else "transformer"
            detail["realized_by"] = by = told.realized_by if isinstance(told, Reply) else other
        reply = plain.reply.model_copy(update={"text": said, "realized_by": by})
        return plain.model_copy(update={"reply": reply, "trace": tuple(trace.steps)})

    # ------------------------------------------------------------------ parts

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        self._refuse_closed()
        lease = self._lease
        while not lease.take():  # retired between the two lines: there is a newer one
            self._refuse_closed()
            lease = self._lease
        try:
            yield lease.snapshot
        finally:
            lease.give_back()

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ConfigurationError("This engine was closed. Load another one.")

    def _build(self) -> Snapshot:
        cache = self._settings.cache_dir
        graph = KnowledgeGraph.load(*self._sources, timeout=self._settings.query_timeout, cache_dir=cache)
        try:
            return Snapshot(graph, Interpreter(graph), Reasoner(graph))
        except BaseException:
            graph.close()
            raise

    def _named_realizer(self, progress: Progress | None) -> Realizer:
        """Return the realizer that the settings name; the transformer's model loads in the background."""
        if self._settings.realizer == "plain":
            return self._plain
        for package in ("torch", "transformers"):
            if find_spec(package) is None:
                raise ModelError(
                    f"realizer='transformer' needs {package}, which is not installed. "
                    "Install it with: pip install 'kgchat[transformer]', or pass realizer='plain'."
                )
        from kgchat.nlg.transformer import TransformerRealizer

        model, cache = self._settings.model, self._settings.cache_dir
        return TransformerRealizer(model, read=self._read, plain=self._plain, cache_dir=cache, progress=progress)

    def _read(self, text: str, language: Language) -> tuple[Mention, ...]:
        """Return the mentions of a wording, read with the lexicon of the turn that it answers."""
        interpreter: Interpreter = getattr(self._reading, "interpreter", self._lease.snapshot.interpreter)
        return interpreter.read(text, language)
