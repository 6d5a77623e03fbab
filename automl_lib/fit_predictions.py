"""New rows that the one-shot's best model predicts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl_lib.errors import PlanRefused
from automl_lib.prediction_workbook import write_prediction_workbook
from automl_lib.reading import read_table_in_subprocess
from automl_lib.scoring import score_table
from automl_lib.trained_model import TrainedModel
from domain.messages import Language, Message, Sentences

if TYPE_CHECKING:
    from automl_lib.drift import ReferenceTable
    from automl_lib.explanations import Background
    from automl_lib.reading import ReadLimits
    from domain.read_report import ReadReport
    from domain.table_schema import TableSchema


@dataclass(frozen=True)
class RowsToPredict:
    """A file of rows, and where its predictions go.

    Attributes:
        path: CSV or spreadsheet with the columns of the table that is learned from; the target may be missing.
        out: the file to write, replaced if there: a workbook where its name ends with .xlsx, else CSV.
        sheet: as of `fit_file`.
        language: of a workbook's remarks.
    """

    path: Path
    out: Path
    sheet: str | None = None
    language: Language = "ko"


@dataclass(frozen=True)
class ReadRows:
    """Rows that were read into `folder`."""

    wanted: RowsToPredict
    report: ReadReport
    folder: Path


def read_rows_to_predict(
    wanted: RowsToPredict, folder: Path, schema: TableSchema, limits: ReadLimits | None
) -> ReadRows:
    """Read rows for a table of a schema into a folder within `folder`.

    Raises:
        FileRefused: about the file.
    """
    work = folder / "new"
    work.mkdir()
    labels = [column.label for column in schema.columns]
    report = read_table_in_subprocess(
        wanted.path, work, name=wanted.path.name, limits=limits, sheet=wanted.sheet, looked_for=labels
    )
    return ReadRows(wanted, report, work)


def predict_rows(
    rows: ReadRows, model: TrainedModel, reference: ReferenceTable, background: Background | None
) -> dict[str, Any]:
    """Write the predictions of rows that were read.

    Returns:
        "rows" and "warnings", as of `ScoredTable`.

    Raises:
        PredictionRefused: a column the model uses is missing or can hardly be read, or a workbook would be too large.
    """
    wanted, folder = rows.wanted, rows.folder
    is_workbook = wanted.out.suffix.lower() == ".xlsx"
    csv = folder / "predictions.csv" if is_workbook else wanted.out
    scored = score_table(model, rows.report, folder / "cells.parquet", reference, csv, background=background)
    if is_workbook:
        remarks = [Sentences(one["ko"], one["en"]) for one in scored.warnings]
        write_prediction_workbook(wanted.out, rows.report, folder, csv, remarks, wanted.language)
    return {"rows": scored.rows, "warnings": scored.warnings}


def no_model_predicts() -> PlanRefused:
    """The refusal of new rows where only clusterings were trained."""
    return PlanRefused(
        Message(
            "None of these models predicts the target. Choose a classifier or a regressor with --models."
        ),
        code="no_model_predicts",
    )
