"""Texts that a reader took for one although a column's gap runs through them: parted where the print has wide white gaps.

A text is parted between words only, so that no character is given to a cell it is not in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import cv2
import numpy as np

from ocr_lib.arrays import Floats, Grey
from ocr_lib.tables.flat_texts import FlatText
from ocr_lib.trimming import letter_runs

WIDE_GAP = 0.65
"""White between words that may be of two columns, in heights of their box; a space is half as wide or less."""
MISPLACED = 0.15
"""Distance between a gap and the space that belongs to it, in the width of the letters, at most."""
WIDEST_CROP = 4000
"""Pixels; no text is longer."""


def parted_at_gaps(text: FlatText, grey: Grey, quad: Floats) -> list[FlatText]:
    """The parts of a text, or the text alone.

    Args:
        grey: uint8 [height, width], an upright picture.
        quad: of the text in it, float [4, 2].
    """
    spaces = [n for n, character in enumerate(text.text) if character == " "]
    if not spaces or text.width < 2 * text.height:
        return [text]
    crop = _crop(grey, quad)
    runs = letter_runs(crop, WIDE_GAP)
    if len(runs) < 2:
        return [text]
    start, scale = text.left, text.width / crop.shape[1]
    parts: list[FlatText] = []
    for (left, right), space in _gaps_with_spaces(text.text, spaces, runs):
        # Boxes have a margin around print.
        margin = min(0.15 * text.height, (right - left) / 4 * scale)
        parts.append(text.part(text.start, space, text.left, start + left * scale + margin))
        text = text.part(space + 1, text.stop, start + right * scale - margin, text.right)
    return [*parts, text]


def _crop(grey: Grey, quad: Floats) -> Grey:
    """The text level, as large as it is in the picture."""
    ordered = quad[np.argsort(quad[:, 0])]
    left, right = ordered[:2], ordered[2:]
    (top_left, low_left), (top_right, low_right) = (side[np.argsort(side[:, 1])] for side in (left, right))
    wide = min(WIDEST_CROP, max(2, round(float(np.linalg.norm(top_right - top_left)))))
    high = min(WIDEST_CROP, max(2, round(float(np.linalg.norm(low_left - top_left)))))
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    corners = np.array([top_left, top_right, low_right, low_left], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    crop: Grey = cv2.warpPerspective(
        grey, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return crop


def _gaps_with_spaces(
    text: str, spaces: Sequence[int], runs: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], int]]:
    """Gaps (end of one run of letters, start of the next), each with the space of the text that it is.

    Letters are as wide as their script's usually are; a gap and its space have about the same share of them at their left.
    """
    widths = [0.0 if c == " " else 1.0 if unicodedata.east_asian_width(c) in "WF" else 0.55 for c in text]
    letters = np.cumsum(widths) / max(1e-6, sum(widths))
    inked = np.cumsum([end - start for start, end in runs]) / sum(end - start for start, end in runs)
    found: list[tuple[tuple[int, int], int]] = []
    free = list(spaces)
    for number in range(len(runs) - 1):
        if not free:
            break
        nearest = min(free, key=lambda n: abs(letters[n] - inked[number]))
        if abs(letters[nearest] - inked[number]) <= MISPLACED or len(spaces) == len(runs) - 1:
            space = free[0] if len(spaces) == len(runs) - 1 else nearest
            found.append(((runs[number][1], runs[number + 1][0]), space))
            free = [n for n in free if n > space]
    return found
