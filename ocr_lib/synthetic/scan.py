"""What a scanner does to a made page: tilt, uneven grey paper, blur, noise and JPEG, the truth moved along."""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.synthetic.damage import compressed, noisy
from ocr_lib.synthetic.pages import MadePage, TrueLine


def scanned(
    page: MadePage,
    seed: int,
    *,
    tilt: float = 0.6,
    noise: float = 6.0,
    blur: float = 0.5,
    jpeg: int = 60,
    paper: int = 240,
) -> MadePage:
    """The page as a scan.

    Args:
        tilt: degrees, counter-clockwise.
        noise: standard deviation, in greys.
        blur: standard deviation, in pixels; under 0.2 there is none.
        jpeg: quality of the file.
        paper: grey of the sheet, 255 is white.
    """
    rng = np.random.default_rng(seed)
    height, width = page.picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    picture = cv2.warpAffine(page.picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    light = cv2.resize(rng.uniform(-6, 6, (3, 3)).astype(np.float32), (width, height))
    picture = np.clip(picture * (paper / 255) + light, 0, 255).astype(np.uint8)
    if blur >= 0.2:
        picture = cv2.GaussianBlur(picture, (0, 0), blur)
    picture = compressed(noisy(picture, noise, rng), jpeg)
    return MadePage(picture, [TrueLine(line.text, _moved(line.box, matrix)) for line in page.lines])


def _moved(box: tuple[int, int, int, int], matrix: np.ndarray) -> tuple[int, int, int, int]:
    """The upright box around a turned one."""
    x0, y0, x1, y1 = box
    corners = np.array([[x0, y0, 1], [x1, y0, 1], [x1, y1, 1], [x0, y1, 1]]) @ matrix.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    return int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))
