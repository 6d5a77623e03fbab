"""Rows of totals at the end of a table (합계, total): read as data, but told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import is_blank, looks_numeric
from automl_lib.reading.ledger import entry

if TYPE_CHECKING:
    from automl_lib.reading.report import LedgerEntry

TOTAL_ROWS = "total_rows"
_LAST_ROWS = 10
_WORDS = frozenset(
    {
        *("합계", "총계", "소계", "누계", "총합", "총합계", "전체합계", "계"),
        *("total", "totals", "subtotal", "grandtotal", "sum"),
    }
)


def total_row_entries(cells_path: Path, rows: int) -> list[LedgerEntry]:
    """What to tell of the last rows of a table that has `rows` rows: those that begin with a word for a total."""
    import polars as pl

    last = pl.scan_parquet(cells_path).tail(_LAST_ROWS).collect().rows()
    words: list[str] = []
    for row in reversed(last):
        word = _total(row)
        if word is None:
            break
        words.insert(0, word)
    if not words:
        return []
    first = rows - len(words) + 1
    where = f"{first:,}행" if len(words) == 1 else f"{first:,}–{rows:,}행"
    where_en = f"row {first:,}" if len(words) == 1 else f"rows {first:,} to {rows:,}"
    return [
        entry(
            TOTAL_ROWS,
            f"표 끝의 {where}('{words[-1]}')은 합계로 보이지만 데이터로 읽었습니다.",
            f"At the end of the table, {where_en} ('{words[-1]}') looks like a total but was read as data.",
            count=len(words),
            examples=tuple((word, None) for word in words),
        )
    ]


def _total(row: tuple[str | None, ...]) -> str | None:
    """The word for a total with which a row of numbers begins."""
    cells = [cell for cell in row if cell is not None and not is_blank(cell)]
    if len(cells) < 2 or not all(looks_numeric(cell) for cell in cells[1:]):
        return None
    folded = "".join(cells[0].split()).rstrip(":：").casefold()
    return cells[0].strip() if folded in _WORDS else None
