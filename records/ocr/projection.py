"""The projective map between the unit square and a quad of the page, closed form (Heckbert, 1989). Pure functions.

Straight lines stay straight, so the rows and columns of a table photographed at an angle have one position each. numpy is not
imported: the console loads this module.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_FLAT = 1e-9


@dataclass(frozen=True)
class Projection:
    """From (u, v) of the unit square to pixels of the page, and back.

    Args:
        matrix: of homogeneous coordinates, row by row; the last coefficient is 1.
    """

    matrix: tuple[float, ...]

    @classmethod
    def of(cls, quad: Sequence[Sequence[float]]) -> Projection:
        """The map of (0, 0), (1, 0), (1, 1), (0, 1) to the corners of a convex quad.

        Raises:
            ValueError: the corners are on one line.
        """
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad
        sum_x, sum_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
        ax, ay, bx, by = x1 - x2, y1 - y2, x3 - x2, y3 - y2
        area = ax * by - bx * ay
        if abs(area) < _FLAT:
            raise ValueError(f"the corners {quad} are on one line")
        g, h = (sum_x * by - bx * sum_y) / area, (ax * sum_y - sum_x * ay) / area
        return cls(
            (x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1.0)
        )

    def to_page(self, u: float, v: float) -> list[float]:
        """The point [x, y] of the page; infinite where the plane goes beyond the horizon."""
        return list(_mapped(self.matrix, u, v))

    def to_unit(self, x: float, y: float) -> tuple[float, float]:
        """The point (u, v); infinite beyond the horizon."""
        a, b, c, d, e, f, g, h, i = self.matrix
        adjugate = (
            *(e * i - f * h, c * h - b * i, b * f - c * e),
            *(f * g - d * i, a * i - c * g, c * d - a * f),
            *(d * h - e * g, b * g - a * h, a * e - b * d),
        )
        sign = 1 if adjugate[8] > 0 else -1
        return _mapped(tuple(sign * value for value in adjugate), x, y)


def _mapped(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f, g, h, i = matrix
    depth = g * x + h * y + i
    if depth < _FLAT:
        return math.inf, math.inf
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
