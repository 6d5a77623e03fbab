"""Stamps over print are cleared; coloured print, rules and pictures stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.pages.stamps import without_stamps

RED, BLUE = (225, 60, 70), (60, 80, 220)


def sheet():
    return np.full((900, 700, 3), 255, np.uint8)


def stamped(picture, colour, middle=(400, 400), radius=50):
    """With a ring and a cross of a stamp's ink, which lets a sixth of what is beneath through."""
    ink = np.zeros(picture.shape[:2], np.uint8)
    cv2.circle(ink, middle, radius, 1, 5)
    cv2.line(ink, (middle[0] - 30, middle[1]), (middle[0] + 30, middle[1]), 1, 6)
    cv2.line(ink, (middle[0], middle[1] - 30), (middle[0], middle[1] + 30), 1, 6)
    covered = picture * 0.15 + np.array(colour) * 0.85
    return np.where(ink[:, :, None] == 1, covered, picture).astype(np.uint8)


def with_print(picture):
    for x in range(360, 440, 12):
        picture[385:415, x : x + 4] = 15
    return picture


@pytest.mark.parametrize("colour", [RED, BLUE])
def test_print_under_a_stamp_is_all_that_is_left(colour):
    clean = with_print(sheet())
    cleared = cv2.cvtColor(without_stamps(stamped(clean, colour)), cv2.COLOR_RGB2GRAY)
    ink = cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY) < 128
    assert (cleared[ink] < 128).mean() > 0.97
    assert (cleared[~ink] > 128).mean() > 0.999


def test_a_stamp_beside_print_is_left_as_it_is():
    picture = stamped(sheet(), RED)
    assert without_stamps(picture) is picture or np.array_equal(without_stamps(picture), picture)


def test_red_rules_and_red_print_stay():
    picture = with_print(sheet())
    cv2.rectangle(picture, (50, 50), (650, 850), RED, 3)
    cv2.line(picture, (50, 400), (650, 400), RED, 3)
    cv2.putText(picture, "TOTAL", (80, 200), cv2.FONT_HERSHEY_SIMPLEX, 2, RED, 4)
    assert np.array_equal(without_stamps(picture), picture)


def test_a_grey_picture_is_left_as_it_is():
    picture = with_print(sheet())
    assert without_stamps(picture) is picture
