"""Suggestions of the correction grid follow the corrections that hold."""

from __future__ import annotations

import re

import pytest

from domain.access import Role
from tests.console.conftest import DOC

OTHER = "261122000000011"


@pytest.fixture
def kim(visit, page_of, clock):
    page_of(("디엘이언씨", 0.5))
    page_of(("디엘이언씨", 0.5), doc_id=OTHER)
    client = visit(Role.EDITOR)
    assert offered(client) == []  # the memory is there before the corrections
    return client


def offered(client):
    return re.findall('data-offer="([^"]*)"', client.get(f"/ocr/{OTHER}").text)


def correct(client, clock, typed, version):
    clock.later(seconds=1)
    row = re.search(r'data-id="([^"]+)"', client.get(f"/ocr/{DOC}").text)
    text_id = row.group(1)
    answer = client.post(f"/ocr/texts/{text_id}/correct", json={"text": typed, "version": version})
    assert answer.status_code == 200
    return text_id


def test_a_correction_is_offered_until_it_is_undone(kim, clock):
    text_id = correct(kim, clock, "디엘이엔씨", 1)
    assert offered(kim) == ["디엘이엔씨"]
    clock.later(seconds=1)
    assert kim.post(f"/ocr/texts/{text_id}/undo", json={"version": 2}).status_code == 200
    assert offered(kim) == []


def test_a_correction_that_replaces_another_is_offered_alone(kim, clock):
    correct(kim, clock, "디엘이앤씨", 1)
    assert offered(kim) == ["디엘이앤씨"]
    correct(kim, clock, "디엘이엔씨", 2)
    assert offered(kim) == ["디엘이엔씨"]


def test_corrections_of_a_deleted_document_are_not_offered(kim, clock):
    correct(kim, clock, "디엘이엔씨", 1)
    assert offered(kim) == ["디엘이엔씨"]
    kim.post("/ocr/delete", data={"doc_ids": DOC})
    assert offered(kim) == []
    kim.post("/ocr/restore", data={"doc_ids": DOC})
    assert offered(kim) == ["디엘이엔씨"]
