"""Evaluation of a classifier on held-out rows. What the scores mean is defined in `scores`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl_lib.evaluation.calibration import calibration_of
from automl_lib.evaluation.scores import average_precision, classification_scores, decided, roc_areas
from automl_lib.evaluation.threshold_curve import threshold_curve
from automl_lib.plan.target import target_labels
from automl_lib.trained_model import TrainedModel
from domain.evaluations import ClassificationEvaluation, ClassScores, RocCurve
from domain.threshold_curve import ThresholdCurve

if TYPE_CHECKING:
    import pandas as pd

_CURVE_POINTS = 200


def evaluate_classifier(model: TrainedModel, frame_test: pd.DataFrame) -> ClassificationEvaluation:
    """Scores a classifier on rows it has not seen.

    Args:
        model: a trained classifier.
        frame_test: raw typed rows with the target column, e.g. `frame.iloc[split.test_rows]`.

    Raises:
        ValueError: no row has a class that the model knows.
    """
    target = model.schema.by_key(str(model.plan.target))
    names = target_labels(frame_test[target.key], target.type)
    number = {name: i for i, name in enumerate(model.classes)}
    known = np.array([name in number for name in names], dtype=bool)
    if not known.any():
        raise ValueError(f"no row to evaluate has a known class in {target.label!r}")
    truth = np.array([number[name] for name in names[known]], dtype=int)
    probabilities = model.predict_proba(frame_test[known])
    named = decided(probabilities, model.threshold)
    per_class = _per_class(truth, named, probabilities, model.classes)
    return ClassificationEvaluation(
        **classification_scores(truth, probabilities, model.threshold),
        threshold=model.threshold,
        positive_class=model.positive_class,
        labels=model.classes,
        confusion_matrix=_confusion(truth, named, len(model.classes)),
        per_class=per_class,
        roc_curves=_curves(truth, probabilities, model.classes),
        absent_classes=tuple(name for name, scores in per_class.items() if not scores.support),
        rows=int(known.sum()),
        rows_unknown_class=int((~known).sum()),
        average_precision=average_precision(truth, probabilities),
        calibration=calibration_of(truth, probabilities, _class_shares(model)),
        held_back=held_back_curve(model),
    )


def held_back_curve(model: TrainedModel) -> ThresholdCurve | None:
    """Counts by threshold of the training rows that a classifier of two classes predicted without having learned from them.

    Returns:
        None with more classes, or of a model of an earlier version, which kept no such rows.
    """
    if model.held_back is None or len(model.classes) != 2:
        return None
    held = model.held_back.of_known()
    if not len(held.truth):
        return None
    return threshold_curve(held.truth, held.predictions[:, 1], exact_at=(0.5, model.threshold))


def _class_shares(model: TrainedModel) -> np.ndarray:
    """Shares of the classes in the training rows; shape (classes,)."""
    counts = model.effect["classes_train"]
    rows = np.array([counts[name] for name in model.classes], dtype=float)
    return rows / rows.sum()


def _per_class(
    truth: np.ndarray, named: np.ndarray, probabilities: np.ndarray, classes: tuple[str, ...]
) -> dict[str, ClassScores]:
    from sklearn.metrics import precision_recall_fscore_support

    numbers = list(range(len(classes)))
    columns = precision_recall_fscore_support(truth, named, labels=numbers, zero_division=0)
    areas = roc_areas(truth, probabilities)
    scores = {}
    for i, name in enumerate(classes):
        precision, sensitivity, f1, support = (column[i] for column in columns)
        if support:
            scores[name] = ClassScores(
                float(precision), float(sensitivity), float(f1), areas[i], int(support)
            )
        else:
            scores[name] = ClassScores(None, None, None, None, 0)
    return scores


def _confusion(truth: np.ndarray, named: np.ndarray, count: int) -> tuple[tuple[int, ...], ...]:
    from sklearn.metrics import confusion_matrix

    matrix = confusion_matrix(truth, named, labels=list(range(count)))
    return tuple(tuple(int(n) for n in row) for row in matrix)


def _curves(truth: np.ndarray, probabilities: np.ndarray, classes: tuple[str, ...]) -> tuple[RocCurve, ...]:
    from sklearn.metrics import roc_curve

    areas = roc_areas(truth, probabilities)
    curves = []
    for number in [1] if len(classes) == 2 else range(len(classes)):
        area = areas[number]
        if area is None:
            continue
        false_rate, true_rate, _ = roc_curve(truth == number, probabilities[:, number])
        at = np.unique(
            np.linspace(0, len(false_rate) - 1, min(_CURVE_POINTS, len(false_rate))).round().astype(int)
        )
        curves.append(
            RocCurve(classes[number], tuple(false_rate[at].tolist()), tuple(true_rate[at].tolist()), area)
        )
    return tuple(curves)
