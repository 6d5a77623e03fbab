"""The list of pages over HTTP: uploads, names, failures, trash, and what viewers find."""

from __future__ import annotations

import json
import re

import pytest

from domain.access import Role
from domain.messages import Sentences
from domain.requests import RequestStatus
from records import documents as tables
from records.engine import reading, transaction
from records.ocr import document_lists
from tests.console.conftest import DOC, png
from tests.console.page_texts import SCRIPT, text_of
from work_requests import lifecycle, progress
from work_requests.lifecycle import settle
from work_requests.request_lists import of_document


def test_the_list_shows_the_seeds_columns_and_finds_by_name_and_state(visit, page_of):
    page_of(("글자", 0.5))
    client = visit(Role.VIEWER)
    page = client.get("/ocr").text
    for word in ("순번", "파일명", "상호명", "처리상태", "추출 완료", DOC, "디엘이엔씨(주)", "Total : 1"):
        assert word in page
    assert DOC in client.get("/ocr?name=영수").text
    assert "찾은 문서가 없습니다" in client.get("/ocr?name=없는").text
    assert "찾은 문서가 없습니다" in client.get("/ocr?status=checked").text
    client.cookies.set("saebyeok_language", "en")
    assert "Company" in client.get("/ocr").text


def test_an_empty_list_says_what_to_do(visit):
    assert "[신규]" in visit(Role.VIEWER).get("/ocr").text


def test_files_are_taken_in_with_their_company_and_a_refused_one_says_why(visit, context):
    files = [("files", ("a.png", png(), "image/png")), ("files", ("empty.png", b"", "image/png"))]
    answer = visit(Role.EDITOR).post("/ocr/uploads", files=files, data={"company": "디엘이엔씨(주)"})
    assert answer.status_code == 200
    assert "비어 있습니다" in answer.text
    with reading(context.engine) as session:
        (document,), total = document_lists.page_of_list(session)
        assert (total, document.file_name, document.company) == (1, "a.png", "디엘이엔씨(주)")
        assert [r.kind for r in of_document(session, document.doc_id)] == ["ocr_read"]
        assert document.registered_by == "kim"
    assert not list(context.uploads.iterdir())
    assert (context.intake.inbox.refused / "empty.png").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..",
        "/",
        "a\x00b.png",
        "한" * 200 + ".png",
        f"{SCRIPT}.png",
        "\u202egnp.exe",
        "C:\\x\\y.png",
    ],
)
def test_a_files_name_is_never_a_path_and_never_runs(visit, context, tmp_path, name):
    client = visit(Role.EDITOR)
    answer = client.post("/ocr/uploads", files=[("files", (name, png(), "image/png"))])
    assert answer.status_code == 200, answer.text
    assert SCRIPT not in answer.text
    assert SCRIPT not in client.get("/ocr").text
    with reading(context.engine) as session:
        (document,), _ = document_lists.page_of_list(session)
    assert "/" not in document.file_name


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(visit, context):
    answer = visit(Role.EDITOR).post(
        "/ocr/uploads", files=[("files", ("a.png", b"x" * 300_000, "image/png"))]
    )
    assert answer.status_code == 413
    assert not context.uploads.exists()


def test_a_body_without_a_length_is_counted(visit):
    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
        for _ in range(100):
            yield b"x" * 100_000

    client = visit(Role.EDITOR)
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/ocr/uploads", content=endless(), headers=headers).status_code == 413


def test_a_document_being_read_says_how_far_it_is(visit, page_of, context, now):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    assert client.get(f"/ocr/{DOC}/work").headers["hx-refresh"] == "true"
    assert client.post(f"/ocr/{DOC}/read-again").status_code == 204
    with transaction(context.engine) as session:
        (request,) = of_document(session, DOC)
        progress.report(
            session,
            request.request_id,
            "extracted_texts",
            Sentences("1쪽", "page 1"),
            done=1,
            total=4,
            now=now,
        )
    for path in (f"/ocr/{DOC}", f"/ocr/{DOC}/work"):
        answer = client.get(path)
        assert "1쪽" in answer.text
        assert "hx-refresh" not in answer.headers
    assert client.post(f"/now/{request.request_id}/cancel").status_code == 204
    assert "진행 중이거나 기다리는 일이 없습니다" in client.get("/now").text


def test_a_failed_request_is_shown_with_its_reason_and_tried_again(visit, page_of, context, now):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/read-again")
    with transaction(context.engine) as session:
        (request,) = of_document(session, DOC)
        settle(
            request, RequestStatus.FAILED, now=now, reason=Sentences("디스크가 찼습니다", "the disk is full")
        )
    assert "디스크가 찼습니다" in client.get("/now").text
    assert client.post(f"/now/{request.request_id}/retry").status_code == 204
    assert "디스크가 찼습니다" not in client.get("/now").text
    assert client.post(f"/now/{request.request_id}/retry").status_code == 409


def test_a_deleted_document_is_gone_with_its_pictures(visit, page_of, context):
    (text_id,) = page_of(("글자", 0.5))
    sha256 = text_of(context, text_id).crop_sha256
    client = visit(Role.EDITOR)
    assert client.post(f"/ocr/{DOC}/delete").status_code == 204
    assert client.get(f"/ocr/{DOC}").status_code == 404
    assert client.get(f"/files/ocr/crops/{text_id}/{sha256}").status_code == 404


def test_the_list_follows_what_becomes_of_uploads_by_itself(visit, page_of):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    part = client.get("/ocr", headers={"hx-request": "true"}).text
    assert DOC in part
    assert "<html" not in part
    assert 'hx-trigger="every' in part
    answer = client.post("/ocr/uploads", files=[("files", ("a.png", png(), "image/png"))])
    assert answer.headers["hx-trigger"] == "uploaded"
    # Not read yet: it is looked at often.
    assert "every 3s" in client.get("/ocr", headers={"hx-request": "true"}).text


def test_names_people_type_keep_their_slashes(visit, context):
    client = visit(Role.EDITOR)
    client.post(
        "/ocr/uploads", files=[("files", ("a.png", png(), "image/png"))], data={"company": " A/S\u202e센터 "}
    )
    client.post(
        "/automl/uploads",
        files=[("files", ("x/a.csv", b"a,b\n1,2\n", "text/csv"))],
        data={"name": "매출/매입 2026"},
    )
    with reading(context.engine) as session:
        (pages,), _ = document_lists.page_of_list(session)
        (document,), _ = tables.page(session)
    assert pages.company == "A/S센터"
    assert (document.name, document.file_name) == ("매출/매입 2026", "a.csv")


def test_what_was_deleted_is_in_the_trash_alone_and_many_come_back_at_once(visit, page_of, context):
    page_of(("글자", 0.5))
    page_of(("글자", 0.5), doc_id="261122000000011", file_name=f"{SCRIPT}.png")
    client = visit(Role.EDITOR)
    both = [DOC, "261122000000011"]
    answer = client.post("/ocr/delete", data={"doc_ids": both})
    assert json.loads(answer.headers["hx-trigger"])["undo"]["values"] == both
    assert DOC not in client.get("/ocr").text
    trash = client.get("/ocr/trash").text
    assert DOC in trash
    assert SCRIPT not in trash
    assert f'href="/ocr/{DOC}"' not in trash
    assert client.post("/ocr/restore", data={"doc_ids": both}).status_code == 204
    assert DOC in client.get("/ocr").text
    assert DOC not in client.get("/ocr/trash").text


def test_one_document_that_is_gone_keeps_all_of_the_others_as_they_are(visit, page_of):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    assert client.post("/ocr/delete", data={"doc_ids": [DOC, "261122000000099"]}).status_code == 404
    assert DOC in client.get("/ocr").text


def test_a_viewer_finds_no_controls_of_the_list(visit, page_of):
    page_of(("글자", 0.5))
    viewer = visit(Role.VIEWER)
    for path in ("/ocr", "/ocr/trash"):
        page = viewer.get(path).text
        assert "hx-post" not in page.split("<main>")[1].split("</main>")[0]
        assert 'name="doc_ids"' not in page
    assert viewer.post("/ocr/restore", data={"doc_ids": [DOC]}).status_code == 403


def test_a_viewer_finds_every_control_that_changes_something_off(visit, page_of):
    page_of(("글자", 0.5))
    viewer = visit(Role.VIEWER)
    page = viewer.get(f"/ocr/{DOC}").text
    grid = page.split('id="grid"')[1].split("</section>")[0]
    controls = [tag for tag in re.findall(r"<(?:input|button)[^>]*>", grid) if "/history" not in tag]
    assert controls
    assert [tag for tag in controls if "readonly" not in tag and "disabled" not in tag] == []
    for tag in re.findall(r"<button[^>]*hx-post[^>]*>", page):
        assert "disabled" in tag or "/sign-out" in tag
    assert "/delete" not in viewer.get("/ocr").text


def test_the_list_says_which_documents_wait_and_how_far_the_reading_is(visit, page_of, context, now):
    other = "261122000000011"
    page_of(("글자", 0.5))
    page_of(("글자", 0.5), doc_id=other)
    client = visit(Role.EDITOR)
    assert 'data-testid="doing"' not in client.get("/ocr").text
    for doc_id in (DOC, other):
        assert client.post(f"/ocr/{doc_id}/read-again").status_code == 204
    with transaction(context.engine) as session:
        (request,) = of_document(session, DOC)
        request.status = RequestStatus.RUNNING
        said = Sentences("인식기 준비", "being prepared")
        progress.report(session, request.request_id, "extracted_texts", said, done=1, total=4, now=now)
    page = client.get("/ocr").text
    pills = re.findall(r'data-testid="doing">([^<]*)', page)
    assert pills == ["대기", "진행 중 1/4"]
    assert '<progress aria-label="영수증.png 진행 중" max="4" value="1">' in page
    assert ">인식기 준비<" in page
    with transaction(context.engine) as session:
        lifecycle.begin_again(of_document(session, DOC)[0])
    interrupted = client.get("/ocr").text
    assert re.findall(r'data-testid="doing">([^<]*)', interrupted) == ["대기", "대기"]
    assert "인식기 준비" not in interrupted


def test_the_day_of_registration_is_shown_with_its_time_in_the_title(visit, page_of):
    page_of(("x", 0.1))
    shown = re.search(
        r'<td class="when"><time datetime="[^"]+" title="([^"]+)">([^<]+)</time>',
        visit(Role.EDITOR).get("/ocr").text,
    )
    assert shown and re.fullmatch(r"\d{4}-\d\d-\d\d", shown[2])
    assert re.fullmatch(re.escape(shown[2]) + r" \d\d:\d\d", shown[1])
