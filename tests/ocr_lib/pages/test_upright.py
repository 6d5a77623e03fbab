"""Scans that lie askew or on their side are told by their lines; what has none stays as it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr_lib.pages.upright import Turn, estimate_tilt, turned, turned_sideways
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import LAYOUTS, made_page
from ocr_lib.synthetic.scan import scanned

SHEET = (1754, 1240)


@pytest.fixture(scope="module")
def pages():
    return {name: made_page(5, fonts=package_fonts(), layout=name, language="mixed") for name in LAYOUTS}


@pytest.fixture(scope="module")
def large_print():
    """Hangul so large that its squares stand in columns as well as in lines."""
    return made_page(0, fonts=package_fonts(), layout="columns", language="ko", point_size=24)


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("tilt", [-4.5, -0.5, 0.0, 0.8, 2.25])
def test_a_small_tilt_is_told_to_a_tenth_of_a_degree(pages, layout, tilt):
    found = estimate_tilt(scanned(pages[layout], 1, tilt=tilt).picture)
    assert found == pytest.approx(tilt, abs=0.1)


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("tilt", [0.0, -3.0])
def test_a_page_on_its_side_is_told(pages, layout, tilt):
    picture = scanned(pages[layout], 1, tilt=tilt).picture
    assert not turned_sideways(picture)
    for quarter in (1, 3):
        assert turned_sideways(np.ascontiguousarray(np.rot90(picture, quarter)))
    assert not turned_sideways(np.ascontiguousarray(np.rot90(picture, 2)))


def test_large_hangul_on_its_side_is_told(large_print):
    picture = scanned(large_print, 0, tilt=0.0).picture
    assert not turned_sideways(picture)
    assert turned_sideways(np.ascontiguousarray(np.rot90(picture)))


def paper():
    return np.full(SHEET, 245, np.uint8)


def noisy():
    return np.clip(paper() + np.random.default_rng(0).normal(0, 8, SHEET), 0, 255).astype(np.uint8)


def words(seed):
    """A few words anywhere."""
    rng = np.random.default_rng(seed)
    sheet = Image.fromarray(paper())
    draw = ImageDraw.Draw(sheet)
    face = ImageFont.truetype(str(package_fonts()[0].path), 22)
    for _ in range(6):
        at = (int(rng.integers(50, 1000)), int(rng.integers(50, 1600)))
        draw.text(at, "글자 확인", fill=20, font=face)
    return np.asarray(sheet)


def ruled():
    sheet = paper()
    for y in range(0, SHEET[0], 60):
        cv2.line(sheet, (100, y), (1140, y), 60, 2)
    for x in range(100, 1141, 130):
        cv2.line(sheet, (x, 0), (x, SHEET[0]), 60, 2)
    return sheet


def hatched():
    sheet = paper()
    for y in range(-SHEET[0], SHEET[0], 40):
        cv2.line(sheet, (0, y), (SHEET[1], y + 65), 60, 2)
    return sheet


def photo():
    coarse = np.random.default_rng(1).integers(0, 255, (60, 45), dtype=np.uint8)
    return cv2.resize(coarse, SHEET[::-1], interpolation=cv2.INTER_CUBIC)


def dotted():
    rng, sheet = np.random.default_rng(2), paper()
    for _ in range(300):
        at = (int(rng.integers(0, SHEET[1])), int(rng.integers(0, SHEET[0])))
        cv2.circle(sheet, at, int(rng.integers(3, 12)), 40, -1)
    return sheet


@pytest.mark.parametrize(
    "made", [paper, noisy, ruled, hatched, photo, dotted], ids=lambda made: made.__name__
)
def test_what_has_no_lines_is_left_alone(made):
    assert estimate_tilt(made()) == 0.0
    assert not turned_sideways(made())


@pytest.mark.parametrize("shape", [(1, 1), (5, 3000), (40, 40)])
def test_scraps_are_left_alone(shape):
    scrap = np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
    assert estimate_tilt(scrap) == 0.0
    assert not turned_sideways(scrap)


@pytest.mark.parametrize("seed", range(8))
def test_a_few_words_tell_no_tilt(seed):
    assert estimate_tilt(words(seed)) == 0.0


def test_a_table_with_rules_is_told_by_its_words(pages):
    tilted = scanned(pages["invoice"], 3, tilt=-1.7).picture
    assert estimate_tilt(tilted) == pytest.approx(-1.7, abs=0.1)


def test_a_tilt_is_taken_away(pages):
    picture = scanned(pages["letter"], 1, tilt=2.0).picture
    height, width = picture.shape
    level = turned(picture, Turn(0, estimate_tilt(picture), width, height))
    assert estimate_tilt(level) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_quarter_turn_loses_no_pixel(rotation):
    given = np.random.default_rng(0).integers(0, 255, (30, 40, 3), dtype=np.uint8)
    upright = turned(given, Turn(rotation, 0.0, 40, 30))
    clockwise = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    expected = cv2.rotate(given, clockwise[rotation]) if rotation else given
    assert np.array_equal(upright, expected)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("tilt", [0.0, 1.5])
def test_a_box_of_the_upright_picture_is_found_again_in_the_given_one(rotation, tilt):
    given = np.full((300, 400, 3), 255, np.uint8)
    given[70:91, 110:131] = 0
    turn = Turn(rotation, tilt, 400, 300)
    upright = turned(given, turn)
    assert upright.shape[:2] == (turn.size[1], turn.size[0])
    ink = 255.0 - upright[..., 0]
    rows, columns = np.indices(ink.shape) + 0.5
    middle = (float((columns * ink).sum() / ink.sum()), float((rows * ink).sum() / ink.sum()))
    ((x, y),) = turn.to_given([middle])
    assert (x, y) == (pytest.approx(120.5, abs=0.1), pytest.approx(80.5, abs=0.1))


def test_corners_that_come_in_are_white():
    upright = turned(np.zeros((100, 200), np.uint8), Turn(0, 3.0, 200, 100))
    assert upright[0, 0] == 255 or upright[0, -1] == 255
    assert upright[50, 100] == 0


def test_half_a_turn_more_is_told_of_the_same_picture():
    turn = Turn(90, 1.0, 400, 300).then(180)
    assert (turn.rotation, turn.tilt, turn.size) == (270, 1.0, (300, 400))
