"""The text of a crop, and what else its characters may be."""

from __future__ import annotations

import numpy as np

from ocr_lib.recognition.decode import ALTERNATIVES, alternatives, greedy

SIGNS = "0123456789"


def test_what_was_nearly_as_likely_in_the_frames_of_a_character_is_its_alternative():
    classes = np.array([[0, 9, 4], [9, 4, 1], [9, 7, 0], [0, 4, 9], [5, 0, 6]])
    probabilities = np.array(
        [
            [0.9, 0.05, 0.05],
            [0.6, 0.3, 0.0005],
            [0.55, 0.4, 0.05],
            [0.99, 0.01, 0.0],
            [0.9995, 0.0004, 0.0001],
        ]
    )
    reading = greedy(classes, probabilities, SIGNS, 5)
    assert reading.text == "84"
    # 6 has 0.4 in one frame, 3 has 0.3 in another; 0 has less than can be meant, and blanks are no characters.
    assert [c.alternatives for c in reading.characters] == ["63", ""]


def test_only_the_likeliest_alternatives_are_kept():
    classes = np.array([[1, 2, 3, 4, 5, 6, 7]])
    probabilities = np.array([[0.4, 0.2, 0.15, 0.1, 0.07, 0.05, 0.03]])
    assert alternatives(classes, probabilities, 1, SIGNS) == "1234"
    assert ALTERNATIVES == 4


def test_one_class_a_frame_has_no_alternatives():
    reading = greedy(np.array([[3], [0], [4]]), np.array([[0.5], [0.9], [0.6]]), SIGNS, 3)
    assert [(c.text, c.alternatives) for c in reading.characters] == [("2", ""), ("3", "")]
