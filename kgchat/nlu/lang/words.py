"""What a language module holds: the words of one language that no ontology has to teach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from kgchat.turn import Comparator, Language, OperatorKind

Direction = Literal["more", "less"]
Function = Literal["sum", "average", "minimum", "maximum", "count"]


@dataclass(frozen=True, slots=True)
class OperatorWord:
    """`text` says `kind`. In English the words may stand apart by any space; matching is on folded text."""

    text: str
    kind: OperatorKind
    direction: Direction | None = None
    number: int | None = None
    function: Function | None = None
    positive: bool = False  # an order without a limit: "sorted by"
    of_verb: bool = False  # a negation of what is done ("doesn't"), not of what follows ("without")


@dataclass(frozen=True, slots=True)
class Gradable:
    """An adjective that orders things whatever the catalogue: "cheap" is less of the property with role price.

    `roles` are values of kgc:role; `dimensions` are dimensions of units; `nouns` are words by which labels of
    the property often go ("weight"), in this language; `dated` means by date ("newest").
    `quality` words order only in degree ("better", "最新"): their base form says no more than "nice".
    `loose` words order whatever property stands beside them: "最大" of "最大功率", "highest".
    """

    words: tuple[str, ...]
    direction: Direction
    roles: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    dated: bool = False
    quality: bool = False
    loose: bool = False
    irregular: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class PropertyWord:
    """Words that ask for a property by its role, dimension or usual name: "how heavy", "多少钱"."""

    words: tuple[str, ...]
    roles: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LanguageWords:
    language: Language
    function_words: frozenset[str]  # carry no content: never reported as unknown
    closed_words: frozenset[str]  # grammar alone: a thing called "On" is not meant by "on"
    fillers: tuple[str, ...]  # politeness, sales chit-chat, request verbs; may be several words
    operators: tuple[OperatorWord, ...]
    gradables: tuple[Gradable, ...]
    property_words: tuple[PropertyWord, ...]
    units: dict[str, tuple[str, ...]]  # surface -> symbols it may mean, likeliest first; case counts where both exist
    currency_prefixes: dict[str, str]
    currency_suffixes: dict[str, str]
    multipliers: dict[str, float]  # directly after digits
    number_words: dict[str, float]
    comparators_before: dict[str, Comparator]
    comparators_after: dict[str, Comparator]
    range_separators: tuple[str, ...]
    range_starts: tuple[str, ...] = ()  # "between"
    range_ends: tuple[str, ...] = ()  # "之间"
    pair_separators: tuple[str, ...] = ()  # separate a range only between a start or before an end: "and", "和"
    count_nouns: tuple[str, ...] = ()  # in labels of properties that count the parts of a thing
    each_nouns: tuple[str, ...] = ()  # in labels of properties that measure one of its parts
    measure_words: tuple[str, ...] = ()
    ordinal_pattern: str = ""  # regular expression with one group, the number
    limit_pattern: str = ""  # regular expression with one group, the number
    codes: frozenset[str] = field(default_factory=frozenset)  # look like numbers with a multiplier and are not: "4k"
    preference_words: tuple[str, ...] = ()  # nouns: to have none of a property leaves it open
    budget_words: tuple[str, ...] = ()
    negatable_starts: frozenset[str] = field(default_factory=frozenset)  # what a negation joins: "带" in "不带"
    negating_characters: frozenset[str] = field(default_factory=frozenset)
    detection_words: frozenset[str] = field(default_factory=frozenset)
