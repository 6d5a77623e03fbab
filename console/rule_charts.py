"""Where things are in the chart of a decision rule: costs, or precision and recall, by threshold. Coordinates only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from console.axis import LEFT, RIGHT, WIDTH, Axis, right_of
from console.formatting import shown_number
from domain.decision_rules import DecisionRule, RuleKind
from domain.threshold_choice import cost_per_rows
from domain.threshold_curve import CalledFrom, ThresholdCurve

LISTED = 15
"""Thresholds whose numbers are listed, besides the marked ones."""
_TOP, _BOTTOM = 22.0, 250.0


@dataclass(frozen=True)
class Mark:
    """A threshold that is marked by a line: "chosen", "default" or "half" (0.5)."""

    name: str
    x: float
    threshold: float


@dataclass(frozen=True)
class Series:
    """A line: "cost", "precision" or "recall"; `points` are for SVG's polyline."""

    name: str
    points: str


@dataclass(frozen=True)
class Listed:
    """A threshold with its numbers on held-back rows. `cost`: won for 1,000 rows; None without costs."""

    threshold: float
    false_alarms: int
    misses: int
    precision: float | None
    recall: float | None
    cost: float | None
    is_chosen: bool


@dataclass(frozen=True)
class RuleChart:
    """Lines over thresholds, with marks; and some of the thresholds as numbers.

    Attributes:
        spot: where the chosen threshold is on the first line.
        wished: height of the wished share; None without one.
    """

    x: Axis
    y: Axis
    series: list[Series]
    marks: list[Mark]
    spot: tuple[float, float]
    wished: float | None
    listed: list[Listed]
    width: float = WIDTH
    height: float = 290.0


def rule_chart_of(rule: DecisionRule, curve: ThresholdCurve, default_threshold: float) -> RuleChart:
    """The chart of a rule: costs of a choice by costs, else precision and recall."""
    chosen = curve.at(rule.threshold)
    high = min(1.0, max(0.55, 1.3 * rule.threshold, 1.1 * default_threshold, *curve.thresholds[-1:]))
    points = [one for one in (*curve, chosen) if one.threshold <= high]
    points.sort(key=lambda one: one.threshold)
    if rule.choice.kind is RuleKind.COSTS:
        costs = [cost_per_rows(rule.choice, curve, one) for one in points]
        y = Axis(0.0, max(costs) or 1.0, _BOTTOM, _TOP)
        x = Axis(0.0, high, right_of(shown_number(value) for _, value in y.ticks), WIDTH - RIGHT)
        series = [_series("cost", x, y, points, costs)]
        spot = cost_per_rows(rule.choice, curve, chosen)
    else:
        x, y = Axis(0.0, high, LEFT, WIDTH - RIGHT), Axis(0.0, 1.0, _BOTTOM, _TOP)
        shares = {
            "precision": [_precision(one) for one in points],
            "recall": [_recall(curve, one) for one in points],
        }
        series = [_series(name, x, y, points, values) for name, values in shares.items()]
        spot = (_recall(curve, chosen) if rule.choice.kind is RuleKind.RECALL else _precision(chosen)) or 0.0
    wished = rule.choice.wished
    marks = {"half": 0.5, "default": default_threshold, "chosen": rule.threshold}
    return RuleChart(
        x,
        y,
        series,
        [Mark(name, x.place(min(value, high)), value) for name, value in marks.items()],
        (x.place(min(rule.threshold, high)), y.place(spot)),
        None if wished is None else y.place(wished),
        _listed(rule, curve, default_threshold),
    )


def _series(
    name: str, x: Axis, y: Axis, points: Sequence[CalledFrom], values: Sequence[float | None]
) -> Series:
    known = zip(points, values, strict=True)
    return Series(
        name, " ".join(f"{x.place(one.threshold)},{y.place(v)}" for one, v in known if v is not None)
    )


def _listed(rule: DecisionRule, curve: ThresholdCurve, default_threshold: float) -> list[Listed]:
    every = math.ceil(len(curve.thresholds) / LISTED)
    some = {*curve.thresholds[::every], default_threshold, 0.5, rule.threshold}
    return [_line(rule, curve, curve.at(threshold)) for threshold in sorted(some)]


def _line(rule: DecisionRule, curve: ThresholdCurve, called: CalledFrom) -> Listed:
    by_costs = rule.choice.kind is RuleKind.COSTS
    return Listed(
        called.threshold,
        called.false_alarms,
        curve.positives - called.hits,
        _precision(called),
        _recall(curve, called),
        cost_per_rows(rule.choice, curve, called) if by_costs else None,
        called.threshold == rule.threshold,
    )


def _precision(called: CalledFrom) -> float | None:
    return called.hits / (called.hits + called.false_alarms) if called.hits + called.false_alarms else None


def _recall(curve: ThresholdCurve, called: CalledFrom) -> float | None:
    return called.hits / curve.positives if curve.positives else None
