"""The preparation file (import.toml): which JSON file is which class, and how its fields become columns.

It is data, checked when it is read; nothing in it is executed but its regular expressions.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from kgchat.errors import OntologyError

Kind = Literal["number", "integer", "boolean", "text", "concept", "pair", "range", "largest", "ignore"]


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as err:
        raise ValueError(f"{pattern!r} is not a regular expression: {err}") from err
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Scale(Rule):
    """Numbers from `at_least` on lost their unit: multiply them by `times`."""

    at_least: float
    times: float


class FieldRule(Rule):
    """How one JSON field becomes one column or more.

    number, integer, boolean, text: one column (`column`, else the field's name).
    concept: each value, split at `separator` and deduplicated, becomes the IRI of a concept of `scheme`.
    pair: an array of two; `items` describe its parts, a bare value is the item at `bare`.
    range: a pair of minimum and maximum; a bare value is the maximum; a reversed one is kept and listed.
    largest: the largest number of a string such as "16/8/8", beside the whole string in `text_column`.
    """

    kind: Kind = Field(alias="as")
    column: str | None = None
    scheme: str | None = None
    separator: Pattern | None = None
    items: tuple[FieldRule, ...] = ()
    bare: int = 1
    text_column: str | None = None
    plausible: tuple[float, float] | None = None
    scale: Scale | None = None

    @model_validator(mode="after")
    def _complete(self) -> FieldRule:
        if self.kind == "concept" and not self.scheme:
            raise ValueError("a concept field needs a `scheme`")
        if self.kind in ("pair", "range") and len(self.items) != 2:
            raise ValueError(f"a {self.kind} field needs two `items`")
        return self


class Case(Rule):
    """`value` when every pattern of `when` is found in its field (or the record's name; null reads as "")."""

    when: dict[str, Pattern]
    value: str


class Amount(Rule):
    """A number as people write it: 2000 GB as "2 TB"; `units` are [symbol, factor], largest first."""

    column: str
    units: tuple[tuple[str, float], ...]


class Derivation(Rule):
    """A column made from others, when it is not there yet. Exactly one of the ways below; see docs/import.md."""

    column: str
    product: tuple[str, ...] = ()
    template: str | None = None
    cases: tuple[Case, ...] = ()
    extract: Pattern | None = None
    source: str = Field(default="name", alias="from")
    lookup: str | None = None
    property: str | None = None
    many: bool = False  # lookup: several values are all true; otherwise several decide nothing
    copy_: str | None = Field(default=None, alias="copy")
    amount: Amount | None = None
    scheme: str | None = None
    unless: dict[str, Pattern] = Field(default_factory=dict)  # records that it is not for, as in `when`

    @model_validator(mode="after")
    def _one_way(self) -> Derivation:
        ways = [self.product, self.template, self.cases, self.extract, self.lookup, self.amount, self.copy_]
        if sum(bool(way) for way in ways) != 1:
            raise ValueError(
                f"column {self.column!r} needs one of product, template, cases, extract, lookup, amount, copy"
            )
        if self.lookup and not self.property:
            raise ValueError(f"column {self.column!r} looks up {self.lookup!r} and needs a `property`")
        return self


class Category(Rule):
    """One JSON file: its class (or a class by case), fields, derived columns, and its part in a subset."""

    file: str
    class_: str = Field(alias="class")
    fields: dict[str, FieldRule]
    derive: tuple[Derivation, ...] = ()
    label: tuple[str, ...] = ()  # appended to the name when the name lacks them
    distinguish: tuple[str, ...] = ()  # appended in turn to labels that several products share
    weight: float = 1.0
    prefer: dict[Pattern, int] = Field(default_factory=dict)  # names that a subset takes first, and how many
    cover: dict[str, int] = Field(default_factory=dict)  # column -> products of each value in a subset
    spread: dict[str, int] = Field(default_factory=dict)  # the same, but of products with a price only


class Catalogue(Rule):
    products: str  # IRI prefix of the products
    name: str = "name"  # field with the name
    brands: str | None = None  # scheme of the brands, found at the start of names
    volatile: tuple[str, ...] = ()  # fields that change while the product stays the same: prices
    copy_: tuple[str, ...] = Field(default=("*.ttl", "*.toml", "*.yml", "*.md", "LICENSE*", "NOTICE*"), alias="copy")
    floor: int = 12  # products of each category in a subset, where there are as many


class Recipe(Rule):
    catalogue: Catalogue
    fields: dict[str, FieldRule] = Field(default_factory=dict)  # of every category, unless it has its own
    category: dict[str, Category]

    def field(self, category: Category, name: str) -> FieldRule | None:
        return category.fields.get(name) or self.fields.get(name)


def read_recipe(path: Path) -> Recipe:
    """Return the preparation file. Raises OntologyError that names the file and the key or line."""
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as err:
        raise OntologyError(f"{path} is missing: a mapping folder needs import.toml and mapping.yarrrml.yml.") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise OntologyError(f"{path}: not readable as TOML: {err}.") from err
    except ValidationError as err:
        first = err.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise OntologyError(f"{path}: {key}: {first['msg']}.") from err
