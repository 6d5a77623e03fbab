"""Lone characters in rows of detected texts are found; grain, rules and pictures are not."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.overlooked import overlooked_marks


def frame(x0, y0, x1, y1):
    return TextFrame(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32), 0.9)


def sheet(*digits, size=(400, 600)):
    """White paper with digits 24 pixels high, each at its left and foot."""
    page = np.full(size, 250, np.uint8)
    for text, (x, y) in digits:
        cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 20, 2, cv2.LINE_AA)
    return page


def test_a_digit_beside_a_detected_text_is_found():
    (found,) = overlooked_marks(sheet(("7", (100, 112))), [frame(300, 80, 420, 120)])
    left, top = found.corners[0]
    right, bottom = found.corners[2]
    assert left < 102 < 118 < right
    assert top < 90 < 110 < bottom


def test_two_digits_of_one_number_are_one_mark():
    assert len(overlooked_marks(sheet(("17", (100, 112))), [frame(300, 80, 420, 120)])) == 1


def test_what_lies_in_no_row_or_was_detected_is_left():
    page = sheet(("7", (100, 300)), ("Text", (310, 112)))
    assert overlooked_marks(page, [frame(300, 80, 420, 120)]) == []


def test_rules_beside_a_text_are_not_marks():
    page = sheet()
    page[60:140, 200:203] = 20
    page[100:103, 20:200] = 20
    assert overlooked_marks(page, [frame(300, 80, 420, 120)]) == []


def test_a_pattern_of_many_marks_is_not_text():
    rng = np.random.default_rng(0)
    page = sheet(size=(800, 800))
    for x, y in rng.integers(20, 760, (300, 2)):
        cv2.circle(page, (int(x), int(y)), 10, 20, -1)
    assert overlooked_marks(page, [frame(700, y, 780, y + 40) for y in range(20, 700, 60)]) == []


def test_the_only_digit_of_a_page_is_found():
    assert len(overlooked_marks(sheet(("7", (100, 112)), size=(160, 240)), [])) == 1


def test_a_blank_page_has_no_marks():
    assert overlooked_marks(sheet(), []) == []
