"""The strip of work: live progress, cancelling, what went wrong, and telling the page that something is over."""

from __future__ import annotations

import re
from datetime import timedelta

from domain.access import Role
from domain.messages import Sentences
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.engine import reading, transaction
from tests.console.automl.conftest import DOC
from work_requests import claims, lifecycle, outcomes, progress
from work_requests.outcomes import RunOutcome, Verdict


def _ask(context, now, kind=RequestKind.UPLOAD, **params) -> int:
    with transaction(context.engine) as session:
        return lifecycle.ask(session, kind, doc_id=DOC, params=params, by="kim", now=now).request_id


def _seen(page: str) -> str:
    return re.search(r'hx-get="(/automl/\d+/work\?seen=[^"]+)"', page)[1]


def test_every_step_shows_how_far_it_is(visit, table, context, now):
    number = _ask(context, now)
    with transaction(context.engine) as session:
        progress.report(
            session, number, "before", Sentences("", ""), done=0, total=77, now=now - timedelta(1)
        )
        progress.report(
            session,
            number,
            "uploaded_table",
            Sentences("40행 저장", "40 rows stored"),
            done=40,
            total=1440,
            now=now,
        )
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/work").text
    assert '<progress max="1440" value="40"' in page
    assert "0/77" not in page  # what comes before the last step is over
    assert "표 읽기" in page
    assert "40행 저장" in page


def test_the_page_is_told_once_when_something_is_over(visit, table, context, now):
    number = _ask(context, now)
    client = visit(Role.VIEWER)
    again = _seen(client.get(f"/automl/{DOC}/data").text)
    assert "hx-trigger" not in client.get(again).headers
    with transaction(context.engine) as session:
        lifecycle.settle(lifecycle.get(session, number), RequestStatus.DONE, now=now)
    over = client.get(again)
    assert over.headers["hx-trigger"] == "work-changed"
    assert "hx-trigger" not in client.get(_seen(over.text)).headers


def test_the_state_in_the_head_follows_too(visit, table):
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/work").text
    assert re.search(r'id="document-state" hx-swap-oob="true"[^>]*>업로드<', page)


def test_a_training_shows_each_model_by_itself(visit, prepared, context, now):
    number = _ask(context, now, RequestKind.TRAIN, models=["svm", "k_means"])
    with transaction(context.engine) as session:
        row = trainings.begin(session, DOC, request_id=number, model_code="svm", plan_version=1, now=now)
        trainings.set_failed(row, Sentences("표가 너무 작습니다", "the table is too small"))
        progress.report(
            session,
            number,
            "svm_model",
            Sentences("교차 검증 3/16", "cross-validation 3/16"),
            done=3,
            total=16,
            now=now,
        )
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/work").text
    svm, k_means = page.split('data-testid="model-svm"')[1].split('data-testid="model-k_means"')
    assert "표가 너무 작습니다" in svm
    assert "실패" in svm
    assert "대기" in k_means


def test_a_training_whose_models_have_all_ended_says_what_remains(visit, prepared, context, now):
    number = _ask(context, now, RequestKind.TRAIN, models=["svm", "k_means"])
    client = visit(Role.VIEWER)
    for model in ("svm", "k_means"):
        assert "what-remains" not in client.get(f"/automl/{DOC}/work").text
        with transaction(context.engine) as session:
            row = trainings.begin(session, DOC, request_id=number, model_code=model, plan_version=1, now=now)
            trainings.set_failed(row, Sentences("작음", "small"))
    assert "what-remains" in client.get(f"/automl/{DOC}/work").text


def test_work_is_cancelled_and_tried_again(visit, table, context, now):
    number = _ask(context, now)
    client = visit(Role.EDITOR)
    answer = client.post(f"/automl/{DOC}/requests/{number}/cancel")
    assert (answer.status_code, answer.headers["hx-trigger"]) == (204, "asked")
    page = client.get(f"/automl/{DOC}/work").text
    assert "kim 님이 취소했습니다" in page
    assert client.post(f"/automl/{DOC}/requests/{number}/retry").status_code == 204
    with reading(context.engine) as session:
        assert lifecycle.get(session, number).attempt == 2
    assert "kim 님이 취소했습니다" not in client.get(f"/automl/{DOC}/work").text


def test_a_failure_says_why_with_its_run_and_a_viewer_cant_retry(visit, table, context, now):
    number = _ask(context, now)
    with transaction(context.engine) as session:
        request = lifecycle.get(session, number)
        request.run_id = "run-1"
        lifecycle.settle(
            request, RequestStatus.FAILED, now=now, reason=Sentences("디스크가 찼습니다", "the disk is full")
        )
    client = visit(Role.VIEWER)
    page = client.get(f"/automl/{DOC}/work").text
    assert "디스크가 찼습니다" in page
    assert "http://127.0.0.1:3000/runs/run-1" in page
    assert "다시 시도" not in page
    assert client.post(f"/automl/{DOC}/requests/{number}/retry").status_code == 403


def test_a_request_of_another_document_is_not_touched(visit, table, context, now):
    with transaction(context.engine) as session:
        other = lifecycle.ask(
            session, RequestKind.OCR_READ, doc_id="261122000000099", params={}, by="a", now=now
        )
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/requests/{other.request_id}/cancel")
    assert answer.status_code == 404
    with reading(context.engine) as session:
        assert lifecycle.get(session, other.request_id).status == RequestStatus.WAITING


def test_work_speaks_english_too(visit, table, context, now):
    _ask(context, now)
    client = visit(Role.VIEWER)
    client.cookies.set("saebyeok_language", "en")
    page = client.get(f"/automl/{DOC}/work").text
    assert "upload" in page
    assert "waiting" in page


def test_a_cancelled_training_is_no_failure(visit, prepared, context, now):
    number = _ask(context, now, RequestKind.TRAIN, models=["svm"])
    with transaction(context.engine) as session:
        request = claims.claim(session, number, attempt=1, run_id="run-1", now=now)
        trainings.begin(session, DOC, request_id=number, model_code="svm", plan_version=1, now=now)
        outcomes.settle(session, request, Verdict(RunOutcome.CANCELLED), now)
    client = visit(Role.VIEWER)
    strip = client.get(f"/automl/{DOC}/work?stage=train").text
    assert 'data-testid="cancelled"' in strip
    assert "went-wrong" not in strip
    row = client.get(f"/automl/{DOC}/trainings").text.split('data-model="svm"')[1].split("</tr>")[0]
    assert "취소" in row
    assert "실패" not in row
    assert "bad" not in row
    listed = client.get("/automl").text.split('data-testid="document"')[1].split("</tr>")[0]
    assert "취소" not in listed


def test_a_failed_training_is_told_where_models_are_trained_and_not_on_other_screens(
    visit, trained, context, now
):
    trained("svm")
    number = _ask(context, now, RequestKind.TRAIN, models=["svm"])
    with transaction(context.engine) as session:
        reason = Sentences("디스크가 찼습니다", "the disk is full")
        lifecycle.settle(lifecycle.get(session, number), RequestStatus.FAILED, now=now, reason=reason)
    pages = {
        stage: visit(Role.EDITOR).get(f"/automl/{DOC}/{stage}").text
        for stage in ("upload", "data", "prepare", "train", "confirm", "predict")
    }
    assert [stage for stage, page in pages.items() if 'data-testid="failed"' in page] == ["train"]
