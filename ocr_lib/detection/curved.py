"""Texts on bent paper: the middle of their print as a curve, and the crop that follows it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey
from ocr_lib.detection.detected import TextFrame

LONG = 4.0
"""Width over height of a text's core from which it may be curved."""
BENT = 0.22
"""Deviation of the midline from a straight one, in the thickness of the core, from which a text is cut along it."""
DEGREE = 3
POINTS = 24
TRIMMED = 0.03
"""Share of the text's length left out at each end, where the core is rounded."""


def with_midline(frame: TextFrame, contour: Floats, growth: float) -> TextFrame:
    """The frame with its midline where the contour of its core is curved.

    Args:
        contour: int [n, 1, 2], the outline of the core in the same pixels as the frame.
        growth: a text's margin over the area of its core divided by the core's perimeter.
    """
    along = (frame.corners[1] - frame.corners[0]) / max(1e-6, frame.width)
    down = np.array([-along[1], along[0]])
    origin = frame.corners[0].astype(float)
    points = contour.reshape(-1, 2) - origin
    placed = np.round(np.column_stack([points @ along, points @ down])).astype(np.int32)
    placed -= (low := placed.min(axis=0))
    size = placed.max(axis=0) + 1
    if size[0] < LONG * size[1] and size[0] < 3 * LONG:
        return frame
    mask = np.zeros((int(size[1]), int(size[0])), np.uint8)
    cv2.fillPoly(mask, [placed], 1)
    counts = mask.sum(axis=0)
    columns = np.arange(len(counts))[counts > 0]
    cut = round(TRIMMED * len(columns))
    columns = columns[cut : len(columns) - cut]
    thickness = float(np.median(counts[columns])) if len(columns) else 0.0
    if len(columns) <= DEGREE + 1 or len(columns) < LONG * thickness:
        return frame
    middles = (mask[:, columns] * np.arange(mask.shape[0])[:, None]).sum(axis=0) / counts[columns]
    line = np.polynomial.Polynomial.fit(columns, middles, 1)
    curve = np.polynomial.Polynomial.fit(columns, middles, DEGREE)
    if float(np.abs(curve(columns) - line(columns)).max()) < BENT * thickness:
        return frame
    margin = growth * thickness * len(columns) / (thickness + len(columns)) / 2
    x = np.linspace(-margin, len(counts) - 1 + margin, POINTS)
    y = curve(np.clip(x, 0, len(counts) - 1))
    midline = origin + (x + low[0])[:, None] * along + (y + low[1])[:, None] * down
    return replace(frame, midline=midline.astype(np.float32), band=thickness + 2 * margin)


def along_midline(grey: Grey, midline: Floats, band: float) -> Grey:
    """What lies within half a band of a curve, straightened.

    Args:
        grey: uint8 [height, width].
        midline: float [n, 2] in pixels.
        band: pixels.

    Returns:
        uint8 [band, length of the curve].
    """
    steps = np.linalg.norm(np.diff(midline, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    width, height = max(2, round(float(at[-1]))), max(2, round(band))
    wanted = np.linspace(0, at[-1], width)
    middle = np.column_stack([np.interp(wanted, at, midline[:, axis]) for axis in (0, 1)])
    direction = np.gradient(middle, axis=0)
    direction /= np.maximum(1e-6, np.linalg.norm(direction, axis=1, keepdims=True))
    normal = np.column_stack([-direction[:, 1], direction[:, 0]])
    offsets = np.linspace(-band / 2, band / 2, height)
    sampled = (middle[None] + offsets[:, None, None] * normal[None] - 0.5).astype(np.float32)
    return cv2.remap(
        grey, sampled[:, :, 0], sampled[:, :, 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
