"""Word forms."""

import pytest

from kgchat.nlu.morphology import _lemmas


@pytest.mark.parametrize("word", ["mice", "cooling", "left", "cheaper", "ph", "okay", "all", "may", "zzyzx", "a"])
def test_lemmas_are_those_of_lemminflect(word: str) -> None:
    from lemminflect import getAllLemmas

    assert _lemmas(word) == getAllLemmas(word)
