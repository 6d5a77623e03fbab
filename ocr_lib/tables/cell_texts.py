"""What is written in a cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr_lib.tables.structure import PlacedText, TextPart

SAME_LINE = 0.5
"""Heights of a text by which the middle of one on the same line is above or below, at most."""


def text_of_parts(texts: Sequence[PlacedText], parts: Sequence[TextPart]) -> str:
    """The texts of a cell, those on one line with a space between them, lines parted by line feeds.

    Args:
        texts: of the page.
        parts: the cell's.
    """
    written = ""
    for number, part in enumerate(parts):
        if number:
            written += " " if _is_beside(texts[parts[number - 1].text], texts[part.text]) else "\n"
        written += texts[part.text].text[part.start : part.stop].strip()
    return written


def _is_beside(one: PlacedText, other: PlacedText) -> bool:
    corners, others = np.asarray(one.quad, dtype=float), np.asarray(other.quad, dtype=float)
    down = corners[3] - corners[0]
    height = float(np.linalg.norm(down))
    if not height:
        return False
    away = (others.mean(axis=0) - corners.mean(axis=0)) @ down / height
    return bool(abs(away) < SAME_LINE * height)
