"""Workbooks that commands write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from domain.messages import Message
from orchestration.cli.group import Said
from orchestration.cli.ocr_output import check_folder, write_out

if TYPE_CHECKING:
    from domain.sheets import Sheet


def check_out(as_format: str, out: Path | None) -> None:
    """Raise Said where a workbook is wanted and there is no place to write it to: better before the work than after."""
    check_folder(out)
    if as_format == "xlsx" and out is None:
        raise Said(Message("say where to write the file with --out"), exit_code=2)


def write_sheets(sheets: Sequence[Sheet], out: Path | None) -> None:
    """Write a workbook to a file that `check_out` saw. Raises Said where it can't be written."""
    from spreadsheets import sheets_to_xlsx

    write_out(sheets_to_xlsx(sheets), out)
