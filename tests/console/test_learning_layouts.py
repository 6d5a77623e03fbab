"""Naming a new kind of document on its first one, and the list of layouts."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from domain.access import Role
from domain.document_layouts import LayoutState
from domain.requests import RequestKind, RequestStatus
from records.engine import reading
from records.ocr import documents
from records.ocr.document_fields import fields, layouts
from tests.field_reader import bring_statement, reading_fields
from tests.statement_page import DOC, text_id
from work_requests import request_lists


@pytest.fixture
def context(context):
    return reading_fields(context)


def send(client, *, kind="배차표", **field):
    named = {"name": "운전 기사", "type": "name", "page": 1, "texts": [text_id("name")], **field}
    return client.post(f"/ocr/{DOC}/new-kind", json={"kind": kind, "fields": [named]})


def test_a_kind_that_is_named_on_a_document_reads_its_fields(visit, context):
    bring_statement(context)
    answer = send(visit(Role.EDITOR))
    assert answer.json() == {"next": f"/ocr/{DOC}/fields"}
    with reading(context.engine) as session:
        assert fields.get(session, fields.field_id(DOC, 0, "운전 기사")).value == "새벽상사"
        assert layouts.of_kind(session, "배차표").state == LayoutState.USED


def test_a_field_whose_name_has_signs_of_addresses_is_decided_on_and_has_a_history(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    send(client, name="기사/차량: 1호? #50%")
    field_id = fields.field_id(DOC, 0, "기사/차량: 1호? #50%")
    sent = {"action": "correct", "version": 1, "value": "김새벽"}
    assert client.post(f"/ocr/fields/{quote(field_id, safe='')}", json=sent).status_code == 200
    page = client.get(f"/ocr/{DOC}/fields").text
    (address,) = [one for one in re.findall('data-history="(.*?)"', page) if quote("차량") in one]
    assert "김새벽" in client.get(address).text
    assert "기사/차량: 1호? #50%" in client.get(f"/ocr/{DOC}/fields/history").text


def test_a_kind_that_a_person_named_is_chosen_listed_and_exported_as_any_other(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    send(client)
    assert '<option value="배차표" selected>배차표</option>' in client.get(f"/ocr/{DOC}/fields").text
    client.post(f"/ocr/{DOC}/kind", data={"kind": "receipt"})
    assert client.post(f"/ocr/{DOC}/kind", data={"kind": "배차표"}).status_code == 204
    with reading(context.engine) as session:
        assert documents.get(session, DOC).kind_chosen == "배차표"
    for page in ("/ocr/fields?kind=배차표", "/search?q=새벽&kind=배차표"):
        assert '<option value="배차표" selected>' in client.get(page).text
    answer = client.get("/ocr/fields/export?kind=배차표&form=json")
    assert DOC in answer.text
    assert quote("배차표") in answer.headers["content-disposition"]


def test_a_refusal_says_what_to_do(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    assert "이름" in send(client, kind="").json()["refused"]
    assert "상자" in send(client, texts=[], zone=[9e9, 0, 1, 1]).json()["refused"]


def test_a_viewer_names_no_kind(visit, context):
    bring_statement(context)
    assert send(visit(Role.VIEWER)).status_code == 403


def test_layouts_are_listed_and_switched_off(visit, context):
    bring_statement(context)
    client = visit(Role.EDITOR)
    send(client)
    page = client.get("/learning/layouts").text
    assert "배차표" in page
    assert "사용 중" in page
    with reading(context.engine) as session:
        number = layouts.of_kind(session, "배차표").layout_id
    assert client.post(f"/learning/layouts/{number}", data={"on": "false"}).status_code == 204
    assert "다시 사용" in client.get("/learning/layouts").text
    with reading(context.engine) as session:
        done = request_lists.of_kind(session, RequestKind.LAYOUT)
    assert [(one.params["action"], one.requested_by, one.status) for one in done] == [
        ("name", "kim", RequestStatus.DONE),
        ("off", "kim", RequestStatus.DONE),
    ]
    assert client.post(f"/learning/layouts/{10**30}", data={"on": "false"}).status_code == 422


def test_the_screen_for_naming_offers_the_types_of_fields(visit, context):
    bring_statement(context)
    page = visit(Role.EDITOR).get(f"/ocr/{DOC}/new-kind").text
    assert "새 문서 종류" in page
    assert '<option value="won">금액</option>' in page
