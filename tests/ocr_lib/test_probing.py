"""How a page lies and what it is written in, told from its probes."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection import TextFrame
from ocr_lib.probing import Probed, probed
from ocr_lib.recognition.reading import Reading

PAGE = np.full((400, 300), 255, np.uint8)
PAGE[:, :150] = 100
"""Darker at its left, so that a crop tells how it was turned."""


def frame(x, y, width, height):
    corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    return TextFrame(np.array(corners, np.float32), 0.9)


LINES = [frame(50, 20 + 40 * n, 200, 30) for n in range(6)]
COLUMNS = [frame(20 + 40 * n, 50, 30, 200) for n in range(6)]


class Scores:
    """Reads a text with a score that depends on where the dark side of a crop is."""

    def __init__(self, text, **scores):
        self.text, self.scores = text, scores
        self.asked = 0

    def read(self, crops):
        self.asked += len(crops)
        return [Reading(self.text, self.scores[side(crop)]) for crop in crops]


def side(crop):
    height, width = crop.shape
    halves = {
        "left": crop[:, : width // 2],
        "right": crop[:, width // 2 :],
        "top": crop[: height // 2],
        "foot": crop[height // 2 :],
    }
    return min(halves, key=lambda name: halves[name].mean())


def test_lines_that_read_well_ask_for_no_other_orientation():
    reader = Scores("합계 금액", left=0.5)
    assert probed(LINES, PAGE, reader) == Probed(0, has_hangul=True)
    assert reader.asked == 6


@pytest.mark.parametrize(("upside_down", "rotation"), [(0.6, 180), (0.15, 0), (0.28, 0)])
def test_a_page_on_its_head_reads_clearly_better_turned(upside_down, rotation):
    assert probed(LINES, PAGE, Scores("합계 금액", left=0.1, right=upside_down)).rotation == rotation


def test_a_page_without_frames_stays():
    assert probed([], PAGE, Scores("")) == Probed(0, has_hangul=True)


@pytest.mark.parametrize(
    ("text", "has_hangul"),
    [
        ("TOTAL SALES 12.50", False),
        ("TOTAL 음 SALES INVOICE 12.50", False),
        ("합계 12,500 VAT", True),
        ("12", True),
    ],
)
def test_next_to_no_hangul_in_enough_characters_tells_of_a_page_without_it(text, has_hangul):
    assert probed(LINES, PAGE, Scores(text, left=0.5)).has_hangul == has_hangul


def test_standing_lines_are_read_both_ways():
    page = np.full((400, 300), 255, np.uint8)
    page[:150] = 100

    reader = Scores("합계 금액", left=0.7, right=0.1)
    assert probed(COLUMNS, page, reader).rotation == 270
    assert probed(COLUMNS, page, Scores("합계 금액", left=0.2, right=0.1)).rotation == 0
