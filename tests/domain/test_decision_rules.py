"""What people may wish of a decision rule, and how rules are kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decision_rules import (
    LARGEST_COST,
    DecisionRule,
    ExpectedCosts,
    HeldBackCounts,
    RuleChoice,
    RuleKind,
    RuleScores,
)
from domain.refusal import Refusal


def parse(**values: object) -> RuleChoice:
    return RuleChoice.parse(values, Refusal)


@pytest.mark.parametrize(
    ("values", "choice"),
    [
        ({}, RuleChoice()),
        ({"miss_cost": "", "precision": None}, RuleChoice()),
        ({"miss_cost": 500_000, "false_alarm_cost": "20,000원"}, RuleChoice(RuleKind.COSTS, 500_000, 20_000)),
        ({"miss_cost": "₩ 1 000", "false_alarm_cost": "7.0"}, RuleChoice(RuleKind.COSTS, 1000, 7)),
        ({"precision": "0.9"}, RuleChoice(RuleKind.PRECISION, wished=0.9)),
        ({"recall": "92.5%"}, RuleChoice(RuleKind.RECALL, wished=0.925)),
        ({"recall": 1}, RuleChoice(RuleKind.RECALL, wished=1.0)),
        ({"kind": "f1", "miss_cost": "5"}, RuleChoice()),
    ],
)
def test_what_is_given_says_what_the_threshold_is_chosen_by(values, choice):
    assert parse(**values) == choice


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"miss_cost": "500000"}, "needs both"),
        ({"kind": "costs"}, "needs both"),
        ({"miss_cost": "0", "false_alarm_cost": "5"}, "1 won or more"),
        ({"miss_cost": "0", "false_alarm_cost": "0"}, "1 won or more"),
        ({"miss_cost": "5", "false_alarm_cost": "-20"}, "now -20"),
        ({"miss_cost": "1" + "0" * 18, "false_alarm_cost": "5"}, "too much"),
        ({"miss_cost": "many", "false_alarm_cost": "5"}, "'many' is no amount"),
        ({"miss_cost": "1e6", "false_alarm_cost": "5"}, "no amount"),
        ({"miss_cost": "10.5", "false_alarm_cost": "5"}, "no amount"),
        ({"precision": "0"}, "above 0 and at most 1"),
        ({"precision": "90"}, "above 0 and at most 1"),
        ({"recall": "101%"}, "above 0 and at most 1"),
        ({"recall": "nan"}, "above 0 and at most 1"),
        ({"recall": "all"}, "'all'"),
        ({"kind": "recall"}, "needs the share"),
        ({"kind": "luck"}, "no decision rule 'luck'"),
        ({"precision": "0.9", "recall": "0.9"}, "not several"),
        ({"precision": "0.9", "miss_cost": "5"}, "not several"),
    ],
)
def test_what_can_t_be_a_choice_is_refused_with_a_sentence(values, sentence):
    with pytest.raises(Refusal) as refused:
        parse(**values)
    assert sentence in refused.value.en
    assert refused.value.ko != refused.value.en


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_a_choice_or_refused(miss, false_alarm):
    try:
        choice = parse(kind="costs", miss_cost=miss, false_alarm_cost=false_alarm)
    except Refusal:
        return
    assert 1 <= choice.miss_cost <= LARGEST_COST
    assert 1 <= choice.false_alarm_cost <= LARGEST_COST


@given(st.text(max_size=12))
def test_any_text_is_a_share_or_refused(text):
    try:
        choice = parse(kind="precision", precision=text)
    except Refusal:
        return
    assert 0 < choice.wished <= 1


@pytest.mark.parametrize(
    "rule",
    [
        DecisionRule(RuleChoice(), "yes", 0.4),
        DecisionRule(
            RuleChoice(RuleKind.COSTS, 500_000, 20_000),
            "이탈",
            0.0385,
            HeldBackCounts(1000, 64, 120, 58),
            ExpectedCosts(5.4e6, 4e6, 7e6, 9e6, 0.3, 1e7, 3.2e7, 1.9e7, 1 / 26),
            RuleScores(0.3, 0.9, 0.45, 0.8, ((220, 20), (1, 9))),
        ),
    ],
)
def test_a_rule_is_read_as_it_was_written(rule):
    assert DecisionRule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


def test_the_costs_of_a_confusion_matrix_are_of_a_thousand_rows():
    rule = DecisionRule(RuleChoice(RuleKind.COSTS, 500, 20), "yes", 0.1)
    assert rule.cost_of(((80, 10), (2, 8))) == 1000 * (10 * 20 + 2 * 500) / 100


def test_shares_without_rows_are_none():
    counts = HeldBackCounts(rows=20, positives=0, false_alarms=0, hits=0)
    assert (counts.precision, counts.recall) == (None, None)
