"""The boxplot (상자 수염 그림) of a column, from its profile alone."""

from __future__ import annotations

from automl_lib.pictures.canvas import (
    BLUE,
    INK,
    ORANGE,
    PALE_BLUE,
    new_figure,
    say_empty,
    set_grid,
    set_title,
    to_png,
    use_number_ticks,
)
from automl_lib.profile.result import ColumnProfile


def draw_boxplot(column: ColumnProfile) -> bytes:
    """PNG of one numeric column: box, whiskers at 1.5 interquartile ranges, a sample of the outliers.

    Raises:
        ValueError: the column is not numeric.
    """
    if not column.type.is_numeric:
        raise ValueError(f"{column.label}: a boxplot needs a numeric column, not {column.type.value}")
    figure, axes = new_figure(6.4, 2.5, layout=None)
    figure.subplots_adjust(left=0.05, right=0.95, top=0.74, bottom=0.16)
    subtitle = f"값 {column.present:,}개 · 누락 {column.missing:,}개 · 이상값 {column.outlier_count:,}개"
    set_title(axes, f"{column.label} 분포 (Boxplot)", subtitle)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    quartiles = (column.q1, column.q2, column.q3)
    whiskers = (column.whisker_low, column.whisker_high)
    if None in quartiles or None in whiskers:
        say_empty(axes, "값이 없습니다")
        return to_png(figure)
    statistics = {
        "q1": column.q1,
        "med": column.q2,
        "q3": column.q3,
        "mean": column.mean,
        "whislo": column.whisker_low,
        "whishi": column.whisker_high,
        "fliers": list(column.outliers),
    }
    axes.bxp(
        [statistics],
        orientation="horizontal",
        widths=0.5,
        showmeans=column.mean is not None,
        patch_artist=True,
        boxprops={"facecolor": PALE_BLUE, "edgecolor": BLUE, "linewidth": 1.2},
        medianprops={"color": BLUE, "linewidth": 2.2},
        whiskerprops={"color": BLUE, "linewidth": 1.2},
        capprops={"color": BLUE, "linewidth": 1.2},
        meanprops={"marker": "D", "markerfacecolor": INK, "markeredgecolor": "none", "markersize": 4.5},
        flierprops={"marker": "o", "markersize": 3.5, "markeredgecolor": ORANGE, "alpha": 0.55},
    )
    axes.set_yticks([])
    use_number_ticks(axes, "x")
    set_grid(axes, "x")
    return to_png(figure)
