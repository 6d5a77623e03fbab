"""How well the texts of a page can be seen: their size, contrast and sharpness, measured in their crops."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey

LOWEST, NARROWEST = 6, 6
"""Pixels; nothing is measured in a smaller crop."""
LEAST_CONTRAST = 4.0
"""Greys between ink and paper below which a crop holds nothing to be measured."""
STEEPEST = 0.02
"""Share of a crop's pixels that are taken for the steepest part of its edges."""
SMOOTHING, OWN_WIDTH = 0.7, 0.9
"""Pixels: the blur that keeps noise from counting as edges, and the width of an ideal edge after it."""


@dataclass(frozen=True)
class TextQuality:
    """What can be measured of a text in its crop.

    Attributes:
        height: of the ink, in pixels.
        contrast: greys between ink and paper, 0 … 255.
        blur: width of its edges over its height: the standard deviation of the blur that would make an ideal edge as
            soft; 0 where they are as sharp as pixels allow.
    """

    height: float
    contrast: float
    blur: float


def text_quality(crop: Grey) -> TextQuality | None:
    """Measures a text in its crop (uint8 grey [height, width]); None where there is nothing to be measured."""
    if crop.shape[0] < LOWEST or crop.shape[1] < NARROWEST:
        return None
    threshold, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_OTSU)
    dark = crop <= threshold
    if dark.all() or not dark.any():
        return None
    contrast = float(crop[~dark].mean()) - float(crop[dark].mean())
    if contrast < LEAST_CONTRAST:
        return None
    ink = dark if dark.mean() <= 0.5 else ~dark
    rows = np.flatnonzero(ink.mean(axis=1) > 0.01)
    height = float(rows[-1] - rows[0] + 1) if len(rows) else float(crop.shape[0])
    return TextQuality(height, contrast, _edge_width(crop) / height)


def _edge_width(crop: Grey) -> float:
    """Pixels: standard deviation of the blur of the sharpest edges of a crop.

    An edge of height C under a Gaussian blur s has the slope C / (s √(2π)).
    """
    smooth = cv2.GaussianBlur(crop, (0, 0), SMOOTHING).astype(np.float32)
    low, high = np.percentile(smooth, (1, 99))
    slopes: Floats = np.maximum(
        np.abs(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=1)),
        np.abs(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=1)),
    )
    steepest = float(np.quantile(slopes, 1 - STEEPEST)) / 2  # the difference over two pixels
    width = (high - low) / (max(steepest, 0.1) * np.sqrt(2 * np.pi))
    return float(np.sqrt(max(0.0, width**2 - OWN_WIDTH**2)))
