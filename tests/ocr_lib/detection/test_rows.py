"""The rows within tall boxes."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection.grouping import group
from ocr_lib.detection.ink import Ink
from ocr_lib.detection.rows import rows_within

PRINT = 20.0
COLUMN = np.array([95.0, 95.0, 145.0, 175.0])


def found(*marks, box=COLUMN):
    return [row.tolist() for row in rows_within(box, np.array(marks).reshape(-1, 4), PRINT)]


def test_rows_are_where_the_ink_leaves_gaps():
    rows = found([100, 100, 118, 120], [120, 100, 140, 120], [100, 130, 140, 150], [100, 155, 120, 175])
    assert rows == [[100, 100, 140, 120], [100, 130, 140, 150], [100, 155, 120, 175]]


def test_the_parts_of_a_letter_are_one_row_though_rows_lie_as_near():
    """호 and 으 beneath each other: the gaps within them are as wide as that between."""
    rows = found([100, 100, 120, 112], [100, 115, 120, 124], [100, 127, 120, 139], [100, 142, 120, 150])
    assert rows == [[100, 100, 120, 124], [100, 127, 120, 150]]


@pytest.mark.parametrize(
    ("box", "marks"),
    [
        ([95, 95, 145, 125], [[100, 100, 118, 108], [100, 112, 118, 120]]),
        (COLUMN, [[100, 100, 140, 170]]),
        (COLUMN, [[100, 100, 140, 132], [100, 160, 140, 164]]),
        (COLUMN, []),
    ],
    ids=["no higher than a row", "one mark", "a letter and a stroke", "no ink"],
)
def test_a_box_that_holds_no_two_rows_stays(box, marks):
    assert found(*marks, box=np.array(box, float)) == [list(map(float, box))]


def test_cells_the_detector_took_for_one_text_are_texts_and_may_still_be_one_on_its_side():
    marks = np.array([[100, 100 + 40 * row, 140, 120 + 40 * row] for row in range(5)])
    column = np.array([[96, 96], [144, 96], [144, 284], [96, 284]], np.float32)
    detected = group([column], Ink((0, 0, 400, 400), PRINT, marks, np.empty((0, 4), int)))
    assert [
        (y0 < 100 + 40 * row, y1 > 120 + 40 * row) for row, (_, _, y0, y1) in enumerate(detected.boxes)
    ] == [(True, True)] * 5
    assert len(detected.stacks) == 1


def test_large_print_beside_broken_letters_is_no_column():
    """Bold letters may leave ink in parts, which looks like print of a third of the height."""
    words = [np.array([[x, 96], [x + 90, 96], [x + 90, 124], [x, 124]], np.float32) for x in (100, 300)]
    marks = np.array([[x + dx, y, x + dx + 80, y + 8] for x in (100, 300) for dx in (4,) for y in (98, 112)])
    detected = group(words, Ink((0, 0, 600, 400), 8.0, marks, np.empty((0, 4), int)))
    assert len(detected.boxes) == 2
    assert detected.stacks == []
