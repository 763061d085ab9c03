"""What the loaded graph says about its own vocabulary: classes, properties, units, rules, selling points.

Everything is read from the graph: declared domains and ranges where there are any, observed ones where not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kgchat.query_graph import PathStep
from kgchat.turn import Entity, Iri, Language, Term

if TYPE_CHECKING:
    import networkx as nx

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
    value: Term
    benefit: Labels


@dataclass(frozen=True)
class Schema:
    classes: dict[Iri, ClassInfo]
    properties: dict[Iri, PropertyInfo]
    rules: tuple[CompatibilityRule, ...] = ()
    selling_points: tuple[SellingPoint, ...] = ()
    languages: tuple[str, ...] = ()
    graph: nx.MultiDiGraph | None = None  # class -> class, one edge per object property that is used so

    def subclasses(self, iri: Iri) -> frozenset[Iri]:
        """Return `iri` and every class below it; a cycle in the class tree does no harm."""
        raise NotImplementedError

    def superclasses(self, iri: Iri) -> frozenset[Iri]:
        """Return `iri` and every class above it."""
        raise NotImplementedError

    def properties_of(self, iri: Iri) -> tuple[PropertyInfo, ...]:
        """Return the properties that instances of the class (or of its subclasses) have, most used first."""
        raise NotImplementedError

    def label(self, iri: Iri, language: Language) -> str:
        """Return the best label of a class or property: the language, then untagged, then any, then the local name in words."""
        raise NotImplementedError


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
    properties: tuple[Iri, ...] = ()  # literal: holders. entity: properties that have it as a value (its use as a value)
    large: bool = False  # entity of a class with very many instances: goes to the name index, not to the phrase matcher


__all__ = [
    "ClassInfo",
    "CompatibilityRule",
    "Condition",
    "Entity",
    "Labels",
    "LexicalEntry",
    "PropertyInfo",
    "Schema",
    "SellingPoint",
]
