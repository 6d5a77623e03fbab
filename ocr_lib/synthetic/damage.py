"""What happens to a line between printer and file: uneven paper, rules, blur, low resolution, noise, JPEG."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.arrays import Grey
from ocr_lib.synthetic.style import Style


def damage(image: Grey, style: Style, rng: np.random.Generator) -> Grey:
    """`image` (uint8 [height, width]) as a scanner would give it; smaller where its resolution is lower."""
    if rng.random() < style.clean:
        return image
    if rng.random() < style.background:
        image = _uneven(image, rng)
    if rng.random() < style.rules:
        image = _ruled(image, rng)
    image = _shrunk(image, style, rng)
    # The same lens blurs small print away, so what is left readable grows with the print.
    blur = rng.uniform(*style.blur) * min(1.0, image.shape[0] / 32)
    if blur > 0.2:
        image = cv2.GaussianBlur(image, (0, 0), blur)
    image = noisy(image, rng.uniform(*style.noise), rng)
    if rng.random() < style.fax:
        image = cv2.medianBlur(image, 3)
        threshold, _ = cv2.threshold(image, 0, 255, cv2.THRESH_OTSU)
        return cv2.threshold(image, threshold, 255, cv2.THRESH_BINARY)[1]
    return compressed(image, int(rng.uniform(*style.jpeg)))


def _uneven(image: Grey, rng: np.random.Generator) -> Grey:
    """Light that falls off to one side, on paper with grain."""
    height, width = image.shape
    coarse = rng.uniform(-18, 18, (2, 3)).astype(np.float32)
    light = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip(image + light, 0, 255).astype(np.uint8)


def _ruled(image: Grey, rng: np.random.Generator) -> Grey:
    """A piece of a table's rule or an underline, at an edge of the crop."""
    width = image.shape[1]
    image = image.copy()
    grey, thick = int(rng.uniform(0, 150)), 1 + int(rng.random() < 0.3)
    place = rng.integers(4)
    if place == 0:
        image[-thick:] = grey
    elif place == 1:
        image[:thick] = grey
    elif place == 2:
        image[:, :thick] = grey
    else:
        image[:, width - thick :] = grey
    return image


def _shrunk(image: Grey, style: Style, rng: np.random.Generator) -> Grey:
    height, width = image.shape
    low, high = style.shrink
    # No line is made smaller than print that people still read.
    factor = max(rng.uniform(low, high), min(1.0, 22 / height))
    if factor > 0.97:
        return image
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


def noisy(image: Grey, deviation: float, rng: np.random.Generator) -> Grey:
    """With a sensor's noise of this standard deviation, in greys."""
    if deviation < 1:
        return image
    noise = np.empty(image.shape, np.int16)
    cv2.setRNGSeed(int(rng.integers(2**31)))
    cv2.randn(noise, 0, deviation)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def compressed(image: Grey, quality: int) -> Grey:
    """As a JPEG of this quality gives it back."""
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    read = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    if read is None:
        raise ValueError(f"JPEG of a picture of shape {image.shape} can't be read back")
    return read
