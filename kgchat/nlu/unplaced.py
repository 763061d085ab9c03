"""Content words that no mention covers: what the graph, as far as anyone can tell, does not know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgchat.nlu.lang import WORDS
from kgchat.nlu.mention import Proposal
from kgchat.nlu.normalization import Folded, is_han
from kgchat.nlu.segmentation import Segmenter

_WORD = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff〇]+|[^\W_\u3400-\u4dbf\u4e00-\u9fff〇]+(?:[-'][^\W_\u3400-\u4dbf\u4e00-\u9fff〇]+)*"
)


def content_words(folded: Folded, chosen: Sequence[Proposal], segmenter: Segmenter) -> list[tuple[int, int]]:
    """Return the spans (folded characters) of content words outside of all proposals, neighbours joined."""
    covered = bytearray(len(folded.text))
    for proposal in chosen:
        covered[proposal.start : proposal.end] = b"\x01" * (proposal.end - proposal.start)
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(folded.text):
        for start, end in _free(covered, match.start(), match.end()):
            spans += _content(folded.text, start, end, segmenter)
    return _joined(folded.text, spans)


def _free(covered: bytearray, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of start:end that nothing covers."""
    free, begin = [], None
    for index in range(start, end + 1):
        if index < end and not covered[index]:
            begin = index if begin is None else begin
        elif begin is not None:
            free.append((begin, index))
            begin = None
    return free


def _content(text: str, start: int, end: int, segmenter: Segmenter) -> list[tuple[int, int]]:
    piece = text[start:end]
    if not is_han(piece[0]):
        word = piece.strip("-'")
        known = word in WORDS["en"].function_words or word.replace("'", "") in WORDS["en"].function_words
        parts = [p for p in re.split(r"[-']", word) if p]
        if known or all(p in WORDS["en"].function_words for p in parts) or (len(word) == 1 and word.isascii()):
            return []
        return [(start, end)]
    spans: list[tuple[int, int]] = []
    singles: list[tuple[int, int]] = []
    position = start
    for word in segmenter.words(piece):
        stop = position + len(word)
        known = word in WORDS["zh"].function_words
        if len(word) > 1 or known:
            spans += _in_a_row(singles)
            singles = []
        if len(word) > 1 and not known and not _is_compound(word, segmenter):
            spans.append((position, stop))
        elif len(word) == 1 and not known:
            singles.append((position, stop))
        position = stop
    return spans + _in_a_row(singles)


def _in_a_row(singles: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return single characters in a row as one word that no dictionary has ("锐龙").

    One alone is most often a particle or half of a word that was matched.
    """
    return [(singles[0][0], singles[-1][1])] if len(singles) > 1 else []


def _is_compound(word: str, segmenter: Segmenter) -> bool:
    """Return whether a word is made of function words alone: "是不是", "一款"."""
    functions = WORDS["zh"].function_words
    if len(word) > 6:
        return False
    return any(
        word[:i] in functions and (word[i:] in functions or _is_compound(word[i:], segmenter))
        for i in range(1, len(word))
    )


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with neighbours (nothing or one space between) joined: "customer" "service" is one phrase."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and text[joined[-1][1] : start] in ("", " ") and end - joined[-1][0] <= 40:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
