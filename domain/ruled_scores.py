"""The scores of a model of two classes at the threshold that people chose, from what training kept and the rule counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.decision_rules import DecisionRule
from domain.evaluations import ClassificationEvaluation, ClassScores


def scores_in_force(scores: ClassificationEvaluation, rule: DecisionRule | None) -> ClassificationEvaluation:
    """The scores on held-out rows at the threshold by which the model predicts.

    Scores that depend on no threshold (ROC AUC, log loss, calibration) stay.

    Args:
        scores: at the threshold of training.
        rule: None where training's threshold is in force.

    Returns:
        `scores` itself without a rule, and until the held-out rows are counted by it.
    """
    if rule is None or rule.held_out is None:
        return scores
    judged = rule.held_out
    return replace(
        scores,
        threshold=rule.threshold,
        precision=judged.precision,
        sensitivity=judged.sensitivity,
        f1=judged.f1,
        accuracy=judged.accuracy,
        confusion_matrix=judged.confusion_matrix,
        per_class={
            label: _of_class(scores.per_class[label], judged.confusion_matrix, number)
            for number, label in enumerate(scores.labels)
        },
    )


def _of_class(known: ClassScores, matrix: Sequence[Sequence[int]], number: int) -> ClassScores:
    """Scores of a class by a confusion matrix; row = true class, column = class named."""
    if not known.support:
        return known
    hits, named = matrix[number][number], sum(row[number] for row in matrix)
    return replace(
        known,
        precision=hits / named if named else None,
        sensitivity=hits / known.support,
        f1=2 * hits / (named + known.support),
    )
