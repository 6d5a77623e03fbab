"""Models side by side: their scores, the best of each, and what always giving one answer comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.formatting import shown_number
from domain.messages import Message
from domain.model_choice import Baseline, MeanBaseline
from records.model_choice import (
    errors_of,
    scores_now,
    scores_of,
    validation_of,
)
from records.tables import Training

METRICS = (
    # attribute, whether more is better
    ("validation", True),
    ("precision", True),
    ("sensitivity", True),
    ("f1", True),
    ("roc_auc", True),
    ("log_loss", False),
    ("accuracy", True),
    ("average_precision", True),
    ("brier", False),
    ("r2", True),
    ("mae", False),
    ("rmse", False),
    ("mape", False),
    ("silhouette", True),
    ("fit_seconds", False),
)


@dataclass(frozen=True)
class ComparedBaseline:
    """A baseline beside compared models: its name, and its scores by metric."""

    label: Message
    scores: Mapping[str, float]


def baseline_of(compared: Sequence[Training]) -> ComparedBaseline | None:
    """The baseline of the first model with a target; all of one plan have the same held-out rows."""
    for one in compared:
        if errors := errors_of(one):
            mean = MeanBaseline.of(errors)
            label = Message("Always the mean ({mean})", mean=shown_number(mean.mean))
            return ComparedBaseline(label, {"mae": mean.mae, "rmse": mean.rmse})
        if (scores := scores_of(one)) and (always := Baseline.of(scores)):
            label = Message("Always '{label}'", label=always.label)
            return ComparedBaseline(label, {"accuracy": always.accuracy, "roc_auc": 0.5})
    return None


def metric_of(training: Training, name: str) -> float | None:
    """A score by its name in `METRICS`, at the threshold in force; None where the model has none."""
    if name == "validation":
        return validation_of(training)
    evaluated = training.evaluation.scores if training.evaluation else None
    values = (getattr(one, name) for one in (scores_now(training), evaluated, training) if hasattr(one, name))
    value = next(values, None)
    return float(value) if value is not None else None


def best_of(values: Sequence[float | None], more_is_better: bool) -> float | None:
    """The best of the known values; None where there is nothing to compare."""
    known = [value for value in values if value is not None]
    return (max(known) if more_is_better else min(known)) if len(known) > 1 else None
