"""Reads one table from file to typed columns: `read_table` in this process, `read_table_in_subprocess` in a child process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automl_lib.reading.choices import ReadChoices, ReadLimits
from automl_lib.reading.column_ledger import column_entries, kept_as_text, nearly
from automl_lib.reading.column_types.table_types import infer_and_write
from automl_lib.reading.kinds import FileKind, detect_kind
from automl_lib.reading.layout.stray_rows import side_by_side, take_repeated_headers, unsplit_lines
from automl_lib.reading.layout.total_rows import take_summary_rows
from automl_lib.reading.raw_table import RawTable, StoredCells, store_cells
from automl_lib.reading.refusals import refuse
from automl_lib.reading.table_ledger import charset_entries, delimiter_entries, shape_entries
from automl_lib.reading.text_files.fast_reader import read_fast
from automl_lib.reading.text_files.reader import CAREFUL_BYTES, open_text, read_carefully, read_head
from automl_lib.reading.workbooks.reader import open_workbook
from automl_lib.reading.workbooks.sheet_faults import sheet_fault_entries
from domain.read_report import HeaderInfo, LedgerEntry, ReadReport, SheetInfo
from untrusted_files import FileRefused, Run, display_name, read_in_subprocess, run

CELLS_FILE = "cells.parquet"
TYPED_FILE = "typed.parquet"
_LABELS_SHOWN = 30


@dataclass(frozen=True)
class _Taken:
    raw: RawTable
    stored: StoredCells
    notes: list[LedgerEntry]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    others: tuple[SheetInfo, ...] = ()


def read_table_in_subprocess(
    source: Path,
    out_dir: Path,
    *,
    name: str,
    limits: ReadLimits | None = None,
    sheet: str | None = None,
    choices: ReadChoices | None = None,
    looked_for: Sequence[str] = (),
    worker: tuple[str, ...] | None = None,
    run: Run = run,
) -> ReadReport:
    """Reads a CSV or spreadsheet into `out_dir`: `cells.parquet` (text as read) and `typed.parquet`.

    Args:
        source: the file; its name on disk is not used.
        out_dir: an existing folder; on refusal nothing is left in it.
        name: what people call the file; only shown.
        limits: bounds of size, time and memory; the defaults of `ReadLimits` if None.
        sheet: which sheet of a workbook, by name or number from 1; None for the first that holds a table.
        choices: what people decided about columns.
        looked_for: headers of the table that the rows are for; where no sheet is named, that with most of them is read.
        worker: the command of the child process, instead of the usual one.
        run: starts the child process and has the file read.

    Raises:
        FileRefused: if the file can't be read as a table, is over a limit, or breaks the reader.
    """
    options = {
        "sheet": sheet,
        "choices": (choices or ReadChoices()).to_dict(),
        "looked_for": list(looked_for),
    }
    report = read_in_subprocess(
        "automl_lib.reading.table:read_job",
        source,
        out_dir,
        name=display_name(name),
        limits=limits or ReadLimits(),
        refuse=refuse,
        options=options,
        command=worker,
        run=run,
    )
    return ReadReport.from_json(report)


def read_job(job: Mapping[str, Any]) -> dict[str, Any]:
    """`read_table` with JSON-ready arguments and answer, as the child process calls it."""
    report = read_table(
        Path(job["source"]),
        Path(job["out_dir"]),
        job["name"],
        ReadLimits.from_dict(job["limits"]),
        sheet=job["sheet"],
        choices=ReadChoices.from_dict(job["choices"]),
        looked_for=job["looked_for"],
    )
    return report.to_json()


def read_table(
    source: Path,
    out_dir: Path,
    name: str,
    limits: ReadLimits,
    *,
    sheet: str | None = None,
    choices: ReadChoices | None = None,
    looked_for: Sequence[str] = (),
    careful_bytes: int = CAREFUL_BYTES,
) -> ReadReport:
    """Reads `source` into `out_dir` in this process. A crash or an endless loop of a parser is the caller's too.

    Args:
        name: of the file; only shown.
        sheet: which sheet of a workbook, by name or number from 1; None for the first that holds a table.
        choices: what people decided about columns.
        looked_for: as of `read_table_in_subprocess`.
        careful_bytes: text files up to this size are read the careful way only.

    Raises:
        FileRefused: if it can't be read as a table.
    """
    kind = detect_kind(source, name, limits)
    cells = out_dir / CELLS_FILE
    if kind is not FileKind.CSV:
        taken = _take_sheet(source, kind, cells, limits, name, sheet, looked_for)
    elif sheet is not None:
        raise refuse("without_sheets", name)
    else:
        taken = _take_text(source, cells, limits, name, careful_bytes)
    rows, strays = take_repeated_headers(cells, taken.raw.layout, taken.stored, taken.stored.rows)
    strays += [*side_by_side(cells, taken.stored), *unsplit_lines(cells, taken.stored)]
    rows, summaries = take_summary_rows(cells, rows)
    choices = choices or ReadChoices()
    if unknown := sorted(choices.labels() - set(taken.stored.labels)):
        known = ", ".join(f"'{label}'" for label in taken.stored.labels[:_LABELS_SHOWN])
        raise refuse("no_column", name, column=", ".join(f"'{label}'" for label in unknown), known=known)
    found = infer_and_write(cells, taken.stored.labels, out_dir / TYPED_FILE, choices)
    ledger = [*taken.notes, *shape_entries(taken.raw.layout, taken.raw.faults, taken.stored)]
    ledger += strays + summaries
    for column in found.schema.columns:
        verdict, near = found.kept.get(column.key), found.nearly.get(column.key)
        if verdict and verdict.against and (near is None or verdict.against == "mixed_units"):
            ledger.append(kept_as_text(column, verdict.against, verdict.seen, near))
        elif near:
            ledger.append(nearly(column, near))
        ledger += column_entries(column, found.counts[column.key])
    layout = taken.raw.layout
    return ReadReport(
        name=name,
        format=kind.value,
        rows=rows,
        schema=found.schema,
        encoding=taken.encoding,
        delimiter=taken.delimiter,
        sheet=taken.sheet,
        other_sheets=taken.others,
        header=HeaderInfo(layout.header_rows, layout.skipped),
        ledger=tuple(ledger),
    )


def _take_sheet(
    source: Path,
    kind: FileKind,
    cells: Path,
    limits: ReadLimits,
    name: str,
    wanted: str | None,
    looked_for: Sequence[str],
) -> _Taken:
    sheet = open_workbook(source, kind, limits, name, wanted, looked_for)
    try:
        stored = store_cells(sheet.raw, cells, limits, name)
    except FileRefused as error:
        if error.code == "header_only" and sheet.has_unsaved_formulas():
            raise refuse("unsaved_formulas", name) from error
        raise
    notes = [*sheet.notes, *sheet_fault_entries(sheet.seen, stored)]
    return _Taken(sheet.raw, stored, notes, sheet=sheet.name, others=sheet.others)


def _take_text(source: Path, cells: Path, limits: ReadLimits, name: str, careful_bytes: int) -> _Taken:
    small = source.stat().st_size <= careful_bytes
    if not small:
        taken = _take_fast(source, cells, limits, name)
        if taken is not None:
            return taken
    text = open_text(source, cells.parent, name, whole=True)
    head = read_head(text, name)
    raw = read_carefully(text, head, limits, name)
    stored = store_cells(raw, cells, limits, name)
    if text.path != source:
        text.path.unlink()
    notes = [*charset_entries(text.charset, text.transcoded), *delimiter_entries(text.delimiter)]
    return _Taken(raw, stored, notes, text.charset.encoding, text.delimiter)


def _take_fast(source: Path, cells: Path, limits: ReadLimits, name: str) -> _Taken | None:
    text = open_text(source, cells.parent, name, whole=False)
    try:
        done = read_fast(text, read_head(text, name), cells, limits, name)
    except FileRefused as error:
        if error.code not in ("open_quote", "long_field"):
            raise
        # Not every byte was looked at yet: the careful way may know that this is not the trouble.
        done = None
    except UnicodeDecodeError:
        # It began as UTF-8, and is something else, or cut short, within its first rows.
        done = None
    if text.path != source:
        text.path.unlink()
    if done is None:
        return None
    raw, stored = done
    notes = [*charset_entries(text.charset, text.transcoded), *delimiter_entries(text.delimiter)]
    return _Taken(raw, stored, notes, text.charset.encoding, text.delimiter)
