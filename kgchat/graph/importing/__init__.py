"""Turns a feed of JSON files into a catalogue: preparation, YARRRML mapping (morph-kgc), Turtle, and a count."""

from kgchat.graph.importing.feed import import_feed
from kgchat.graph.importing.report import CategoryCount, ImportReport, Remark

__all__ = ["CategoryCount", "ImportReport", "Remark", "import_feed"]
