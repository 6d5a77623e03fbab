"""What of a model is explained, as numbers: probabilities of classes, or the predicted number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

_CHUNK_ROWS = 20_000


def output_names(model: TrainedModel) -> tuple[str, ...]:
    """The positive one of two classes, each of several; empty for a number.

    Raises:
        TypeError: a clustering predicts nothing of a target.
    """
    if model.task is None:
        raise TypeError("a clustering has no prediction to explain")
    if not model.is_classifier:
        return ()
    return model.classes[1:] if len(model.classes) == 2 else model.classes


def predictions_of(model: TrainedModel, frame: pd.DataFrame) -> np.ndarray:
    """Probabilities of all classes, or numbers with the bounds of their intervals; shape (rows, classes or 3).

    Args:
        model: a classifier or regressor.
        frame: raw typed rows; those of a large frame are predicted in parts.
    """
    predict = model.predict_proba if model.is_classifier else model.predict_numbers
    starts = range(0, max(len(frame), 1), _CHUNK_ROWS)
    return np.concatenate([predict(frame.iloc[start : start + _CHUNK_ROWS]) for start in starts])


def explained(model: TrainedModel, predictions: np.ndarray) -> np.ndarray:
    """The outputs in what `predictions_of` gave: probabilities of the classes of `output_names`, or numbers; shape (rows, outputs)."""
    if not model.is_classifier:
        return predictions[:, :1]
    return predictions[:, 1:] if len(model.classes) == 2 else predictions


def outputs_of(model: TrainedModel, frame: pd.DataFrame) -> np.ndarray:
    """The outputs of raw typed rows, shape (rows, outputs)."""
    return explained(model, predictions_of(model, frame))
