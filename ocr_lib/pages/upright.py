"""Putting pages upright: how far a scan is tilted, whether it lies on its side, and the turn that mends it.

Which side is up can't be told from ink alone; the reader settles that by reading.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import cv2
import numpy as np

Picture = np.ndarray[Any, Any]
MEASURED_SIDE = 1000
"""Pictures are measured at this size: a tenth of a degree is a pixel and a half over its width."""
STEEPEST = 5.0
CLEARLY = 2.0
"""How much sharper lines must be at an angle than at most others: made pages have 2.1 … 40, a dozen words on
a sheet up to 1.9 at an angle that means nothing."""
SIDEWAYS = 1.5
"""How much plainer lines must be from top to bottom than across: made pages have over 3 the one or other way."""
FEWEST_LETTERS = 12
"""Parts of ink, below which nothing is told; a tilt, being finer, needs twice as many."""
LONGEST_PART = 0.2
"""Of the picture's longer side: what is longer is a rule or a frame, not letters."""


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
        """Affine float64 [2, 3] from the picture as given to upright; coordinates are of pixels' corners."""
        width, height = self.width, self.height
        quarter = {
            0: [[1, 0, 0], [0, 1, 0]],
            90: [[0, -1, height], [1, 0, 0]],
            180: [[-1, 0, width], [0, -1, height]],
            270: [[0, 1, 0], [-1, 0, width]],
        }[self.rotation]
        wide, high = self.size
        level = _levelling(self.tilt, wide / 2, high / 2)
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
    if turn.rotation:
        picture = np.ascontiguousarray(np.rot90(picture, -turn.rotation // 90))
    if turn.tilt == 0.0:
        return picture
    white = (255, 255, 255)
    width, height = turn.size
    # OpenCV counts from the middle of the first pixel.
    level = _levelling(turn.tilt, (width - 1) / 2, (height - 1) / 2)
    return cv2.warpAffine(picture, level, turn.size, flags=cv2.INTER_CUBIC, borderValue=white)


def estimate_tilt(grey: Picture) -> float:
    """Degrees, counter-clockwise, by which the lines of a page (uint8 grey) are tilted, up to 5 either way.

    The angle at which the rows' sums of ink differ most from row to row (Postl's projection method, 1986).
    0 where none can be told (a page with few words, a drawing, a blank sheet).
    """
    letters = _letters(grey)
    if letters is None or letters.count < 2 * FEWEST_LETTERS:
        return 0.0
    coarse = {float(a): _sharpness(letters, float(a)) for a in np.arange(-STEEPEST, STEEPEST + 0.01, 0.5)}
    best = max(coarse, key=lambda angle: coarse[angle])
    if abs(best) > STEEPEST - 0.3 or coarse[best] < CLEARLY * float(np.median(list(coarse.values()))):
        return 0.0
    return round(_summit(lambda angle: _sharpness(letters, angle), best), 2)


def turned_sideways(grey: Picture) -> bool:
    """Whether the lines of a page (uint8 grey) run from top to bottom, as far as can be told."""
    letters = _letters(grey)
    if letters is None:
        return False
    angles = [float(angle) for angle in np.arange(-4.0, 4.1, 0.5)]
    across = max(_plainness(letters, angle) for angle in angles)
    down = max(_plainness(letters.transposed(), angle) for angle in angles)
    return down > SIDEWAYS * across


def _levelling(tilt: float, x: float, y: float) -> Picture:
    """Affine float64 [2, 3] that takes a tilt away, about a point."""
    return cv2.getRotationMatrix2D((x, y), -tilt, 1.0)


@dataclass(frozen=True)
class _Letters:
    """Points of ink of what may be letters, at measuring size.

    Args:
        count: parts of ink that hang together.
        along, across: float64 [points], pixels to the right and downwards.
        thickness: of most parts, in pixels: letters may have run into words, which are as thick.
    """

    count: int
    along: Picture
    across: Picture
    thickness: float

    def transposed(self) -> _Letters:
        return replace(self, along=self.across, across=self.along)


def _letters(grey: Picture) -> _Letters | None:
    """Where letters are, without rules and pictures; None where there are hardly any."""
    if min(grey.shape) < 32:
        return None
    scale = min(1.0, MEASURED_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    edges = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    ink = (edges > max(30.0, 4.0 * float(np.median(edges)))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    thickness = sides.min(axis=1)
    kept = (thickness >= 3) & (sides.max(axis=1) < LONGEST_PART * max(small.shape))
    kept[0] = False
    count = int(kept.sum())
    if count < FEWEST_LETTERS:
        return None
    across, along = np.nonzero(kept[labels])
    return _Letters(
        count, along.astype(float), across.astype(float), float(np.percentile(thickness[kept], 75))
    )


def _profile(letters: _Letters, angle: float) -> Picture:
    """Ink in each row once the page is turned back by `angle` degrees."""
    # A shear moves each column up or down as the turn would; for a few degrees that is enough, and quicker.
    rows = letters.across + letters.along * np.tan(np.deg2rad(angle))
    return np.bincount((rows - rows.min() + 0.5).astype(np.int64)).astype(float)


def _sharpness(letters: _Letters, angle: float) -> float:
    """How much neighbouring rows differ."""
    return float(np.square(np.diff(_profile(letters, angle))).sum())


def _plainness(letters: _Letters, angle: float) -> float:
    """How much rows differ a line's breadth apart, the strokes within letters smoothed away."""
    breadth = max(1, round(0.7 * letters.thickness))
    rows = np.convolve(np.pad(_profile(letters, angle), 2 * breadth), np.ones(breadth) / breadth, "same")
    return float(np.square(rows[breadth:] - rows[:-breadth]).sum())


def _summit(height: Callable[[float], float], near: float) -> float:
    """Where a function of degrees is highest within half a degree of `near`.

    By the parabola through seven values a tenth of a degree apart: single values of sparse pages are rough.
    """
    angles = near + 0.1 * np.arange(-8, 9)
    heights = np.array([height(float(angle)) for angle in angles])
    top = 3 + int(np.argmax(heights[3:-3]))
    bend, slope, _ = np.polyfit(np.arange(-3, 4), heights[top - 3 : top + 4], 2)
    step = -slope / (2 * bend) if bend < 0 else 0.0
    return float(angles[top] + 0.1 * np.clip(step, -2, 2))
