"""Partial dependence of a prediction on one column, as a picture. The means are measured elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from automl_lib.pictures.canvas import (
    DPI,
    SERIES,
    add_legend,
    new_figure,
    set_grid,
    set_labels,
    set_tick_labels,
    to_png,
    use_number_ticks,
)
from automl_lib.pictures.fonts import printable
from domain.columns import ColumnType
from domain.explanations import PERCENT, ColumnValues, Dependence
from domain.messages import Language, Message

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LARGEST = 1e300
"""Numbers beyond it have no range that a double holds."""
_DATES = 4
"""Labels of a date axis: more of `2024-01-01` would touch."""


def draw_dependence(
    dependence: Dependence,
    outputs: Sequence[str],
    column: ColumnValues | None = None,
    *,
    language: Language,
) -> bytes | None:
    """PNG of the mean predictions by the values of a column: curves over numbers and dates, dots beside categories.

    Args:
        dependence: with one mean for each output.
        outputs: the explained classes, of which the first eight are drawn; empty for a predicted number.
        column: gives the unit of its numbers.

    Returns:
        None where there are fewer than two values, or numbers that no axis holds.
    """
    names = tuple(outputs[: len(SERIES)]) or ("",)
    means = [[point.means[at] for point in dependence.points] for at in range(len(names))]
    if len(dependence.points) < 2 or not all(_fits(mean) for curve in means for mean in curve):
        return None
    is_category = dependence.kind in (ColumnType.TEXT, ColumnType.BOOL)
    places = [] if is_category else _places(dependence, column)
    if not all(map(_fits, places)):
        return None
    figure, axes = new_figure(4.4, 2.6)
    figure.set_dpi(2 * DPI)  # half as wide as other pictures, so that its letters are read on paper
    up = _up(outputs).render(language)
    for name, colour, curve in zip(names, SERIES, means, strict=False):
        label = printable(name, 24)
        if is_category:
            axes.plot(curve, range(len(curve)), "o", color=colour, markersize=7, label=label)
        else:
            axes.plot(places, curve, "o-", color=colour, linewidth=1.8, markersize=4, label=label)
    unit = column.unit if column and not is_category else ""
    across = f"{dependence.label} ({unit})" if unit else dependence.label
    if is_category:
        set_tick_labels(axes, "y", [str(point.value) for point in dependence.points])
        axes.set_ylim(len(dependence.points) - 0.5, -0.5)
        use_number_ticks(axes, "x", ticks=5)
        set_labels(axes, up, across)
    else:
        if dependence.kind is ColumnType.DATE:
            _date_ticks(axes, dependence, places)
        else:
            use_number_ticks(axes, "x", ticks=5)
        use_number_ticks(axes, "y")
        set_labels(axes, across, up)
    set_grid(axes)
    if len(names) > 1:
        add_legend(axes)
    return to_png(figure)


def _up(outputs: Sequence[str]) -> Message:
    """What is predicted."""
    if not outputs:
        return Message("mean predicted number")
    if len(outputs) == 1:
        return Message("mean probability of '{label}'", label=outputs[0])
    return Message("mean probability")


def _places(dependence: Dependence, column: ColumnValues | None) -> list[float]:
    """Where the values are on their axis: dates in seconds, shares of percent as people write them."""
    if dependence.kind is ColumnType.DATE:
        moments = [datetime.fromisoformat(str(point.value)) for point in dependence.points]
        # As UTC: the picture must not depend on the time zone of the machine.
        return [(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() for moment in moments]
    factor = 100 if column and column.unit == PERCENT else 1
    return [factor * float(point.value) for point in dependence.points]


def _date_ticks(axes: Axes, dependence: Dependence, places: Sequence[float]) -> None:
    every = -(-len(places) // _DATES)
    axes.set_xticks(places[::every], [str(point.value)[:10] for point in dependence.points[::every]])


def _fits(number: float) -> bool:
    return math.isfinite(number) and abs(number) < _LARGEST
