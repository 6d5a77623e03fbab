"""Words that don't lie level: which they are, and the lines they make."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection.grouping import group
from ocr_lib.detection.ink import Ink
from ocr_lib.detection.tilted import parted

PRINT = 20.0


def word(x, y, length, height, degrees, first=0):
    """Corners clockwise, from whichever a detector begins with; degrees counter-clockwise."""
    turn = np.deg2rad(degrees)
    along, down = np.array([np.cos(turn), -np.sin(turn)]), np.array([np.sin(turn), np.cos(turn)])
    start = np.array([x, y], float)
    corners = [start, start + length * along, start + length * along + height * down, start + height * down]
    return np.roll(np.array(corners, np.float32), -first, axis=0)


def box(x0, y0, x1, y1):
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("degrees", [-70, -45, -20, 20, 45, 70])
def test_a_steep_word_begins_at_its_own_top_left_whatever_corner_comes_first(degrees, first):
    found = parted([word(400, 400, 160, 40, degrees, first)], PRINT)
    (quad,) = found.tilted
    assert quad == pytest.approx(word(400, 400, 160, 40, degrees), abs=12)
    assert not found.level


def test_words_of_one_rising_line_are_one_text_with_those_that_have_no_direction_of_their_own():
    turn = np.deg2rad(20)
    at = [np.array([100, 600]) + place * np.array([np.cos(turn), -np.sin(turn)]) for place in (0, 175, 230)]
    square = np.array([*at[1]]) + 20
    found = parted(
        [
            word(*at[0], 160, 40, 20),
            box(*(square - 25), *(square + 25)),
            word(*at[2], 90, 40, 18),
            box(700, 100, 860, 140),
        ],
        PRINT,
    )
    assert len(found.tilted) == 1
    assert np.linalg.norm(found.tilted[0][1] - found.tilted[0][0]) == pytest.approx(330, abs=20)
    assert len(found.level) == 1


def test_words_on_their_side_are_joined_down_the_page():
    found = parted([box(50, 100, 90, 300), box(50, 320, 90, 460), box(50, 600, 90, 800)], PRINT)
    assert [one.round() for one in found.standing] == [
        pytest.approx([45, 95, 95, 465], abs=1),
        pytest.approx([45, 595, 95, 805], abs=1),
    ]


@pytest.mark.parametrize(
    "corners",
    [box(50, 100, 210, 140), box(50, 100, 60, 132), box(50, 100, 110, 160), word(50, 100, 90, 40, 15)],
    ids=["level", "a one", "square", "short with a low letter"],
)
def test_what_lies_level_stays_level(corners):
    found = parted([corners], PRINT)
    assert len(found.level) == 1


def test_marks_within_a_tilted_text_are_no_texts_of_their_own():
    marks = np.array([[435, 355, 460, 375], [800, 355, 825, 375]])
    ink = Ink((0, 0, 1000, 1000), PRINT, marks, np.empty((0, 4), int))
    found = group([word(400, 400, 160, 40, 45), box(700, 355, 780, 375)], ink)
    assert len(found.quads) == 1
    assert [(x0, x1) for x0, x1, _, _ in [*found.boxes, *found.maybe]] == [(697, 783), (797, 828)]
