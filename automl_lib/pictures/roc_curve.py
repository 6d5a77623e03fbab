"""ROC curves as a picture. Rates and areas are computed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from automl_lib.pictures.canvas import (
    MUTED,
    SERIES,
    add_legend,
    new_figure,
    set_grid,
    set_labels,
    set_title,
    to_png,
    write_empty,
)
from automl_lib.pictures.fonts import printable
from domain.evaluations import RocCurve
from domain.messages import Language, Message

MOST_CURVES = 8
_MOST_POINTS = 500


def draw_roc_curves(curves: Sequence[RocCurve], title: str, *, language: Language) -> bytes:
    """PNG of one or more ROC curves with the diagonal of chance; beyond eight, the first eight."""
    figure, axes = new_figure(5.6, 5.2)
    drawn = [curve for curve in curves if len(curve.false_positive_rate) > 1][:MOST_CURVES]
    some = Message("{drawn} of {total} curves are drawn", drawn=len(drawn), total=len(curves))
    set_title(axes, title, some.render(language) if len(drawn) < len(curves) else "")
    if not drawn:
        write_empty(axes, Message("there are no curves to draw").render(language))
        return to_png(figure)
    chance = Message("chance (AUC 0.500)").render(language)
    axes.plot([0, 1], [0, 1], linestyle="--", linewidth=1, color=MUTED, label=chance)
    for colour, curve in zip(SERIES, drawn, strict=False):
        fpr, tpr = thin_out(curve.false_positive_rate, curve.true_positive_rate)
        axes.plot(
            fpr,
            tpr,
            color=colour,
            linewidth=1.8,
            label=f"{printable(curve.label, 24)} (AUC {curve.area:.3f})",
        )
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.02)
    axes.set_aspect("equal")
    set_grid(axes)
    across = Message("false positive rate (1 − specificity)").render(language)
    set_labels(axes, across, Message("true positive rate (sensitivity)").render(language))
    add_legend(axes, loc="lower right")
    return to_png(figure)


def thin_out(fpr: Sequence[float], tpr: Sequence[float]) -> tuple[list[float], list[float]]:
    """At most 500 evenly spaced points, both ends kept: more can't be seen and only cost time."""
    count = len(fpr)
    if count <= _MOST_POINTS:
        return list(fpr), list(tpr)
    places = [round(i * (count - 1) / (_MOST_POINTS - 1)) for i in range(_MOST_POINTS)]
    return [fpr[i] for i in places], [tpr[i] for i in places]
