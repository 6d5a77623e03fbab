"""How a line is captured: resolution, focus, motion, sensor, black and white, JPEG."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Grey
from ocr_lib.synthetic.damage import compressed, noisy

Range = tuple[float, float]


@dataclass(frozen=True)
class Capture:
    """Shares of lines to which a scanner or a phone does something, and its ranges.

    Args:
        coarse: at a resolution of `coarse_em` pixels an em.
        defocused: out of focus.
        moved: blurred by motion.
        sharpened: as phones sharpen.
        bilevel: black and white.
        jpeg: quality of the file.
    """

    coarse: float = 0.35
    coarse_em: Range = (12.0, 26.0)
    defocused: float = 0.3
    moved: float = 0.06
    sharpened: float = 0.12
    bilevel: float = 0.12
    jpeg: Range = (20, 92)


def captured(image: Grey, em: int, capture: Capture, rng: np.random.Generator) -> Grey:
    """A picture (uint8 [height, width], grey) as lens, sensor and file give it back; smaller where it is coarse.

    Args:
        em: size of its letters, in pixels.
    """
    if rng.random() < capture.coarse:
        factor = min(1.0, rng.uniform(*capture.coarse_em) / em)
        size = (max(4, round(image.shape[1] * factor)), max(6, round(image.shape[0] * factor)))
        image, em = cv2.resize(image, size, interpolation=cv2.INTER_AREA), max(6, round(em * factor))
    if rng.random() < capture.defocused:
        image = cv2.GaussianBlur(image, (0, 0), max(0.25, em * rng.uniform(0.008, 0.045)))
    if rng.random() < capture.moved:
        image = _moved(image, em, rng)
    if rng.random() < capture.sharpened:
        soft = cv2.GaussianBlur(image, (0, 0), 1.2)
        image = cv2.addWeighted(image, 1 + (strength := rng.uniform(0.5, 1.8)), soft, -strength, 0)
    if rng.random() < 0.7:
        image = noisy(image, rng.uniform(0, 11) if rng.random() < 0.85 else rng.uniform(10, 22), rng)
    if rng.random() < capture.bilevel:
        image = _bilevel(image, em, rng)
        return image if rng.random() < 0.6 else cv2.GaussianBlur(image, (0, 0), 0.6)
    return compressed(image, int(rng.uniform(*capture.jpeg))) if rng.random() < 0.75 else image


def _moved(image: Grey, em: int, rng: np.random.Generator) -> Grey:
    length = max(2, round(em * rng.uniform(0.04, 0.14)))
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = length / 2 * np.array([np.cos(angle), np.sin(angle)])
    first, last = (tuple(int(v) for v in np.round(length + sign * reach)) for sign in (-1, 1))
    cv2.line(kernel, first, last, 1.0, 1)
    return cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def _bilevel(image: Grey, em: int, rng: np.random.Generator) -> Grey:
    """Black and white as a fax or a scanner makes it, with specks."""
    if rng.random() < 0.5:
        image = cv2.medianBlur(image, 3)
    if rng.random() < 0.6:
        threshold, _ = cv2.threshold(image, 0, 255, cv2.THRESH_OTSU)
        image = cv2.threshold(image, threshold + rng.uniform(-12, 12), 255, cv2.THRESH_BINARY)[1]
    else:
        window = 2 * max(5, round(em * rng.uniform(0.4, 0.9))) + 1
        image = cv2.adaptiveThreshold(
            image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, window, rng.uniform(8, 18)
        )
    if rng.random() < 0.4:
        image = image.copy()
        image[rng.random(image.shape) < rng.uniform(0, 0.015)] = 0
        image[rng.random(image.shape) < rng.uniform(0, 0.03)] = 255
    return image
