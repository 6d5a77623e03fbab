"""Rows that come from scanned documents, as a file that is taken in like any other."""

from __future__ import annotations

from pathlib import Path

from domain.document_fields import kind_label
from domain.sheets import Sheet
from intake.destinations import MoreRows, NewTable
from spreadsheets import sheet_to_csv


def paper_file(sheet: Sheet, kind: str, into: str | None, folder: Path) -> tuple[Path, NewTable | MoreRows]:
    """A CSV of the sheet in `folder`, and what it is to become.

    Args:
        kind: of the documents, for the name of a new table.
        into: document whose table gets the rows; None for a new one.
    """
    name = f"{kind_label(kind).ko} {sheet.name}"
    file = folder / f"{name}.csv"
    file.write_bytes(sheet_to_csv(sheet))
    return file, NewTable(name=name) if into is None else MoreRows(into)
