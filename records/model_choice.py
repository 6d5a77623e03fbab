"""Which of a document's trainings to confirm, and what always giving one answer would come to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.evaluations import ClassificationEvaluation, RegressionEvaluation, TrainingEvaluation
from domain.learners import LEARNERS, in_order
from domain.messages import Message
from domain.model_choice import (
    Baseline,
    Candidate,
    Evaluation,
    MeanBaseline,
    Recommendation,
    no_better_than,
    recommended,
    recommended_regressor,
)
from domain.rule_sentences import choice_named, scores_at
from domain.ruled_scores import scores_in_force
from domain.shown_numbers import shown_number
from records.tables import Training


@dataclass(frozen=True)
class ModelChoice:
    """What to choose among trainings of one plan.

    Attributes:
        recommendation: None without a scored model of the target.
        baseline: of the first model's held-out rows; all of one plan have the same.
    """

    recommendation: Recommendation | None
    baseline: Baseline | MeanBaseline | None

    @property
    def doubt(self) -> Message | None:
        """What is said of a recommended model that is no better than the baseline."""
        if self.recommendation is None or self.baseline is None or self.recommendation.worthwhile:
            return None
        return no_better_than(self.baseline)


def choice_of(trainings: Sequence[Training]) -> ModelChoice:
    """The choice among trainings; those without scores are passed over."""
    known = [one for one in trainings if one.model_code in LEARNERS]
    if regressors := [_candidate(one, errors) for one in known if (errors := errors_of(one))]:
        return ModelChoice(recommended_regressor(regressors), MeanBaseline.of(regressors[0].evaluation))
    classifiers = [_candidate(one, scores) for one in known if (scores := scores_of(one))]
    baseline = Baseline.of(classifiers[0].evaluation) if classifiers else None
    return ModelChoice(recommended(classifiers), baseline)


def scores_of(training: Training) -> ClassificationEvaluation | None:
    """The scores of a classifier; None of another model, and before it is scored."""
    return training.evaluation.classification if training.evaluation else None


def scores_now(training: Training) -> ClassificationEvaluation | None:
    """The scores of a classifier at the threshold in force; None as of `scores_of`."""
    scores = scores_of(training)
    return scores_in_force(scores, training.decision_rule) if scores else None


def validation_of(training: Training) -> float | None:
    """The cross-validated score that models are ranked by: ROC AUC or R²; None of a clustering, and where it is not kept."""
    return None if training.silhouette is not None else training.validation_score


def rank_of(training: Training) -> tuple[bool, float, int]:
    """The place of a training in lists, as a key to sort by."""
    score = validation_of(training)
    return training.stale, math.inf if score is None else -score, in_order(training.model_code)


def threshold_notes(trainings: Iterable[Training]) -> list[Message]:
    """At which thresholds the scores of models of two classes are; empty without such models."""
    scored = [(one, scores_of(one)) for one in trainings if not one.stale]
    of_two = [one for one, scores in scored if scores and scores.positive_class is not None]
    if not of_two:
        return []
    notes = [
        Message(
            "Precision, sensitivity, F1-score and accuracy are of the held-out rows, at the threshold by which each model "
            "predicts: the one that training chose by F1, unless a decision rule was chosen."
        )
    ]
    for one in of_two:
        rule, learner = one.decision_rule, LEARNERS.get(one.model_code)
        if rule is None:
            continue
        name = learner.name if learner else one.model_code
        if rule.held_out is not None:
            notes.append(scores_at(name, rule))
            continue
        notes.append(
            Message(
                "{model}: the threshold is now {threshold} ({choice}); its scores are being counted, and those shown are at "
                "the threshold of the training.",
                model=name,
                threshold=shown_number(rule.threshold),
                choice=choice_named(rule),
            )
        )
    return notes


def evaluation_now(training: Training) -> TrainingEvaluation | None:
    """The evaluation with the scores at the threshold in force."""
    scores = scores_now(training)
    return (
        replace(training.evaluation, scores=scores) if scores and training.evaluation else training.evaluation
    )


def errors_of(training: Training) -> RegressionEvaluation | None:
    """The errors of a regressor; None of another model, and before it is scored."""
    return training.evaluation.regression if training.evaluation else None


def _candidate(training: Training, evaluation: Evaluation) -> Candidate[Evaluation]:
    name = LEARNERS[training.model_code].name
    return Candidate(training.training_id, name, evaluation, training.validation_score, training.fit_seconds)
