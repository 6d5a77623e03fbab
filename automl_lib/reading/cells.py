"""What a single cell of text looks like: blank, a number. Columns are judged elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# Unicode's White_Space, which is what Polars strips; Python's own notion has a few control characters more.
BLANKS = (
    "\t\n\v\f\r \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

_NUMERIC = re.compile(
    r"[(]?\s*[+\-−–△▲]?\s*(₩|\$|€|£|¥)?\s*[+\-]?(\d{1,3}(,\d{3})+|\d+)?([.,]\d+)?\.?(e[+-]?\d+)?\s*(원|%)?\s*[)]?",
    re.IGNORECASE,
)

_SHORT = 40


def is_blank(cell: str | None) -> bool:
    """Whether a cell holds nothing a person would see."""
    return cell is None or not cell.strip(BLANKS)


def looks_numeric(cell: str) -> bool:
    """Whether the cell reads as a number, with thousands separators, sign, currency or percent allowed."""
    return _looks_numeric(cell) if len(cell) <= _SHORT else _looks_numeric.__wrapped__(cell)


@lru_cache(maxsize=1 << 16)  # the first rows of a table are asked about again and again
def _looks_numeric(cell: str) -> bool:
    text = unicodedata.normalize("NFKC", cell.strip(BLANKS))
    return any(c.isdigit() for c in text) and _NUMERIC.fullmatch(text) is not None


def plain(cell: str) -> str:
    """A cell in ordinary width, with single spaces and without the ="…" around it."""
    text = unwrapped_text(unicodedata.normalize("NFKC", cell.strip(BLANKS))) or ""
    return " ".join(text.split())


def unwrapped_text(cell: str | None) -> str | None:
    """A cell without the ="…" that keeps spreadsheets from changing a text."""
    if cell is None or not cell.startswith('="') or len(cell) < 3 or not cell.endswith('"'):
        return cell
    return cell[2:-1]


def unwrapped(cells: pl.Series) -> pl.Series:
    """The same for many cells."""
    return cells.str.replace(r'^\s*="(.*)"\s*$', "${1}")
