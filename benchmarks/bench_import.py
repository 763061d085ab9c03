"""From the feed's JSON files to a compiled graph. Raw work: pyoxigraph loading the same Turtle."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import catalogue
from benchmarks.measure import milliseconds


class Import:
    timeout = 1200
    number = repeat = 1

    def setup(self) -> None:
        feed = catalogue.source()
        if feed is None:
            raise NotImplementedError(catalogue.ABSENT)
        self.feed = feed

    def track_seconds(self) -> float:
        from kgchat.graph.importing import import_feed

        with tempfile.TemporaryDirectory() as out:
            return milliseconds(lambda: import_feed(catalogue.BUNDLED, self.feed, Path(out))) / 1000

    def track_raw_seconds(self) -> float:
        """Parsing the JSON alone."""
        import json

        return milliseconds(lambda: [json.loads(file.read_bytes()) for file in self.feed.glob("*.json")]) / 1000

    track_seconds.unit = track_raw_seconds.unit = "s"  # type: ignore[attr-defined]


class Compile:
    timeout = 1200

    def setup(self) -> None:
        self.folder = catalogue.catalogue()

    def track_seconds(self) -> float:
        """Turtle to store, schema and lexicon, nothing cached."""
        from kgchat.graph.knowledge_graph import KnowledgeGraph

        with tempfile.TemporaryDirectory() as cache:
            return milliseconds(lambda: KnowledgeGraph.load(self.folder, cache_dir=Path(cache)).close()) / 1000

    def track_raw_seconds(self) -> float:
        """pyoxigraph bulk-loading the same files into memory."""
        return milliseconds(lambda: raw_store(self.folder)) / 1000

    track_seconds.unit = track_raw_seconds.unit = "s"  # type: ignore[attr-defined]


def raw_store(folder: Path) -> object:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    for file in sorted(folder.rglob("*.ttl")):
        store.bulk_load(path=str(file), format=RdfFormat.TURTLE)
    for file in sorted(folder.rglob("*.nt")):
        store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
    return store
