"""Evaluation of a regressor on held-out rows. What the scores mean is defined in `scores`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.evaluation.scores import regression_scores
from automl_lib.plan.target import target_numbers
from automl_lib.trained_model import TrainedModel
from domain.evaluations import RegressionEvaluation

if TYPE_CHECKING:
    import pandas as pd

_POINTS = 2000


def evaluate_regressor(model: TrainedModel, frame_test: pd.DataFrame) -> RegressionEvaluation:
    """Scores a regressor on rows it has not seen.

    Args:
        model: a trained regressor.
        frame_test: raw typed rows with the target column, e.g. `frame.iloc[split.test_rows]`.

    Raises:
        ValueError: no row has a value in the target.
    """
    numbers = target_numbers(frame_test[str(model.plan.target)])
    known = np.isfinite(numbers)
    if not known.any():
        raise ValueError(f"no row to evaluate has a number in {model.plan.target!r}")
    truth = numbers[known]
    predicted, lower, upper = model.predict_numbers(frame_test[known]).T
    learner = model.pipeline["model"]
    baseline = regression_scores(truth, np.full(len(truth), learner.mean_))
    scores = regression_scores(truth, predicted)
    shown = np.sort(np.random.default_rng(model.seed).permutation(len(truth))[:_POINTS])
    return RegressionEvaluation(
        r2=scores.r2,
        mae=scores.mae,
        rmse=scores.rmse,
        mape=scores.mape,
        coverage=float(((lower <= truth) & (truth <= upper)).mean()),
        interval_share=float(learner.share),
        interval_width=float((upper - lower).mean()),
        mean=float(learner.mean_),
        mean_mae=baseline.mae,
        mean_rmse=baseline.rmse,
        target_scale=learner.scale_.name,
        actual=tuple(truth[shown].tolist()),
        predicted=tuple(predicted[shown].tolist()),
        rows=len(truth),
        rows_without_value=int((~known).sum()),
    )
