"""Numbers that name no property but tell it: the parts of "2x16 GB", and 6000 of "DDR5-6000".

Nothing here knows a catalogue: which property counts parts, which measures one part, and whose known range holds a
number, is read from the labels, units and values of the loaded graph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kgchat.graph.units import compatible, is_currency
from kgchat.nlu.lang import WORDS
from kgchat.nlu.mention import Proposal
from kgchat.nlu.normalization import fold
from kgchat.nlu.quantity import TIMES
from kgchat.turn import Candidate

if TYPE_CHECKING:
    from kgchat.graph.schema import PropertyInfo, Schema

_PARTS_SCORE = 0.9
_RANGE_SCORE = 0.8
_LEAST_APART = 100  # a smaller number apart from the value before it may count anything
_GLUED = re.compile(r"[ -]?")
_BY = re.compile(r"\s*[x*]\s*")


class Measures:
    """Gives quantities without a property the properties that they tell."""

    def __init__(self, schema: Schema) -> None:
        numeric = [p for p in schema.properties.values() if p.numeric and not p.hidden and p.role is None]
        self._schema = schema
        self._counts = [p for p in numeric if p.unit is None and _labelled(p, "count")]
        self._parts = [p for p in numeric if p.unit is not None and not is_currency(p.unit) and _labelled(p, "each")]
        self._ranged = [p for p in numeric if p.minimum is not None and p.maximum is not None]

    def bind(self, proposals: Sequence[Proposal], text: str) -> list[Proposal]:
        """Return the proposals, those of told properties with them as candidates."""
        bound = list(proposals)
        for index, (first, second) in enumerate(pairwise(proposals)):
            gap = text[first.end : second.start]
            if first.quantity and second.quantity and TIMES in (first.measure, second.measure):
                if not _BY.fullmatch(gap):
                    continue
                times, part = (index, index + 1) if first.measure == TIMES else (index + 1, index)
                counts, parts = self._multiple(bound[part])
                bound[times] = replace(bound[times], candidates=counts)
                bound[part] = replace(bound[part], candidates=parts)
            elif first.kind == "entity" and second.quantity and not second.candidates and _GLUED.fullmatch(gap):
                large = second.quantity.number >= _LEAST_APART
                bound[index + 1] = replace(
                    second, candidates=self._in_range(first, second) if gap == "-" or large else ()
                )
        return bound

    def _multiple(self, part: Proposal) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        """Return the properties that count the parts and that measure one, of things that have both."""
        unit = part.quantity.unit if part.quantity else None
        pairs = [
            (count, each)
            for count in self._counts
            for each in self._parts
            if unit and each.unit and compatible(each.unit, unit) and not {*count.domains}.isdisjoint(each.domains)
        ]
        counts = dict.fromkeys(count.iri for count, _ in pairs)
        parts = dict.fromkeys(each.iri for _, each in pairs)
        return (
            tuple(self._candidate(self._schema.properties[iri], _PARTS_SCORE) for iri in counts),
            tuple(self._candidate(self._schema.properties[iri], _PARTS_SCORE) for iri in parts),
        )

    def _in_range(self, value: Proposal, number: Proposal) -> tuple[Candidate, ...]:
        """Return the properties of things with the value whose known values reach around the bare number."""
        quantity = number.quantity
        if quantity is None or quantity.unit is not None or quantity.comparator != "=":
            return ()
        known = self._schema.properties
        holders = [known[p] for c in value.candidates for p in c.properties if p in known]
        classes = {cls for holder in holders for cls in holder.domains}
        return tuple(
            self._candidate(p, _RANGE_SCORE * (0.5 + 0.5 * len(classes.intersection(p.domains)) / len(p.domains)))
            for p in self._ranged
            if not classes.isdisjoint(p.domains) and (p.minimum or 0.0) <= quantity.number <= (p.maximum or 0.0)
        )

    def _candidate(self, info: PropertyInfo, score: float) -> Candidate:
        return Candidate(score=score, iri=info.iri, label=self._schema.label(info.iri, "en"), matched="generic")


def _labelled(info: PropertyInfo, which: str) -> bool:
    for language, words in WORDS.items():
        nouns = words.count_nouns if which == "count" else words.each_nouns
        if any(noun in fold(label).text for label in info.labels.get(language, ()) for noun in nouns):
            return True
    return False
