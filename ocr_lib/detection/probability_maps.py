"""From a text detector's probability map to the frames of texts (differentiable binarization).

The method is that of Liao et al. 2020, "Real-time scene text detection with differentiable binarization": the map
marks the shrunken core of each text, and each core's frame is grown back by its area over its perimeter.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Floats
from ocr_lib.detection.curved import LONG, with_midline
from ocr_lib.detection.detected import TextFrame

LEVEL_COSTS = 1.2
"""How many times as large as the smallest rectangle a level one may be."""
NESTED_SIZE, NESTED_POINTS = 0.5, 3
"""A frame less than half as large as another is a part of it where its middle and two of its corners lie within."""


@dataclass(frozen=True)
class MapThresholds:
    """How a probability map is read.

    Args:
        pixel: probability from which a pixel belongs to a text.
        frame: mean probability within a frame from which it is kept.
        growth: a frame grows on each side by this many times its area over its perimeter.
        smallest: pixels of the map; frames whose shorter side is less are dropped.
    """

    pixel: float = 0.3
    frame: float = 0.4
    growth: float = 1.6
    smallest: float = 3.0


def text_frames(
    probabilities: Floats, thresholds: MapThresholds, *, squeezed: float = 1.0
) -> list[TextFrame]:
    """The frames of the texts in a map.

    Args:
        probabilities: float32 [height, width] in 0 … 1.
        squeezed: factor by which the map is narrower than what it shows.

    Returns:
        Frames in pixels of what is shown, at the map's scale down the page.
    """
    spread = np.array([1 / squeezed, 1.0])
    mask = (probabilities > thresholds.pixel).astype(np.uint8)
    mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    frames = []
    for core in contours:
        contour = core if squeezed == 1.0 else np.round(core * spread).astype(np.int32)
        middle, (width, height), angle = _rectangle(contour)
        if min(width, height) < thresholds.smallest:
            continue
        score = _mean_within(probabilities, cv2.boxPoints((middle, (width, height), angle)) / spread)
        if score < thresholds.frame and max(width, height) > LONG * min(width, height):
            # The rectangle around a curved text is mostly empty.
            score = _mean_within(probabilities, core.reshape(-1, 2))
        if score < thresholds.frame:
            continue
        growth = thresholds.growth * squeezed * width * height / (squeezed * width + height)
        corners = cv2.boxPoints((middle, (width + growth / squeezed, height + growth), angle))
        frame = TextFrame(clockwise(corners), float(score))
        frames.append(with_midline(frame, contour, thresholds.growth))
    return _without_nested(frames)


def core_probability(probabilities: Floats, corners: Floats) -> float:
    """The mean of a map in the middle third of a frame's height, which is where a text's core is.

    Args:
        corners: float [4, 2] in pixels of the map, clockwise from the text's top left.
    """
    left, right = corners[3] - corners[0], corners[2] - corners[1]
    core = np.array(
        [corners[0] + left / 3, corners[1] + right / 3, corners[1] + right * 2 / 3, corners[0] + left * 2 / 3]
    )
    return _mean_within(probabilities, core)


def _without_nested(frames: list[TextFrame]) -> list[TextFrame]:
    """The frames that don't lie within a larger one: a lone spot of the map beside a text is a part of it."""

    def lies_within(inner: TextFrame, outer: TextFrame) -> bool:
        if inner.width * inner.height >= NESTED_SIZE * outer.width * outer.height:
            return False
        corners = outer.corners.reshape(-1, 1, 2)
        points = [*inner.corners, inner.middle]
        held = [cv2.pointPolygonTest(corners, (float(x), float(y)), False) >= 0 for x, y in points]
        return held[-1] and sum(held) >= NESTED_POINTS

    return [one for one in frames if not any(lies_within(one, other) for other in frames if other is not one)]


def _rectangle(contour: Floats) -> tuple[tuple[float, float], tuple[float, float], float]:
    """The smallest rectangle around a contour as OpenCV gives it (middle, sides, degrees): level where that costs little,
    as the smallest one around a short text is tilted by chance."""
    middle, (width, height), angle = cv2.minAreaRect(contour)
    x, y, wide, high = cv2.boundingRect(contour)
    if wide * high <= LEVEL_COSTS * max(1.0, width * height):
        return (x + (wide - 1) / 2, y + (high - 1) / 2), (wide - 1, high - 1), 0.0
    return middle, (width, height), angle


def clockwise(corners: Floats) -> Floats:
    """Four corners (float [4, 2]) clockwise from the one that is the top left of a text that lies within 45° of level."""
    # boxPoints goes clockwise; the top left is where the sides that lead away run to the right and down.
    sides = np.roll(corners, -1, axis=0) - corners
    start = int(np.argmax(sides[:, 0] - np.abs(sides[:, 1])))
    long_enough = sides[start, 0] > 0
    return np.roll(corners, -start, axis=0).astype(np.float32) if long_enough else corners.astype(np.float32)


def _mean_within(probabilities: Floats, corners: Floats) -> float:
    """The mean of the map within a polygon, float [n, 2]."""
    height, width = probabilities.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    mask = np.zeros((bottom - top + 1, right - left + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [np.round(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(probabilities[top : bottom + 1, left : right + 1], mask)[0])
