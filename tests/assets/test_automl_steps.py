"""What steps leave in rows and store, and how they fail; MLflow is away throughout."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

import automl_lib.training_process
from automl_lib.errors import AutomlError
from domain.automl import DocumentStatus, TrainingStatus
from domain.messages import Sentences
from domain.requests import RequestStatus
from records import columns, documents, text_rows, trainings
from records.engine import reading, transaction
from records.tables import TableRow
from store.files import Store
from tests.assets.automl_table import prepared, table
from work_requests import automl_decisions, lifecycle, request_lists

__all__ = ["prepared", "table"]


def train(workshop, doc, models):
    return workshop.decide(automl_decisions.train, doc, models=models, seed=0, budget_seconds=None)


def test_an_upload_leaves_rows_statistics_and_boxplots(workshop, table):
    doc = workshop.add(table)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        rows = text_rows.read_rows(session, doc, count=3)
        infos = {c.label: c for c in columns.of_document(session, doc)}
        images = columns.images(session, doc)
    assert (document.status, document.rows, document.columns) == (DocumentStatus.UPLOADED, 120, 3)
    assert document.read_report.encoding == "cp949"
    assert rows == [["크기", "색", "종류"], ["0", "파랑", "아니오"], ["1", "빨강", "아니오"]]
    assert (infos["크기"].type, infos["크기"].min, infos["크기"].max, infos["크기"].distinct) == (
        "integer",
        0,
        39,
        40,
    )
    assert [image.column_no for image in images] == [1]
    assert workshop.upload_request(doc).status == RequestStatus.DONE


def test_doing_an_upload_twice_gives_the_same_rows(workshop, table):
    doc = workshop.add(table)
    workshop.run_waiting()
    job = workshop.repository.get_job("automl_upload")
    again = job.execute_in_process(
        partition_key=doc, instance=workshop.instance
    )  # by hand, without a request
    assert again.success
    workshop.reconcile()
    with reading(workshop.engine) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(TableRow)) == 121
        assert [r.requested_by for r in request_lists.of_document(session, doc)] == [
            "me",
            "dagster",
            "dagster",
        ]
        assert {r.status for r in request_lists.of_document(session, doc)} == {RequestStatus.DONE}


def test_a_file_that_is_no_table_fails_its_document_in_words_and_is_kept(workshop, tmp_path):
    path = tmp_path / "빈 장부.xlsx"
    Workbook().save(path)
    doc = workshop.add(path)
    (result,) = workshop.run_waiting()
    assert not result.success
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
    assert document.status == DocumentStatus.FAILED
    assert "빈 장부.xlsx" in document.failure_ko
    assert "데이터가 없습니다" in document.failure_ko
    request = workshop.upload_request(doc)
    assert (request.status, request.reason_ko) == (RequestStatus.FAILED, document.failure_ko)
    store = Store(workshop.settings.effective_store_url)
    with store.local(document.source_path, document.source_sha256) as kept:
        assert kept.read_bytes() == path.read_bytes()


@pytest.mark.slow
def test_models_are_trained_evaluated_and_compared_while_mlflow_is_away(workshop, prepared):
    request = train(workshop, prepared, ["decision_tree", "k_means"])
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        found = {s.training.model_code: s for s in trainings.latest(session, prepared)}
        document = documents.get(session, prepared)
        pictures = {i.kind for i in trainings.images(session, found["decision_tree"].training.training_id)}
        waiting = trainings.not_mirrored(session, limit=10)
    assert {s.training.status for s in found.values()} == {TrainingStatus.EVALUATED}
    assert found["decision_tree"].training.f1 > 0.9
    assert found["k_means"].training.silhouette is not None
    assert document.status == DocumentStatus.TRAINED
    assert pictures == {"11", "12", "14"}
    assert len(waiting) == 2
    assert workshop.request(request.request_id).status == RequestStatus.DONE


@pytest.mark.slow
def test_one_models_death_fails_that_model_alone(workshop, prepared, monkeypatch):
    real = automl_lib.training_process.train_in_subprocess

    def dying(*args, **kwargs):
        if args[3] == "svm":
            raise AutomlError(Sentences("SVM이 죽었습니다.", "SVM died"), code="training_died")
        return real(*args, **kwargs)

    monkeypatch.setattr(automl_lib.training_process, "train_in_subprocess", dying)
    train(workshop, prepared, ["svm", "decision_tree"])
    (result,) = workshop.run_waiting()
    assert not result.success
    with reading(workshop.engine) as session:
        found = {s.training.model_code: s.training for s in trainings.latest(session, prepared)}
    assert found["decision_tree"].status == TrainingStatus.EVALUATED
    assert (found["svm"].status, found["svm"].failure_ko) == (TrainingStatus.FAILED, "SVM이 죽었습니다.")


@pytest.mark.slow
def test_the_ensemble_is_made_of_the_models_that_were_trained(workshop, prepared, monkeypatch):
    real = automl_lib.training_process.train_in_subprocess

    def dying(*args, **kwargs):
        if args[3] == "svm":
            raise AutomlError(Sentences("SVM이 죽었습니다.", "SVM died"), code="training_died")
        return real(*args, **kwargs)

    monkeypatch.setattr(automl_lib.training_process, "train_in_subprocess", dying)
    train(workshop, prepared, ["decision_tree", "svm", "linear", "ensemble"])
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        found = {s.training.model_code: s.training for s in trainings.latest(session, prepared)}
        pictures = {i.kind for i in trainings.images(session, found["ensemble"].training_id)}
    assert found["svm"].status == TrainingStatus.FAILED
    assert found["ensemble"].status == TrainingStatus.EVALUATED
    assert found["ensemble"].evaluation.settings.keys() <= {
        "combined_by",
        "models",
        "decision_tree",
        "linear",
    }
    assert pictures == {"11", "12", "14"}


@pytest.mark.slow
def test_an_ensemble_of_one_model_is_refused_with_the_reason(workshop, prepared):
    train(workshop, prepared, ["linear", "ensemble"])
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        found = {s.training.model_code: s.training for s in trainings.latest(session, prepared)}
    assert found["linear"].status == TrainingStatus.EVALUATED
    assert found["ensemble"].status == TrainingStatus.FAILED
    assert "두 개 이상" in found["ensemble"].failure_ko


@pytest.mark.slow
def test_a_second_attempt_trains_only_what_the_first_did_not(workshop, prepared):
    request = train(workshop, prepared, ["decision_tree"])
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        before = trainings.of_request(session, request.request_id)[0]
    with transaction(workshop.engine) as session:
        lifecycle.begin_again(lifecycle.get(session, request.request_id))
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        after = trainings.of_request(session, request.request_id)
        assert [(t.training_id, t.trained_at) for t in after] == [(before.training_id, before.trained_at)]
        assert [s.times_trained for s in trainings.latest(session, prepared)] == [1]


@pytest.mark.slow
def test_confirming_works_while_mlflow_is_away_and_is_told_later(workshop, prepared):
    train(workshop, prepared, ["decision_tree"])
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        training_id = trainings.latest(session, prepared)[0].training.training_id
    workshop.decide(automl_decisions.confirm_model, prepared, training_id=training_id)
    (result,) = workshop.run_waiting()
    assert result.success
    with reading(workshop.engine) as session:
        assert documents.get(session, prepared).status == DocumentStatus.MODEL_CONFIRMED
        assert [t.training_id for t in trainings.not_registered(session, limit=10)] == [training_id]


@pytest.mark.slow
def test_a_model_file_that_was_changed_is_not_used(workshop, prepared):
    train(workshop, prepared, ["decision_tree"])
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        training = trainings.latest(session, prepared)[0].training
    store = Store(workshop.settings.effective_store_url)
    manifest = store.path(f"{training.model_path}/manifest.json")
    manifest.write_bytes(manifest.read_bytes() + b" ")
    request = workshop.decide(automl_decisions.confirm_model, prepared, training_id=training.training_id)
    (result,) = workshop.run_waiting()
    assert not result.success
    assert workshop.request(request.request_id).status == RequestStatus.FAILED


def test_doctor_names_every_file_that_is_gone_or_changed(workshop, table):
    from orchestration.operations.doctor import examine

    doc = workshop.add(table)
    workshop.run_waiting()
    store = Store(workshop.settings.effective_store_url)

    def files():
        return next(f for f in examine(workshop.settings) if f.check == "files")

    workshop.settings.dagster_home.mkdir()
    (workshop.settings.dagster_home / "dagster.yaml").write_text("")
    assert files().ok
    store.path(f"automl/{doc}/typed.parquet").unlink()
    store.path(f"automl/{doc}/boxplot/c0001.png").write_bytes(b"other")
    found = files()
    assert not found.ok
    assert "typed.parquet is missing" in found.detail
    assert "c0001.png was changed" in found.detail
