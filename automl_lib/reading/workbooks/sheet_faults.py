"""What a sheet's rows hold beside their values: how it changes the cells, and the ledger entries about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automl_lib.reading.cells import is_blank
from automl_lib.reading.column_ledger import entry
from automl_lib.reading.workbooks.number_formats import show
from domain.messages import Message

if TYPE_CHECKING:
    from automl_lib.reading.raw_table import StoredCells
    from automl_lib.reading.workbooks.xlsx_details import RowDetails
    from domain.read_report import LedgerEntry

_SHOWN = 5


@dataclass
class SheetFaults:
    """What was noticed in the rows of data of a sheet. Columns are counted from the first used one.

    Attributes:
        hidden_rows: rows of data that are hidden or filtered away.
        hidden_columns: columns that are.
        unsaved: formulas without a stored value, by column.
        shown: cells read as their number format shows them, by column, and an example of each.
    """

    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    unsaved: Counter[int] = field(default_factory=Counter)
    shown: Counter[int] = field(default_factory=Counter)
    examples: dict[int, tuple[str, str]] = field(default_factory=dict)

    def hide_columns(self, detail: RowDetails, first_column: int, width: int) -> None:
        """Notes the used columns among the hidden ones of a sheet."""
        self.hidden_columns |= {
            c - first_column for c in detail.hidden_columns if 0 <= c - first_column < width
        }

    def apply(
        self, detail: RowDetails, row: list[str], values: list[object], first_column: int, *, is_body: bool
    ) -> None:
        """Puts codes, units and error values into the texts of a row, and notes what the ledger reports.

        Args:
            detail: of the row.
            row: its texts, changed in place.
            values: its cells as calamine gives them.
            first_column: of the sheet's used columns.
            is_body: whether it is a row of data.
        """
        width = len(row)
        for column, masks in detail.masks.items():
            place = column - first_column
            if 0 <= place < len(values) and isinstance(value := values[place], float):
                self._show(place, row, show(masks, value), is_body=is_body)
        for column, unit in detail.units.items():
            place = column - first_column
            if 0 <= place < len(values) and isinstance(values[place], float):
                self._show(place, row, f"{row[place]} {unit}", is_body=is_body)
        for column, text in detail.errors.items():
            if 0 <= column - first_column < width and not row[column - first_column]:
                row[column - first_column] = text
        if is_body:
            self.hidden_rows += detail.hidden and not all(is_blank(cell) for cell in row)
            self.unsaved.update(c - first_column for c in detail.unsaved if 0 <= c - first_column < width)

    def _show(self, place: int, row: list[str], text: str | None, *, is_body: bool) -> None:
        """Puts what Excel shows in place of a number, where that is more."""
        if text is None or text == row[place]:
            return
        if is_body:
            self.shown[place] += 1
            self.examples.setdefault(place, (row[place], text))
        row[place] = text


def sheet_fault_entries(seen: SheetFaults, stored: StoredCells) -> list[LedgerEntry]:
    """The ledger entries about hidden rows and columns, number formats and formulas."""
    labels = dict(zip(stored.kept, stored.labels, strict=True))
    entries: list[LedgerEntry] = []
    if seen.hidden_rows:
        rows = Message(
            "{count:,} rows that are hidden or filtered away in Excel were read as data too. To use the visible rows "
            "alone, copy them to a new sheet and upload that.",
            count=seen.hidden_rows,
        )
        entries.append(entry("hidden_rows", rows, count=seen.hidden_rows))
    hidden = [labels[c] for c in sorted(seen.hidden_columns) if c in labels]
    if hidden:
        names = ", ".join(f"'{label}'" for label in hidden[:_SHOWN]) + (" …" if len(hidden) > _SHOWN else "")
        columns = Message(
            "{count:,} columns that are hidden in Excel ({names}) were read too.",
            count=len(hidden),
            names=names,
        )
        entries.append(entry("hidden_columns", columns, count=len(hidden)))
    # About the file, not how a column is typed: it stays true when people change a column's type.
    for place in sorted(set(seen.shown) & set(labels)):
        raw, text = seen.examples[place]
        shown = Message(
            "Column '{column}': {count:,} cells were read as Excel shows them (e.g. {raw} as '{text}').",
            column=labels[place],
            count=seen.shown[place],
            raw=raw,
            text=text,
        )
        entries.append(entry("shown_as_code", shown, count=seen.shown[place], examples=((raw, text),)))
    for place in sorted(set(seen.unsaved) & set(labels)):
        unsaved = Message(
            "Column '{column}': {count:,} formulas have no stored value and are blank. Open the file in Excel, save "
            "it and upload it again.",
            column=labels[place],
            count=seen.unsaved[place],
        )
        entries.append(entry("unsaved_formulas", unsaved, count=seen.unsaved[place]))
    return entries
