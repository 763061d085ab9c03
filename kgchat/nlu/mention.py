"""Proposals for what spans of the text mean, and the choice of those that do not overlap."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgchat.turn import Candidate, Mention, MentionKind, Operator, Quantity

MAX_CANDIDATES = 12

# A longer span beats the shorter spans inside it: n ** 1.2 grows faster than any split of n.
_LENGTH_EXPONENT = 1.2


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reading of the folded characters start:end. `kind` None: words that carry no meaning ("please")."""

    start: int
    end: int
    kind: MentionKind | None
    score: float
    candidates: tuple[Candidate, ...] = ()
    quantity: Quantity | None = None
    operator: Operator | None = None
    measure: str = ""  # quantity: the measure word that was swallowed ("个", "款")
    loose: bool = False  # operator: orders by the property beside it, whatever that is
    hedged: bool = False  # holds only if the characters just before it are part of a mention

    def overlaps(self, other: Proposal) -> bool:
        return self.start < other.end and other.start < self.end


def merge_candidates(groups: Iterable[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """Return the candidates of all groups, each meaning once with its best score, best first."""
    best: dict[tuple[object, object], Candidate] = {}
    for group in groups:
        for candidate in group:
            key = (candidate.iri, candidate.literal.value if candidate.literal else None)
            if key not in best or candidate.score > best[key].score:
                best[key] = candidate
    return tuple(sorted(best.values(), key=lambda c: -c.score)[:MAX_CANDIDATES])


def merge_same_span(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return one proposal per span: the best one, with the candidates and the quantity of the others."""
    by_span: dict[tuple[int, int], list[Proposal]] = {}
    for proposal in proposals:
        by_span.setdefault((proposal.start, proposal.end), []).append(proposal)
    merged = []
    for same in by_span.values():
        best = max(same, key=lambda p: p.score)
        if len(same) > 1 and best.kind not in (None, "operator"):
            readings = [p for p in same if p.kind not in (None, "operator")]
            best = Proposal(
                best.start,
                best.end,
                best.kind,
                best.score,
                merge_candidates(p.candidates for p in readings),
                quantity=next((p.quantity for p in readings if p.quantity), None),
                measure=best.measure,
                hedged=best.hedged,
            )
        merged.append(best)
    return merged


def weight(proposal: Proposal, folded: str) -> float:
    length = sum(1 for c in folded[proposal.start : proposal.end] if c.isalnum() or not (c.isspace() or c == "-"))
    return float(proposal.score * length**_LENGTH_EXPONENT)


def choose(proposals: Iterable[Proposal], folded: str) -> list[Proposal]:
    """Return the proposals of the best covering without overlap, from left to right.

    Source: weighted interval scheduling (Kleinberg and Tardos, Algorithm Design, 2005, section 6.1).
    """
    ordered = sorted(merge_same_span(proposals), key=lambda p: (p.end, p.start))
    ends = [p.end for p in ordered]
    best = [0.0]
    take = []
    for index, proposal in enumerate(ordered):
        before = bisect.bisect_right(ends, proposal.start, 0, index)
        with_it = best[before] + weight(proposal, folded)
        take.append((with_it > best[index], before))
        best.append(max(with_it, best[index]))
    chosen = []
    index = len(ordered)
    while index > 0:
        taken, before = take[index - 1]
        if taken:
            chosen.append(ordered[index - 1])
            index = before
        else:
            index -= 1
    return chosen[::-1]


def to_mention(proposal: Proposal, start: int, end: int, text: str) -> Mention:
    """Return the mention of the characters start:end of `text` as typed."""
    if proposal.kind is None:
        raise ValueError("words without meaning are no mention")
    return Mention(
        start=start,
        end=end,
        text=text[start:end],
        kind=proposal.kind,
        candidates=proposal.candidates,
        quantity=proposal.quantity,
        operator=proposal.operator,
    )
