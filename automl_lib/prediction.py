"""Predicts typed rows with a trained model, and matches people's headers with its columns.

Parsing and checking new rows lives in `automl_lib.new_rows`, writing predictions to CSV in `automl_lib.prediction_csv`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from automl_lib.errors import PredictionRefused
from automl_lib.trained_model import TrainedModel
from domain.messages import Message

if TYPE_CHECKING:
    import pandas as pd

_CHUNK_ROWS = 50_000


@dataclass(frozen=True)
class Predictions:
    """One prediction a row, in the rows' order.

    Attributes:
        predicted: class names (object array of str), numbers (float array) or cluster numbers (int array); shape (rows,).
        classes: names of the columns of `probabilities`; empty unless of a classifier.
        probabilities: shape (rows, classes).
        positive_class, threshold: how two classes were decided; None where there are not two classes.
        intervals: lower and upper bounds of numbers, shape (rows, 2); None unless of a regressor.
    """

    predicted: np.ndarray
    classes: tuple[str, ...]
    probabilities: np.ndarray
    positive_class: str | None
    threshold: float | None
    intervals: np.ndarray | None = None


def predict_frame(model: TrainedModel, frame: pd.DataFrame) -> Predictions:
    """Predicts raw typed rows.

    Args:
        model: a trained model.
        frame: columns by key, as `automl_lib.frame.load_frame` gives them; others are ignored.

    Raises:
        PredictionRefused: a column that the model uses is missing.
    """
    missing = [model.schema.by_key(key).label for key in model.columns if key not in frame.columns]
    if missing:
        raise columns_missing(missing)
    starts = range(0, max(len(frame), 1), _CHUNK_ROWS)
    chunks = [frame.iloc[start : start + _CHUNK_ROWS] for start in starts]
    if model.is_regressor:
        numbers = np.concatenate([model.predict_numbers(chunk) for chunk in chunks])
        return Predictions(numbers[:, 0], (), np.zeros((len(frame), 0)), None, None, numbers[:, 1:])
    if not model.is_classifier:
        clusters = np.concatenate([model.predict(chunk) for chunk in chunks])
        return Predictions(clusters, (), np.zeros((len(frame), 0)), None, None)
    probabilities = np.concatenate([model.predict_proba(chunk) for chunk in chunks])
    threshold = model.threshold if len(model.classes) == 2 else None
    predicted = model.decide(probabilities)
    return Predictions(predicted, model.classes, probabilities, model.positive_class, threshold)


def match_labels(labels: Sequence[str], headers: Sequence[str]) -> dict[str, str]:
    """Label → header: the same text first, else the first header that differs in form only."""
    loose: dict[str, str] = {}
    for header in headers:
        loose.setdefault(folded_label(header), header)
    exact = set(headers)
    pairs = {label: label if label in exact else loose.get(folded_label(label)) for label in labels}
    return {label: header for label, header in pairs.items() if header is not None}


def folded_label(name: str) -> str:
    return "".join(unicodedata.normalize("NFC", name).split())


def columns_missing(labels: Sequence[str], file: str | None = None) -> PredictionRefused:
    """The refusal of rows (of the file shown as `file`) without columns that the model uses."""
    named = ", ".join(f"'{label}'" for label in labels[:10]) + (" …" if len(labels) > 10 else "")
    return PredictionRefused(
        Message(
            "{place} lacks columns that the model uses: {named}. Add columns with the training table's headers.",
            place=place_of(file),
            named=named,
        ),
        code="columns_missing",
    )


def place_of(file: str | None) -> Message:
    """What a sentence on new rows is about."""
    return Message("File '{file}'", file=file) if file else Message("The new data")
