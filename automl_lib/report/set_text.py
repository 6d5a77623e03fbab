"""What of a text can be set in a PDF, and the room that columns of text take."""

from __future__ import annotations

import unicodedata

from automl_lib.pictures.fonts import REPLACEMENT, has_glyph
from automl_lib.report.blocks import Grid
from domain.characters import columns_wide


def legible(text: str) -> str:
    """Without characters that no font has."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        one if one == "\n" or has_glyph(one) else REPLACEMENT
        for one in composed
        if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs")
    )


def column_widths(grid: Grid) -> tuple[float, ...]:
    """Shares of the width by the longest cells, so that a long one doesn't take the room of all others."""
    columns = zip(grid.headings, *grid.rows, strict=True)
    return tuple(float(min(max(5, *(columns_wide(text) + 2 for text in column)), 44)) for column in columns)
