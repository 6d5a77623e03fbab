"""The rows a tall box may hold: CRAFT links short cells of a column down the page as if they were one text.

EasyOCR reads such a column as one picture, which gives nothing. Where the ink leaves gaps the box is parted here;
whether it holds rows or one text on its side, reading tells.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

TALLEST = 1.6
"""Times as high as the page's print: higher boxes may hold two rows."""
ONE_ROW = 1.5
"""Times as high as print, which the parts of a row are together at most."""
SOLID = 0.6
"""Times as high as print: less may be a part of a letter; a column has two rows that are not."""

Array = np.ndarray[Any, Any]


def rows_within(box: Array, marks: Array, print_height: float) -> list[Array]:
    """Boxes (float, x0, y0, x1, y1) of the rows of ink in a box, from the top; the box itself where it holds one.

    Args:
        marks: int [n, 4], x0, y0, x1, y1 of the page's letters.
        print_height: pixels.
    """
    x0, y0, x1, y1 = box
    if y1 - y0 < TALLEST * print_height:
        return [box]
    middle_x, middle_y = (marks[:, 0] + marks[:, 2]) / 2, (marks[:, 1] + marks[:, 3]) / 2
    own = marks[(middle_x > x0) & (middle_x < x1) & (middle_y > y0) & (middle_y < y1)]
    bands: list[Array] = []
    for mark in own[np.argsort(own[:, 1])].astype(float):
        if bands and mark[1] < bands[-1][3]:
            bands[-1] = _around(bands[-1], mark)
        else:
            bands.append(mark)
    rows = _joined(bands, ONE_ROW * print_height)
    solid = [row for row in rows if row[3] - row[1] >= SOLID * print_height]
    return rows if len(solid) > 1 else [box]


def _joined(bands: list[Array], highest: float) -> list[Array]:
    """Bands of ink to rows, the nearest first: a syllable's parts lie hardly closer than the rows of a narrow table."""
    rows = list(bands)
    while True:
        gaps = [
            (below[1] - above[3], n)
            for n, (above, below) in enumerate(pairwise(rows))
            if below[3] - above[1] <= highest
        ]
        if not gaps:
            return rows
        _, n = min(gaps)
        rows[n : n + 2] = [_around(rows[n], rows[n + 1])]


def _around(one: Array, other: Array) -> Array:
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.array([low[0], low[1], high[2], high[3]])
