"""Gradient Boost: scikit-learn's histogram gradient boosting, stopped early in every fold."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sklearn.base import clone
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from automl_lib.learners.catalogue import BuildRequest, CurvePoint
from automl_lib.learners.cross_fit import CrossFit, CrossFitClassifier, CrossFitRegressor
from automl_lib.learners.encoding import TableEncoder
from domain.tasks import Task

_USUAL_LEAF = 20
"""scikit-learn's smallest leaf."""


def build(request: BuildRequest) -> CrossFit:
    """Fold models that each stop on their own held-back rows; few trees with many classes."""
    is_regression = request.task is Task.REGRESSION
    boosting: dict[str, Any] = {
        "max_leaf_nodes": 15,
        "min_samples_leaf": min(_USUAL_LEAF, max(3, request.rows // 50)),
        "l2_regularization": 1.0,
        "max_features": 0.7,
        "early_stopping": True,
        "n_iter_no_change": 10,
        # Absolute, in log loss: gains below it bring no visible rank, only time. In squared error, of which the
        # constant model has 0.5, smaller gains count.
        "tol": 1e-5 if is_regression else 3e-4,
        "random_state": request.seed,
    }
    common: dict[str, Any] = {
        "keep": "members",
        "early_stopping": True,
        "random_state": request.seed,
        "deadline": request.deadline,
        "progress": request.progress,
    }
    encoder = TableEncoder(scaled=False, random_state=request.seed)
    if is_regression:
        model = HistGradientBoostingRegressor(learning_rate=0.06, max_iter=600, **boosting)
        models = [model]
        if boosting["min_samples_leaf"] < _USUAL_LEAF:  # few rows: noise may call for larger leaves
            models.append(clone(model).set_params(min_samples_leaf=_USUAL_LEAF))
        return CrossFitRegressor(encoder, models, n_folds=5, **common)
    few = request.classes <= 4
    model = HistGradientBoostingClassifier(learning_rate=0.1 if few else 0.15, max_iter=300, **boosting)
    return CrossFitClassifier(encoder, [model], n_folds=5 if few else 3, **common)


def curve(fitted: CrossFit) -> list[CurvePoint]:
    """Loss by boosting iteration; iteration 0 is the constant model."""
    train: dict[int, list[float]] = defaultdict(list)
    valid: dict[int, list[float]] = defaultdict(list)
    for _, model in fitted.members_:
        for step, (inside, held) in enumerate(zip(model.train_score_, model.validation_score_, strict=True)):
            train[step].append(-float(inside))
            valid[step].append(-float(held))
    return [
        {"step": step, "train_loss": _mean(train[step]), "valid_loss": _mean(valid[step])}
        for step in sorted(train)
    ]


def settings(fitted: CrossFit) -> dict[str, Any]:
    """The chosen configuration, and the mean number of iterations it ran."""
    chosen = fitted.candidates[fitted.chosen_]
    iterations = [model.n_iter_ for _, model in fitted.members_]
    return {
        "learning_rate": chosen.learning_rate,
        "max_leaf_nodes": chosen.max_leaf_nodes,
        "min_samples_leaf": chosen.min_samples_leaf,
        "l2_regularization": chosen.l2_regularization,
        "members": len(iterations),
        "iterations": round(sum(iterations) / len(iterations)),
    }


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
