"""Phrases found in a text at once."""

from kgchat.nlu.phrase_table import PhraseTable


def test_overlapping_phrases_are_found_with_their_places_and_meanings() -> None:
    table = PhraseTable({"atx": 1, "microatx": 2, "主板": 3})
    assert set(table.find("microatx主板")) == {(5, 8, 1), (0, 8, 2), (8, 10, 3)}
    assert list(PhraseTable[int]({}).find("atx")) == []
