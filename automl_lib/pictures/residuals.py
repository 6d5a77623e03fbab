"""How near predicted numbers are to actual ones: one against the other, and their differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.pictures.canvas import (
    BLUE,
    MUTED,
    new_figure,
    set_grid,
    set_labels,
    set_title,
    to_png,
    use_number_ticks,
    write_empty,
)
from domain.messages import Language, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

_LARGEST = 1e300
"""Numbers beyond it have no range that a double holds."""


def draw_predicted_actual(
    actual: Sequence[float], predicted: Sequence[float], title: str, *, language: Language
) -> bytes:
    """PNG of predicted over actual numbers, with the diagonal on which both are the same.

    Args:
        actual, predicted: of n rows.
        title: above the picture.
    """
    figure, axes = new_figure(5.6, 5.0)
    if _is_empty(axes, actual, predicted, title, language):
        return to_png(figure)
    low, high = min(*actual, *predicted), max(*actual, *predicted)
    axes.plot([low, high], [low, high], color=MUTED, linestyle="--", linewidth=1)
    _scatter(axes, actual, predicted)
    set_labels(axes, Message("Actual value").render(language), Message("Predicted value").render(language))
    return to_png(figure)


def draw_residuals(
    actual: Sequence[float], predicted: Sequence[float], title: str, *, language: Language
) -> bytes:
    """PNG of the residuals (actual less predicted) over the predicted numbers.

    Args:
        actual, predicted: of n rows.
        title: above the picture.
    """
    figure, axes = new_figure(6.4, 4.2)
    if _is_empty(axes, actual, predicted, title, language):
        return to_png(figure)
    axes.axhline(0, color=MUTED, linestyle="--", linewidth=1)
    _scatter(axes, predicted, [a - p for a, p in zip(actual, predicted, strict=True)])
    across, up = Message("Predicted value"), Message("Residual (actual − predicted)")
    set_labels(axes, across.render(language), up.render(language))
    return to_png(figure)


def _is_empty(
    axes: Axes, actual: Sequence[float], predicted: Sequence[float], title: str, language: Language
) -> bool:
    """Whether there is nothing to draw; then the picture says so."""
    if not len(actual) or max(map(abs, [*actual, *predicted])) > _LARGEST:
        set_title(axes, title)
        write_empty(axes, Message("there are no rows to draw").render(language))
        return True
    set_title(axes, title, Message("{rows:,} held-out rows", rows=len(actual)).render(language))
    return False


def _scatter(axes: Axes, across: Sequence[float], up: Sequence[float]) -> None:
    axes.scatter(across, up, s=14, color=BLUE, alpha=0.5, linewidths=0)
    set_grid(axes)
    use_number_ticks(axes, "x", ticks=5)
    use_number_ticks(axes, "y")
