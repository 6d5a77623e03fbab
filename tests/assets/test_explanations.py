"""A trained model is explained after its scores: rows, checks, Dagster's metadata, MLflow, and what goes wrong."""

from __future__ import annotations

import json

import pytest

from assets.automl import explanations as steps
from assets.automl.mirroring import mirror_one
from automl_lib.explanations import Background
from domain.automl import TrainingStatus
from domain.requests import RequestStatus
from orchestration.runtime.reading_resources import build_files
from records import explanations, trainings
from records.engine import reading
from resources.database import Database
from tests.assets.customers import PERSON, prepared  # noqa: F401 - a fixture
from tests.assets.mlflow_listener import Listener
from work_requests import automl_decisions

pytestmark = pytest.mark.slow


def trained(workshop, doc, models=("decision_tree",)):
    request = workshop.decide(automl_decisions.train, doc, models=list(models), seed=0, budget_seconds=None)
    (result,) = workshop.run_waiting()
    with reading(workshop.engine) as session:
        found = {s.training.model_code: s.training for s in trainings.latest(session, doc)}
        rows = {code: explanations.of_training(session, one.training_id) for code, one in found.items()}
    return result, workshop.request(request.request_id), found, rows


def test_a_model_is_explained_once_its_scores_are_there(workshop, prepared):  # noqa: F811
    result, request, found, rows = trained(workshop, prepared, ("decision_tree", "linear", "k_means"))
    assert result.success
    assert request.status == RequestStatus.DONE
    assert rows["k_means"] is None
    row = rows["decision_tree"]
    assert {one.name for one in row.explanation.importances[:2]} == {"나이", "등급"}
    assert row.explanation.outputs == ("예",)
    assert row.explanation.columns[0].typical.endswith("세")  # as people wrote it
    order = [event.step_key for event in result.get_step_success_events()]
    assert max(map(order.index, ["decision_tree_evaluation", "linear_evaluation"])) < order.index(
        "decision_tree_explanation"
    )

    checks = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert checks["contributions_add_up"].passed
    assert checks["enough_held_out_rows"].metadata["rows"].value == row.explanation.rows
    shown = json.dumps(
        [str(event.event_specific_data) for event in result.all_events if event.event_specific_data],
        ensure_ascii=False,
    )
    assert PERSON not in shown

    files = build_files(workshop.settings)
    with files.store.local(row.background_path, row.background_sha256) as path:
        background = Background.from_bytes(path.read_bytes(), row.explanation.columns)
    assert len(background.frame) == 120  # all rows to learn from: three quarters of 160

    listener = Listener()
    training = found["decision_tree"]
    database = Database(url=workshop.settings.effective_database_url)
    mirror_one(database, files, listener, training.training_id, lambda _: None, print)
    told = listener.told.importances
    assert told["importances"][0]["labels"] == row.explanation.importances[0].labels
    assert PERSON not in json.dumps(dict(told), ensure_ascii=False)


def test_trouble_with_an_explanation_fails_nothing_else(workshop, prepared, monkeypatch):  # noqa: F811
    def broken(*_):
        raise ValueError("no luck")

    monkeypatch.setattr(steps, "_made", broken)
    result, request, found, rows = trained(workshop, prepared)
    assert result.success
    assert request.status == RequestStatus.DONE
    assert found["decision_tree"].status == TrainingStatus.EVALUATED
    assert "no luck" in rows["decision_tree"].explanation.notes[0].en
    assert rows["decision_tree"].background_path is None
    assert not any(check.passed for check in result.get_asset_check_evaluations())


def test_a_model_can_be_explained_again_by_hand(workshop, prepared):  # noqa: F811
    _, _, found, rows = trained(workshop, prepared)
    assert workshop.by_hand(prepared, "decision_tree_explanation").success
    with reading(workshop.engine) as session:
        again = explanations.of_training(session, found["decision_tree"].training_id)
    assert again.explanation.to_json() == rows["decision_tree"].explanation.to_json()
    assert again.explained_at > rows["decision_tree"].explained_at
