"""What the loaded graph says about its own vocabulary: classes, properties, units, rules, selling points.

Everything is read from the graph: declared domains and ranges where there are any, observed ones where not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, PlainSerializer

from kgchat.graph import terms
from kgchat.graph.vocabulary import local_words, property_words
from kgchat.query_graph import PathStep
from kgchat.turn import Entity, Iri, Language, Term

if TYPE_CHECKING:
    import networkx as nx

# JSON has no decimals or dates, so a term is written as its parts (kind, text, datatype, language).
StoredTerm = Annotated[
    Term,
    PlainSerializer(terms.to_parts, return_type=tuple, when_used="json"),
    BeforeValidator(lambda v: terms.from_parts(v) if isinstance(v, (list, tuple)) else v),
]
Labels = dict[str, tuple[str, ...]]  # language tag ("" = none) -> preferred label first, then synonyms


@dataclass(frozen=True, slots=True)
class ClassInfo:
    iri: Iri
    labels: Labels
    comment: Labels
    parents: tuple[Iri, ...]
    count: int  # instances, those of subclasses included
    product: bool = False  # below kgc:Product, or (no annotation in the graph) has a price
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    iri: Iri
    labels: Labels
    comment: Labels
    kind: Literal["object", "datatype"]
    domains: tuple[Iri, ...]  # declared, else observed
    ranges: tuple[Iri, ...]  # classes, or datatype IRIs
    unit: str | None = None  # normalised symbol or ISO 4217 code, see kgchat.graph.units
    numeric: bool = False
    boolean: bool = False
    inverse: Iri | None = None
    parents: tuple[Iri, ...] = ()
    more_words: Labels = field(default_factory=dict)  # kgc:moreWord: "heavier", "heavy", "heaviest"
    less_words: Labels = field(default_factory=dict)  # kgc:lessWord
    higher_is_better: bool | None = None
    question: Labels = field(default_factory=dict)  # kgc:question: the analyst's wording of a question back
    role: str | None = None  # kgc:role: "price", "rating", "stock", "brand"; price is inferred from the unit
    prominence: float = 0.0  # kgc:prominence: higher is said earlier
    hidden: bool = False
    hierarchical: bool = False  # values have skos:broader/narrower: asking for a concept takes its narrower ones
    usage: dict[Iri, int] = field(default_factory=dict)  # class (superclasses included) -> subjects that have it
    minimum: float | None = None
    maximum: float | None = None
    distinct: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """`left` (+ margin) `operator` `right`, paths taken from the left and the right item of the rule.

    Operators: equals, notEquals, lessOrEqual, less, greaterOrEqual, greater compare one value with one value;
    overlaps: the value sets share a member; notOverlaps. `holds` / `fails` are the analyst's sentences by
    language with the slots {left} {right} {leftItem} {rightItem}.
    """

    label: Labels
    left: tuple[PathStep, ...]
    operator: str
    right: tuple[PathStep, ...]
    margin: float = 0.0
    holds: Labels = field(default_factory=dict)
    fails: Labels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompatibilityRule:
    """Items of `left` and `right` (subclasses included) go together when every condition holds."""

    iri: Iri
    labels: Labels
    left: Iri
    right: Iri
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class SellingPoint:
    """A value of `path` from an item of `on` that makes a benefit, in words by language."""

    iri: Iri
    on: Iri
    path: tuple[PathStep, ...]
    operator: str  # as in Condition
    value: StoredTerm
    benefit: Labels


@dataclass(frozen=True, slots=True)
class Link:
    """`count` things of the class `subject` have the object property to a thing of the class `object`."""

    subject: Iri
    property: Iri
    object: Iri
    count: int


@dataclass(frozen=True)
class Schema:
    classes: dict[Iri, ClassInfo]
    properties: dict[Iri, PropertyInfo]
    rules: tuple[CompatibilityRule, ...] = ()
    selling_points: tuple[SellingPoint, ...] = ()
    languages: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def graph(self) -> nx.MultiDiGraph:
        """Class -> class, one edge (key: the property) per object property used so, with `property` and `count`."""
        import networkx as nx

        graph = nx.MultiDiGraph()
        graph.add_nodes_from(self.classes)
        for link in self.links:
            graph.add_edge(link.subject, link.object, key=link.property, property=link.property, count=link.count)
        return graph

    @cached_property
    def _children(self) -> dict[Iri, tuple[Iri, ...]]:
        children: dict[Iri, list[Iri]] = {}
        for info in self.classes.values():
            for parent in info.parents:
                children.setdefault(parent, []).append(info.iri)
        return {parent: tuple(found) for parent, found in children.items()}

    def subclasses(self, iri: Iri) -> frozenset[Iri]:
        """Return `iri` and every class below it; a cycle in the class tree does no harm."""
        return _closure(iri, lambda one: self._children.get(one, ()))

    def superclasses(self, iri: Iri) -> frozenset[Iri]:
        """Return `iri` and every class above it."""
        return _closure(iri, lambda one: self.classes[one].parents if one in self.classes else ())

    def properties_of(self, iri: Iri) -> tuple[PropertyInfo, ...]:
        """Return the properties that instances of the class (or of its subclasses) have, most used first."""
        used = [info for info in self.properties.values() if info.usage.get(iri) and not info.hidden]
        return tuple(sorted(used, key=lambda info: (-info.usage[iri], -info.prominence, info.iri)))

    def label(self, iri: Iri, language: Language) -> str:
        """Return the best label of a class or property: the language, then untagged, then any, then the local name."""
        info = self.classes.get(iri) or self.properties.get(iri)
        words = property_words(iri) if iri in self.properties else local_words(iri)
        return best_label(info.labels if info else {}, language) or words


def best_label(labels: Labels, language: str) -> str | None:
    """Return the preferred label in the language, else untagged, else in English, else any; None when there is none."""
    for tag in (language, "", "en", *sorted(labels)):
        if labels.get(tag):
            return labels[tag][0]
    return None


def _closure(start: Iri, following: Callable[[Iri], tuple[Iri, ...]]) -> frozenset[Iri]:
    seen = {start}
    waiting = [start]
    while waiting:
        for one in following(waiting.pop()):
            if one not in seen:
                seen.add(one)
                waiting.append(one)
    return frozenset(seen)


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """One way to say one thing of the graph; the lexicon of the understanding is made from these.

    kind "class" / "property" / "entity": `iri`. "literal": a distinct string value, with the `properties`
    that hold it. For entities `types` are their classes. `source` "more"/"less" are the gradable words of
    a property (kgc:moreWord / lessWord).
    """

    text: str
    language: str  # "" when untagged
    kind: Literal["class", "property", "entity", "literal"]
    source: Literal["label", "synonym", "local_name", "value", "more", "less"]
    iri: Iri | None = None
    literal: Term | None = None
    types: tuple[Iri, ...] = ()
    properties: tuple[
        Iri, ...
    ] = ()  # literal: holders. entity: properties that have it as a value (its use as a value)
    large: bool = False  # entity of a class with very many instances: goes to the name index, not to the phrase matcher


__all__ = [
    "ClassInfo",
    "CompatibilityRule",
    "Condition",
    "Entity",
    "Labels",
    "LexicalEntry",
    "Link",
    "PropertyInfo",
    "Schema",
    "SellingPoint",
    "best_label",
]
