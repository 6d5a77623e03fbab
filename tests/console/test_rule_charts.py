"""The chart of a decision rule, and that of a classifier's calibration: coordinates of stored numbers."""

from __future__ import annotations

import pytest

from console.calibration_chart import calibration_chart_of
from console.rule_charts import rule_chart_of
from domain.calibration import Calibration, CalibrationBin
from domain.decision_rules import RuleChoice, RuleKind
from domain.refusal import Refusal
from domain.threshold_choice import choose_rule
from tests.factories import HELD_BACK


def chart_of(choice, curve=HELD_BACK, default=0.4):
    rule = choose_rule(choice, curve, positive_class="yes", default_threshold=default, refusal=Refusal)
    return rule_chart_of(rule, curve, default)


def points(series):
    return [tuple(map(float, point.split(","))) for point in series.points.split()]


def test_costs_are_one_line_with_its_lowest_point_marked():
    drawn = chart_of(RuleChoice(RuleKind.COSTS, 500_000, 20_000))
    (line,) = drawn.series
    assert line.name == "cost"
    lowest = max(points(line), key=lambda point: point[1])  # SVG counts downwards
    assert drawn.spot == lowest == (drawn.x.place(0.08), drawn.y.place(8_250_000))
    assert {mark.name: mark.threshold for mark in drawn.marks} == {
        "half": 0.5,
        "default": 0.4,
        "chosen": 0.08,
    }
    assert drawn.wished is None
    (chosen,) = [one for one in drawn.listed if one.is_chosen]
    assert (chosen.threshold, chosen.false_alarms, chosen.misses) == (0.08, 90, 3)
    assert chosen.cost == pytest.approx(1000 * (90 * 20_000 + 3 * 500_000) / 400)


def test_precision_and_recall_are_two_lines_with_the_wish_across():
    drawn = chart_of(RuleChoice(RuleKind.RECALL, wished=0.9))
    assert [one.name for one in drawn.series] == ["precision", "recall"]
    assert drawn.wished == drawn.y.place(0.9)
    assert drawn.spot[1] <= drawn.wished  # as high or higher
    assert all(one.cost is None for one in drawn.listed)
    heights = [y for _, y in points(drawn.series[1])]
    assert heights == sorted(heights)  # recall falls with the threshold


@pytest.mark.parametrize("costs", [(1, 10**12), (10**12, 1)])
def test_extreme_costs_stay_within_the_drawing(costs):
    drawn = chart_of(RuleChoice(RuleKind.COSTS, *costs))
    for x, y in (drawn.spot, *points(drawn.series[0])):
        assert drawn.x.start <= x <= drawn.x.stop
        assert drawn.y.stop <= y <= drawn.y.start


def test_bins_are_points_with_their_intervals():
    bins = (CalibrationBin(40, 0.1, 0.2, 0.1, 0.4), CalibrationBin(40, 0.8, 0.9, 0.7, 1.0))
    drawn = calibration_chart_of(Calibration(0.1, 0.2, 0.1, bins))
    assert drawn.line == " ".join(f"{drawn.x.place(b.predicted)},{drawn.y.place(b.observed)}" for b in bins)
    assert all(one.y_high < one.y < one.y_low for one in drawn.points)
    assert (drawn.x.high, drawn.y.high) == (1.0, 1.0)
    rare = calibration_chart_of(Calibration(0.1, 0.2, 0.1, (CalibrationBin(40, 0.02, 0.05, 0.01, 0.18),)))
    assert (rare.x.high, rare.y.high) == (0.2, 0.2)
    assert calibration_chart_of(None) is None
    assert calibration_chart_of(Calibration(0.1, 0.2, 0.1, ())) is None
