"""A linear axis of a chart: where a number is, and round numbers to label it with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.charts import nice_step

LEFT, RIGHT, WIDTH = 46.0, 14.0, 460.0
"""Margins and width of a drawing."""
ROOM = 0.04
"""Share of the range that is left free on both sides."""
_DIGIT = 7.0
"""Width of a digit of a tick label, in units of the drawing."""
SPACE = 1e300
"""Numbers beyond this have no range that a double holds."""


def right_of(words: Iterable[str]) -> float:
    """Where a drawing begins whose y axis is labelled with these words, none of them cut."""
    return max(LEFT, 12 + _DIGIT * max(map(len, words), default=0))


@dataclass(frozen=True)
class Axis:
    """A linear axis from `low` to `high`, drawn from `start` to `stop`."""

    low: float
    high: float
    start: float
    stop: float

    @classmethod
    def around(cls, values: Sequence[float], start: float, stop: float) -> Axis:
        """An axis on which all values are, with some room; a single value is in its middle."""
        low, high = min(values), max(values)
        room = (high - low) * ROOM or abs(low) * ROOM or 1.0
        return cls(low - room, high + room, start, stop)

    def place(self, value: float) -> float:
        """Where a value is, in units of the drawing."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.stop - self.start), 1)

    @property
    def ticks(self) -> list[tuple[float, float]]:
        """Place and value of round values, from the lowest."""
        step = nice_step(self.high - self.low)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [(self.place(number * step), number * step) for number in range(first, last + 1)]
