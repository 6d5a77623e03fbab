"""Tables of scanned pages: rows, columns and spans from printed rules, or from the alignment of texts where there are none."""

from ocr_lib.tables.finding import find_tables
from ocr_lib.tables.structure import (
    FoundTables,
    PageTable,
    PlacedText,
    Ruling,
    TableCell,
    TableLimits,
    TextPart,
)

__all__ = [
    "FoundTables",
    "PageTable",
    "PlacedText",
    "Ruling",
    "TableCell",
    "TableLimits",
    "TextPart",
    "find_tables",
]
