"""Which decisions a document's state allows, and what each leaves on record."""

from __future__ import annotations

import pytest

from domain.automl import DocumentStatus, TrainingStatus
from domain.preprocessing import DEFAULTS
from domain.read_report import SheetInfo
from domain.requests import RequestKind, RequestStatus
from domain.tasks import Task
from records import documents, plans, trainings
from records.engine import reading, transaction
from records.errors import DecisionRefused, NotFound
from tests.factories import evaluation
from tests.read_reports import read_report
from work_requests import automl_decisions, request_queue, table_names, table_trash
from work_requests.target_task import chosen_task, parsed_task

DOC = "261122000000001"


def with_plan_and_training(session, now, make_document):
    """A document whose plan was applied and whose decision tree was trained and evaluated."""
    document = make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
    automl_decisions.set_target(session, DOC, label="y", positive_class=None, by="a", now=now)
    request = automl_decisions.prepare(session, DOC, choices=DEFAULTS, preview=False, by="a", now=now)
    plans.add(
        session,
        DOC,
        request_id=request.request_id,
        plan={"target": "c0002"},
        effect={},
        split_path="x",
        split_sha256="0" * 64,
        now=now,
    )
    asked = automl_decisions.train(
        session, DOC, models=["decision_tree"], seed=0, budget_seconds=None, by="a", now=now
    )
    training = trainings.begin(
        session, DOC, request_id=asked.request_id, model_code="decision_tree", plan_version=1, now=now
    )
    trainings.set_evaluated(training, evaluation(precision=0.5, sensitivity=0.25, f1=1 / 3))
    return document, training


def test_data_must_be_uploaded_before_it_is_confirmed(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.RECEIVED)
        with pytest.raises(DecisionRefused) as refusal:
            automl_decisions.confirm_data(session, DOC, by="a", now=now)
    assert "업로드" in refusal.value.ko


def test_confirming_data_needs_no_run_and_is_on_record(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC)
        request = automl_decisions.confirm_data(session, DOC, by="a", now=now)
    with reading(engine) as session:
        assert documents.get(session, DOC).status == DocumentStatus.DATA_CONFIRMED
    assert (request.kind, request.status) == (RequestKind.CONFIRM_DATA, RequestStatus.DONE)


def as_classes(session, label, now):
    return automl_decisions.set_target(
        session, DOC, label=label, positive_class=None, task=Task.CLASSIFICATION, by="a", now=now
    )


def test_a_number_with_many_values_can_t_be_classes_but_one_with_few_can(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        with pytest.raises(DecisionRefused, match="400 distinct"):
            as_classes(session, "Fresh", now)
        as_classes(session, "grade", now)
        assert documents.get(session, DOC).target_key == "c0003"


def test_what_people_decide_on_the_values_of_a_target_is_known_until_there_is_another_target(
    engine, now, make_document
):
    with transaction(engine) as session:
        document = make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        automl_decisions.set_target(session, DOC, label="Fresh", positive_class=None, by="a", now=now)
        assert chosen_task(session, document) is None
        automl_decisions.set_target(
            session, DOC, label="grade", positive_class=None, task=Task.REGRESSION, by="a", now=now
        )
        automl_decisions.set_used_columns(session, DOC, use=[], drop=["Fresh"], by="a", now=now)
        assert chosen_task(session, document) is Task.REGRESSION


def test_a_text_can_t_be_predicted_as_a_number(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        with pytest.raises(DecisionRefused, match="no number"):
            automl_decisions.set_target(
                session, DOC, label="y", positive_class=None, task=Task.REGRESSION, by="a", now=now
            )


@pytest.mark.parametrize(("text", "task"), [("", None), (None, None), ("regression", Task.REGRESSION)])
def test_a_task_is_named_by_its_code(text, task):
    assert parsed_task(text) is task
    with pytest.raises(DecisionRefused, match="classification, regression"):
        parsed_task("guessing")


def test_a_target_the_document_lacks_is_refused_naming_its_columns(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        with pytest.raises(NotFound, match="Fresh, y, grade"):
            automl_decisions.set_target(session, DOC, label="없는 칼럼", positive_class=None, by="a", now=now)


def test_training_needs_an_applied_plan(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.PREPARED)
        with pytest.raises(DecisionRefused, match="no preprocessing"):
            automl_decisions.train(session, DOC, models=["svm"], seed=0, budget_seconds=None, by="a", now=now)


def test_confirming_sets_the_date_and_the_status(engine, now, make_document):
    with transaction(engine) as session:
        _, training = with_plan_and_training(session, now, make_document)
        automl_decisions.confirm_model(session, DOC, training_id=training.training_id, by="a", now=now)
    with reading(engine) as session:
        document = documents.get(session, DOC)
        assert document.status == DocumentStatus.MODEL_CONFIRMED
        assert document.confirmed_training_id == training.training_id
        assert trainings.get(session, training.training_id).confirmed_at == now


@pytest.mark.parametrize("change", ["target", "columns", "plan"])
def test_results_of_an_earlier_plan_are_kept_but_can_not_be_confirmed(engine, now, make_document, change):
    with transaction(engine) as session:
        _, training = with_plan_and_training(session, now, make_document)
    with transaction(engine) as session:
        if change == "target":
            automl_decisions.set_target(session, DOC, label="grade", positive_class=None, by="a", now=now)
        elif change == "columns":
            automl_decisions.set_used_columns(session, DOC, use=[], drop=["Fresh"], by="a", now=now)
        else:
            request = automl_decisions.prepare(session, DOC, choices=DEFAULTS, preview=False, by="a", now=now)
            plans.add(
                session,
                DOC,
                request_id=request.request_id,
                plan={},
                effect={},
                split_path="y",
                split_sha256="1" * 64,
                now=now,
            )
    with transaction(engine) as session:
        assert trainings.get(session, training.training_id).f1 == pytest.approx(1 / 3)
        with pytest.raises(DecisionRefused, match="train again"):
            automl_decisions.confirm_model(session, DOC, training_id=training.training_id, by="a", now=now)


def test_a_failed_training_can_not_be_confirmed(engine, now, make_document):
    with transaction(engine) as session:
        _, training = with_plan_and_training(session, now, make_document)
        training.status = TrainingStatus.FAILED
        with pytest.raises(DecisionRefused):
            automl_decisions.confirm_model(session, DOC, training_id=training.training_id, by="a", now=now)


def test_deleting_hides_the_document_and_cancels_what_waits(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.DATA_CONFIRMED)
        waiting = automl_decisions.set_target(session, DOC, label="y", positive_class=None, by="a", now=now)
        table_trash.delete(session, DOC, by="a", now=now)
    with reading(engine) as session:
        assert documents.page(session) == ([], 0)
        with pytest.raises(NotFound):
            documents.get(session, DOC)
    assert waiting.status == RequestStatus.CANCELLED


def test_the_same_request_begins_a_training_once(engine, now, make_document):
    with transaction(engine) as session:
        _, training = with_plan_and_training(session, now, make_document)
        again = trainings.begin(
            session, DOC, request_id=training.request_id, model_code="decision_tree", plan_version=1, now=now
        )
        assert again.training_id == training.training_id
        assert [s.times_trained for s in trainings.latest(session, DOC)] == [1]


def test_a_double_click_asks_once_but_a_later_change_asks_again(engine, now, make_document):
    def train(session, models):
        return automl_decisions.train(
            session, DOC, models=models, seed=0, budget_seconds=None, by="a", now=now
        )

    with transaction(engine) as session:
        with_plan_and_training(session, now, make_document)
        first = train(session, ["svm"])
        assert train(session, ["svm"]).request_id == first.request_id
        other = train(session, ["k_means"])
        assert other.request_id != first.request_id
        assert train(session, ["svm"]).request_id not in (first.request_id, other.request_id)


def test_what_a_run_has_begun_is_asked_anew(engine, now, make_document):
    with transaction(engine) as session:
        with_plan_and_training(session, now, make_document)
        first = automl_decisions.prepare(session, DOC, choices=DEFAULTS, preview=True, by="a", now=now)
        request_queue.mark_submitted(
            session, [first.request_id], now, run_key=f"request:{first.request_id}:1"
        )
        again = automl_decisions.prepare(session, DOC, choices=DEFAULTS, preview=True, by="a", now=now)
        assert again.request_id != first.request_id


SHEETS = read_report(
    sheet="1월", other_sheets=(SheetInfo("2월", hidden=False), SheetInfo("원본", hidden=True))
)


@pytest.mark.parametrize("sheet", ["2월", "원본", "3", " 2월"])
def test_another_sheet_is_read_and_earlier_decisions_are_dropped(engine, now, make_document, sheet):
    with transaction(engine) as session:
        document, training = with_plan_and_training(session, now, make_document)
        document.read_report = SHEETS
        request = automl_decisions.read_sheet(session, DOC, sheet=sheet, by="kim", now=now)
        assert (request.kind, request.status) == (RequestKind.UPLOAD, RequestStatus.WAITING)
        assert request.params == {"file_name": "test.csv", "sheet": sheet}
        assert (document.target_key, document.plan_version) == (None, None)
        assert document.status == DocumentStatus.UPLOADED
        assert training.stale


@pytest.mark.parametrize(
    ("report", "sheet", "told"), [(SHEETS, "3월", "1월, 2월, 원본"), (SHEETS, "4", "1월, 2월"), (read_report(), "1", "시트가 없습니다")]
)  # fmt: skip
def test_a_sheet_that_is_not_there_is_refused_and_nothing_changes(
    engine, now, make_document, report, sheet, told
):
    with transaction(engine) as session:
        document, training = with_plan_and_training(session, now, make_document)
        document.read_report = report
        with pytest.raises(DecisionRefused) as refusal:
            automl_decisions.read_sheet(session, DOC, sheet=sheet, by="kim", now=now)
        assert told in refusal.value.ko
        assert document.plan_version == 1
        assert not training.stale


def test_a_document_that_could_not_be_read_may_be_read_from_any_sheet(engine, now, make_document):
    with transaction(engine) as session:
        make_document(session, DOC, DocumentStatus.FAILED)
        request = automl_decisions.read_sheet(session, DOC, sheet="데이터", by="kim", now=now)
    assert request.params["sheet"] == "데이터"


def test_a_name_is_changed_with_the_one_before_on_record(engine, now, make_document):
    with transaction(engine) as session:
        before = make_document(session, DOC, DocumentStatus.UPLOADED).name
        asked = table_names.rename(session, DOC, name="x" * 300, by="kim", now=now)
        assert asked.params == {"before": before, "name": "x" * 200}
        assert (asked.kind, asked.status) == (RequestKind.RENAME, RequestStatus.DONE)
        with pytest.raises(NotFound):
            table_names.rename(session, "261122000000099", name="y", by="kim", now=now)
