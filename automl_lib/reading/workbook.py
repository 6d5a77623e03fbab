"""Excel and OpenDocument workbooks as a stream of text cells, through python-calamine."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from automl_lib.errors import FileRefused
from automl_lib.reading.kinds import FileKind
from automl_lib.reading.layout import HEAD_ROWS, find_layout
from automl_lib.reading.ledger import entry
from automl_lib.reading.limits import ReadLimits
from automl_lib.reading.refusals import refuse
from automl_lib.reading.report import LedgerEntry, SheetInfo
from automl_lib.reading.source import RawTable, RowFaults, batch_rows, lazy_rows

_EXACT_FLOAT = 2**53
_CELL_LIMIT = re.compile(r"Cell limit exceeded \((\d+) cells requested, max (\d+)\)")


@dataclass(frozen=True)
class Sheet:
    """The sheet that was taken.

    Attributes:
        name: its tab.
        others: the workbook's other sheets.
        raw: its cells.
        notes: what was decided on the way.
    """

    name: str
    others: tuple[SheetInfo, ...]
    raw: RawTable
    notes: list[LedgerEntry]


def open_workbook(source: Path, kind: FileKind, limits: ReadLimits, name: str) -> Sheet:
    """The first visible sheet with anything in it.

    Args:
        kind: what `source` is by its content.

    Raises:
        FileRefused: if it needs a password, is damaged, has no such sheet, or is over a limit.
    """
    import python_calamine as calamine

    with TemporaryDirectory() as folder:
        # Calamine goes by a path's ending; left to guess, it says of every trouble only that no format fits.
        named = Path(folder, f"book.{kind.value}")
        named.symlink_to(source.absolute())
        try:
            with calamine.CalamineWorkbook.from_path(named) as book:
                infos = [
                    (m.name, m.visible == calamine.SheetVisibleEnum.Visible)
                    for m in book.sheets_metadata
                    if m.typ == calamine.SheetTypeEnum.WorkSheet
                ]
                for sheet_name, visible in infos:
                    if not visible:
                        continue
                    sheet = book.get_sheet_by_name(sheet_name)
                    if sheet.height and sheet.width:
                        others = tuple(SheetInfo(n, not v) for n, v in infos if n != sheet_name)
                        return _take(sheet, others, limits, name)
        except calamine.PasswordError as error:
            raise refuse("password", name) from error
        except calamine.CalamineError as error:
            raise _refusal(error, name) from error
    raise refuse("no_sheet", name, sheets=", ".join(n for n, _ in infos) or "-")


def _refusal(error: Exception, name: str) -> FileRefused:
    """What calamine found wrong: more cells than it ever takes (ours are fewer), or a file that isn't whole."""
    over = _CELL_LIMIT.search(str(error))
    if over:
        found, most = (f"{int(number):,}" for number in over.groups())
        return refuse("too_many_cells", name, found=found, limit=most)
    return refuse("damaged", name)


def cell_text(value: Any) -> str:
    """A workbook's cell as the text that is kept: whole floats without ".0", dates in ISO form.

    Midnight is written as a date alone, as people see it.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_FLOAT else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def _take(sheet: Any, others: tuple[SheetInfo, ...], limits: ReadLimits, name: str) -> Sheet:
    width = sheet.width
    if width > limits.max_columns:
        raise refuse("too_many_columns", name, found=f"{width:,}", limit=f"{limits.max_columns:,}")
    merged = _Merged(sheet)
    layout = find_layout(list(islice(_rows(sheet, merged), HEAD_ROWS)))
    faults = RowFaults(width)

    def batches() -> Iterator[list[list[str]]]:
        stream = islice(_rows(sheet, merged), layout.body_row, None)
        while batch := list(islice(stream, batch_rows(width))):
            faults.rows += len(batch)
            yield batch

    notes = [*_sheet_notes(sheet.name, others), *merged.notes()]
    return Sheet(sheet.name, others, RawTable(width, layout, lazy_rows(batches, width), faults), notes)


def _rows(sheet: Any, merged: _Merged) -> Iterator[list[str]]:
    """All rows from the sheet's first, over the used columns, with merged cells filled."""
    width = sheet.width
    for number, values in enumerate(sheet.iter_rows()):
        row = [cell_text(v) for v in values]
        row += [""] * (width - len(row))
        merged.fill(number, row)
        yield row


class _Merged:
    """Merged areas of a sheet: the first cell's text stands for the whole area."""

    def __init__(self, sheet: Any) -> None:
        first_column = sheet.start[1]
        last_row, last_column = sheet.end
        self.areas = 0
        self._by_row: dict[int, list[tuple[int, int, int]]] = {}
        self._texts: dict[tuple[int, int], str] = {}
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
            if (top, left) == (bottom, right) or left < first_column or top > last_row or left > last_column:
                continue
            self.areas += 1
            span = (top, left - first_column, min(right, last_column) - first_column)
            for number in range(top, min(bottom, last_row) + 1):
                self._by_row.setdefault(number, []).append(span)

    def fill(self, number: int, row: list[str]) -> None:
        """Fills the cells of `row` (its number in the sheet, from 0) that lie in merged areas."""
        for top, left, right in self._by_row.get(number, ()):
            if number == top:
                self._texts[top, left] = row[left]
            row[left : right + 1] = [self._texts.get((top, left), "")] * (right - left + 1)

    def notes(self) -> list[LedgerEntry]:
        if not self.areas:
            return []
        number = self.areas
        return [
            entry(
                "merged_filled",
                f"병합된 칸 {number:,}곳을 같은 값으로 채웠습니다.",
                f"{number:,} merged areas were filled with their value.",
                count=number,
            )
        ]


def _sheet_notes(taken: str, others: tuple[SheetInfo, ...]) -> list[LedgerEntry]:
    if not others:
        return []
    ko = ", ".join(f"{s.name}(숨김)" if s.hidden else s.name for s in others)
    en = ", ".join(f"{s.name} (hidden)" if s.hidden else s.name for s in others)
    return [
        entry(
            "other_sheets",
            f"'{taken}' 시트를 읽었습니다. 읽지 않은 시트: {ko}.",
            f"Sheet '{taken}' was read. Sheets not read: {en}.",
            count=len(others),
        )
    ]
