"""How high print is, and its marks, whatever rules stand about it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr_lib.detection.ink import find_ink
from ocr_lib.synthetic.fonts import package_fonts


def table(size, pitch, *, grid):
    font = package_fonts()[0]
    face = ImageFont.truetype(str(font.path), size, index=font.index)
    sheet = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(sheet)
    rows = 1400 // pitch
    for row in range(rows):
        for column in range(4):
            draw.text((90 + 250 * column, 100 + pitch * row), f"수량 {row}", font=face, fill=0)
    for row in range(rows + 1) if grid else ():
        draw.line((80, 100 + pitch * row, 1080, 100 + pitch * row), fill=0, width=2)
    for column in range(5) if grid else ():
        draw.line((80 + 250 * column, 100, 80 + 250 * column, 100 + pitch * rows), fill=0, width=2)
    return np.asarray(sheet)


@pytest.mark.parametrize(("size", "pitch"), [(16, 24), (24, 34), (36, 45)])
def test_print_in_a_narrow_grid_is_as_high_as_without_its_rules(size, pitch):
    """Letters that touch the rules hang together with the whole grid."""
    plain, ruled = find_ink(table(size, pitch, grid=False)), find_ink(table(size, pitch, grid=True))
    assert plain and ruled
    assert ruled.height == pytest.approx(plain.height, rel=0.25)
    assert len(ruled.marks) > 0.6 * len(plain.marks)


def test_a_blank_sheet_has_none():
    assert find_ink(np.full((400, 400), 255, np.uint8)) is None
