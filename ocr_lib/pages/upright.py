"""Putting pages upright: how far a scan is tilted, whether it lies on its side, and the turn that mends it.

Which side is up can't be told from ink alone; the reader settles that by reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import cv2
import numpy as np

Picture = np.ndarray[Any, Any]
MEASURED_SIDE = 1000
"""Pictures are measured at this size: a tenth of a degree is a pixel and a half over its width."""
STEEPEST = 5.0
CLEARLY = 1.3
"""Lines must be this much sharper at one angle than at most others for it to be believed."""


@dataclass(frozen=True)
class Turn:
    """From a picture as given to upright.

    Args:
        rotation: 0, 90, 180 or 270 degrees clockwise, first.
        tilt: degrees counter-clockwise by which it is tilted then, which is taken away second.
        width, height: of the picture as given.
    """

    rotation: int
    tilt: float
    width: int
    height: int

    @property
    def is_none(self) -> bool:
        return self.rotation == 0 and self.tilt == 0.0

    def then(self, rotation: int) -> Turn:
        """With a further quarter turn (or two) after it."""
        return replace(self, rotation=(self.rotation + rotation) % 360)

    @cached_property
    def matrix(self) -> Picture:
        """Affine float64 [2, 3] from the picture as given to upright."""
        width, height = self.width, self.height
        quarter = {
            0: [[1, 0, 0], [0, 1, 0]],
            90: [[0, -1, height], [1, 0, 0]],
            180: [[-1, 0, width], [0, -1, height]],
            270: [[0, 1, 0], [-1, 0, width]],
        }[self.rotation]
        wide, high = self.size
        level = cv2.getRotationMatrix2D((wide / 2, high / 2), -self.tilt, 1.0)
        return (np.vstack([level, [0, 0, 1]]) @ np.vstack([np.array(quarter, dtype=float), [0, 0, 1]]))[:2]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return (self.width, self.height) if self.rotation % 180 == 0 else (self.height, self.width)

    def to_given(self, points: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
        """Points of the upright picture in the picture as given."""
        if self.is_none:
            return tuple((float(x), float(y)) for x, y in points)
        back = cv2.invertAffineTransform(self.matrix)
        moved = np.column_stack([np.asarray(points, dtype=float), np.ones(len(points))]) @ back.T
        return tuple((float(x), float(y)) for x, y in moved)


def turned(picture: Picture, turn: Turn) -> Picture:
    """The picture (uint8 [height, width] or [height, width, 3]) put upright; corners that come in are white."""
    white = (255, 255, 255)
    return cv2.warpAffine(picture, turn.matrix, turn.size, flags=cv2.INTER_CUBIC, borderValue=white)


def estimate_tilt(grey: Picture) -> float:
    """Degrees, counter-clockwise, by which the lines of a page (uint8 grey) are tilted; 0 where none can be told.

    The angle at which the rows' sums of ink differ most from row to row (Postl's projection method, 1986).
    """
    ink = _ink(grey)
    if ink is None:
        return 0.0
    coarse = {
        float(angle): _sharpness(ink, float(angle)) for angle in np.arange(-STEEPEST, STEEPEST + 0.01, 0.5)
    }
    best: float = max(coarse, key=lambda angle: coarse[angle])
    if abs(best) > STEEPEST - 0.3 or coarse[best] < CLEARLY * float(np.median(list(coarse.values()))):
        return 0.0
    fine = [best + 0.1 * step for step in range(-4, 5)]
    sharpest: float = max(fine, key=lambda angle: _sharpness(ink, angle))
    return round(sharpest, 2)


def turned_sideways(grey: Picture) -> bool:
    """Whether lines run from top to bottom."""
    ink = _ink(grey)
    if ink is None:
        return False
    angles = np.arange(-4.0, 4.1, 0.5)
    level = max(_sharpness(ink, a) for a in angles)
    upright = np.ascontiguousarray(ink.T)
    return max(_sharpness(upright, a) for a in angles) > 1.5 * level


def _ink(grey: Picture) -> Picture | None:
    """Where letters are, float32, at measuring size, without rules and pictures; None where there are hardly any."""
    if min(grey.shape) < 32:
        return None
    scale = min(1.0, MEASURED_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    ink = (edges > max(30.0, 4.0 * float(np.median(edges)))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longest = 0.2 * max(small.shape)
    high, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    letters = (high >= 3) & (wide >= 3) & (high < longest) & (wide < longest)
    letters[0] = False
    if letters.sum() < 12:
        return None
    return letters[labels].astype(np.float32)


def _sharpness(ink: Picture, angle: float) -> float:
    """How much the ink of neighbouring rows differs once the page is turned back by `angle`."""
    height, width = ink.shape
    # A shear moves each column up or down as the turn would; for a few degrees that is enough, and quicker.
    slope = np.tan(np.deg2rad(angle))
    matrix = np.array([[1.0, 0.0, 0.0], [slope, 1.0, -slope * width / 2]])
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
