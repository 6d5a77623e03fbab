"""Every picture is a PNG with all its glyphs, for usual and for awkward input."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

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
from automl_lib.pictures.canvas import new_figure, set_title
from automl_lib.pictures.confusion_matrix import gather_rare
from automl_lib.pictures.roc_curve import thin_out
from automl_lib.profile import ColumnProfile
from domain.calibration import Calibration, CalibrationBin
from domain.columns import ColumnType
from domain.evaluations import RocCurve
from domain.explanations import ColumnValues, Dependence, DependencePoint

AWKWARD = "漢字 한글 📦 $a_b$ \\frac{ %d {x} −5\n" + "아주 긴 이름" * 20
CALIBRATION = Calibration(
    0.12,
    0.2,
    0.03,
    (
        CalibrationBin(40, 0.02, 0.0, 0.0, 0.09),
        CalibrationBin(41, 0.4, 0.5, 0.35, 0.65),
        CalibrationBin(39, 1.0, 1.0, 0.9, 1.0),
    ),
)
SMALL = 60_000


def dependence(kind: ColumnType, *values: float | str, label: str = "나이", outputs: int = 1) -> Dependence:
    points = tuple(
        DependencePoint(value, tuple((place + at) / 20 for at in range(outputs)))
        for place, value in enumerate(values)
    )
    return Dependence(label, kind, points)


SHARE = ColumnValues("c0001", "비율", ColumnType.REAL, unit="%")
DAYS = [f"2024-{month:02}-01" for month in range(1, 13)]
TITLE = "폐기물 · 신경망 (Neural Network)"


def column(**changed: object) -> ColumnProfile:
    numbers = {"min": -5, "max": 90, "mean": 12.5, "q1": 4.0, "q2": 10.0, "q3": 20.0}
    whiskers = {"whisker_low": -5.0, "whisker_high": 44.0, "outliers": (60.0, 90.0), "outlier_count": 2}
    fields = {"missing": 3, "distinct": 80, **numbers, **whiskers, **changed}
    return ColumnProfile("c0001", str(fields.pop("label", "처리비용")), ColumnType.REAL, 103, **fields)  # type: ignore[arg-type]


EMPTY = dict.fromkeys(("min", "max", "mean", "q1", "q2", "q3", "whisker_low", "whisker_high"))
RNG = np.random.default_rng(0)
NUMBERS = RNG.normal(50, 20, 400)
HISTORY = [{"epoch": i, "train_loss": 1 / i, "valid_loss": 1 / i + 0.1} for i in range(1, 30)]

PICTURES: dict[str, Callable[[], bytes]] = {
    "boxplot": lambda: draw_boxplot(column()),
    "boxplot, awkward label": lambda: draw_boxplot(column(label=AWKWARD)),
    "boxplot, no value": lambda: draw_boxplot(column(**EMPTY, outliers=(), outlier_count=0)),
    "boxplot, tiny values": lambda: draw_boxplot(
        column(q1=1e-9, q2=2e-9, q3=3e-9, whisker_high=4e-9, outliers=())
    ),
    "boxplot, huge values": lambda: draw_boxplot(column(q3=1e300, whisker_high=1e301, outliers=())),
    "boxplot, one value": lambda: draw_boxplot(
        column(mean=7.0, q1=7.0, q2=7.0, q3=7.0, whisker_low=7.0, whisker_high=7.0, outliers=())
    ),
    "boxplot, the largest values": lambda: draw_boxplot(
        column(whisker_low=-1.7e308, q1=-1e308, q2=0.0, q3=1e308, whisker_high=1.7e308, outliers=())
    ),
    "confusion matrix": lambda: draw_confusion_matrix([[50, 3], [7, 20]], ["아니오", "예"], TITLE),
    "confusion matrix, awkward": lambda: draw_confusion_matrix([[1, 0], [0, 0]], [AWKWARD, ""], AWKWARD),
    "confusion matrix, 60 classes": lambda: draw_confusion_matrix(
        RNG.integers(0, 9, (60, 60)).tolist(), [f"폐기물 종류 {i}" for i in range(60)], TITLE
    ),
    "confusion matrix, no rows": lambda: draw_confusion_matrix([[0, 0], [0, 0]], ["가", "나"], TITLE),
    "roc": lambda: draw_roc_curves([RocCurve("신경망", (0, 0.2, 1), (0, 0.8, 1), 0.8)], TITLE),
    "roc, many and awkward": lambda: draw_roc_curves(
        [RocCurve(f"{AWKWARD}{i}", (0, 1), (0, 1), 0.5) for i in range(12)], TITLE
    ),
    "roc, none": lambda: draw_roc_curves([], TITLE),
    "calibration": lambda: draw_calibration(CALIBRATION, TITLE),
    "calibration, awkward": lambda: draw_calibration(CALIBRATION, AWKWARD),
    "calibration, one bin": lambda: draw_calibration(replace(CALIBRATION, bins=CALIBRATION.bins[:1]), TITLE),
    "calibration, none": lambda: draw_calibration(replace(CALIBRATION, bins=()), TITLE),
    "loss": lambda: draw_loss_curve(HISTORY, TITLE, 12),
    "loss, one epoch": lambda: draw_loss_curve(HISTORY[:1], TITLE, 1),
    "loss, broken": lambda: draw_loss_curve([*HISTORY, {"epoch": 30, "train_loss": float("nan")}], TITLE, 99),
    "loss, none": lambda: draw_loss_curve([], TITLE),
    "clusters": lambda: draw_clusters(
        RNG.normal(size=(3000, 2)), RNG.integers(0, 12, 3000).tolist(), [0.5, 0.2], TITLE
    ),
    "clusters, one row": lambda: draw_clusters([[0.0, 0.0]], ["한 군집"], [1.0], TITLE),
    "clusters, none": lambda: draw_clusters([], [], [], TITLE),
    "predicted and actual": lambda: draw_predicted_actual(NUMBERS.tolist(), (NUMBERS * 0.9).tolist(), TITLE),
    "predicted and actual, one row": lambda: draw_predicted_actual([5.0], [5.0], AWKWARD),
    "predicted and actual, none": lambda: draw_predicted_actual([], [], TITLE),
    "predicted and actual, the largest values": lambda: draw_predicted_actual([1.7e308], [-1e308], TITLE),
    "residuals": lambda: draw_residuals(NUMBERS.tolist(), (NUMBERS * 0.9).tolist(), TITLE),
    "residuals, won": lambda: draw_residuals([1.5e12, 3e12], [2e12, 2.5e12], TITLE),
    "residuals, none": lambda: draw_residuals([], [], TITLE),
    "dependence": lambda: draw_dependence(dependence(ColumnType.REAL, 0.1, 0.5, 0.9), ["예"], SHARE) or b"",
    "dependence, awkward": lambda: (
        draw_dependence(dependence(ColumnType.REAL, 1.0, 2.0, label=AWKWARD), [AWKWARD]) or b""
    ),
    "dependence, dates": lambda: draw_dependence(dependence(ColumnType.DATE, *DAYS), []) or b"",
    "dependence, categories of many classes": lambda: (
        draw_dependence(
            dependence(ColumnType.TEXT, *(f"{AWKWARD}{n}" for n in range(12)), outputs=20),
            [f"범주 {n}" for n in range(20)],
        )
        or b""
    ),
    "dependence, the largest values": lambda: (
        draw_dependence(dependence(ColumnType.REAL, -9e299, 9e299), []) or b""
    ),
    "silhouette": lambda: draw_silhouette_by_k([2, 3, 4], [0.4, -0.1, 0.2], 2, TITLE),
    "silhouette, none": lambda: draw_silhouette_by_k([], [], None, TITLE),
}


@pytest.fixture(autouse=True)
def _warnings_are_errors() -> Iterator[None]:
    # matplotlib warns "Glyph … missing from font(s) …" where it draws a box instead of a letter.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_small_png_without_missing_glyphs(name: str) -> None:
    png = PICTURES[name]()
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert 200 < width < 1500
    assert 150 < height < 1500
    assert len(png) < SMALL


@pytest.mark.parametrize("points", [(1.0,), (1.0, float("inf")), (1.0, 1e305)])
def test_a_dependence_that_no_axis_holds_is_not_drawn(points: tuple[float, ...]) -> None:
    assert draw_dependence(dependence(ColumnType.REAL, *points), ["예"]) is None


@pytest.mark.parametrize("name", ["boxplot", "confusion matrix", "clusters, one row", "dependence, dates"])
def test_the_same_picture_is_the_same_bytes(name: str) -> None:
    assert PICTURES[name]() == PICTURES[name]()


def test_nothing_is_cut_off_at_the_borders() -> None:
    from PIL import Image

    for name, draw in PICTURES.items():
        pixels = np.asarray(Image.open(io.BytesIO(draw())).convert("L"))
        border = np.concatenate(
            [pixels[:2].ravel(), pixels[-2:].ravel(), pixels[:, :2].ravel(), pixels[:, -2:].ravel()]
        )
        assert border.min() > 200, name


def test_drawing_leaves_global_settings_alone() -> None:
    import matplotlib

    before = dict(
        matplotlib.rcParams
    )  # reading them settles the one that is found when it is first asked for
    draw_confusion_matrix([[5, 1], [2, 8]], ["가", "나"], TITLE)
    draw_boxplot(column())
    assert dict(matplotlib.rcParams) == before


def test_threads_draw_what_one_thread_draws() -> None:
    labels = [f"열 {i}" for i in range(12)]
    alone = [draw_boxplot(column(label=label)) for label in labels]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda label: draw_boxplot(column(label=label)), labels))
    assert together == alone


def test_a_boxplot_shows_its_values_where_the_axis_says_they_are() -> None:
    from PIL import Image

    statistics = {"whisker_low": 0.0, "q1": 25.0, "q2": 50.0, "q3": 75.0, "whisker_high": 100.0}
    png = draw_boxplot(column(mean=None, outliers=(), **statistics))
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
        draw_boxplot(ColumnProfile("c0001", "지역", ColumnType.TEXT, 3, 0, 2))


def test_a_matrix_that_is_not_square_is_refused() -> None:
    with pytest.raises(ValueError, match="2 × 2"):
        draw_confusion_matrix([[1, 2]], ["가", "나"], TITLE)


def test_rare_classes_are_gathered_without_losing_rows() -> None:
    matrix = RNG.integers(0, 9, (10, 10)).tolist()
    gathered, names = gather_rare(matrix, [str(i) for i in range(10)], 4)
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
