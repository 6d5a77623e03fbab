"""Workbooks that commands write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.messages import Message
from orchestration.cli.group import Said
from orchestration.cli.ocr_output import check_folder, write_out
from orchestration.cli.output import json_text, print_json
from orchestration.cli.output_format import format_of

if TYPE_CHECKING:
    from domain.sheets import Sheet


def check_out(
    as_format: str | None,
    out: Path | None,
    *,
    formats: Sequence[str] = ("json", "xlsx"),
    default: str = "table",
) -> str:
    """The format to write, as `format_of` finds it.

    A workbook needs a file, and its folder has to be there. A table is printed, so it takes none.

    Raises:
        Said: the output can't be written as is wished: better before the work than after.
    """
    check_folder(out)
    form = format_of(as_format, out, formats, default)
    if form == "xlsx" and out is None:
        raise Said(Message("say where to write the file with --out"), exit_code=2)
    if form == "table" and out is not None:
        raise Said(
            Message("--out needs a format that is written to a file: --format xlsx or --format json"),
            exit_code=2,
        )
    return form


def write_json(data: Any, out: Path | None) -> None:
    """One JSON document to a file that `check_out` saw, or without one to standard output; times in ISO 8601."""
    if out is None:
        print_json(data)
    else:
        write_out(f"{json_text(data)}\n".encode(errors="replace"), out)


def write_sheets(sheets: Sequence[Sheet], out: Path | None) -> None:
    """Write a workbook to a file that `check_out` saw. Raises Said where it can't be written."""
    from spreadsheets import sheets_to_xlsx

    write_out(sheets_to_xlsx(sheets), out)
