"""Texts with boxes chained into rows of a page, for readers that give no rows."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels."""

SMALLEST_SLOPE = 0.005
SAME_ROW = 0.62
"""Line heights that the centres of neighbours in one row may differ by."""
SIMILAR_HEIGHTS = 0.4
OVERLAPPING, TOUCHING_PIXELS = 0.5, 5
"""Heights that the centres of true boxes in one row may differ by, and pixels that neighbours may overlap by."""
WEIGHT_PIXELS = 20
"""A text counts once in the page's slope for every so many pixels of its width."""


@dataclass(frozen=True)
class ReadText:
    """A text that a reader found.

    Attributes:
        box: x0, y0, x1, y1 in pixels.
        quad: four corners, clockwise from the text's own top left; None where the reader gives none.
        score: the reader's own, 0 to 1.
    """

    text: str
    box: Box
    quad: tuple[tuple[float, float], ...] | None = None
    score: float = 1.0


def page_slope(texts: Sequence[ReadText]) -> float:
    """The slope of the page's lines (dy/dx): the median over texts with a quad, weighted by their width."""
    slopes: list[float] = []
    for text in texts:
        if not text.quad:
            continue
        (x0, y0), (x1, y1) = text.quad[:2]
        if x1 - x0 > abs(text.box[3] - text.box[1]):
            times = max(1, int((x1 - x0) / WEIGHT_PIXELS))
            slopes += [(y1 - y0) / max(1, x1 - x0)] * times
    return statistics.median(slopes) if slopes else 0.0


def deskewed(texts: Sequence[ReadText], slope: float) -> list[ReadText]:
    """The texts with their boxes turned about the origin until lines of this slope are level."""
    if abs(slope) < SMALLEST_SLOPE:
        return list(texts)
    cos, sin = math.cos(-math.atan(slope)), math.sin(-math.atan(slope))
    level = []
    for text in texts:
        x0, y0, x1, y1 = text.box
        x, y, wide = (x0 + x1) / 2, (y0 + y1) / 2, x1 - x0
        high = max(4, (y1 - y0) - abs(slope) * wide)
        left, top = x * cos - y * sin - wide / 2, x * sin + y * cos - high / 2
        level.append(replace(text, box=(left, top, left + wide, top + high)))
    return level


def text_rows(texts: Sequence[ReadText]) -> list[str]:
    """The page's rows from top to bottom, each its texts from left to right, separated by a space."""
    rows: list[list[ReadText]] = []
    for text in sorted(texts, key=lambda text: text.box[0]):
        fitting = [(away, row) for row in rows if (away := _away(row[-1].box, text.box)) < SAME_ROW]
        if fitting:
            min(fitting, key=lambda pair: pair[0])[1].append(text)
        else:
            rows.append([text])
    rows.sort(key=lambda row: sum((text.box[1] + text.box[3]) / 2 for text in row) / len(row))
    return [" ".join(text.text for text in row) for row in rows]


def chain_rows(boxes: Sequence[Box]) -> list[list[int]]:
    """Numbers of boxes chained into rows by vertical overlap, each row from left to right."""
    rows: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda n: boxes[n][0]):
        x0, y0, _, y1 = boxes[number]
        fitting: list[tuple[float, list[int]]] = []
        for members in rows:
            _, last_y0, last_x1, last_y1 = boxes[members[-1]]
            away = abs((y0 + y1) / 2 - (last_y0 + last_y1) / 2) / max(1, min(y1 - y0, last_y1 - last_y0))
            if away < OVERLAPPING and x0 >= last_x1 - TOUCHING_PIXELS:
                fitting.append((away, members))
        if fitting:
            min(fitting, key=lambda pair: pair[0])[1].append(number)
        else:
            rows.append([number])
    return rows


def _away(left: Box, right: Box) -> float:
    """Line heights between the centres of neighbours; infinite where the right one begins too far left."""
    if right[0] - left[2] < -0.5 * min(right[2] - right[0], left[2] - left[0]):
        return math.inf
    high, other = right[3] - right[1], left[3] - left[1]
    small, large = min(high, other), max(high, other)
    height = small if small > SIMILAR_HEIGHTS * large else large
    return abs((right[1] + right[3]) / 2 - (left[1] + left[3]) / 2) / max(1, height)
