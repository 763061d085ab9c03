"""Writes triples as Turtle that a person can read and a diff can follow: sorted, one block for each subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kgchat.errors import OntologyError

if TYPE_CHECKING:
    import pyoxigraph

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BARE = {
    _XSD + "integer": re.compile(r"[+-]?\d+"),
    _XSD + "decimal": re.compile(r"[+-]?\d*\.\d+"),
    _XSD + "boolean": re.compile(r"true|false"),
}


class TurtleWriter:
    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._prefixes = dict(prefixes)
        # The longest namespace first, so that the shortest name is found.
        self._namespaces = sorted(self._prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def text(self, triples: Iterable[str], heading: str) -> str:
        """Return a Turtle document of N-Triples lines (without final dots). Raises OntologyError for a broken line."""
        import pyoxigraph

        document = ".\n".join(triples)
        blocks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        used: set[str] = set()
        try:
            for quad in pyoxigraph.parse(f"{document}." if document else "", format=pyoxigraph.RdfFormat.N_TRIPLES):
                subject, predicate = self._term(quad.subject, used), self._predicate(quad.predicate.value, used)
                blocks[subject][predicate].append(self._term(quad.object, used))
        except (SyntaxError, ValueError) as err:
            raise OntologyError(f"The mapping made a triple that is no RDF: {err}") from err
        lines = [f"# {heading}", ""]
        lines += [f"@prefix {name}: <{self._prefixes[name]}> ." for name in sorted(used)]
        for subject in sorted(blocks):
            lines += ["", self._block(subject, blocks[subject])]
        return "\n".join(lines) + "\n"

    def _block(self, subject: str, properties: Mapping[str, list[str]]) -> str:
        first = [name for name in ("a", "rdfs:label") if name in properties]
        rest = sorted(name for name in properties if name not in first)
        lines = [f"{name} {' , '.join(sorted(properties[name]))}" for name in first + rest]
        return f"{subject} " + " ;\n    ".join(lines) + " ."

    def _predicate(self, iri: str, used: set[str]) -> str:
        if iri == _RDF_TYPE:
            return "a"
        return self._iri(iri, used)

    def _term(self, term: pyoxigraph.NamedNode | pyoxigraph.Literal | object, used: set[str]) -> str:
        import pyoxigraph

        if isinstance(term, pyoxigraph.NamedNode):
            return self._iri(term.value, used)
        if isinstance(term, pyoxigraph.Literal):
            bare = _BARE.get(term.datatype.value)
            if bare and bare.fullmatch(term.value):
                return term.value
            if term.datatype.value.startswith(_XSD) and term.datatype.value != _XSD + "string":
                used.add("xsd")
                self._prefixes.setdefault("xsd", _XSD)
                quoted = str(pyoxigraph.Literal(term.value))
                return f"{quoted}^^{self._iri(term.datatype.value, used)}"
        return str(term)

    def _iri(self, iri: str, used: set[str]) -> str:
        for name, namespace in self._namespaces:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                used.add(name)
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"
