"""How a crop becomes the network's input: the same for reading and for training, as EasyOCR does it.

EasyOCR stretches a crop to 64 pixels of height with OpenCV's bilinear filter, pads it on the right
with its last column to the next multiple of 64, and scales greys to -1 … 1 (`easyocr.utils.get_image_list`,
`easyocr.recognition.AlignCollate`). A parity test holds this to `easyocr.Reader.recognize`.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey
from ocr_lib.networks.architecture import IMAGE_HEIGHT

CONTRAST_LIMIT = 0.1
"""Crops read with a lower score are read again with more contrast (EasyOCR's `contrast_ths`)."""
_CONTRAST = 0.5


def fit_height(crop: Grey) -> Grey | None:
    """The crop at 64 pixels of height; one taller than wide at 64 of width, as EasyOCR has it.

    Args:
        crop: uint8 [height, width].

    Returns:
        uint8 [64, width] (or [height, 64]); None where nothing would be left.
    """
    height, width = crop.shape
    if not height or not width:
        return None
    ratio = width / height
    if ratio < 1:
        size = (IMAGE_HEIGHT, int(IMAGE_HEIGHT / ratio))
    else:
        size = (int(IMAGE_HEIGHT * ratio), IMAGE_HEIGHT)
    return cv2.resize(crop, size, interpolation=cv2.INTER_LINEAR)


def padded_width(crop: Grey) -> int:
    """The width of the network's input for a crop: its ratio, rounded up, times 64."""
    height, width = crop.shape
    ratio = width / height
    return math.ceil(ratio if ratio >= 1 else 1 / ratio) * IMAGE_HEIGHT


def network_input(fitted: Grey, width: int) -> Floats:
    """A fitted crop as input.

    Args:
        fitted: uint8 from `fit_height`.
        width: from `padded_width` of the crop, or more.

    Returns:
        float32 [64, width] in -1 … 1.
    """
    if fitted.shape[0] != IMAGE_HEIGHT:
        fitted = _flattened(fitted, width)
    values = fitted.astype(np.float32) / np.float32(127.5) - np.float32(1)
    return np.pad(values, ((0, 0), (0, width - fitted.shape[1])), mode="edge")


def _flattened(fitted: Grey, width: int) -> Grey:
    """A tall crop pressed to 64 of height, as EasyOCR's collation does with Pillow's bicubic filter."""
    from PIL import Image

    height, wide = fitted.shape
    size = min(width, math.ceil(IMAGE_HEIGHT * wide / height))
    return np.asarray(Image.fromarray(fitted).resize((size, IMAGE_HEIGHT), Image.Resampling.BICUBIC))


def with_contrast(image: Grey) -> Grey:
    """The picture (uint8) with its greys spread where they lie close together (EasyOCR's `adjust_contrast_grey`)."""
    high, low = np.percentile(image, 90), np.percentile(image, 10)
    if (high - low) / max(10.0, high + low) >= _CONTRAST:
        return image
    ratio = 200.0 / max(10.0, high - low)
    return np.clip((image.astype(int) - low + 25) * ratio, 0, 255).astype(np.uint8)
