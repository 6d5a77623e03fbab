"""자동 학습: the list, which follows what happens, and uploads into it."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.automl import DocumentStatus
from domain.messages import Message
from domain.requests import RequestKind
from records import documents
from records.engine import reading, transaction
from tests.console.automl.conftest import DOC
from work_requests import lifecycle


def test_the_list_shows_the_seeds_columns_and_leads_to_the_document(visit, table):
    page = visit(Role.EDITOR).get("/automl").text
    for word in (
        "문서명",
        "처리상태",
        "등록일",
        "선택",
        "삭제",
        "테스트 - 2022.11.21(01)",
        "업로드",
        "2026-11-22",
        "Total : 1",
    ):
        assert word in page
    assert f'href="/automl/{DOC}"' in page


def test_the_list_finds_by_name_and_state(visit, table):
    client = visit(Role.VIEWER)
    assert DOC in client.get("/automl?name=2022.11&status=uploaded").text
    assert "찾은 문서가 없습니다" in client.get("/automl?status=trained").text


def test_a_document_at_work_says_so_and_the_list_looks_again_sooner(visit, table, context, now):
    client = visit(Role.VIEWER)
    quiet = client.get("/automl", headers={"hx-request": "true"}).text
    assert quiet.lstrip().startswith("<div")
    assert "every 10s" in quiet
    with transaction(context.engine) as session:
        lifecycle.ask(session, RequestKind.TRAIN, doc_id=DOC, params={}, by="kim", now=now)
    busy = client.get("/automl", headers={"hx-request": "true"}).text
    assert "모델 학습 · 대기" in busy
    assert "every 2s" in busy


def test_an_upload_is_taken_with_its_name_and_the_list_is_told(visit, context):
    answer = visit(Role.EDITOR).post(
        "/automl/uploads", files=[("files", ("a.csv", b"x,y\n1,2\n", "text/csv"))], data={"name": " 심사 "}
    )
    assert answer.headers["hx-trigger"] == "uploaded"
    with reading(context.engine) as session:
        (document,), _ = documents.page(session)
    assert (document.name, document.registered_by) == ("심사", "kim")
    assert f"/automl/{document.doc_id}" in answer.text


def test_the_list_carries_no_long_report_of_its_documents(table, context):
    with reading(context.engine) as session:
        (document,), _ = documents.page(session)
        assert "read_report" not in vars(document)
        assert documents.get(session, DOC).read_report.encoding == "cp949"


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (DocumentStatus.RECEIVED, "upload"),
        (DocumentStatus.FAILED, "upload"),
        (DocumentStatus.UPLOADED, "data"),
        (DocumentStatus.DATA_CONFIRMED, "prepare"),
        (DocumentStatus.PREPARED, "prepare"),
        (DocumentStatus.TRAINED, "confirm"),
        (DocumentStatus.MODEL_CONFIRMED, "predict"),
    ],
)
def test_a_document_opens_where_its_next_thing_is_to_be_done(visit, table, context, status, stage):
    with transaction(context.engine) as session:
        documents.get(session, DOC).status = status
    assert visit(Role.VIEWER).get(f"/automl/{DOC}").headers["location"] == f"/automl/{DOC}/{stage}"


def test_with_a_plan_it_opens_at_the_training(visit, prepared):
    assert visit(Role.VIEWER).get(f"/automl/{DOC}").headers["location"] == f"/automl/{DOC}/train"


def test_a_deleted_document_has_no_screens(visit, table, context):
    client = visit(Role.EDITOR)
    assert client.post("/automl/delete", data={"doc": DOC}).status_code == 204
    for stage in ("", "/upload", "/data", "/prepare", "/train", "/confirm", "/predict", "/work"):
        assert client.get(f"/automl/{DOC}{stage}").status_code == 404, stage


def test_a_viewer_sees_every_screen_and_no_button_that_changes_something(visit, trained):
    trained("svm")
    client = visit(Role.VIEWER)
    for stage in ("upload", "data", "prepare", "train", "confirm", "predict"):
        page = client.get(f"/automl/{DOC}/{stage}")
        assert page.status_code == 200, stage
        assert "hx-post" not in page.text.split("</header>")[1], stage  # signing out is for everybody
    assert client.post(f"/automl/{DOC}/confirm-data").status_code == 403
    assert "hx-post" not in client.get("/automl").text.split("</header>")[1]


def test_a_refused_file_is_named_once(visit):
    files = [("files", ("bad.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text/csv"))]
    page = visit(Role.EDITOR).post("/automl/uploads", files=files).text
    assert page.count("bad.csv") == 1
    assert "자동 학습은 표를 읽으니 문자 인식에 올려 주세요" in page


def test_a_document_gets_another_name(visit, table, context):
    client = visit(Role.EDITOR)
    assert "테스트 - 2022.11.21(01)" in client.get(f"/automl/{DOC}/name").text
    assert client.post(f"/automl/{DOC}/name", data={"name": " 칠월  매출 "}).status_code == 204
    with reading(context.engine) as session:
        assert documents.get(session, DOC).name == "칠월 매출"
    refused = client.post(f"/automl/{DOC}/name", data={"name": " \u200b "})
    assert (refused.status_code, "비어 있습니다" in refused.text) == (409, True)
    assert visit(Role.VIEWER).post(f"/automl/{DOC}/name", data={"name": "x"}).status_code == 403


def test_the_note_on_a_file_brought_twice_leads_to_the_first(visit, table, context):
    first = "261122000000001"
    with transaction(context.engine) as session:
        documents.get(session, DOC).note = Message(
            "the same content was already brought as {ids}", ids=first
        ).sentences
    client = visit(Role.VIEWER)
    for address in ("/automl", f"/automl/{DOC}/upload"):
        assert f'<a href="/automl/{first}">{first}</a>' in client.get(address).text


def test_a_table_whose_columns_are_unknown_is_not_offered_for_documents(visit, table):
    answer = visit(Role.EDITOR).get("/ocr/fields")
    assert answer.status_code == 200
    assert DOC not in answer.text
