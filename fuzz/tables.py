"""CSV files and workbooks, read in this very process."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from automl_lib.errors import FileRefused
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.table import read_table
from tests.hostile.csv_files import zipped
from tests.hostile.workbooks import ods, parts

LIMITS = ReadLimits(max_rows=100_000, max_columns=2_000, max_cells=2_000_000, max_unpacked_bytes=50_000_000)
CAREFUL, FAST = 10**9, 0
"""Sizes up to which text is read the careful way: always, or never without need."""

_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}|[A-Za-z]*\d{5})""")
"""A cell so far away that calamine, which keeps a sheet whole, asks for more memory than there is, and ends the
process: in the child that is a refusal, here it would be the end of the search."""


def csv(data: bytes) -> None:
    """Text, both ways: what one reads the other reads too."""
    both = [_read(data, careful_bytes) for careful_bytes in (CAREFUL, FAST)]
    if len({read is None for read in both}) == 2:
        raise AssertionError(f"read one way alone: {both}")
    if both[0] != both[1]:
        raise AssertionError(f"read differently: {both}")


def excel(data: bytes) -> None:
    """A workbook; or, behind a letter, what stands within one: s a sheet, t its strings, o an OpenDocument sheet."""
    kind, rest = data[:1], data[1:]
    if _FAR.search(data):
        return
    if kind == b"s":
        data = zipped(parts(sheet=rest))
    elif kind == b"t":
        data = zipped(parts(strings=rest))
    elif kind == b"o":
        data = ods(rest.decode("utf-8", "replace"))
    _read(data, CAREFUL)


def _read(data: bytes, careful_bytes: int) -> tuple[int, tuple[str, ...]] | None:
    """Rows and labels; None where it was refused."""
    with TemporaryDirectory() as name:
        source, out = Path(name) / "source", Path(name) / "out"
        source.write_bytes(data)
        out.mkdir()
        try:
            report = read_table(source, out, "자료", LIMITS, careful_bytes=careful_bytes)
        except FileRefused:
            return None
    return report.rows, tuple(column.label for column in report.schema.columns)
