"""Scans that lie askew or on their side are told by their lines; what has none stays as it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.pages.upright import Turn, estimate_tilt, turned, turned_sideways
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import LAYOUTS, made_page
from ocr_lib.synthetic.scan import scanned


@pytest.fixture(scope="module")
def pages():
    return {name: made_page(5, fonts=package_fonts(), layout=name, language="mixed") for name in LAYOUTS}


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("tilt", [-3.0, -0.5, 0.0, 0.8, 2.2])
def test_a_small_tilt_is_told_to_a_fifth_of_a_degree(pages, layout, tilt):
    found = estimate_tilt(scanned(pages[layout], 1, tilt=tilt).picture)
    assert found == pytest.approx(tilt, abs=0.2)


@pytest.mark.parametrize("layout", ["letter", "form", "columns"])
def test_a_page_on_its_side_is_told(pages, layout):
    picture = scanned(pages[layout], 1, tilt=0.4).picture
    assert not turned_sideways(picture)
    assert turned_sideways(np.ascontiguousarray(np.rot90(picture)))


def test_what_has_no_lines_is_left_alone():
    noise = np.random.default_rng(0).integers(0, 255, (600, 500), dtype=np.uint8)
    for picture in (np.full((500, 400), 255, np.uint8), noise, np.zeros((1, 1), np.uint8)):
        assert estimate_tilt(picture) == 0.0
        assert not turned_sideways(picture)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("tilt", [0.0, 1.5])
def test_points_of_the_upright_picture_are_found_again_in_the_given_one(rotation, tilt):
    given = np.full((300, 400, 3), 255, np.uint8)
    cv2.circle(given, (120, 80), 6, (0, 0, 0), -1)
    turn = Turn(rotation, tilt, 400, 300)
    upright = turned(given, turn)
    assert upright.shape[:2] == (turn.size[1], turn.size[0])
    rows, columns = np.nonzero(upright[..., 0] < 100)
    ((x, y),) = turn.to_given([(float(columns.mean()), float(rows.mean()))])
    assert (x, y) == (pytest.approx(120, abs=1), pytest.approx(80, abs=1))
