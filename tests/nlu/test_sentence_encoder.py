"""Sentence vectors: the dearest step of a turn."""

import numpy as np
import pytest

from kgchat.nlu import sentence_encoder
from kgchat.nlu.interpreter import Interpreter


@pytest.mark.parametrize(
    ("text", "vectors"),
    [
        ("which AM5 boards have five memory slots?", 1),  # every word is known: the intent alone
        ("哪些AM5主板有五个内存插槽", 1),
        ("guarantees", 1),  # intent and meaning ask for the same text
        ("which boards have refunds?", 2),
    ],
)
def test_a_new_message_costs_one_vector_and_one_for_each_unknown_phrase(
    interpreter: Interpreter, text: str, vectors: int
) -> None:
    interpreter.warm_up()
    sentence_encoder._vector.cache_clear()
    interpreter.interpret(text)
    assert sentence_encoder._vector.cache_info().misses == vectors
    interpreter.interpret(text)
    assert sentence_encoder._vector.cache_info().misses == vectors


def test_what_a_caller_does_with_a_vector_does_not_reach_the_next() -> None:
    first = sentence_encoder.encode(["quiet", "安静"])
    kept = first.copy()
    first[:] = 0
    assert np.array_equal(sentence_encoder.encode(["quiet", "安静"]), kept)
