"""A read-only SPARQL 1.1 endpoint as a store; its schema and lexicon are compiled by queries, once for each content.

Source: SPARQL 1.1 Protocol, section 2.1 (query via POST), and SPARQL 1.1 Query Results JSON Format.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from kgchat.errors import OntologyError, QueryError
from kgchat.graph import lexicon, store
from kgchat.graph.annotations import AnnotationReader
from kgchat.graph.compiled import VERSION, Compiled, read, write
from kgchat.graph.schema_compiler import SchemaCompiler
from kgchat.graph.sparql import tokens
from kgchat.graph.vocabulary import STANDARD_PREFIXES
from kgchat.turn import Table

_COMPILE_SECONDS = 120.0  # for one query of the compilation
_BYTES_AT_MOST = 256_000_000  # of one answer
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"


class EndpointStore:
    """Queries over HTTP, nothing else. Thread-safe: every query is a request of its own."""

    joins_by_look_up = False  # servers plan for themselves

    def __init__(self, url: str, *, seconds: float) -> None:
        self._url = url
        self._name = re.sub(r"//[^/@]*@", "//", url)  # what messages say: without a password
        self._seconds = seconds

    def rows(self, sparql: str) -> Iterator[store.Row]:
        for solution in self._result(sparql, self._seconds):
            yield tuple(solution)

    def query(self, sparql: str, *, timeout: float | None = None, limit: int | None = None) -> Table:
        return store.table(self._result(sparql, self._seconds if timeout is None else timeout), limit)

    def counted(self, sparql: str, limit: int) -> tuple[Table, int]:
        whole = self.query(sparql)
        return whole.model_copy(update={"rows": whole.rows[:limit]}), len(whole.rows)

    def query_untrusted(self, sparql: str, *, timeout: float, limit: int, prefixes: dict[str, str]) -> Table:
        return store.table(self._result(_with_prefixes(sparql, prefixes), timeout), limit)

    def with_seconds(self, seconds: float) -> EndpointStore:
        return EndpointStore(self._url, seconds=seconds)

    def close(self) -> None:
        """Nothing is held open."""

    def _result(self, sparql: str, seconds: float) -> Any:
        import pyoxigraph as ox

        content, kind = self._post(sparql, seconds)
        try:
            if "sparql-results+json" in kind or "application/json" in kind:
                return ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
            graph = ox.Store()
            graph.load(
                content, format=ox.RdfFormat.from_media_type(kind.split(";")[0].strip()) or ox.RdfFormat.N_TRIPLES
            )
            return graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        except (SyntaxError, ValueError) as err:
            raise QueryError(
                f"{self._name} did not answer in SPARQL results JSON but in {kind or 'no format'}. Check the address."
            ) from err

    def _post(self, sparql: str, seconds: float) -> tuple[bytes, str]:
        """Return body and media type. Raises QueryError; its cause is the error of the connection."""
        end = time.monotonic() + seconds
        parts: list[bytes] = []
        size = 0
        try:
            request = urllib.request.Request(
                self._url,
                data=urllib.parse.urlencode({"query": sparql}).encode(),
                headers={"Accept": _ACCEPT, "User-Agent": "kgchat"},
            )
            with urllib.request.urlopen(request, timeout=seconds) as response:
                # A socket's time limit starts anew with every packet, so the whole answer has its own.
                while block := response.read1(1 << 20):
                    parts.append(block)
                    size += len(block)
                    if time.monotonic() > end:
                        raise TimeoutError
                    if size > _BYTES_AT_MOST:
                        raise QueryError(
                            f"The answer of {self._name} is larger than {_BYTES_AT_MOST // 1_000_000} MB. Add a LIMIT."
                        )
                return b"".join(parts), response.headers.get("Content-Type", "")
        except urllib.error.HTTPError as err:
            with err:
                said = " ".join(err.read(2_000).decode("utf-8", "replace").split())[:300]
            raise QueryError(f"{self._name} refused the query ({err.code} {err.reason}): {said}") from err
        except TimeoutError as err:
            raise self._late(seconds) from err
        except urllib.error.URLError as err:
            if isinstance(err.reason, (TimeoutError, socket.timeout)):
                raise self._late(seconds) from err
            raise QueryError(
                f"{self._name} cannot be reached ({err.reason}). Check the address and that the server runs."
            ) from err
        except (OSError, ValueError) as err:
            raise QueryError(
                f"{self._name} cannot be reached ({err}). Check the address and that the server runs."
            ) from err

    def _late(self, seconds: float) -> QueryError:
        return QueryError(
            f"{self._name} did not answer within the time limit of {seconds:g} s. Ask for less, or allow more time."
        )


def _with_prefixes(sparql: str, prefixes: dict[str, str]) -> str:
    """Return the query with the known prefixes declared that it uses and does not declare."""
    found = list(tokens(sparql))
    names = {t.text.partition(":")[0] for t in found if t.kind == "name"}
    declared = {b.text.rstrip(":") for a, b in pairwise(found) if a.text.upper() == "PREFIX"}
    return "".join(f"PREFIX {n}: <{prefixes[n]}> " for n in sorted(names - declared) if n in prefixes) + sparql


def load_endpoint(url: str, *, timeout: float, cache_dir: Path | None) -> tuple[Compiled, EndpointStore]:
    """Return the compiled schema and lexicon of an endpoint, and the store that asks it.

    The content is told by the address and its counts of triples and of things by class: changed counts compile anew.
    Raises OntologyError when it cannot be reached, does not speak SPARQL, or is empty.
    """
    opened = EndpointStore(url, seconds=max(timeout, 30.0))
    try:
        digest, triples = _fingerprint(opened, url)
        if not triples:
            raise OntologyError(f"{url}: the endpoint holds no triples in its default graph. Load data into it.")
        root = store.cache_root(cache_dir)
        folder = root / "graphs" / f"{digest[:40]}-{VERSION}"
        try:
            compiled = read(folder)
        except (OSError, ValueError, KeyError, TypeError):
            shutil.rmtree(folder, ignore_errors=True)
            _compile(opened.with_seconds(_COMPILE_SECONDS), digest, triples, root, folder)
            compiled = read(folder)
    except QueryError as err:
        raise OntologyError(str(err)) from err
    store.touch(folder)
    return compiled, opened


def _fingerprint(opened: EndpointStore, url: str) -> tuple[str, int]:
    triples = next((int(n.value) for (n,) in opened.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")), 0)
    counts = sorted(
        f"{c} {n.value}" for c, n in opened.rows("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c") if c is not None
    )
    return hashlib.sha256(
        "\n".join([re.sub(r"//[^/@]*@", "//", url), str(triples), *counts]).encode()
    ).hexdigest(), triples


def _compile(opened: EndpointStore, digest: str, triples: int, root: Path, target: Path) -> None:
    folder = store.new_folder(root)
    try:
        annotations = AnnotationReader(opened.rows).read()
        if annotations.errors:
            raise OntologyError("\n".join(error.message for error in annotations.errors[:10]))
        schema = SchemaCompiler(opened.rows).compile(annotations)
        compiler = lexicon.LexiconCompiler(opened.rows, schema, annotations.hidden)
        meta = {
            "prefixes": STANDARD_PREFIXES,
            "triples": triples,
            "warnings": [[warning.message, None] for warning in annotations.warnings],
        }
        write(folder, digest, schema, compiler.entries(), meta, compiler.warnings)
        store.publish(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    store.prune(root, keep=target)
