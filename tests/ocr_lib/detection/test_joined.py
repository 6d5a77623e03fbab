"""Words of one line are joined; cells, columns and rows beneath each other are not."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.joined import join_lines

PAPER = np.full((300, 900), 245, np.uint8)


def frame(x0, y0, x1, y1, rise=0.0):
    """A frame whose right end is `rise` pixels lower than its left."""
    corners = [[x0, y0], [x1, y0 + rise], [x1, y1 + rise], [x0, y1]]
    return TextFrame(np.array(corners, np.float32), 0.8)


def test_words_of_a_line_are_one_text():
    (line,) = join_lines([frame(310, 102, 600, 140), frame(100, 100, 300, 140)], PAPER)
    assert line.corners.min(axis=0) == pytest.approx((100, 100), abs=1)
    assert line.corners.max(axis=0) == pytest.approx((600, 140), abs=1)
    assert line.score == pytest.approx(0.8)


def test_frames_whose_margins_overlap_are_one_text():
    assert len(join_lines([frame(100, 100, 300, 140), frame(275, 101, 600, 141)], PAPER)) == 1


def test_cells_a_wide_space_apart_stay_apart():
    assert len(join_lines([frame(100, 100, 300, 140), frame(340, 100, 600, 140)], PAPER)) == 2


def test_cells_on_both_sides_of_a_rule_stay_apart():
    ruled = PAPER.copy()
    ruled[50:250, 305:308] = 30
    assert len(join_lines([frame(100, 100, 300, 140), frame(310, 100, 600, 140)], ruled)) == 2


@pytest.mark.parametrize(
    "other", [frame(310, 150, 600, 190), frame(310, 60, 600, 150), frame(310, 100, 600, 140, rise=60)]
)
def test_other_rows_sizes_and_directions_stay_apart(other):
    assert len(join_lines([frame(100, 100, 300, 140), other], PAPER)) == 2
