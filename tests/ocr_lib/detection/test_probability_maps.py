"""Frames of texts from maps drawn by hand: where they are, how far they grow, what is dropped."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.detection.probability_maps import MapThresholds, text_frames


def drawn(*rectangles, size=(200, 400)):
    """A map with cores given as (middle, sides, degrees, probability)."""
    probabilities = np.zeros(size, dtype=np.float32)
    for middle, sides, degrees, value in rectangles:
        corners = cv2.boxPoints((middle, sides, degrees)).round().astype(np.int32)
        cv2.fillPoly(probabilities, [corners], value)
    return probabilities


def test_a_level_core_grows_by_its_area_over_its_perimeter_on_each_side():
    (frame,) = text_frames(drawn(((200, 100), (120, 20), 0, 0.9)), MapThresholds())
    grown = 1.6 * 120 * 20 / (120 + 20)
    assert frame.width == pytest.approx(120 + grown, abs=3)
    assert frame.height == pytest.approx(20 + grown, abs=3)
    assert frame.middle == pytest.approx((200, 100), abs=2)
    assert frame.score == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize("degrees", [-40, -15, 15, 40])
def test_a_tilted_text_begins_at_its_own_top_left(degrees):
    (frame,) = text_frames(drawn(((200, 100), (120, 16), degrees, 0.9)), MapThresholds())
    assert np.degrees(frame.angle) == pytest.approx(degrees, abs=1.5)
    assert frame.width > 3 * frame.height


def test_a_text_that_stands_is_higher_than_wide():
    (frame,) = text_frames(drawn(((200, 100), (16, 120), 0, 0.9)), MapThresholds())
    assert frame.height > 3 * frame.width


def test_faint_and_tiny_cores_are_dropped():
    probabilities = drawn(((60, 60), (80, 16), 0, 0.35), ((300, 60), (1, 1), 0, 0.95))
    assert text_frames(probabilities, MapThresholds()) == []


def test_an_empty_map_has_no_texts():
    assert text_frames(np.zeros((32, 32), np.float32), MapThresholds()) == []


def test_a_spot_within_the_frame_of_a_text_is_a_part_of_it():
    probabilities = drawn(((200, 80), (200, 24), 0, 0.9), ((140, 104), (10, 6), 0, 0.9))
    (frame,) = text_frames(probabilities, MapThresholds())
    assert frame.width > 180
