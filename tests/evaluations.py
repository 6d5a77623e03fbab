"""Evaluations of trainings, for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.evaluations import ClassificationEvaluation, ClassScores, TrainingEvaluation

_SCORES = ClassificationEvaluation(
    precision=0.75,
    sensitivity=0.9,
    f1=0.8182,
    roc_auc=0.93,
    log_loss=0.31,
    accuracy=0.85,
    threshold=0.4,
    positive_class="yes",
    labels=("no", "yes"),
    confusion_matrix=((50, 10), (5, 43)),
    per_class={
        name: ClassScores(precision=0.7, sensitivity=0.8, f1=0.75, roc_auc=0.9, support=count)
        for name, count in (("no", 60), ("yes", 48))
    },
    roc_curves=(),
    absent_classes=(),
    rows=108,
    rows_unknown_class=0,
)


def evaluation(**scores: Any) -> TrainingEvaluation:
    """The evaluation of a classifier of two classes with some scores changed."""
    return TrainingEvaluation(replace(_SCORES, **scores), settings={"trees": 240}, columns=("c0001",))
