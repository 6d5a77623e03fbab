"""CRAFT's two maps (where letters are, what joins them) to quadrilaterals of words.

What `easyocr.craft_utils.getDetBoxes` computes on a full map for each word is computed here within the
word's own window, which takes milliseconds instead of seconds on a page of small print; a test holds the
two to the same answer.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from ocr_lib.arrays import Floats

TEXT_THRESHOLD, LINK_THRESHOLD, LOW_TEXT = 0.7, 0.4, 0.4
"""`easyocr.Reader.readtext`'s defaults."""
SMALLEST_AREA = 10


def words(letters: Floats, links: Floats) -> list[Floats]:
    """The words' corners, float32 [4, 2] in pixels of the maps, clockwise from the top left.

    Args:
        letters, links: float32 [height, width] in 0 … 1.
    """
    text = letters > LOW_TEXT
    link = links > LINK_THRESHOLD
    count, labels, stats, _ = cv2.connectedComponentsWithStats((text | link).astype(np.uint8), connectivity=4)
    found = []
    for label in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[label])
        if area < SMALLEST_AREA:
            continue
        spread = int(math.sqrt(area * min(width, height) / (width * height)) * 2)
        x0, y0 = max(0, x - spread), max(0, y - spread)
        x1, y1 = min(text.shape[1], x + width + spread + 1), min(text.shape[0], y + height + spread + 1)
        window = (slice(y0, y1), slice(x0, x1))
        own = labels[window] == label
        if letters[window][own].max() < TEXT_THRESHOLD:
            continue
        segment = (own & ~(link[window] & ~text[window])).astype(np.uint8)
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (1 + spread, 1 + spread))
        points = cv2.findNonZero(cv2.dilate(segment, kernel))
        if points is None:
            continue
        found.append(_corners(points.reshape(-1, 2)) + np.array([x0, y0], dtype=np.float32))
    return found


def _corners(points: Floats) -> Floats:
    box = cv2.boxPoints(cv2.minAreaRect(points))
    wide, high = np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[1] - box[2])
    if abs(1 - max(wide, high) / (min(wide, high) + 1e-5)) <= 0.1:
        # A near-square lying on its corner is a level one.
        left, top = points.min(axis=0)
        right, bottom = points.max(axis=0)
        box = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float32)
    return np.roll(box, 4 - int(box.sum(axis=1).argmin()), axis=0).astype(np.float32)
