"""A model is confirmed at once where MLflow has it already."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from domain.automl import DocumentStatus
from domain.decision_rules import DecisionRule, RuleChoice, RuleKind
from domain.requests import RequestStatus
from orchestration.runtime.reading_resources import build_files
from records import documents, trainings
from records.engine import reading, transaction
from resources.tracking import TrackingUnavailable
from tests.serving.conftest import Serving, write_loans
from work_requests import automl_decisions, lifecycle


class Registry:
    """MLflow's registry; what was confirmed in it."""

    def __init__(self, *, is_away=False):
        self.is_away, self.confirmed = is_away, []

    def run_url(self, run_id):
        return f"http://mlflow/{run_id}"

    def confirm(self, *, mlflow_run_id, **_):
        if self.is_away:
            raise TrackingUnavailable("it does not answer")
        self.confirmed.append(mlflow_run_id)
        return "7"


@pytest.fixture
def trained(begun_homes, workshop):
    """The id of a document with a confirmed training that MLflow has, and that of the training."""
    return begun_homes.copied_to(workshop, train_and_confirm)


def train_and_confirm(workshop, folder):
    doc = workshop.add(write_loans(folder))
    workshop.run_waiting()
    training_id = workshop.confirm(doc, "종류", model="decision_tree")
    with transaction(workshop.engine) as session:
        trainings.get(session, training_id).mlflow_run_id = "r1"
    return SimpleNamespace(doc=doc, training_id=training_id)


def confirmed_again(workshop, trained, registry):
    """Confirms, and gives the serving process and the request."""
    serving = Serving(workshop, tracking=registry)
    request = workshop.decide(automl_decisions.confirm_model, trained.doc, training_id=trained.training_id)
    serving.serve()
    with reading(workshop.engine) as session:
        return serving, lifecycle.get(session, request.request_id)


def test_it_is_checked_registered_and_done_without_a_run(workshop, trained):
    registry = Registry()
    serving, request = confirmed_again(workshop, trained, registry)
    assert (serving.steps, serving.left) == (["confirmed_model"], [])
    assert request.status == RequestStatus.DONE
    assert request.result == {"training_id": trained.training_id, "mlflow_version": "7"}
    assert registry.confirmed == ["r1"]
    with reading(workshop.engine) as session:
        assert trainings.get(session, trained.training_id).mlflow_version == "7"
        assert documents.get(session, trained.doc).status == DocumentStatus.MODEL_CONFIRMED
    assert (build_files(workshop.settings).inbox.predict / trained.doc).is_dir()


def test_mlflow_that_is_away_follows_later(workshop, trained):
    _, request = confirmed_again(workshop, trained, Registry(is_away=True))
    assert (request.status, request.result["mlflow_version"]) == (RequestStatus.DONE, None)


def test_a_model_that_is_not_the_one_that_was_trained_is_refused(workshop, trained):
    with reading(workshop.engine) as session:
        key = trainings.get(session, trained.training_id).model_path
    folder = build_files(workshop.settings).store.path(key)
    next(path for path in folder.rglob("*") if path.is_file()).write_bytes(b"another")
    registry = Registry()
    _, request = confirmed_again(workshop, trained, registry)
    assert request.status == RequestStatus.FAILED
    assert registry.confirmed == []


RULE = DecisionRule(RuleChoice(RuleKind.RECALL, wished=0.9), "큼", 0.2)


@pytest.mark.parametrize("lacks", ["run", "version"])
def test_what_has_to_be_logged_first_is_left_to_a_run(workshop, trained, lacks):
    with transaction(workshop.engine) as session:
        training = trainings.get(session, trained.training_id)
        if lacks == "run":
            training.mlflow_run_id = None
        else:
            training.decision_rule = RULE
    registry = Registry()
    serving, request = confirmed_again(workshop, trained, registry)
    assert (serving.steps, registry.confirmed) == ([], [])
    assert request.status == RequestStatus.WAITING
