"""The concepts that a mapping folder declares: finds the IRI of a value, and follows what is known of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kgchat.errors import OntologyError
from kgchat.graph.importing.names import slug

if TYPE_CHECKING:
    import pyoxigraph

SKOS = "http://www.w3.org/2004/02/skos/core#"


class Vocabulary:
    """The schemes and concepts of the Turtle files of a folder (products left out), and values new to them."""

    def __init__(self, folder: Path, prefixes: Mapping[str, str]) -> None:
        """Raises OntologyError when a file cannot be parsed."""
        self._prefixes = dict(prefixes)
        self._values: dict[str, dict[str, str]] = defaultdict(dict)  # scheme -> value as written -> concept
        self._labels: dict[str, str] = {}
        self._facts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.new: dict[str, tuple[str, str]] = {}  # concept -> (scheme, label)
        self._read(folder)

    def expand(self, name: str) -> str:
        """Return the IRI of a prefixed name; an IRI comes back as it is. Raises OntologyError for unknown prefixes."""
        prefix, separator, local = name.partition(":")
        if not separator:
            raise OntologyError(f"{name!r} in import.toml is no prefixed name; write it like pc:colours.")
        if local.startswith("//"):
            return name
        if prefix not in self._prefixes:
            raise OntologyError(f"The prefix {prefix!r} of {name!r} is not declared in mapping.yarrrml.yml.")
        return self._prefixes[prefix] + local

    def concept(self, scheme: str, value: str) -> str:
        """Return the concept of the scheme that is called `value`; declare a new one when there is none."""
        iri = self.known(scheme, value)
        return iri or self._declare(self.expand(scheme), value)

    def known(self, scheme: str, value: str) -> str | None:
        return self._values[self.expand(scheme)].get(value.casefold())

    def names(self, scheme: str) -> dict[str, str]:
        """Return every name of every concept of the scheme, case folded, with its IRI."""
        return dict(self._values[self.expand(scheme)])

    def label(self, iri: str) -> str:
        """Return the English label of a concept; the IRI when it has none."""
        return self._labels.get(iri, iri)

    def objects(self, iri: str, prop: str) -> list[str]:
        """Return what the knowledge files say of a concept."""
        return self._facts[(iri, self.expand(prop))]

    def _declare(self, scheme: str, value: str) -> str:
        iri = f"{scheme}-{slug(value)}"
        if iri in self._labels:  # two values, one slug
            iri += "-" + hashlib.sha256(value.encode()).hexdigest()[:6]
        self._values[scheme][value.casefold()] = iri
        self._labels[iri] = value
        self.new[iri] = (scheme, value)
        return iri

    def _read(self, folder: Path) -> None:
        import pyoxigraph

        store = pyoxigraph.Store()
        for path in sorted(folder.rglob("*.ttl")):
            if "products" in path.relative_to(folder).parts:
                continue
            try:
                store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
            except (SyntaxError, ValueError) as err:
                raise OntologyError(f"{path}: {err}") from err
        scheme_of: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(SKOS + "inScheme"), None):
            scheme_of[_text(quad.subject)].append(_text(quad.object))
        # Weakest first: a notation (the source's own spelling) wins over a label, and a label over a synonym.
        for predicate in ("altLabel", "prefLabel", "notation"):
            self._name(store.quads_for_pattern(None, pyoxigraph.NamedNode(SKOS + predicate), None), scheme_of)
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(SKOS + "prefLabel"), None):
            if isinstance(quad.object, pyoxigraph.Literal) and quad.object.language == "en":
                self._labels[_text(quad.subject)] = quad.object.value
        for quad in store:
            if isinstance(quad.object, pyoxigraph.NamedNode):
                self._facts[(_text(quad.subject), quad.predicate.value)].append(quad.object.value)
        for objects in self._facts.values():
            objects.sort()

    def _name(self, quads: Iterable[pyoxigraph.Quad], scheme_of: Mapping[str, list[str]]) -> None:
        named: dict[tuple[str, str], str] = {}
        for quad in quads:
            if getattr(quad.object, "language", None) not in (None, "en"):
                continue
            iri = _text(quad.subject)
            for scheme in scheme_of.get(iri, ()):
                key = (scheme, _text(quad.object).casefold())
                named[key] = min(named.get(key, iri), iri)  # the same one, whatever the order of files
        for (scheme, text), iri in named.items():
            self._values[scheme][text] = iri


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
