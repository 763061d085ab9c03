"""Chooses a small catalogue from a large one: every category, known products, every kind. Same input, same choice."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable

from kgchat.graph.importing.columns import Columns
from kgchat.graph.importing.recipe import Category


def quotas(available: dict[str, int], weights: dict[str, float], total: int, floor: int) -> dict[str, int]:
    """Return how many products of each category to take: by weighted square root, `floor` where there are as many.

    The square root keeps the large categories from crowding out the small ones.
    """
    result = {name: min(floor, count) for name, count in available.items()}
    open_names = {name for name in available if result[name] < available[name]}
    while open_names and (rest := total - sum(result.values())) > 0:
        shares = {name: weights[name] * math.sqrt(available[name]) for name in sorted(open_names)}
        whole = sum(shares.values())
        for name, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
            left = total - sum(result.values())
            result[name] += min(left, available[name] - result[name], max(1, int(rest * share / whole)))
        open_names = {name for name in open_names if result[name] < available[name]}
    return result


def choose(category: Category, rows: list[Columns], ready: list[bool], quota: int) -> list[int]:
    """Return the indices of `quota` rows, in their order; `ready` rows (priced ones) before the others.

    First the preferred names, then what covers each value of the `cover` columns, then ready rows that spread
    over the values of the `spread` columns, then the order of the source (by popularity).
    """
    order = [at for at, is_ready in enumerate(ready) if is_ready]
    others = [at for at, is_ready in enumerate(ready) if not is_ready]
    chosen: dict[int, None] = {}
    for pattern, wanted in category.prefer.items():
        named = (at for at in order + others if re.search(pattern, str(rows[at]["label"])))
        _take(chosen, itertools.islice(named, wanted), quota)
    for columns, candidates in ((category.cover, order + others), (category.spread, order)):
        for column, wanted in columns.items():
            _spread(chosen, column, wanted, candidates, rows, quota)
    _take(chosen, order + others, quota)
    return sorted(chosen)


def _spread(
    chosen: dict[int, None], column: str, wanted: int, candidates: list[int], rows: list[Columns], quota: int
) -> None:
    counts: Counter[str] = Counter(value for at in chosen for value in _values(rows[at], column))
    for at in candidates:
        values = _values(rows[at], column)
        if len(chosen) < quota and at not in chosen and any(counts[value] < wanted for value in values):
            chosen[at] = None
            counts.update(values)


def _take(chosen: dict[int, None], candidates: Iterable[int], quota: int) -> None:
    for at in candidates:
        if len(chosen) >= quota:
            return
        chosen.setdefault(at, None)


def _values(row: Columns, column: str) -> list[str]:
    value = row.get(column, [])
    return [value] if isinstance(value, str) else value
