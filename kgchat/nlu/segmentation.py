"""Chinese words: jieba with the lexicon's own words, which win over its dictionary."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kgchat.nlu.normalization import is_han


class Segmenter:
    """Cuts Chinese text into words. The dictionary loads at the first use (0.2 s, 2 s where nothing is on disk)."""

    def __init__(self, words: Iterable[str] = (), cache_dir: Path | None = None) -> None:
        self._words = tuple(sorted({w for w in words if len(w) > 1 and any(map(is_han, w))}))
        self._cache_dir = cache_dir
        self._lock = threading.Lock()
        self._jieba: Any = None

    def _tokenizer(self) -> Any:
        with self._lock:
            if self._jieba is None:
                import logging

                import jieba

                jieba.setLogLevel(logging.WARNING)  # it announces its start on stderr
                tokenizer = jieba.Tokenizer()
                file = self._cache_dir / f"jieba-{jieba.__version__}.txt" if self._cache_dir is not None else None
                tokenizer.FREQ = _frequencies(tokenizer, file)
                tokenizer.total = sum(tokenizer.FREQ.values())
                tokenizer.initialized = True
                for word in self._words:
                    tokenizer.add_word(word)
                self._jieba = tokenizer
        return self._jieba

    def words(self, text: str) -> list[str]:
        """Return the words of the text in order; together they are the text."""
        if not any(map(is_han, text)):
            return [text] if text else []
        return list(self._tokenizer().cut(text, HMM=False))

    def borders(self, text: str) -> frozenset[tuple[int, int]]:
        """Return the (start, end) of each word of the text."""
        spans, position = [], 0
        for word in self.words(text):
            spans.append((position, position + len(word)))
            position += len(word)
        return frozenset(spans)


def _frequencies(tokenizer: Any, file: Path | None) -> dict[str, int]:
    """Return how often jieba's dictionary counts each word, and 0 for each beginning of a word; kept in `file`.

    A file of our own, as jieba's (by marshal) takes four times as long to read.
    """
    if file is not None:
        try:
            return _read_frequencies(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            pass  # not kept yet, or damaged: made anew
    counted: dict[str, int]
    counted, _ = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    if file is not None:
        _write_frequencies(file, counted)
    return counted


def _read_frequencies(text: str) -> dict[str, int]:
    """Return what a file of `_write_frequencies` holds; raises ValueError when it is cut short."""
    size, *lines = text.splitlines()
    counted: dict[str, int] = {}
    for line in lines:
        frequency, *words = line.split(" ")
        counted.update(dict.fromkeys(words, int(frequency)))
    if len(counted) != int(size):
        raise ValueError("cut short")
    return counted


def _write_frequencies(file: Path, counted: dict[str, int]) -> None:
    """Write the number of words, then for each frequency a line with the words that have it; in one atomic step."""
    together: dict[int, list[str]] = defaultdict(list)
    for word, frequency in counted.items():
        together[frequency].append(word)
    lines = [str(len(counted)), *(f"{frequency} {' '.join(words)}" for frequency, words in together.items())]
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".txt")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines))
        os.replace(name, file)
    finally:
        Path(name).unlink(missing_ok=True)
