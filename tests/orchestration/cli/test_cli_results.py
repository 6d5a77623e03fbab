"""The list of trainings tells which one is confirmed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from domain.automl import TrainingStatus
from records import documents, trainings
from tests.factories import evaluation, regression_evaluation


@pytest.fixture
def trained(counter):
    """Trains models of the document, one evaluated training per call, and gives its id."""
    moments = iter(counter.cli.now() + timedelta(seconds=n) for n in range(10))

    def train(model_code: str, *, confirm: bool = False) -> str:
        request, now = counter.ask(), next(moments)
        with counter.cli.transaction() as session:
            training = trainings.begin(
                session, counter.doc, request_id=request, model_code=model_code, plan_version=1, now=now
            )
            training.status = TrainingStatus.EVALUATED
            if confirm:
                trainings.confirm(documents.get(session, counter.doc), training, now)
            return training.training_id

    return train


def marks(counter) -> dict[str, bool]:
    found = json.loads(counter.type("results", counter.doc, "--format", "json").stdout)
    return {row["training_id"]: row["confirmed"] for row in found}


def test_a_training_is_listed_with_its_seed_and_budget(counter):
    request = counter.ask()
    with counter.cli.transaction() as session:
        trainings.begin(
            session,
            counter.doc,
            request_id=request,
            model_code="svm",
            plan_version=1,
            now=counter.cli.now(),
            seed=7,
            budget_seconds=30.0,
        )
    (row,) = json.loads(counter.type("results", counter.doc, "--format", "json").stdout)
    assert (row["seed"], row["budget_seconds"]) == (7, 30.0)


def test_nothing_is_marked_before_a_model_is_confirmed(counter, trained):
    svm = trained("svm")
    assert marks(counter) == {svm: False}
    assert "★" not in counter.type("results", counter.doc).stdout


def test_the_confirmed_training_is_marked(counter, trained):
    # Confirmed first, then another: the first keeps its date, and only the second is the model now.
    tree, svm = trained("decision_tree", confirm=True), trained("svm", confirm=True)
    assert marks(counter) == {tree: False, svm: True}
    lines = counter.type("results", counter.doc).stdout.splitlines()
    marked = {code: "★" in line for line in lines for code in ("decision_tree", "svm") if f" {code} " in line}
    assert marked == {"decision_tree": False, "svm": True}


def test_errors_of_numbers_take_the_place_of_the_scores_of_classes(counter, trained):
    training_id = trained("svm")
    with counter.cli.transaction() as session:
        trainings.set_evaluated(trainings.get(session, training_id), regression_evaluation())
    shown = counter.type("results", counter.doc).stdout
    for word in ("R²", "MAE", "RMSE", "MAPE", "0.7123", "3,500", "5,250"):
        assert word in shown
    assert "F1-score" not in shown
    assert "ROC AUC" not in shown


def test_the_best_on_held_back_rows_comes_first_and_is_recommended(counter, trained):
    for code, score in (("svm", 0.71), ("linear", 0.93), ("decision_tree", 0.5)):
        training_id = trained(code)
        with counter.cli.transaction() as session:
            training = trainings.get(session, training_id)
            trainings.set_evaluated(training, evaluation(confusion_matrix=((50, 17), (30, 3))))
            training.validation_score = score
    shown = counter.type("results", counter.doc).stdout
    places = [shown.index(f" {code} ") for code in ("linear", "svm", "decision_tree")]
    assert places == sorted(places)
    assert "추천: 선형 모델" in shown
    assert "0.9300" in shown
    assert "항상 'no' 답변의 정확도 0.67" in shown
    rows = json.loads(counter.type("results", counter.doc, "--format", "json").stdout)
    assert [row["model_code"] for row in rows if row["recommended"]] == ["linear"]


def test_a_confirmed_training_is_told_where_the_list_shows_a_newer_one(counter, trained):
    old, new = trained("svm", confirm=True), trained("svm")
    assert marks(counter) == {new: False}
    shown = counter.type("results", counter.doc).stdout
    assert shown.count("★") == 1
    assert f"학습 {old}" in shown
