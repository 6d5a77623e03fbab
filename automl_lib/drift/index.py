"""The population stability index, and how large it gets by chance. Pure arithmetic on counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist


def population_stability_index(old: Sequence[int], new: Sequence[int]) -> float:
    """Σ (new share − old share) · ln(new share / old share) over bins; empty bins count as half a row."""
    old_total, new_total = sum(max(c, 0.5) for c in old), sum(max(c, 0.5) for c in new)
    index = 0.0
    for before, after in zip(old, new, strict=True):
        p, q = max(before, 0.5) / old_total, max(after, 0.5) / new_total
        index += (q - p) * math.log(q / p)
    return index


def index_by_chance(bins: int, old_rows: int, new_rows: int, chance: float) -> float:
    """The index two samples of the same distribution exceed with probability `chance`.

    Approximately (1/n + 1/m) · χ² with bins − 1 degrees of freedom (Yurdakul & Naranjo 2020,
    Statistical Properties of the Population Stability Index); χ² after Wilson & Hilferty (1931).
    """
    if bins < 2:
        return 0.0
    part = 2 / (9 * (bins - 1))
    chi_square = (bins - 1) * (1 - part + NormalDist().inv_cdf(1 - chance) * math.sqrt(part)) ** 3
    return chi_square * (1 / old_rows + 1 / new_rows)


def merge_small(
    old: Sequence[int], new: Sequence[int], ordered: bool, fewest: float = 5.0
) -> tuple[list[int], list[int]]:
    """Merges bins that expect fewer than five rows in the smaller sample, so that chance can be reckoned.

    Ordered bins merge with their neighbours. Of categories all small ones become one remainder together
    with the last bin, values without a bin of their own: each rare value by itself is rarer in new rows
    than in those it was first seen in, but all of them together are not.
    """
    smaller = min(sum(old), sum(new)) / max(1, sum(old) + sum(new))
    expected = [(before + after) * smaller for before, after in zip(old, new, strict=True)]
    groups: list[list[int]] = []
    if ordered:
        for place in range(len(expected)):
            if groups and sum(expected[i] for i in groups[-1]) < fewest:
                groups[-1].append(place)
            else:
                groups.append([place])
    else:
        small = [i for i, rows in enumerate(expected) if rows < fewest or i == len(expected) - 1]
        groups = [*([i] for i in range(len(expected)) if i not in set(small)), small]
    if len(groups) > 1 and sum(expected[i] for i in groups[-1]) < fewest:
        last = groups.pop()
        groups[-1] += last
    return [sum(old[i] for i in group) for group in groups], [sum(new[i] for i in group) for group in groups]


def deviations_by_chance(chance: float) -> float:
    """How many standard deviations a normal lies from its mean, either way, with probability `chance`."""
    return NormalDist().inv_cdf(1 - chance / 2)
