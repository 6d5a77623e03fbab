"""Every picture is a PNG with all its glyphs, for usual and for awkward input."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from automl_lib.pictures import (
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
)
from automl_lib.pictures.canvas import new_figure, set_title, use_number_ticks
from automl_lib.pictures.confusion_matrix import gather_rare
from automl_lib.pictures.roc_curve import thin_out
from automl_lib.profile import ColumnProfile
from domain.columns import ColumnType
from domain.evaluations import RocCurve
from domain.explanations import ColumnValues
from domain.messages import LANGUAGES, Language
from tests.automl_lib.pictures.drawn_from import CALIBRATION, EMPTY, HISTORY, column, dependence

AWKWARD = "漢字 한글 📦 $a_b$ \\frac{ %d {x} −5\n" + "아주 긴 이름" * 20
SMALL = 60_000
SHARE = ColumnValues("c0001", "비율", ColumnType.REAL, unit="%")
DAYS = [f"2024-{month:02}-01" for month in range(1, 13)]
TITLE = "폐기물 · 신경망 (Neural Network)"
RNG = np.random.default_rng(0)
NUMBERS = RNG.normal(50, 20, 400)
PICTURES: dict[str, Callable[..., bytes | None]] = {
    "boxplot": partial(draw_boxplot, column()),
    "boxplot, awkward label": partial(draw_boxplot, column(label=AWKWARD)),
    "boxplot, no value": partial(draw_boxplot, column(**EMPTY, outliers=(), outlier_count=0)),
    "boxplot, tiny values": partial(
        draw_boxplot, column(q1=1e-9, q2=2e-9, q3=3e-9, whisker_high=4e-9, outliers=())
    ),
    "boxplot, huge values": partial(draw_boxplot, column(q3=1e300, whisker_high=1e301, outliers=())),
    "boxplot, one value": partial(
        draw_boxplot, column(mean=7.0, q1=7.0, q2=7.0, q3=7.0, whisker_low=7.0, whisker_high=7.0, outliers=())
    ),
    "boxplot, the largest values": partial(
        draw_boxplot,
        column(whisker_low=-1.7e308, q1=-1e308, q2=0.0, q3=1e308, whisker_high=1.7e308, outliers=()),
    ),
    "confusion matrix": partial(draw_confusion_matrix, [[50, 3], [7, 20]], ["아니오", "예"], TITLE),
    "confusion matrix, awkward": partial(draw_confusion_matrix, [[1, 0], [0, 0]], [AWKWARD, ""], AWKWARD),
    "confusion matrix, 60 classes": partial(
        draw_confusion_matrix,
        RNG.integers(0, 9, (60, 60)).tolist(),
        [f"폐기물 종류 {i}" for i in range(60)],
        TITLE,
    ),
    "confusion matrix, no rows": partial(draw_confusion_matrix, [[0, 0], [0, 0]], ["가", "나"], TITLE),
    "roc": partial(draw_roc_curves, [RocCurve("신경망", (0, 0.2, 1), (0, 0.8, 1), 0.8)], TITLE),
    "roc, many and awkward": partial(
        draw_roc_curves, [RocCurve(f"{AWKWARD}{i}", (0, 1), (0, 1), 0.5) for i in range(12)], TITLE
    ),
    "roc, none": partial(draw_roc_curves, [], TITLE),
    "calibration": partial(draw_calibration, CALIBRATION, TITLE),
    "calibration, awkward": partial(draw_calibration, CALIBRATION, AWKWARD),
    "calibration, one bin": partial(draw_calibration, replace(CALIBRATION, bins=CALIBRATION.bins[:1]), TITLE),
    "calibration, none": partial(draw_calibration, replace(CALIBRATION, bins=()), TITLE),
    "loss": partial(draw_loss_curve, HISTORY, TITLE, 12),
    "loss, one epoch": partial(draw_loss_curve, HISTORY[:1], TITLE, 1),
    "loss, broken": partial(
        draw_loss_curve, [*HISTORY, {"epoch": 30, "train_loss": float("nan")}], TITLE, 99
    ),
    "loss, none": partial(draw_loss_curve, [], TITLE),
    "clusters": partial(
        draw_clusters, RNG.normal(size=(3000, 2)), RNG.integers(0, 12, 3000).tolist(), [0.5, 0.2], TITLE
    ),
    "clusters, one row": partial(draw_clusters, [[0.0, 0.0]], ["한 군집"], [1.0], TITLE),
    "clusters, none": partial(draw_clusters, [], [], [], TITLE),
    "predicted and actual": partial(draw_predicted_actual, NUMBERS.tolist(), (NUMBERS * 0.9).tolist(), TITLE),
    "predicted and actual, one row": partial(draw_predicted_actual, [5.0], [5.0], AWKWARD),
    "predicted and actual, none": partial(draw_predicted_actual, [], [], TITLE),
    "predicted and actual, the largest values": partial(draw_predicted_actual, [1.7e308], [-1e308], TITLE),
    "residuals": partial(draw_residuals, NUMBERS.tolist(), (NUMBERS * 0.9).tolist(), TITLE),
    "residuals, won": partial(draw_residuals, [1.5e12, 3e12], [2e12, 2.5e12], TITLE),
    "residuals, none": partial(draw_residuals, [], [], TITLE),
    "dependence": partial(draw_dependence, dependence(ColumnType.REAL, 0.1, 0.5, 0.9), ["예"], SHARE),
    "dependence, awkward": partial(
        draw_dependence, dependence(ColumnType.REAL, 1.0, 2.0, label=AWKWARD), [AWKWARD]
    ),
    "dependence, dates": partial(draw_dependence, dependence(ColumnType.DATE, *DAYS), []),
    "dependence, categories of many classes": partial(
        draw_dependence,
        dependence(ColumnType.TEXT, *(f"{AWKWARD}{n}" for n in range(12)), outputs=20),
        [f"범주 {n}" for n in range(20)],
    ),
    "dependence, the largest values": partial(
        draw_dependence, dependence(ColumnType.REAL, -9e299, 9e299), []
    ),
    "silhouette": partial(draw_silhouette_by_k, [2, 3, 4], [0.4, -0.1, 0.2], 2, TITLE),
    "silhouette, none": partial(draw_silhouette_by_k, [], [], None, TITLE),
}


@pytest.fixture(autouse=True)
def _warnings_are_errors() -> Iterator[None]:
    # matplotlib warns "Glyph … missing from font(s) …" where it draws a box instead of a letter.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_small_png_without_missing_glyphs(name: str, language: Language) -> None:
    png = PICTURES[name](language=language)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 200 < width < 1500
    assert 150 < height < 1500
    assert len(png) < SMALL


@pytest.mark.parametrize("points", [(1.0,), (1.0, float("inf")), (1.0, 1e305)])
def test_a_dependence_that_no_axis_holds_is_not_drawn(points: tuple[float, ...]) -> None:
    assert draw_dependence(dependence(ColumnType.REAL, *points), ["예"], language="ko") is None


@pytest.mark.parametrize("name", ["boxplot", "confusion matrix", "clusters, one row", "dependence, dates"])
def test_the_same_picture_is_the_same_bytes(name: str) -> None:
    assert PICTURES[name](language="ko") == PICTURES[name](language="ko")


def test_nothing_is_cut_off_at_the_borders() -> None:
    from PIL import Image

    for name, draw in PICTURES.items():
        pixels = np.asarray(Image.open(io.BytesIO(draw(language="ko"))).convert("L"))
        border = np.concatenate(
            [pixels[:2].ravel(), pixels[-2:].ravel(), pixels[:, :2].ravel(), pixels[:, -2:].ravel()]
        )
        assert border.min() > 200, name


def test_drawing_leaves_global_settings_alone() -> None:
    import matplotlib

    before = dict(
        matplotlib.rcParams
    )  # reading them settles the one that is found when it is first asked for
    draw_confusion_matrix([[5, 1], [2, 8]], ["가", "나"], TITLE, language="ko")
    draw_boxplot(column(), language="ko")
    assert dict(matplotlib.rcParams) == before


def test_threads_draw_what_one_thread_draws() -> None:
    labels = [f"열 {i}" for i in range(12)]
    alone = [draw_boxplot(column(label=label), language="ko") for label in labels]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda label: draw_boxplot(column(label=label), language="ko"), labels))
    assert together == alone


def test_a_boxplot_shows_its_values_where_the_axis_says_they_are() -> None:
    from PIL import Image

    statistics = {"whisker_low": 0.0, "q1": 25.0, "q2": 50.0, "q3": 75.0, "whisker_high": 100.0}
    png = draw_boxplot(column(mean=None, outliers=(), **statistics), language="ko")
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    height = pixels.shape[0]
    blue = (pixels[:, :, 2] - pixels[:, :, 0] > 80).sum(axis=0)
    # From the left: a cap, the side of the box, the median, the other side, the other cap.
    upright = np.flatnonzero(blue > height // 8)
    strokes = np.split(upright, np.flatnonzero(np.diff(upright) > 1) + 1)
    places = [float(stroke.mean()) for stroke in strokes]
    assert len(places) == 5
    assert np.allclose(np.diff(places), (places[-1] - places[0]) / 4, atol=1.5)


def test_a_boxplot_of_a_text_column_is_refused() -> None:
    with pytest.raises(ValueError, match="text"):
        draw_boxplot(ColumnProfile("c0001", "지역", ColumnType.TEXT, 3, 0, 2), language="ko")


def test_a_matrix_that_is_not_square_is_refused() -> None:
    with pytest.raises(ValueError, match="2 × 2"):
        draw_confusion_matrix([[1, 2]], ["가", "나"], TITLE, language="ko")


def test_rare_classes_are_gathered_without_losing_rows() -> None:
    matrix = RNG.integers(0, 9, (10, 10)).tolist()
    gathered, names = gather_rare(matrix, [str(i) for i in range(10)], 4, "en")
    assert np.sum(gathered) == np.sum(matrix)
    kept = np.sort(np.argsort(-np.sum(matrix, axis=1), kind="stable")[:3])
    assert names[:3] == [str(i) for i in kept]
    assert np.array_equal(np.array(gathered)[:3, :3], np.array(matrix)[np.ix_(kept, kept)])


def test_thinning_a_curve_keeps_its_ends() -> None:
    fpr = np.linspace(0, 1, 12_345).tolist()
    thin_x, thin_y = thin_out(fpr, fpr)
    assert (thin_x[0], thin_x[-1]) == (0.0, 1.0)
    assert thin_x == thin_y == sorted(set(thin_x))
    assert len(thin_x) == 500


@pytest.mark.parametrize("unit", [1.0, 1e6, 1e12, 123_456_789_012_345.0])
def test_labels_of_an_axis_do_not_touch(unit: float) -> None:
    figure, axes = new_figure(4.4, 2.6)
    axes.plot([unit, 5 * unit], [1, 2])
    use_number_ticks(axes)
    figure.draw_without_rendering()
    low, high = axes.get_xlim()
    boxes = [
        label.get_window_extent()
        for place, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
        if low <= place <= high
    ]
    assert boxes
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))


@pytest.mark.parametrize("width", [4.8, 5.6, 6.4])
def test_a_title_is_drawn_whole_and_within_its_figure(width: float) -> None:
    title = "Confusion Matrix · 도매 고객 2026년 상반기 (서울) · Gradient Boost"
    figure, axes = new_figure(width, 4.4)
    set_title(axes, title)
    figure.draw_without_rendering()
    assert axes.get_title(loc="left").replace("\n", " ") == title
    drawn = axes._left_title.get_window_extent()  # matplotlib has no public way to a title at the left
    assert drawn.x1 <= figure.bbox.x1
    assert drawn.y1 <= figure.bbox.y1
