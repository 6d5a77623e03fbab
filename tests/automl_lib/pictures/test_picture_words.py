"""The words of a picture are in the language that is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from matplotlib.axes import Axes

from automl_lib.pictures import (
    canvas,
    draw_boxplot,
    draw_calibration,
    draw_clusters,
    draw_confusion_matrix,
    draw_dependence,
    draw_loss_curve,
    draw_predicted_actual,
    draw_residuals,
    draw_roc_curves,
    draw_silhouette_by_k,
    raster,
)
from domain.columns import ColumnType
from domain.evaluations import RocCurve
from domain.messages import LANGUAGES, Language
from tests.automl_lib.pictures.drawn_from import CALIBRATION, EMPTY, HISTORY, column, dependence

RNG = np.random.default_rng(0)

ASCII_PICTURES: dict[str, Callable[..., bytes | None]] = {
    "boxplot": partial(draw_boxplot, column(label="cost")),
    "boxplot, no value": partial(draw_boxplot, column(label="cost", **EMPTY, outliers=(), outlier_count=0)),
    "confusion matrix": partial(
        draw_confusion_matrix, np.eye(30, dtype=int).tolist(), [f"c{i}" for i in range(30)], "waste"
    ),
    "roc": partial(
        draw_roc_curves, [RocCurve(f"c{i}", (0, 0.2, 1), (0, 0.8, 1), 0.8) for i in range(12)], "waste"
    ),
    "calibration": partial(draw_calibration, CALIBRATION, "waste"),
    "loss": partial(draw_loss_curve, HISTORY, "waste", 12),
    "clusters": partial(
        draw_clusters, RNG.normal(size=(3_000, 2)), [i % 3 for i in range(3_000)], [0.5, 0.2], "waste"
    ),
    "silhouette": partial(draw_silhouette_by_k, [2, 3], [0.4, 0.2], 2, "waste"),
    "predicted and actual": partial(draw_predicted_actual, [1.0, 2.0], [1.5, 2.5], "waste"),
    "residuals": partial(draw_residuals, [1.0, 2.0], [1.5, 2.5], "waste"),
    "dependence": partial(draw_dependence, dependence(ColumnType.REAL, 0.1, 0.5, label="age"), ["yes"]),
    "nothing": partial(draw_clusters, [], [], [], "waste"),
}


@pytest.mark.parametrize("name", ASCII_PICTURES)
def test_the_words_of_a_picture_are_in_its_language(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def keep(text: object, *rest: object) -> str:
        written.append(str(text))
        return str(text)

    for module in (canvas, raster):
        monkeypatch.setattr(module, "printable", keep)
    labels: dict[Language, set[str]] = {language: set() for language in LANGUAGES}
    original = Axes.legend
    monkeypatch.setattr(
        Axes,
        "legend",
        lambda axes, **place: (
            written.extend(map(str, axes.get_legend_handles_labels()[1])) or original(axes, **place)
        ),
    )
    for language, seen in labels.items():
        written.clear()
        ASCII_PICTURES[name](language=language)
        seen.update(written)
    assert any(re.search("[가-힣]", text) for text in labels["ko"])
    assert not [text for text in labels["en"] if re.search("[가-힣]", text)]
