"""Neural network: small fully connected networks in torch, one a fold, each stopped early; averaged."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from automl_lib.learners.catalogue import BuildRequest, CurvePoint
from automl_lib.learners.cross_fit import CrossFit, CrossFitClassifier, CrossFitRegressor
from automl_lib.learners.encoding import TableEncoder
from automl_lib.learners.torch_classifier import TorchClassifier
from automl_lib.learners.torch_regressor import TorchRegressor
from domain.tasks import Task


def build(request: BuildRequest) -> CrossFit:
    """Fold networks on scaled numbers and indicators."""
    is_regression = request.task is Task.REGRESSION
    cross_fit = CrossFitRegressor if is_regression else CrossFitClassifier
    network = TorchRegressor if is_regression else TorchClassifier
    return cross_fit(
        TableEncoder(scaled=True, random_state=request.seed),
        [network(random_state=request.seed, deadline=request.deadline)],
        keep="members",
        early_stopping=True,
        n_folds=5 if request.rows <= 500 else 3,
        random_state=request.seed,
        deadline=request.deadline,
        progress=request.progress,
    )


def curve(fitted: CrossFit) -> list[CurvePoint]:
    """Loss by epoch, averaged over the folds still training in that epoch."""
    train: dict[int, list[float]] = defaultdict(list)
    valid: dict[int, list[float]] = defaultdict(list)
    for _, model in fitted.members_:
        for row in model.history_:
            train[row["epoch"]].append(row["train_loss"])
            valid[row["epoch"]].append(row["valid_loss"])
    return [
        {
            "step": epoch,
            "train_loss": sum(train[epoch]) / len(train[epoch]),
            "valid_loss": sum(valid[epoch]) / len(valid[epoch]),
        }
        for epoch in sorted(train)
    ]


def settings(fitted: CrossFit) -> dict[str, Any]:
    """The architecture and how long it trained."""
    models = [model for _, model in fitted.members_]
    return {
        "hidden": list(models[0].hidden),
        "dropout": models[0].dropout,
        "learning_rate": models[0].learning_rate,
        "weight_decay": models[0].weight_decay,
        "members": len(models),
        "epochs": round(sum(len(m.history_) for m in models) / len(models)),
    }
