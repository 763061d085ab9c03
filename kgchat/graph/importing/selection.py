"""Chooses a small catalogue from a large one: every category, known products, every kind. Same input, same choice."""

from __future__ import annotations

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


def choose(category: Category, rows: list[Columns], first: list[bool], quota: int) -> list[int]:
    """Return the indices of `quota` rows, in their order.

    The preferred names come first, then some of each value of the `spread` columns, then the order of the
    source (by popularity); in each step rows marked in `first` before the others.
    """
    order = [at for at, ready in enumerate(first) if ready] + [at for at, ready in enumerate(first) if not ready]
    chosen: dict[int, None] = {}
    for pattern in category.prefer:
        _take(chosen, (at for at in order if re.search(pattern, str(rows[at]["label"]))), quota)
    for column, wanted in category.spread.items():
        counts: Counter[str] = Counter(value for at in chosen for value in _values(rows[at], column))
        for at in order:
            values = _values(rows[at], column)
            if len(chosen) < quota and at not in chosen and any(counts[value] < wanted for value in values):
                chosen[at] = None
                counts.update(values)
    _take(chosen, order, quota)
    return sorted(chosen)


def _take(chosen: dict[int, None], candidates: Iterable[int], quota: int) -> None:
    for at in candidates:
        if len(chosen) >= quota:
            return
        chosen.setdefault(at, None)


def _values(row: Columns, column: str) -> list[str]:
    value = row.get(column, [])
    return [value] if isinstance(value, str) else value
