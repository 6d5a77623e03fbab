"""Printed rules of a page, found by morphology: each is a run of points along the middle of its line.

Runs of ink longer than print is high are rules. Thickening the ink across a rule's direction first keeps rules whole that are tilted or
bent by some degrees. Edges of shaded and dark fields appear as rules too, because ink is what is darker than its close surroundings.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey, Picture
from ocr_lib.straight_runs import level_runs

LEAST_CONTRAST = 18
"""Greys by which ink is darker than the paper around it, at least."""
SHARE_OF_PRINT = 0.3
"""Contrast of a rule in that of print, at least: thin rules are grey in a scan."""
SURROUNDINGS = 0.6
"""Width of the surroundings that paper is estimated from, in line heights: wider than a stroke, narrower than a shaded field."""
LEVEL_LENGTH, UPRIGHT_LENGTH = 1.2, 0.9
"""Of the shortest rules, in line heights (of boxes with margins, which are half as high again as print)."""
THICK = 0.45
"""In line heights; what is thicker is a dark field, whose edges count as rules."""
STEP = 0.3
"""Between the points of a rule, in line heights."""


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        points: float [n, 2], x and y in pixels along its middle, from left to right or from top to bottom.
    """

    points: Floats

    @property
    def length(self) -> float:
        """Pixels from end to end."""
        return float(np.linalg.norm(self.points[-1] - self.points[0]))


@dataclass(frozen=True)
class PageRules:
    """The level and the upright rules of a page, the longest first.

    Attributes:
        complete: whether all of them were kept.
    """

    level: list[Rule]
    upright: list[Rule]
    complete: bool = True


def find_rules(grey: Grey, line_height: float, *, most: int) -> PageRules:
    """The rules of an upright page.

    Args:
        grey: uint8 [height, width].
        line_height: median height of the boxes of the page's texts in pixels.
        most: level rules and upright rules that are kept, each.
    """
    ink = _ink(grey, line_height)
    level, all_level = _level_rules(ink, line_height, LEVEL_LENGTH, most)
    standing, all_upright = _level_rules(np.ascontiguousarray(ink.T), line_height, UPRIGHT_LENGTH, most)
    upright = [Rule(rule.points[:, ::-1]) for rule in standing]
    return PageRules(level, upright, complete=all_level and all_upright)


def _ink(grey: Grey, line_height: float) -> Picture:
    """Uint8 [height, width], 1 where a pixel is darker than the paper around it."""
    size = max(5, round(SURROUNDINGS * line_height)) | 1
    paper = cv2.blur(cv2.dilate(grey, np.ones((size, size), np.uint8)), (size, size))
    contrast = cv2.subtract(paper, grey)
    print_contrast = float(np.percentile(contrast[::3, ::3], 98))
    threshold = max(LEAST_CONTRAST, SHARE_OF_PRINT * print_contrast)
    ink: Picture = (contrast > threshold).astype(np.uint8)
    return ink


def _level_rules(ink: Picture, line_height: float, length: float, most: int) -> tuple[list[Rule], bool]:
    thickened = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    runs = level_runs(thickened, max(6, round(length * line_height)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    widths = stats[1:, cv2.CC_STAT_WIDTH]
    longest = np.argsort(-widths, kind="stable")[:most] + 1
    step = max(2, round(STEP * line_height))
    rules: list[Rule] = []
    for label in longest:
        x, y, wide, high, area = (int(value) for value in stats[label])
        part = labels[y : y + high, x : x + wide] == label
        rules += _lines_of(part, x, y, step, is_field=area / wide > THICK * line_height)
    return rules, count - 1 <= most


def _lines_of(part: Picture, x: int, y: int, step: int, *, is_field: bool) -> list[Rule]:
    """The middle line of a component (bool [height, width]) at x, y; of a dark field its upper and lower edge."""
    height, width = part.shape
    columns = np.unique(np.append(np.arange(0, width, step), width - 1))
    sampled = part[:, columns]
    first, last = sampled.argmax(axis=0), height - 1 - sampled[::-1].argmax(axis=0)
    edges = [first, last] if is_field else [(first + last) / 2]
    # Pixels are counted from the edge of the first one.
    xs = columns + np.where(columns == width - 1, 1.0, 0.0 if width > 1 else 0.5)
    return [Rule(np.stack([x + xs, y + edge + 0.5], axis=1).astype(float)) for edge in edges]
