"""The ink of a page: where it is, its marks, and how high the print is.

What tells a detector how far it may shrink a page, and where exactly a word it found begins and ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

SMALL_SHARE = 0.04
"""Print that makes up less of the ink's length than this may be ignored."""
LONG_SIDE = 2400
"""Larger pictures are measured at this size."""
FAINTEST, ABOVE_GRAIN = 30.0, 3.5
"""Paper has grain: ink differs from its surroundings by so many greys, and by so many times the page's median."""
SHORTEST_RULE = 60
"""Pixels; what runs on for so long may be a rule."""
HIGHEST_PRINT = 120
"""Pixels; higher marks are titles, pictures or frames."""
FRAME_SHARE = 0.33
"""Of the page's side; no letter is so large."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Ink:
    """What is printed on a page, in pixels of the picture.

    Attributes:
        box: x0, y0, x1, y1 around all of it.
        height: of the smallest print there is an amount of.
        marks: int [n, 4], x0, y0, x1, y1 of letters and words, rules and pictures left out.
        rules: int [n, 4], the upright rules of tables.
    """

    box: tuple[int, int, int, int]
    height: float
    marks: Array
    rules: Array


def find_ink(grey: Array) -> Ink | None:
    """What is printed on a page (uint8 grey [height, width], dark on light or the reverse); None: nothing."""
    shrink = min(1.0, LONG_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else grey
    if min(small.shape) < 3:
        return None
    edges = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    ink = (edges > max(FAINTEST, ABOVE_GRAIN * float(np.median(edges)))).astype(np.uint8)
    usual = _print_height(_words(_unframed(ink)), 0.5)
    if usual is None:
        return None
    # Strokes of letters are no rules, those of a title neither.
    upright = _lines_longer(ink, (1, max(SHORTEST_RULE, round(3.2 * usual))))
    level = _lines_longer(ink, (max(SHORTEST_RULE, round(5 * usual)), 1))
    print_only = ink & ~cv2.dilate(upright | level, np.ones((3, 3), np.uint8))
    found = _components(print_only)
    wide, high = found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]
    marks = found[(wide * high >= 9) & (np.maximum(wide, high) >= 4)]
    words = _words(print_only)
    if not len(marks) or not len(words):
        return None
    (left, top), (right, bottom) = marks[:, :2].min(axis=0), marks[:, 2:].max(axis=0)
    return Ink(
        (int(left / shrink), int(top / shrink), math.ceil(right / shrink), math.ceil(bottom / shrink)),
        (_print_height(words, SMALL_SHARE) or usual) / shrink,
        np.round(marks / shrink).astype(int),
        np.round(_components(upright) / shrink).astype(int),
    )


def _unframed(ink: Array) -> Array:
    """Ink without the lines of frames: in a narrow table the letters hang together with its rules, as one mark."""
    frames = np.zeros_like(ink)
    most_wide, most_high = FRAME_SHARE * ink.shape[1], FRAME_SHARE * ink.shape[0]
    for x0, y0, x1, y1 in _words(ink):
        if y1 - y0 >= HIGHEST_PRINT and (x1 - x0 > most_wide or y1 - y0 > most_high):
            frames[y0:y1, x0:x1] = 1
    if not frames.any():
        return ink
    lines = _lines_longer(ink, (SHORTEST_RULE, 1)) | _lines_longer(ink, (1, SHORTEST_RULE))
    return ink & ~(frames & cv2.dilate(lines, np.ones((3, 3), np.uint8)))


def _lines_longer(ink: Array, size: tuple[int, int]) -> Array:
    """Ink that runs on for at least `size` (width, height)."""
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size[::-1], np.uint8))


def _words(ink: Array) -> Array:
    """int [n, 4]: x0, y0, x1, y1 of letters joined to words, roughly."""
    found = _components(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((2, 9), np.uint8)))
    return found[(found[:, 3] - found[:, 1] >= 5) & (found[:, 2] - found[:, 0] >= 4)]


def _components(mask: Array) -> Array:
    """int [n, 4]: x0, y0, x1, y1 of what hangs together."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = stats[1:, : cv2.CC_STAT_AREA].astype(int)
    return np.column_stack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:4]])


def _print_height(marks: Array, share: float) -> float | None:
    """The height below which this share of the print's length lies; pictures are no print."""
    if not len(marks):
        return None
    wide, high = marks[:, 2] - marks[:, 0], marks[:, 3] - marks[:, 1]
    words = (wide >= 0.8 * high) & (high < HIGHEST_PRINT)
    if not words.any():
        words = np.ones(len(marks), dtype=bool)
    heights, lengths = high[words], wide[words].astype(float)
    order = np.argsort(heights)
    reached = np.cumsum(lengths[order]) / lengths.sum()
    return float(heights[order][np.searchsorted(reached, share)])
