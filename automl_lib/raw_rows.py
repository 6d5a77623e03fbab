"""Raw rows in a pandas frame, as a model server gets them: with people's headers, typed or as text.

They are written out as cells and read like any file's, so that a row means the same wherever it
comes from. Reading files of new rows is `automl_lib.scoring`.
"""

from __future__ import annotations

import math
import warnings
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from automl_lib.trained_model import TrainedModel

PREDICTION = "prediction"
PROBABILITY_PREFIX = "probability_"


def predict_raw(model: TrainedModel, rows: pd.DataFrame) -> pd.DataFrame:
    """Predict rows whose cells are text, numbers, dates, booleans or missing.

    Args:
        model: a trained model.
        rows: columns named by the training table's headers; more columns are ignored.

    Returns:
        Column `prediction`, and for a classifier one `probability_CLASS` per class, in the rows' index.

    Warns:
        UserWarning: cells couldn't be read and were taken as blank, or columns were ignored.

    Raises:
        PredictionRefused: a column the model uses is missing.
    """
    import pandas as pd
    import polars as pl

    from automl_lib.prediction import predict_cells

    cells = pl.DataFrame(
        {str(name): [cell_text(value) for value in rows[name].tolist()] for name in rows.columns},
        schema={str(name): pl.String for name in rows.columns},
    )
    found = predict_cells(model, cells)
    for note in found.notes:
        warnings.warn(note.en, stacklevel=2)
    columns: dict[str, Any] = {PREDICTION: found.predicted}
    for position, name in enumerate(found.classes):
        columns[f"{PROBABILITY_PREFIX}{name}"] = found.probabilities[:, position]
    return pd.DataFrame(columns, index=rows.index)


def cell_text(value: Any) -> str | None:
    """The cell a person would have typed for `value`; None for a missing one."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):  # pandas' Timestamp is one; NaT isn't
        return value.isoformat(sep=" ")
    text = str(value)
    return None if text in ("NaT", "<NA>") else text
