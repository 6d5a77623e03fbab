"""Red and blue seals and stamps, which lie over print: what is beneath them is brought out before a page is read.

In the colour channel that a stamp reflects most, its ink is nearly as light as the paper, while black print stays dark. Only what has
the shape of a stamp is treated so: coloured print and the rules of forms stay.
"""

from __future__ import annotations

import cv2
import numpy as np

from ocr_lib.arrays import Picture
from ocr_lib.straight_runs import level_runs, upright_runs

SEARCHED_SIDE = 1200
"""Pixels of the longer side at which stamps are looked for."""
SATURATED = 60
"""By how much a stamp's strongest channel exceeds both others."""
SMALLEST, LARGEST = 0.02, 0.3
"""Side of a stamp in the page's longer side."""
SQUARENESS = 1.5
"""The longer side of a stamp over its shorter one, at most."""
FEWEST_FILLED, MOST_FILLED = 0.12, 0.75
"""Share of a stamp's box that is ink: less is a rule's corner, more is a coloured field."""
PRINT_REFLECTS, LEAST_PRINT = 0.55, 0.004
"""What print reflects at most of what paper does, and the share of a stamp's box that is print: without any, the stamp hides nothing."""
LEAST_TRANSPARENT = 24
"""Greys of the other colours by which a stamp's ink over paper is lighter than over print, where it is not opaque."""
RULE = 0.08
"""Length of what runs straight, in the page's longer side: a form's rules are printed in the colour of stamps."""
REACH = 0.04
"""By how much of its side a stamp's box is widened for its faint edge."""


def without_stamps(picture: Picture) -> Picture:
    """The picture (uint8 RGB [height, width, 3]) with each stamp shown in grey through its own colour; itself where there is none."""
    boxes = [(channel, box) for channel in (0, 2) for box in _stamps(picture, channel)]
    if not boxes:
        return picture
    cleared = picture.copy()
    for channel, (x0, y0, x1, y1) in boxes:
        part = cleared[y0:y1, x0:x1]
        others = np.delete(part, channel, axis=2).max(axis=2)
        coloured = part[:, :, channel].astype(int) - others > SATURATED // 3
        lightest = int(np.percentile(part[:, :, channel], 90))
        # Stamp ink reflects a little less than the paper; print beneath it reflects hardly anything.
        is_print = part[:, :, channel] < PRINT_REFLECTS * lightest
        if coloured.any() and (usual := float(np.median(others[coloured]))) > LEAST_TRANSPARENT:
            # Where the stamp's ink covers print in its own channel too, the other channels are darker than elsewhere in the stamp.
            is_print |= coloured & (others < usual - LEAST_TRANSPARENT)
        if float(is_print.mean()) > LEAST_PRINT:
            part[coloured & ~is_print] = lightest
            part[coloured & is_print] = others[coloured & is_print][:, None]
    return cleared


def _stamps(picture: Picture, channel: int) -> list[tuple[int, int, int, int]]:
    """x0, y0, x1, y1 of the stamps whose ink reflects the channel (0 red, 2 blue) most."""
    height, width = picture.shape[:2]
    scale = min(1.0, SEARCHED_SIDE / max(height, width))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    others = np.delete(small, channel, axis=2).max(axis=2)
    ink = (small[:, :, channel].astype(int) - others > SATURATED).astype(np.uint8)
    if not ink.any():
        return []
    length = round(RULE * max(ink.shape))
    ink &= ~(level_runs(ink, length) | upright_runs(ink, length))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    found = []
    side = max(small.shape[:2])
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label, (x, y, wide, high, _) in enumerate(stats[1:], start=1):
        longer, shorter = max(wide, high), min(wide, high)
        if not SMALLEST * side < longer < LARGEST * side or longer > SQUARENESS * shorter:
            continue
        filled = float(ink[y : y + high, x : x + wide][labels[y : y + high, x : x + wide] == label].sum()) / (
            wide * high
        )
        if FEWEST_FILLED < filled < MOST_FILLED and _closes(ink[y : y + high, x : x + wide]):
            reach = REACH * longer
            box = np.array([x - reach, y - reach, x + wide + reach, y + high + reach]) / scale
            x0, y0, x1, y1 = box.round().astype(int)
            found.append((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
    return found


def _closes(ink: Picture) -> bool:
    """Whether the ink reaches all four sides of its box in their middle halves, as a ring or a frame does."""
    height, width = ink.shape
    border_y, border_x = max(2, height // 8), max(2, width // 8)
    middle_x, middle_y = slice(width // 4, -(width // 4) or None), slice(height // 4, -(height // 4) or None)
    sides = (
        ink[:border_y, middle_x].any(axis=0),
        ink[-border_y:, middle_x].any(axis=0),
        ink[middle_y, :border_x].any(axis=1),
        ink[middle_y, -border_x:].any(axis=1),
    )
    return all(float(side.mean()) > 0.6 for side in sides)
