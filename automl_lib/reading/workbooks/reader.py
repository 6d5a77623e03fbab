"""Excel and OpenDocument workbooks as a stream of text cells, through python-calamine."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from automl_lib.errors import FileRefused
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.column_ledger import entry
from automl_lib.reading.kinds import FileKind
from automl_lib.reading.layout.table_start import HEAD_ROWS, find_layout
from automl_lib.reading.raw_table import RawTable, RowFaults, batch_rows, lazy_rows
from automl_lib.reading.refusals import refuse
from automl_lib.reading.workbooks.sheet_choice import Choice, SheetHead, choose_sheet, names_of, sheet_entries
from automl_lib.reading.workbooks.sheet_faults import SheetFaults
from automl_lib.reading.workbooks.xlsx_details import SheetDetails, sheet_details
from domain.messages import Message
from domain.read_report import LedgerEntry, SheetInfo
from domain.shown_numbers import typed_number

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_EXACT_FLOAT = 2**53
_CELL_LIMIT = re.compile(r"Cell limit exceeded \((\d+) cells requested, max (\d+)\)")


@dataclass(frozen=True)
class Sheet:
    """The sheet that was taken.

    Attributes:
        name: its tab.
        others: the workbook's other sheets.
        raw: its cells.
        seen: what was noticed, filled while the cells are read.
        details: what the sheet tells beside its cells; None where nothing.
        notes: what was decided on the way.
    """

    name: str
    others: tuple[SheetInfo, ...]
    raw: RawTable
    seen: SheetFaults
    details: SheetDetails | None
    notes: list[LedgerEntry]

    def has_unsaved_formulas(self) -> bool:
        """Whether formulas without a stored value stand anywhere, also below the last row with a value."""
        return self.details is not None and any(row.unsaved for row in self.details.rows())


def open_workbook(
    source: Path,
    kind: FileKind,
    limits: ReadLimits,
    name: str,
    wanted: str | None = None,
    looked_for: Sequence[str] = (),
) -> Sheet:
    """The sheet that was asked for, or the first visible one that holds a table.

    Args:
        kind: what `source` is by its content.
        wanted: a sheet's name, or its number from 1.
        looked_for: as of `choose_sheet`.

    Raises:
        FileRefused: if it needs a password, is damaged, has no such sheet, or is over a limit.
    """
    import python_calamine as calamine

    with TemporaryDirectory() as folder:
        # Calamine chooses the format by the suffix of the path. Without one, every error message is that no format fits.
        named = Path(folder, f"book.{kind.value}")
        named.symlink_to(source.absolute())
        try:
            with calamine.CalamineWorkbook.from_path(named) as book:
                sheets = tuple(
                    SheetInfo(m.name, m.visible != calamine.SheetVisibleEnum.Visible)
                    for m in book.sheets_metadata
                    if m.typ == calamine.SheetTypeEnum.WorkSheet
                )
                choice = choose_sheet(sheets, lambda tab: _head(book, tab, limits), wanted, name, looked_for)
                sheet = book.get_sheet_by_name(choice.name)
        except calamine.PasswordError as error:
            raise refuse("password", name) from error
        except calamine.CalamineError as error:
            raise _refusal(error, name) from error
        except BaseException as error:
            # Calamine's Rust gives up on some damaged files by a panic, whose class can't be imported.
            if type(error).__name__ != "PanicException":
                raise
            raise refuse("damaged", name) from error
    if not (sheet.height and sheet.width):
        if choice.asked:
            raise refuse("empty_sheet", name, sheet=choice.name)
        raise refuse("no_sheet", name, sheets=names_of(sheets))
    details = sheet_details(source, choice.name) if kind is FileKind.XLSX else None
    return _take(sheet, choice, details, limits, name)


def _head(book: CalamineWorkbook, tab: str, limits: ReadLimits) -> SheetHead | None:
    sheet = book.get_sheet_by_name(tab)
    if not (sheet.height and sheet.width):
        return None
    if sheet.width > limits.max_columns:
        return SheetHead([], sheet.height, sheet.width)
    rows = list(islice(_rows(sheet, _Merged(sheet), None, SheetFaults()), HEAD_ROWS))
    return SheetHead(rows, sheet.height, sheet.width)


def _refusal(error: Exception, name: str) -> FileRefused:
    """What calamine found wrong: more cells than it ever takes (ours are fewer), or a file that isn't whole."""
    over = _CELL_LIMIT.search(str(error))
    if over:
        found, most = (f"{int(number):,}" for number in over.groups())
        return refuse("too_many_cells", name, found=found, limit=most)
    return refuse("damaged", name)


def cell_text(value: object) -> str:
    """A workbook's cell as the text that is kept: whole floats without ".0", others with the 15 digits that Excel shows, dates
    in ISO form.

    Midnight is written as a date alone, as people see it; times and durations as hours and minutes (09:15, 25:15),
    with seconds only where there are some.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_FLOAT else typed_number(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, datetime.time):
        return _clock(datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
    if isinstance(value, datetime.timedelta):
        return _clock(value)
    return "" if value is None else str(value)


def _clock(length: datetime.timedelta) -> str:
    # Days kept as a fraction are off by microseconds.
    seconds = round(abs(length).total_seconds())
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    sign = "-" if length < datetime.timedelta() else ""
    return f"{sign}{hours:02}:{minute:02}" + (f":{second:02}" if second else "")


def _take(
    sheet: CalamineSheet, choice: Choice, details: SheetDetails | None, limits: ReadLimits, name: str
) -> Sheet:
    width = sheet.width
    if width > limits.max_columns:
        raise refuse("too_many_columns", name, found=f"{width:,}", limit=f"{limits.max_columns:,}")
    merged = _Merged(sheet)
    layout = find_layout(list(islice(_rows(sheet, merged, details, SheetFaults()), HEAD_ROWS)))
    faults, seen = RowFaults(width), SheetFaults()

    def batches() -> Iterator[list[list[str]]]:
        stream = islice(_rows(sheet, merged, details, seen, layout.body_row), layout.body_row, None)
        while batch := list(islice(stream, batch_rows(width))):
            faults.rows += len(batch)
            yield batch

    notes = [*sheet_entries(choice), *merged.notes()]
    raw = RawTable(width, layout, lazy_rows(batches, width), faults)
    return Sheet(sheet.name, choice.others, raw, seen, details, notes)


def _rows(
    sheet: CalamineSheet, merged: _Merged, details: SheetDetails | None, seen: SheetFaults, body_row: int = 0
) -> Iterator[list[str]]:
    """All rows from the sheet's first, over the used columns, with merged cells filled.

    Args:
        seen: where to note the details of rows from `body_row` on.
    """
    width, first_column = sheet.width, sheet.start[1]
    detailed = details.rows() if details else iter(())
    detail = next(detailed, None)
    while detail is not None and detail.number < 0:
        seen.hide_columns(detail, first_column, width)
        detail = next(detailed, None)
    for number, values in enumerate(sheet.iter_rows()):
        row = [cell_text(v) for v in values]
        row += [""] * (width - len(row))
        while detail is not None and detail.number < number:
            detail = next(detailed, None)
        if detail is not None and detail.number == number:
            seen.apply(detail, row, values, first_column, is_body=number >= body_row)
        merged.fill(number, row)
        yield row


class _Merged:
    """Merged areas of a sheet: all their cells get the text of the first."""

    def __init__(self, sheet: CalamineSheet) -> None:
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
        filled = Message("{count:,} merged areas were filled with their value.", count=self.areas)
        return [entry("merged_filled", filled, count=self.areas)]
