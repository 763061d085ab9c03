"""One immutable, loaded graph: store, schema and lexicon of one version of the ontology files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kgchat.graph.schema import LexicalEntry, Schema
from kgchat.turn import Entity, Iri, Language, Table, Triple


class KnowledgeGraph:
    """What the steps above know of a graph. Immutable: `load` makes a new one, and a turn uses only one."""

    schema: Schema
    sources: tuple[str, ...]
    content_hash: str  # SHA-256 over the content of all files; for an endpoint, over its URL and counts
    cache_dir: Path  # where compiled artefacts of this content live (the store, the name index, …)
    warnings: tuple[str, ...]

    @classmethod
    def load(cls, *sources: str | Path, timeout: float = 5.0, cache_dir: Path | None = None) -> KnowledgeGraph:
        """Load folders, RDF files or one http(s) SPARQL endpoint.

        Raises OntologyError with file, line and remedy for a broken file, a broken annotation, or a SHACL violation.
        """
        raise NotImplementedError

    def query(self, sparql: str, *, timeout: float | None = None, limit: int | None = None) -> Table:
        """Run a query that the engine made (trusted, cheap); terms come without labels. Raises QueryError."""
        raise NotImplementedError

    def query_untrusted(self, sparql: str, *, timeout: float | None = None, limit: int = 10_000) -> Table:
        """Run a caller's SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE, killed at the time limit. Raises QueryError."""
        raise NotImplementedError

    def lexicon(self) -> Iterator[LexicalEntry]:
        """Yield every label, synonym and value of the graph (hidden classes and properties left out)."""
        raise NotImplementedError

    def label(self, iri: Iri, language: Language) -> str:
        """Return the best label of any IRI: in the language, then untagged, then any, then the local name in words."""
        raise NotImplementedError

    def labels(self, iris: Sequence[Iri], language: Language) -> dict[Iri, str]:
        """Return the labels of many IRIs with one query."""
        raise NotImplementedError

    def types(self, iri: Iri) -> tuple[Iri, ...]:
        """Return the classes of a thing, most specific first; empty when it is not in the graph."""
        raise NotImplementedError

    def describe(self, iri: Iri, language: Language) -> tuple[Triple, ...]:
        """Return the triples of a thing, of visible properties, objects labelled and with units, prominent first."""
        raise NotImplementedError

    def entity(self, iri: Iri, language: Language) -> Entity:
        return Entity(iri=iri, label=self.label(iri, language))

    def close(self) -> None:
        """Release the store and end its worker processes."""
