"""Whether people are asked what the values of a target are, and what of it is known later."""

from __future__ import annotations

import pytest

from domain.automl import DocumentStatus
from domain.requests import RequestStatus
from domain.tasks import Task
from records import columns
from records.engine import transaction
from records.errors import NotFound
from work_requests import automl_decisions, lifecycle
from work_requests.target_task import chosen_task, open_question

DOC = "261122000000001"


@pytest.fixture
def session(engine, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        columns.by_label(session, DOC, "grade").profile = {"few_numbers": [[1, 30], [2, 20], [3, 4]]}
        session.flush()
        yield session


def target(session, label, now, task=None):
    return automl_decisions.set_target(
        session, DOC, label=label, positive_class=None, task=task, by="a", now=now
    )


def test_a_number_with_few_values_is_asked_about_with_its_rows(session):
    question = open_question(session, DOC, "grade")
    assert (question.label, question.distinct) == ("grade", 3)
    assert question.rows == [("1", 30), ("2", 20), ("3", 4)]
    assert question.suggested is Task.REGRESSION


@pytest.mark.parametrize("label", ["Fresh", "y"])
def test_a_column_that_allows_no_choice_is_not_asked_about(session, label):
    assert open_question(session, DOC, label) is None


def test_a_column_that_is_not_there_is_refused(session):
    with pytest.raises(NotFound, match="grade"):
        open_question(session, DOC, "없는 칼럼")


def test_a_document_profiled_by_an_earlier_version_is_asked_about_without_a_suggestion(session):
    columns.by_label(session, DOC, "grade").profile = {}
    question = open_question(session, DOC, "grade")
    assert (question.rows, question.suggested) == ([], None)


def test_a_decision_is_not_asked_for_again_after_another_target(session, now):
    target(session, "grade", now, Task.CLASSIFICATION)
    target(session, "y", now)
    assert open_question(session, DOC, "grade") is None
    request = target(session, "grade", now)
    assert request.params["task"] == "classification"
    assert chosen_task(session, automl_decisions.documents.get(session, DOC)) is Task.CLASSIFICATION


def test_the_last_decision_counts(session, now):
    target(session, "grade", now, Task.CLASSIFICATION)
    target(session, "grade", now, Task.REGRESSION)
    assert target(session, "grade", now).params["task"] == "regression"


def test_a_rule_that_decided_is_no_decision_of_people(session, now):
    assert "task" not in target(session, "grade", now).params
    assert open_question(session, DOC, "grade") is not None


@pytest.mark.parametrize("status", [RequestStatus.FAILED, RequestStatus.CANCELLED])
def test_a_decision_that_the_check_refused_is_asked_for_again(session, now, status):
    lifecycle.settle(target(session, "grade", now, Task.CLASSIFICATION), status, now=now)
    assert open_question(session, DOC, "grade") is not None
    assert "task" not in target(session, "grade", now).params


def test_a_decision_on_a_column_of_the_sheet_before_does_not_count(session, now):
    target(session, "grade", now, Task.CLASSIFICATION)
    columns.by_label(session, DOC, "grade").label = "등급"
    session.flush()
    assert open_question(session, DOC, "등급") is not None


def test_a_decision_is_left_to_the_check_once_there_are_many_values(session, now):
    target(session, "grade", now, Task.CLASSIFICATION)
    columns.by_label(session, DOC, "grade").distinct = 21
    assert "task" not in target(session, "grade", now).params
