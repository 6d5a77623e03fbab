"""Printed rules of a page, found by morphology: each is a run of points along the middle of its line.

Runs of ink longer than print is high are rules. Thickening the ink across a rule's direction first keeps rules whole that are tilted or
bent by some degrees. The edges of dark fields count as rules too; those of shaded ones don't.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey, Picture
from ocr_lib.straight_runs import level_runs

LEAST_CONTRAST = 18
"""Greys by which ink is darker than the paper around it, at least."""
DARK_FIELD = 120
"""Greys by which a field is darker than the paper beside it where its edge counts as a rule."""
CLEAR, FAINT = 0.3, 0.12
"""Contrast of a rule in that of print, at least: thin rules are grey in a scan."""
FAINT_LENGTH = 4.0
"""Faint rules are longer than clear ones by this factor; blurred strokes of letters are not."""
GRAINS = 3.0
"""Contrast of a rule in the paper's usual grain, at least."""
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
    """The level and the upright rules of a page. A rule may be among them twice, as a clear and as a faint one.

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
        most: rules that are kept, of the level and the upright, the clear and the faint ones each; the longest are.
    """
    level: list[Rule] = []
    upright: list[Rule] = []
    complete = True
    clear, faint = _inks(grey, line_height)
    for ink, longer in ((clear, 1.0), (faint, FAINT_LENGTH)):
        found, all_level = _level_rules(ink, line_height, LEVEL_LENGTH * longer, most)
        standing, all_upright = _level_rules(
            np.ascontiguousarray(ink.T), line_height, UPRIGHT_LENGTH * longer, most
        )
        level += found
        upright += [Rule(rule.points[:, ::-1]) for rule in standing]
        complete &= all_level and all_upright
    return PageRules(level, upright, complete)


def _inks(grey: Grey, line_height: float) -> tuple[Picture, Picture]:
    """Uint8 [height, width], 1 where a pixel is darker than the paper around it: clearly, and at all."""
    size = max(5, round(SURROUNDINGS * line_height)) | 1
    window = np.ones((size, size), np.uint8)
    lightest = cv2.dilate(grey, window)
    # Closing leaves shaded fields as they are, so that only what is thinner than the window counts as ink.
    contrast = cv2.subtract(cv2.erode(lightest, window), grey)
    grain, print_contrast = np.percentile(contrast[::3, ::3], [50, 98])
    least = max(LEAST_CONTRAST, GRAINS * grain)
    clear = contrast > max(least, CLEAR * print_contrast)
    faint = contrast > max(least, FAINT * print_contrast)
    is_edge = cv2.subtract(lightest, grey) > DARK_FIELD
    return (clear | is_edge).astype(np.uint8), faint.astype(np.uint8)


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
