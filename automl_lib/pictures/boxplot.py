"""The boxplot of a column, from its profile alone."""

from __future__ import annotations

from automl_lib.pictures.canvas import (
    BLUE,
    DPI,
    GRID,
    INK,
    MUTED,
    ORANGE,
    PALE_BLUE,
    columns_in,
    fitting_ticks,
    number,
)
from automl_lib.pictures.raster import Raster
from automl_lib.profile.result import ColumnProfile
from domain.messages import Language, Message

WIDTH, HEIGHT = 6.4, 2.5
LEFT, RIGHT, TOP, BOTTOM = 36, 668, 72, 231
"""Pixels between which the axis and the box lie."""
MIDDLE, HALF_BOX, HALF_CAP = 151, 40, 20
MOST_TICKS = 6
TOO_NEAR = 1e-12
"""Of the values' own size: what differs by less is one value."""
ROOM = 0.05
"""Of the range of values, left free at each end."""
TITLE_COLUMNS, SUBTITLE_COLUMNS = 52, 80


def draw_boxplot(column: ColumnProfile, *, language: Language) -> bytes:
    """PNG of one numeric column: box, whiskers at 1.5 interquartile ranges, a sample of the outliers.

    Raises:
        ValueError: the column is not numeric.
    """
    if not column.type.is_numeric:
        raise ValueError(f"{column.label}: a boxplot needs a numeric column, not {column.type.value}")
    picture = Raster(WIDTH, HEIGHT)
    title = Message("Boxplot of {column}", column=column.label).render(language)
    picture.text(LEFT, 27, title, 12, INK, width=TITLE_COLUMNS)
    counts = Message(
        "{present:,} values · {missing:,} missing · {outliers:,} outliers",
        present=column.present,
        missing=column.missing,
        outliers=column.outlier_count,
    )
    picture.text(LEFT, 52, counts.render(language), 9, MUTED, width=SUBTITLE_COLUMNS)
    picture.line(LEFT, BOTTOM, RIGHT, BOTTOM, MUTED)
    low, q1, q2, q3, high = (
        float(value) if isinstance(value, int | float) else None
        for value in (column.whisker_low, column.q1, column.q2, column.q3, column.whisker_high)
    )
    if low is None or q1 is None or q2 is None or q3 is None or high is None:
        empty = Message("there are no values").render(language)
        picture.text(picture.width / 2, MIDDLE, empty, 11, MUTED, anchor="middle")
        return picture.png()
    outliers = [float(value) for value in column.outliers]
    mean = [float(column.mean)] if column.mean is not None else []
    seen = [low, q1, q3, high, *outliers, *mean]
    axis = _Axis(min(seen), max(seen))
    for tick in axis.ticks:
        x = axis.place(tick)
        picture.line(x, TOP, x, BOTTOM - 1, GRID)
        picture.line(x, BOTTOM, x, BOTTOM + 4, MUTED)
        picture.text(x, BOTTOM + 19, number(tick).replace("-", "−"), 9, INK, anchor="middle")
    for end, side in ((low, q1), (high, q3)):
        picture.line(axis.place(end), MIDDLE, axis.place(side), MIDDLE, BLUE, 2)
        picture.line(axis.place(end), MIDDLE - HALF_CAP, axis.place(end), MIDDLE + HALF_CAP, BLUE, 2)
    top, bottom = MIDDLE - HALF_BOX, MIDDLE + HALF_BOX
    picture.box(axis.place(q1), top, axis.place(q3), bottom, PALE_BLUE, BLUE, 2)
    picture.line(axis.place(q2), top, axis.place(q2), bottom, BLUE, 3)
    picture.markers([axis.place(value) for value in outliers], MIDDLE, "ring", ORANGE)
    picture.markers([axis.place(value) for value in mean], MIDDLE, "diamond", INK)
    return picture.png()


class _Axis:
    """Where values lie between LEFT and RIGHT."""

    def __init__(self, least: float, most: float) -> None:
        from matplotlib.ticker import MaxNLocator

        # Halved before they are subtracted: the range of the largest numbers is no number.
        self._middle = least / 2 + most / 2
        half = (most / 2 - least / 2) * (1 + 2 * ROOM)
        is_one_value = half <= TOO_NEAR * abs(self._middle)
        self._half = (abs(self._middle) * ROOM or 1.0) if is_one_value else half
        from_, to = self._middle - self._half, self._middle + self._half
        most = fitting_ticks(from_, to, MOST_TICKS, columns_in((RIGHT - LEFT) / DPI, 9))
        ticks = MaxNLocator(most).tick_values(from_, to)
        self.ticks = [float(tick) for tick in ticks if from_ <= tick <= to]

    def place(self, value: float) -> float:
        """In pixels from the left."""
        return (LEFT + RIGHT) / 2 + (value - self._middle) / self._half * (RIGHT - LEFT) / 2
