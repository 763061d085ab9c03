"""Converts terms between pyoxigraph, rdflib, SPARQL text and `kgchat.turn.Term`: the one place that does.

A literal whose text is not in the value space of its datatype ("abc"^^xsd:integer) keeps its text as a string.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from kgchat.graph.vocabulary import RDF, XSD
from kgchat.turn import PythonValue, Term

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib.term

Parts = tuple[str, str, str | None, str | None]  # kind "iri" | "blank" | "literal", text, datatype, language

INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
    )
)  # fmt: skip
FLOATS = frozenset({XSD + "double", XSD + "float"})
NUMERIC = INTEGERS | FLOATS | {XSD + "decimal"}
STRINGS = frozenset({XSD + "string", RDF + "langString", XSD + "normalizedString", XSD + "token"})
DURATIONS = frozenset({XSD + "dayTimeDuration", XSD + "duration"})

_INTEGER = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DOUBLE = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|[+-]?INF|NaN")
_DURATION = re.compile(r"(-?)P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,6})?)S)?)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?")


def python_value(text: str, datatype: str | None) -> PythonValue:
    """Return the value of a literal's text; the text itself where it is malformed or the datatype is not known."""
    try:
        return _value(text, datatype)
    except (ValueError, OverflowError, InvalidOperation):
        return text


def _value(text: str, datatype: str | None) -> PythonValue:
    if datatype is None or datatype in STRINGS or not datatype.startswith(XSD):
        return text
    if datatype in INTEGERS:
        return int(text) if _INTEGER.fullmatch(text.strip()) else text
    if datatype == XSD + "decimal":
        return Decimal(text) if _DECIMAL.fullmatch(text.strip()) else text
    if datatype in FLOATS:
        return float(text) if _DOUBLE.fullmatch(text.strip()) else text
    if datatype == XSD + "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip(), text)
    if datatype == XSD + "date":
        return dt.date.fromisoformat(text) if _DATE.fullmatch(text) else text
    if datatype == XSD + "dateTime":
        date, _, time = text.partition("T")
        return dt.datetime.fromisoformat(text) if _DATE.fullmatch(date) and _TIME.fullmatch(time) else text
    if datatype == XSD + "time":
        return dt.time.fromisoformat(text) if _TIME.fullmatch(text) else text
    if datatype == XSD + "gYear":
        return int(text) if re.fullmatch(r"\d{4}", text) else text
    if datatype in DURATIONS and (match := _DURATION.fullmatch(text)):
        sign, days, hours, minutes, seconds = match.groups()
        whole, _, fraction = (seconds or "0").partition(".")
        span = dt.timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(whole),
            microseconds=int(fraction.ljust(6, "0") or 0),
        )
        return -span if sign else span
    return text


def lexical(value: PythonValue, datatype: str | None = None) -> tuple[str, str]:
    """Return the text and the datatype IRI that a Python value is written with; `datatype` is kept when given."""
    if isinstance(value, bool):
        return ("true" if value else "false"), datatype or XSD + "boolean"
    if isinstance(value, int):
        return (f"{value:04d}" if datatype == XSD + "gYear" else str(value)), datatype or XSD + "integer"
    if isinstance(value, Decimal):
        return f"{value:f}", datatype or XSD + "decimal"
    if isinstance(value, float):
        special = {float("inf"): "INF", float("-inf"): "-INF"}.get(value)
        return special or ("NaN" if value != value else repr(value)), datatype or XSD + "double"
    if isinstance(value, dt.datetime):
        return _with_z(value.isoformat()), datatype or XSD + "dateTime"
    if isinstance(value, dt.date):
        return value.isoformat(), datatype or XSD + "date"
    if isinstance(value, dt.time):
        return _with_z(value.isoformat()), datatype or XSD + "time"
    if isinstance(value, dt.timedelta):
        return _duration(value), datatype or XSD + "dayTimeDuration"
    return value, datatype or XSD + "string"


def _with_z(text: str) -> str:
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def _duration(span: dt.timedelta) -> str:
    sign, span = ("-", -span) if span < dt.timedelta(0) else ("", span)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{span.microseconds:06d}".rstrip("0") if span.microseconds else ""
    time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    time += f"{seconds}{fraction}S" if seconds or fraction or not (time or span.days) else ""
    return f"{sign}P{f'{span.days}D' if span.days else ''}{f'T{time}' if time else ''}"


def from_parts(parts: Parts | list[str | None]) -> Term:
    """Return the term of its parts. A blank node is an IRI term "_:id"."""
    kind, text, datatype, language = parts
    assert text is not None
    if kind == "iri":
        return Term(value=text, kind="iri")
    if kind == "blank":
        return Term(value=f"_:{text}", kind="iri")
    return Term(value=python_value(text, datatype), kind="literal", datatype=datatype, language=language)


def to_parts(term: Term) -> Parts:
    """Return kind, text, datatype and language of a term; numbers and dates in their canonical writing."""
    if term.kind == "iri":
        text = str(term.value)
        return ("blank", text[2:], None, None) if text.startswith("_:") else ("iri", text, None, None)
    if term.language:
        return "literal", str(term.value), RDF + "langString", term.language
    text, datatype = lexical(term.value, term.datatype)
    return "literal", text, datatype, None


def from_pyoxigraph(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal) -> Term:
    return from_parts(parts_of(term))


def parts_of(term: object) -> Parts:
    """Return the parts of a pyoxigraph term; a quoted triple is told as a literal of its text."""
    name = type(term).__name__
    if name == "NamedNode":
        return "iri", term.value, None, None  # type: ignore[attr-defined]
    if name == "Literal":
        return "literal", term.value, term.datatype.value, term.language  # type: ignore[attr-defined]
    if name == "BlankNode":
        return "blank", term.value, None, None  # type: ignore[attr-defined]
    return "literal", str(term), None, None


def to_pyoxigraph(term: Term) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """Return the pyoxigraph term. Raises ValueError when the IRI or language tag is not one."""
    import pyoxigraph as ox

    kind, text, datatype, language = to_parts(term)
    if kind == "iri":
        return ox.NamedNode(text)
    if kind == "blank":
        return ox.BlankNode(text)
    return ox.Literal(text, language=language) if language else ox.Literal(text, datatype=ox.NamedNode(str(datatype)))


def from_rdflib(term: rdflib.term.Node) -> Term:
    import rdflib

    if isinstance(term, rdflib.Literal):
        datatype = str(term.datatype) if term.datatype else (RDF + "langString" if term.language else XSD + "string")
        return from_parts(("literal", str(term), datatype, term.language))
    return from_parts(("blank" if isinstance(term, rdflib.BNode) else "iri", str(term), None, None))


def to_rdflib(term: Term) -> rdflib.term.Identifier:
    import rdflib

    kind, text, datatype, language = to_parts(term)
    if kind == "iri":
        return rdflib.URIRef(text)
    if kind == "blank":
        return rdflib.BNode(text)
    if language:
        return rdflib.Literal(text, lang=language)
    return rdflib.Literal(text, datatype=rdflib.URIRef(str(datatype)), normalize=False)


def to_sparql(term: Term) -> str:
    """Return the term as SPARQL or N-Triples text, every character that could end it escaped.

    Raises ValueError for an IRI that cannot be one: it would close its brackets.
    """
    kind, text, datatype, language = to_parts(term)
    if kind == "blank":
        raise ValueError(f"a blank node (_:{text}) has no name outside its graph")
    if kind == "iri":
        return iri_to_sparql(text)
    quoted = f'"{_escape(text)}"'
    if language:
        if not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", language):
            raise ValueError(f"{language!r} is not a language tag")
        return f"{quoted}@{language}"
    return quoted if datatype == XSD + "string" else f"{quoted}^^{iri_to_sparql(str(datatype))}"


def iri_to_sparql(iri: str) -> str:
    """Return `<iri>`. Raises ValueError when it holds a character that an IRI cannot have (SPARQL 1.1, IRIREF)."""
    if not iri or re.search(r'[\x00-\x20<>"{}|^`\\]', iri):
        raise ValueError(f"{iri!r} is not an IRI")
    return f"<{iri}>"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 32 or ord(c) == 127 else c) for c in text)


def number(term: Term) -> float | None:
    """Return the numeric value of a term as a float; None when it is not a number."""
    value = term.value
    if term.kind == "iri" or isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    return float(value)
