"""Where things are in the chart of how predictions turned out: coordinates for a template's SVG, from stored scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.axis import RIGHT, WIDTH, Axis, right_of
from domain.messages import Message
from domain.outcomes import MEASURE_NAMES, OutcomeMeasure, OutcomeScores

_HEIGHT = 220.0
_SCORE_NAMES = {"accuracy": Message("Share of right predictions"), "mae": Message("Mean error")}


@dataclass(frozen=True)
class OutcomePoint:
    """One prediction's outcome. `low` and `high`: ends of its interval, as places."""

    x: float
    y: float
    low: float
    high: float
    fell: bool
    sentence: Message


@dataclass(frozen=True)
class OutcomeChart:
    """One score of the outcomes, in the order of the predictions.

    Attributes:
        title: the score's name.
        expected: what was expected, as the points of a line from side to side.
        is_share: whether values are shown as percentages.
    """

    title: Message
    y: Axis
    points: list[OutcomePoint]
    expected: str
    start: float
    is_share: bool
    stop: float = WIDTH - RIGHT
    width: float = WIDTH
    height: float = _HEIGHT


def outcome_charts_of(outcomes: Sequence[OutcomeScores]) -> list[OutcomeChart]:
    """One chart of the score and one of each measure; none without outcomes, or of scores of different kinds, as after a
    change of the target."""
    if not outcomes or len({one.score for one in outcomes}) > 1:
        return []
    score = outcomes[0].score
    own = [
        OutcomeMeasure(score, one.value, one.low, one.high, one.expected, one.value_fell) for one in outcomes
    ]
    charts = [_chart(_SCORE_NAMES[score], own, [one.sentence for one in outcomes], score == "accuracy")]
    for name, title in MEASURE_NAMES.items():
        found = [one for scores in outcomes if (one := scores.measure(name)) is not None]
        if found:
            charts.append(_chart(title, found, [one.sentence for one in found], name != "roc_auc"))
    return charts


def _chart(
    title: Message, values: Sequence[OutcomeMeasure], sentences: Sequence[Message], is_share: bool
) -> OutcomeChart:
    reach = [end for one in values for end in (one.low, one.high, one.expected)]
    y = Axis.around(reach, _HEIGHT - 30, 14)
    start = right_of(f"{value:,.6g}" for _, value in y.ticks)
    step = (WIDTH - RIGHT - start) / len(values)
    points = [
        OutcomePoint(
            round(start + step * (number + 0.5), 1),
            y.place(one.value),
            y.place(one.low),
            y.place(one.high),
            one.fell,
            sentence,
        )
        for number, (one, sentence) in enumerate(zip(values, sentences, strict=True))
    ]
    places = [(point.x, y.place(one.expected)) for point, one in zip(points, values, strict=True)]
    ends = [(start, places[0][1]), *places, (WIDTH - RIGHT, places[-1][1])]
    expected = " ".join(f"{x},{place}" for x, place in ends)
    return OutcomeChart(title, y, points, expected, start, is_share)
