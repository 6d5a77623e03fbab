"""Evaluation of a classifier on held-out rows. What the scores mean is defined in `scores`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.evaluation.scores import classification_scores, decided, roc_areas
from automl_lib.plan.target import target_labels
from automl_lib.trained_model import TrainedModel

if TYPE_CHECKING:
    import pandas as pd

_CURVE_POINTS = 200


@dataclass(frozen=True)
class ClassScores:
    """Scores of one class against the rest. `support`: its held-out rows; scores are None without any."""

    precision: float | None
    sensitivity: float | None
    f1: float | None
    roc_auc: float | None
    support: int


@dataclass(frozen=True)
class RocCurve:
    """A ROC curve thinned to at most 200 points, from (0, 0) to (1, 1).

    Attributes:
        label: the class called positive here.
        false_positive_rate, true_positive_rate: ascending.
        area: of the full curve.
    """

    label: str
    false_positive_rate: tuple[float, ...]
    true_positive_rate: tuple[float, ...]
    area: float


@dataclass(frozen=True)
class ClassificationEvaluation:
    """Numbers of one evaluation; see `classification_scores` for the headline ones.

    Attributes:
        labels: class names, in the order of the rows and columns of `confusion_matrix`.
        confusion_matrix: counts; row = true class, column = class named.
        roc_curves: with two classes that of the positive one; else one-vs-rest of each class that appears.
        absent_classes: classes without held-out rows.
        rows: held-out rows with a known class.
        rows_unknown_class: rows left out, because their class is blank or wasn't in training.
    """

    precision: float
    sensitivity: float
    f1: float
    roc_auc: float | None
    log_loss: float
    accuracy: float
    threshold: float
    positive_class: str | None
    labels: tuple[str, ...]
    confusion_matrix: tuple[tuple[int, ...], ...]
    per_class: dict[str, ClassScores]
    roc_curves: tuple[RocCurve, ...]
    absent_classes: tuple[str, ...]
    rows: int
    rows_unknown_class: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return asdict(self)


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
    )


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
