"""Predicted rows as an Excel workbook, from the file they came in and the CSV of their predictions.

The cells are typed as reading the file found them: numbers and dates as such, codes with leading zeros and all else as text.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl_lib.errors import PredictionRefused
from automl_lib.prediction_csv import INTERVAL_LABELS, PROBABILITY_LABEL, REASON_LABEL
from domain.columns import ColumnType
from domain.messages import Bilingual, Language, Message, in_context, sentence_in
from domain.read_report import ReadReport
from domain.sheets import SheetCell, unescaped
from domain.what_if import reason_signs
from spreadsheets.large import LargeSheet, write_workbook

if TYPE_CHECKING:
    import polars as pl

MOST_CELLS = 5_000_000
"""Of more, a workbook takes minutes to write and to open; the CSV has them all."""
_BATCH_ROWS = 20_000
_SHARE_FORMAT = "0.0%"


def write_prediction_workbook(
    path: Path,
    report: ReadReport,
    folder: Path,
    predicted: Path,
    remarks: Sequence[Bilingual],
    language: Language,
) -> None:
    """Write a sheet of the rows with their predictions, and one of the remarks on them.

    Args:
        path: of the workbook.
        report: of reading the file of rows.
        folder: with `cells.parquet` and `typed.parquet` of that reading.
        predicted: the CSV of the predictions, as `write_predictions` wrote it for the same rows.
        remarks: what is doubtful in the rows.

    Raises:
        PredictionRefused: too many cells for a workbook.
    """
    columns = report.schema.columns
    with predicted.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        labels = [unescaped(label) for label in next(lines)]
        ours = labels[len(columns) :]
        if report.rows * len(labels) > MOST_CELLS:
            raise PredictionRefused(
                Message(
                    "The result of '{name}' has {cells:,} cells, more than the {most:,} of a workbook. Download it as CSV.",
                    name=report.name,
                    cells=report.rows * len(labels),
                    most=MOST_CELLS,
                ),
                code="too_many_cells",
            )
        is_number = not any(label.startswith(PROBABILITY_LABEL) for label in ours)  # a cluster's, too
        shares = {
            at: _SHARE_FORMAT
            for at, label in enumerate(labels)
            if at >= len(columns) and label.startswith(PROBABILITY_LABEL)
        }
        rows = (
            [*typed, *_predicted(line[len(columns) :], ours, is_number=is_number)]
            for typed, line in zip(_typed_rows(report, folder), lines, strict=True)
        )
        sheet = in_context("sheet", "Predictions").render(language)
        remark_sheet = in_context("sheet", "To look at").render(language)
        said = [[sentence_in(language, remark)] for remark in remarks]
        if any(label.startswith(REASON_LABEL) for label in ours):
            said.append([reason_signs().render(language)])
        sentence = Message("Sentence").render(language)
        write_workbook(
            path, [LargeSheet(sheet, labels, rows, shares), LargeSheet(remark_sheet, [sentence], said)]
        )


def _typed_rows(report: ReadReport, folder: Path) -> Iterator[list[SheetCell]]:
    """The rows with typed cells; a cell that could not be parsed as its column is what people wrote."""
    import polars as pl

    cells, typed = pl.scan_parquet(folder / "cells.parquet"), pl.scan_parquet(folder / "typed.parquet")
    kinds = {column.key: column.type for column in report.schema.columns}
    for first in range(0, report.rows, _BATCH_ROWS):
        written = cells.slice(first, _BATCH_ROWS).collect()
        parsed = typed.slice(first, _BATCH_ROWS).collect()
        columns = [_typed_column(kind, parsed[key], written[key]) for key, kind in kinds.items()]
        yield from map(list, zip(*columns, strict=True))


def _typed_column(kind: ColumnType, parsed: pl.Series, written: pl.Series) -> list[SheetCell]:
    texts = written.to_list()
    if kind in (ColumnType.TEXT, ColumnType.BOOL):
        return texts
    return [
        text if value is None else _cell(value) for value, text in zip(parsed.to_list(), texts, strict=True)
    ]


def _cell(value: Any) -> SheetCell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if isinstance(value, int | float) else str(value)


def _predicted(texts: Sequence[str], labels: Sequence[str], *, is_number: bool) -> list[SheetCell]:
    """What was predicted of a row: numbers and probabilities as numbers, classes and reasons as text."""
    found: list[SheetCell] = []
    for place, (text, label) in enumerate(zip(texts, labels, strict=True)):
        numeric = is_number if place == 0 else label.startswith((PROBABILITY_LABEL, *INTERVAL_LABELS))
        found.append(_number(text) if numeric else unescaped(text) or None)
    return found


def _number(text: str) -> SheetCell:
    try:
        number = float(text)
    except ValueError:
        return text or None
    return number if math.isfinite(number) else text
