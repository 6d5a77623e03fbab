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


def outputs_of(model: TrainedModel, frame: pd.DataFrame) -> np.ndarray:
    """Probabilities of the classes of `output_names`, or numbers; shape (rows, outputs).

    Args:
        model: a classifier or regressor.
        frame: raw typed rows; those of a large frame are predicted in parts.
    """
    parts = [
        _outputs(model, frame.iloc[start : start + _CHUNK_ROWS])
        for start in range(0, max(len(frame), 1), _CHUNK_ROWS)
    ]
    return np.concatenate(parts)


def _outputs(model: TrainedModel, frame: pd.DataFrame) -> np.ndarray:
    if not model.is_classifier:
        return model.predict_numbers(frame)[:, :1]
    probabilities = model.predict_proba(frame)
    return probabilities[:, 1:] if len(model.classes) == 2 else probabilities
