"""Who saw a resident registration number whole is on record."""

from __future__ import annotations

import pytest

from domain.access import Role
from domain.ocr import TextAction
from records.engine import reading, transaction
from records.ocr import texts
from tests.console.conftest import DOC
from tests.console.resident_numbers import correct, ids, label_of, seen_by
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC as STATEMENT
from work_requests import exports, lifecycle, request_lists

__all__ = ["ids"]


def test_who_saw_a_number_whole_is_in_the_history_of_its_text_once_a_day(visit, context, ids, clock):
    admin, editor = visit(Role.ADMIN, "boss"), visit(Role.EDITOR)
    for client in (admin, admin, editor):
        client.get(f"/ocr/{DOC}")
    assert seen_by(context, ids[0]) == ["boss"]
    assert seen_by(context, ids[1]) == []
    history = editor.get(f"/ocr/texts/{ids[0]}/history").text
    assert "주민등록번호" in history
    assert "boss" in history
    clock.later(days=1)
    visit(Role.ADMIN, "park").get("/search", params={"q": "홍길동"})
    assert seen_by(context, ids[0]) == ["boss", "park"]


@pytest.fixture
def file(context, now):
    """The file that the newest export asks for, made."""

    def make(client):
        client.post(f"/ocr/{DOC}/exports", data={"form": "txt"})
        with transaction(context.engine) as session:
            request = lifecycle.get(
                session, max(one.request_id for one in request_lists.of_document(session, DOC))
            )
            stored = context.store.put_bytes(b"text", f"ocr/{DOC}/exports/{request.request_id}.txt")
            request.result = {
                "path": stored.key,
                "sha256": stored.sha256,
                "bytes": 4,
                "file_name": "a.txt",
                "edition": exports.edition_of(session, DOC),
            }
            lifecycle.settle(request, "done", now=now)
            return exports.file_of(request)

    return make


def test_a_file_with_whole_numbers_is_handed_to_admins_alone_and_on_record(visit, context, ids, file):
    admin, editor = visit(Role.ADMIN, "boss"), visit(Role.EDITOR)
    whole, masked = file(admin), file(editor)
    assert (whole.is_whole, masked.is_whole) == (True, False)
    of_whole = f"/files/ocr/exports/{whole.request_id}/{whole.sha256}"
    archive = f"/files/ocr/exports.zip?of={whole.request_id}"
    for path in (of_whole, archive):
        assert editor.get(path).status_code == 404
    assert of_whole not in editor.get(f"/ocr/{DOC}").text
    assert editor.get(f"/files/ocr/exports/{masked.request_id}/{masked.sha256}").status_code == 200
    assert seen_by(context, ids[0], TextAction.EXPORT_WHOLE) == []
    for path in (of_whole, archive):
        assert admin.get(path).status_code == 200
    assert seen_by(context, ids[0], TextAction.EXPORT_WHOLE) == ["boss"]


def test_the_fields_page_is_on_record_too(visit, context):
    bring_statement(
        reading_fields(context), title="사업자등록증", date_label="주민등록번호", date="900101-1234568"
    )
    visit(Role.ADMIN, "boss").get(f"/ocr/{STATEMENT}/fields")
    with reading(context.engine) as session:
        found = texts.of_document(session, STATEMENT)
        shown = [text.text_id for text in found if text.text == "900101-1234568"]
    assert [seen_by(context, text_id) for text_id in shown] == [["boss"]]


@pytest.fixture
def parted(page_of, context):
    """A document of which a number was read as two texts, beside each other."""
    ids = page_of(("900101-", 0.9), ("1234567", 0.5))
    with transaction(context.engine) as session:
        for number, text_id in enumerate(ids):
            left = 20 + 110 * number
            texts.get(session, text_id).quad = [[left, 20], [left + 100, 20], [left + 100, 45], [left, 45]]
    return ids


def test_a_number_in_two_texts_is_masked_kept_and_on_record(visit, context, parted):
    kim, boss = visit(Role.EDITOR), visit(Role.ADMIN, "boss")
    for page in (f"/ocr/{DOC}", f"/ocr/texts/{parted[1]}/history", "/search?q=900101"):
        assert "234567" not in kim.get(page).text, page
    assert "1******" in kim.get(f"/ocr/{DOC}").text
    assert "found-text" not in kim.get("/search?q=1234567").text
    assert "1234567" in boss.get(f"/ocr/{DOC}").text
    assert seen_by(context, parted[1]) == ["boss"]
    assert correct(kim, parted[1], "1****** 외").json()["label"] == "1****** 외"
    assert label_of(context, parted[1]) == "1234567 외"
    assert correct(kim, parted[1], "1***", version=2).status_code == 422
