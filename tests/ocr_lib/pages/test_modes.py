"""Black and white made of dots is grey again; print keeps its edges."""

from __future__ import annotations

import numpy as np
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
