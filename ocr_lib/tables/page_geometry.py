"""A page prepared for finding tables: its rules and texts in flat coordinates, and the way back to the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey, Picture
from ocr_lib.pages.rotation import PageRotation
from ocr_lib.tables.flat_texts import FlatText, flat_boxes
from ocr_lib.tables.flattening import Flattening, fit_flattening
from ocr_lib.tables.grid import Segment
from ocr_lib.tables.rules import PageRules, Rule, find_rules
from ocr_lib.tables.strokes import without_strokes
from ocr_lib.tables.structure import PlacedText, Quad
from ocr_lib.tables.text_alignment import with_aligned_columns
from ocr_lib.tables.text_chains import lines_of_texts
from ocr_lib.tables.word_gaps import parted_at_gaps

WORKING_HEIGHT = 28.0
"""Pixels of a line of text at which rules are looked for; larger pages are reduced."""
LONG_RULE = 4.0
"""Line heights from which a rule shows how the page is bent."""
ENOUGH_UPRIGHT = 3
"""Long upright rules that show it without the texts' alignment."""


@dataclass(frozen=True)
class PageGeometry:
    """A page in flat coordinates.

    Attributes:
        line_height: median height of its texts, in flat coordinates.
        complete: whether all rules were kept.
    """

    texts: list[FlatText]
    level: list[Segment]
    upright: list[Segment]
    line_height: float
    complete: bool
    flattening: Flattening
    scale: float
    rotation: PageRotation

    def quads(self, boxes: Floats) -> list[Quad]:
        """The corners of flat boxes (left, top, right and bottom, float [n, 4]) in pixels of the picture as given, each clockwise from
        its top left."""
        corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)
        upright = self.flattening.given(corners) / self.scale
        points = self.rotation.to_given(upright.tolist())
        return [points[n : n + 4] for n in range(0, len(points), 4)]


def measure_page(picture: Picture, texts: Sequence[PlacedText], *, max_rules: int) -> PageGeometry:
    """Find the rules of a page and flatten it.

    Args:
        picture: uint8 as given, RGB [height, width, 3] or grey [height, width].
        texts: at least one, with quads in pixels of the picture as given.
        max_rules: level and upright rules that are kept, each.
    """
    height, width = picture.shape[:2]
    turned = PageRotation(quarter_turns(texts), width, height)
    quads = np.array([turned.to_upright(text.quad) for text in texts], dtype=float)
    boxes = flat_boxes(quads)
    line_height = max(4.0, float(np.median(boxes[:, 3] - boxes[:, 1])))
    scale = min(1.0, WORKING_HEIGHT / line_height)
    grey = _reduced(turned.upright(picture), scale)
    quads, line_height = quads * scale, line_height * scale
    rules = find_rules(grey, line_height, most=max_rules)
    flattening = _flattening(grey, rules, quads, line_height)
    flat_quads = flattening.flat(quads.reshape(-1, 2)).reshape(-1, 4, 2)
    flat = []
    for number, (text, box) in enumerate(zip(texts, flat_boxes(flat_quads).tolist(), strict=True)):
        left, top, right, bottom = box
        whole = FlatText(number, text.text, left, top, right, bottom, 0, len(text.text))
        flat += parted_at_gaps(whole, grey, quads[number])
    level = [_segment(rule, flattening, 1) for rule in rules.level]
    upright = [_segment(rule, flattening, 0) for rule in rules.upright]
    level, upright = without_strokes(level, upright, flat, line_height)
    return PageGeometry(flat, level, upright, line_height, rules.complete, flattening, scale, turned)


def quarter_turns(texts: Sequence[PlacedText]) -> int:
    """Degrees, clockwise, that put a page upright: 0, 90, 180 or 270, by the direction of its texts, longer ones counting more."""
    lengths = dict.fromkeys((0, 90, 180, 270), 0.0)
    for text in texts:
        (x0, y0), (x1, y1) = text.quad[0], text.quad[1]
        along, down = x1 - x0, y1 - y0
        if abs(along) >= abs(down):
            lengths[0 if along >= 0 else 180] += abs(along)
        else:
            lengths[90 if down < 0 else 270] += abs(down)
    return max(lengths, key=lambda degrees: lengths[degrees])


def _reduced(picture: Picture, scale: float) -> Grey:
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    reduced: Grey = grey
    return reduced


def _flattening(grey: Grey, rules: PageRules, quads: Floats, line_height: float) -> Flattening:
    level = [rule.points for rule in rules.level if rule.length > LONG_RULE * line_height]
    level += lines_of_texts(quads, line_height)
    upright = [rule.points for rule in rules.upright if rule.length > LONG_RULE * line_height]
    enough = len(upright) >= ENOUGH_UPRIGHT
    size = (grey.shape[1], grey.shape[0])
    found = fit_flattening(size, level, upright if enough else [], line_height)
    if enough:
        return found
    # A tilted sheet turns its columns as it turns its rows.
    square = replace(found, upright=np.array([-found.level[0], 0, 0, 0, 0, 0]))
    return with_aligned_columns(square, quads, line_height)


def _segment(rule: Rule, flattening: Flattening, across: int) -> Segment:
    points = flattening.flat(rule.points)
    along = points[:, 1 - across]
    return Segment(float(np.median(points[:, across])), float(along.min()), float(along.max()))
