"""Quarter turns of a page: points between the picture as given and the upright one. Coordinates are of pixels' corners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class TurnedPage:
    """A picture of a page that may be on its side or on its head.

    Args:
        degrees: 0, 90, 180 or 270, clockwise, which put it upright.
        width, height: of the picture as given, in pixels.
    """

    degrees: int
    width: int
    height: int

    def to_given(self, points: Sequence[Sequence[float]]) -> Points:
        """Points (x, y) of the upright picture in the picture as given."""
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
        return TurnedPage((360 - self.degrees) % 360, width, height).to_given(points)
