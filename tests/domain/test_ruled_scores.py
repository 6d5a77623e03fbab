"""Scores at a chosen threshold, from the confusion matrix that a rule has counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.decision_rules import DecisionRule, RuleChoice, RuleKind, RuleScores
from domain.ruled_scores import scores_in_force
from tests.factories import evaluation

COSTS = RuleChoice(RuleKind.COSTS, miss_cost=100_000, false_alarm_cost=10_000)
MATRIX = ((20, 40), (6, 42))
"""108 rows: 60 "no", of which 40 are called "yes"; 48 "yes", of which 42 are found."""


def rule_of(matrix):
    (_, false_alarms), (misses, hits) = matrix
    called = false_alarms + hits
    held_out = RuleScores(
        precision=hits / called if called else 0.0,
        sensitivity=hits / (hits + misses),
        f1=2 * hits / (called + hits + misses),
        accuracy=(matrix[0][0] + hits) / 108,
        confusion_matrix=matrix,
    )
    return DecisionRule(COSTS, "yes", 0.1, held_out=held_out)


@pytest.fixture
def scores():
    return evaluation(roc_auc=0.88, labels=("no", "yes"), positive_class="yes").classification


def test_scores_that_depend_on_the_threshold_are_those_of_the_rule(scores):
    found = scores_in_force(scores, rule_of(MATRIX))
    assert found.threshold == 0.1
    assert found.accuracy == pytest.approx(62 / 108)
    assert found.precision == pytest.approx(42 / 82)
    assert found.confusion_matrix == MATRIX
    assert found.per_class["yes"].sensitivity == pytest.approx(42 / 48)
    assert found.per_class["no"].precision == pytest.approx(20 / 26)
    assert found.per_class["no"].f1 == pytest.approx(2 * 20 / (26 + 60))
    assert found.roc_auc == scores.roc_auc
    assert found.per_class["no"].support == scores.per_class["no"].support


def test_without_a_counted_rule_they_are_those_of_the_training(scores):
    assert scores_in_force(scores, None) is scores
    assert scores_in_force(scores, replace(rule_of(MATRIX), held_out=None)) is scores


def test_where_no_row_is_called_positive_there_is_no_precision(scores):
    found = scores_in_force(scores, rule_of(((60, 0), (48, 0))))
    assert found.shown_precision is None
    assert found.per_class["yes"].precision is None
    assert found.per_class["no"].precision == pytest.approx(60 / 108)
