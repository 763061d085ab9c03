import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgchat.errors import QueryError
from kgchat.graph import units


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("GigaHZ", "GHz"), ("MegaHZ", "MHz"), ("KiloHZ", "kHz"), ("HZ", "Hz"), ("GigaBYTE", "GB"), ("MegaBYTE", "MB"),
        ("TeraBYTE", "TB"), ("W", "W"), ("V-A", "VA"), ("MilliM", "mm"), ("CentiM", "cm"), ("M", "m"), ("IN", "inch"),
        ("GM", "g"), ("KiloGM", "kg"), ("DeciB", "dB"), ("DECIB", "dB"), ("MilliSEC", "ms"), ("NanoSEC", "ns"),
        ("SEC", "s"), ("MIN", "min"), ("HR", "h"), ("L", "L"), ("REV-PER-MIN", "rpm"), ("FT3-PER-MIN", "cfm"),
        ("PIXEL", "px"), ("DEG", "deg"), ("DPI", "dpi"), ("PERCENT", "percent"), ("CCY_USD", "USD"),
        ("CCY_CNY", "CNY"), ("CCY_XOF", "XOF"), ("GigaBYTE-PER-SEC", "GB/s"), ("KiloW", "kW"), ("Wibble", None),
    ],
)  # fmt: skip
def test_qudt_units_have_symbols(name: str, symbol: str | None) -> None:
    assert units.unit_from_iri(f"http://qudt.org/vocab/unit/{name}") == symbol


def test_a_unit_of_its_own_takes_its_symbol_from_the_graph() -> None:
    assert units.unit_from_iri("http://ex.org/unit/stars", "★") == "★"
    assert units.unit_from_iri("http://ex.org/unit/grams") == "g"


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("weight_g", "g"), ("length_mm", "mm"), ("price_usd", "USD"), ("priceUSD", "USD"), ("speedGHz", "GHz"),
     ("cost_rmb", "CNY"), ("itemsIn", None), ("boostClock", None), ("price", None), ("screenSize", None)],
)  # fmt: skip
def test_endings_of_names_are_units(name: str, symbol: str | None) -> None:
    assert units.unit_from_name(name) == symbol


@pytest.mark.parametrize(
    ("value", "a", "b", "expected"),
    [(1, "inch", "mm", 25.4), (2, "TB", "GB", 2000), (3.5, "GHz", "MHz", 3500), (90, "min", "h", 1.5),
     (100, "degC", "degF", 212), (10, "cfm", "m³/h", 16.9901079552), (7, "rpm", "rpm", 7), (30, "dB", "dB", 30)],
)  # fmt: skip
def test_conversion(value: float, a: str, b: str, expected: float) -> None:
    assert units.convert(value, a, b) == pytest.approx(expected)
    assert units.compatible(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("GB", "mm"), ("USD", "CNY"), ("VA", "W"), ("rpm", "Hz"), ("GB", "percent"), ("dB", "W"), ("x!", "g")]
)
def test_what_does_not_measure_the_same_is_refused(a: str, b: str) -> None:
    assert not units.compatible(a, b)
    with pytest.raises(QueryError, match="cannot be converted"):
        units.convert(1.0, a, b)


def test_money_is_told_to_have_no_rates() -> None:
    with pytest.raises(QueryError, match="no exchange rates"):
        units.convert(1.0, "USD", "EUR")
    assert units.dimension("USD") == "money"


_SYMBOLS = [s for s, (_, spelled) in units._UNITS.items() if spelled]


@given(st.sampled_from(_SYMBOLS), st.sampled_from(_SYMBOLS), st.floats(-1e6, 1e6))
def test_conversion_there_and_back_is_the_same(a: str, b: str, value: float) -> None:
    assert units.compatible(a, b) == (units.dimension(a) == units.dimension(b))
    if units.compatible(a, b):
        assert units.convert(units.convert(value, a, b), b, a) == pytest.approx(value, rel=1e-6, abs=1e-6)


@given(st.text(max_size=30))
def test_any_text_is_asked_for_its_unit_without_harm(text: str) -> None:
    units.normalise(text)
    units.unit_from_name(text)
    units.unit_from_iri(f"http://ex.org/{text}")
    units.dimension(text)
