"""Chinese words: jieba with the lexicon's own words, which win over its dictionary."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kgchat.nlu.normalization import is_han


class Segmenter:
    """Cuts Chinese text into words. The dictionary loads at the first use (about a second, then cached on disk)."""

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
                if self._cache_dir is not None:
                    self._cache_dir.mkdir(parents=True, exist_ok=True)
                    tokenizer.tmp_dir = str(self._cache_dir)
                tokenizer.initialize()
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
