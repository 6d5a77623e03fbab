"""A file of new rows, read, against a trained model: the CSV of predictions, and what to be wary of.

Reading the file is `automl_lib.reading`, predicting `automl_lib.prediction`; the parts meet here, in
batches, so that memory doesn't grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from automl_lib.drift import drift_report
from automl_lib.prediction import (
    UNREAD,
    Predictions,
    columns_missing,
    match_labels,
    predict_cells,
    refuse_unreadable,
    unread_notes,
)
from automl_lib.prediction_csv import PredictedRows, write_predictions
from automl_lib.profile import TableProfile
from automl_lib.reading import write_typed
from automl_lib.table import TableSchema

if TYPE_CHECKING:
    import polars as pl

    from automl_lib.reading import ReadReport
    from automl_lib.trained_model import TrainedModel

BATCH_ROWS = 20_000


@dataclass(frozen=True)
class ScoredTable:
    """What scoring a table came to.

    Attributes:
        rows: rows written.
        warnings: remarks for people as {"code", "ko", "en", "column"}: ignored columns, cells that
            couldn't be read, drift.
    """

    rows: int
    warnings: list[dict[str, Any]]


def score_table(
    model: TrainedModel, report: ReadReport, cells_parquet: Path, trained_on: TableProfile, out: Path
) -> ScoredTable:
    """Predict every row of a table that was read, and write it with its predictions.

    Args:
        model: a trained model.
        report: of reading the table.
        cells_parquet: the table's cells as read.
        trained_on: profile of the table the model was trained on.
        out: the CSV to write.

    Raises:
        PredictionRefused: a column the model uses is missing, or can hardly be read.
    """
    doubts = _doubts(model, report, cells_parquet, trained_on)
    labels = [column.label for column in report.schema.columns]
    warnings: dict[tuple[str, str | None], dict[str, Any]] = {}

    def parts() -> Iterator[PredictedRows]:
        for cells in _batches(cells_parquet, report.schema):
            found = predict_cells(model, cells)
            for note in found.notes:
                if note.code == UNREAD:  # counted over the whole file among the doubts
                    continue
                warnings[(note.code, note.column)] = {
                    "code": note.code,
                    "ko": note.ko,
                    "en": note.en,
                    "column": note.column,
                }
            yield _predicted_rows(cells, found)

    rows = write_predictions(out, labels, parts(), model.classes)
    return ScoredTable(rows, [*warnings.values(), *doubts])


def _batches(cells_parquet: Path, schema: TableSchema) -> Iterator[pl.DataFrame]:
    import polars as pl
    import pyarrow.parquet as pq

    names = {column.key: column.label for column in schema.columns}
    with pq.ParquetFile(cells_parquet) as file:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            yield pl.DataFrame(pl.from_arrow(batch)).rename(names)


def _predicted_rows(cells: pl.DataFrame, found: Predictions) -> PredictedRows:
    probabilities = found.probabilities.tolist() if found.classes else None
    return PredictedRows(cells.rows(), [str(value) for value in found.predicted], probabilities)


def _doubts(
    model: TrainedModel, report: ReadReport, cells_parquet: Path, trained_on: TableProfile
) -> list[dict[str, Any]]:
    """Cells that don't read as the training table's did, and drift, over the columns the model uses."""
    import polars as pl

    used = TableSchema(tuple(model.schema.by_key(key) for key in model.columns)).for_new_rows()
    headers = {column.label: column.key for column in report.schema.columns}
    found = match_labels([column.label for column in used.columns], list(headers))
    missing = [column.label for column in used.columns if column.label not in found]
    if missing:
        raise columns_missing(missing, report.name)
    with TemporaryDirectory() as folder:
        aligned, typed = Path(folder) / "aligned.parquet", Path(folder) / "typed.parquet"
        keys = [pl.col(headers[found[column.label]]).alias(column.key) for column in used.columns]
        pl.scan_parquet(cells_parquet).select(keys).sink_parquet(aligned)
        counts = write_typed(aligned, used, typed)
        refuse_unreadable(used, counts, report.name)
        drift = drift_report(trained_on, typed, used)
    unread = [
        {"code": note.code, "column": note.column, "ko": note.ko, "en": note.en}
        for note in unread_notes(used, counts)
    ]
    return [*unread, *(warning.to_dict() for warning in drift)]
