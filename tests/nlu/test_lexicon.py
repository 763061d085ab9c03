"""Labels, synonyms and values as people write them."""

import pytest

from kgchat.graph.schema import LexicalEntry
from kgchat.nlu.lexicon import Lexicon
from kgchat.nlu.normalization import BARRIER, fold, phrase_key, squeeze
from kgchat.turn import Iri

ENTRIES = [
    LexicalEntry("motherboard", "en", "class", "label", Iri("ex:Board")),
    LexicalEntry("wireless mouse", "en", "class", "label", Iri("ex:WirelessMouse")),
    LexicalEntry("memory slots", "en", "property", "label", Iri("ex:slots")),
    LexicalEntry("Micro ATX", "en", "entity", "label", Iri("ex:matx"), properties=(Iri("ex:size"),)),
    LexicalEntry("ATX", "en", "entity", "label", Iri("ex:atx"), properties=(Iri("ex:size"),)),
    LexicalEntry("On", "en", "entity", "label", Iri("ex:on"), properties=(Iri("ex:brand"),)),
    LexicalEntry("M", "en", "entity", "label", Iri("ex:m"), properties=(Iri("ex:clothes"),)),
    LexicalEntry("80+ Gold", "en", "entity", "label", Iri("ex:gold80"), properties=(Iri("ex:efficiency"),)),
    LexicalEntry("gold", "en", "entity", "label", Iri("ex:gold"), properties=(Iri("ex:colour"),)),
    LexicalEntry("红", "zh", "entity", "label", Iri("ex:red"), properties=(Iri("ex:colour"),)),
    LexicalEntry("主板", "zh", "class", "label", Iri("ex:Board")),
    LexicalEntry("1:1", "", "entity", "label", Iri("ex:square"), properties=(Iri("ex:aspect"),)),
    LexicalEntry("APC", "", "entity", "label", Iri("ex:apc"), properties=(Iri("ex:brand"),)),
    LexicalEntry("Superdry", "", "entity", "label", Iri("ex:superdry"), properties=(Iri("ex:brand"),)),
    LexicalEntry("AM5", "", "entity", "label", Iri("ex:am5"), properties=(Iri("ex:socket"),)),
    LexicalEntry("PlayStation", "", "entity", "label", Iri("ex:playstation"), properties=(Iri("ex:platform"),)),
]
LEXICON = Lexicon(ENTRIES)


def match(text: str, words: list[str] | None = None) -> dict[str, set[str]]:
    """Return what each matched text may mean; `words` are the words into which Chinese text is cut."""
    folded = fold(text)
    borders = frozenset((text.index(w), text.index(w) + len(w)) for w in words or [])
    found: dict[str, set[str]] = {}
    for p in LEXICON.match(folded, "en", lambda: borders):
        found.setdefault(text[slice(*folded.span(p.start, p.end))], set()).update(str(c.iri) for c in p.candidates)
    return found


@pytest.mark.parametrize("text", ["micro atx", "Micro-ATX", "MICROATX", "Ｍｉｃｒｏ　ＡＴＸ", "micro‑atx"])
def test_spelling_with_spaces_and_hyphens_is_one(text: str) -> None:
    assert "ex:matx" in match(text)[text]


@pytest.mark.parametrize(
    ("text", "typed", "iri"),
    [("cheap motherboards", "motherboards", "ex:Board"), ("wireless mice", "wireless mice", "ex:WirelessMouse"),
     ("a memory slot", "memory slot", "ex:slots"), ("AM5主板", "主板", "ex:Board")],
)  # fmt: skip
def test_inflected_words_are_found(text: str, typed: str, iri: str) -> None:
    assert iri in match(text)[typed]


@pytest.mark.parametrize("text", ["I'm building a PC", "A PC!", "super dry towels", "super  dry"])
def test_separate_words_are_not_joined_into_a_label_of_one_word(text: str) -> None:
    assert match(text) == {}


@pytest.mark.parametrize(
    ("typed", "iri"),
    [("APC", "ex:apc"), ("apc", "ex:apc"), ("super-dry", "ex:superdry"), ("am 5", "ex:am5"), ("AM-5", "ex:am5"),
     ("play station", "ex:playstation"), ("PLAYSTATION", "ex:playstation"), ("mother boards", "ex:Board"),
     ("主 板", "ex:Board")],
)  # fmt: skip
def test_codes_compounds_and_han_are_found_with_and_without_separators(typed: str, iri: str) -> None:
    assert iri in match(f"any {typed}?")[typed]


def test_words_are_whole_words() -> None:
    assert match("matxy boardson") == {}


def test_the_last_word_of_a_label_is_a_weaker_match() -> None:
    [proposal] = LEXICON.match(fold("slots"), "en", frozenset)
    assert proposal.candidates[0].matched == "partial"
    assert proposal.score <= 0.5
    assert match("gold")["gold"] == {"ex:gold", "ex:gold80"}


def test_names_that_are_grammar_need_their_spelling() -> None:
    assert match("based on it") == {}
    assert match("shoes by On") == {"On": {"ex:on"}}
    assert match("I'm in") == {}
    assert match("size M") == {"M": {"ex:m"}}


def test_one_han_character_counts_only_as_a_word() -> None:
    assert match("红主板", ["红", "主板"])["红"] == {"ex:red"}
    assert "红" not in match("红包主板", ["红包", "主板"])


def test_punctuation_between_digits_tells() -> None:
    assert match("Windows 11") == {}
    assert match("1:1") == {"1:1": {"ex:square"}}
    assert phrase_key("be quiet!") == "bequiet"


def test_a_misspelt_word_is_the_nearest_one_and_a_dictionary_word_is_none() -> None:
    folded = fold("motherbord warranty")
    near = LEXICON.match_misspelt(folded, 0, 10, "en")
    assert near is not None
    assert near.candidates[0].iri == "ex:Board"
    assert near.candidates[0].matched == "fuzzy"
    assert LEXICON.match_misspelt(folded, 11, 19, "en") is None


@pytest.mark.parametrize(
    "text",
    [
        "Micro-ATX",
        "A.B",
        "5.5 inch",
        "v1.",
        "80+ Gold",
        "it’s  a  Café",
        "½ x ③",
        "(USB-C) 3.2",
        "M.2 / PCIe",
        "主板、内存 1.5米",
    ],
)
def test_phrase_key_is_the_squeezed_text(text: str) -> None:
    assert phrase_key(text) == squeeze(fold(text).text).text.strip(BARRIER)
