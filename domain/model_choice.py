"""Which of several trained classifiers to confirm, and whether any is worth it. Only compares numbers that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.evaluations import ClassificationEvaluation
from domain.messages import Message

TIE = 0.005
"""ROC AUCs that differ by less are equal: on a few hundred held-out rows the difference is chance."""


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
class Candidate:
    """A classifier that could be confirmed.

    Attributes:
        training_id: of its training.
        name: of the model, for people.
        evaluation: its scores on the held-out rows.
        fit_seconds: how long the training took; None: not kept.
    """

    training_id: str
    name: Message
    evaluation: ClassificationEvaluation
    fit_seconds: float | None


@dataclass(frozen=True)
class Recommendation:
    """The model to confirm.

    Attributes:
        training_id: of its training.
        reason: a sentence.
        worthwhile: whether it is right more often than the baseline.
    """

    training_id: str
    reason: Message
    worthwhile: bool


def recommended(candidates: Sequence[Candidate]) -> Recommendation | None:
    """The candidate with the highest ROC AUC, of equal ones the one that trained fastest.

    Returns:
        None without a candidate whose ROC AUC is known.
    """
    areas = {one.training_id: one.evaluation.roc_auc for one in candidates}
    known = [(area, one) for one in candidates if (area := areas[one.training_id]) is not None]
    if not known:
        return None
    highest = max(area for area, _ in known)
    equal = [(area, one) for area, one in known if highest - area < TIE]
    area, best = min(equal, key=lambda pair: (pair[1].fit_seconds or 0.0, -pair[0]))
    baseline = Baseline.of(best.evaluation)
    worthwhile = baseline is None or best.evaluation.accuracy > baseline.accuracy
    return Recommendation(best.training_id, _reason(best, area, len(known), len(equal)), worthwhile)


def _reason(best: Candidate, area: float, count: int, equal: int) -> Message:
    if equal > 1:
        return Message(
            "{name}: ROC AUC {area:.4f}; {equal} models are as good within {tie}, and this one trained fastest",
            name=best.name,
            area=area,
            equal=equal,
            tie=TIE,
        )
    if count == 1:
        return Message("{name}: ROC AUC {area:.4f}, the only trained classifier", name=best.name, area=area)
    return Message(
        "{name}: ROC AUC {area:.4f}, the highest of {count} models", name=best.name, area=area, count=count
    )
