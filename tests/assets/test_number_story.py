"""A document whose target is a number, from the upload to predictions with intervals; MLflow is away."""

from __future__ import annotations

import csv

import pytest

from assets.automl.mirroring import mirror_one
from domain.automl import DocumentStatus, ImageKind
from domain.preprocessing import PlanChoices
from domain.requests import RequestKind, RequestStatus
from domain.tasks import Task
from intake.destinations import NewRows
from orchestration.runtime.reading_resources import build_files
from records import documents, predictions, trainings
from records.engine import reading
from records.tables import Plan
from resources.database import Database
from store.files import Store
from tests.assets.mlflow_listener import Listener
from work_requests import automl_decisions, request_lists

HEADER = "면적,층,구,월세,평점"


def rows(count: int, start: int = 0) -> list[str]:
    """Rents in won that follow the area and the district; and a rating from 1 to 5."""
    return [
        f'{20 + n * 7 % 61},{1 + n % 9},{"강남" if n % 3 else "노원"},"{(300 + 10 * (n * 7 % 61) + 200 * (n % 3 > 0) + n % 5) * 1000:,}원",'
        f"{1 + n % 5}"
        for n in range(start, start + count)
    ]


@pytest.fixture
def confirmed_data(begun_homes, workshop):
    """A document whose columns are confirmed."""
    return begun_homes.copied_to(workshop, confirm_data)


def confirm_data(workshop, folder):
    path = folder / "월세.csv"
    path.write_text("\n".join([HEADER, *rows(160)]), encoding="utf-8")
    doc = workshop.add(path)
    workshop.run_waiting()
    workshop.decide(automl_decisions.confirm_data, doc)
    return doc


def targeted(workshop, doc, label, task=None):
    workshop.decide(automl_decisions.set_target, doc, label=label, positive_class=None, task=task)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        return documents.get(session, doc).target_check


def prepared(workshop, doc):
    workshop.decide(automl_decisions.prepare, doc, choices=PlanChoices(), preview=False)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        return session.get_one(Plan, (doc, documents.get(session, doc).plan_version))


def test_a_target_of_few_numbers_is_predicted_as_people_decide_even_after_columns_changed(
    workshop, confirmed_data
):
    check = targeted(workshop, confirmed_data, "평점")
    assert (check.task, check.classes["5"]) == (Task.CLASSIFICATION, 32)
    assert check.reason is not None
    assert prepared(workshop, confirmed_data).plan["task"] == "classification"
    assert targeted(workshop, confirmed_data, "평점", Task.REGRESSION).task is Task.REGRESSION
    workshop.decide(automl_decisions.set_used_columns, confirmed_data, use=[], drop=["층"])
    assert prepared(workshop, confirmed_data).plan["task"] == "regression"


def test_a_target_can_be_decided_on_in_the_launchpad(workshop, confirmed_data):
    result = workshop.by_hand(
        confirmed_data, "target_check", target_check={"target": "평점", "task": "regression"}
    )
    assert result.success
    unknown = workshop.by_hand(
        confirmed_data, "target_check", target_check={"target": "평점", "task": "guess"}
    )
    assert not unknown.success
    with reading(workshop.engine) as session:
        assert documents.get(session, confirmed_data).target_check.task is Task.REGRESSION


@pytest.mark.slow
def test_a_number_is_predicted_from_the_upload_to_new_rows(workshop, confirmed_data, tmp_path):
    doc = confirmed_data
    check = targeted(workshop, doc, "월세")
    assert (check.task, check.numbers.rows) == (Task.REGRESSION, 160)
    plan = prepared(workshop, doc)
    assert (plan.plan["task"], plan.effect["rows_test"]) == ("regression", 40)

    models = ["decision_tree", "neural_network"]
    workshop.decide(automl_decisions.train, doc, models=models, seed=0, budget_seconds=None)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        found = {s.training.model_code: s.training for s in trainings.latest(session, doc)}
        kinds = {
            code: {image.kind for image in trainings.images(session, one.training_id)}
            for code, one in found.items()
        }
        assert documents.get(session, doc).status == DocumentStatus.TRAINED
    tree = found["decision_tree"]
    errors = tree.evaluation.regression
    assert errors.r2 > 0.8
    assert errors.rmse < errors.mean_rmse
    assert tree.validation_score == pytest.approx(errors.r2, abs=0.2)
    assert (tree.f1, tree.roc_auc) == (None, None)
    assert kinds["decision_tree"] == {ImageKind.PREDICTED_ACTUAL, ImageKind.RESIDUALS}
    assert kinds["neural_network"] == kinds["decision_tree"] | {ImageKind.LOSS_CURVE}

    listener = Listener()
    database = Database(url=workshop.settings.effective_database_url)
    files = build_files(workshop.settings)
    mirror_one(database, files, listener, tree.training_id, lambda _: None, print)
    assert listener.told.is_number
    assert {name: listener.told.metrics[name] for name in ("r2", "mae", "rmse", "mape", "coverage")} == {
        "r2": errors.r2,
        "mae": errors.mae,
        "rmse": errors.rmse,
        "mape": errors.mape,
        "coverage": errors.coverage,
    }
    assert (listener.told.params["task"], listener.told.params["target_scale"]) == ("regression", "linear")
    assert len(listener.told.data) == 2

    workshop.decide(automl_decisions.confirm_model, doc, training_id=tree.training_id)
    (result,) = workshop.run_waiting()
    assert result.success
    new = tmp_path / "새 집.csv"
    new.write_text("\n".join([HEADER, *rows(30, start=1000)]), encoding="utf-8")
    files.intake(workshop.engine).take(new, NewRows(doc), by="me", now=workshop.now(), keep=True)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        (prediction,) = predictions.of_document(session, doc)
        request = request_lists.newest_done(session, doc, RequestKind.PREDICT)
    assert request.status == RequestStatus.DONE
    store = Store(workshop.settings.effective_store_url)
    with (
        store.local(prediction.output_path, prediction.output_sha256) as path,
        path.open(encoding="utf-8-sig", newline="") as file,
    ):
        lines = list(csv.DictReader(file))
    within = [
        float(line["예측 하한(90%)"])
        <= int(line["월세"].replace(",", "").rstrip("원"))
        <= float(line["예측 상한(90%)"])
        for line in lines
    ]
    assert len(lines) == 30
    assert sum(within) >= 24  # 27 of 30 are expected
    assert "." not in lines[0]["예측(prediction)"]  # six digits of some hundred thousand won
