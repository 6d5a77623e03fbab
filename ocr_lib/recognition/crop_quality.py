"""How well a crop can be read, by its grey values alone: part of how probable its reading is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Picture

SMALLEST_RANGE = 8.0
"""Grey levels; crops with less contrast are compared as if they had so much."""


@dataclass(frozen=True)
class CropQuality:
    """A crop's size and print.

    Attributes:
        height, width: pixels.
        contrast: grey levels between the darkest and the lightest twentieth, 0 … 1 of all.
        sharpness: the steepest steps between neighbouring pixels, in parts of the contrast; about 1 for sharp print.
        noise: how much half of the pixels at least differ from the mean of their neighbours, in parts of the contrast.
    """

    height: int
    width: int
    contrast: float = 1.0
    sharpness: float = 1.0
    noise: float = 0.0


def crop_quality(crop: Picture) -> CropQuality:
    """The quality of a crop, uint8 grey [height, width]; of one without pixels nothing is known but its size."""
    height, width = crop.shape
    if not height or not width:
        return CropQuality(height, width)
    low, high = np.percentile(crop, (5, 95))
    spread = max(SMALLEST_RANGE, float(high - low))
    values = crop.astype(np.float32)
    steps = np.abs(np.diff(values, axis=1)) if width > 1 else np.zeros((1, 1))
    rough = np.abs(values - cv2.blur(values, (3, 3)))
    return CropQuality(
        height,
        width,
        float(high - low) / 255,
        min(2.0, float(np.percentile(steps, 98)) / spread),
        min(1.0, float(np.median(rough)) / spread),
    )
