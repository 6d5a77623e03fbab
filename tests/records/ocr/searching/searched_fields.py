"""Two documents with fields, and what is found in them."""

from __future__ import annotations

import pytest

from domain.document_fields import FieldState, FieldType
from records.engine import reading, transaction
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.fields import ReadField, field_id
from records.ocr.searching.search import SearchFilter, search

DOC = "261122000000010"
OTHER = "261123000000011"
TEXTS = ("공급가액 1,234,500 원", "2026년 11월 20일", "새벽상서", "901231-1765432")
AMOUNT, DAY, NAME, NUMBER = (f"{DOC}_01_{n}" for n in (1, 2, 3, 4))
READ = (
    ReadField(
        "supply_amount", FieldType.WON, 0, FieldState.CONSISTENT, machine="1234500", text_ids=(AMOUNT,)
    ),
    ReadField("issue_date", FieldType.DATE, 1, FieldState.CONSISTENT, machine="2026-11-20", text_ids=(DAY,)),
    ReadField(
        "supplier_name",
        FieldType.NAME,
        2,
        FieldState.CONTRADICTED,
        machine="새벽상서",
        text_ids=(NAME,),
        repair="새벽상사",
    ),
    ReadField("supplier_owner", FieldType.NAME, 3, FieldState.UNREAD),
    ReadField(
        "resident_number",
        FieldType.RESIDENT_NUMBER,
        4,
        FieldState.UNCHECKED,
        machine="901231-1******",
        text_ids=(NUMBER,),
    ),
)


def id_of(key, doc_id=DOC):
    return field_id(doc_id, 0, key)


def results_of(engine, wanted, within=SearchFilter(), **page):  # noqa: B008 - frozen
    """Keys of the fields and labels of the texts that are found."""
    with reading(engine) as session:
        found = search(session, wanted, within, **page)
    return [one.field.key for one in found.fields], [text.label for text, _ in found.texts]


def fields_of(engine, wanted, within=SearchFilter()):  # noqa: B008 - frozen
    return results_of(engine, wanted, within)[0]


@pytest.fixture
def filled(engine, make_page, now):
    with transaction(engine) as session:
        fields.replace_read(session, make_page(session, *TEXTS), READ, [], now=now)
    return engine


@pytest.fixture
def correct(filled, now):
    def write(key, value):
        with transaction(filled) as session:
            field_decisions.correct(session, id_of(key), value, by="kim", now=now)

    return write
