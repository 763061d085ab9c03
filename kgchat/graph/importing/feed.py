"""Imports a feed of JSON files as a whole catalogue, category by category."""

from __future__ import annotations

import itertools
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kgchat.errors import KgchatError
from kgchat.graph.importing.columns import Columns
from kgchat.graph.importing.mapping import Mapping
from kgchat.graph.importing.preparation import Prepared, Preparer, read_records
from kgchat.graph.importing.recipe import Category, Recipe, read_recipe
from kgchat.graph.importing.report import CategoryCount, ImportReport, Remark
from kgchat.graph.importing.selection import choose, quotas
from kgchat.graph.importing.turtle import TurtleWriter
from kgchat.graph.importing.vocabulary import SKOS, Vocabulary

Progress = Callable[[str, int, int], None]
PRODUCTS, REPORT, REMARKS = "products", "import-report.json", "import-remarks.jsonl"


def import_feed(
    mapping_folder: Path,
    source: Path,
    out: Path,
    *,
    progress: Progress | None = None,
    limit: int | None = None,
    subset: int | None = None,
    priced: bool = False,
) -> ImportReport:
    """Write `out` as a catalogue of the JSON files in `source`, and return the count of what went in and out.

    `mapping_folder` holds import.toml, mapping.yarrrml.yml and the ontology's Turtle files, which are copied to
    `out` unless it is the same folder; `out`/products is replaced as a whole, when everything has succeeded.
    `progress` is told the category, the records done and the records there are. `limit` reads only the first
    records of each file. `subset` keeps about so many products over all categories, `priced` those whose
    volatile fields (prices) are known where there are enough. The same input gives the same files, byte for byte.

    Raises OntologyError for a broken mapping folder, KgchatError for a broken source, ModelError when morph-kgc
    is missing.
    """
    start = time.perf_counter()
    _check_folders(mapping_folder, source, out)
    return _Import(mapping_folder, source, out, progress or _silent, limit).run(subset, priced, start)


class _Import:
    def __init__(self, folder: Path, source: Path, out: Path, progress: Progress, limit: int | None) -> None:
        self._folder, self._source, self._out = folder, source, out
        self._progress, self._limit = progress, limit
        self._recipe: Recipe = read_recipe(folder / "import.toml")
        self._mapping = Mapping(folder / "mapping.yarrrml.yml")
        self._vocabulary = Vocabulary(folder, self._mapping.prefixes)
        self._preparer = Preparer(self._recipe, self._vocabulary)
        self._writer = TurtleWriter(self._mapping.prefixes)
        self._used: set[str] = set()  # values of the rows that are written

    def run(self, subset: int | None, priced: bool, start: float) -> ImportReport:
        wanted = self._quotas(subset, priced) if subset is not None else None
        unfinished = self._out / f".{PRODUCTS}-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        counts: list[CategoryCount] = []
        rejects: list[Remark] = []
        warnings: list[Remark] = []
        try:
            for name, category in self._recipe.category.items():
                prepared = self._prepare(name, category)
                counts.append(
                    self._write(name, category, prepared, wanted[name] if wanted else None, priced, unfinished)
                )
                rejects += prepared.rejects
                warnings += prepared.warnings
            self._write_new_values(unfinished)
            self._finish(unfinished)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        report = ImportReport(
            out=self._out,
            categories=tuple(counts),
            rejects=tuple(rejects),
            warnings=tuple(warnings),
            new_values=tuple(
                f"{scheme}: {label}"
                for iri, (scheme, label) in sorted(self._vocabulary.new.items())
                if iri in self._used
            ),
            seconds=round(time.perf_counter() - start, 2),
        )
        self._write_report(report)
        return report

    def _prepare(self, name: str, category: Category) -> Prepared:
        records = read_records(self._source / category.file)[: self._limit]
        self._progress(name, 0, len(records))
        return self._preparer.prepare(name, category, records)

    def _quotas(self, subset: int, priced: bool) -> dict[str, int]:
        """Count what there is, one category in memory at a time; the priced ones where prices are asked for."""
        available: dict[str, int] = {}
        for name, category in self._recipe.category.items():
            prepared = self._prepare(name, category)
            ready = sum(prepared.ready) if priced else 0
            available[name] = max(ready, min(self._recipe.catalogue.floor, len(prepared.rows)))
            if not priced:
                available[name] = len(prepared.rows)
        weights = {name: category.weight for name, category in self._recipe.category.items()}
        return quotas(available, weights, subset, self._recipe.catalogue.floor)

    def _write(
        self, name: str, category: Category, prepared: Prepared, quota: int | None, priced: bool, folder: Path
    ) -> CategoryCount:
        rows = prepared.rows
        if quota is not None:
            first = prepared.ready if priced else [True] * len(rows)
            rows = [rows[at] for at in choose(category, rows, first, quota)]
        self._used.update(value for row in rows for value in itertools.chain.from_iterable(_lists(row)))
        triples = self._mapping.triples(name, rows)
        heading = (
            f"{len(rows)} products from {category.file}, written by kgchat import; edit the ontology, not this file"
        )
        (folder / f"{name}.ttl").write_text(self._writer.text(triples, heading), encoding="utf-8", newline="\n")
        self._progress(name, prepared.records, prepared.records)
        return CategoryCount(
            category=name,
            file=category.file,
            records=prepared.records,
            products=len(rows),
            rejects=len(prepared.rejects),
            not_selected=len(prepared.rows) - len(rows),
            triples=len(triples),
        )

    def _new_values(self) -> list[tuple[str, str, str]]:
        return [(iri, *new) for iri, new in sorted(self._vocabulary.new.items()) if iri in self._used]

    def _write_new_values(self, folder: Path) -> None:
        """Declare the values that the vocabulary lacks, so that no product points at nothing."""
        triples = []
        for iri, scheme, label in self._new_values():
            quoted = json.dumps(label, ensure_ascii=False)
            triples += [
                f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SKOS}Concept>",
                f"<{iri}> <{SKOS}inScheme> <{scheme}>",
                f"<{iri}> <{SKOS}prefLabel> {quoted}@en",
                f"<{iri}> <{SKOS}prefLabel> {quoted}@zh",
            ]
        if triples:
            heading = "Values of the source that the vocabulary lacks: give them labels and synonyms there"
            (folder / "new-values.ttl").write_text(self._writer.text(triples, heading), encoding="utf-8", newline="\n")

    def _finish(self, unfinished: Path) -> None:
        if self._folder.resolve() != self._out.resolve():
            _copy_ontology(self._folder, self._out, self._recipe.catalogue.copy_)
        shutil.rmtree(self._out / PRODUCTS, ignore_errors=True)
        unfinished.rename(self._out / PRODUCTS)

    def _write_report(self, report: ImportReport) -> None:
        # Neither the folder nor the duration: the same input gives the same file.
        count = report.model_dump_json(indent=1, exclude={"out", "seconds", "rejects", "warnings"})
        _write_lines(self._out / REPORT, [count])
        remarks = [
            json.dumps({"kind": kind, **remark.model_dump()}, ensure_ascii=False)
            for kind, remarks in (("reject", report.rejects), ("warning", report.warnings))
            for remark in remarks
        ]
        _write_lines(self._out / REMARKS, remarks)


def _write_lines(path: Path, lines: list[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _lists(row: Columns) -> Iterator[list[str]]:
    """Yield the values of the columns that hold concepts."""
    return (value for value in row.values() if isinstance(value, list))


def _check_folders(mapping_folder: Path, source: Path, out: Path) -> None:
    for folder, what in ((mapping_folder, "The mapping folder"), (source, "The source folder")):
        if not folder.is_dir():
            raise KgchatError(f"{what} {folder} is not there; give the path of an existing folder.")
    if out.exists() and not out.is_dir():
        raise KgchatError(f"{out} is a file; --out must be a folder (it is made when it is missing).")
    if out.resolve() == source.resolve():
        raise KgchatError(f"--source and --out are both {out}; write the catalogue to another folder.")


def _copy_ontology(folder: Path, out: Path, patterns: tuple[str, ...]) -> None:
    for pattern in patterns:
        for path in sorted(folder.rglob(pattern)):
            place = path.relative_to(folder)
            if PRODUCTS in place.parts or not path.is_file() or out.resolve() in path.resolve().parents:
                continue
            (out / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, out / place)


def _silent(category: str, done: int, total: int) -> None:
    pass
