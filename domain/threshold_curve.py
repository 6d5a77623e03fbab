"""How many rows a model of two classes calls positive from each threshold on, and how many of them rightly."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


class CalledFrom(NamedTuple):
    """Rows that are called positive from a threshold on: wrongly, and rightly."""

    threshold: float
    false_alarms: int
    hits: int


@dataclass(frozen=True)
class ThresholdCurve:
    """Counts of rows by threshold; from the first all rows are called positive, from the last none.

    Attributes:
        rows, positives: all rows, and those of the positive class.
        thresholds: ascending probabilities.
        false_alarms, hits: at each of them; descending.
    """

    rows: int
    positives: int
    thresholds: tuple[float, ...]
    false_alarms: tuple[int, ...]
    hits: tuple[int, ...]

    @property
    def negatives(self) -> int:
        return self.rows - self.positives

    def __iter__(self) -> Iterator[CalledFrom]:
        return map(CalledFrom, self.thresholds, self.false_alarms, self.hits)

    def at(self, threshold: float) -> CalledFrom:
        """The counts at any threshold: those of the next kept one, which are the same unless many rows were thinned out."""
        place = min(bisect_left(self.thresholds, threshold), len(self.thresholds) - 1)
        return CalledFrom(threshold, self.false_alarms[place], self.hits[place])

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable; `from_json` reads it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ThresholdCurve:
        """The curve that `to_json` wrote."""
        return cls(
            data["rows"],
            data["positives"],
            tuple(data["thresholds"]),
            tuple(data["false_alarms"]),
            tuple(data["hits"]),
        )
