"""What a sheet made for printing has besides its data: the header again on each page, a second table beside the first.

And the opposite: a table that is one column, since its lines were not split.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import looks_numeric
from automl_lib.reading.column_ledger import entry
from automl_lib.reading.layout.total_rows import leave_out
from domain.messages import Joined, Message
from domain.table_schema import column_key

if TYPE_CHECKING:
    import polars as pl

    from automl_lib.reading.layout.table_start import Layout
    from automl_lib.reading.raw_table import StoredCells
    from domain.read_report import LedgerEntry

UNSPLIT = "lines_unsplit"
SIDE_BY_SIDE = "tables_side_by_side"
_SHOWN = 5
_REPEATED = Message("{count:,} rows that repeat the column names (rows {rows}) were left out of the data.")
_TITLES = Message(
    "{count:,} rows of one cell (rows {rows}) right above the repeated column names were left out of the data."
)
_LOOKED_AT = 100
_FEWEST_COLUMNS = 2
_DELIMITERS = (",", ";", "|")
_FEWEST_UNDER_TITLES = 3


def take_repeated_headers(
    cells_path: Path, layout: Layout, stored: StoredCells, rows: int
) -> tuple[int, list[LedgerEntry]]:
    """Leaves rows that repeat the column names out of `cells_path`.

    Args:
        cells_path: the table's cells as read, changed in place.
        rows: how many it has.

    Returns:
        How many rows are left, and the entries of the ledger.
    """
    import polars as pl

    if layout.header is None or layout.header_rows != 1:
        return rows, []
    written = [*layout.header, *[None] * (max(stored.kept) + 1)]
    names = {column_key(i): name.strip() for i, place in enumerate(stored.kept) if (name := written[place])}
    if len(names) < _FEWEST_COLUMNS:
        return rows, []
    frame = pl.scan_parquet(cells_path)
    same = [pl.col(key).str.strip_chars() == name for key, name in names.items()]
    # One column is compared first: nearly no table has such rows.
    if not frame.select(same[0].any()).collect(engine="streaming").item():
        return rows, []
    numbered = frame.with_row_index("row", offset=1)
    found = numbered.filter(pl.all_horizontal(same)).collect(engine="streaming")["row"].to_list()
    if not found or len(found) == rows:
        return rows, []
    titles = _above(frame, found) if len(names) >= _FEWEST_UNDER_TITLES else set()
    leave_out(cells_path, titles.union(found))
    dropped = [
        entry(code, message.filled(count=len(lines), rows=_shown(lines)), count=len(lines))
        for code, message, lines in (
            ("repeated_headers_dropped", _REPEATED, found),
            ("page_titles_dropped", _TITLES, sorted(titles)),
        )
        if lines
    ]
    return rows - len(found) - len(titles), dropped


def _shown(rows: list[int]) -> str:
    return ", ".join(f"{row:,}" for row in rows[:_SHOWN]) + (" …" if len(rows) > _SHOWN else "")


def _above(frame: pl.LazyFrame, headers: list[int]) -> set[int]:
    """The rows of one cell (titles, `다음 페이지 계속`) between the data of a page and the header of the next."""
    import polars as pl

    filled = pl.sum_horizontal(pl.all().is_not_null())
    alone = frame.select(filled == 1).collect(engine="streaming").to_series()
    found: set[int] = set()
    for header in headers:
        row = header - 1
        while row >= 1 and row not in headers and alone[row - 1]:
            found.add(row)
            row -= 1
    return found


def side_by_side(cells_path: Path, stored: StoredCells) -> list[LedgerEntry]:
    """A warning where blank columns part the sheet into tables: they end in different rows, or repeat their names."""
    groups: list[list[int]] = [[0]]
    for index, (left, right) in enumerate(pairwise(stored.kept), start=1):
        if right > left + 1:
            groups.append([])
        groups[-1].append(index)
    groups = [group for group in groups if len(group) >= _FEWEST_COLUMNS]
    if len(groups) < 2:
        return []
    taken = {label: written for written, label in stored.renamed if written}
    names = [{taken.get(stored.labels[i], stored.labels[i]) for i in group} for group in groups]
    repeated = any(a & b for a, b in pairwise(names)) or _same_first_names(cells_path, stored, groups)
    if not repeated and len(set(_ends(cells_path, groups))) == 1:
        return []
    starts = [Message("from '{label}'", label=stored.labels[group[0]]) for group in groups]
    message = Message(
        "Blank columns part the sheet into what look like {count} tables ({tables}); they were read as one. Put each "
        "in a sheet of its own and upload the file again.",
        count=len(groups),
        tables=Joined(starts, " / "),
    )
    return [entry(SIDE_BY_SIDE, message, count=len(groups))]


def unsplit_lines(cells_path: Path, stored: StoredCells) -> list[LedgerEntry]:
    """A warning where one column holds whole lines, as programs write that put a line as a whole between quotes."""
    import polars as pl

    if len(stored.labels) != 1:
        return []
    for mark in _DELIMITERS:
        marks = stored.labels[0].count(mark)
        counts = pl.scan_parquet(cells_path).select(pl.first().str.count_matches(mark, literal=True))
        if not marks or counts.filter(pl.first() != marks).head(1).collect().height:
            continue
        message = Message(
            "There is one column, whose name and cells hold {marks} '{mark}' each: it looks like a table that was not "
            "split. Remove the quotes around whole lines and upload the file again.",
            marks=marks,
            mark=mark,
        )
        return [entry(UNSPLIT, message, count=stored.rows)]
    return []


def _same_first_names(cells_path: Path, stored: StoredCells, groups: list[list[int]]) -> bool:
    """Whether neighbouring groups begin with a column of texts of one name, below titles (`A조 이름`, `B조 이름`)."""
    import polars as pl

    for left, right in pairwise(group[0] for group in groups):
        (_, _, a), (_, _, b) = (stored.labels[i].rpartition(" ") for i in (left, right))
        if a != b or " " not in stored.labels[right]:
            continue
        cells = (
            pl.scan_parquet(cells_path).select(column_key(left), column_key(right)).head(_LOOKED_AT).collect()
        )
        if not any(looks_numeric(cell) for row in cells.rows() for cell in row if cell is not None):
            return True
    return False


def _ends(cells_path: Path, groups: list[list[int]]) -> list[int]:
    """The last row with a value, of each group of columns."""
    import polars as pl

    last = [
        pl.any_horizontal(pl.col([column_key(i) for i in group]).is_not_null()).arg_true().max().alias(str(number))
        for number, group in enumerate(groups)
    ]  # fmt: skip
    found = pl.scan_parquet(cells_path).select(last).collect(engine="streaming").row(0)
    return [-1 if row is None else int(row) for row in found]
