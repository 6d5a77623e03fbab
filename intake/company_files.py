"""Companies from a spreadsheet that people bring, read in the sandbox as any table is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domain.messages import Message
from domain.sheets import unescaped
from records.companies import CompanyDetails, CompanyFile
from records.errors import DecisionRefused

if TYPE_CHECKING:
    import polars as pl

    from automl_lib.reading import ReadLimits
    from domain.read_report import ReadReport

MOST_ROWS = 20_000
"""Companies of one file."""
MOST_ABOVE = 10
"""Rows of a title and the like above the headings."""
COLUMNS = {
    "name": (
        "상호",
        "상호명",
        "회사명",
        "업체명",
        "거래처",
        "거래처명",
        "법인명",
        "상호법인명",
        "name",
        "company",
    ),
    "number": ("사업자등록번호", "사업자번호", "등록번호", "사업자등록no", "businessnumber", "number"),
    "address": ("주소", "사업장주소", "사업장소재지", "소재지", "address"),
    "phone": ("전화", "전화번호", "연락처", "대표전화", "tel", "phone"),
}
"""Headings of each column, without spaces and signs."""
_LEAVE_OUT_ROWS = frozenset(
    {
        "blank_rows_dropped",
        "comment_lines",
        "page_titles_dropped",
        "repeated_headers_dropped",
        "total_rows_dropped",
        "unit_row_dropped",
    }
)
"""In the ledger of a read table, that rows among those of the data were left out; it has not their numbers."""
_BLANK_LINE = re.compile(r"^[\s,;]*$", re.MULTILINE)


def read_companies(path: Path, name: str, limits: ReadLimits) -> CompanyFile:
    """The companies of a CSV or Excel file.

    Args:
        path: the file; never trusted.
        name: what people call it.
        limits: of reading it.

    Raises:
        FileRefused: it can't be read as a table.
        DecisionRefused: it has no column of names, or more than `MOST_ROWS` rows.
    """
    import polars as pl

    from automl_lib.reading import read_table_in_subprocess
    from automl_lib.reading.table import CELLS_FILE

    with TemporaryDirectory() as folder:
        report = read_table_in_subprocess(path, Path(folder), name=name, limits=limits)
        if report.rows > MOST_ROWS:
            raise DecisionRefused(
                Message(
                    "the file has {rows:,} rows; at most {most:,} companies are taken",
                    rows=report.rows,
                    most=MOST_ROWS,
                )
            )
        cells = pl.read_parquet(Path(folder) / CELLS_FILE)
    columns, above = _headed({column.key: column.label for column in report.schema.columns}, cells)
    cells = cells[above:]
    rows = [
        CompanyDetails(**{field: unescaped(row[key] or "") for field, key in columns.items()})
        for row in cells.iter_rows(named=True)
    ]
    first = _first_row(path, report)
    return CompanyFile(rows, None if first is None else first + above)


def _headed(labels: dict[str, str], cells: pl.DataFrame) -> tuple[dict[str, str], int]:
    """The columns of the details, and how many rows of `cells` are above the companies.

    Where all columns are text, the reader can't know headings below a title from data.
    """
    rows = [labels, *cells.head(MOST_ABOVE).iter_rows(named=True)]
    above, columns = max(
        enumerate(map(_columns, rows)), key=lambda found: ("name" in found[1], len(found[1]))
    )
    if "name" not in columns:
        raise DecisionRefused(
            Message("the file has no column of names; head it {heading}", heading=COLUMNS["name"][0])
        )
    return columns, above


def _first_row(path: Path, report: ReadReport) -> int | None:
    """The number of the first row below the headings that the reader found, as of `CompanyFile`."""
    if _LEAVE_OUT_ROWS & {entry.code for entry in report.ledger}:
        return None
    # Blank lines of text files are left out without a word.
    if report.encoding is not None and _BLANK_LINE.search(
        path.read_bytes().decode(report.encoding, "replace").rstrip()
    ):
        return None
    return report.header.skipped + report.header.rows + 1


def _columns(headings: Mapping[str, str | None]) -> dict[str, str]:
    """The key of the column for each detail that the headings name."""
    found: dict[str, str] = {}
    for key, heading in headings.items():
        plain = re.sub(r"[\W_]", "", heading or "").casefold()
        field = next((field for field, names in COLUMNS.items() if plain in names), None)
        if field is not None:
            found.setdefault(field, key)
    return found
