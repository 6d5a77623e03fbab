"""Choosing how the threshold of a model is set."""

from __future__ import annotations

import pytest

from domain.automl import TrainingStatus
from domain.decision_rules import RuleChoice, RuleKind
from domain.requests import RequestKind, RequestStatus
from domain.threshold_choice import cost_per_rows
from records import documents, trainings
from records.engine import reading, transaction
from records.errors import DecisionRefused, NotFound
from tests.factories import HELD_BACK, evaluation, regression_evaluation
from tests.work_requests.test_automl_decisions import DOC, with_plan_and_training
from work_requests import automl_decisions, lifecycle
from work_requests.decision_rules import refuse_lost_rule, rule_in_force, set_rule

COSTS = RuleChoice(RuleKind.COSTS, miss_cost=500_000, false_alarm_cost=20_000)


@pytest.fixture
def trained(engine, now, make_document):
    """The id of a training whose model keeps held-back rows."""
    with transaction(engine) as session:
        _, training = with_plan_and_training(session, now, make_document)
        trainings.set_evaluated(training, evaluation(held_back=HELD_BACK))
        return training.training_id


@pytest.fixture
def choose(engine, now, trained):
    def by(choice, *, training_id=trained, doc_id=DOC):
        with transaction(engine) as session:
            request = set_rule(session, doc_id, training_id=training_id, choice=choice, by="kim", now=now)
            return request.request_id

    return by


def rule_of(engine, training_id):
    with reading(engine) as session:
        return trainings.get(session, training_id).decision_rule


def test_costs_move_the_threshold_at_once_and_who_chose_them_is_on_record(engine, choose, trained):
    number = choose(COSTS)
    rule = rule_of(engine, trained)
    cheapest = min(cost_per_rows(COSTS, HELD_BACK, one) for one in HELD_BACK)
    assert rule.choice == COSTS
    assert rule.costs.chosen == pytest.approx(cheapest)
    assert rule.threshold < 0.4
    with reading(engine) as session:
        request = lifecycle.get(session, number)
        assert (request.kind, request.requested_by) == (RequestKind.DECISION_RULE, "kim")
        assert request.status == RequestStatus.WAITING
        assert request.params == {"training_id": trained, "choice": COSTS.to_json()}


def test_without_a_choice_the_threshold_of_the_training_is_in_force(engine, trained):
    with reading(engine) as session:
        rule = rule_in_force(trainings.get(session, trained))
    assert (rule.choice.kind, rule.threshold, rule.positive_class) == (RuleKind.F1, 0.4, "yes")
    assert (rule.held_back.hits, rule.held_back.false_alarms) == (40, 20)


def test_the_registered_model_follows_a_new_threshold(engine, choose, trained):
    with transaction(engine) as session:
        trainings.get(session, trained).mlflow_version = "3"
    choose(RuleChoice(RuleKind.RECALL, wished=0.9))
    with transaction(engine) as session:
        training = trainings.get(session, trained)
        assert training.mlflow_version is None
        training.mlflow_version = "4"
    choose(RuleChoice(RuleKind.RECALL, wished=0.9))
    with reading(engine) as session:
        assert trainings.get(session, trained).mlflow_version == "4"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (lambda t: trainings.set_evaluated(t, evaluation()), "earlier version"),
        (lambda t: trainings.set_evaluated(t, regression_evaluation()), "numbers or clusters"),
        (
            lambda t: trainings.set_evaluated(t, evaluation(positive_class=None, labels=("a", "b", "c"))),
            "3 classes",
        ),
        (lambda t: setattr(t, "status", TrainingStatus.FAILED), "needs its evaluation"),
    ],
)
def test_a_model_without_a_choice_of_threshold_is_refused(engine, choose, trained, changed, sentence):
    with transaction(engine) as session:
        changed(trainings.get(session, trained))
    with pytest.raises(DecisionRefused, match=sentence):
        choose(COSTS)
    assert rule_of(engine, trained) is None


def test_a_training_of_another_document_or_none_is_refused(engine, choose, make_document):
    other = "261122000000777"
    with transaction(engine) as session:
        make_document(session, other)
    with pytest.raises(DecisionRefused, match="not of document"):
        choose(COSTS, doc_id=other)
    with pytest.raises(NotFound):
        choose(COSTS, training_id="261122000000999")


def retrained(session, now, **scores):
    asked = automl_decisions.train(session, DOC, models=["svm"], seed=0, budget_seconds=None, by="a", now=now)
    training = trainings.begin(
        session, DOC, request_id=asked.request_id, model_code="svm", plan_version=1, now=now
    )
    trainings.set_evaluated(training, evaluation(**scores))
    return training.training_id


def confirm(engine, now, training_id):
    with transaction(engine) as session:
        automl_decisions.confirm_model(session, DOC, training_id=training_id, by="lee", now=now)


def test_the_model_that_takes_the_place_of_the_confirmed_one_is_confirmed_with_the_same_costs(
    engine, now, choose, trained
):
    choose(COSTS)
    confirm(engine, now, trained)
    with transaction(engine) as session:
        second = retrained(session, now, threshold=0.3, held_back=HELD_BACK)
    confirm(engine, now, second)
    rule = rule_of(engine, second)
    assert (rule.choice, rule.costs.default_threshold) == (COSTS, 0.3)
    with reading(engine) as session:
        assert documents.get(session, DOC).confirmed_training_id == second


def test_a_rule_that_was_chosen_for_a_model_is_kept_when_it_is_confirmed(engine, now, choose, trained):
    choose(COSTS)
    confirm(engine, now, trained)
    with transaction(engine) as session:
        second = retrained(session, now, held_back=HELD_BACK)
    choose(RuleChoice(), training_id=second)
    confirm(engine, now, second)
    assert rule_of(engine, second).choice == RuleChoice()


def test_a_model_that_can_t_keep_the_wish_is_not_confirmed_silently(engine, now, choose, trained):
    choose(COSTS)
    confirm(engine, now, trained)
    with transaction(engine) as session:
        second = retrained(session, now)
    with pytest.raises(DecisionRefused, match="earlier version"):
        confirm(engine, now, second)
    with reading(engine) as session:
        assert documents.get(session, DOC).confirmed_training_id == trained


@pytest.mark.parametrize(
    "scores",
    [{"positive_class": None, "labels": ("a", "b", "c")}, {"positive_class": "no", "held_back": HELD_BACK}],
)
def test_a_rule_that_does_not_fit_the_classes_keeps_a_model_back_with_its_costs_and_classes(
    engine, now, choose, trained, scores
):
    choose(COSTS)
    confirm(engine, now, trained)
    with transaction(engine) as session:
        second = retrained(session, now, **scores)
        training = trainings.get(session, second)
        with pytest.raises(DecisionRefused) as refused:
            refuse_lost_rule(session, documents.get(session, DOC), training)
        names = training.evaluation.classification.labels
    assert ", ".join(f"'{name}'" for name in names) in refused.value.message.en
    assert "by costs" in refused.value.message.en


def test_nothing_is_lost_where_the_rule_fits_or_none_was_chosen(engine, now, choose, trained):
    confirm(engine, now, trained)
    with transaction(engine) as session:
        many = trainings.get(session, retrained(session, now, positive_class=None, labels=("a", "b", "c")))
        refuse_lost_rule(session, documents.get(session, DOC), many)
    choose(COSTS)
    with transaction(engine) as session:
        same = trainings.get(session, retrained(session, now, held_back=HELD_BACK))
        refuse_lost_rule(session, documents.get(session, DOC), same)
