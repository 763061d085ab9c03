"""One immutable, loaded graph: store, schema and lexicon of one version of the ontology files."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from kgchat.errors import OntologyError
from kgchat.graph import terms
from kgchat.graph.compiled import Compiled, load_compiled
from kgchat.graph.schema import Labels, LexicalEntry, Schema, best_label
from kgchat.graph.schema_compiler import arrange
from kgchat.graph.store import Store
from kgchat.graph.vocabulary import NAMING, local_words, property_words
from kgchat.turn import Entity, Iri, Language, Table, Term, Triple

_LABELS_KEPT = 50_000  # things whose labels are remembered


class KnowledgeGraph:
    """What the steps above know of a graph. Immutable: `load` makes a new one, and a turn uses only one.

    Safe to read from many threads at once.
    """

    schema: Schema
    sources: tuple[str, ...]
    content_hash: str  # SHA-256 over the content of all files; for an endpoint, over its URL and counts
    cache_dir: Path  # where compiled artefacts of this content live (the store, the name index, …)
    warnings: tuple[str, ...]
    prefixes: dict[str, str]  # of the files; callers' queries may use them undeclared

    def __init__(self, compiled: Compiled, store: Store, sources: tuple[str, ...], timeout: float) -> None:
        self.schema = compiled.schema
        self.sources = sources
        self.content_hash = compiled.content_hash
        self.cache_dir = compiled.folder
        self.warnings = compiled.warnings
        self.prefixes = compiled.prefixes
        self._compiled = compiled
        self._store = store
        self._timeout = timeout
        self._labels: dict[str, Labels] = {}
        self._lock = threading.Lock()

    @classmethod
    def load(cls, *sources: str | Path, timeout: float = 5.0, cache_dir: Path | None = None) -> KnowledgeGraph:
        """Load folders, RDF files or one http(s) SPARQL endpoint.

        Raises OntologyError with file, line and remedy for a broken file, a broken annotation, or a SHACL violation.
        `timeout` in seconds is the limit of a caller's query that names none. `cache_dir` (else KGCHAT_CACHE_DIR, else
        the user's cache folder) keeps compiled graphs.
        """
        names = tuple(str(source) for source in sources)
        urls = [name for name in names if name.startswith(("http://", "https://"))]
        if urls and len(names) > 1:
            raise OntologyError(
                "An endpoint is loaded by itself: name either one http(s) address, or folders and files."
            )
        if urls:
            from kgchat.graph.endpoint import load_endpoint

            return cls(*load_endpoint(urls[0], timeout=timeout, cache_dir=cache_dir), names, timeout)
        return cls(*load_compiled(sources, cache_dir), names, timeout)

    # ---------------------------------------------------------------------- queries

    def query(self, sparql: str, *, timeout: float | None = None, limit: int | None = None) -> Table:
        """Run a query that the engine made (trusted, cheap); terms come without labels. Raises QueryError.

        It runs in this process and cannot be stopped; with a `timeout` in seconds it runs in a worker that is killed
        at the limit.
        """
        return self._store.query(sparql, timeout=timeout, limit=limit)

    def counted(self, sparql: str, limit: int) -> tuple[Table, int]:
        """Return the first `limit` rows of a trusted SELECT, and how many rows it has. Raises QueryError."""
        return self._store.counted(sparql, limit)

    @property
    def joins_by_look_up(self) -> bool:
        """Whether the store looks up each row of a join, so that queries in blocks run faster."""
        return self._store.joins_by_look_up

    def query_untrusted(self, sparql: str, *, timeout: float | None = None, limit: int = 10_000) -> Table:
        """Run a caller's SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE, killed at the time limit. Raises QueryError.

        Prefixes of the ontology files need not be declared. At most `limit` rows; `truncated` says there are more.
        """
        from kgchat.graph.sparql import guard

        guard(sparql)
        limit = max(0, limit)
        wait = self._timeout if timeout is None else timeout
        result = self._store.query_untrusted(sparql, timeout=wait, limit=limit, prefixes=self.prefixes)
        if not result.rows and not result.triples and result.boolean is None:
            self._explain_emptiness(sparql)
        return result

    def _explain_emptiness(self, sparql: str) -> None:
        """Raise QueryError when a query without result uses a name that the graph does not hold."""
        from kgchat.graph.sparql import unknown_terms

        unknown_terms(sparql, self.schema, self.prefixes, self._holds)

    def _holds(self, iri: str) -> bool:
        node = terms.iri_to_sparql(iri)
        found = self.query(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s {node} ?o }} UNION {{ ?s ?p {node} }} }}")
        return bool(found.boolean)

    # ---------------------------------------------------------------------- words

    def lexicon(self, *, large: bool = True) -> Iterator[LexicalEntry]:
        """Yield every label, synonym and value of the graph (hidden classes and properties left out).

        Without `large`, the names of things of classes with very many instances are left out.
        """
        return self._compiled.lexicon(large=large)

    def label(self, iri: Iri, language: Language) -> str:
        """Return the best label of any IRI: in the language, then untagged, then any, then the local name in words."""
        return self.labels((iri,), language)[iri]

    def labels(self, iris: Sequence[Iri], language: Language) -> dict[Iri, str]:
        """Return the labels of many IRIs with one query."""
        known = self._labels_of(iris)
        return {iri: best_label(known[iri], language) or self._words(iri) for iri in iris}

    def _words(self, iri: Iri) -> str:
        return property_words(iri) if iri in self.schema.properties else local_words(iri)

    def _labels_of(self, iris: Sequence[Iri]) -> dict[str, Labels]:
        found: dict[str, Labels] = {}
        missing: list[str] = []
        for iri in dict.fromkeys(iris):
            info = self.schema.classes.get(iri) or self.schema.properties.get(iri)
            labels = info.labels if info else self._labels.get(iri)
            if labels is None:
                missing.append(iri)
            else:
                found[iri] = labels
        if missing:
            read = self._read_labels(missing)
            found.update(read)
            with self._lock:
                if len(self._labels) + len(read) > _LABELS_KEPT:
                    self._labels.clear()
                self._labels.update(read)
        return found

    def _read_labels(self, iris: list[str]) -> dict[str, Labels]:
        entries: dict[str, list[tuple[int, str, str, str]]] = {iri: [] for iri in iris}
        order = {predicate: rank for rank, predicate in enumerate(NAMING)}
        nodes = " ".join(_node(iri) for iri in iris if _is_writable(iri))
        predicates = ", ".join(f"<{p}>" for p in NAMING)
        if nodes:
            # Two VALUES side by side would be joined by a scan of all names; the filter keeps the look-up by subject.
            given = f"VALUES ?s {{ {nodes} }} ?s ?p ?o FILTER(?p IN ({predicates}) && isLiteral(?o))"
            for s, p, o in self._store.rows(f"SELECT ?s ?p ?o {{ {given} }}"):
                entries[s.value].append((order[p.value], (o.language or "").lower(), o.value, p.value))
        return {iri: arrange(found) for iri, found in entries.items()}

    # ---------------------------------------------------------------------- things

    def types(self, iri: Iri) -> tuple[Iri, ...]:
        """Return the classes of a thing, most specific first; empty when it is not in the graph."""
        if not _is_writable(iri):
            return ()
        found = {Iri(c.value) for (c,) in self._store.rows(f"SELECT ?c {{ {_node(iri)} a ?c FILTER isIRI(?c) }}")}
        return tuple(sorted(found, key=lambda c: (-len(self.schema.superclasses(c)) * (c in self.schema.classes), c)))

    def describe(self, iri: Iri, language: Language) -> tuple[Triple, ...]:
        """Return the triples of a thing, of visible properties, objects labelled and with units, prominent first.

        Of texts in several languages, those in the language stand, or untagged ones, or all where there are neither.
        """
        if not _is_writable(iri):
            return ()
        by_property: dict[Iri, list[Term]] = {}
        for p, o in self._store.rows(f"SELECT ?p ?o {{ {_node(iri)} ?p ?o }}"):
            info = self.schema.properties.get(Iri(p.value))
            if info is not None and not info.hidden and type(o).__name__ != "BlankNode":
                by_property.setdefault(info.iri, []).append(terms.from_pyoxigraph(o))
        labels = self.labels(
            [Iri(str(t.value)) for ts in by_property.values() for t in ts if t.kind == "iri"], language
        )
        found = []
        for prop in sorted(by_property, key=self._prominence):
            unit = self.schema.properties[prop].unit
            for term in _in_language(by_property[prop], language):
                label = labels.get(Iri(str(term.value))) if term.kind == "iri" else None
                numeric = terms.number(term) is not None
                shown = term.model_copy(update={"label": label, "unit": unit if numeric else None})
                found.append(Triple(subject=iri, predicate=prop, object=shown))
        return tuple(found)

    def _prominence(self, iri: Iri) -> tuple[float, int, str]:
        info = self.schema.properties[iri]
        return -info.prominence, -max(info.usage.values(), default=0), iri

    def entity(self, iri: Iri, language: Language) -> Entity:
        return Entity(iri=iri, label=self.label(iri, language))

    def close(self) -> None:
        """Release the store and end its worker processes."""
        self._store.close()

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _in_language(found: list[Term], language: str) -> list[Term]:
    tagged = [t for t in found if t.language]
    if not tagged:
        return sorted(found, key=lambda t: (t.kind, str(t.value)))
    plain = [t for t in found if not t.language]
    own = [t for t in tagged if t.language and t.language.lower().split("-")[0] == language]
    return sorted(own or plain or tagged, key=lambda t: str(t.value))


def _node(iri: str) -> str:
    return terms.iri_to_sparql(iri)


def _is_writable(iri: str) -> bool:
    try:
        terms.iri_to_sparql(iri)
    except ValueError:
        return False
    return not iri.startswith("_:") and ":" in iri


__all__ = ["KnowledgeGraph"]
