"""From words a detector found, and the page's ink, to the lines that are read.

EasyOCR joins words by their boxes alone, which shrunken maps make coarse: words drift apart and the cells
of tables run together. Here a box is fitted to the ink it holds, small words the detector missed are taken
in between those it found, and nothing is joined across a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from ocr_lib.detection.ink import Ink
from ocr_lib.detection.rows import rows_within
from ocr_lib.detection.stacks import stacks
from ocr_lib.detection.tilted import MARGIN, WIDEST_SPACE, Parted, parted

WIDEST_BRIDGE = 2.5
"""Between words of one line with ink between them, in heights of the line."""
SMALLEST = 4
REACHES = 1.2
"""A rule is longer than the words it parts are high; a stroke of their letters is not."""
LEVEL = 1.5
"""Times as wide as high: a word that lies level."""
WORD_IS_HIGHER = 0.8
"""The print's height in that of a word's box."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Detected:
    """Where texts are, in pixels of the picture.

    Attributes:
        boxes: x0, x1, y0, y1 of level texts (EasyOCR's order).
        maybe: boxes of lone marks as high as print that the detector passed over; worth reading to see.
        quads: four corners [4][2] of tilted ones, clockwise from the text's own top left.
        stacks: boxes of words one above another that may together be one text on its side; the words are among the
            others too, and reading tells which it is.
    """

    boxes: list[tuple[int, int, int, int]] = field(default_factory=list)
    maybe: list[tuple[int, int, int, int]] = field(default_factory=list)
    quads: list[list[list[float]]] = field(default_factory=list)
    stacks: list[tuple[int, int, int, int]] = field(default_factory=list)


@dataclass
class _Piece:
    """A word, or a mark no word covers."""

    box: Array
    is_word: bool


def group(corners: Sequence[Array], ink: Ink) -> Detected:
    """Words joined to lines.

    Args:
        corners: each float [4, 2], clockwise from the top left.
    """
    words = parted(corners, ink.height)
    whole = np.array([[*c.min(axis=0), *c.max(axis=0)] for c in words.level]).reshape(-1, 4)
    row_height = max(ink.height, _smallest_words(whole))
    rows = [rows_within(box, ink.marks, row_height) for box in [*whole, *words.standing]]
    level = [row for of_one in rows for row in of_one]
    columns = [box for box, of_one in zip(whole, rows, strict=False) if len(of_one) > 1]
    boxes = _split_at_rules(np.array(level).reshape(-1, 4), ink.rules)
    pieces = [_Piece(_fitted(box, ink.marks), True) for box in boxes]
    free = ink.marks[~_covered(boxes, ink.marks) & ~_within(words, ink.marks)]
    pieces += [_Piece(mark.astype(float), False) for mark in free]
    lines, lone = _joined(pieces, ink)
    return Detected(
        [_with_margin(line) for line in lines],
        [_with_margin(line) for line in _as_high_as_print(lone, lines)],
        [[[float(x), float(y)] for x, y in quad] for quad in words.tilted],
        [_whole(box) for box in [*stacks(whole, words.standing, ink.height), *columns, *words.standing]],
    )


def _smallest_words(boxes: Array) -> float:
    """How high print is by the words that clearly lie level, 0 without any: ink may come in parts of letters."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    level = high[wide > LEVEL * high]
    return WORD_IS_HIGHER * float(np.percentile(level, 25)) if len(level) else 0.0


def _within(words: Parted, marks: Array) -> Array:
    """Which marks have their middle in a text that doesn't lie level."""
    within = np.zeros(len(marks), dtype=bool)
    x, y = (marks[:, 0] + marks[:, 2]) / 2, (marks[:, 1] + marks[:, 3]) / 2
    for x0, y0, x1, y1 in words.standing:
        within |= (x0 < x) & (x < x1) & (y0 < y) & (y < y1)
    for quad in words.tilted:
        inside = np.ones(len(marks), dtype=bool)
        for (ax, ay), (bx, by) in zip(quad, np.roll(quad, -1, axis=0), strict=True):
            inside &= (bx - ax) * (y - ay) > (by - ay) * (x - ax)
        within |= inside
    return within


def _split_at_rules(boxes: Array, rules: Array) -> Array:
    """Words that run over an upright rule are those of two cells."""
    whole = []
    for x0, y0, x1, y1 in boxes:
        height = y1 - y0
        crossing = sorted(
            (left + right) / 2
            for left, top, right, bottom in rules
            if x0 + 0.2 * height < (left + right) / 2 < x1 - 0.2 * height
            and min(bottom, y1) - max(top, y0) > 0.8 * height
            and bottom - top > REACHES * height
        )
        edges = [x0, *crossing, x1]
        whole += [[a, y0, b, y1] for a, b in pairwise(edges)]
    return np.array(whole).reshape(-1, 4)


def _covered(boxes: Array, marks: Array) -> Array:
    """Which marks lie for a third or more within a word: letters may run together over several."""
    covered = np.zeros(len(marks), dtype=bool)
    middle = (marks[:, 1] + marks[:, 3]) / 2
    wide = np.maximum(1, marks[:, 2] - marks[:, 0])
    for x0, y0, x1, y1 in boxes:
        shared = np.minimum(marks[:, 2], x1) - np.maximum(marks[:, 0], x0)
        covered |= (middle > y0) & (middle < y1) & (shared > 0.34 * wide)
    return covered


def _fitted(box: Array, marks: Array) -> Array:
    """A word's box with the top and bottom of its ink, and its sides where letters end near them."""
    x0, y0, x1, y1 = box
    height = y1 - y0
    middle = (marks[:, 1] + marks[:, 3]) / 2
    beside = np.minimum(marks[:, 2], x1) - np.maximum(marks[:, 0], x0) > 0
    own = marks[beside & (middle > y0) & (middle < y1) & (marks[:, 3] - marks[:, 1] < 1.4 * height)]
    if not len(own) or (own[:, 3].max() - own[:, 1].min()) < 0.3 * height:
        return box
    # A letter or two the detector left out are taken in; where letters run on, the next word begins.
    outward, inward = height, 0.4 * height
    left, right = float(own[:, 0].min()), float(own[:, 2].max())
    return np.array(
        [
            left if -outward < left - x0 < inward else x0,
            own[:, 1].min(),
            right if -inward < right - x1 < outward else x1,
            own[:, 3].max(),
        ],
        dtype=float,
    )


def _joined(pieces: list[_Piece], ink: Ink) -> tuple[list[Array], list[Array]]:
    """Lines, and marks that stand alone: each piece goes on the line that ends a space before it."""
    lines: list[list[_Piece]] = []
    extents: list[Array] = []
    for piece in sorted(pieces, key=lambda p: p.box[0]):
        best, best_gap = -1, np.inf
        for n, extent in enumerate(extents):
            gap = max(0.0, piece.box[0] - extent[2])
            height = max(extent[3] - extent[1], piece.box[3] - piece.box[1])
            if not _in_line(piece, extent):
                continue
            if gap > WIDEST_SPACE * height and not _bridged(ink.marks, extent, piece.box, height):
                continue
            # Of two lines it could stand on, the one nearer in height.
            gap += abs((piece.box[1] + piece.box[3]) / 2 - (extent[1] + extent[3]) / 2)
            if gap < best_gap and not _ruled_off(ink.rules, extent, piece.box):
                best, best_gap = n, gap
        if best < 0:
            lines.append([piece])
            extents.append(piece.box.copy())
            continue
        lines[best].append(piece)
        low, high = np.minimum(extents[best], piece.box), np.maximum(extents[best], piece.box)
        extents[best] = np.array([low[0], low[1], high[2], high[3]])
    found: tuple[list[Array], list[Array]] = ([], [])
    for line, e in zip(lines, extents, strict=True):
        if e[2] - e[0] >= SMALLEST and e[3] - e[1] >= SMALLEST:
            found[0 if any(piece.is_word for piece in line) else 1].append(e)
    return found


def _as_high_as_print(lone: list[Array], lines: list[Array]) -> list[Array]:
    """Those of the lone marks that may be a digit or a letter: about as high as the lines of the page."""
    if not lines:
        return []
    height = float(np.median([line[3] - line[1] for line in lines]))
    return [
        e
        for e in lone
        if 0.55 * height < e[3] - e[1] < 1.4 * height and 0.2 * height < e[2] - e[0] < 4 * height
    ]


def _bridged(marks: Array, line: Array, box: Array, height: float) -> bool:
    """Whether a short word the detector passed over stands between a line's end and a piece."""
    start, end = line[2], box[0]
    if end - start > WIDEST_BRIDGE * height:
        return False
    middle = (marks[:, 1] + marks[:, 3]) / 2
    beside = (middle > max(line[1], box[1])) & (middle < min(line[3], box[3]))
    inked = np.minimum(marks[beside, 2], end) - np.maximum(marks[beside, 0], start)
    return float(inked[inked > 0].sum()) > 0.4 * (end - start)


def _in_line(piece: _Piece, line: Array) -> bool:
    """Whether a piece stands beside what a line has so far; a mark may be a point, no higher than the line."""
    top, bottom = piece.box[1], piece.box[3]
    height, own = line[3] - line[1], bottom - top
    shared = min(bottom, line[3]) - max(top, line[1])
    if not piece.is_word and own > 1.4 * height:
        return False
    if min(height, own) < 0.45 * max(height, own):
        # A point, a comma, a hyphen: within the line's height.
        return bool(shared > 0.7 * min(height, own))
    return bool(shared > 0.55 * min(height, own))


def _ruled_off(rules: Array, line: Array, box: Array) -> bool:
    """Whether an upright rule stands between a line's end and a piece."""
    if not len(rules):
        return False
    x = (rules[:, 0] + rules[:, 2]) / 2
    middle = (box[1] + box[3]) / 2
    long = rules[:, 3] - rules[:, 1] > REACHES * (box[3] - box[1])
    between = long & (x > line[2] - 3) & (x < box[0] + 3)
    return bool((between & (rules[:, 1] < middle) & (rules[:, 3] > middle)).any())


def _with_margin(line: Array) -> tuple[int, int, int, int]:
    margin = MARGIN * (line[3] - line[1])
    return _whole(line + np.array([-margin, -margin, margin, margin]))


def _whole(box: Array) -> tuple[int, int, int, int]:
    """A box (x0, y0, x1, y1) in whole pixels, in EasyOCR's order."""
    x0, y0, x1, y1 = box
    return int(np.floor(x0)), int(np.ceil(x1)), int(np.floor(y0)), int(np.ceil(y1))
