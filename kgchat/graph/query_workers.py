"""Worker processes that run callers' queries, each killed at its query's time limit and replaced at once."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from kgchat.errors import QueryError

_SCRIPT = Path(__file__).with_name("query_worker.py")
_MEGABYTES = 3_000  # address space of one worker; RocksDB maps the store's files on top of what a query uses
_START_LIMIT = 30.0  # seconds


class _Worker:
    def __init__(self, store: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_SCRIPT), str(store), str(_MEGABYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ready = False

    def ask(self, request: dict[str, Any], limit: float) -> dict[str, Any] | None:
        """Return the answer, or None when the worker was killed at the limit. Raises EOFError when it died itself."""
        if not self._ready:
            if self._line(_START_LIMIT) is None:
                return None
            self._ready = True
        stream = self._process.stdin
        assert stream is not None
        try:
            stream.write(json.dumps(request).encode() + b"\n")
            stream.flush()
        except OSError as err:
            raise EOFError from err
        line = self._line(limit)
        return None if line is None else json.loads(line)

    def _line(self, limit: float) -> bytes | None:
        """Return the next line. A timer kills the process at the limit, which ends the blocking read."""
        stream = self._process.stdout
        assert stream is not None
        fired = threading.Event()

        def kill() -> None:
            fired.set()
            self._process.kill()

        timer = threading.Timer(limit, kill)
        timer.daemon = True
        timer.start()
        try:
            line = stream.readline()
        finally:
            timer.cancel()
        if line.endswith(b"\n") and not fired.is_set():
            return line
        self.close()
        if fired.is_set():
            return None
        raise EOFError

    def close(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()


class QueryWorkers:
    """A few warm workers over one read-only store. Thread-safe; nothing is started before the first query."""

    def __init__(self, store: Path, *, at_most: int = 4, spare: int = 2) -> None:
        self._store = store
        self._idle: list[_Worker] = []
        self._spare = spare
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(at_most)
        self._closed = False

    def run(self, request: dict[str, Any], timeout: float) -> dict[str, Any]:
        """Return the worker's answer. Raises QueryError at the time limit and when the query needs too much memory."""
        if not self._slots.acquire(timeout=timeout):
            raise QueryError(f"The query found no free worker within {timeout:g} s. Try again in a moment.")
        try:
            worker = self._take()
            try:
                answer = worker.ask(request, timeout)
            except EOFError:
                self._refill()
                raise QueryError(
                    "The query needed more memory than a query may use, or is too complex, and was stopped. "
                    "Ask for less: add conditions, or a LIMIT without ORDER BY."
                ) from None
            except BaseException:
                worker.close()
                raise
            if answer is None:
                self._refill()
                raise QueryError(
                    f"The query was stopped at its time limit of {timeout:g} s. "
                    f"Ask for less, join the patterns by shared variables, or allow more time."
                )
            self._give(worker)
            return answer
        finally:
            self._slots.release()

    def _take(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise QueryError("The graph was closed. Load it again.")
            worker = self._idle.pop(0) if self._idle else _Worker(self._store)
            self._fill()
        return worker

    def _give(self, worker: _Worker) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < self._spare:
                self._idle.insert(0, worker)
                return
        worker.close()

    def _refill(self) -> None:
        with self._lock:
            self._fill()

    def _fill(self) -> None:
        # One more than the running one, so that the query after a killed one starts on a warm worker.
        while not self._closed and len(self._idle) < self._spare - 1:
            self._idle.append(_Worker(self._store))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def __del__(self) -> None:
        # A graph that is replaced by a reload is dropped, often without a close: its processes end with it.
        if hasattr(self, "_closed"):
            self.close()
