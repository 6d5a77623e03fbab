"""A frame that an upright rule runs through is parted at it; strokes of letters and rules at its ends part nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.detection.detected import TextFrame
from ocr_lib.detection.ruled_off import part_at_rules


def frame(x0, y0, x1, y1):
    return TextFrame(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32), 0.8)


def sheet(*words, rules=()):
    """A page with print (dark blocks, as wide as two letters) and upright rules (x, top, bottom)."""
    page = np.full((300, 900), 240, np.uint8)
    for x, y in words:
        cv2.rectangle(page, (x, y), (x + 50, y + 20), 40, -1)
    for x, top, bottom in rules:
        page[top:bottom, x : x + 3] = 60
    return page


WORDS = (130, 110), (240, 110)
WHOLE = frame(120, 100, 300, 140)


def test_heads_of_two_columns_are_two_texts():
    left, right = part_at_rules([WHOLE], sheet(*WORDS, rules=[(210, 50, 250)]))
    assert (left.corners[:, 0].min(), right.corners[:, 0].max()) == (120, 300)
    assert 180 < left.corners[:, 0].max() <= 211
    assert 212 <= right.corners[:, 0].min() < 240
    assert left.score == right.score == 0.8


def test_a_rule_that_ends_at_the_cells_own_rules_parts_too():
    page = sheet(*WORDS, rules=[(210, 92, 146)])
    page[92:95, 50:400] = page[143:146, 50:400] = 60
    assert len(part_at_rules([WHOLE], page)) == 2


def test_three_cells_are_three_texts():
    page = sheet((130, 110), (240, 110), (350, 110), rules=[(210, 50, 250), (320, 50, 250)])
    assert len(part_at_rules([frame(120, 100, 410, 140)], page)) == 3


def test_a_leaning_rule_parts():
    page = sheet(*WORDS)
    cv2.line(page, (208, 40), (213, 260), 60, 3)
    assert len(part_at_rules([WHOLE], page)) == 2


@pytest.mark.parametrize(
    "rules",
    [
        (),
        [(210, 105, 135)],  # a stroke as high as letters
        [(123, 50, 250)],  # before the print
        [(296, 50, 250)],  # behind it
        [(182, 50, 250)],  # touches a letter: part of it
    ],
)
def test_other_strokes_part_nothing(rules):
    (same,) = part_at_rules([WHOLE], sheet(*WORDS, rules=rules))
    assert same is WHOLE


def test_white_print_on_a_dark_ground_is_parted_at_white_rules_only():
    page = 255 - sheet(*WORDS)
    assert part_at_rules([WHOLE], page) == [WHOLE]
    page[50:250, 210:213] = 200
    assert len(part_at_rules([WHOLE], page)) == 2


def test_a_wide_dark_bar_is_no_rule():
    page = sheet(*WORDS)
    page[50:250, 200:225] = 60
    assert part_at_rules([WHOLE], page) == [WHOLE]


def test_short_and_curved_frames_stay():
    page = sheet(rules=[(210, 50, 250)])
    short = frame(190, 100, 230, 140)
    curved = TextFrame(WHOLE.corners, 0.8, np.array([[120, 120], [300, 120]], np.float32), 40.0)
    assert part_at_rules([short, curved], page) == [short, curved]


def test_a_frame_over_the_pictures_edge_is_looked_at():
    page = sheet((5, 2), (100, 2), rules=[(75, 0, 60)])
    assert len(part_at_rules([frame(-6, -6, 170, 30)], page)) == 2
