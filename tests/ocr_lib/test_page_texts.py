"""What becomes of the readings of a page's crops."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.page_texts import FoundText, FoundTexts
from ocr_lib.pages.rotation import PageRotation
from ocr_lib.recognition.reading import Reading


def kept(*texts):
    crop, corners = np.zeros((20, 100), np.uint8), np.array([[0, 0], [100, 0], [100, 20], [0, 20]])
    found = FoundTexts([FoundText(crop, corners) for _ in texts], PageRotation(0, 200, 100), 0.0)
    return [line.text for line in found.to_page_reading([Reading(text, 0.9) for text in texts]).lines]


def test_a_row_of_one_sign_is_a_rule():
    assert kept("합계", "------", "= = = = = = = =", "********************", "1,200") == ["합계", "1,200"]


@pytest.mark.parametrize("text", ["---", "*****", "-=-=-=-=", "944003******7569", "......1"])
def test_short_rows_and_rows_with_more_in_them_are_texts(text):
    assert kept(text) == [text]


def test_what_says_nothing_is_left_out():
    assert kept("", "  ", "가") == ["가"]
