"""Wordings without their values, on disk: the same plan for another product needs no model.

The key is the shape of a plan (its phrasings and the kinds of its slots); the value says which phrasing was chosen
at each choice. A damaged file is thrown away and begun anew; a cache that cannot be written is no cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from kgchat.nlg.wording import Choice, Plan, Slot, Wording

Picks = tuple[tuple[int, ...], ...]  # for each sentence, the options taken at its choices from left to right
_SCHEMA = "CREATE TABLE IF NOT EXISTS wording (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"


def shape(wording: Wording) -> object:
    """Return the wording without its values, ready for JSON."""
    parts: list[object] = []
    for part in wording:
        if isinstance(part, Slot):
            parts.append({"slot": part.kind})
        elif isinstance(part, Choice):
            parts.append([shape(option) for option in part.options])
        else:
            parts.append(part)
    return parts


def plan_key(plan: Plan, *more: str) -> str:
    """Return the SHA-256 of the plan's shape and of what else decides the wording (language, model, variant)."""
    said = [[shape(sentence.wording), sentence.line] for sentence in plan.sentences]
    return hashlib.sha256(json.dumps([said, more], ensure_ascii=True).encode()).hexdigest()


class WordingCache:
    """One SQLite file; safe for several threads."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection | None:
        if self._path is None:
            return None
        for _ in range(2):
            connection = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                connection = sqlite3.connect(self._path, check_same_thread=False, timeout=1.0)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(_SCHEMA)
                connection.execute("SELECT value FROM wording LIMIT 1").fetchone()
                connection.commit()
                return connection
            except (sqlite3.Error, OSError):
                if connection is not None:
                    connection.close()
                self._remove()
        return None

    def _remove(self) -> None:
        assert self._path is not None
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink()

    def get(self, key: str) -> tuple[str, Picks] | None:
        """Return the opening and the picks that were kept for the key, or None."""
        with self._lock:
            if self._connection is None:
                return None
            try:
                row = self._connection.execute("SELECT value FROM wording WHERE key = ?", (key,)).fetchone()
                if row is None:
                    return None
                opening, picks = json.loads(row[0])
                return str(opening), tuple(tuple(int(pick) for pick in one) for one in picks)
            except sqlite3.DatabaseError:
                self._rebuild()
                return None
            except (ValueError, TypeError):
                return None

    def put(self, key: str, opening: str, picks: Sequence[Sequence[int]]) -> None:
        """Keep the opening and the picks under the key."""
        with self._lock:
            if self._connection is None:
                return
            value = json.dumps([opening, [list(one) for one in picks]])
            try:
                with self._connection:
                    self._connection.execute("INSERT OR REPLACE INTO wording VALUES (?, ?)", (key, value))
            except sqlite3.OperationalError:
                return  # locked or full: the wording is only not kept
            except sqlite3.DatabaseError:
                self._rebuild()

    def _rebuild(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._remove()
        self._connection = self._open()

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
