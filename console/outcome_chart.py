"""Where things are in the chart of how predictions turned out: coordinates for a template's SVG, from stored scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.axis import LEFT, RIGHT, WIDTH, Axis
from domain.outcomes import OutcomeScores

_HEIGHT = 220.0
_DIGIT = 7.0
"""Width of a digit of a tick label, in units of the drawing."""


@dataclass(frozen=True)
class OutcomePoint:
    """One prediction's outcome. `low` and `high`: ends of its interval, as places."""

    x: float
    y: float
    low: float
    high: float
    scores: OutcomeScores


@dataclass(frozen=True)
class OutcomeChart:
    """Outcomes in the order of the predictions.

    Attributes:
        expected: what was expected, as the points of a line from side to side.
        is_share: whether values are shares.
    """

    y: Axis
    points: list[OutcomePoint]
    expected: str
    start: float
    is_share: bool
    stop: float = WIDTH - RIGHT
    width: float = WIDTH
    height: float = _HEIGHT


def outcome_chart_of(outcomes: Sequence[OutcomeScores]) -> OutcomeChart | None:
    """The chart; None without outcomes, or of scores of different kinds, as after a change of the target."""
    if not outcomes or len({one.score for one in outcomes}) > 1:
        return None
    reach = [value for one in outcomes for value in (one.low, one.high, one.expected)]
    y = Axis.around(reach, _HEIGHT - 30, 14)
    start = max(LEFT, 12 + max(len(f"{value:,.6g}") for _, value in y.ticks) * _DIGIT)
    step = (WIDTH - RIGHT - start) / len(outcomes)
    points = [
        OutcomePoint(
            round(start + step * (number + 0.5), 1),
            y.place(one.value),
            y.place(one.low),
            y.place(one.high),
            one,
        )
        for number, one in enumerate(outcomes)
    ]
    places = [(point.x, y.place(point.scores.expected)) for point in points]
    ends = [(start, places[0][1]), *places, (WIDTH - RIGHT, places[-1][1])]
    expected = " ".join(f"{x},{place}" for x, place in ends)
    return OutcomeChart(y, points, expected, start, outcomes[0].score == "accuracy")
