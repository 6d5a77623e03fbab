"""내려받기: asked for, followed, handed over under a fixed type; the console makes nothing itself."""

from __future__ import annotations

import pytest

from console.pages.exports import MEDIA_TYPES, attachment
from domain.access import Role
from domain.messages import Sentences
from domain.ocr import EXPORT_FORMATS
from domain.requests import RequestKind, RequestStatus
from records.engine import reading, transaction
from tests.console.conftest import DOC
from work_requests import exports, lifecycle, request_lists

NAME = '거래 명세서; "1".png'


@pytest.fixture
def made(context, now):
    """Do what the run does: the file in the store, its place in the request."""

    def make(form: str = "txt", data: bytes = b"<script>alert(1)</script>\n") -> exports.ExportFile:
        with transaction(context.engine) as session:
            request = next(
                r
                for r in reversed(request_lists.of_document(session, DOC))
                if r.kind == RequestKind.OCR_EXPORT and r.params["format"] == form
            )
            stored = context.store.put_bytes(data, f"ocr/{DOC}/exports/{request.request_id}.{form}")
            request.result = {
                "path": stored.key,
                "sha256": stored.sha256,
                "bytes": stored.bytes,
                "file_name": f'거래 명세서; "1".{form}',
                "edition": exports.edition_of(session, DOC),
            }
            lifecycle.settle(request, RequestStatus.DONE, now=now)
            return exports.file_of(request)

    return make


def asked(context):
    with reading(context.engine) as session:
        return [r for r in request_lists.of_document(session, DOC) if r.kind == RequestKind.OCR_EXPORT]


def test_a_click_leaves_a_request_which_is_followed_until_the_link_is_there(visit, page_of, context, made):
    page_of(("글자", 0.5), file_name=NAME)
    client = visit(Role.EDITOR)
    waiting = client.post(f"/ocr/{DOC}/exports", data={"form": "txt"}).text
    assert "대기" in waiting
    assert f'hx-get="/ocr/{DOC}/exports/1?seen=' in waiting
    again = client.post(f"/ocr/{DOC}/exports", data={"form": "txt"}).text
    assert len(asked(context)) == 1, again
    file = made()
    done = client.get(f"/ocr/{DOC}/exports/1").text
    assert f"/files/ocr/exports/1/{file.sha256}" in done
    assert "hx-get" not in done


def test_what_has_not_changed_is_not_swapped(visit, page_of):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    place = client.post(f"/ocr/{DOC}/exports", data={"form": "txt"}).text.split('hx-get="')[1].split('"')[0]
    assert client.get(place).status_code == 204


def test_the_finished_one_is_given_at_once_until_a_text_changes(visit, page_of, context, made):
    (text_id,) = page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
    file = made()
    link = f"/files/ocr/exports/{file.request_id}/{file.sha256}"
    assert link in client.get(f"/ocr/{DOC}").text
    assert link in client.post(f"/ocr/{DOC}/exports", data={"form": "txt"}).text
    assert len(asked(context)) == 1
    client.post(f"/ocr/texts/{text_id}/correct", json={"text": "글씨", "version": 1})
    assert link not in client.get(f"/ocr/{DOC}").text
    assert link not in client.post(f"/ocr/{DOC}/exports", data={"form": "txt"}).text
    assert len(asked(context)) == 2


def test_a_file_taken_out_of_the_store_is_made_again(visit, page_of, context, made):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
    file = made()
    context.store.remove(file.path)
    assert client.get(f"/files/ocr/exports/{file.request_id}/{file.sha256}").status_code == 404
    assert file.sha256 not in client.get(f"/ocr/{DOC}").text
    client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
    assert len(asked(context)) == 2


@pytest.mark.parametrize("form", EXPORT_FORMATS)
def test_a_download_is_kept_never_shown_and_has_a_fixed_type(visit, page_of, made, form):
    page_of(("글자", 0.5), file_name=NAME)
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/exports", data={"form": form})
    file = made(form)
    answer = client.get(f"/files/ocr/exports/{file.request_id}/{file.sha256}")
    assert answer.content == b"<script>alert(1)</script>\n"
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert "html" not in answer.headers["content-type"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="{DOC}.{form}"; ')
    assert disposition.endswith(
        f"filename*=UTF-8''%EA%B1%B0%EB%9E%98%20%EB%AA%85%EC%84%B8%EC%84%9C%3B%20%221%22.{form}"
    )


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1.txt", "../../etc/passwd", "C:\\x\\y.txt", '";x="', "가" * 200]
)
def test_no_name_breaks_out_of_its_header(name):
    header = attachment(name, "1.txt")
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert "/" not in header
    assert "\\" not in header


def test_a_file_is_found_by_its_request_and_hash_alone(visit, page_of, made):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
    assert client.get(f"/files/ocr/exports/1/{'0' * 64}").status_code == 404  # not made yet
    file = made()
    assert client.get(f"/files/ocr/exports/1/{'0' * 64}").status_code == 404
    assert client.get(f"/files/ocr/exports/99/{file.sha256}").status_code == 404
    assert client.get(f"/files/ocr/exports/..%2f1/{file.sha256}").status_code in (404, 422)
    client.post(f"/ocr/{DOC}/delete")
    assert client.get(f"/files/ocr/exports/1/{file.sha256}").status_code == 404
    assert visit().get(f"/files/ocr/exports/1/{file.sha256}").status_code == 401


def test_a_viewer_takes_what_is_ready_and_asks_for_nothing(visit, page_of, made):
    page_of(("글자", 0.5))
    visit(Role.EDITOR).post(f"/ocr/{DOC}/exports", data={"form": "txt"})
    file = made()
    viewer = visit(Role.VIEWER, "lee")
    page = viewer.get(f"/ocr/{DOC}").text
    link = f"/files/ocr/exports/{file.request_id}/{file.sha256}"
    assert link in page
    assert "export-ask-pdf" not in page
    assert viewer.get(link).status_code == 200
    assert viewer.post(f"/ocr/{DOC}/exports", data={"form": "pdf"}).status_code == 403


def test_a_failure_is_told_where_it_was_asked_for_and_not_on_the_document(visit, page_of, context, now):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/exports", data={"form": "pdf"})
    with transaction(context.engine) as session:
        request = lifecycle.get(session, 1)
        lifecycle.settle(
            request, RequestStatus.FAILED, now=now, reason=Sentences("디스크가 찼습니다", "the disk is full")
        )
    assert "디스크가 찼습니다" in client.get(f"/ocr/{DOC}/exports/1").text
    assert "디스크가 찼습니다" not in client.get(f"/ocr/{DOC}").text


def test_a_format_nobody_knows_is_refused_in_a_sentence(visit, page_of):
    page_of(("글자", 0.5))
    answer = visit(Role.EDITOR).post(f"/ocr/{DOC}/exports", data={"form": "exe"})
    assert answer.status_code == 409
    assert "exe" in answer.text


def test_an_export_is_no_reading(visit, page_of):
    page_of(("글자", 0.5))
    client = visit(Role.EDITOR)
    client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
    assert "읽는 중입니다" not in client.get(f"/ocr/{DOC}").text
