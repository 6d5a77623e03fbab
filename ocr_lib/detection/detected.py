"""What every detector returns: the frames of the texts of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ocr_lib.arrays import Floats


@dataclass(frozen=True)
class TextFrame:
    """Where one text is.

    Attributes:
        corners: float32 [4, 2], x and y in pixels, clockwise from the text's top left, as far as the frame tells.
        score: the detector's confidence, 0 … 1.
        midline: for a curved text, float32 [n, 2]: points on the middle of its print from its start to its end; the text
            is then as high as `band`. None for a straight one.
        band: pixels across a curved text, margins included.
    """

    corners: Floats
    score: float
    midline: Floats | None = None
    band: float = 0.0

    @cached_property
    def width(self) -> float:
        """Pixels along the text."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @cached_property
    def height(self) -> float:
        """Pixels across the text."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @cached_property
    def middle(self) -> Floats:
        """Float [2]."""
        return self.corners.mean(axis=0)

    @property
    def angle(self) -> float:
        """Radians by which the text descends to the right."""
        along = self.corners[1] - self.corners[0]
        return float(np.arctan2(along[1], along[0]))

    def mapped(self, scale: Floats, shift: Floats) -> TextFrame:
        """The frame with its corners scaled (float [2]) and then shifted (float [2])."""
        midline = None if self.midline is None else (self.midline * scale + shift).astype(np.float32)
        corners = (self.corners * scale + shift).astype(np.float32)
        return TextFrame(corners, self.score, midline, self.band * float(np.mean(scale)))


def box_shares(one: Floats, other: Floats) -> Floats:
    """The share of each box of `one` that lies within each of `other`; boxes are x0, y0, x1, y1, the result float [one, other]."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    common = np.clip(high - low, 0, None).prod(axis=2)
    size = (one[:, 2:] - one[:, :2]).prod(axis=1)
    found: Floats = common / np.maximum(size, 1e-6)[:, None]
    return found
