"""How often values occur: how many different ones, and which are the most frequent.

Works on a sorted copy of the column in pieces, so that millions of different values need no table of
their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    Cells = npt.NDArray[Any]

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Frequent:
    """One value, its count, and its first place among the present cells in file order."""

    value: int | float
    count: int
    place: int


def runs(ordered: Cells) -> Iterator[tuple[Cells, npt.NDArray[np.int64]]]:
    """The different values of a sorted array, rising, and how often each occurs, piece by piece."""
    import numpy as np

    count, start = len(ordered), 0
    for begin in range(0, count, _CHUNK):
        end, low = min(begin + _CHUNK, count), max(begin, 1)
        borders = np.flatnonzero(ordered[low:end] != ordered[low - 1 : end - 1]) + low
        if end == count:
            borders = np.append(borders, count)
        if len(borders):
            starts = np.concatenate([[start], borders[:-1]])
            yield ordered[starts], borders - starts
            start = int(borders[-1])


def values_by_count(ordered: Cells) -> Counter[int]:
    """How many different values occur once, twice, …: their sum is the number of different values."""
    import numpy as np

    tally: Counter[int] = Counter()
    for _, counts in runs(ordered):
        for count, values in zip(*np.unique(counts, return_counts=True), strict=True):
            tally[int(count)] += int(values)
    return tally


def most_frequent(cells: Cells, ordered: Cells, tally: Mapping[int, int], limit: int) -> list[Frequent]:
    """Up to `limit` values, most frequent first; of equally frequent ones those seen first.

    Args:
        cells: present cells in file order.
        ordered: the same, sorted.
        tally: the same, as `values_by_count` gives it.
        limit: at least 1.
    """
    limit = min(limit, sum(tally.values()))
    if limit == 0:
        return []
    threshold, certain = 0, 0
    for threshold in sorted(tally, reverse=True):
        if certain + tally[threshold] >= limit:
            break
        certain += tally[threshold]
    found = _above(cells, ordered, threshold) if certain else []
    found += _first_tied(cells, ordered, threshold, limit - certain)
    return sorted(found, key=lambda value: (-value.count, value.place))


def _above(cells: Cells, ordered: Cells, threshold: int) -> list[Frequent]:
    """The values that occur more than `threshold` times; there are few."""
    import numpy as np

    wanted = {
        value.item(): int(count)
        for values, counts in runs(ordered)
        for value, count in zip(values[counts > threshold], counts[counts > threshold], strict=True)
    }
    found = []
    for start in range(0, len(cells), _CHUNK):
        if not wanted:
            break
        chunk = cells[start : start + _CHUNK]
        for value in list(wanted):
            hits = chunk == value
            place = int(np.argmax(hits))
            if hits[place]:
                found.append(Frequent(value, wanted.pop(value), start + place))
    return found


def _first_tied(cells: Cells, ordered: Cells, count: int, limit: int) -> list[Frequent]:
    """The first `limit` values in file order that occur exactly `count` times."""
    import numpy as np

    found: dict[int | float, Frequent] = {}
    start, size = 0, 256
    while start < len(cells) and len(found) < limit:
        values, first = np.unique(cells[start : start + size], return_index=True)
        counts = np.searchsorted(ordered, values, "right") - np.searchsorted(ordered, values, "left")
        for order in np.argsort(first):
            if len(found) < limit and counts[order] == count:
                value = values[order].item()
                found.setdefault(value, Frequent(value, count, start + int(first[order])))
        start, size = start + size, min(size * 2, _CHUNK)
    return list(found.values())
