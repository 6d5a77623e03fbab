"""What a partial dependence shows, in a sentence. Nothing is measured here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from domain.columns import ColumnType
from domain.explanations import Dependence, DependencePoint, ModelExplanation
from domain.messages import Message
from domain.shown_numbers import shown_number

_HARDLY = 0.01
"""A probability that changes by less is said to hardly change."""
_HARDLY_OF_ERROR = 0.05
"""So is a predicted number that changes by less than this share of the model's RMSE."""
_BACK = 0.05
"""A curve that turns back by less than this share of its reach is still said to rise or to fall."""
_WITHOUT_DECIMALS = 1_000


def dependence_sentence(explanation: ModelExplanation, dependence: Dependence) -> Message:
    """How the mean prediction changes with the values of a column.

    Of several classes it is said of the one whose probability changes most.

    Args:
        explanation: that the dependence belongs to; names the outputs.
        dependence: with one point at least, each with a mean for each output.
    """
    points = dependence.points
    at = max(range(len(points[0].means)), key=lambda place: _reach(_means(points, place)))
    means = _means(points, at)
    write: Callable[[float], str] = _probability if explanation.outputs else _predicted
    low, high = min(means), max(means)
    subject = (
        Message("mean probability of '{label}'", label=explanation.outputs[at])
        if explanation.outputs
        else Message("mean predicted number")
    )
    said = {"column": dependence.label, "subject": subject}
    if _hardly_changes(explanation, low, high) or write(low) == write(high):
        return Message(
            "'{column}': the {subject} hardly changes ({low} to {high}).",
            **said,
            low=write(low),
            high=write(high),
        )
    written = _value_writer(explanation, dependence)
    if dependence.kind not in (ColumnType.TEXT, ColumnType.BOOL) and (direction := _direction(means)):
        ends = {
            "first": written(points[0]),
            "last": written(points[-1]),
            "from_mean": write(means[0]),
            "to_mean": write(means[-1]),
        }
        if direction > 0:
            return Message(
                "'{column}' from {first} to {last}: the {subject} rises from {from_mean} to {to_mean}.",
                **said,
                **ends,
            )
        return Message(
            "'{column}' from {first} to {last}: the {subject} falls from {from_mean} to {to_mean}.",
            **said,
            **ends,
        )
    return Message(
        "'{column}': the {subject} is highest for {top} ({high}) and lowest for {bottom} ({low}).",
        **said,
        top=written(points[means.index(high)]),
        bottom=written(points[means.index(low)]),
        high=write(high),
        low=write(low),
    )


def _value_writer(explanation: ModelExplanation, dependence: Dependence) -> Callable[[DependencePoint], str]:
    """How the values of a column are written: numbers in its unit, categories in quotes."""
    column = next((one for one in explanation.columns if one.label == dependence.label), None)

    def written(point: DependencePoint) -> str:
        if isinstance(point.value, str):
            return point.value if dependence.kind is ColumnType.DATE else f"'{point.value}'"
        return column.in_unit(point.value, shown_number) if column else shown_number(point.value)

    return written


def _means(points: Sequence[DependencePoint], output: int) -> list[float]:
    return [point.means[output] for point in points]


def _reach(means: Sequence[float]) -> float:
    return max(means) - min(means)


def _hardly_changes(explanation: ModelExplanation, low: float, high: float) -> bool:
    if explanation.outputs:
        return high - low < _HARDLY
    return explanation.metric == "rmse" and high - low < _HARDLY_OF_ERROR * (explanation.score or 0.0)


def _direction(means: Sequence[float]) -> int:
    """1 for means that rise, -1 for means that fall, 0 for others."""
    back = _BACK * _reach(means)
    steps = [later - earlier for earlier, later in pairwise(means)]
    if all(step >= -back for step in steps):
        return 1
    return -1 if all(step <= back for step in steps) else 0


def _probability(mean: float) -> str:
    return f"{mean:.1%}"


def _predicted(mean: float) -> str:
    return f"{mean:,.0f}" if abs(mean) >= _WITHOUT_DECIMALS else shown_number(mean)
