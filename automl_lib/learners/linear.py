"""Linear model: logistic or ridge regression, what the other families have to be better than."""

from __future__ import annotations

from typing import Any

from sklearn.linear_model import LogisticRegression, Ridge

from automl_lib.learners.catalogue import BuildRequest, CurvePoint
from automl_lib.learners.cross_fit import CrossFit, CrossFitClassifier, CrossFitRegressor
from automl_lib.learners.encoding import TableEncoder
from domain.tasks import Task

_REACH = 10.0
"""In standard deviations: nearly straight where the rows are, so that lines stay lines, and bounded beyond."""
_STRENGTHS = (1.0, 0.1, 10.0, 0.01, 100.0)
"""Penalties of the coefficients, as multiples of the usual one."""


def build(request: BuildRequest) -> CrossFit:
    """One straight line in the scaled columns, its penalty chosen by cross-validation."""
    encoder = TableEncoder(scaled=True, random_state=request.seed, spread="deviation", reach=_REACH)
    common: dict[str, Any] = {
        "n_folds": 5,
        "random_state": request.seed,
        "deadline": request.deadline,
        "progress": request.progress,
    }
    if request.task is Task.REGRESSION:
        return CrossFitRegressor(encoder, [Ridge(alpha=strength) for strength in _STRENGTHS], **common)
    lines = [LogisticRegression(C=1 / strength, max_iter=1000) for strength in _STRENGTHS]
    return CrossFitClassifier(encoder, lines, **common)


def curve(fitted: CrossFit) -> list[CurvePoint]:  # noqa: ARG001 - every family has the same shape
    """A line is fitted in one go."""
    return []


def settings(fitted: CrossFit) -> dict[str, Any]:
    """The chosen penalty and the number of coefficients."""
    model = fitted.members_[0][1]
    penalty = model.alpha if isinstance(model, Ridge) else 1 / model.C
    return {"penalty": penalty, "coefficients": int(model.coef_.size)}
