"""Rows of totals that no known word names: they lack a name that other rows have, and their numbers are sums of those rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from automl_lib.reading.cells import is_blank
from automl_lib.reading.layout.header_rows import is_numeric_column
from automl_lib.reading.layout.total_words import LOOKED_AT

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import polars as pl

_MOST_ROWS = 50_000  # of a table made by hand
_FEWEST_ROWS = 5
_MOST_SHARE = 1 / 3
_MOST_TOTALS = 1_000
_FEWEST_SUMMED = 3
_SAMPLE_ROWS = 200
_LAST_HINTS = ("계", "총", "합", "total", "sum")


def as_number(name: str) -> pl.Expr:
    """The numbers of a column of cells as they are written in tables with totals; null for other cells."""
    import polars as pl

    return pl.col(name).str.replace_all(r"[,₩$€£¥\s]|원$|건$|명$|개$", "").cast(pl.Float64, strict=False)


def unnamed_totals(frame: pl.LazyFrame, known: Collection[int], last: int) -> list[tuple[int, str]]:
    """Rows whose numbers are sums of the rows above, and which are blank where all others have a text.

    The last row needs no blank if its first cell has a syllable of the words for totals, as 지급총액 has.

    Args:
        frame: the table's cells as read.
        known: rows (from 1) that are known to be no data.
        last: the last row that may be data.

    Returns:
        The rows, and their first filled cells.
    """

    import numpy as np

    if not _FEWEST_ROWS <= last <= _MOST_ROWS:
        return []
    names = frame.collect_schema().names()
    looked = frame.select(names[:LOOKED_AT]).head(last).collect()
    is_data = np.ones(last, dtype=np.bool_)
    is_data[[row - 1 for row in known if row <= last]] = False
    groups = [
        np.flatnonzero(looked[name].is_null().to_numpy() & is_data)
        for name in looked.columns
        if not mostly_numbers(looked[name])
    ]
    first = looked.item(last - 1, 0)
    if is_data[-1] and first is not None and any(hint in first.lower() for hint in _LAST_HINTS):
        groups.append(np.array([last - 1]))
    most = min(_MOST_TOTALS, _MOST_SHARE * np.count_nonzero(is_data))
    groups = [group for group in groups if 0 < len(group) <= most]
    if not groups:
        return []
    table = frame.head(last).collect()
    numeric = [name for name in names if mostly_numbers(table[name])]
    if not numeric:
        return []
    found: set[int] = set()
    for group in groups:
        found |= _sums(table.select(numeric), is_data, group)
    cells = {row: [c for c in table.row(row) if c is not None and not is_blank(c)] for row in found}
    return [(row + 1, " ".join(cells[row][0].split())[:60]) for row in sorted(found)]


def _sums(table: pl.DataFrame, is_data: npt.NDArray[np.bool_], group: npt.NDArray[np.intp]) -> set[int]:
    """Which rows of a group hold sums of the rows before them in all columns that they fill.

    Args:
        table: the columns of numbers, as written.
        is_data: the rows that are no known totals.
        group: rows (from 0) that may be totals.
    """
    import numpy as np

    data = is_data.copy()
    data[group] = False
    counts = np.concatenate([[0], data.cumsum()])
    # A row may sum up those since the one before it, or all above: to how many columns that are not 0 each applies.
    befores = [0, *(group[:-1] + 1).tolist()]
    spans = {
        (start, row) for before, row in zip(befores, group.tolist(), strict=True) for start in (before, 0)
    }
    agreeing = {(start, row): 0 for start, row in spans if counts[row] - counts[start] >= _FEWEST_SUMMED}
    for name in table.columns:
        if not agreeing:
            break
        numbers = table.select(as_number(name)).to_series().to_numpy()
        filled = table[name].is_not_null().to_numpy()
        sums = np.concatenate([[0.0], np.where(data & ~np.isnan(numbers), numbers, 0.0).cumsum()])
        for start, row in list(agreeing):
            aim = sums[row] - sums[start]
            if filled[row] and np.isclose(numbers[row], aim, rtol=1e-9, atol=1e-6):
                agreeing[start, row] += aim != 0
            elif filled[row]:
                del agreeing[start, row]
    sure = {row for (_, row), columns in agreeing.items() if columns > 1}
    likely = {row for (_, row), columns in agreeing.items() if columns == 1}
    # One column of small numbers may agree by chance, though hardly in each row.
    return sure | likely if len(sure | likely) == len(group) else sure


def mostly_numbers(cells: pl.Series) -> bool:
    """Whether most of a column's first filled cells are numbers."""
    return is_numeric_column(cells.drop_nulls().head(_SAMPLE_ROWS).to_list())
