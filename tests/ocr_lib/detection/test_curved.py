"""Curved texts are cut along their curve, straight ones are left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.detection.curved import along_midline
from ocr_lib.detection.probability_maps import MapThresholds, text_frames


def band_map(height_at, size=(200, 500), thickness=10):
    probabilities = np.zeros(size, np.float32)
    for x in range(50, 450):
        middle = round(height_at(x))
        probabilities[middle - thickness // 2 : middle + thickness // 2, x] = 0.9
    return probabilities


def test_a_straight_text_has_no_midline():
    (frame,) = text_frames(band_map(lambda x: 100 + 0.1 * x), MapThresholds())
    assert frame.midline is None


def test_the_midline_follows_a_curve():
    def height_at(x):
        return 100 + 20 * np.sin((x - 50) / 400 * np.pi)

    (frame,) = text_frames(band_map(height_at), MapThresholds())
    inside = frame.midline[(frame.midline[:, 0] > 60) & (frame.midline[:, 0] < 440)]
    assert inside[:, 1] == pytest.approx([height_at(x) for x in inside[:, 0]], abs=2.5)
    assert 20 < frame.band < 34


def test_what_follows_a_curve_is_straightened():
    picture = np.full((200, 500), 255, np.uint8)
    xs = np.arange(20, 480)
    ys = 100 + 25 * np.sin(xs / 90)
    cv2.polylines(picture, [np.column_stack([xs, ys]).round().astype(np.int32)], False, 0, 3)
    midline = np.column_stack([xs, ys])[::10].astype(np.float32)
    rows = np.argwhere(along_midline(picture, midline, 30) < 128)[:, 0]
    assert rows.min() >= 11
    assert rows.max() <= 18
