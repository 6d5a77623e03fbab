"""The most frequent values of a column, and the row where each was first seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Frequent:
    """One value: `index` into the distinct values, its count, and its first place among the present cells."""

    index: int
    count: int
    place: int


def most_frequent(
    cells: npt.NDArray[Any], distinct: npt.NDArray[Any], counts: npt.NDArray[np.int64], limit: int
) -> list[Frequent]:
    """Up to `limit` values, most frequent first; of equally frequent ones those seen first.

    Args:
        cells: present cells in file order.
        distinct: the different values, rising.
        counts: how often each of `distinct` occurs.
        limit: at least 1.
    """
    import numpy as np

    limit = min(limit, len(distinct))
    if limit == 0:
        return []
    threshold = _count_at(counts, limit)
    certain = np.flatnonzero(counts > threshold)
    places = _places_of(cells, distinct, certain)
    tied = _first_tied(cells, distinct, counts == threshold, limit - len(certain))
    found = [Frequent(index, int(counts[index]), place) for index, place in {**places, **tied}.items()]
    return sorted(found, key=lambda value: (-value.count, value.place))


def _count_at(counts: npt.NDArray[np.int64], rank: int) -> int:
    """The `rank`-th largest count, without sorting what may be millions of ones."""
    import numpy as np

    by_count = np.bincount(counts)
    at_least = np.cumsum(by_count[::-1])
    return len(by_count) - 1 - int(np.searchsorted(at_least, rank))


def _places_of(
    cells: npt.NDArray[Any], distinct: npt.NDArray[Any], wanted: npt.NDArray[np.int64]
) -> dict[int, int]:
    import numpy as np

    places: dict[int, int] = {}
    missing = [int(index) for index in wanted]
    for start in range(0, len(cells), _CHUNK):
        if not missing:
            break
        chunk = cells[start : start + _CHUNK]
        for index in missing:
            hits = chunk == distinct[index]
            place = int(np.argmax(hits))
            if hits[place]:
                places[index] = start + place
        missing = [index for index in missing if index not in places]
    return places


def _first_tied(
    cells: npt.NDArray[Any], distinct: npt.NDArray[Any], is_tied: npt.NDArray[np.bool_], limit: int
) -> dict[int, int]:
    import numpy as np

    places: dict[int, int] = {}
    start, size = 0, 256
    while start < len(cells) and len(places) < limit:
        indices = np.searchsorted(distinct, cells[start : start + size])
        tied = np.flatnonzero(is_tied[indices])
        values, first = np.unique(indices[tied], return_index=True)
        for order in np.argsort(first):
            if len(places) < limit:
                places.setdefault(int(values[order]), start + int(tied[first[order]]))
        start, size = start + size, min(size * 2, _CHUNK)
    return places
