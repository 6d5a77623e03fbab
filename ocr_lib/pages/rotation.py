"""Quarter turns of a page: the picture put upright, and points brought back to the picture as given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr_lib.arrays import Picture

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class PageRotation:
    """From a picture as given to upright.

    Args:
        degrees: 0, 90, 180 or 270, clockwise.
        width, height: of the picture as given, in pixels.
    """

    degrees: int
    width: int
    height: int

    def upright(self, picture: Picture) -> Picture:
        """The picture ([height, width] or [height, width, 3]) turned upright."""
        return np.ascontiguousarray(np.rot90(picture, -self.degrees // 90)) if self.degrees else picture

    def to_given(self, points: Sequence[Sequence[float]]) -> Points:
        """Points (x, y) of the upright picture in the picture as given; coordinates are of pixels' corners."""
        width, height = float(self.width), float(self.height)
        return tuple(
            {
                0: (float(x), float(y)),
                90: (float(y), height - float(x)),
                180: (width - float(x), height - float(y)),
                270: (width - float(y), float(x)),
            }[self.degrees]
            for x, y in points
        )

    def to_upright(self, points: Sequence[Sequence[float]]) -> Points:
        """Points (x, y) of the picture as given in the upright picture; the inverse of `to_given`."""
        is_sideways = self.degrees in (90, 270)
        width, height = (self.height, self.width) if is_sideways else (self.width, self.height)
        return PageRotation((360 - self.degrees) % 360, width, height).to_given(points)
