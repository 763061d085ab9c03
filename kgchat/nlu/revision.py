"""What neighbours say about a mention: "3款" alone is how many to show, "4个内存插槽" a value of the slots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kgchat.nlu.lang import WORDS
from kgchat.nlu.mention import Proposal
from kgchat.nlu.normalization import is_word_character
from kgchat.turn import Comparator, Operator

_BUDGET = tuple(word for words in WORDS.values() for word in words.budget_words)
_LINK = re.compile(r"\s*(?:is|of|was|:|=|是|为|有|在|大概|的|around|about)?\s*(?:is|是)?\s*$")
_SMALL_GAP = re.compile(r"[\s的]*(?:the|is|are|has|have|of|是|要)?[\s的]*$")
_PREFERENCE = re.compile(
    r"\s*(?:的|上)?\s*(?:" + "|".join(re.escape(w) for words in WORDS.values() for w in words.preference_words) + ")"
)
_LARGEST_LIMIT = 50


def revise(chosen: Sequence[Proposal], text: str, unknown: Sequence[tuple[int, int]] = ()) -> list[Proposal]:
    """Return the proposals with what their neighbours settle; `text` is folded, `unknown` its words without meaning."""
    proposals = [p for p in chosen if p.kind is not None and not (p.hedged and not _backed(p, chosen, text))]
    fillers = [p for p in chosen if p.kind is None]
    proposals = _without_preference(_with_numbers(proposals, text), text)
    proposals = [_beside_property(p, proposals, i, text, unknown) for i, p in enumerate(proposals)]
    revised = []
    for index, proposal in enumerate(proposals):
        before = proposals[index - 1] if index else None
        after = proposals[index + 1] if index + 1 < len(proposals) else None
        revised.append(_revise_one(proposal, before, after, text, fillers))
    return revised


def _backed(proposal: Proposal, chosen: Sequence[Proposal], text: str) -> bool:
    """Return whether the word before the hyphen is known: 6000 of "DDR5-6000", not 12700 of an unknown "i7-12700"."""
    return any(p.kind is not None and p.end == proposal.start - 1 for p in chosen) and text[proposal.start - 1] == "-"


def _plain_number(proposal: Proposal | None) -> bool:
    quantity = proposal.quantity if proposal else None
    return bool(
        quantity
        and proposal
        and proposal.kind == "quantity"
        and not proposal.candidates
        and quantity.unit is None
        and quantity.comparator == "="
        and quantity.number.is_integer()
        and 1 <= quantity.number <= _LARGEST_LIMIT
    )


def _how_many(proposal: Proposal) -> int | None:
    """Return the number of "3" or "top 3"; None for anything else."""
    if _plain_number(proposal) and proposal.quantity is not None:
        return int(proposal.quantity.number)
    return proposal.operator.number if proposal.operator and proposal.operator.kind == "limit" else None


def _with_numbers(proposals: list[Proposal], text: str) -> list[Proposal]:
    """Return the proposals with "3 cheapest", "cheapest 3" and "最便宜的三款" as one superlative each."""
    merged: list[Proposal] = []
    for proposal in proposals:
        last = merged[-1] if merged else None
        if last is not None and last.end <= proposal.start and _SMALL_GAP.match(text[last.end : proposal.start]):
            number, superlative = (last, proposal) if _how_many(last) else (proposal, last)
            if (
                (count := _how_many(number))
                and superlative.operator is not None
                and superlative.operator.kind == "superlative"
                and superlative.operator.number is None
            ):
                operator = superlative.operator.model_copy(update={"number": count})
                merged[-1] = replace(superlative, start=last.start, end=proposal.end, operator=operator)
                continue
        merged.append(proposal)
    return merged


def _without_preference(proposals: list[Proposal], text: str) -> list[Proposal]:
    """Return the proposals with the "no" of "no colour preference" as a relaxation of what follows it."""
    read = list(proposals)
    for index, (first, second) in enumerate(pairwise(proposals)):
        negates = first.operator is not None and first.operator.kind == "negation"
        if negates and second.kind == "property" and _PREFERENCE.match(text[second.end :]):
            read[index] = replace(first, operator=Operator(kind="relaxation"))
    return read


def _beside_property(
    proposal: Proposal, proposals: Sequence[Proposal], index: int, text: str, unknown: Sequence[tuple[int, int]]
) -> Proposal:
    """Return "最高" of "睿频最高" without meanings of its own: the property beside it is meant, known or not."""
    if not proposal.loose or not proposal.candidates:
        return proposal
    for other in (*proposals[index + 1 : index + 2], *proposals[max(0, index - 1) : index]):
        gap = text[min(proposal.end, other.end) : max(proposal.start, other.start)]
        if other.kind == "property" and _SMALL_GAP.match(gap):
            meant = {c.iri for c in other.candidates}
            return replace(proposal, candidates=tuple(c for c in proposal.candidates if c.iri in meant))
    for start, end in unknown:
        if _SMALL_GAP.fullmatch(text[min(proposal.end, end) : max(proposal.start, start)]):
            return replace(proposal, candidates=())
    return proposal


def _revise_one(
    proposal: Proposal, before: Proposal | None, after: Proposal | None, text: str, fillers: Sequence[Proposal]
) -> Proposal:
    quantity = proposal.quantity
    if quantity is None or proposal.kind != "quantity":
        return proposal
    if quantity.comparator == "=" and before is not None and before.end <= proposal.start:
        gap = text[before.end : proposal.start]
        if text[before.start : before.end] in _BUDGET and _LINK.match(gap):
            return replace(proposal, quantity=quantity.model_copy(update={"comparator": "<="}))
        operator = before.operator
        if operator and operator.kind == "comparative" and gap.strip() == "than" and operator.direction:
            bound: Comparator = ">" if operator.direction == "more" else "<"
            return replace(proposal, quantity=quantity.model_copy(update={"comparator": bound}))
    if _plain_number(proposal) and _is_limit(proposal, after, text, fillers):
        return replace(
            proposal,
            kind="operator",
            quantity=None,
            candidates=(),
            operator=Operator(kind="limit", number=int(quantity.number)),
        )
    return proposal


def _is_limit(proposal: Proposal, after: Proposal | None, text: str, fillers: Sequence[Proposal]) -> bool:
    """Return whether a bare number says how many to show, not a value of a property."""
    if proposal.candidates:
        return False
    gap = text[proposal.end : after.start] if after is not None else text[proposal.end :]
    adjacent = after is not None and not gap.strip(" 的") and after.start >= proposal.end
    if adjacent and after is not None and after.kind in ("property", "quantity"):
        return False
    if proposal.measure in ("码", "号"):
        return False
    if proposal.measure:
        word_follows = bool(gap.strip()) and (gap.strip()[0] not in ",.?!;的" and not adjacent)
        return not (word_follows and len(gap.strip()) > 1 and gap[:1] not in " 的")
    wished = after is not None and after.operator is not None and after.operator.positive  # "3 cheap monitors"
    if not adjacent or after is None or not (wished or after.kind in ("class", "entity")):
        return False
    # "show me 3 monitors", "3 monitors": nothing but a request stands before it
    ahead = text[: proposal.start].rstrip()
    return not ahead or any(f.end == len(ahead) for f in fillers) or not is_word_character(ahead[-1])
