"""What asset checks report of the measurements and decisions of the steps."""

from __future__ import annotations

from types import SimpleNamespace

import dagster as dg
import pytest

from assets import checks
from domain.decision_rules import DecisionRule, RuleChoice, RuleKind, RuleScores
from domain.messages import Sentences
from domain.split import RandomComparison, SplitEffect, SplitMethod, SplitSuggestion
from tests.factories import evaluation

SCORES = {
    "validation": {"items": 40, "before": 0.2, "after": 0.1, "better": 1.0},
    "general": {"before": 0.05, "after": 0.06},
}


def numbers(result):
    return {name: value.value for name, value in result.metadata.items()}


@pytest.mark.parametrize(("stored", "passed"), [(120, True), (119, False)])
def test_rows_that_are_missing_fail_the_check(stored, passed):
    result = checks.rows_stored(read=120, stored=stored)
    assert (result.passed, result.severity) == (passed, dg.AssetCheckSeverity.ERROR)
    assert numbers(result) == {"rows read": 120, "rows stored": stored}


def test_leaking_columns_are_warned_of_and_counted():
    leak = SimpleNamespace(column="코드", en="Column '코드' alone predicts the target")
    result = checks.no_leakage([leak])
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert numbers(result)["columns"] == 1
    assert checks.no_leakage([]).passed


def test_only_remarks_on_distributions_are_drift():
    ignored = {"code": "columns_ignored", "column": None, "en": "ignored"}
    shifted = {"code": "distribution_shift", "column": "나이", "en": "differs"}
    assert checks.no_drift(80, [ignored]).passed
    result = checks.no_drift(80, [ignored, shifted])
    assert not result.passed
    assert (numbers(result)["rows"], numbers(result)["columns"]) == (80, 1)


def test_pages_without_texts_are_listed():
    result = checks.pages_have_texts(3, [("a.pdf", 2)])
    assert not result.passed
    assert (numbers(result)["pages"], numbers(result)["pages without texts"]) == (3, 1)
    assert [record.data for record in result.metadata["empty"].records] == [{"file": "a.pdf", "page": 2}]


@pytest.mark.parametrize(
    ("deploy", "faulty", "severity"),
    [
        (True, False, dg.AssetCheckSeverity.WARN),
        (False, False, dg.AssetCheckSeverity.WARN),
        (False, True, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_a_refused_network_warns_and_a_faulty_one_is_an_error(deploy, faulty, severity):
    result = checks.gate_verdict(deploy=deploy, faulty=faulty, reason="a reason", scores=SCORES)
    assert (result.passed, result.severity, result.description) == (deploy, severity, "a reason")
    assert numbers(result) == {
        "CER validation before": 0.2,
        "CER validation after": 0.1,
        "CER general before": 0.05,
        "CER general after": 0.06,
    }


def test_a_network_that_was_not_judged_has_no_error_rates():
    assert numbers(checks.gate_verdict(deploy=False, faulty=False, reason="", scores=None)) == {}


def test_crops_that_easyocr_reads_differently_are_an_error():
    result = checks.same_as_easyocr(crops=40, differing=2)
    assert (result.passed, result.severity) == (False, dg.AssetCheckSeverity.ERROR)
    assert numbers(result) == {"crops": 40, "crops read differently": 2}


def ruled(choice, matrix):
    return DecisionRule(choice, "yes", 0.1, held_out=RuleScores(0.5, 0.5, 0.5, 0.5, confusion_matrix=matrix))


@pytest.mark.parametrize(
    ("choice", "matrix", "passed"),
    [
        # The evaluation at the default threshold has 10 false alarms and 5 misses.
        (RuleChoice(RuleKind.COSTS, 100, 1), ((30, 30), (2, 46)), True),
        (RuleChoice(RuleKind.COSTS, 100, 1), ((55, 5), (9, 39)), False),
        (RuleChoice(RuleKind.RECALL, wished=0.9), ((30, 30), (6, 42)), True),
        (RuleChoice(RuleKind.RECALL, wished=0.9), ((30, 30), (24, 24)), False),
        (RuleChoice(RuleKind.PRECISION, wished=0.9), ((58, 2), (24, 24)), True),
        (RuleChoice(RuleKind.PRECISION, wished=0.9), ((30, 30), (24, 24)), False),
        (RuleChoice(), ((0, 60), (48, 0)), True),
    ],
)
def test_held_out_rows_say_whether_a_rule_holds(choice, matrix, passed):
    result = checks.rule_holds(ruled(choice, matrix), evaluation())
    assert (result.passed, result.severity) == (passed, dg.AssetCheckSeverity.WARN)
    assert checks.rule_holds(ruled(choice, matrix), None).passed


@pytest.mark.parametrize(
    ("method", "suggested", "passed"),
    [
        ("random", "group", False),
        ("random", "random", True),
        ("time", "group", True),
        ("group", "group", True),
    ],
)
def test_a_random_split_is_doubted_where_another_is_suggested(method, suggested, passed):
    comparison = RandomComparison("roc_auc", split=0.51, random=0.97)
    split = SplitEffect(SplitMethod(method), None, Sentences("남깁니다.", "held out"), comparison=comparison)
    result = checks.honest_split(split, SplitSuggestion(SplitMethod(suggested)))
    assert result.passed is passed
    assert result.metadata["random"].value == 0.97
    assert checks.honest_split(None, SplitSuggestion(SplitMethod.TIME)).passed
