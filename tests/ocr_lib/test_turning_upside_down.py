"""When a page of level lines is turned upside down, by the scores of lines read either way; without networks."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection import TextFrame
from ocr_lib.reader import PageReader
from ocr_lib.recognition.reading import Reading

ROWS = range(100, 500, 100)


class Detector:
    """Finds a line in each row."""

    def detect(self, picture):
        boxes = [np.array([[100, y], [500, y], [500, y + 40], [100, y + 40]], np.float32) for y in ROWS]
        return [TextFrame(corners, 1.0) for corners in boxes]


class Recogniser:
    """Scores a line by whether its darker half comes first, as it is on the sheet, or last."""

    def __init__(self, as_it_is, upside_down):
        self.scores = {True: as_it_is, False: upside_down}

    @property
    def custom(self):
        return self

    def read(self, crops):
        return [Reading("글", self.scores[bool(c[:, : c.shape[1] // 2].mean() < c.mean())]) for c in crops]


def rotation(as_it_is, upside_down):
    sheet = np.full((600, 600, 3), 255, np.uint8)
    for y in ROWS:
        sheet[y + 10 : y + 30, 110:300] = 0
        sheet[y + 10 : y + 30, 300:490] = 120
    return PageReader(Detector(), Recogniser(as_it_is, upside_down)).read(sheet).rotation


def test_lines_that_read_well_upside_down_turn_the_page():
    assert rotation(0.02, 0.46) == 180


@pytest.mark.parametrize("scores", [(0.7, 0.95), (0.5, 0.55), (0.5, 0.2)])
def test_lines_that_read_well_or_no_worse_as_they_are_leave_it(scores):
    assert rotation(*scores) == 0


def test_chance_readings_of_blurred_lines_are_no_evidence():
    assert rotation(0.02, 0.15) == 0
