"""Where things are in the charts of explanations: coordinates for a template's SVG, from stored numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import east_asian_width

from console.axis import RIGHT, SPACE, WIDTH, Axis, right_of
from console.formatting import shown_number
from domain.columns import ColumnType
from domain.dependence_sentences import dependence_sentence
from domain.explanations import ColumnValues, Dependence, Importance, ModelExplanation
from domain.messages import Message
from domain.what_if import Reason

MOST_BARS = 15
"""Columns whose importance is drawn; the table has all."""
MOST_OUTPUTS = 8
"""Classes whose curves can be told apart."""
MOST_REASONS = 10
_NAMES = 150.0
"""Width of the headers beside bars."""
_WIDE, _NARROW = 12.0, 6.8
"""Width of a character of a label."""
_LINE = 24.0
_DATES = 4


@dataclass(frozen=True)
class Bar:
    """A bar from `x` of a `width`, on the line at `y`; `error` spans its standard error, `shown` is the cell of a reason."""

    name: str
    value: float
    x: float
    width: float
    y: float
    error: tuple[float, float] | None = None
    shown: str = ""

    @property
    def words(self) -> str:
        """The column, with its cell."""
        return f"{self.name} {self.shown}".strip()


@dataclass(frozen=True)
class Bars:
    """Bars below each other on one axis, which begin at `zero`."""

    axis: Axis
    bars: list[Bar]
    zero: float
    names: float = _NAMES
    width: float = WIDTH

    @property
    def height(self) -> float:
        return _LINE * len(self.bars) + 26

    @property
    def floor(self) -> float:
        return self.height - 22


def fitting(text: str, room: float = _NAMES - 12) -> str:
    """A label as far as there is room beside a chart."""
    width = 0.0
    for place, character in enumerate(text):
        width += _WIDE if east_asian_width(character) in "WF" else _NARROW
        if width > room:
            return f"{text[: place - 1]}…"
    return text


def importances_of(importances: Sequence[Importance]) -> Bars | None:
    """Importances with their standard errors; None without any, or with numbers that no axis holds."""
    shown = importances[:MOST_BARS]
    ends = [0.0, *(one.loss + side * one.error for one in shown for side in (-1, 1))]
    axis = _axis(ends)
    if axis is None or not shown:
        return None
    zero = axis.place(0.0)
    bars = [
        Bar(
            one.name,
            one.loss,
            *_span(axis, one.loss),
            y=_LINE * place + 3,
            error=(axis.place(one.loss - one.error), axis.place(one.loss + one.error)),
        )
        for place, one in enumerate(shown)
    ]
    return Bars(axis, bars, zero)


def reasons_of(reasons: Sequence[Reason]) -> Bars | None:
    """The largest contributions of one prediction, to both sides of zero; None where nothing contributes."""
    shown = [reason for reason in reasons[:MOST_REASONS] if reason.contribution]
    largest = max((abs(reason.contribution) for reason in shown), default=0.0)
    axis = _axis([-largest, largest])
    if axis is None or not shown:
        return None
    bars = [
        Bar(
            reason.label,
            reason.contribution,
            *_span(axis, reason.contribution),
            y=_LINE * place + 3,
            shown=reason.value,
        )
        for place, reason in enumerate(shown)
    ]
    return Bars(axis, bars, axis.place(0.0))


def _axis(values: Sequence[float]) -> Axis | None:
    if not all(map(math.isfinite, values)) or max(map(abs, values), default=0.0) > SPACE:
        return None
    return Axis.around(values, _NAMES, WIDTH - RIGHT)


def _span(axis: Axis, value: float) -> tuple[float, float]:
    """Where the bar of a value begins, and its width."""
    zero, end = axis.place(0.0), axis.place(value)
    return min(zero, end), max(round(abs(end - zero), 1), 0.5)


@dataclass(frozen=True)
class Spot:
    """A point of a dependence: `value` as people read it, and the mean prediction."""

    x: float
    y: float
    value: str
    mean: float


@dataclass(frozen=True)
class Series:
    """The points of one output, with `line` for SVG's polyline; no line joins categories."""

    name: str
    spots: list[Spot]
    line: str


@dataclass(frozen=True)
class DependenceChart:
    """Mean predictions by the values of one column.

    Attributes:
        sentence: what is to be seen in them.
        marks: place and text of the labels below, of numbers and dates.
        rows: place and text of the labels beside, of categories, whose points are on lines below each other.
    """

    label: str
    sentence: Message
    series: list[Series]
    x: Axis
    y: Axis | None
    marks: list[tuple[float, str]]
    rows: list[tuple[float, str]]
    height: float
    width: float = WIDTH


def dependences_of(explanation: ModelExplanation) -> list[DependenceChart]:
    """The charts of all dependences that can be drawn."""
    charts = (_chart(explanation, one) for one in explanation.dependences)
    return [chart for chart in charts if chart is not None]


def _chart(explanation: ModelExplanation, dependence: Dependence) -> DependenceChart | None:
    names = explanation.outputs[:MOST_OUTPUTS] or ("",)
    means = [mean for point in dependence.points for mean in point.means[: len(names)]]
    if not means or not all(math.isfinite(mean) and abs(mean) < SPACE for mean in means):
        return None
    sentence = dependence_sentence(explanation, dependence)
    if dependence.kind in (ColumnType.TEXT, ColumnType.BOOL):
        return _of_categories(dependence, sentence, names, means)
    column = next((one for one in explanation.columns if one.label == dependence.label), None)
    return _of_numbers(dependence, sentence, names, means, column)


def _of_categories(
    dependence: Dependence, sentence: Message, names: Sequence[str], means: Sequence[float]
) -> DependenceChart | None:
    axis = _axis(means)
    if axis is None:
        return None
    rows = [(_LINE * place + 14, str(point.value)) for place, point in enumerate(dependence.points)]
    series = [
        Series(
            name,
            [
                Spot(axis.place(point.means[at]), y, text, point.means[at])
                for (y, text), point in zip(rows, dependence.points, strict=True)
            ],
            "",
        )
        for at, name in enumerate(names)
    ]
    marks = [(place, shown_number(value)) for place, value in axis.ticks]
    height = _LINE * len(rows) + 26
    return DependenceChart(dependence.label, sentence, series, axis, None, marks, rows, height)


def _of_numbers(
    dependence: Dependence,
    sentence: Message,
    names: Sequence[str],
    means: Sequence[float],
    column: ColumnValues | None,
) -> DependenceChart | None:
    dates = dependence.kind is ColumnType.DATE
    values = [
        datetime.fromisoformat(str(point.value)).timestamp() if dates else float(point.value)
        for point in dependence.points
    ]
    if max(map(abs, values)) > SPACE:
        return None
    y = Axis.around(means, 190, 14)
    x = Axis.around(values, right_of(shown_number(value) for _, value in y.ticks), WIDTH - RIGHT)

    def words_of(value: float) -> str:
        return column.in_unit(value, shown_number) if column else shown_number(value)

    words = [str(p.value) if dates else words_of(float(p.value)) for p in dependence.points]
    series = []
    for at, name in enumerate(names):
        spots = [
            Spot(x.place(value), y.place(point.means[at]), text, point.means[at])
            for value, text, point in zip(values, words, dependence.points, strict=True)
        ]
        series.append(Series(name, spots, " ".join(f"{spot.x},{spot.y}" for spot in spots)))
    if dates:
        every = -(-len(values) // _DATES)
        marks = [
            (x.place(value), text[:10]) for value, text in list(zip(values, words, strict=True))[::every]
        ]
    else:
        marks = [(place, words_of(value)) for place, value in x.ticks]
    return DependenceChart(dependence.label, sentence, series, x, y, marks, [], 226.0)
