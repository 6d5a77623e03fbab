"""A file of new rows, read, against a trained model: the CSV of predictions, and what to be wary of.

Reading the file is `automl_lib.reading`, checking its rows `automl_lib.new_rows`, predicting `automl_lib.prediction`; the
parts meet here, in batches, so that memory doesn't grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from automl_lib.explanations.row_reasons import RowReasons
from automl_lib.frame import frame_of
from automl_lib.new_rows import NewRows, PreparedRows, prepare_rows
from automl_lib.prediction import predict_frame
from automl_lib.prediction_csv import PredictedRows, plain_number, write_predictions
from domain.what_if import MOST_REASONS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from automl_lib.drift import ReferenceTable
    from automl_lib.explanations import Background
    from automl_lib.trained_model import TrainedModel
    from domain.read_report import ReadReport

BATCH_ROWS = 20_000


@dataclass(frozen=True)
class ScoredTable:
    """What scoring a table came to.

    Attributes:
        rows: rows written.
        warnings: remarks for people as {"code", "ko", "en", "column"}: what reading noticed, ignored columns, cells
            that couldn't be read, drift.
    """

    rows: int
    warnings: list[dict[str, Any]]


def score_table(
    model: TrainedModel,
    report: ReadReport,
    cells_parquet: Path,
    reference: ReferenceTable,
    out: Path,
    *,
    background: Background | None = None,
) -> ScoredTable:
    """Predict every row of a table that was read, and write it with its predictions.

    Args:
        model: a trained model.
        report: of reading the table.
        cells_parquet: the table's cells as read.
        reference: the table the model was trained on.
        out: the CSV to write.
        background: by which predictions are explained; without it the file has no reasons.

    Raises:
        PredictionRefused: a column the model uses is missing, or can hardly be read.
    """
    rows = NewRows.of_report(report, cells_parquet)
    with TemporaryDirectory() as folder:
        prepared = prepare_rows(rows, model.schema, model.columns, reference, Path(folder))
        reasons = RowReasons(model, background, rows.labels) if background is not None else None
        parts = (
            _predicted_rows(model, cells, frame_of(typed, prepared.schema), reasons)
            for cells, typed in _batches(cells_parquet, prepared)
        )
        written = write_predictions(
            out,
            list(rows.labels.values()),
            parts,
            model.classes,
            with_intervals=model.is_regressor,
            reasons=MOST_REASONS if reasons else 0,
        )
    notes = [*prepared.notes, *(reasons.notes if reasons else ())]
    return ScoredTable(written, [note.to_json() for note in notes])


def _batches(cells_parquet: Path, prepared: PreparedRows) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The same rows as cells and as typed values."""
    import polars as pl
    import pyarrow.parquet as pq

    typed, first = pl.scan_parquet(prepared.typed), 0
    with pq.ParquetFile(cells_parquet) as file:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            cells = pl.DataFrame(pl.from_arrow(batch))
            yield cells, typed.slice(first, cells.height).collect()
            first += cells.height


def _predicted_rows(
    model: TrainedModel, cells: pl.DataFrame, frame: pd.DataFrame, reasons: RowReasons | None
) -> PredictedRows:
    found = predict_frame(model, frame)
    is_number = found.intervals is not None
    return PredictedRows(
        cells.rows(),
        [plain_number(value) if is_number else str(value) for value in found.predicted.tolist()],
        found.probabilities.tolist() if found.classes else None,
        found.intervals.tolist() if found.intervals is not None else None,
        reasons.of(cells, frame) if reasons else None,
    )
