"""Where things are in the charts of columns and models: coordinates for a template's SVG, from stored numbers. Nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.axis import LEFT, RIGHT, SPACE, WIDTH, Axis
from console.calibration_chart import CalibrationChart, calibration_chart_of
from console.residual_charts import Scatter, predicted_actual_of, residuals_of
from domain.automl import ImageKind
from domain.evaluations import ClassificationEvaluation, TrainingEvaluation
from records.tables import ColumnInfo

MOST_CLASSES = 12
"""Of more, the counts can't be read in a matrix of this size; the stored picture gathers the rare ones."""
MOST_CURVES = 8
HOVERS = 25
"""Points of a curve that show their values."""


@dataclass(frozen=True)
class Bar:
    """One bin of a histogram: where its bar is, and what it counts."""

    x: float
    y: float
    width: float
    height: float
    low: float
    high: float
    count: int


@dataclass(frozen=True)
class Distribution:
    """A histogram above a boxplot on one axis.

    Attributes:
        points: the marks of the boxplot by name ("low", "q1", "q2", "q3", "high", perhaps "mean"): place and value.
        outliers: place and value of a sample of them.
    """

    axis: Axis
    bars: list[Bar]
    points: Mapping[str, tuple[float, float]]
    outliers: list[tuple[float, float]]
    width: float = WIDTH
    height: float = 190.0
    floor: float = 100.0
    middle: float = 132.0
    bottom: float = 164.0


def distribution_of(column: ColumnInfo) -> Distribution | None:
    """The chart of a numeric column; None where it has no values, or their range exceeds a double's."""
    kept = column.profile
    marks = {
        "low": kept.get("whisker_low"),
        "q1": column.q1,
        "q2": column.q2,
        "q3": column.q3,
        "high": kept.get("whisker_high"),
    }
    known = {name: float(value) for name, value in marks.items() if value is not None}
    if len(known) < len(marks):
        return None
    if column.mean is not None:
        known["mean"] = column.mean
    histogram = kept.get("histogram") or {"edges": [], "counts": []}
    outliers = [float(value) for value in kept.get("outliers", [])]
    values = [*known.values(), *outliers, *histogram["edges"]]
    if any(abs(value) > SPACE for value in values):
        return None
    axis = Axis.around(values, LEFT / 2, WIDTH - RIGHT)
    return Distribution(
        axis,
        _bars(axis, histogram["edges"], histogram["counts"]),
        {name: (axis.place(value), value) for name, value in known.items()},
        [(axis.place(value), value) for value in outliers],
    )


def _bars(axis: Axis, edges: Sequence[float], counts: Sequence[int]) -> list[Bar]:
    floor, room = Distribution.floor, 90.0
    highest = max(counts, default=0) or 1
    bars = []
    for low, high, count in zip(edges, edges[1:], counts, strict=False):
        x, end = axis.place(low), axis.place(high)
        height = round(room * count / highest, 1)
        bars.append(
            Bar(x, round(floor - height, 1), max(round(end - x - 1, 1), 1.0), height, low, high, count)
        )
    return bars


@dataclass(frozen=True)
class Cell:
    """A cell of a confusion matrix. `share`: of the rows of its true class, from 0 to 1."""

    x: float
    y: float
    count: int
    share: float
    actual: str
    predicted: str


@dataclass(frozen=True)
class Matrix:
    """A confusion matrix: rows are true classes, columns what the model answered."""

    cells: list[Cell]
    labels: Sequence[str]
    size: float
    left: float = 96.0
    top: float = 24.0

    @property
    def width(self) -> float:
        return self.left + self.size * len(self.labels) + 8

    @property
    def height(self) -> float:
        return self.top + self.size * len(self.labels) + 48


def matrix_of(scores: ClassificationEvaluation) -> Matrix | None:
    """The chart of a confusion matrix; None with more classes than fit."""
    count = len(scores.labels)
    if not 0 < count <= MOST_CLASSES:
        return None
    size = round(max(40.0, min(110.0, 330.0 / count)), 1)
    empty = Matrix([], scores.labels, size)
    cells = [
        Cell(
            round(empty.left + size * column, 1),
            round(empty.top + size * row, 1),
            counted,
            counted / sum(counts) if sum(counts) else 0.0,
            scores.labels[row],
            scores.labels[column],
        )
        for row, counts in enumerate(scores.confusion_matrix)
        for column, counted in enumerate(counts)
    ]
    return Matrix(cells, scores.labels, size)


@dataclass(frozen=True)
class Curve:
    """A line of a chart.

    Attributes:
        points: for SVG's polyline.
        hovers: place (x, y) and values of some of its points.
        summary: one number for the legend, where there is one.
    """

    label: str
    points: str
    hovers: list[tuple[float, float, float, float]]
    summary: float | None = None


@dataclass(frozen=True)
class Lines:
    """Curves on two axes."""

    x: Axis
    y: Axis
    curves: list[Curve]
    width: float = WIDTH
    height: float = 320.0


def roc_of(scores: ClassificationEvaluation) -> Lines | None:
    """The ROC curves; None without any, or with more than can be told apart."""
    if not 0 < len(scores.roc_curves) <= MOST_CURVES:
        return None
    x, y = Axis(0, 1, LEFT, WIDTH - RIGHT), Axis(0, 1, 280, 14)
    return Lines(
        x,
        y,
        [
            _curve(x, y, one.label, one.false_positive_rate, one.true_positive_rate, summary=one.area)
            for one in scores.roc_curves
        ],
    )


def loss_of(history: Sequence[Mapping[str, Any]]) -> Lines | None:
    """The losses of training and validation by step; None without a history."""
    steps = [float(point["step"]) for point in history]
    losses = (
        {name: [float(point[name]) for point in history] for name in ("train_loss", "valid_loss")}
        if steps
        else {}
    )
    found = [value for values in losses.values() for value in values]
    if len(steps) < 2 or not all(map(math.isfinite, found)):
        return None
    x, y = Axis(steps[0], steps[-1], LEFT, WIDTH - RIGHT), Axis.around([0.0, *found], 280, 14)
    return Lines(x, y, [_curve(x, y, name, steps, values) for name, values in losses.items()])


Chart = Matrix | Lines | Scatter | CalibrationChart


def charts_of(evaluation: TrainingEvaluation | None) -> dict[str, Chart]:
    """The charts of a training by the kind of the picture that shows the same numbers."""
    if evaluation is None:
        return {}
    drawn: dict[ImageKind, Chart | None] = {}
    if classes := evaluation.classification:
        drawn |= {
            ImageKind.CONFUSION_MATRIX: matrix_of(classes),
            ImageKind.ROC_CURVE: roc_of(classes),
            ImageKind.CALIBRATION: calibration_chart_of(classes.calibration),
        }
    if numbers := evaluation.regression:
        drawn |= {
            ImageKind.PREDICTED_ACTUAL: predicted_actual_of(numbers),
            ImageKind.RESIDUALS: residuals_of(numbers),
        }
    if drawn:
        drawn[ImageKind.LOSS_CURVE] = loss_of(evaluation.history)
    return {kind.value: chart for kind, chart in drawn.items() if chart is not None}


def _curve(
    x: Axis,
    y: Axis,
    label: str,
    across: Sequence[float],
    up: Sequence[float],
    *,
    summary: float | None = None,
) -> Curve:
    points = [(x.place(a), y.place(b), a, b) for a, b in zip(across, up, strict=True)]
    every = math.ceil(len(points) / HOVERS)
    hovers = [*points[:-1:every], points[-1]]
    return Curve(label, " ".join(f"{a},{b}" for a, b, *_ in points), hovers, summary)
