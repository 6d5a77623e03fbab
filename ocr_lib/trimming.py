"""How far a text reaches within its crop: without neighbouring rows, rules at the edges, and wide margins.

A detector's frame has margins that grow with the text's length, and in tight rows it takes in the feet of the row above. The
recogniser was trained on narrow margins. Everything here stays within the detector's frame.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from ocr_lib.arrays import Grey

CLEAR_CONTRAST = 40.0
"""Greys between ink and paper below which a crop is left as it is."""
MARGIN = 0.24
"""Around the text, in its heights."""
SMALLEST_GAP = 0.03
"""Blank rows between a text and a neighbouring row, in the crop's heights."""
NEIGHBOUR = 0.3
"""Height of what a neighbouring row leaves in a crop, at most, in the crop's heights."""
WIDEST_MARGIN = 1.0
"""Beside a text, in the crop's heights; where more seems to be blank, the ink was not understood, and the crop is left as it is."""
LEAST = 0.3
"""Of the crop's height; a text that would be lower was not understood, and the crop is left as it is."""
RULE_FILLS, RULE_REACHES = 0.85, 0.25
"""Share of a row or column that a rule's ink fills, and how far from the crop's edge a rule is looked for, in its heights."""
ROW_GAP, LOWEST_ROW = 0.06, 0.25
"""Blank rows between the texts of a column, and the least height of such a text, in the column's widths."""

Extent = tuple[int, int, int, int]


def text_extent(crop: Grey) -> Extent | None:
    """Left, top, right and bottom of the text in a crop (uint8 [height, width]) with a margin; None: leave it as it is."""
    height, width = crop.shape
    if height < 12 or width < 6:
        return None
    ink = _ink(crop)
    if ink is None:
        return None
    text = _without_rules(ink)
    top, bottom = _text_rows(text)
    if bottom - top < LEAST * height:
        return None
    columns = np.flatnonzero(text[top:bottom].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    if max(left, width - right) > WIDEST_MARGIN * height:
        return None
    margin = max(2, round(MARGIN * (bottom - top)))
    other = ink.copy()
    other[top:bottom, left:right] = False
    inked_rows, inked_columns = other.max(axis=1), other[top:bottom].max(axis=0)
    return (
        _reach(inked_columns, left, -margin),
        _reach(inked_rows, top, -margin),
        _reach(inked_columns, right, margin),
        _reach(inked_rows, bottom, margin),
    )


def _reach(inked: Grey, edge: int, margin: int) -> int:
    """The edge moved by a margin, less where other ink is met: a rule or a neighbouring row."""
    step = 1 if margin > 0 else -1
    for _ in range(abs(margin)):
        ahead = edge if step > 0 else edge - 1
        if not 0 <= ahead < len(inked) or inked[ahead]:
            break
        edge += step
    return edge


def text_rows(crop: Grey) -> list[tuple[int, int]]:
    """First row and first row after each of the texts beneath each other in a crop (uint8 [height, width]), with half the
    space between them; none where ink and paper can't be told apart."""
    ink = _ink(crop)
    if ink is None:
        return []
    width = crop.shape[1]
    bands = _runs(ink.sum(axis=1) > max(1, 0.01 * width), max(1, round(ROW_GAP * width)))
    bands = [band for band in bands if band[1] - band[0] >= LOWEST_ROW * width]
    edges = [0, *((a[1] + b[0]) // 2 for a, b in pairwise(bands)), len(crop)]
    return list(pairwise(edges)) if bands else []


def letter_runs(crop: Grey, gap: float) -> list[tuple[int, int]]:
    """First column and first column after each run of letters in a crop (uint8 [height, width]) with rules or without.

    Args:
        gap: the least white between two runs, in heights of the crop.
    """
    ink = _ink(crop)
    if ink is None:
        return []
    # Level rules are near the edges, also where they are tilted; what is inked from edge to edge is an upright rule.
    height = len(ink)
    middle = ink[height // 4 : -(height // 4) or None]
    filled: Grey = (middle.max(axis=0) > 0) & (ink.mean(axis=0) <= RULE_FILLS)
    return _runs(filled, max(1, round(gap * height)))


def _ink(crop: Grey) -> Grey | None:
    """Bool [height, width]: the rarer of dark and light pixels; None without clear contrast."""
    threshold, _ = cv2.threshold(crop, 0, 255, cv2.THRESH_OTSU)
    if float((crop <= threshold).mean()) > 0.5:
        crop = 255 - crop
    # Light falls unevenly on a photographed page: each pixel is compared with the lightest ones around it.
    around = cv2.getStructuringElement(
        cv2.MORPH_RECT, (max(3, crop.shape[0] // 2), max(3, crop.shape[0] // 2))
    )
    paper = cv2.blur(cv2.dilate(crop, around), (around.shape[1], around.shape[0]))
    level = cv2.subtract(paper, crop)
    threshold, _ = cv2.threshold(level, 0, 255, cv2.THRESH_OTSU)
    ink: Grey = level > threshold
    if not ink.any() or ink.all() or float(level[ink].mean()) - float(level[~ink].mean()) < CLEAR_CONTRAST:
        return None
    return ink


def _without_rules(ink: Grey) -> Grey:
    """The ink without rows and columns near the crop's edges that a rule fills."""
    height, width = ink.shape
    reach = max(2, round(RULE_REACHES * height))
    cleared = ink.copy()
    level = np.flatnonzero(ink.mean(axis=1) > RULE_FILLS)
    cleared[[row for row in level if row < reach or row >= height - reach]] = False
    upright = np.flatnonzero(ink.mean(axis=0) > RULE_FILLS)
    if width > 2 * reach:
        cleared[:, [column for column in upright if column < reach or column >= width - reach]] = False
    return cleared


def _text_rows(ink: Grey) -> tuple[int, int]:
    """The first row of the text and the first after it (0, 0 without text); bands cut by the crop's edge belong to its neighbours."""
    height, width = ink.shape
    counts = ink.sum(axis=1)
    bands = _runs(counts > max(1, 0.005 * width), max(1, round(SMALLEST_GAP * height)))
    if not bands:
        return 0, 0
    main = max(bands, key=lambda band: int(counts[band[0] : band[1]].sum()))
    kept = [
        (first, end)
        for first, end in bands
        if (first, end) == main or not (_is_cut(first, end, height) and end - first < NEIGHBOUR * height)
    ]
    return kept[0][0], kept[-1][1]


def _is_cut(first: int, end: int, height: int) -> bool:
    return first == 0 or end == height


def _runs(filled: Grey, gap: int) -> list[tuple[int, int]]:
    """Runs of true values, joined over gaps shorter than `gap`."""
    places = np.flatnonzero(filled)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > gap)
    firsts = np.concatenate([places[:1], places[breaks + 1]])
    ends = np.concatenate([places[breaks], places[-1:]]) + 1
    return [(int(first), int(end)) for first, end in zip(firsts, ends, strict=True)]
