"""Values come back from JSON as they were: a stored conversation means tomorrow what it means today."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgchat.turn import PythonValue, Term

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        (Decimal("2.50"), "decimal"),
        (dt.date(2026, 11, 23), "date"),
        (dt.datetime(2026, 11, 23, 21, 5, tzinfo=dt.UTC), "dateTime"),
        (dt.time(9, 30), "time"),
        (dt.timedelta(hours=18), "duration"),
        ("P1Y", "duration"),
        (12, "integer"),
        (2.5, "double"),
        (True, "boolean"),
        ("2.5", "string"),
    ],
)
def test_a_typed_literal_survives_json(value: PythonValue, datatype: str) -> None:
    term = Term(value=value, kind="literal", datatype=XSD + datatype)
    again = Term.model_validate_json(term.model_dump_json())
    assert again == term
    assert type(again.value) is type(value)


@given(text=st.text() | st.from_regex(r"\A-?\d+(\.\d+)?\Z") | st.just("2026-11-23") | st.just("PT2H"))
def test_a_string_stays_a_string(text: str) -> None:
    for term in (Term(value=text, kind="literal"), Term(value=text, kind="literal", datatype=XSD + "string")):
        assert Term.model_validate_json(term.model_dump_json()).value == text
