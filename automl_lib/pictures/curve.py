"""A picture of any scores over a growing quantity: rows, trees, depth, rounds of tuning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from automl_lib.pictures.canvas import (
    SERIES,
    add_legend,
    new_figure,
    set_grid,
    set_labels,
    set_title,
    to_png,
    use_number_ticks,
    write_empty,
)
from automl_lib.pictures.fonts import printable


def draw_curve(
    x: Sequence[float],
    series: Mapping[str, Sequence[float]],
    title: str,
    *,
    x_label: str = "",
    y_label: str = "",
    mark: float | None = None,
) -> bytes:
    """PNG of one or more lines over the same x.

    Args:
        x: n positions.
        series: name to n values; NaN leaves a gap.
        title: above the picture.
        x_label: below.
        y_label: at the left.
        mark: a position on x to mark, e.g. what was chosen.
    """
    figure, axes = new_figure(6.4, 3.8)
    set_title(axes, title)
    if len(x) == 0 or not series:
        write_empty(axes, "그릴 값이 없습니다")
        return to_png(figure)
    marker = "o" if len(x) < 40 else ""
    for position, (name, values) in enumerate(series.items()):
        colour = SERIES[position % len(SERIES)]
        axes.plot(
            x, values, color=colour, linewidth=1.8, marker=marker, markersize=3.5, label=printable(name, 24)
        )
    if mark is not None:
        axes.axvline(mark, color="#6b7280", linestyle="--", linewidth=1, label="고른 값")
    use_number_ticks(axes, "x", 8)
    use_number_ticks(axes, "y")
    set_grid(axes)
    set_labels(axes, x_label, y_label)
    if len(series) > 1 or mark is not None:
        add_legend(axes, loc="best")
    return to_png(figure)
