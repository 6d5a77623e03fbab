"""Rows that come from scanned documents, as a file that is taken in like any other."""

from __future__ import annotations

import csv
from pathlib import Path

from domain.document_fields import kind_label
from domain.sheets import Sheet
from domain.table_additions import AdditionChoices
from intake.destinations import MoreRows, NewTable


def paper_file(sheet: Sheet, kind: str, into: str | None, folder: Path) -> tuple[Path, NewTable | MoreRows]:
    """A CSV of the sheet in `folder`, and what it is to become.

    The file is read by us alone: what a spreadsheet would take for a formula stays as it is.

    Args:
        kind: of the documents, for the name of a new table.
        into: document whose table gets the rows, but those that it has got meanwhile; None for a new one.
    """
    name = f"{kind_label(kind).ko} {sheet.name}"
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([sheet.headings, *sheet.rows])
    if into is None:
        return path, NewTable(name=name)
    return path, MoreRows(into, choices=AdditionChoices(only_new=True).to_json())
