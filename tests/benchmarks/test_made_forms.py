"""Hard made pages: the same from the same seed, with a truth that follows every warp."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from benchmarks.made_forms.capture import Capture, curve, flat, moved_texts, no_bend
from benchmarks.made_forms.damage import dot_matrix, faint_thermal, faxed, skewed
from benchmarks.made_forms.forms import ruled_form
from benchmarks.made_forms.photographs import Scene, photographed
from benchmarks.made_forms.recipes import RECIPES, SCREENSHOT_EVERY, made_capture
from benchmarks.made_forms.sheet import Sheet, unseen_faces
from benchmarks.made_forms.slips import receipt
from benchmarks.page_rows import ReadText
from benchmarks.page_scoring import TrueText, score_page
from ocr_lib.synthetic.fonts import without
from ocr_lib.training.replay import NEVER, replay_fonts

pytestmark = pytest.mark.skipif(not unseen_faces(), reason="no face is installed that is kept from training")


@pytest.fixture
def slip() -> Capture:
    return flat(*receipt(np.random.default_rng(3), "ko", 100.0))


def darkness(capture: Capture, box: tuple[float, ...]) -> float:
    """How much darker the darkest twentieth within a box is than its brightest twentieth."""
    x0, y0, x1, y1 = (round(side) for side in box)
    grey = capture.picture[y0 : y1 + 1, x0 : x1 + 1].mean(axis=2)
    return float(np.percentile(grey, 95) - np.percentile(grey, 5))


def test_faces_are_kept_from_training() -> None:
    assert without(unseen_faces(), NEVER) == []
    assert not set(unseen_faces()) & set(replay_fonts())


@pytest.mark.parametrize("number", [9, SCREENSHOT_EVERY - 1])
def test_a_number_and_a_seed_make_one_page(number: int) -> None:
    language, made = made_capture(number, 5)
    again, same = made_capture(number, 5)
    _, other = made_capture(number, 6)
    assert (language, made.texts, made.kinds) == (again, same.texts, same.kinds)
    assert np.array_equal(made.picture, same.picture)
    assert made.texts != other.texts


def test_a_written_text_is_within_its_box_and_nowhere_else() -> None:
    sheet = Sheet(60, 20, 200, unseen_faces()[0], squeeze=0.8)
    sheet.write("Total 1,200", 30, 10, 12, align="centre", by_words=True)
    assert [text.text for text in sheet.texts] == ["Total", "1,200"]
    ink = sheet.array.mean(axis=2) < 128
    for text in sheet.texts:
        x0, y0, x1, y1 = (round(side) for side in text.box)
        assert ink[y0:y1, x0:x1].any()
        ink[y0 - 1 : y1 + 1, x0 - 1 : x1 + 1] = False
    assert not ink.any()


def test_the_thickness_of_rules_is_in_millimetres() -> None:
    for thick, pixels in ((0.1, 1), (0.5, 6), (1.0, 12)):
        sheet = Sheet(20, 20, 300, unseen_faces()[0])
        sheet.rule(5, 10, 15, 10, thick)
        assert (sheet.array[:, 118].mean(axis=1) < 128).sum() == pytest.approx(pixels, abs=1)


@pytest.mark.parametrize("bend", ["flat", "curved", "crumpled"])
@pytest.mark.parametrize("turn", [-9.0, 8.0])
def test_boxes_move_with_a_photographed_sheet(slip: Capture, bend: str, turn: float) -> None:
    scene = Scene("wood", 20.0, turn, bend, 900, has_hand=True, has_shadow=False)
    seen = photographed(slip, scene, np.random.default_rng(7))
    height, width = seen.picture.shape[:2]
    assert max(height, width) == pytest.approx(900, abs=2)
    assert [text.text for text in seen.texts] == [text.text for text in slip.texts]
    for text in seen.texts:
        assert 0 <= text.box[0] < text.box[2] <= width
        assert 0 <= text.box[1] < text.box[3] <= height
        assert darkness(seen, text.box) > 60


def test_a_bend_and_its_inverse_meet() -> None:
    bend = curve((300, 200), np.random.default_rng(1), 0.03)
    points = np.random.default_rng(2).uniform(20, 180, (50, 2))
    assert np.abs(bend.sources(bend.move(points)) - points).max() < 0.1
    assert np.array_equal(no_bend((300, 200)).move(points), points)


def test_a_skewed_text_stays_in_the_bounds_of_its_box(slip: Capture) -> None:
    tilted = skewed(slip, 4.0)
    for text in tilted.texts:
        assert darkness(tilted, text.box) > 100


def test_a_photograph_whose_words_are_all_read_has_no_errors() -> None:
    made = flat(*ruled_form(np.random.default_rng(0), "ko", 100.0))
    scene = Scene("plain", 24.0, 9.0, "flat", 900, has_hand=False, has_shadow=False)
    seen = photographed(made, scene, np.random.default_rng(0))
    truth = [TrueText(text.text, text.box, text.row) for text in seen.texts]
    assert score_page(truth, [ReadText(text.text, text.box) for text in seen.texts]).edits == 0


def test_faxes_are_black_and_white_and_needles_leave_dots(slip: Capture) -> None:
    rng = np.random.default_rng(0)
    assert set(np.unique(faxed(slip, rng).picture)) == {0, 255}
    printed = dot_matrix(slip, rng)
    assert printed.picture.shape == (slip.picture.shape[0] * 3, slip.picture.shape[1] * 3, 3)
    assert printed.texts[0].box == tuple(3 * side for side in slip.texts[0].box)


def test_faded_print_is_fainter_but_there(slip: Capture) -> None:
    faded = faint_thermal(slip, np.random.default_rng(0))
    for text in slip.texts:
        assert 30 < darkness(faded, text.box) < darkness(slip, text.box)


def test_every_recipe_names_its_kinds() -> None:
    captures = {capture for _, _, capture in RECIPES}
    assert {"scan", "photo", "fax", "needles", "curved photo", "crumpled photo", "thermal photo"} <= captures


def test_moved_boxes_hold_the_whole_turned_box(slip: Capture) -> None:
    matrix = cv2.getRotationMatrix2D((0, 0), 10, 1.0)
    only = replace(slip.texts[0], box=(100.0, 100.0, 200.0, 120.0))
    (moved,) = moved_texts([only], lambda points: np.c_[points, np.ones(len(points))] @ matrix.T)
    cos, sin = np.cos(np.deg2rad(10)), np.sin(np.deg2rad(10))
    assert moved.box[2] - moved.box[0] == pytest.approx(100 * cos + 20 * sin)
    assert moved.box[3] - moved.box[1] == pytest.approx(100 * sin + 20 * cos)
