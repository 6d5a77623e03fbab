"""What is exported: pages with their texts, whoever read or corrected them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DPI = 150
"""Of pictures that don't say how large they are."""
Box = tuple[int, int, int, int]
Quad = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class ExportLine:
    """A text; box x0, y0, x1, y1 and quad (clockwise from the text's top left) in pixels of the page."""

    text: str
    score: float
    box: Box
    quad: Quad
    corrected: bool = False


@dataclass(frozen=True)
class ExportPage:
    """A page: its picture as a file, its size in pixels, its lines in reading order."""

    picture: Path
    width: int
    height: int
    dpi: int
    lines: Sequence[ExportLine]


@dataclass(frozen=True)
class ExportDocument:
    """A document; `drawn_at` is the dpi at which a PDF's pages were drawn, None for pictures."""

    name: str
    pages: Sequence[ExportPage]
    drawn_at: int | None = None
