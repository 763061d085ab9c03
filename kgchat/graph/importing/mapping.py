"""Runs one part of a YARRRML mapping over prepared records with morph-kgc."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kgchat.errors import ModelError, OntologyError
from kgchat.graph.importing.columns import Columns

_INSTALL = 'Install it with: pip install "kgchat[import]" && pip install --no-deps morph-kgc'


class Mapping:
    """A YARRRML document: prefixes, and one mapping for each category, under the category's name."""

    def __init__(self, path: Path) -> None:
        """Raises OntologyError when the file is missing or not YARRRML, ModelError when ruamel.yaml is missing."""
        try:
            from ruamel.yaml import YAML
            from ruamel.yaml.error import YAMLError
        except ImportError as err:
            raise ModelError(f"Importing needs ruamel.yaml. {_INSTALL}") from err
        self.path = path
        self._yaml = YAML(typ="safe", pure=True)
        try:
            document = self._yaml.load(path.read_text(encoding="utf-8"))
        except FileNotFoundError as err:
            raise OntologyError(f"{path} is missing: a mapping folder needs a YARRRML mapping.") from err
        except (YAMLError, UnicodeDecodeError) as err:
            raise OntologyError(f"{path}: not readable as YAML: {err}") from err
        if not isinstance(document, dict) or not isinstance(document.get("mappings"), dict):
            raise OntologyError(f"{path}: a YARRRML document has `prefixes` and `mappings` at the top.")
        self.prefixes: dict[str, str] = dict(document.get("prefixes") or {})
        self._mappings: dict[str, dict[str, object]] = document["mappings"]

    def triples(self, category: str, rows: list[Columns]) -> set[str]:
        """Return the N-Triples (without the final dot) that the category's mapping makes of the rows.

        Raises OntologyError when there is no mapping of that name or morph-kgc refuses it.
        """
        if category not in self._mappings:
            raise OntologyError(f"{self.path}: there is no mapping {category!r}; import.toml has such a category.")
        if not rows:
            return set()
        with TemporaryDirectory(prefix="kgchat-import-") as folder:
            source, mapping = Path(folder) / "records.json", Path(folder) / "mapping.yml"
            source.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            part = self._mappings[category] | {"sources": [[f"{source}~jsonpath", "$[*]"]]}
            with mapping.open("w", encoding="utf-8") as stream:
                self._yaml.dump({"prefixes": self.prefixes, "mappings": {category: part}}, stream)
            return self._run(mapping, category)

    def _run(self, mapping: Path, category: str) -> set[str]:
        # na_values: nulls are left out already, and a product may be called "nan"
        settings = (
            f"[CONFIGURATION]\nlogging_level=ERROR\nnumber_of_processes=1\nna_values=\n[feed]\nmappings={mapping}\n"
        )
        with _process_kept():
            try:
                import morph_kgc
            except ImportError as err:
                raise ModelError(f"Importing needs morph-kgc. {_INSTALL}") from err
            try:
                triples: set[str] = morph_kgc.materialize_set(settings)
            except Exception as err:  # morph-kgc raises whatever its parts raise
                raise OntologyError(f"{self.path}: the mapping {category!r} cannot be run: {err}") from err
        return triples


@contextmanager
def _process_kept() -> Iterator[None]:
    """Undo what morph-kgc does to the logging of the process, and keep its parts' deprecations from the user."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
