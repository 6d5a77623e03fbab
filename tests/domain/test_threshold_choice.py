"""Which threshold costs or wishes lead to, from counts of held-back rows."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from domain.decision_rules import PER_ROWS, DecisionRule, ExpectedCosts, HeldBackCounts, RuleChoice, RuleKind
from domain.refusal import Refusal
from domain.rule_sentences import rule_line, rule_sentences
from domain.shown_numbers import shown_number
from domain.threshold_choice import break_even, choose_rule
from domain.threshold_curve import ThresholdCurve

COSTS = RuleChoice(RuleKind.COSTS, miss_cost=500_000, false_alarm_cost=20_000)


def curve_of(rows: list[tuple[float, bool]]) -> ThresholdCurve:
    """Every threshold of (probability, is positive) rows, counted one by one."""
    scores = sorted({score for score, _ in rows})
    cuts = [scores[0] / 2, *((a + b) / 2 for a, b in pairwise(scores)), 1.0]
    return ThresholdCurve(
        rows=len(rows),
        positives=sum(positive for _, positive in rows),
        thresholds=tuple(cuts),
        false_alarms=tuple(sum(score >= cut and not positive for score, positive in rows) for cut in cuts),
        hits=tuple(sum(score >= cut and positive for score, positive in rows) for cut in cuts),
    )


def calibrated(count: int, seed: int = 0) -> ThresholdCurve:
    """Rows whose probabilities are exact and seldom high."""
    source = random.Random(seed)
    scores = [round(source.betavariate(0.6, 6), 3) + 0.0005 for _ in range(count)]
    return curve_of([(score, source.random() < score) for score in scores])


def choose(choice: RuleChoice, curve: ThresholdCurve | None, default: float = 0.5):
    return choose_rule(choice, curve, positive_class="이탈", default_threshold=default, refusal=Refusal)


def cost(curve: ThresholdCurve, threshold: float) -> float:
    at = curve.at(threshold)
    return PER_ROWS * (20_000 * at.false_alarms + 500_000 * (curve.positives - at.hits)) / curve.rows


def test_of_exact_probabilities_the_threshold_is_that_of_theory():
    assert break_even(COSTS) == pytest.approx(1 / 26)
    for seed in range(5):
        rule = choose(COSTS, calibrated(3000, seed))
        assert rule.threshold == pytest.approx(1 / 26, abs=0.03)
        assert rule.costs.chosen < rule.costs.half
        assert rule.costs.chosen < min(rule.costs.never, rule.costs.always)


def test_of_wrong_probabilities_the_held_back_rows_decide():
    # What is called 0.3 to 0.6 never happens, so a threshold near the theory's 1/26 would call far too many rows.
    rows = [(0.3 + n / 1000, False) for n in range(300)] + [(0.8 + n / 1000, True) for n in range(100)]
    rule = choose(COSTS, curve_of(rows))
    assert 0.55 < rule.threshold < 0.8
    assert rule.costs.chosen <= PER_ROWS * 500_000 / 400  # within one miss of the best, which costs nothing
    assert rule.costs.chosen < rule.costs.half
    assert rule.costs.break_even == pytest.approx(1 / 26)


def test_costs_are_won_for_a_thousand_rows():
    curve = calibrated(1000)
    rule = choose(COSTS, curve, default=0.2)
    assert rule.costs.chosen == pytest.approx(cost(curve, rule.threshold))
    assert rule.costs.default == pytest.approx(cost(curve, 0.2))
    assert rule.costs.half == pytest.approx(cost(curve, 0.5))
    assert rule.costs.never == pytest.approx(500_000 * curve.positives)
    assert rule.costs.always == pytest.approx(20_000 * curve.negatives)
    assert rule.costs.low < rule.costs.chosen < rule.costs.high


def test_the_interval_is_that_of_samples_of_the_rows():
    curve = calibrated(1000)
    rule = choose(COSTS, curve)
    at = curve.at(rule.threshold)
    outcomes = [20_000] * at.false_alarms + [500_000] * (curve.positives - at.hits)
    outcomes += [0] * (curve.rows - len(outcomes))
    source = random.Random(1)
    drawn = sorted(sum(source.choices(outcomes, k=len(outcomes))) for _ in range(400))
    assert rule.costs.low == pytest.approx(drawn[20], rel=0.06)
    assert rule.costs.high == pytest.approx(drawn[-21], rel=0.06)


def test_a_handful_of_rows_does_not_move_the_threshold():
    """Of thresholds that chance alone tells apart, the one nearest to the theory's is taken."""
    rows = [(n / 1000, n % 25 == 0) for n in range(1, 400)]
    rows += [(0.01, True)]  # one miss of a low probability, which a lower threshold would avoid
    rule = choose(COSTS, curve_of(rows))
    assert rule.threshold == pytest.approx(1 / 26)
    (said,) = [one.en for one in rule_sentences(rule) if "curve is lowest" in one.en]
    curve = curve_of(rows)
    assert rule.costs.cheapest == pytest.approx(min(cost(curve, one) for one in curve.thresholds))
    assert rule.costs.cheapest < rule.costs.chosen
    assert cost(curve, rule.costs.cheapest_threshold) == pytest.approx(rule.costs.cheapest)
    assert f"lowest at {shown_number(rule.costs.cheapest_threshold)} ({rule.costs.cheapest:,.0f} won)" in said


def test_at_the_lowest_point_of_the_curve_nothing_is_to_be_explained():
    rows = [(0.3 + n / 1000, False) for n in range(300)] + [(0.8 + n / 1000, True) for n in range(100)]
    rule = choose(RuleChoice(RuleKind.COSTS, 100, 200), curve_of(rows))
    assert rule.costs.cheapest == rule.costs.chosen == 0
    assert not [one for one in rule_sentences(rule) if "curve is lowest" in one.en]


@pytest.mark.parametrize("positives", [0, 1, 9])
def test_few_positive_rows_leave_the_choice_to_the_costs_alone(positives):
    rows = [(0.02 + n / 1000, False) for n in range(100)] + [(0.9, True)] * positives
    rule = choose(COSTS, curve_of(rows))
    assert rule.threshold == pytest.approx(1 / 26)
    assert any("too few" in sentence.en for sentence in rule_sentences(rule))
    with pytest.raises(Refusal, match=f"only {positives} held-back rows"):
        choose(RuleChoice(RuleKind.PRECISION, wished=0.5), curve_of(rows))


def test_a_wished_precision_is_reached_with_the_best_recall():
    curve = calibrated(4000)
    rule = choose(RuleChoice(RuleKind.PRECISION, wished=0.3), curve)
    assert rule.held_back.precision >= 0.3
    others = [
        one.hits / curve.positives
        for one in curve
        if one.hits + one.false_alarms >= 10 and one.hits / (one.hits + one.false_alarms) >= 0.3
    ]
    assert rule.held_back.recall == max(others)


def test_a_wished_recall_is_reached_with_the_best_precision():
    curve = calibrated(4000)
    rule = choose(RuleChoice(RuleKind.RECALL, wished=0.9), curve)
    assert rule.held_back.recall >= 0.9
    others = [
        one.hits / (one.hits + one.false_alarms)
        for one in curve
        if one.hits + one.false_alarms and one.hits / curve.positives >= 0.9
    ]
    assert rule.held_back.precision == max(others)


def test_a_precision_that_no_threshold_reaches_is_refused_with_the_best_one():
    rows = [(0.1 + n / 1000, n % 4 == 0) for n in range(400)]
    curve = curve_of(rows)
    best = max(one.hits / (one.hits + one.false_alarms) for one in curve if one.hits + one.false_alarms >= 10)
    with pytest.raises(Refusal, match=f"the best is {100 * best:.3g}%"):
        choose(RuleChoice(RuleKind.PRECISION, wished=1.0), curve)


def test_the_default_is_the_threshold_of_the_training():
    curve = calibrated(500)
    rule = choose(RuleChoice(), curve, default=0.17)
    assert (rule.threshold, rule.costs) == (0.17, None)
    assert (rule.held_back.hits, rule.held_back.false_alarms) == curve.at(0.17)[:0:-1]


def test_a_model_that_keeps_no_held_back_rows_has_its_default_and_no_other_rule():
    assert choose(RuleChoice(), None, default=0.3).threshold == 0.3
    assert "0.3" in rule_sentences(choose(RuleChoice(), None, default=0.3))[0].en
    with pytest.raises(Refusal, match="earlier version"):
        choose(COSTS, None)


@pytest.mark.parametrize(
    ("miss", "false_alarm", "sentence"),
    [(10**12, 1, "Every held-back row is called"), (1, 10**12, "No held-back row is called")],
)
def test_extreme_costs_call_every_row_the_same_and_say_so(miss, false_alarm, sentence):
    choice = RuleChoice(RuleKind.COSTS, miss_cost=miss, false_alarm_cost=false_alarm)
    rule = choose(choice, calibrated(500))
    assert any(sentence in said.en for said in rule_sentences(rule))


def test_a_rule_is_said_in_won_and_compared_with_the_default():
    rows = [(0.3 + n / 1000, False) for n in range(300)] + [(0.55 + n / 1000, True) for n in range(100)]
    rule = choose(COSTS, curve_of(rows), default=0.62)
    first = rule_sentences(rule)[0]
    saved = 1 - rule.costs.chosen / rule.costs.default
    assert "500,000" in first.en
    assert f"{100 * saved:.3g}% less" in first.en
    assert f"{rule.costs.chosen:,.0f}" in first.ko
    assert first.ko != first.en
    assert "20,000" in rule_line(rule).ko


@pytest.mark.parametrize(
    ("always", "never", "said"),
    [(4e6, 3.2e7, "Calling every row"), (1.9e7, 5e6, "Calling no row"), (1.9e7, 3.2e7, None)],
)
def test_where_one_answer_for_all_costs_no_more_that_is_said(always, never, said):
    costs = ExpectedCosts(5e6, 4e6, 7e6, 9e6, 0.3, 1e7, never, always, 1 / 26)
    counts = HeldBackCounts(500, 90, 40, 80)
    rule = DecisionRule(RuleChoice(RuleKind.COSTS, 500_000, 20_000), "해지", 0.04, counts, costs)
    found = [one.en for one in rule_sentences(rule) if "hardly helps" in one.en]
    assert [one.startswith(said or "") for one in found] == ([True] if said else [])
