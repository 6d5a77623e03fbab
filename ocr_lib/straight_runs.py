"""Straight level and upright runs of ink."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.arrays import Picture


def level_runs(ink: Picture, length: int) -> Picture:
    """The part of a mask (uint8 [height, width]) that belongs to level runs of at least `length` pixels."""
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))


def upright_runs(ink: Picture, length: int) -> Picture:
    """The part of a mask (uint8 [height, width]) that belongs to upright runs of at least `length` pixels."""
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
