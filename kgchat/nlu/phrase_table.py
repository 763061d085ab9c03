"""Finds many phrases in a text at once. Source: Aho and Corasick, Efficient string matching, 1975."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class PhraseTable(Generic[T]):
    """The keys of a table and what each stands for. Compiled once, read by any number of threads."""

    def __init__(self, table: Mapping[str, T]) -> None:
        import ahocorasick

        # The automaton holds numbers: a pair for each of many phrases would set off Python's garbage collection.
        self._keys = list(table)
        self._meanings = list(table.values())
        self._automaton: Any = ahocorasick.Automaton()
        for index, key in enumerate(self._keys):
            self._automaton.add_word(key, index)
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Yield (start, end, meaning) of each place where a key stands, also overlapping ones, by their ends."""
        if not self._keys:  # an empty automaton cannot search
            return
        for last, index in self._automaton.iter(text):
            yield last + 1 - len(self._keys[index]), last + 1, self._meanings[index]
