"""What `kgchat check` finds in a catalogue that loads: sizes, warnings, labels in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kgchat.cli.show import _grid
from kgchat.graph.knowledge_graph import KnowledgeGraph
from kgchat.turn import LANGUAGES

if TYPE_CHECKING:
    from rich.table import Table

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"
LABELS = ("http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel")


def report(sources: Iterable[str]) -> dict[str, Any]:
    """Return counts, warnings and label coverage of a catalogue, JSON-ready. Raises OntologyError as loading does."""
    graph = KnowledgeGraph.load(*sources)
    try:
        schema = graph.schema
        return {
            "sources": list(graph.sources),
            "content_hash": graph.content_hash,
            "classes": len(schema.classes),
            "properties": len(schema.properties),
            "rules": len(schema.rules),
            "selling_points": len(schema.selling_points),
            "labels": {
                "classes": _coverage(info.labels for info in schema.classes.values() if not info.hidden),
                "properties": _coverage(info.labels for info in schema.properties.values() if not info.hidden),
                "things": _things(graph),
            },
            "warnings": list(graph.warnings),
        }
    finally:
        graph.close()


def _coverage(labelled: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, int]:
    """Return how many there are, and how many have a label for each language (untagged labels serve both)."""
    every = list(labelled)
    counts = {"all": len(every)}
    for language in LANGUAGES:
        counts[language] = sum(1 for labels in every if labels.get(language) or labels.get(""))
    return counts


def _things(graph: KnowledgeGraph) -> dict[str, int]:
    """Return the same for products, values and rules, counted in the graph."""
    path = "|".join(f"<{label}>" for label in LABELS)
    typed = f'?thing <{RDF_TYPE}> ?type FILTER(!STRSTARTS(STR(?type), "{OWL}"))'  # classes have a line of their own
    counts = {"all": _count(graph, typed)}
    for language in LANGUAGES:
        tagged = f'FILTER(LANG(?label) = "" || LANGMATCHES(LANG(?label), "{language}"))'
        counts[language] = _count(graph, f"{typed} ?thing {path} ?label {tagged}")
    return counts


def _count(graph: KnowledgeGraph, pattern: str) -> int:
    table = graph.query(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ {pattern} FILTER(ISIRI(?thing)) }}")
    return int(str(table.rows[0]["n"].value))


def tables(found: dict[str, Any]) -> Iterable[str | Table]:
    """Yield the report for people."""
    sizes = ("classes", "properties", "rules", "selling_points")
    yield "loads: " + ", ".join(f"{found[name]} {name.replace('_', ' ')}" for name in sizes)
    grid = _grid("labels", "all", *LANGUAGES)
    for name, counts in found["labels"].items():
        shares = (f"{counts[lang]} ({counts[lang] / max(counts['all'], 1):.0%})" for lang in LANGUAGES)
        grid.add_row(name, str(counts["all"]), *shares)
    yield grid
    yield from (f"warning: {warning}" for warning in found["warnings"])
    if not found["warnings"]:
        yield "no warnings"
