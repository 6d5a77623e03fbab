"""Texts that a reader took for one although a column's gap runs through them: parted where the print has wide white gaps.

A text is parted between words, or between digits where a number was read over a gap, so that no character is given to a cell it is not in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import cv2
import numpy as np

from domain.characters import is_wide
from ocr_lib.arrays import Floats, Grey
from ocr_lib.tables.flat_texts import FlatText
from ocr_lib.trimming import letter_runs

WIDE_GAP = 0.65
"""White between words that may be of two columns, in heights of their box; a space is half as wide or less."""
MISPLACED = 0.15
"""Distance between a gap and the space that belongs to it, in the width of the letters, at most."""
WITHIN_DIGIT = 0.3
"""Distance between a gap and the end of a digit, in widths of a digit, at most."""
WIDEST_CROP = 4000
"""Pixels; no text is longer."""

Run = tuple[int, int]
"""First column of pixels and first column after it."""
Place = tuple[Run, int, int]
"""A gap, and the characters before which the text at its left ends and with which that at its right begins."""


def parted_at_gaps(text: FlatText, grey: Grey, quad: Floats) -> list[FlatText]:
    """The parts of a text, or the text alone.

    Args:
        grey: uint8 [height, width], an upright picture.
        quad: of the text in it, float [4, 2].
    """
    spaces = [n for n, character in enumerate(text.text) if character == " "]
    may_be_parted = spaces or text.text.isdecimal()
    if not may_be_parted or text.width < 2 * text.height:
        return [text]
    crop = _crop(grey, quad)
    runs = letter_runs(crop, WIDE_GAP)
    if len(runs) < 2:
        return [text]
    places = _at_spaces(text.text, spaces, runs) if spaces else _between_digits(text.text, runs)
    start, scale = text.left, text.width / crop.shape[1]
    parts: list[FlatText] = []
    for (left, right), end, begin in places:
        # Boxes have a margin around print.
        margin = min(0.15 * text.height, (right - left) / 4 * scale)
        parts.append(text.part(text.start, end, text.left, start + left * scale + margin))
        text = text.part(begin, text.stop, start + right * scale - margin, text.right)
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


def _at_spaces(text: str, spaces: Sequence[int], runs: Sequence[Run]) -> list[Place]:
    """The gaps that are spaces of the text.

    Letters are as wide as their script's usually are; a gap and its space have about the same share of them at their left.
    """
    widths = [0.0 if c == " " else 1.0 if is_wide(c) else 0.55 for c in text]
    letters = np.cumsum(widths) / max(1e-6, sum(widths))
    found: list[Place] = []
    free = list(spaces)
    for gap, inked in _gaps(runs):
        if not free:
            break
        space = min(free, key=lambda n: abs(letters[n] - inked))
        if len(spaces) == len(runs) - 1:
            space = free[0]
        elif abs(letters[space] - inked) > MISPLACED:
            continue
        found.append((gap, space, space + 1))
        free = [n for n in free if n > space]
    return found


def _between_digits(text: str, runs: Sequence[Run]) -> list[Place]:
    """The gaps between digits, which are of one width; none if one of the gaps seems to be within a digit."""
    found: list[Place] = []
    for gap, inked in _gaps(runs):
        place = round(inked * len(text))
        reached = found[-1][1] if found else 0
        if abs(inked * len(text) - place) > WITHIN_DIGIT or not reached < place < len(text):
            return []
        found.append((gap, place, place))
    return found


def _gaps(runs: Sequence[Run]) -> Iterator[tuple[Run, float]]:
    """The white between runs of letters, each with the share of the letters at its left."""
    total = sum(end - start for start, end in runs)
    reached = 0
    for (start, end), (following, _) in pairwise(runs):
        reached += end - start
        yield (end, following), reached / total
