"""The queue, second looks and the overview in the console."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain.access import Role
from domain.ocr import OcrStatus
from records.engine import reading, transaction
from records.ocr import decisions, texts
from records.ocr.document_fields import fields
from records.ocr.proofreading import quality, second_looks
from records.ocr.proofreading.check_tables import WeeklySample
from records.ocr.tables import OcrDocument, OcrPage
from tests.console.conftest import DOC
from tests.field_reader import bring_statement
from tests.statement_page import DOC as STATEMENT


@pytest.fixture
def context(context):
    return replace(context, second_keying=True)


def field_of(context, field_id):
    with reading(context.engine) as session:
        return fields.get(session, field_id)


def test_the_next_text_is_the_most_valuable_one_and_its_page_is_taken(visit, page_of):
    ids = page_of(("비고", 0.9), ("1,234,500", 0.6))
    kim, lee = visit(Role.EDITOR), visit(Role.EDITOR, "lee")
    assert kim.get("/ocr/next").headers["location"] == f"/ocr/{DOC}?order=value&at={ids[1]}"
    assert lee.get("/ocr/next").headers["location"] == "/ocr?status=extracted"
    page = kim.get(f"/ocr/{DOC}?order=value&at={ids[1]}").text
    assert 'data-place="/ocr/next"' in page


def test_a_viewer_takes_no_page_from_others(visit, page_of):
    page_of(("1,234,500", 0.6))
    visit(Role.VIEWER, "look").get("/ocr/next")
    assert "at=" in visit(Role.EDITOR).get("/ocr/next").headers["location"]


def test_documents_are_assigned_and_filtered(visit, page_of):
    page_of(("가", 0.9))
    kim = visit(Role.EDITOR)
    visit(Role.EDITOR, "lee")
    assert kim.post("/ocr/assign", data={"doc_ids": DOC, "assignee": "lee"}).status_code == 204
    assert 'data-testid="assignee"' in kim.get("/ocr?assignee=lee").text
    assert 'data-testid="document"' not in kim.get("/ocr?assignee=kim").text
    assert kim.get("/ocr/next").headers["location"] == "/ocr?status=extracted"
    assert visit(Role.EDITOR, "lee").get("/now").text.count('data-testid="to-check-own"') == 1


def test_a_confirmed_amount_is_keyed_blind_and_a_difference_is_settled(visit, page_of, context):
    (amount,) = page_of(("1,234,500", 0.6))
    kim, lee = visit(Role.EDITOR), visit(Role.EDITOR, "lee")
    assert (
        kim.post(f"/ocr/texts/{amount}/correct", json={"text": "1,234,500", "version": 1}).status_code == 200
    )
    assert f"/files/ocr/crops/{amount}" not in kim.get("/checking/second").text
    page = lee.get("/checking/second").text
    assert f"/files/ocr/crops/{amount}" in page
    assert "1,234,500" not in page
    answer = lee.post("/checking/second/1", data={"keyed": "1,284,500"})
    assert answer.headers["hx-redirect"] == "/checking/second"
    overview = kim.get("/checking").text
    assert 'data-testid="first">1,234,500' in overview
    assert 'data-testid="second">1,284,500' in overview
    assert kim.post("/checking/disagreements/1", data={"final": "1,284,500"}).status_code == 204
    with reading(context.engine) as session:
        assert texts.get(session, amount).label == "1,284,500"
    assert 'data-testid="disagreement"' not in kim.get("/checking").text


def test_a_second_person_says_that_an_amount_can_not_be_read(visit, page_of, context):
    (amount,) = page_of(("1,234,500", 0.6))
    visit(Role.EDITOR).post(f"/ocr/texts/{amount}/correct", json={"text": "1,234,500", "version": 1})
    lee = visit(Role.EDITOR, "lee")
    lee.get("/checking/second")
    assert lee.post("/checking/second/1", data={"keyed": "", "unreadable": "true"}).status_code == 204
    assert 'data-testid="second">읽을 수 없음' in lee.get("/checking").text


def test_a_field_that_is_keyed_is_named_and_settled_as_a_value(visit, context):
    bring_statement(context, total="84,650")
    kim, lee = visit(Role.EDITOR), visit(Role.EDITOR, "lee")
    total = fields.field_id(STATEMENT, 0, "total_amount")
    assert kim.post(f"/ocr/fields/{total}", json={"action": "confirm", "version": 1}).status_code == 200
    page = lee.get("/checking/second").text
    assert 'data-testid="value-of"' in page
    assert "합계" in page
    assert "84650" not in page.replace(",", "")
    lee.post("/checking/second/1", data={"keyed": "34,650"})
    overview = kim.get("/checking").text
    held = re.search(r'name="seen" value="([^"]*)"', overview)[1]
    assert f'name="final" value="{held}"' in overview
    park = visit(Role.EDITOR, "park")
    version = field_of(context, total).version
    park.post(f"/ocr/fields/{total}", json={"action": "correct", "value": "99", "version": version})
    refused = kim.post("/checking/disagreements/1", data={"final": "34,650", "seen": held})
    assert refused.status_code >= 400
    assert "park" in refused.text
    assert field_of(context, total).value == "99"


def test_a_viewer_sees_the_overview_and_keys_nothing(visit, page_of, context, now):
    (text,) = page_of(("가", 0.9))
    with transaction(context.engine) as session:
        decisions.confirm(session, [text], by="kim", now=now)
        quality.draw(session, "2026-W48", since=now, now=now)
        assert second_looks.counts(session)["open"] == 1
        session.get_one(WeeklySample, "2026-W48").purged = {"texts": [7, 0, 1], "fields": [0, 0, 0]}
    viewer = visit(Role.VIEWER, "look")
    page = viewer.get("/checking").text
    assert "2026-W48" in page
    assert 'data-testid="purged"' in page
    assert 'data-name="kim"' in page
    assert viewer.get("/checking/second").headers["location"] == "/checking"
    assert viewer.post("/checking/second/1", data={"keyed": "가"}).status_code == 403


def test_the_next_is_a_field_where_no_text_tells_what_is_wrong(visit, context):
    bring_statement(context, total="84,650")
    kim = visit(Role.EDITOR)
    place = kim.get("/ocr/next").headers["location"]
    assert place == f"/ocr/{STATEMENT}/fields?at={STATEMENT}%3A0%3Atotal_amount"
    assert f'data-at="{STATEMENT}:0:total_amount"' in kim.get(place).text


def test_the_next_is_a_page_without_texts_until_a_person_looked_at_it(visit, page_of, context):
    page_of(("비고", 0.99))
    with transaction(context.engine) as session:
        session.get_one(OcrPage, (DOC, 1)).remarks = [{"kind": "nothing_read", "ko": "가", "en": "a"}]
    kim = visit(Role.EDITOR)
    place = kim.get("/ocr/next").headers["location"]
    assert place == f"/ocr/{DOC}?order=value&page=1"
    assert 'data-testid="look-at-page"' in kim.get(place).text
    assert 'data-testid="look-at-page"' not in visit(Role.VIEWER, "look").get(place).text
    answer = kim.post(f"/ocr/{DOC}/pages/1/looked-at")
    assert answer.headers["hx-redirect"] == "/ocr/next"
    assert 'data-testid="look-at-page"' not in kim.get(place).text
    assert "at=" in kim.get("/ocr/next").headers["location"]


def test_a_document_says_which_of_its_pages_without_texts_no_one_looked_at(visit, page_of, context, now):
    (text,) = page_of(("비고", 0.99))
    with transaction(context.engine) as session:
        picture = {"image_path": "q.png", "image_sha256": "2" * 64, "width": 400, "height": 600}
        session.add(OcrPage(doc_id=DOC, page_no=2, read_at=now, **picture))
    kim = visit(Role.EDITOR)
    assert 'data-testid="empty-pages"' in kim.get(f"/ocr/{DOC}").text
    assert 'data-testid="look-at-page"' in kim.get(f"/ocr/{DOC}?page=2").text
    with transaction(context.engine) as session:
        decisions.confirm(session, [text], by="kim", now=now)
        assert session.get_one(OcrDocument, DOC).status == OcrStatus.EXTRACTED
    place = kim.get(f"/ocr/{DOC}/unchecked?after={text}").headers["location"]
    assert place == f"/ocr/{DOC}?order=place&page=2"
    kim.post(f"/ocr/{DOC}/pages/2/looked-at")
    with transaction(context.engine) as session:
        assert session.get_one(OcrDocument, DOC).status == OcrStatus.CHECKED
    assert 'data-testid="empty-pages"' not in kim.get(f"/ocr/{DOC}").text


def test_the_overview_counts_fields_and_second_looks_of_each_person(visit, context):
    bring_statement(context, total="84,650")
    kim, lee = visit(Role.EDITOR), visit(Role.EDITOR, "lee")
    total = fields.field_id(STATEMENT, 0, "total_amount")
    kim.post(f"/ocr/fields/{total}", json={"action": "confirm", "version": 1})
    lee.get("/checking/second")
    lee.post("/checking/second/1", data={"keyed": "84,650"})
    rows = re.findall(r'<tr data-name="(\w+)">(.*?)</tr>', kim.get("/checking").text)
    counts = {name: re.findall(r'<td class="number">(\d+)</td>', cells) for name, cells in rows}
    assert counts == {"kim": list("0011000"), "lee": list("0000110")}
