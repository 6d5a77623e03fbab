"""Where things stand in the charts of error rates over the nights: numbers for a template's SVG, nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560, 220
LEFT, RIGHT, TOP, BOTTOM = 58, 16, 14, 30
MOST_TICKS = 5
LEAST_RATE = 1e-6
"""Smaller error rates are drawn as zero: no network is judged on a million characters."""
MOST_DAYS = 8
"""More labels than this would run into each other."""


@dataclass(frozen=True)
class Night:
    """One judged network: error rates of the network before it and of itself on the same items.

    Attributes:
        network_id: shown on hover.
        day: as people read it.
        deployed: whether it was put into use.
    """

    network_id: str
    day: str
    before: float
    after: float
    deployed: bool

    @property
    def in_use(self) -> float:
        """The rate of the network that read after this night."""
        return self.after if self.deployed else self.before


@dataclass(frozen=True)
class Mark:
    """A night in the chart."""

    x: float
    y: float
    night: Night


@dataclass(frozen=True)
class Chart:
    """Attributes:
    ticks: height and rate of each line across, from zero.
    days: place and word of the labels below.
    line: the rate of the network in use, as SVG's points.
    marks: every judged network's own rate.
    """

    ticks: list[tuple[float, float]]
    days: list[tuple[float, str]]
    line: str
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart_of(nights: Sequence[Night]) -> Chart:
    """The chart of these nights, oldest first."""
    step = nice_step(max([night.before for night in nights] + [night.after for night in nights], default=0.0))
    highest = max((max(night.before, night.after) for night in nights), default=0.0)
    top = step * max(1, math.ceil(highest / step - 1e-9))
    places = [_x(number, len(nights)) for number in range(len(nights))]

    def y(rate: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * rate / top, 1)

    every = math.ceil(len(nights) / MOST_DAYS) or 1
    return Chart(
        ticks=[(y(step * number), step * number) for number in range(round(top / step) + 1)],
        days=[
            (x, night.day) for n, (x, night) in enumerate(zip(places, nights, strict=True)) if n % every == 0
        ],
        line=" ".join(f"{x},{y(night.in_use)}" for x, night in zip(places, nights, strict=True)),
        marks=[Mark(x, y(night.after), night) for x, night in zip(places, nights, strict=True)],
    )


def nice_step(highest: float) -> float:
    """A round distance (1, 2 or 5 of a power of ten) of which at most `MOST_TICKS` reach `highest`."""
    if highest < LEAST_RATE:
        return 0.01
    rough = highest / MOST_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def _x(number: int, count: int) -> float:
    """Evenly spread with some air at both ends; a single one stands in the middle."""
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (number + 0.5) / count, 1)
