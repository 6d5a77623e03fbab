"""Black and white made of dots is grey again; print keeps its edges."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr_lib.pages.modes import plain


def test_dithered_greys_are_smoothed():
    grey = Image.new("L", (200, 200), 128)
    smoothed = np.asarray(plain(grey.convert("1")))
    assert smoothed[20:-20, 20:-20].std() < 40
    assert abs(smoothed.mean() - 128) < 15


def test_print_in_black_and_white_keeps_its_edges():
    sheet = Image.new("1", (200, 200), 1)
    ImageDraw.Draw(sheet).rectangle((50, 50, 120, 80), fill=0)
    assert set(np.unique(np.asarray(plain(sheet)))) == {0, 255}


def drawn_on_nothing(colour, *, box=(50, 50, 120, 80)):
    """A rectangle of this colour on a transparent ground."""
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle(box, fill=(*colour, 255))
    return picture


@pytest.mark.parametrize("colour", [(255, 255, 255), (255, 240, 120), (200, 200, 200)])
def test_a_light_drawing_without_a_background_is_seen_on_black(colour):
    grey = np.asarray(plain(drawn_on_nothing(colour)).convert("L"))
    assert grey[0, 0] == 0
    assert grey[60, 60] >= 190


@pytest.mark.parametrize("colour", [(0, 0, 0), (40, 60, 160), (200, 30, 30)])
def test_a_dark_drawing_without_a_background_is_seen_on_white(colour):
    grey = np.asarray(plain(drawn_on_nothing(colour)).convert("L"))
    assert grey[0, 0] == 255
    assert grey[60, 60] < 120


def test_white_paper_with_clear_corners_gets_no_black_ones():
    paper = drawn_on_nothing((250, 250, 250), box=(5, 5, 194, 194))
    assert np.asarray(plain(paper).convert("L")).min() == 250


def test_a_picture_of_nothing_is_white():
    assert np.unique(np.asarray(plain(Image.new("RGBA", (20, 20), (0, 0, 0, 0))))).tolist() == [255]
