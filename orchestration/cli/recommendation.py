"""Which model to take, and what always giving one answer would come to: lines under a list of models."""

from __future__ import annotations

from collections.abc import Iterator

from domain.messages import Message
from domain.model_choice import Baseline, MeanBaseline, no_better_than
from domain.shown_numbers import shown_number
from orchestration.cli.language import translated


def recommendation_lines(
    reason: str | Message, baseline: Baseline | MeanBaseline | None, *, worthwhile: bool
) -> Iterator[str]:
    """The recommended model with its reason, and the baseline.

    Args:
        worthwhile: whether the model is better than the baseline.
    """
    yield translated("Recommended: {reason}", reason=reason)
    if baseline is not None and not worthwhile:
        yield translated(no_better_than(baseline))
    if isinstance(baseline, MeanBaseline):
        numbers = {name: shown_number(getattr(baseline, name)) for name in ("mean", "mae", "rmse")}
        yield translated("for comparison, always the mean {mean}: MAE {mae}, RMSE {rmse}", **numbers)
    elif baseline is not None:
        yield translated(
            "for comparison, always '{label}': accuracy {accuracy}",
            label=baseline.label,
            accuracy=shown_number(baseline.accuracy),
        )
