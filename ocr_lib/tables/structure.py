"""What table recognition returns: tables of a page with their cells, and the limits it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from domain.reading_limits import TableLimit

Point = tuple[float, float]
Quad = tuple[Point, ...]
Box = tuple[int, int, int, int]


class PlacedText(Protocol):
    """A text of a page, such as `ocr_lib.page_texts.Line` or `ocr_lib.exports.ExportLine`."""

    @property
    def text(self) -> str: ...

    @property
    def quad(self) -> Sequence[Sequence[float]]:
        """Four corners in pixels, clockwise from the text's own top left."""
        ...


class Ruling(StrEnum):
    """Which rules a table is printed with."""

    RULED = "ruled"
    HALF_RULED = "half_ruled"
    UNRULED = "unruled"


@dataclass(frozen=True)
class TableLimits:
    """Limits of recognising the tables of one page.

    Attributes:
        max_texts: a page with more texts is not searched for tables.
        max_rules: rules that are kept; the longest are.
        max_cells: a table with more cells is left out.
        max_tables: tables of a page; further ones are left out.
    """

    max_texts: int = 5000
    max_rules: int = 1000
    max_cells: int = 5000
    max_tables: int = 50


@dataclass(frozen=True)
class TextPart:
    """A text, or a part of it where the reader took what is in several cells for one text.

    Attributes:
        text: number of the text in the sequence that was given.
        start, stop: of its characters.
    """

    text: int
    start: int
    stop: int


@dataclass(frozen=True)
class TableCell:
    """A cell, empty or not.

    Attributes:
        row, column: of its top left, from 0.
        quad: four corners in pixels of the picture as given, clockwise from the cell's own top left.
        texts: in reading order.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    quad: Quad
    texts: tuple[TextPart, ...] = ()
    is_header: bool = False

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 around the cell."""
        return bounding_box(self.quad)


@dataclass(frozen=True)
class PageTable:
    """A table of a page.

    Attributes:
        cells: by row, then column; together they fill the grid of `rows` and `columns` without overlap.
        quad: four corners in pixels of the picture as given, clockwise from the table's own top left.
    """

    rows: int
    columns: int
    cells: tuple[TableCell, ...]
    quad: Quad
    ruling: Ruling

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 around the table."""
        return bounding_box(self.quad)

    @property
    def header_rows(self) -> int:
        """How many rows at the top are the header as a whole."""
        return min((cell.row for cell in self.cells if not cell.is_header), default=self.rows)


@dataclass(frozen=True)
class FoundTables:
    """The tables of a page from top to bottom, and which limits were reached, if any."""

    tables: tuple[PageTable, ...]
    limits_reached: tuple[TableLimit, ...] = ()


def bounding_box(quad: Quad) -> Box:
    """x0, y0, x1, y1 in whole pixels around a quad."""
    xs, ys = zip(*quad, strict=True)
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))
