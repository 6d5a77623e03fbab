"""Raw rows in a pandas frame, as a model server gets them: with people's headers, typed or as text.

They are written out as cells and prepared like any file's, so that a row means the same, is refused and is warned of
alike, wherever it comes from. Reading files of new rows is `automl_lib.scoring`.
"""

from __future__ import annotations

import math
import warnings
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.drift import ReferenceTable
    from automl_lib.new_rows import NewRows
    from automl_lib.trained_model import TrainedModel

PREDICTION = "prediction"
LOWER, UPPER = "prediction_lower", "prediction_upper"
PROBABILITY_PREFIX = "probability_"


def predict_raw(
    model: TrainedModel, rows: pd.DataFrame, reference: ReferenceTable | None = None
) -> pd.DataFrame:
    """Predict rows whose cells are text, numbers, dates, booleans or missing.

    Args:
        model: a trained model.
        rows: columns named by the training table's headers; more columns are ignored.
        reference: the table the model was trained on; None where that was not kept with the model.

    Returns:
        Column `prediction`; for a classifier one `probability_CLASS` per class, for a regressor `prediction_lower` and
        `prediction_upper`, the bounds of its interval; in the rows' index.

    Warns:
        UserWarning: whatever scoring a file of these rows would warn of, such as values out of the range of training.

    Raises:
        PredictionRefused: a column the model uses is missing, or can hardly be read.
    """
    import pandas as pd

    from automl_lib.frame import load_frame
    from automl_lib.new_rows import prepare_rows
    from automl_lib.prediction import predict_frame

    with TemporaryDirectory() as folder:
        brought = _written(rows, Path(folder) / "cells.parquet")
        prepared = prepare_rows(brought, model.schema, model.columns, reference, Path(folder))
        found = predict_frame(model, load_frame(prepared.typed, prepared.schema))
    for note in prepared.notes:
        warnings.warn(note.en, stacklevel=2)
    columns: dict[str, Any] = {PREDICTION: found.predicted}
    for position, name in enumerate(found.classes):
        columns[f"{PROBABILITY_PREFIX}{name}"] = found.probabilities[:, position]
    if found.intervals is not None:
        columns |= {LOWER: found.intervals[:, 0], UPPER: found.intervals[:, 1]}
    return pd.DataFrame(columns, index=rows.index)


def _written(rows: pd.DataFrame, out: Path) -> NewRows:
    """The rows as a file of cells."""
    import polars as pl

    from automl_lib.new_rows import NewRows
    from automl_lib.reading.layout.total_rows import total_entries
    from domain.table_schema import column_key

    labels = {column_key(place): str(name) for place, name in enumerate(rows.columns)}
    cells = {
        key: [cell_text(value) for value in rows.iloc[:, place].tolist()] for place, key in enumerate(labels)
    }
    pl.DataFrame(cells, schema=dict.fromkeys(labels, pl.String)).write_parquet(out)
    return NewRows(out, labels, ledger=total_entries(out, len(rows)))


def cell_text(value: object) -> str | None:
    """The cell a person would have typed for `value`; None for a missing one."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):  # pandas' Timestamp is one; NaT isn't
        return value.isoformat(sep=" ")
    text = str(value)
    return None if text in ("NaT", "<NA>") else text
