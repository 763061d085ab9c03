"""From one record of the source to the columns that the mapping reads: strings, or lists of strings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from kgchat.graph.importing.names import clean
from kgchat.graph.importing.recipe import Amount, Derivation, FieldRule
from kgchat.graph.importing.vocabulary import Vocabulary

Json = object  # a value of json.loads with parse_float=Decimal
Columns = dict[str, str | list[str]]
Warn = Callable[[str], None]


def decimal_text(number: Decimal) -> str:
    """Return the shortest xsd:decimal with a point: "3.0", "12.5", "0.008"."""
    whole, _, fraction = format(number, "f").partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"


class FieldReader:
    """Applies the field rules of the preparation file."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def read(self, name: str, rule: FieldRule, value: Json, columns: Columns, warn: Warn) -> None:
        """Add to `columns` what the field says; what cannot be read is left out and said to `warn`."""
        if value is None or rule.kind == "ignore":
            return
        column = rule.column or name
        if rule.kind in ("pair", "range"):
            self._pair(name, rule, value, columns, warn)
        elif rule.kind == "boolean":
            if isinstance(value, bool):
                columns[column] = "true" if value else "false"
            else:
                warn(f"{name} is {value!r}, not true or false; left out")
        elif rule.kind in ("number", "integer"):
            self._number(name, column, rule, value, columns, warn)
        elif rule.kind == "concept":
            if concepts := self._concepts(rule, value):
                columns[column] = concepts
        elif rule.kind == "largest":
            self._largest(name, column, rule, value, columns, warn)
        elif text := clean(_text(value)):
            columns[column] = text

    def _number(self, name: str, column: str, rule: FieldRule, value: Json, columns: Columns, warn: Warn) -> None:
        number = _decimal(value)
        if number is None:
            warn(f"{name} is {value!r}, not a number; left out")
            return
        if rule.scale and number >= Decimal(str(rule.scale.at_least)):
            number *= Decimal(str(rule.scale.times))
        if rule.plausible and not rule.plausible[0] <= number <= rule.plausible[1]:
            low, high = rule.plausible
            warn(f"{name} is {value}, outside the plausible {low:g} to {high:g}; kept")
        if rule.kind == "integer":
            if number != number.to_integral_value():
                warn(f"{name} is {value}, not a whole number; left out")
                return
            columns[column] = str(int(number))
        else:
            columns[column] = decimal_text(number)

    def _pair(self, name: str, rule: FieldRule, value: Json, columns: Columns, warn: Warn) -> None:
        if not isinstance(value, list):
            self.read(name, rule.items[rule.bare], value, columns, warn)
            return
        if len(value) != 2:
            warn(f"{name} is {_text(value)}, not a pair; left out")
            return
        if rule.kind == "range":
            low, high = _decimal(value[0]), _decimal(value[1])
            if low is not None and high is not None and low > high:
                warn(f"{name} runs backwards, from {value[0]} to {value[1]}; kept")
        for item, part in zip(rule.items, value, strict=True):
            self.read(name, item, part, columns, warn)

    def _concepts(self, rule: FieldRule, value: Json) -> list[str]:
        parts: Iterable[str] = (_text(part) for part in (value if isinstance(value, list) else [value]))
        if rule.separator:
            parts = (piece for part in parts for piece in re.split(rule.separator, part))
        names = dict.fromkeys(name for name in map(clean, parts) if name)
        return sorted({self._vocabulary.concept(rule.scheme or "", name) for name in names})

    def _largest(self, name: str, column: str, rule: FieldRule, value: Json, columns: Columns, warn: Warn) -> None:
        text = clean(_text(value))
        numbers = [int(digits) for digits in re.findall(r"\d+", text)]
        if not numbers:
            warn(f"{name} is {text!r} and holds no number; left out")
            return
        columns[column] = str(max(numbers))
        if rule.text_column:
            columns[rule.text_column] = text


class Deriver:
    """Fills the columns that follow from others, from the record's own words, or from the knowledge files."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def derive(self, rule: Derivation, record: dict[str, Json], columns: Columns) -> None:
        """Set the rule's column, unless it is there already or what the rule needs is missing."""
        if rule.column in columns or (rule.unless and _holds(rule.unless, record)):
            return
        value = self._value(rule, record, columns)
        if not value:
            return
        if rule.scheme and isinstance(value, str):
            value = [self._vocabulary.concept(rule.scheme, value)]
        columns[rule.column] = value

    def fill(self, template: str, columns: Columns) -> str | None:
        """Return the template with the columns' values, concepts by their English label; None when one is missing."""
        parts = re.split(r"\{(\w+)\}", template)
        for at in range(1, len(parts), 2):
            value = columns.get(parts[at])
            if not value:
                return None
            values = [value] if isinstance(value, str) else value
            parts[at] = " / ".join(self._vocabulary.label(one).removesuffix(".0") for one in values)
        return "".join(parts)

    def _value(self, rule: Derivation, record: dict[str, Json], columns: Columns) -> str | list[str] | None:
        if rule.copy_:
            return columns.get(rule.copy_)
        if rule.template:
            return self.fill(rule.template, columns)
        if rule.product:
            return _product(rule.product, columns)
        if rule.amount:
            return _amount(rule.amount, columns)
        if rule.extract:
            found = re.search(rule.extract, _text(record.get(rule.source)))
            value = clean(found[1]) if found else None
            # A pattern may catch words that are no such thing; only what the vocabulary declares is believed.
            known = value and rule.scheme and self._vocabulary.known(rule.scheme, value)
            return value if known or not rule.scheme else None
        if rule.lookup:
            return self._look_up(rule, columns)
        return next((case.value for case in rule.cases if _holds(case.when, record)), None)

    def _look_up(self, rule: Derivation, columns: Columns) -> list[str]:
        """Follow the property from the column's concepts; without `many`, several values decide nothing."""
        concepts = columns.get(rule.lookup or "", [])
        found = {
            value
            for concept in ([concepts] if isinstance(concepts, str) else concepts)
            for value in self._vocabulary.objects(concept, rule.property or "")
        }
        return sorted(found) if rule.many or len(found) == 1 else []


def _holds(when: dict[str, str], record: dict[str, Json]) -> bool:
    return all(re.search(pattern, _text(record.get(field))) for field, pattern in when.items())


def _product(names: tuple[str, ...], columns: Columns) -> str | None:
    result = Decimal(1)
    for name in names:
        value = columns.get(name)
        if not isinstance(value, str):
            return None
        result *= Decimal(value)
    return decimal_text(result)


def _amount(rule: Amount, columns: Columns) -> str | None:
    value = columns.get(rule.column)
    if not isinstance(value, str):
        return None
    number = Decimal(value)
    symbol, factor = next((unit for unit in rule.units if number >= Decimal(str(unit[1]))), rule.units[-1])
    return f"{decimal_text(number / Decimal(str(factor))).removesuffix('.0')} {symbol}"


def _decimal(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _text(value: Json) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return str(value)
