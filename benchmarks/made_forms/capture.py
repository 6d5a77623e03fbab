"""A picture of a page with its truth, and how both are warped together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.made_forms.sheet import Sheet, Written
from benchmarks.page_rows import Box, chain_rows

Points = NDArray[np.float64]
"""[n, 2], x and y in pixels."""
EDGE_POINTS = 5
"""Points along each side of a box that are moved to find its warped bounds."""
INVERSE_STEPS = 12


@dataclass(frozen=True)
class Capture:
    """A picture (uint8 RGB [height, width, 3]) and the texts in it.

    Attributes:
        kinds: what it shows and how it was damaged, for scores by kind.
    """

    picture: NDArray[np.uint8]
    texts: list[Written]
    kinds: list[str]

    def with_picture(self, picture: NDArray[np.uint8], *kinds: str) -> Capture:
        """The same texts in a changed picture of the same size."""
        return replace(self, picture=picture, kinds=[*self.kinds, *kinds])


def flat(sheet: Sheet, kinds: list[str]) -> Capture:
    """The sheet as it was drawn, its texts chained into rows."""
    rows = chain_rows([text.box for text in sheet.texts])
    texts = [replace(sheet.texts[n], row=row) for row, members in enumerate(rows) for n in members]
    return Capture(sheet.array.copy(), texts, kinds)


def scaled(capture: Capture, factor: float) -> Capture:
    """Enlarged or reduced."""
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    picture = cv2.resize(capture.picture, None, fx=factor, fy=factor, interpolation=method)
    texts = [replace(text, box=_scaled_box(text.box, factor)) for text in capture.texts]
    return replace(capture, picture=picture.astype(np.uint8), texts=texts)


def _scaled_box(box: Box, factor: float) -> Box:
    x0, y0, x1, y1 = box
    return x0 * factor, y0 * factor, x1 * factor, y1 * factor


def moved_texts(texts: list[Written], move: Callable[[Points], Points]) -> list[Written]:
    """The texts with the upright bounds of their moved boxes."""
    along = np.linspace(0, 1, EDGE_POINTS)
    moved = []
    for text in texts:
        x0, y0, x1, y1 = text.box
        xs, ys = x0 + (x1 - x0) * along, y0 + (y1 - y0) * along
        edge = np.array(
            [(x, y) for x in xs for y in (y0, y1)] + [(x, y) for x in (x0, x1) for y in ys], float
        )
        found = move(edge)
        low, high = found.min(axis=0), found.max(axis=0)
        moved.append(replace(text, box=(float(low[0]), float(low[1]), float(high[0]), float(high[1]))))
    return moved


@dataclass(frozen=True)
class Bend:
    """Displacements of a sheet's points, smooth over the sheet.

    Attributes:
        x, y: float32 [height, width], in pixels of the sheet.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]

    def move(self, points: Points) -> Points:
        """Where points of the sheet come to lie."""
        return points + self._at(points)

    def sources(self, points: Points) -> Points:
        """The points of the sheet that come to lie at `points`, by fixed-point iteration."""
        found = points.copy()
        for _ in range(INVERSE_STEPS):
            found = points - self._at(found)
        return found

    def _at(self, points: Points) -> Points:
        # Rows of at most 32,000 points are what cv2.remap takes.
        xy = points.astype(np.float32)
        parts = [
            np.stack(
                [
                    cv2.remap(
                        field,
                        part[None, :, 0],
                        part[None, :, 1],
                        cv2.INTER_LINEAR,
                        borderMode=cv2.BORDER_REPLICATE,
                    )[0]
                    for field in (self.x, self.y)
                ],
                axis=1,
            )
            for part in np.array_split(xy, max(1, -(-len(xy) // 30_000)))
        ]
        return np.concatenate(parts).astype(float)


def no_bend(shape: tuple[int, int]) -> Bend:
    """A flat sheet of [height, width] pixels."""
    return Bend(np.zeros(shape, np.float32), np.zeros(shape, np.float32))


def curve(shape: tuple[int, int], rng: np.random.Generator, strength: float) -> Bend:
    """A sheet that is rolled about an axis across or along it.

    Args:
        strength: displacement at most, as a share of the sheet's width.
    """
    height, width = shape
    u, v = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    phase, waves = rng.uniform(0, np.pi), rng.uniform(0.8, 1.6)
    sag = np.sin(u * np.pi * waves / 2 + phase) * (1 + 0.4 * v * rng.uniform(-1, 1))
    down = strength * width * (sag - sag.mean())
    across = strength * width * 0.4 * np.sin(v * np.pi * rng.uniform(0.5, 1) + phase)
    return Bend(across.astype(np.float32), down.astype(np.float32))


def crumple(
    shape: tuple[int, int], rng: np.random.Generator, strength: float
) -> tuple[Bend, NDArray[np.float32]]:
    """A crumpled sheet and the shading of its facets (about 1, float32 [height, width])."""
    height, width = shape
    relief = np.zeros(shape, np.float32)
    u, v = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    for _ in range(14):
        angle, place = rng.uniform(0, np.pi), rng.uniform(0, 1, 2)
        away = (u - place[0] * width) * np.cos(angle) + (v - place[1] * height) * np.sin(angle)
        relief += rng.uniform(-1, 1) * np.abs(away) / width
    relief = cv2.GaussianBlur(relief, (0, 0), max(1.0, width / 220))
    slope_x, slope_y = np.gradient(relief, axis=1) * width, np.gradient(relief, axis=0) * width
    shade = 1 + 0.055 * (slope_x + 0.7 * slope_y)
    offset = cv2.GaussianBlur(np.stack([slope_x, slope_y], axis=2), (0, 0), width / 40)
    across, down = (np.ascontiguousarray(offset[:, :, n], np.float32) for n in (0, 1))
    bend = Bend(across * np.float32(strength * width), down * np.float32(strength * width))
    return bend, np.clip(shade, 0.72, 1.15).astype(np.float32)
