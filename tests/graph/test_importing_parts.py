"""Laws of the importer's small parts: names, numbers, quotas, Turtle."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st

from kgchat.graph.importing.columns import decimal_text
from kgchat.graph.importing.names import BrandFinder, clean, slug
from kgchat.graph.importing.recipe import Category
from kgchat.graph.importing.selection import choose, quotas
from kgchat.graph.importing.turtle import TurtleWriter

PREFIXES = {"ex": "https://example.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}


@given(st.text())
def test_a_clean_name_is_clean_for_good(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert not any(unicodedata.category(character) in ("Cf", "Cc") for character in once)


@given(st.text())
def test_a_slug_fits_an_iri(text: str) -> None:
    assert 1 <= len(slug(text)) <= 60
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(text)[0] != "-" != slug(text)[-1]


def test_slugs_tell_plus_from_none() -> None:
    assert slug("AM3+") != slug("AM3")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_decimals_keep_their_value_and_have_a_point(number: Decimal) -> None:
    assert "." in decimal_text(number)
    assert "e" not in decimal_text(number).lower()
    assert Decimal(decimal_text(number)) == number


def test_the_longest_brand_wins() -> None:
    finder = BrandFinder({"cooler": "short", "Cooler Master": "long"})
    assert finder.find("Cooler Master Hyper 212") == ("long", 2)
    assert finder.find("cooler Hyper") == ("short", 1)
    assert finder.find("Coolermaster") is None
    assert finder.find("") is None


def test_a_doubled_brand_is_said_once_but_a_brand_alone_stays() -> None:
    finder = BrandFinder({"NEC": "nec"})
    assert finder.without_repetition("NEC NEC MultiSync") == "NEC MultiSync"
    assert finder.without_repetition("NEC NEC") == "NEC NEC"
    assert finder.without_repetition("NEC MultiSync") == "NEC MultiSync"


@given(
    available=st.dictionaries(st.text("abc", min_size=1), st.integers(0, 500), min_size=1),
    total=st.integers(0, 2000),
    floor=st.integers(0, 20),
)
def test_quotas_take_what_is_asked_for_and_no_more_than_there_is(
    available: dict[str, int], total: int, floor: int
) -> None:
    taken = quotas(available, dict.fromkeys(available, 1.0), total, floor)
    floors = sum(min(floor, count) for count in available.values())
    assert all(min(floor, available[name]) <= taken[name] <= available[name] for name in available)
    assert sum(taken.values()) == max(floors, min(total, sum(available.values())))


@given(ready=st.lists(st.booleans(), min_size=1, max_size=30), quota=st.integers(0, 30))
def test_a_choice_is_in_order_and_priced_first(ready: list[bool], quota: int) -> None:
    category = Category.model_validate({"file": "a.json", "class": "ex:A", "fields": {}})
    rows = [{"label": str(number)} for number in range(len(ready))]
    chosen = choose(category, rows, ready, quota)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(quota, len(ready))
    assert sum(ready[at] for at in chosen) == min(sum(ready), len(chosen))


@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    number=st.integers(),
    amount=st.decimals(allow_nan=False, allow_infinity=False, places=3),
    truth=st.booleans(),
)
def test_turtle_says_what_the_triples_say(text: str, number: int, amount: Decimal, truth: bool) -> None:
    subject = pyoxigraph.NamedNode("https://example.org/a-1")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    objects = [
        pyoxigraph.Literal(text),
        pyoxigraph.Literal(text, language="zh"),
        pyoxigraph.Literal(str(number), datatype=pyoxigraph.NamedNode(xsd + "integer")),
        pyoxigraph.Literal(decimal_text(amount), datatype=pyoxigraph.NamedNode(xsd + "decimal")),
        pyoxigraph.Literal(str(truth).lower(), datatype=pyoxigraph.NamedNode(xsd + "boolean")),
        pyoxigraph.NamedNode("https://example.org/.odd/path?x=1"),
    ]
    triples = {
        pyoxigraph.Triple(subject, pyoxigraph.NamedNode(f"https://example.org/p{at}"), value)
        for at, value in enumerate(objects)
    }
    turtle = TurtleWriter(PREFIXES).text([str(triple) for triple in triples], "test")
    read = {quad.triple for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)}
    assert read == triples
    assert turtle == TurtleWriter(PREFIXES).text(sorted(str(triple) for triple in triples), "test")
