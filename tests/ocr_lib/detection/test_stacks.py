"""Short words one above another: which may be one text on its side."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.detection.stacks import stacks

PRINT = 30.0


def found(*boxes, standing=()):
    level = np.array(boxes, float).reshape(-1, 4)
    return stacks(level, [np.array(box, float) for box in standing], PRINT)


def test_words_a_space_apart_down_the_page_are_one_stack_with_a_margin():
    (stack,) = found([100, 100, 140, 170], [102, 175, 140, 215], [100, 240, 138, 300])
    assert stack == pytest.approx([100 - 4.8, 100 - 4.8, 140 + 4.8, 300 + 4.8])


def test_a_word_higher_than_wide_may_stand_alone():
    assert len(found([100, 100, 140, 170])) == 1


def test_a_standing_text_may_have_lost_its_last_syllable():
    (stack,) = found([105, 302, 143, 340], standing=[[100, 100, 145, 300]])
    assert stack[3] > 340


@pytest.mark.parametrize(
    "boxes",
    [
        [[100, 100, 145, 140]],
        [[100, 100, 110, 140], [100, 142, 110, 182]],
        [[100, 100, 180, 130], [100, 132, 180, 162]],
        [[100, 100, 140, 138], [100, 200, 140, 238]],
        [[100, 100, 140, 138], [160, 140, 200, 178]],
        [[100, 100, 140, 138], [85, 140, 155, 200]],
    ],
    ids=["a syllable", "digits", "lines", "too far", "not beneath", "not alike"],
)
def test_what_lies_level_beyond_doubt_is_no_stack(boxes):
    assert found(*boxes) == []


def test_a_text_known_to_stand_needs_no_telling():
    assert found(standing=[[100, 100, 140, 300]]) == []
