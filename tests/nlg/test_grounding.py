"""The grounding check: every true wording passes, lies of every kind are caught."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from lies import lies
from phrasings import phrasings
from samples import SHOP, samples

from kgchat.errors import GroundingError
from kgchat.nlg.grounding import check, verify
from kgchat.nlg.lang.openings import OPENINGS
from kgchat.turn import LANGUAGES, Candidate, Iri, Language, Mention

KINDS = {"number", "unit", "name", "claim", "promise", "swap", "negation", "superlative", "number word"}


def test_true_wordings_raise_fewer_than_two_in_a_hundred_alarms() -> None:
    wordings = [(text, answer) for la in LANGUAGES for answer in samples(la).values() for text in phrasings(answer)]
    alarms = [text for text, answer in wordings if check(text, answer)]
    assert len(wordings) >= 600
    assert len(alarms) < 0.02 * len(wordings), alarms


def test_at_least_ninety_nine_lies_in_a_hundred_are_caught() -> None:
    told: Counter[str] = Counter()
    missed: list[str] = []
    for language in LANGUAGES:
        for answer in samples(language).values():
            for number, text in enumerate(phrasings(answer, most=6)):
                for kind, lie in lies(text, answer, random.Random(number)):
                    told[kind] += 1
                    if not check(lie, answer):
                        missed.append(f"{kind}: {lie}")
    assert set(told) == KINDS
    assert told.total() >= 1000
    assert len(missed) <= 0.01 * told.total(), missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_opening_claims_nothing(language: Language) -> None:
    answer = samples(language)["recommend"]
    assert [text for text in OPENINGS[language] if check(text, answer)] == []


def test_the_error_names_what_no_fact_holds() -> None:
    answer = samples("en")["price"]
    with pytest.raises(GroundingError, match="499"):
        verify("The AMD Ryzen 7 9800X3D costs $499.", answer)
    verify("The AMD Ryzen 7 9800X3D costs $472.99.", answer)


def test_values_of_two_products_may_not_be_swapped() -> None:
    answer = samples("en")["two_products"]
    true = "The AMD Ryzen 7 9800X3D has a TDP of 120 W. The AMD Ryzen 7 9700X has a TDP of 65 W."
    assert check(true, answer) == ()
    swapped = check(true.replace("120", "0").replace("65", "120").replace(" 0 ", " 65 "), answer)
    assert {violation.code for violation in swapped} == {"value"}


def test_a_comparison_needs_its_proof_and_its_direction() -> None:
    answer = samples("en")["compare_tradeoff"]
    assert check("The AMD Ryzen 7 9700X costs less than the AMD Ryzen 7 9800X3D.", answer) == ()
    assert check("The AMD Ryzen 7 9800X3D costs less than the AMD Ryzen 7 9700X.", answer)
    assert check("AMD Ryzen 7 9800X3D 比 AMD Ryzen 7 9700X 价格更低。", samples("zh")["compare_tradeoff"])


def test_the_lexicon_reads_back_what_the_words_let_through() -> None:
    answer = samples("en")["confirm"]

    def read(text: str, language: Language) -> tuple[Mention, ...]:
        at = text.find("Zephyr")
        candidate = Candidate(score=1.0, iri=Iri(SHOP + "zephyr"), label="Zephyr")
        return (
            (Mention(start=at, end=at + 6, text="Zephyr", kind="entity", candidates=(candidate,)),) if at >= 0 else ()
        )

    assert {violation.code for violation in check("Noted: Zephyr.", answer, read=read)} == {"claim", "read_back"}
    assert check("Noted: black dresses.", answer, read=read) == ()
