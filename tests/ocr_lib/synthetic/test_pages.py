"""Made pages say what their truth says, where it says it."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import LAYOUTS, made_page
from ocr_lib.synthetic.scan import scanned


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("language", ["ko", "en", "mixed"])
def test_every_line_lies_where_its_box_is(layout, language):
    page = made_page(1, fonts=package_fonts(), language=language, layout=layout, point_size=11)
    assert page.picture.shape == (1754, 1240)
    assert len(page.lines) > 8
    for line in page.lines:
        x0, y0, x1, y1 = line.box
        assert 0 <= x0 < x1 <= 1240 and 0 <= y0 < y1 <= 1754
        assert page.picture[y0:y1, x0:x1].min() < 60
        assert line.text == line.text.strip()


def test_the_same_arguments_give_the_same_page():
    one, other = (made_page(4, fonts=package_fonts(), layout="form") for _ in range(2))
    assert np.array_equal(one.picture, other.picture)
    assert one.lines == other.lines


def test_a_tilted_scan_takes_its_truth_along():
    page = made_page(2, fonts=package_fonts(), layout="invoice")
    scan = scanned(page, 1, tilt=2.0, noise=0.0, blur=0.0)
    assert [line.text for line in scan.lines] == [line.text for line in page.lines]
    for line in scan.lines:
        x0, y0, x1, y1 = line.box
        assert scan.picture[max(0, y0) : y1, max(0, x0) : x1].min() < 90
    assert scan.lines[0].box != page.lines[0].box
