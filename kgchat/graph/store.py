"""The embedded store: ontology files compiled once into an on-disk pyoxigraph store in the user's cache.

A compiled graph is a folder `graphs/<hash>/` with `store/` (never written again), `schema.json`, `lexicon.jsonl` and
`compiled.json`, which is written last. It is made in a temporary folder and moved into place, so that two processes
can compile the same content at once, and a half-made one is never seen.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kgchat.errors import OntologyError, QueryError
from kgchat.graph import terms
from kgchat.graph.query_workers import QueryWorkers
from kgchat.turn import Iri, Table, Term, Triple

if TYPE_CHECKING:
    import pyoxigraph

    from kgchat.graph.ontology import OntologyFile

Row = tuple[Any, ...]  # pyoxigraph terms, None where unbound

KEPT_GRAPHS = 12  # compiled graphs kept beside the one in use
KEPT_DAYS = 14  # and none is removed that was used in these days, unless there are many
_LARGE_FILE = 4_000_000  # bytes
_IN_MEMORY = 150_000  # triples; below, a copy in memory answers scans about twice as fast


class Store(Protocol):
    """Where the triples are; a folder's store or an endpoint."""

    joins_by_look_up: bool  # whether joins of patterns look up each row, so that blocks pay (see Optimizer.plan)

    def rows(self, sparql: str) -> Iterator[Row]:
        """Yield the solutions of a SELECT as raw terms, in the order of its columns. Raises QueryError."""

    def query(self, sparql: str, *, timeout: float | None, limit: int | None) -> Table:
        """Return the result of a trusted query."""

    def counted(self, sparql: str, limit: int) -> tuple[Table, int]:
        """Return the first `limit` rows of a trusted SELECT, and how many rows it has."""

    def query_untrusted(self, sparql: str, *, timeout: float, limit: int, prefixes: dict[str, str]) -> Table:
        """Return the result of a query that passed the guard, stopped at the time limit."""

    def close(self) -> None:
        """Release files, sockets and processes."""


class EmbeddedStore:
    """A compiled store: engine-made queries in this process, callers' queries in workers that can be killed."""

    joins_by_look_up = True

    def __init__(self, folder: Path, triples: int) -> None:
        import pyoxigraph as ox

        self._disk = ox.Store.read_only(str(folder))
        self._store = self._disk
        if triples <= _IN_MEMORY:
            self._store = ox.Store()
            self._store.bulk_extend(self._disk)
        self._workers = QueryWorkers(folder)

    def rows(self, sparql: str) -> Iterator[Row]:
        for solution in self._run(sparql):
            yield tuple(solution)

    def query(self, sparql: str, *, timeout: float | None = None, limit: int | None = None) -> Table:
        if timeout is not None:
            # Only a process can be stopped, so a limit that is asked for is kept by a worker.
            return self.query_untrusted(sparql, timeout=timeout, limit=limit or 1_000_000, prefixes={})
        return table(self._run(sparql), limit)

    def counted(self, sparql: str, limit: int) -> tuple[Table, int]:
        result = self._run(sparql)
        first = table(result, limit)
        try:
            # The row that showed there are more is read already. Rows that are only counted stay raw: a tenth the time.
            return first, len(first.rows) + (1 + sum(1 for _ in result) if first.truncated else 0)
        except (OSError, ValueError, RuntimeError) as err:
            raise QueryError(f"The query failed: {err}.") from err

    def query_untrusted(self, sparql: str, *, timeout: float, limit: int, prefixes: dict[str, str]) -> Table:
        request = {"query": sparql, "limit": limit, "prefixes": prefixes}
        answer = self._workers.run(request, timeout)
        if "error" in answer:
            raise query_error(answer["error"], sparql, syntax=answer["kind"] == "syntax")
        return table_of_answer(answer)

    def _run(self, sparql: str) -> Any:
        try:
            return self._store.query(sparql)
        except (SyntaxError, OSError, ValueError, RuntimeError) as err:
            raise query_error(str(err), sparql, syntax=isinstance(err, SyntaxError)) from err

    def close(self) -> None:
        self._workers.close()


def query_error(message: str, sparql: str, *, syntax: bool) -> QueryError:
    from kgchat.graph.sparql import syntax_sentence

    return QueryError(syntax_sentence(message, sparql) if syntax else f"The query failed: {message}.")


def table(result: Any, limit: int | None = None) -> Table:
    """Return a pyoxigraph result as a table of at most `limit` rows."""
    import pyoxigraph as ox

    if isinstance(result, ox.QueryBoolean):
        return Table(boolean=bool(result))
    try:
        if isinstance(result, ox.QueryTriples):
            triples: list[Triple] = []
            for triple in result:
                if limit is not None and len(triples) >= limit:
                    return Table(triples=tuple(triples), truncated=True)
                triples.append(_triple(*(terms.parts_of(t) for t in (triple.subject, triple.predicate, triple.object))))
            return Table(triples=tuple(triples))
        columns = tuple(variable.value for variable in result.variables)
        rows: list[dict[str, Term]] = []
        for solution in result:
            if limit is not None and len(rows) >= limit:
                return Table(columns=columns, rows=tuple(rows), truncated=True)
            rows.append({c: terms.from_pyoxigraph(t) for c, t in zip(columns, solution, strict=True) if t is not None})
        return Table(columns=columns, rows=tuple(rows))
    except (OSError, ValueError, RuntimeError) as err:
        raise QueryError(f"The query failed: {err}.") from err


def table_of_answer(answer: dict[str, Any]) -> Table:
    """Return a worker's answer as a table."""
    if "boolean" in answer:
        return Table(boolean=answer["boolean"])
    if "triples" in answer:
        return Table(triples=tuple(_triple(*row) for row in answer["triples"]), truncated=answer["truncated"])
    columns = tuple(answer["columns"])
    rows = tuple(
        {c: terms.from_parts(parts) for c, parts in zip(columns, row, strict=True) if parts is not None}
        for row in answer["rows"]
    )
    return Table(columns=columns, rows=rows, truncated=answer["truncated"])


def _triple(subject: Any, predicate: Any, object_: Any) -> Triple:
    s, p = terms.from_parts(subject), terms.from_parts(predicate)
    return Triple(subject=Iri(str(s.value)), predicate=Iri(str(p.value)), object=terms.from_parts(object_))


# --------------------------------------------------------------------------- the cache of compiled graphs


def cache_root(cache_dir: Path | None = None) -> Path:
    """Return the folder for compiled graphs: the argument, else KGCHAT_CACHE_DIR, else the user's cache folder."""
    if cache_dir is not None:
        return Path(cache_dir)
    if configured := os.environ.get("KGCHAT_CACHE_DIR"):
        return Path(configured)
    import platformdirs

    return Path(platformdirs.user_cache_dir("kgchat", appauthor=False))


def new_folder(root: Path) -> Path:
    """Return a fresh temporary folder beside the compiled graphs. Raises OntologyError when none can be made."""
    try:
        (root / "graphs").mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".new-", dir=root / "graphs"))
    except OSError as err:
        raise OntologyError(
            f"{root}: compiled graphs cannot be kept here ({err.strerror or err}). "
            f"Set KGCHAT_CACHE_DIR to a folder that may be written."
        ) from err


def publish(folder: Path, target: Path) -> None:
    """Move a finished folder to its place. Where another process was first with the same content, its copy stays."""
    for _ in range(5):
        try:
            os.replace(folder, target)
            return
        except OSError:
            if (target / "compiled.json").is_file():
                return
            # What stands there lacks its last file, so it is no compiled graph: out of the way with it.
            shutil.rmtree(target, ignore_errors=True)
            time.sleep(0.05)
    raise OntologyError(f"{target}: the compiled graph could not be put in place. Remove this folder and try again.")


def touch(folder: Path) -> None:
    """Mark a compiled graph as used now, so that it is not pruned."""
    try:
        os.utime(folder)
    except OSError:
        return


def prune(root: Path, keep: Path) -> None:
    """Remove compiled graphs that were not used lately, and leavings of crashed processes older than a day."""
    now = time.time()
    folders: list[tuple[float, Path]] = []
    try:
        with os.scandir(root / "graphs") as entries:
            for entry in entries:
                # Another process may publish or remove the folder between the listing and this look.
                with contextlib.suppress(FileNotFoundError):
                    folders.append((entry.stat().st_mtime, Path(entry.path)))
    except OSError:
        return
    graphs = sorted((f for f in folders if not f[1].name.startswith(".") and f[1] != keep), reverse=True)
    old = [path for used, path in graphs[KEPT_GRAPHS:] if now - used > KEPT_DAYS * 86_400]
    old += [path for used, path in graphs[KEPT_GRAPHS * 5 :] if now - used > 3_600]
    old += [path for used, path in folders if path.name.startswith(".") and now - used > 86_400]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)


def build(files: Sequence[OntologyFile], folder: Path) -> tuple[pyoxigraph.Store, dict[str, str]]:
    """Return the writable store that holds all files in its default graph, and the prefixes that they declare.

    Raises OntologyError with file and line for a file that cannot be parsed.
    """
    import pyoxigraph as ox

    from kgchat.graph import ontology

    store = ox.Store(str(folder))
    prefixes: dict[str, str] = {}
    for file in files:
        quads, parser = ontology.read(file)
        if file.format_name in ("TURTLE", "N_TRIPLES") and file.size > _LARGE_FILE:
            # The store's own loader is twice as fast. One quad is read here, for the prefixes at the top.
            next(quads, None)
            ontology.translated(file, partial(store.bulk_load, **ontology.source(file)))
        else:
            store.bulk_extend(quads)
        prefixes.update({k: v for k, v in parser.prefixes.items() if k not in prefixes})
    return store, prefixes
