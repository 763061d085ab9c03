"""Compiles ontology files once: checked, stored, schema and lexicon read out; and loads what was compiled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgchat.errors import OntologyError
from kgchat.graph import lexicon, ontology, shacl, store
from kgchat.graph.annotations import AnnotationReader, Annotations, Finding
from kgchat.graph.schema import LexicalEntry, Schema
from kgchat.graph.schema_compiler import PROPERTY_KINDS, SchemaCompiler
from kgchat.graph.store import EmbeddedStore
from kgchat.graph.vocabulary import RDFS, STANDARD_PREFIXES, local_name

if TYPE_CHECKING:
    import pyoxigraph
    from pydantic import TypeAdapter

VERSION = 2  # of what a compiled folder holds; raise it when any compiler changes


@dataclass(frozen=True)
class Compiled:
    """A compiled graph: what is cheap to hold; the lexicon is read from its file whenever it is asked for."""

    folder: Path
    content_hash: str
    schema: Schema
    prefixes: dict[str, str]
    warnings: tuple[str, ...]
    triples: int

    def lexicon(self, *, large: bool = True) -> Iterator[LexicalEntry]:
        return lexicon.read(self.folder / "lexicon.jsonl", large=large)


def load_compiled(sources: Sequence[str | Path], cache_dir: Path | None) -> tuple[Compiled, EmbeddedStore]:
    """Return the compiled graph of these files and its open store, from the cache where it is there and sound.

    Raises OntologyError as `KnowledgeGraph.load` does; nothing is left in the cache then.
    """
    files = ontology.find_files(sources)
    digest = ontology.content_hash(files)
    root = store.cache_root(cache_dir)
    folder = root / "graphs" / f"{digest[:40]}-{VERSION}"
    damage: Exception | None = None
    for _ in range(3):
        if not (folder / "compiled.json").is_file():
            _compile(files, digest, root, folder)
        try:
            return _open(folder, files)
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as err:
            # A damaged cache is rebuilt from the files, which are the truth.
            damage = err
            shutil.rmtree(folder, ignore_errors=True)
    raise OntologyError(f"{folder}: the compiled graph cannot be read ({damage}). Remove this folder.") from damage


def _open(folder: Path, files: Sequence[ontology.OntologyFile]) -> tuple[Compiled, EmbeddedStore]:
    compiled = read(folder, files)
    opened = EmbeddedStore(folder / "store", compiled.triples)
    if sum(1 for _ in opened.rows("SELECT * { ?s ?p ?o } LIMIT 1")) != min(compiled.triples, 1):
        raise ValueError("its store lacks triples")
    store.touch(folder)
    return compiled, opened


def read(folder: Path, files: Sequence[ontology.OntologyFile] = ()) -> Compiled:
    """Return what a compiled folder holds. Raises OSError, ValueError, KeyError or TypeError when it is damaged."""
    meta = json.loads((folder / "compiled.json").read_text(encoding="utf-8"))
    schema_text = (folder / "schema.json").read_bytes()
    if meta["schema_bytes"] != len(schema_text) or meta["lexicon_bytes"] != (folder / "lexicon.jsonl").stat().st_size:
        raise ValueError("it is cut short")
    return Compiled(
        folder=folder,
        content_hash=meta["content_hash"],
        schema=schema_adapter().validate_json(schema_text),
        prefixes=meta["prefixes"],
        warnings=tuple(_told(Finding(text, place=place and tuple(place)), files) for text, place in meta["warnings"]),
        triples=meta["triples"],
    )


def write(
    folder: Path, digest: str, schema: Schema, entries: Iterator[LexicalEntry], meta: dict[str, Any], late: list[str]
) -> None:
    """Write schema and lexicon, then what marks the folder as whole. `late` holds warnings of writing the lexicon."""
    text = schema_adapter().dump_json(schema)
    (folder / "schema.json").write_bytes(text)
    lexicon.write(folder / "lexicon.jsonl", entries)
    meta = {
        **meta,
        "content_hash": digest,
        "schema_bytes": len(text),
        "lexicon_bytes": (folder / "lexicon.jsonl").stat().st_size,
        "warnings": [*meta["warnings"], *([warning, None] for warning in late)],
    }
    (folder / "compiled.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")


def _compile(files: Sequence[ontology.OntologyFile], digest: str, root: Path, target: Path) -> None:
    folder = store.new_folder(root)
    try:
        raw, prefixes = store.build(files, folder / "store")

        rows = partial(_rows, raw)
        annotations = AnnotationReader(rows).read()
        if annotations.errors:
            raise OntologyError("\n".join(_told(_placed(e, files, prefixes), files) for e in annotations.errors[:10]))
        report = shacl.check(rows, partial(_dump, raw), len(raw))
        if report.violations:
            told = [_told(_placed(v, files, prefixes), files) for v in report.violations]
            raise OntologyError("\n".join([*told, *(["… and more of the same."] if report.more else [])]))
        schema = SchemaCompiler(rows).compile(annotations)
        found = [*annotations.warnings, *report.warnings, *_undeclared(rows, schema)]
        warnings = [[f.message, p] for f in (_placed(f, files, prefixes) for f in found) for p in [f.place]]
        compiler = lexicon.LexiconCompiler(rows, schema, annotations.hidden)
        meta = {"prefixes": {**STANDARD_PREFIXES, **prefixes}, "triples": len(raw), "warnings": warnings}
        write(folder, digest, schema, compiler.entries(), meta, compiler.warnings)
        raw.flush()
        # The store must be closed before its folder moves; partial objects hold it.
        del raw, rows, compiler
        store.publish(folder, target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    store.prune(root, keep=target)


def _rows(raw: pyoxigraph.Store, sparql: str) -> Iterator[tuple[Any, ...]]:
    for solution in raw.query(sparql):  # type: ignore[union-attr]
        yield tuple(solution)


def _dump(raw: pyoxigraph.Store) -> bytes:
    import pyoxigraph as ox

    return raw.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""


def _undeclared(rows: Any, schema: Schema) -> list[Finding]:
    """Return a warning for each property that is used but not declared, where others of its namespace are."""
    declared = {
        p.value
        for (p,) in rows(
            f"SELECT DISTINCT ?p {{ {{ VALUES ?k {{ {' '.join(f'<{k}>' for k in PROPERTY_KINDS)} }} ?p a ?k }}"
            f" UNION {{ ?p <{RDFS}domain>|<{RDFS}range> ?x }}"
            " FILTER isIRI(?p) }"
        )
    }
    spaces = {iri[: -len(local_name(iri))] for iri in declared}
    found = []
    for used in sorted({str(iri) for iri, info in schema.properties.items() if info.distinct} - declared):
        if used[: -len(local_name(used))] in spaces:
            from kgchat.graph.annotations import nearest

            near = nearest(local_name(used), [local_name(p) for p in declared], cutoff=80)
            advice = f"Did you mean {' or '.join(near)}?" if near else "Declare it with a label and a range."
            found.append(Finding(f"{local_name(used)!r} is used as a property but never declared. {advice}", used))
    return found


def _placed(finding: Finding, files: Sequence[ontology.OntologyFile], prefixes: dict[str, str]) -> Finding:
    """Return the finding with file and line of its term, where text search finds one."""
    if finding.iri is None or finding.place is not None:
        return finding
    names = {**STANDARD_PREFIXES, **prefixes}
    after = ontology.spellings(finding.subject, names) if finding.subject else []
    place = None if after else ontology.find_subject(files, ontology.spellings(finding.iri, names))
    place = place or ontology.find_term(files, ontology.spellings(finding.iri, names), after)
    if place is None and after:
        place = ontology.find_term(files, after)
    return Finding(finding.message, finding.iri, finding.subject, (place.file, place.line) if place else None)


def _told(finding: Finding, files: Sequence[ontology.OntologyFile]) -> str:
    if finding.place is None or finding.place[0] >= len(files):
        return finding.message
    file, line = finding.place
    return f"{files[file].path}:{line}: {finding.message}"


@lru_cache(maxsize=1)
def schema_adapter() -> TypeAdapter[Schema]:
    from pydantic import TypeAdapter

    return TypeAdapter(Schema)


__all__ = ["Annotations", "Compiled", "load_compiled"]
