"""Prepares one category: cleans, unfolds and names its records, and says which are rejects and why."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kgchat.errors import KgchatError
from kgchat.graph.importing.columns import Columns, Deriver, FieldReader, Json
from kgchat.graph.importing.names import BrandFinder, clean, slug
from kgchat.graph.importing.recipe import Category, Recipe
from kgchat.graph.importing.report import Remark
from kgchat.graph.importing.vocabulary import Vocabulary


@dataclass
class Prepared:
    """The good records of one category as columns, in the order of the source, and the remarks on the others."""

    records: int = 0
    rows: list[Columns] = field(default_factory=list)
    ready: list[bool] = field(default_factory=list)  # per row: whether it has its volatile fields, such as a price
    rejects: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def read_records(path: Path) -> list[Json]:
    """Return the records of a JSON array, decimals exact. Raises KgchatError that names file and line."""
    try:
        records = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError as err:
        raise KgchatError(f"{path} is missing; --source must be the folder that holds the JSON files.") from err
    except json.JSONDecodeError as err:
        raise KgchatError(f"{path}:{err.lineno}: not readable as JSON: {err.msg}.") from err
    except (OSError, UnicodeDecodeError) as err:
        raise KgchatError(f"{path}: not readable: {err}.") from err
    if not isinstance(records, list):
        raise KgchatError(f"{path} must hold a JSON array of records, not {type(records).__name__}.")
    return records


class Preparer:
    def __init__(self, recipe: Recipe, vocabulary: Vocabulary) -> None:
        self._recipe = recipe
        self._vocabulary = vocabulary
        self._reader = FieldReader(vocabulary)
        self._deriver = Deriver(vocabulary)
        scheme = recipe.catalogue.brands
        self._brands = BrandFinder(vocabulary.names(scheme) if scheme else {})

    def prepare(self, name: str, category: Category, records: list[Json]) -> Prepared:
        """Return every record as columns or as a reject: exact duplicates, records without a name."""
        prepared = Prepared(records=len(records))
        seen: dict[str, int] = {}  # the whole record -> index
        identities: set[str] = set()
        expected = [field for field in self._recipe.catalogue.volatile if self._recipe.field(category, field)]
        for index, record in enumerate(records):
            if not isinstance(record, dict):
                prepared.rejects.append(_remark(category, index, "", "not a JSON object"))
                continue
            raw = record.get(self._recipe.catalogue.name)
            title = clean(raw) if isinstance(raw, str) else ""
            whole = _canonical(record)
            if not title:
                prepared.rejects.append(_remark(category, index, "", "no name"))
            elif whole in seen:
                prepared.rejects.append(_remark(category, index, title, f"same as record {seen[whole]}"))
            else:
                seen[whole] = index
                row = self._row(category, index, title, record, prepared)
                row["iri"] = self._iri(name, str(row["name"]), record, identities)
                prepared.rows.append(row)
                prepared.ready.append(any(record.get(field) is not None for field in expected))
        self._distinguish(category, prepared.rows)
        return prepared

    def _row(self, category: Category, index: int, title: str, record: dict[str, Json], prepared: Prepared) -> Columns:
        def warn(reason: str) -> None:
            prepared.warnings.append(_remark(category, index, title, reason))

        title = self._brands.without_repetition(title)
        columns: Columns = {"name": title}
        if found := self._brands.find(title):
            columns["brand"] = found[0]
        cleaned = record | {self._recipe.catalogue.name: title}
        for field_name, value in record.items():
            if field_name == self._recipe.catalogue.name:
                continue
            rule = self._recipe.field(category, field_name)
            if rule is None:
                warn(f"the field {field_name!r} is not described in import.toml; left out")
            else:
                self._reader.read(field_name, rule, value, columns, warn)
        for derivation in category.derive:
            self._deriver.derive(derivation, cleaned, columns)
        columns.setdefault("class", self._vocabulary.expand(category.class_))
        if isinstance(kind := columns["class"], str):
            columns["class"] = self._vocabulary.expand(kind)
        self._label(category, title, columns)
        return columns

    def _label(self, category: Category, title: str, columns: Columns) -> None:
        """Set the label: the name, and what tells products of one name apart; the bare name stays a synonym."""
        label = title
        for template in category.label:
            suffix = self._deriver.fill(template, columns)
            if suffix and suffix.casefold() not in label.casefold():
                label = f"{label} {suffix}"
        columns["label"] = label
        if label != title:
            columns["synonym"] = title

    def _distinguish(self, category: Category, rows: list[Columns]) -> None:
        """Tell products of one label apart by what they are: their colour, their size."""
        for template in category.distinguish:
            namesakes: dict[str, list[Columns]] = defaultdict(list)
            for row in rows:
                namesakes[str(row["label"])].append(row)
            for label, group in namesakes.items():
                details = [self._deriver.fill(template, row) for row in group]
                if len(set(details)) == 1:  # one product alone, or a detail that they share: it tells nothing
                    continue
                for row, detail in zip(group, details, strict=True):
                    if detail and detail.casefold() not in label.casefold():
                        row |= {"label": f"{label} ({detail})", "synonym": row["name"]}

    def _iri(self, category: str, title: str, record: dict[str, Json], identities: set[str]) -> str:
        """Return an IRI from the name and a hash of what stays when prices change.

        Records that differ in volatile fields alone are different products of the source: the first keeps the
        stable hash, the hashes of the others take in the whole record.
        """
        stable = {key: value for key, value in record.items() if key not in self._recipe.catalogue.volatile}
        identity = f"{category}\n{_canonical(stable)}"
        if identity in identities:
            identity = f"{category}\n{_canonical(record)}"
        identities.add(identity)
        return f"{self._recipe.catalogue.products}{slug(title)}-{hashlib.sha256(identity.encode()).hexdigest()[:10]}"


def _remark(category: Category, index: int, name: str, reason: str) -> Remark:
    return Remark(file=category.file, index=index, name=name, reason=reason)


def _canonical(record: dict[str, Json]) -> str:
    return json.dumps(record, sort_keys=True, ensure_ascii=False, default=str)
