"""Makes the lexicon of a graph: every way to say every class, property, thing and value, as `LexicalEntry`s."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kgchat.graph import terms
from kgchat.graph.schema import Labels, LexicalEntry, Schema
from kgchat.graph.schema_compiler import read_labels
from kgchat.graph.vocabulary import COMMENT, NAMING, OWL, RDF, SH, is_built_in, local_name, local_words, property_words
from kgchat.turn import Iri

Rows = Callable[[str], Iterator[tuple[Any, ...]]]

LARGE = 2_000  # instances of a class beyond which their names go to the name index
LONGEST_VALUE = 60  # characters; longer strings are prose
VALUES_AT_MOST = 5_000  # distinct string values of one property


class LexiconCompiler:
    """One compilation; `warnings` says afterwards what was left out."""

    def __init__(self, rows: Rows, schema: Schema, hidden: frozenset[str]) -> None:
        self._rows = rows
        self._schema = schema
        self._hidden = hidden
        self.warnings: list[str] = []

    def entries(self) -> Iterator[LexicalEntry]:
        """Yield vocabulary first, then things, then string values."""
        yield from self._vocabulary()
        yield from self._entities()
        yield from self._values()

    def _vocabulary(self) -> Iterator[LexicalEntry]:
        for info in self._schema.classes.values():
            if not info.hidden:
                yield from _names(info.iri, info.labels, "class")
        for prop in self._schema.properties.values():
            if prop.hidden:
                continue
            yield from _names(prop.iri, prop.labels, "property")
            for source, words in (("more", prop.more_words), ("less", prop.less_words)):
                for tag, texts in words.items():
                    for text in texts:
                        yield LexicalEntry(text=text, language=tag, kind="property", source=source, iri=prop.iri)  # type: ignore[arg-type]

    def _entities(self) -> Iterator[LexicalEntry]:
        types = self._types()
        held = self._held()
        labels = read_labels(self._rows, NAMING)
        shared: dict[tuple[Iri, ...], tuple[Iri, ...]] = {}
        for iri in sorted(
            {*labels, *(i for i, kinds in types.items() if any(k in self._schema.classes for k in kinds))}
        ):
            kinds = types.get(iri, ())
            if self._not_a_thing(iri, kinds):
                continue
            found = shared.setdefault(kinds, kinds)
            holders = held.get(iri, ())
            large = any((info := self._schema.classes.get(k)) is not None and info.count > LARGE for k in found)
            yield from _names(
                Iri(iri), labels.get(iri, {}), "entity", found, shared.setdefault(holders, holders), large
            )

    def _not_a_thing(self, iri: str, kinds: tuple[Iri, ...]) -> bool:
        if iri in self._schema.classes or iri in self._schema.properties or iri in self._hidden or is_built_in(iri):
            return True
        if any(kind.startswith((OWL, SH)) or kind in _NOT_THINGS for kind in kinds):
            return True
        visible = [k for k in kinds if not ((info := self._schema.classes.get(k)) and info.hidden)]
        return bool(kinds) and not visible

    def _types(self) -> dict[str, tuple[Iri, ...]]:
        """Return the classes of each thing, most specific first."""
        depth = {c: len(self._schema.superclasses(c)) for c in self._schema.classes}
        found: dict[str, list[str]] = defaultdict(list)
        names: dict[str, str] = {}
        for s, c in self._rows("SELECT ?s ?c { ?s a ?c FILTER(isIRI(?s) && isIRI(?c)) }"):
            found[s.value].append(names.setdefault(c.value, c.value))
        return {
            s: tuple(Iri(c) for c in sorted(set(kinds), key=lambda c: (-depth.get(Iri(c), 0), c)))
            for s, kinds in found.items()
        }

    def _held(self) -> dict[str, tuple[Iri, ...]]:
        """Return for each thing the visible object properties that have it as a value."""
        found: dict[str, list[Iri]] = defaultdict(list)
        for prop in self._schema.properties.values():
            if not prop.hidden and prop.kind == "object":
                for (o,) in self._rows(f"SELECT DISTINCT ?o {{ ?s <{prop.iri}> ?o FILTER isIRI(?o) }}"):
                    found[o.value].append(prop.iri)
        return {iri: tuple(sorted(properties)) for iri, properties in found.items()}

    def _values(self) -> Iterator[LexicalEntry]:
        holders: dict[tuple[str, str, str], list[Iri]] = defaultdict(list)
        texts = {*NAMING, *COMMENT}
        for prop in self._schema.properties.values():
            if prop.hidden or prop.kind != "datatype" or prop.numeric or prop.boolean or prop.iri in texts:
                continue
            for o in self._distinct(prop.iri):
                holders[(o.value, o.language or "", o.datatype.value)].append(prop.iri)
        for (text, language, datatype), properties in sorted(holders.items()):
            term = terms.from_parts(("literal", text, datatype, language or None))
            yield LexicalEntry(
                text=text,
                language=language.lower().split("-")[0],
                kind="literal",
                source="value",
                literal=term,
                properties=tuple(sorted(properties)),
            )

    def _distinct(self, iri: Iri) -> list[Any]:
        found = [
            o
            for (o, _) in self._rows(
                f"SELECT ?o (COUNT(*) AS ?n) {{ ?s <{iri}> ?o"
                f" FILTER(isLiteral(?o) && STRLEN(STR(?o)) <= {LONGEST_VALUE}) }}"
                f" GROUP BY ?o ORDER BY DESC(?n) ?o LIMIT {VALUES_AT_MOST + 1}"
            )
            if o is not None and o.datatype.value in terms.STRINGS and o.value.strip()
        ]
        if len(found) > VALUES_AT_MOST:
            self.warnings.append(
                f"{local_name(iri)} has more than {VALUES_AT_MOST} different texts; "
                f"only the {VALUES_AT_MOST} commonest are understood as values. "
                f"Make them things with labels if customers name them."
            )
        return found[:VALUES_AT_MOST]


_NOT_THINGS = frozenset(
    {f"{RDF}Property", f"{RDF}List", f"{RDF}Statement", "http://www.w3.org/2000/01/rdf-schema#Class",
     "http://www.w3.org/2000/01/rdf-schema#Datatype", "https://w3id.org/kgchat#CompatibilityRule",
     "https://w3id.org/kgchat#Condition", "https://w3id.org/kgchat#SellingPoint", "https://w3id.org/kgchat#Operator",
     "http://www.w3.org/2004/02/skos/core#ConceptScheme"}
)  # fmt: skip


def _names(
    iri: Iri,
    labels: Labels,
    kind: Any,
    types: tuple[Iri, ...] = (),
    properties: tuple[Iri, ...] = (),
    large: bool = False,
) -> Iterator[LexicalEntry]:
    seen: set[str] = set()
    for tag, texts in labels.items():
        for i, text in enumerate(texts):
            seen.add(text.casefold())
            yield LexicalEntry(text, tag, kind, "synonym" if i else "label", iri, None, types, properties, large)
    words = property_words(iri) if kind == "property" else local_words(iri)
    # A name that is a code ("Q42", a UUID) is not a word; where an English or untagged label is, it adds nothing.
    if (
        (not labels or (kind != "entity" and not ({"en", ""} & labels.keys())))
        and is_wordlike(words)
        and words.casefold() not in seen
    ):
        yield LexicalEntry(words, "", kind, "local_name", iri, None, types, properties, large)


def is_wordlike(words: str) -> bool:
    """Return whether a local name in words has a word in it: not "Q42", not a hash or UUID."""
    if re.fullmatch(r"[0-9a-fA-F ]{16,}", words) or words.startswith("urn "):
        return False
    return bool(re.search(r"[^\W\d_]{2,}", words))


# --------------------------------------------------------------------------- the file of a compiled lexicon


_LARGE_ENDING = ", 1]\n"  # the last item of an entry says that it is large


def write(path: Path, entries: Iterator[LexicalEntry]) -> int:
    """Write entries as lines of JSON, tuples of IRIs that many share once each; return how many there are."""
    tuples: dict[tuple[Iri, ...], int] = {(): 0}
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for entry in entries:
            for group in (entry.types, entry.properties):
                if group not in tuples:
                    tuples[group] = len(tuples)
                    stream.write(json.dumps({"iris": group}, ensure_ascii=False) + "\n")
            literal = terms.to_parts(entry.literal) if entry.literal is not None else None
            line = [entry.text, entry.language, entry.kind, entry.source, entry.iri, literal,
                    tuples[entry.types], tuples[entry.properties], int(entry.large)]  # fmt: skip
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def read(path: Path, *, large: bool = True) -> Iterator[LexicalEntry]:
    """Yield the entries of a written lexicon, in the order written; without `large`, those of small classes alone."""
    tuples: list[tuple[Iri, ...]] = [()]
    loads = json.loads
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if not large and line.endswith(_LARGE_ENDING):  # most lines, and parsing them would be most of the time
                continue
            data = loads(line)
            if isinstance(data, dict):
                tuples.append(tuple(Iri(iri) for iri in data["iris"]))
                continue
            text, language, kind, source, iri, literal, types, properties, many = data
            term = terms.from_parts(literal) if literal is not None else None
            yield LexicalEntry(text, language, kind, source, iri, term, tuples[types], tuples[properties], bool(many))
