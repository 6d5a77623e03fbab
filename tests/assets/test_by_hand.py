"""Assets launched from Dagster's launchpad: the same decisions, checks and rows as everywhere else."""

from __future__ import annotations

import shutil

import dagster as dg
import pytest
import sqlalchemy as sa

from assets.runs import RUN_KEY_TAG
from domain.automl import DocumentStatus, TrainingStatus
from domain.requests import RequestKind, RequestStatus
from orchestration.runtime.reading_resources import build_files
from records import columns, documents, plans, predictions, trainings
from records.engine import reading, transaction
from records.tables import Request
from work_requests import automl_decisions, lifecycle, request_lists, request_queue


def written(folder):
    path = folder / "매출.csv"
    lines = ["크기,색,종류"] + [
        f"{n % 40},{'빨강' if n % 3 else '파랑'},{'예' if n % 40 > 20 else '아니오'}" for n in range(120)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path):
    return written(tmp_path)


@pytest.fixture
def doc(begun_homes, workshop):
    return begun_homes.copied_to(workshop, confirm_data)


def confirm_data(workshop, folder):
    doc = workshop.add(written(folder))
    workshop.run_waiting()
    with transaction(workshop.engine) as session:
        automl_decisions.confirm_data(session, doc, by="me", now=workshop.now())
    return doc


def kinds(workshop, doc):
    with reading(workshop.engine) as session:
        return [
            (r.kind, r.status) for r in request_lists.of_document(session, doc) if r.requested_by == "dagster"
        ]


def failure(result):
    event = next(e for e in result.all_events if e.is_step_failure)
    return event.step_failure_data.user_failure_data.description


@pytest.mark.slow
def test_a_document_goes_all_the_way_from_the_launchpad(workshop, doc, table):
    assert workshop.by_hand(doc, "target_check", target_check={"target": "종류"}).success
    assert workshop.by_hand(doc, "preprocessing_plan", preprocessing_plan={"missing": "mean"}).success
    assert workshop.by_hand(doc, "decision_tree_model", decision_tree_model={"seed": 3}).success
    workshop.reconcile()
    with reading(workshop.engine) as session:
        (training,) = [s.training for s in trainings.latest(session, doc)]
        assert training.status == TrainingStatus.TRAINED  # not failed: its evaluation is yet to be launched
        assert plans.current(session, doc).plan["missing"] == "mean"
    assert workshop.by_hand(doc, "decision_tree_evaluation", "model_comparison").success
    confirm = {"training_id": training.training_id}
    assert workshop.by_hand(doc, "confirmed_model", confirmed_model=confirm).success
    new = shutil.copy(table, build_files(workshop.settings).inbox.refused)
    assert workshop.by_hand(doc, "predictions", predictions={"file": str(new)}).success
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        assert document.confirmed_training_id == training.training_id
        assert document.status == DocumentStatus.MODEL_CONFIRMED
        (scored,) = predictions.of_document(session, doc)
        assert (scored.rows, scored.file_name) == (120, "매출.csv")
    assert table.exists()
    workshop.reconcile()
    assert {status for _, status in kinds(workshop, doc)} == {RequestStatus.DONE}
    # Once more as they are: nothing has to be confirmed again.
    assert workshop.by_hand(doc, "column_profile", "boxplots").success
    assert workshop.by_hand(doc, "target_check", target_check={"target": "종류"}).success
    assert workshop.by_hand(doc, "target_check").success
    assert workshop.by_hand(doc, "preprocessing_plan", preprocessing_plan={"missing": "mean"}).success
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        assert (document.status, document.plan_version) == (DocumentStatus.MODEL_CONFIRMED, 1)
        assert not trainings.get(session, training.training_id).stale
    assert workshop.by_hand(doc, "preprocessing_plan", preprocessing_plan={"missing": "median"}).success
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
        assert (document.status, document.plan_version) == (DocumentStatus.PREPARED, 2)


def test_a_run_of_several_assets_serves_a_request_of_each_kind(workshop, doc):
    result = workshop.by_hand(
        doc,
        "uploaded_table",
        "column_profile",
        "boxplots",
        "target_check",
        target_check={"target": "종류"},
    )
    assert result.success
    workshop.reconcile()
    assert sorted(kinds(workshop, doc)) == [
        (RequestKind.PROFILE, RequestStatus.DONE),
        (RequestKind.TARGET, RequestStatus.DONE),
        (RequestKind.UPLOAD, RequestStatus.DONE),
    ]
    run = workshop.instance.get_run_by_id(result.run_id)
    assert run.tags["saebyeok/document"] == doc


def test_another_launch_right_after_a_good_one_is_not_refused(workshop, doc):
    assert workshop.by_hand(doc, "uploaded_table").success
    assert workshop.by_hand(doc, "uploaded_table").success
    assert kinds(workshop, doc)[0] == (RequestKind.UPLOAD, RequestStatus.DONE)


def test_a_launch_while_other_work_is_under_way_is_refused_in_words(workshop, doc):
    with transaction(workshop.engine) as session:
        waiting = lifecycle.ask(
            session, RequestKind.PREVIEW, doc_id=doc, params={}, by="me", now=workshop.now()
        )
        request_queue.mark_submitted(
            session, [waiting.request_id], workshop.now(), run_key=f"request:{waiting.request_id}:1"
        )
    result = workshop.by_hand(doc, "column_profile")
    assert not result.success
    assert f"요청 {waiting.request_id}번이 진행 중" in failure(result)


def test_a_column_is_retyped_by_its_name_and_results_become_stale(workshop, doc):
    assert workshop.by_hand(doc, "target_check", target_check={"target": "종류"}).success
    assert workshop.by_hand(doc, "column_profile", column_profile={"types": {"크기": "text"}}).success
    with reading(workshop.engine) as session:
        assert columns.by_label(session, doc, "크기").type == "text"
        document = documents.get(session, doc)
        assert (document.plan_version, document.status) == (None, DocumentStatus.DATA_CONFIRMED)


@pytest.mark.parametrize(
    ("asset", "config", "words"),
    [
        ("target_check", {"target": "없는 칼럼"}, "'없는 칼럼' 칼럼이 없습니다"),
        ("column_profile", {"types": {"크기": "숫자"}}, "모르는 칼럼 유형입니다: 숫자"),
        ("preprocessing_plan", {"outlier_factor": 0.0}, "0보다 큰 수여야 합니다"),
        ("preprocessing_preview", {"missing": "constant"}, "채울 값(constant)도"),
        ("svm_model", {}, "적용된 데이터 전처리가 없습니다"),
        ("confirmed_model", {"training_id": "999"}, "학습 999가 없습니다"),
        ("predictions", {"file": "/etc/passwd"}, "'passwd'은(는) inbox 폴더에도 저장소에도 없습니다"),
        ("predictions", {"file": "../saebyeok.db"}, "inbox 폴더에도"),
        ("predictions", {"file": "refused/rows.csv"}, "'rows.csv'은(는) 보통 파일이 아닙니다"),
        ("predictions", {}, "아직 예측한 파일이 없습니다"),
    ],
)
def test_config_that_cannot_be_is_refused_in_words(workshop, doc, asset, config, words):
    result = workshop.by_hand(doc, asset, **{asset: config})
    assert not result.success
    assert words in failure(result)
    assert RequestStatus.RUNNING not in dict(kinds(workshop, doc)).values()


@pytest.mark.parametrize("asset", ["uploaded_table", "svm_model", "predictions"])
def test_a_run_without_a_document_fails_in_words_and_leaves_no_request(workshop, doc, asset):
    result = workshop.by_hand(None, asset)
    assert not result.success
    assert f"문서가 정해지지 않아 {asset}을(를)" in failure(result)
    assert "partition_key" not in failure(result)
    with reading(workshop.engine) as session:
        assert [r.doc_id for r in session.scalars(sa.select(Request))] == [doc, doc]


@pytest.mark.parametrize(
    ("kind", "job"), [(RequestKind.PREDICT, "automl_predict"), (RequestKind.PREPARE, "automl_prepare")]
)
def test_a_request_whose_run_lacks_the_document_is_settled_in_words(workshop, doc, kind, job):
    with transaction(workshop.engine) as session:
        request = lifecycle.ask(session, kind, doc_id=doc, params={}, by="me", now=workshop.now())
        request_queue.mark_submitted(session, [request.request_id], workshop.now(), run_key="request:x")
    tags = {
        "saebyeok/request": str(request.request_id),
        ".dagster/saebyeok_attempt": "1",
        RUN_KEY_TAG: "request:x",
    }
    workshop.execute(dg.RunRequest(run_key="request:x", job_name=job, tags=tags))
    workshop.reconcile()
    settled = workshop.request(request.request_id)
    assert settled.status == RequestStatus.FAILED
    assert "파티션으로 문서 번호를" in settled.reason_ko
    with reading(workshop.engine) as session:
        failed = documents.get(session, doc).failure_ko
    # A failed prediction belongs to its file.
    assert failed == (None if kind is RequestKind.PREDICT else settled.reason_ko)


def test_a_positive_class_that_is_not_there_leaves_no_target(workshop, doc):
    result = workshop.by_hand(doc, "target_check", target_check={"target": "종류", "positive_class": "maybe"})
    assert not result.success
    with reading(workshop.engine) as session:
        document = documents.get(session, doc)
    assert (document.target_key, document.positive_class) == (None, None)
    assert document.status == DocumentStatus.DATA_CONFIRMED


def test_a_run_executed_again_from_the_interface_is_a_run_by_hand(workshop, doc):
    first = workshop.upload_request(doc)
    again = workshop.repository.get_job("automl_upload").execute_in_process(
        partition_key=doc,
        instance=workshop.instance,
        tags={
            "saebyeok/request": str(first.request_id),
            ".dagster/saebyeok_attempt": "1",
            "dagster/parent_run_id": "an earlier run",
        },
    )
    assert isinstance(again, dg.ExecuteInProcessResult)
    assert again.success
    assert (RequestKind.UPLOAD in dict(kinds(workshop, doc))) is True


def test_a_profile_by_hand_is_recorded_as_what_it_does(workshop, doc):
    assert workshop.by_hand(doc, "column_profile", "boxplots").success
    retyped = {"types": {"크기": "text"}}
    assert workshop.by_hand(doc, "column_profile", "boxplots", column_profile=retyped).success
    workshop.reconcile()
    assert sorted(kinds(workshop, doc)) == [
        (RequestKind.PROFILE, RequestStatus.DONE),
        (RequestKind.RETYPE, RequestStatus.DONE),
    ]
