import datetime as dt
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kgchat.graph import terms
from kgchat.graph.vocabulary import XSD
from kgchat.turn import Term

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
_VALUES = st.one_of(
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.floats(allow_nan=False),
    st.dates(min_value=dt.date(1000, 1, 1)),
    st.datetimes(min_value=dt.datetime(1000, 1, 1), timezones=st.sampled_from([None, dt.UTC])),
    st.times(),
    st.timedeltas(),
    _TEXT,
)


@given(_VALUES)
def test_a_value_survives_pyoxigraph_and_rdflib(value: object) -> None:
    text, datatype = terms.lexical(value)  # type: ignore[arg-type]
    term = Term(value=value, kind="literal", datatype=datatype)  # type: ignore[arg-type]
    assert type(term.value) is type(value)
    assert terms.from_pyoxigraph(terms.to_pyoxigraph(term)) == term
    assert terms.from_rdflib(terms.to_rdflib(term)) == term
    assert terms.python_value(text, datatype) == value


@given(_TEXT, st.sampled_from([None, "en", "zh", "zh-hans"]))
def test_any_label_survives_turtle_in_both_libraries(label: str, language: str | None) -> None:
    datatype = XSD + "string" if language is None else "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    term = Term(value=label, kind="literal", datatype=datatype, language=language)
    turtle = f"<http://ex.org/a> <http://ex.org/b> {terms.to_sparql(term)} ."
    (quad,) = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    assert terms.from_pyoxigraph(quad.object) == term  # type: ignore[arg-type]
    (triple,) = rdflib.Graph().parse(data=turtle, format="turtle")
    assert terms.from_rdflib(triple[2]) == term


@given(st.text(max_size=40))
def test_no_text_closes_the_brackets_of_an_iri(text: str) -> None:
    try:
        written = terms.iri_to_sparql(text)
    except ValueError:
        return
    assert ">" not in written[1:-1]
    assert not any(c.isspace() and ord(c) < 33 for c in written)


@given(_TEXT)
def test_a_literal_is_data_for_the_query_parser(text: str) -> None:
    written = terms.to_sparql(Term(value=text, kind="literal"))
    (row,) = ox.Store().query(f"SELECT ({written} AS ?x) {{}}")  # type: ignore[union-attr,misc]
    assert row["x"].value == text


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [("7", "integer", 7), ("+7", "unsignedByte", 7), ("1.50", "decimal", Decimal("1.50")), ("1e3", "double", 1000.0),
     ("true", "boolean", True), ("0", "boolean", False), ("2024-02-30", "date", "2024-02-30"),
     ("2024-02-29", "date", dt.date(2024, 2, 29)), ("P1DT2H", "duration", dt.timedelta(days=1, hours=2)),
     ("PT18H", "dayTimeDuration", dt.timedelta(hours=18)), ("P1Y", "duration", "P1Y"), ("2023", "gYear", 2023),
     ("abc", "integer", "abc"), ("1,5", "decimal", "1,5"), ("maybe", "boolean", "maybe"),
     ("9" * 5000, "integer", "9" * 5000)],
)  # fmt: skip
def test_literals_become_python_values(text: str, datatype: str, value: object) -> None:
    found = terms.python_value(text, XSD + datatype)
    assert found == value
    assert type(found) is type(value)


def test_a_malformed_literal_keeps_its_text_and_datatype() -> None:
    literal = ox.Literal("abc", datatype=ox.NamedNode(XSD + "integer"))
    assert terms.to_pyoxigraph(terms.from_pyoxigraph(literal)) == literal


def test_blank_nodes_are_iri_terms_without_a_name_outside() -> None:
    term = terms.from_pyoxigraph(ox.BlankNode("b1"))
    assert term.value == "_:b1"
    with pytest.raises(ValueError, match="blank node"):
        terms.to_sparql(term)
