"""Which of several models trained together to use: the rule of `domain.model_choice` on what the models themselves keep."""

from __future__ import annotations

from collections.abc import Mapping

from automl_lib.trained_model import TrainedModel
from domain.evaluations import ClassificationEvaluation, RegressionEvaluation
from domain.learners import LEARNERS
from domain.model_choice import Candidate, Recommendation, recommended, recommended_regressor

Evaluations = Mapping[str, ClassificationEvaluation | RegressionEvaluation]


def recommended_model(models: Mapping[str, TrainedModel], evaluations: Evaluations) -> Recommendation | None:
    """The model with the best held-back score; its `training_id` is its code.

    Args:
        models: by code.
        evaluations: on held-out rows, of the models that may be recommended. They say whether the best is worth it, and choose
            nothing.

    Returns:
        None without a classifier or regressor.
    """
    errors = [
        Candidate(code, LEARNERS[code].name, found, model.validation["r2"], model.fit_seconds)
        for code, model in models.items()
        if isinstance(found := evaluations.get(code), RegressionEvaluation)
    ]
    if errors:
        return recommended_regressor(errors)
    return recommended(
        [
            Candidate(code, LEARNERS[code].name, found, model.validation["roc_auc"], model.fit_seconds)
            for code, model in models.items()
            if isinstance(found := evaluations.get(code), ClassificationEvaluation)
        ]
    )
