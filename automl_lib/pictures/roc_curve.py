"""ROC curves (수신자 판단 곡선) as a picture. Rates and areas are computed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

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

MOST_CURVES = 8
_MOST_POINTS = 500


class RocCurve(TypedDict):
    """One curve: false and true positive rates (rising, 0 to 1), and the area under it (None: unknown)."""

    label: str
    fpr: Sequence[float]
    tpr: Sequence[float]
    auc: float | None


def draw_roc_curves(curves: Sequence[RocCurve], title: str = "수신자 판단 곡선 (ROC Curve)") -> bytes:
    """PNG of one or more ROC curves with the diagonal of chance; beyond eight, the first eight."""
    figure, axes = new_figure(5.6, 5.2)
    drawn = [curve for curve in curves if len(curve["fpr"]) > 1][:MOST_CURVES]
    left_out = len(curves) - len(drawn)
    set_title(axes, title, f"곡선 {len(curves)}개 중 {len(drawn)}개를 그렸습니다" if left_out else "")
    if not drawn:
        write_empty(axes, "그릴 곡선이 없습니다")
        return to_png(figure)
    axes.plot([0, 1], [0, 1], linestyle="--", linewidth=1, color=MUTED, label="우연 (AUC 0.500)")
    for colour, curve in zip(SERIES, drawn, strict=False):
        area = "" if curve["auc"] is None else f" (AUC {curve['auc']:.3f})"
        fpr, tpr = thin_out(curve["fpr"], curve["tpr"])
        axes.plot(fpr, tpr, color=colour, linewidth=1.8, label=printable(curve["label"], 24) + area)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.02)
    axes.set_aspect("equal")
    set_grid(axes)
    set_labels(axes, "위양성률 (1 − 특이도)", "민감도 (Sensitivity)")
    add_legend(axes, loc="lower right")
    return to_png(figure)


def thin_out(fpr: Sequence[float], tpr: Sequence[float]) -> tuple[list[float], list[float]]:
    """At most 500 evenly spaced points, both ends kept: more can't be seen and only cost time."""
    count = len(fpr)
    if count <= _MOST_POINTS:
        return list(fpr), list(tpr)
    places = [round(i * (count - 1) / (_MOST_POINTS - 1)) for i in range(_MOST_POINTS)]
    return [fpr[i] for i in places], [tpr[i] for i in places]
