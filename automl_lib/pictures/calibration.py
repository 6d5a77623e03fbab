"""Probabilities against what happened, as a picture. The numbers are measured elsewhere."""

from __future__ import annotations

from automl_lib.pictures.canvas import (
    BLUE,
    MUTED,
    new_figure,
    set_grid,
    set_labels,
    set_title,
    to_png,
    write_empty,
)
from domain.calibration import Calibration
from domain.messages import Language, Message


def draw_calibration(calibration: Calibration, title: str, *, language: Language) -> bytes:
    """PNG of the observed share over the predicted probability of each bin, with 95% intervals and the diagonal."""
    figure, axes = new_figure(5.6, 5.2)
    bins = calibration.bins
    figures = Message(
        "Brier score {brier:.4f}, calibration error {ece:.1%}, {rows:,} held-out rows",
        brier=calibration.brier,
        ece=calibration.ece,
        rows=sum(one.rows for one in bins),
    )
    set_title(axes, title, figures.render(language))
    if not bins:
        write_empty(axes, Message("there are no rows to draw").render(language))
        return to_png(figure)
    reach = calibration.reach
    axes.plot([0, reach], [0, reach], linestyle="--", linewidth=1, color=MUTED)
    predicted, observed = [one.predicted for one in bins], [one.observed for one in bins]
    below = [max(one.observed - one.low, 0.0) for one in bins]
    above = [max(one.high - one.observed, 0.0) for one in bins]
    axes.errorbar(predicted, observed, yerr=[below, above], color=BLUE, marker="o", linewidth=1.6, capsize=3)
    axes.set_xlim(-0.02 * reach, 1.02 * reach)
    axes.set_ylim(-0.02 * reach, 1.02 * reach)
    axes.set_aspect("equal")
    set_grid(axes)
    across, up = Message("predicted probability"), Message("observed share")
    set_labels(axes, across.render(language), up.render(language))
    return to_png(figure)
