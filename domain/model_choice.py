"""Which of several trained models to confirm, and whether any is worth it. Only compares numbers that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.evaluations import ClassificationEvaluation, RegressionEvaluation
from domain.messages import Message
from domain.model_evidence import classifier_knows_more, regressor_knows_more

TIE = 0.005
"""ROC AUCs and R² that differ by less are as good: on a few hundred rows the difference is chance."""

Evaluation = TypeVar("Evaluation", ClassificationEvaluation, RegressionEvaluation)


@dataclass(frozen=True)
class Baseline:
    """The model that always answers with the most frequent class.

    Attributes:
        label: that class.
        accuracy: its share of the held-out rows, from 0 to 1.
    """

    label: str
    accuracy: float

    @classmethod
    def of(cls, evaluation: ClassificationEvaluation) -> Baseline | None:
        """From the counts of an evaluation; None without held-out rows."""
        counts = {
            label: sum(row) for label, row in zip(evaluation.labels, evaluation.confusion_matrix, strict=True)
        }
        rows = sum(counts.values())
        if not rows:
            return None
        label = max(counts, key=counts.__getitem__)
        return cls(label, counts[label] / rows)


@dataclass(frozen=True)
class MeanBaseline:
    """The model that always answers with the mean of the training rows.

    Attributes:
        mean: that answer.
        mae, rmse: its errors on the held-out rows.
    """

    mean: float
    mae: float
    rmse: float

    @classmethod
    def of(cls, evaluation: RegressionEvaluation) -> MeanBaseline:
        """From what is kept of an evaluation."""
        return cls(evaluation.mean, evaluation.mean_mae, evaluation.mean_rmse)


@dataclass(frozen=True)
class Candidate(Generic[Evaluation]):
    """A model that could be confirmed.

    Attributes:
        training_id: of its training.
        name: of the model, for people.
        evaluation: its scores on the held-out rows.
        validation: its ROC AUC or R² on held-back training rows; None: not kept.
        fit_seconds: how long the training took; None: not kept.
    """

    training_id: str
    name: Message
    evaluation: Evaluation
    validation: float | None
    fit_seconds: float | None


@dataclass(frozen=True)
class Recommendation:
    """The model to confirm.

    Attributes:
        training_id: of its training.
        reason: a sentence.
        worthwhile: whether it is better than the baseline by more than chance (`domain.model_evidence`).
    """

    training_id: str
    reason: Message
    worthwhile: bool


def no_better_than(baseline: Baseline | MeanBaseline) -> Message:
    """What is said of a recommended model that is not worthwhile."""
    if isinstance(baseline, MeanBaseline):
        return Message(
            "Not clearly better than always answering the mean, though: check the target and the columns first."
        )
    return Message(
        "Not clearly better than always answering '{label}', though: check the target and the columns first.",
        label=baseline.label,
    )


def recommended(candidates: Sequence[Candidate[ClassificationEvaluation]]) -> Recommendation | None:
    """The candidate with the highest ROC AUC on held-back rows; of those with the same, the one that trained fastest.

    The held-out rows choose nothing, or their scores would be better than those of new rows.

    Returns:
        None without a candidate whose ROC AUC is known.
    """
    choice = _choice(candidates, "ROC AUC")
    if choice is None:
        return None
    best, reason = choice
    baseline = Baseline.of(best.evaluation)
    worthwhile = baseline is None or classifier_knows_more(best.evaluation, baseline.label, best.validation)
    return Recommendation(best.training_id, reason, worthwhile)


def recommended_regressor(candidates: Sequence[Candidate[RegressionEvaluation]]) -> Recommendation | None:
    """The candidate with the highest R² on held-back rows; of those with the same, the one that trained fastest.

    Returns:
        None without a candidate whose R² is known.
    """
    choice = _choice(candidates, "R²")
    if choice is None:
        return None
    best, reason = choice
    worthwhile = regressor_knows_more(best.evaluation, best.validation)
    return Recommendation(best.training_id, reason, worthwhile)


def _choice(
    candidates: Sequence[Candidate[Evaluation]], name: str
) -> tuple[Candidate[Evaluation], Message] | None:
    """The candidate with the highest score, and why; None where no score is known."""
    known = [(one.validation, one) for one in candidates if one.validation is not None]
    if not known:
        return None
    score, best = max(known, key=lambda pair: (pair[0], -(pair[1].fit_seconds or 0.0)))
    close = sum(score - other < TIE for other, _ in known) - 1
    return best, _reason(best.name, name, score, len(known), close)


def _reason(model: Message, score_name: str, score: float, count: int, close: int) -> Message:
    said = {"name": model, "score_name": score_name, "score": score}
    if count == 1:
        return Message(
            "{name}: {score_name} {score:.4f} in cross-validation, the only model trained for the target on the present table",
            **said,
        )
    if close:
        return Message(
            "{name}: {score_name} {score:.4f} in cross-validation, the highest of {count} models (as good within {tie}: {close})",
            **said,
            count=count,
            close=close,
            tie=TIE,
        )
    return Message(
        "{name}: {score_name} {score:.4f} in cross-validation, the highest of {count} models",
        **said,
        count=count,
    )
