"""Stored conversations: the dialogue state and the log of turns of each session.

`MemoryConversations` keeps them in the process; `StoredConversations` in SQLite or PostgreSQL through
SQLAlchemy, so that they survive a restart and several processes can share them.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import time
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ValidationError

from kgchat.dialogue import DialogueState, Turn
from kgchat.errors import ConfigurationError, ConversationError
from kgchat.turn import Value

if TYPE_CHECKING:
    from sqlalchemy import Engine as Database
    from sqlalchemy import Executable, MetaData

MEMORY_LIMIT = 10_000  # sessions; the least recently used is forgotten first
_MODE_ATTEMPTS = 60  # of switching an SQLite file to its write-ahead log, each 0.05 s after the other
_CONNECT_SECONDS = 10  # psycopg itself waits more than two minutes for a server that does not answer
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps no NUL, and no database half a character


class LogEntry(Value):
    """One turn as it was said."""

    session: str
    position: int  # 1-based, in the order said
    text: str
    reply: str
    language: str
    act: str
    realized_by: str
    sparql: str | None
    at: dt.datetime  # UTC


class Conversations(Protocol):
    def load(self, session: str) -> tuple[DialogueState, int]:
        """Return the state and its version; an unknown session has a fresh state and version 0."""

    def save(self, session: str, version: int, turn: Turn) -> bool:
        """Store the turn and its state; False when another writer has been there since `version` was read."""

    def reword(self, session: str, version: int, turn: Turn) -> None:
        """Replace the wording of the turn that `save` stored at `version`."""

    def log(self, session: str) -> tuple[LogEntry, ...]:
        """Return the turns of a session, oldest first."""

    def forget(self, session: str) -> None:
        """Delete the session and its log."""

    def close(self) -> None: ...


class MemoryConversations:
    """Conversations of this process, the last `MEMORY_LIMIT` of them; nothing is written."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._states: OrderedDict[str, tuple[DialogueState, int]] = OrderedDict()
        self._logs: dict[str, list[LogEntry]] = {}

    def load(self, session: str) -> tuple[DialogueState, int]:
        with self._lock:
            return self._states.get(session, (DialogueState(), 0))

    def save(self, session: str, version: int, turn: Turn) -> bool:
        with self._lock:
            if self._states.get(session, (None, 0))[1] != version:
                return False
            self._states[session] = (turn.state, version + 1)
            self._states.move_to_end(session)
            self._logs.setdefault(session, []).append(_entry(session, version + 1, turn))
            while len(self._states) > MEMORY_LIMIT:
                oldest, _ = self._states.popitem(last=False)
                self._logs.pop(oldest, None)
            return True

    def reword(self, session: str, version: int, turn: Turn) -> None:
        with self._lock:
            entries = self._logs.get(session, [])
            entries[:] = [_entry(session, version + 1, turn) if e.position == version + 1 else e for e in entries]

    def log(self, session: str) -> tuple[LogEntry, ...]:
        with self._lock:
            return tuple(self._logs.get(session, ()))

    def forget(self, session: str) -> None:
        with self._lock:
            self._states.pop(session, None)
            self._logs.pop(session, None)

    def close(self) -> None: ...


def _entry(session: str, position: int, turn: Turn) -> LogEntry:
    return LogEntry(
        session=session,
        position=position,
        text=_storable(turn.interpretation.text),
        reply=_storable(turn.reply.text),
        language=turn.reply.language,
        act=turn.answer.act,
        realized_by=turn.reply.realized_by,
        sparql=None if turn.answer.sparql is None else _storable(turn.answer.sparql),
        at=dt.datetime.now(dt.UTC),
    )


def _storable(text: str) -> str:
    """Return the text with U+FFFD for each character that a database refuses."""
    return _UNSTORABLE.sub("\ufffd", text)


def open_conversations(url: str | None) -> Conversations:
    """Return the conversations behind a SQLAlchemy URL, or in memory for None.

    Raises ConfigurationError when the URL, its driver or its folder is wrong, ConversationError when the
    database does not answer.
    """
    return MemoryConversations() if url is None else StoredConversations(url)


class StoredConversations:
    """Conversations in a database. Safe for many threads and many processes: versions tell lost updates."""

    def __init__(self, url: str) -> None:
        import sqlalchemy as sa

        self._sa = sa
        self._failures = (sa.exc.SQLAlchemyError, UnicodeEncodeError)  # the second: half a character in a session name
        self._name = _without_password(url)
        self._engine = self._connect(url)
        metadata = sa.MetaData()
        self._conversation = sa.Table(
            "kgchat_conversation",
            metadata,
            sa.Column("session", sa.String, primary_key=True),
            sa.Column("version", sa.Integer, nullable=False),
            sa.Column("state", sa.Text, nullable=False),
        )
        self._turn = sa.Table(
            "kgchat_turn",
            metadata,
            sa.Column("session", sa.String, primary_key=True),
            sa.Column("position", sa.Integer, primary_key=True),
            *(sa.Column(name, sa.Text, nullable=False) for name in ("text", "reply", "language", "act", "realized_by")),
            sa.Column("sparql", sa.Text),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        )
        try:
            self._create(metadata)
        except sa.exc.SQLAlchemyError as err:
            self._engine.dispose()
            raise self._translated(err) from err

    def _create(self, metadata: MetaData) -> None:
        sa = self._sa
        for table in metadata.sorted_tables:
            creating = sa.schema.CreateTable(table, if_not_exists=True)
            try:
                self._execute(creating)
            except (sa.exc.IntegrityError, sa.exc.ProgrammingError):
                # PostgreSQL looks and creates in two steps. Who comes second waits for the first, fails, and finds it.
                self._execute(creating)

    def _execute(self, *statements: Executable) -> None:
        """Run the statements in one transaction."""
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    def _connect(self, url: str) -> Database:
        from sqlalchemy import create_engine, event, exc, make_url

        try:
            parsed = make_url(url)
            if parsed.drivername == "postgresql":
                parsed = parsed.set(drivername="postgresql+psycopg")
            if parsed.get_backend_name() == "postgresql" and "connect_timeout" not in parsed.query:
                parsed = parsed.update_query_dict({"connect_timeout": str(_CONNECT_SECONDS)})
            engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
        except exc.ArgumentError as err:
            raise ConfigurationError(
                f"conversations = {self._name!r} is not a database URL. Write sqlite:///FILE or postgresql://HOST/NAME."
            ) from err
        except ImportError as err:
            raise ConfigurationError(
                f"conversations = {self._name!r} needs the driver {err.name!r}, which is not installed. "
                "Install it with: pip install 'kgchat[postgresql]'."
            ) from err
        if parsed.get_backend_name() == "sqlite":
            folder = Path(parsed.database or ".").resolve().parent
            if not folder.is_dir():
                raise ConfigurationError(f"conversations: the folder {folder} does not exist. Create it first.")
            event.listen(engine, "connect", _write_ahead)
        return engine

    def load(self, session: str) -> tuple[DialogueState, int]:
        table = self._conversation
        row = self._one(self._sa.select(table.c.state, table.c.version).where(table.c.session == session))
        if row is None:
            return DialogueState(), 0
        try:
            return DialogueState.model_validate_json(row[0]), row[1]
        except ValidationError:
            # Written by another release: the talk goes on without its context rather than not at all.
            return DialogueState(), row[1]

    def save(self, session: str, version: int, turn: Turn) -> bool:
        sa, table = self._sa, self._conversation
        state = turn.state.model_dump_json()
        try:
            with self._engine.begin() as connection:
                if version:
                    mine = (table.c.session == session) & (table.c.version == version)
                    change = sa.update(table).where(mine).values(version=version + 1, state=state)
                    if connection.execute(change).rowcount != 1:
                        return False
                else:
                    connection.execute(sa.insert(table).values(session=session, version=1, state=state))
                connection.execute(sa.insert(self._turn).values(_entry(session, version + 1, turn).model_dump()))
        except sa.exc.IntegrityError:
            return False
        except self._failures as err:
            raise self._translated(err) from err
        return True

    def reword(self, session: str, version: int, turn: Turn) -> None:
        mine = (self._turn.c.session == session) & (self._turn.c.position == version + 1)
        changed = self._sa.update(self._turn).where(mine)
        self._run(changed.values(reply=_storable(turn.reply.text), realized_by=turn.reply.realized_by))

    def log(self, session: str) -> tuple[LogEntry, ...]:
        sa, table = self._sa, self._turn
        try:
            with self._engine.connect() as connection:
                query = sa.select(table).where(table.c.session == session).order_by(table.c.position)
                rows = connection.execute(query).mappings().all()
        except self._failures as err:
            raise self._translated(err) from err
        return tuple(LogEntry(**{**row, "at": _in_utc(row["at"])}) for row in rows)

    def forget(self, session: str) -> None:
        # In one transaction: a turn that another writer stores meanwhile comes before or after, never in between.
        self._run(*(self._sa.delete(t).where(t.c.session == session) for t in (self._conversation, self._turn)))

    def close(self) -> None:
        self._engine.dispose()

    def _one(self, query: Executable) -> tuple[Any, ...] | None:
        try:
            with self._engine.connect() as connection:
                row = connection.execute(query).first()
        except self._failures as err:
            raise self._translated(err) from err
        return None if row is None else tuple(row)

    def _run(self, *changes: Executable) -> None:
        try:
            self._execute(*changes)
        except self._failures as err:
            raise self._translated(err) from err

    def _translated(self, err: Exception) -> ConversationError:
        cause = str(getattr(err, "orig", None) or err).splitlines()[0].rstrip(".")
        if "locked" in cause:
            return ConversationError(
                f"The conversations in {self._name} are locked by another program. "
                "Close it, or use PostgreSQL for several writers."
            )
        if isinstance(err, self._sa.exc.OperationalError) and self._engine.name != "sqlite":
            return ConversationError(
                f"The conversations in {self._name} cannot be reached: {cause}. "
                "Start that server, or correct the setting conversations."
            )
        return ConversationError(f"The conversations in {self._name} cannot be used: {cause}.")


def _write_ahead(connection: sqlite3.Connection, _record: object) -> None:
    # Readers of other sessions go on while one session writes. SQLite does not wait by itself to change the mode.
    for attempt in range(_MODE_ATTEMPTS):
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
            break
        except sqlite3.OperationalError as err:
            if "locked" not in str(err) or attempt == _MODE_ATTEMPTS - 1:
                raise
            time.sleep(0.05)
    connection.execute("PRAGMA synchronous=NORMAL").close()


def _in_utc(at: dt.datetime) -> dt.datetime:
    # SQLite gives back naive times; they were written in UTC.
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)


def _without_password(url: str) -> str:
    import sqlalchemy as sa

    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return url
