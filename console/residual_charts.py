"""Where things are in the charts of a regressor: coordinates for a template's SVG, from stored numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.axis import RIGHT, SPACE, WIDTH, Axis, right_of
from console.formatting import shown_number
from domain.evaluations import RegressionEvaluation

MOST_POINTS = 500
"""More circles than this make a page slow, and can't be told apart."""
WORST = 20
"""Rows that are listed as numbers."""


@dataclass(frozen=True)
class Point:
    """A row that was held out. `residual`: actual less predicted."""

    x: float
    y: float
    actual: float
    predicted: float

    @property
    def residual(self) -> float:
        return self.actual - self.predicted


@dataclass(frozen=True)
class Scatter:
    """Points on two axes, with the line on which predictions are exact.

    Attributes:
        exact: start (x, y) and end (x, y) of that line.
        worst: points with the largest residuals, the largest first.
    """

    x: Axis
    y: Axis
    points: list[Point]
    exact: tuple[float, float, float, float]
    worst: list[Point]
    width: float = WIDTH
    height: float = 320.0


def predicted_actual_of(scores: RegressionEvaluation) -> Scatter | None:
    """Predicted over actual numbers; None without rows, or with numbers that no axis holds."""
    values = [*scores.actual, *scores.predicted]
    if not _drawable(values):
        return None
    x, y = _axes(values, values)
    exact = (x.place(x.low), y.place(x.low), x.place(x.high), y.place(x.high))
    return _scatter(scores, x, y, scores.actual, scores.predicted, exact)


def residuals_of(scores: RegressionEvaluation) -> Scatter | None:
    """Residuals over predicted numbers; None as `predicted_actual_of`."""
    residuals = [a - p for a, p in zip(scores.actual, scores.predicted, strict=True)]
    if not _drawable([*scores.actual, *scores.predicted]):
        return None
    x, y = _axes(scores.predicted, [0.0, *residuals])
    exact = (x.start, y.place(0.0), x.stop, y.place(0.0))
    return _scatter(scores, x, y, scores.predicted, residuals, exact)


def _drawable(values: Sequence[float]) -> bool:
    return bool(values) and max(map(abs, values)) < SPACE


def _axes(across: Sequence[float], up: Sequence[float]) -> tuple[Axis, Axis]:
    y = Axis.around(up, 280, 14)
    return Axis.around(across, right_of(shown_number(value) for _, value in y.ticks), WIDTH - RIGHT), y


def _scatter(
    scores: RegressionEvaluation,
    x: Axis,
    y: Axis,
    across: Sequence[float],
    up: Sequence[float],
    exact: tuple[float, float, float, float],
) -> Scatter:
    rows = zip(across, up, scores.actual, scores.predicted, strict=True)
    points = [Point(x.place(a), y.place(b), actual, predicted) for a, b, actual, predicted in rows]
    worst = sorted(points, key=lambda point: -abs(point.residual))[:WORST]
    every = -(-len(points) // MOST_POINTS)
    return Scatter(x, y, points[::every], exact, worst)
