"""`saebyeok automl rule`, and a decision rule with `confirm`."""

from __future__ import annotations

import json

import pytest

from domain.automl import TrainingStatus
from domain.decision_rules import RuleChoice, RuleKind
from domain.requests import RequestKind
from records import trainings
from tests.factories import HELD_BACK, evaluation
from work_requests import request_lists

COSTS = ("--miss-cost", "500,000원", "--false-alarm-cost", "20000")


@pytest.fixture
def model(counter):
    """The id of an evaluated SVM that keeps held-back rows."""
    request, now = counter.ask(), counter.cli.now()
    with counter.cli.transaction() as session:
        training = trainings.begin(
            session, counter.doc, request_id=request, model_code="svm", plan_version=1, now=now
        )
        training.status = TrainingStatus.EVALUATED
        training.evaluation = evaluation(positive_class="yes", threshold=0.4, held_back=HELD_BACK)
        return training.training_id


def rule_of(counter, model):
    with counter.cli.reading() as session:
        return trainings.get(session, model).decision_rule


def kinds(counter):
    with counter.cli.reading() as session:
        return [request.kind for request in request_lists.of_document(session, counter.doc)]


def test_a_model_is_confirmed_with_costs(counter, model):
    done = counter.type("confirm", counter.doc, "svm", *COSTS)
    assert done.exit_code == 0
    rule = rule_of(counter, model)
    assert rule.choice == RuleChoice(RuleKind.COSTS, 500_000, 20_000)
    assert kinds(counter)[-2:] == [RequestKind.DECISION_RULE, RequestKind.CONFIRM_MODEL]
    assert f"{rule.costs.chosen:,.0f}원" in done.stdout
    assert "1,000건당" in done.stdout


def test_the_rule_is_changed_later_and_taken_back(counter, model):
    counter.type("confirm", counter.doc, "svm")
    assert rule_of(counter, model) is None
    assert "0.4" in counter.type("rule", counter.doc).stdout
    assert counter.type("rule", counter.doc, "--recall", "0.9").exit_code == 0
    assert rule_of(counter, model).choice == RuleChoice(RuleKind.RECALL, wished=0.9)
    assert "90%" in counter.type("rule", counter.doc).stdout
    shown = json.loads(counter.type("rule", counter.doc, "--format", "json").stdout)
    assert shown["choice"] == {"kind": "recall", "wished": 0.9}
    assert shown["threshold"] == rule_of(counter, model).threshold
    assert shown["ko"]
    assert counter.type("rule", counter.doc, "--default").exit_code == 0
    assert rule_of(counter, model).threshold == 0.4


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("rule",), "확정된 모델이 없습니다"),
        (("rule", "random_forest"), "random_forest 학습이 없습니다"),
        (("rule", "svm", "--miss-cost", "5"), "둘 다"),
        (("rule", "svm", "--miss-cost", "-5", "--false-alarm-cost", "5"), "1원 이상"),
        (("rule", "svm", "--precision", "1.0"), "가장 높은"),
        (("rule", "svm", "--precision", "a lot"), "90%"),
        (("rule", "svm", "--precision", "0.9", "--recall", "0.9"), "하나만"),
        (("rule", "svm", "--default", "--recall", "0.9"), "--default"),
        (("confirm", "svm", "--precision", "1.0"), "가장 높은"),
    ],
)
def test_what_can_t_be_is_refused_with_a_sentence_and_nothing_is_decided(counter, model, words, sentence):
    before = kinds(counter)
    command, *rest = words
    done = counter.type(command, counter.doc, *rest)
    assert (done.exit_code, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert kinds(counter) == before
    assert rule_of(counter, model) is None
