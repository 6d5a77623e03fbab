"""The input of CRAFT: how far a page is shrunk, and how its pixels are normalised."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Picture

LARGEST_SIDE, LARGEST_AREA = 2560, 2_600_000
"""Of what the network is shown: memory grows with it (about 1 GB for this area)."""
STEP = 32
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32) * 255
_DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32) * 255


def canvas_scale(height: int, width: int) -> float:
    """How far a picture (sides in pixels) is shrunk so that CRAFT's memory suffices; never enlarged."""
    return min(1.0, LARGEST_SIDE / max(height, width), (LARGEST_AREA / (height * width)) ** 0.5)


def shrunk(part: Picture, scale: float) -> tuple[Picture, float, float]:
    """The part at the scale, with the exact factors of both sides."""
    height, width = part.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR
    return cv2.resize(part, size, interpolation=way), size[0] / width, size[1] / height


def normalised(seen: Picture) -> Floats:
    """float32 [1, 3, height, width], sides padded to multiples of 32 as EasyOCR pads: with black."""
    height, width = seen.shape[:2]
    canvas = np.zeros((-(-height // STEP) * STEP, -(-width // STEP) * STEP, 3), dtype=np.float32)
    canvas[:height, :width] = seen
    return np.ascontiguousarray(((canvas - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None])
