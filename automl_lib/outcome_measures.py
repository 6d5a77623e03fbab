"""Whether scores of known outcomes are worse than those of held-out rows by more than chance."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import pstdev

import numpy as np

from automl_lib.roc_area import roc_area
from domain.decision_rules import DecisionRule
from domain.evaluations import ClassificationEvaluation, RegressionEvaluation
from domain.outcomes import OutcomeMeasure
from domain.proportions import upper_bound

_CONFIDENCE = 0.975
"""Of each side, so that the interval holds 95%."""
DEVIATIONS = 1.96
_DEVIATIONS_OF_MEASURES = 2.39
"""Three measures are tested beside accuracy: Bonferroni's third of 2.5%, so that one of them rarely falls by chance."""


@dataclass(frozen=True)
class Expectation:
    """How good predictions are by the held-out rows of the training, which are a sample too.

    Attributes:
        value: accuracy, or mean absolute error.
        rows: held-out rows, at least 1.
        spread: standard deviation of the absolute errors; of no meaning for classes.
        roc_auc: of two classes; None where it is not known.
        confusion_matrix: counts of two classes, at the rule in use; row = true class, column = class named, the positive one
            last. None of more classes, or where it is not known.
    """

    value: float
    rows: int
    spread: float = 0.0
    roc_auc: float | None = None
    confusion_matrix: Sequence[Sequence[int]] | None = None


def expectation_of(
    evaluation: ClassificationEvaluation | RegressionEvaluation, rule: DecisionRule | None
) -> Expectation:
    """What the held-out rows of a training promise of predictions that are made by a rule; without one by the model's own threshold."""
    if isinstance(evaluation, RegressionEvaluation):
        off = [abs(a - p) for a, p in zip(evaluation.actual, evaluation.predicted, strict=True)]
        return Expectation(evaluation.mae, evaluation.rows, pstdev(off))
    judged = rule.held_out if rule is not None and rule.held_out is not None else evaluation
    two = len(evaluation.labels) == 2
    return Expectation(
        judged.accuracy,
        evaluation.rows,
        roc_auc=evaluation.roc_auc if two else None,
        confusion_matrix=judged.confusion_matrix if two else None,
    )


@dataclass(frozen=True)
class TwoClasses:
    """Rows of two classes.

    Attributes:
        positive: whether a row became of the positive class, shape (rows,) of bool.
        said: whether it was predicted, of the same shape.
        probabilities: of the positive class, of the same shape; None where they are not known.
    """

    positive: np.ndarray
    said: np.ndarray
    probabilities: np.ndarray | None


def measures_of(rows: TwoClasses, expected: Expectation) -> Iterator[OutcomeMeasure]:
    """ROC AUC, precision and sensitivity beside those of held-out rows, where both classes are among the outcomes.

    The interval of ROC AUC is that of Hanley and McNeil (1982), those of shares are Clopper's and Pearson's; shares are
    compared as Agresti and Caffo (2000) do.
    """
    matrix = expected.confusion_matrix
    if matrix is None or rows.positive.all() or not rows.positive.any():
        return
    (right_no, false_alarms), (misses, hits) = matrix
    if rows.probabilities is not None and expected.roc_auc is not None:
        yield _area(rows, expected.roc_auc, misses + hits, right_no + false_alarms)
    found = int((rows.positive & rows.said).sum())
    for name, count, before in (
        ("precision", int(rows.said.sum()), hits + false_alarms),
        ("sensitivity", int(rows.positive.sum()), hits + misses),
    ):
        if count and before:
            low, high = share_interval(found, count)
            fell = is_lower(found, count, hits / before, before, _DEVIATIONS_OF_MEASURES)
            yield OutcomeMeasure(name, found / count, low, high, hits / before, fell)


def share_interval(found: int, count: int) -> tuple[float, float]:
    """The 95% interval of a share (Clopper and Pearson)."""
    low = 1 - upper_bound(count - found, count, confidence=_CONFIDENCE)
    return low, upper_bound(found, count, confidence=_CONFIDENCE)


def is_lower(found: int, count: int, share: float, rows: int, deviations: float = DEVIATIONS) -> bool:
    """Whether `found` of `count` is a lower share than `share` of `rows` by more than so many standard errors (Agresti and
    Caffo, 2000)."""
    now, before = (found + 1) / (count + 2), (share * rows + 1) / (rows + 2)
    variance = now * (1 - now) / (count + 2) + before * (1 - before) / (rows + 2)
    return before - now > deviations * math.sqrt(variance)


def _area(rows: TwoClasses, expected: float, positives: int, negatives: int) -> OutcomeMeasure:
    area = roc_area(rows.positive, np.asarray(rows.probabilities, dtype=float))
    variance = _variance(area, int(rows.positive.sum()), int((~rows.positive).sum()))
    reach = DEVIATIONS * math.sqrt(variance)
    both = math.sqrt(variance + _variance(expected, positives, negatives))
    fell = expected - area > _DEVIATIONS_OF_MEASURES * both
    return OutcomeMeasure("roc_auc", area, max(0.0, area - reach), min(1.0, area + reach), expected, fell)


def _variance(area: float, positives: int, negatives: int) -> float:
    """Of a ROC area (Hanley and McNeil, 1982); 0.25 without a pair. All pairs right count as one half of one wrong."""
    pairs = positives * negatives
    if not pairs:
        return 0.25
    area = min(max(area, 0.5 / pairs), 1 - 0.5 / pairs)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (positives - 1) * (q1 - area**2) + (negatives - 1) * (q2 - area**2)
    return spread / pairs
