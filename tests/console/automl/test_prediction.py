"""예측: files brought to the confirmed model, and their results to keep."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.explanations import ModelExplanation
from domain.messages import Sentences
from domain.requests import RequestStatus
from records import explanations, predictions
from records.engine import reading, transaction
from tests.console.automl.conftest import DOC
from work_requests import automl_decisions, lifecycle, request_lists

ROWS = [("files", ("새 행.csv", b"Fresh\n1\n", "text/csv"))]


@pytest.fixture
def confirmed(trained, context, now):
    training = trained("svm")["svm"]
    with transaction(context.engine) as session:
        request = automl_decisions.confirm_model(session, DOC, training_id=training, by="kim", now=now)
        lifecycle.settle(request, RequestStatus.DONE, now=now)
    return training


@pytest.fixture
def predicted(confirmed, context, now, visit):
    """A finished prediction; its id and where its result is."""

    def make(file_name: str = "새 행.csv") -> tuple[str, str]:
        stored = context.store.put_bytes("Fresh,예측\n=1+1,yes\n".encode(), f"automl/{DOC}/predictions/1.csv")
        with transaction(context.engine) as session:
            request = automl_decisions.predict(
                session, DOC, file_name=file_name, source_path="x", source_sha256="0" * 64, by="kim", now=now
            )
            row = predictions.of_request(session, request.request_id)
            row.rows, row.finished_at = 108, now
            row.output_path, row.output_sha256 = stored.key, stored.sha256
            row.warnings = [
                {"code": "drift", "ko": "분포가 달라졌습니다", "en": "shifted", "severity": "serious"}
            ]
            lifecycle.settle(request, RequestStatus.DONE, now=now)
            return row.prediction_id, f"/files/automl/predictions/{row.prediction_id}/{stored.sha256}"

    return make


def test_without_a_confirmed_model_nothing_is_taken_and_nothing_left_behind(visit, trained, context):
    trained("svm")
    client = visit(Role.EDITOR)
    assert "모델을 하나 확정하면" in client.get(f"/automl/{DOC}/predict").text
    answer = client.post(f"/automl/{DOC}/uploads", files=ROWS)
    assert (answer.status_code, "확정" in answer.text) == (409, True)
    assert not list(context.intake.inbox.refused.iterdir())
    assert not list(context.intake.inbox.processing.iterdir())


def test_a_file_is_brought_and_asked_for(visit, confirmed, context, asked):
    client = visit(Role.EDITOR)
    answer = client.post(f"/automl/{DOC}/uploads", files=ROWS)
    assert answer.headers["hx-trigger"] == "asked"
    assert asked()[-1] == ("predict", {"file_name": "새 행.csv"})
    page = client.get(f"/automl/{DOC}/predictions").text
    assert "새 행.csv" in page
    assert "대기" in page
    assert "내려받기</a>" not in page
    with reading(context.engine) as session:
        (row,) = predictions.of_document(session, DOC)
    assert context.store.path(row.source_path).read_bytes() == b"Fresh\n1\n"


def test_an_empty_file_is_refused_in_its_line(visit, confirmed):
    answer = visit(Role.EDITOR).post(f"/automl/{DOC}/uploads", files=[("files", ("a.csv", b"", "text/csv"))])
    assert answer.status_code == 200
    assert "비어 있습니다" in answer.text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(visit, confirmed, context):
    files = [("files", ("a.csv", b"x" * 300_000, "text/csv"))]
    assert visit(Role.EDITOR).post(f"/automl/{DOC}/uploads", files=files).status_code == 413
    assert not context.uploads.exists()


def test_the_list_shows_rows_warnings_and_the_result(visit, predicted):
    number, place = predicted()
    page = visit(Role.VIEWER).get(f"/automl/{DOC}/predict").text
    for word in (number, "108", "분포가 달라졌습니다", "완료", place):
        assert word in page


def test_the_result_is_a_file_to_keep_under_a_safe_name(visit, predicted):
    number, place = predicted('새 행"; filename=x.html\r\n.csv')
    answer = visit(Role.VIEWER).get(place)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f"attachment; filename=\"{number}.csv\"; filename*=UTF-8''")
    assert "x.html" not in disposition.split(";")[1]
    assert disposition.count('"') == 2
    assert answer.text == "Fresh,예측\n=1+1,yes\n"


def test_a_result_is_found_by_its_row_and_hash_alone(visit, predicted, context):
    number, place = predicted()
    client = visit(Role.EDITOR)
    assert client.get(f"/files/automl/predictions/{number}/{'0' * 64}").status_code == 404
    assert client.get(f"/files/automl/predictions/..%2f{number}/x").status_code == 404
    assert visit().get(place).status_code == 401
    client.post("/automl/delete", data={"doc": DOC})
    assert client.get(place).status_code == 404


def test_a_result_that_was_changed_on_the_disk_is_not_handed_out(visit, predicted, context):
    _, place = predicted()
    context.store.path(f"automl/{DOC}/predictions/1.csv").write_bytes(b"other")
    assert visit(Role.VIEWER).get(place).status_code == 409


def test_a_failed_prediction_says_why_and_is_tried_again(visit, confirmed, context, now):
    client = visit(Role.EDITOR)
    client.post(f"/automl/{DOC}/uploads", files=ROWS)
    with transaction(context.engine) as session:
        request = request_lists.of_document(session, DOC)[-1]
        lifecycle.settle(
            request, RequestStatus.FAILED, now=now, reason=Sentences("'Milk' 열이 없습니다", "no Milk")
        )
    page = client.get(f"/automl/{DOC}/predictions").text
    assert "열이 없습니다" in page
    assert client.post(f"/automl/{DOC}/requests/{request.request_id}/retry").status_code == 204


def test_reasons_are_asked_for_where_the_model_can_give_them(visit, confirmed, context, asked, now):
    client = visit(Role.EDITOR)
    refused = client.post(f"/automl/{DOC}/uploads", files=ROWS, data={"reasons": "true"})
    assert (refused.status_code, "다시 학습" in refused.text) == (409, True)
    with transaction(context.engine) as session:
        explained = ModelExplanation(("yes",), None, None, 0, 0)
        explanations.put(session, confirmed, explained, background=("b", "0" * 64), now=now)
    assert client.post(f"/automl/{DOC}/uploads", files=ROWS, data={"reasons": "true"}).status_code == 200
    assert asked()[-1] == ("predict", {"file_name": "새 행.csv", "reasons": True})
    assert client.post(f"/automl/{DOC}/uploads", files=ROWS).status_code == 200
    assert asked()[-1] == ("predict", {"file_name": "새 행.csv"})
