"""Which of a document's trainings to confirm, and what always giving one answer would come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.evaluations import ClassificationEvaluation, RegressionEvaluation
from domain.learners import LEARNERS
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


def errors_of(training: Training) -> RegressionEvaluation | None:
    """The errors of a regressor; None of another model, and before it is scored."""
    return training.evaluation.regression if training.evaluation else None


def _candidate(training: Training, evaluation: Evaluation) -> Candidate[Evaluation]:
    name = LEARNERS[training.model_code].name
    return Candidate(training.training_id, name, evaluation, training.validation_score, training.fit_seconds)
