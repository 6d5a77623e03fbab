"""Naming a new kind of document, and what is refused."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from domain.document_fields import FieldType
from domain.document_layouts import LayoutState
from records.engine import transaction
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.document_fields import layout_decisions, layouts
from records.ocr.document_fields.layout_decisions import NamedField
from tests.factories import read_document

DOC, OTHER = "261122000000041", "261122000000042"
FIELD = NamedField("운전 기사", FieldType.NAME, 1, zone=(10.0, 10.0, 90.0, 40.0))


@pytest.fixture
def session(engine, now):
    with transaction(engine) as session:
        for doc_id in (DOC, OTHER):
            read_document(session, doc_id, now, [], size=(900, 900))
        yield session


def name(session, now, *fields, kind="배차표", doc_id=DOC):
    return layout_decisions.name_kind(session, doc_id, kind, fields, by="kim", now=now)


def test_the_document_is_of_the_new_kind_and_its_fields_are_to_be_read(session, now):
    row = name(session, now, FIELD)
    document = documents.get(session, DOC)
    assert (document.kind, document.fields_stale) == ("배차표", True)
    assert (row.state, row.drawn[0]["zone"]) == (LayoutState.WAITING, [10.0, 10.0, 90.0, 40.0])
    assert layouts.drawn_on(session, DOC).kind == "배차표"


def test_naming_the_kind_again_replaces_its_fields(session, now):
    first = name(session, now, FIELD)
    second = name(session, now, FIELD, NamedField("메모", FieldType.TEXT, 1, zone=FIELD.zone))
    assert (second.layout_id, len(second.drawn)) == (first.layout_id, 2)


def test_a_kind_of_another_document_is_not_replaced(session, now):
    name(session, now, FIELD)
    with pytest.raises(DecisionRefused, match="already"):
        name(session, now, FIELD, doc_id=OTHER)


@pytest.mark.parametrize("kind", ["", " ", "quotation", "가" * 61])
def test_a_kind_needs_a_name_of_its_own(session, now, kind):
    with pytest.raises(DecisionRefused, match="name"):
        name(session, now, FIELD, kind=kind)


@pytest.mark.parametrize(
    "zone",
    [
        None,
        (90.0, 10.0, 10.0, 40.0),
        (10.0, 10.0, 10.0, 40.0),
        (-90.0, -90.0, -10.0, -10.0),
        (0.0, 0.0, 1e9, 10.0),
        (math.nan, 0.0, 10.0, 10.0),
    ],
    ids=["none", "turned", "without width", "off the page", "absurd", "nan"],
)
def test_a_field_needs_texts_or_a_box_on_the_page(session, now, zone):
    with pytest.raises(DecisionRefused, match="draw a box"):
        name(session, now, NamedField("메모", FieldType.TEXT, 1, zone=zone))


@pytest.mark.parametrize(
    "field",
    [replace(FIELD, page=2), replace(FIELD, texts=(f"{OTHER}_001_0001",))],
    ids=["no such page", "a text of another document"],
)
def test_a_field_is_on_a_page_of_the_document(session, now, field):
    with pytest.raises(DecisionRefused, match="choose a text of the page"):
        name(session, now, field)


def test_two_fields_of_one_name_are_refused(session, now):
    with pytest.raises(DecisionRefused, match="same name"):
        name(session, now, FIELD, FIELD)


def test_more_fields_than_the_limit_are_refused(session, now):
    many = [NamedField(f"칸 {n}", FieldType.TEXT, 1, zone=FIELD.zone) for n in range(41)]
    with pytest.raises(DecisionRefused, match="at most 40"):
        name(session, now, *many)
