"""Coordinates in which the rows and columns of a tilted, photographed or slightly bent page are straight and at right angles.

A level line has the equation v = y - f(x, y) with the same polynomial f for the whole page and its own v; likewise an upright one
u = x - g(x, y). The polynomials are fitted to traced rules and the middle lines of texts by least squares. A homography would describe a
flat photographed page exactly; a cubic polynomial is within a pixel of it at the angles of office photographs, and describes curled paper too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ocr_lib.arrays import Floats

RIDGE = 2e-3
"""Weight of small coefficients against a close fit: few short lines don't bend a page."""
ROUNDS = 4
OUTLIER = 0.25
"""Residual in line heights from which a point counts less."""
INVERSE_STEPS = 8
TERMS = 6


@dataclass(frozen=True)
class Flattening:
    """From pixels of a picture to flat coordinates in the same unit, and back.

    Args:
        middle, scale: of the picture, which bring pixels to -1 … 1.
        level, upright: coefficients [TERMS] of f and g, in units of `scale`.
    """

    middle: Floats
    scale: float
    level: Floats = field(default_factory=lambda: np.zeros(TERMS))
    upright: Floats = field(default_factory=lambda: np.zeros(TERMS))

    def flat(self, points: Floats) -> Floats:
        """Float [n, 2] of pixels as flat coordinates."""
        x, y = self._normal(points)
        u, v = x - _terms(y, x) @ self.upright, y - _terms(x, y) @ self.level
        return self._pixels(u, v)

    def given(self, points: Floats) -> Floats:
        """Float [n, 2] of flat coordinates as pixels, by fixed-point iteration."""
        u, v = self._normal(points)
        x, y = u, v
        for _ in range(INVERSE_STEPS):
            x, y = u + _terms(y, x) @ self.upright, v + _terms(x, y) @ self.level
        return self._pixels(x, y)

    def _normal(self, points: Floats) -> tuple[Floats, Floats]:
        normal = (np.asarray(points, dtype=float) - self.middle) / self.scale
        return normal[:, 0], normal[:, 1]

    def _pixels(self, x: Floats, y: Floats) -> Floats:
        flat: Floats = np.stack([x, y], axis=1) * self.scale + self.middle
        return flat


def fit_flattening(
    size: tuple[int, int], level: Sequence[Floats], upright: Sequence[Floats], line_height: float
) -> Flattening:
    """The flattening that straightens lines.

    Args:
        size: width and height of the picture in pixels.
        level, upright: points, float [n, 2], of each line.
        line_height: in pixels.
    """
    middle, scale = np.array(size, dtype=float) / 2, max(size) / 2
    rows = [(points - middle) / scale for points in level if len(points) > 1]
    columns = [(points[:, ::-1] - middle[::-1]) / scale for points in upright if len(points) > 1]
    outlier = OUTLIER * line_height / scale
    return Flattening(middle, scale, _fit(rows, outlier), _fit(columns, outlier))


def _terms(along: Floats, across: Floats) -> Floats:
    """[n, TERMS]; none depends on `across` alone, which is what tells one line from another."""
    return np.stack([along, along**2, along**3, along * across, along**2 * across, along * across**2], axis=1)


def _fit(lines: Sequence[Floats], outlier: float) -> Floats:
    """Coefficients from points (along, across) of lines, each of which has an offset of its own."""
    if not lines:
        return np.zeros(TERMS)
    points = np.concatenate(lines)
    ends = np.cumsum([len(line) for line in lines])
    number = np.searchsorted(ends, np.arange(len(points)), side="right")
    terms, across = _terms(points[:, 0], points[:, 1]), points[:, 1]
    weights = np.ones(len(points))
    found = np.zeros(TERMS)
    # Curvature needs more evidence than tilt.
    ridge = RIDGE * np.array([0.05, 1, 1, 0.2, 1, 1]) * len(points) / max(10, len(lines))
    for _ in range(ROUNDS):
        total = np.bincount(number, weights)
        centred = np.stack([t - (np.bincount(number, weights * t) / total)[number] for t in terms.T], axis=1)
        away = across - (np.bincount(number, weights * across) / total)[number]
        weighted = centred * weights[:, None]
        found = np.linalg.solve(weighted.T @ centred + np.diag(ridge + 1e-9), weighted.T @ away)
        residual = np.abs(away - centred @ found)
        weights = 1 / np.maximum(1.0, residual / outlier)
    return found
