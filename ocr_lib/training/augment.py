"""Small changes to people's crops, so that few of them teach more than their own pixels."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.arrays import Grey


def augment(image: Grey, rng: np.random.Generator) -> Grey:
    """The crop (uint8 [height, width]) as another scan of the same line might have it."""
    height, width = image.shape
    if rng.random() < 0.7:
        image = _moved(image, rng)
    if rng.random() < 0.3:
        factor = rng.uniform(max(0.7, min(1.0, 20 / height)), 1.0)
        size = (max(4, round(width * factor)), max(4, round(height * factor)))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.7) * min(1.0, height / 32))
    gain, shift = rng.uniform(0.85, 1.15), rng.uniform(-15, 15)
    noise = rng.normal(0, rng.uniform(0, 5), image.shape)
    return np.clip(image * gain + shift + noise, 0, 255).astype(np.uint8)


def _moved(image: Grey, rng: np.random.Generator) -> Grey:
    """Cut a little closer or wider, slanted and stretched a little; no part of the ink is lost by much."""
    height, width = image.shape
    stretch, shear = rng.uniform(0.93, 1.07), rng.uniform(-0.08, 0.08)
    top, bottom = rng.uniform(-0.06, 0.08, 2) * height
    rows = max(4, round(height + top + bottom))
    columns = max(4, round(width * stretch))
    matrix = np.array([[stretch, shear, -shear * height / 2], [0.0, 1.0, top]])
    return cv2.warpAffine(
        image, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
