"""What is kept of an evaluated training."""

from __future__ import annotations

import json

import pytest

from domain.evaluations import ClassScores, TrainingEvaluation

CLASSIFIER = {
    "precision": 0.75,
    "sensitivity": 0.9,
    "f1": 0.8182,
    "roc_auc": None,
    "log_loss": 0.31,
    "accuracy": 0.85,
    "threshold": 0.4,
    "positive_class": "yes",
    "labels": ["no", "yes"],
    "confusion_matrix": [[50, 10], [5, 43]],
    "per_class": {
        "no": {"precision": 0.9, "sensitivity": 0.8, "f1": 0.85, "roc_auc": 0.9, "support": 60},
        "yes": {"precision": None, "sensitivity": None, "f1": None, "roc_auc": None, "support": 0},
    },
    "roc_curves": [
        {
            "label": "yes",
            "false_positive_rate": [0.0, 1.0],
            "true_positive_rate": [0.0, 1.0],
            "area": 0.5,
        }
    ],
    "absent_classes": ["yes"],
    "rows": 108,
    "rows_unknown_class": 2,
}
RULED = CLASSIFIER | {
    "average_precision": 0.8,
    "calibration": {
        "brier": 0.1,
        "brier_base": 0.25,
        "ece": 0.02,
        "bins": [{"rows": 108, "predicted": 0.4, "observed": 0.5, "low": 0.4, "high": 0.6}],
    },
    "held_back": {
        "rows": 20,
        "positives": 5,
        "thresholds": [0.1, 0.5],
        "false_alarms": [15, 0],
        "hits": [5, 0],
    },
}
CLUSTERING = {
    "clusters": 2,
    "silhouette": 0.4,
    "silhouettes_by_k": {"2": 0.4, "3": 0.2},
    "sizes": [60, 48],
    "points": [[0.5, -1.0], [0.0, 2.0]],
    "point_clusters": [0, 1],
    "explained_variance": [0.6, 0.2],
    "agreement": None,
    "rows": 108,
}
REGRESSOR = {
    "r2": 0.7,
    "mae": 3.5,
    "rmse": 5.25,
    "mape": None,
    "coverage": 0.91,
    "interval_share": 0.9,
    "interval_width": 17.5,
    "mean": 100.0,
    "mean_mae": 8.0,
    "mean_rmse": 9.5,
    "target_scale": "log",
    "actual": [90.0, 110.0],
    "predicted": [92.5, 101.0],
    "rows": 108,
    "rows_without_value": 1,
}
KEPT = {
    "history": [{"step": 1, "train_loss": 0.7, "valid_loss": None}],
    "settings": {"trees": 240},
    "columns": ["c0001"],
}


@pytest.mark.parametrize(
    "scores",
    [CLASSIFIER, RULED, REGRESSOR, CLUSTERING],
    ids=["classifier", "with held-back rows", "regressor", "clustering"],
)
def test_what_is_stored_reads_back_and_is_stored_the_same(scores):
    evaluation = TrainingEvaluation.from_json(scores | KEPT)
    assert (evaluation.classification is not None) == ("log_loss" in scores)
    assert (evaluation.regression is not None) == (scores is REGRESSOR)
    assert json.loads(json.dumps(evaluation.to_json())) == scores | KEPT


def test_numbers_have_their_types():
    evaluation = TrainingEvaluation.from_json(CLASSIFIER | KEPT)
    assert evaluation.scores.per_class["yes"] == ClassScores(None, None, None, None, 0)
    assert TrainingEvaluation.from_json(CLUSTERING).scores.silhouettes_by_k == {2: 0.4, 3: 0.2}


@pytest.mark.parametrize("key", KEPT)
def test_early_evaluations_lack_what_was_kept_later(key):
    stored = {name: value for name, value in (CLASSIFIER | KEPT).items() if name != key}
    assert not getattr(TrainingEvaluation.from_json(stored), key)
