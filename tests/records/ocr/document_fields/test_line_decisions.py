"""Line items that people add, remove and put back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.document_fields import FieldAction, FieldState, FieldType, ItemColumn
from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr.document_fields import field_decisions, fields, fields_to_read, line_decisions
from records.ocr.document_fields.field_sheets import sheets_of_document
from records.ocr.document_fields.fields import ReadField
from tests.statement_page import DOC, text_id, write_statement

TITLE = ReadField("issue_date", FieldType.DATE, 0, FieldState.CONSISTENT, machine="2026-11-20")
PENS = ReadField(
    "name", FieldType.TEXT, 0, FieldState.UNCHECKED, 1, machine="볼펜", text_ids=(text_id("name_1"),)
)
AMOUNT = ReadField("amount", FieldType.WON, 3, FieldState.PROVEN, 1, machine="10000")


@pytest.fixture
def session(engine, now):
    with transaction(engine) as session:
        document = write_statement(session, now)
        fields.replace_read(session, document, [TITLE, PENS, AMOUNT], [], now=now)
        yield session


def line(session, number):
    return [one for one in fields.of_document(session, DOC) if one.line_no == number]


def read_again(session, now):
    document = fields.documents.get(session, DOC)
    decided = fields.decided(session, DOC)
    fields.replace_read(session, document, [TITLE, PENS, AMOUNT], decided, now=now)


def items_in_excel(session):
    sheets = sheets_of_document("receipt", fields.of_document(session, DOC), "ko")
    return sheets[1].rows if len(sheets) > 1 else []


def test_an_added_line_has_empty_values_of_all_columns_and_stays_when_fields_are_read_again(session, now):
    assert line_decisions.add_line(session, DOC, by="kim", now=now) == 2
    added = line(session, 2)
    assert [(one.key, one.type, one.value) for one in added] == [(c.value, c.type, "") for c in ItemColumn]
    field_decisions.correct(session, fields.field_id(DOC, 2, "amount"), "21500", by="kim", now=now)
    read_again(session, now)
    kept = {one.key: one.value for one in line(session, 2)}
    assert kept == {"name": "", "spec": "", "quantity": "", "price": "", "amount": "21500", "tax": ""}
    assert not line_decisions.is_removed(line(session, 2))
    assert [row[0] for row in items_in_excel(session)] == [1, 2]


def test_a_line_without_a_typed_value_is_in_no_sheet(session, now):
    line_decisions.add_line(session, DOC, by="kim", now=now)
    assert [row[0] for row in items_in_excel(session)] == [1]


def test_a_removed_line_stays_removed_and_comes_back_with_its_values(session, now):
    field_decisions.correct(session, fields.field_id(DOC, 1, "amount"), "12000", by="lee", now=now)
    line_decisions.remove_line(session, DOC, 1, by="kim", now=now)
    read_again(session, now)
    assert line_decisions.is_removed(line(session, 1))
    assert items_in_excel(session) == []
    line_decisions.restore_line(session, DOC, 1, by="kim", now=now)
    assert {one.key: (one.value, one.corrected) for one in line(session, 1)} == {
        "name": ("볼펜", None),
        "amount": ("12000", "12000"),
    }
    lines = [(one.action, one.before, one.after) for one in fields.history(session, DOC)]
    assert (FieldAction.REMOVE_LINE, "12000", "") in lines
    assert (FieldAction.RESTORE_LINE, "", "12000") in lines


def test_a_removed_line_that_has_another_number_by_now_comes_back_as_it_was_read(session, now):
    line_decisions.remove_line(session, DOC, 1, by="kim", now=now)
    document = fields.documents.get(session, DOC)
    moved = [replace(one, line_no=2) for one in fields.decided(session, DOC)]
    read = [TITLE, replace(PENS, machine="연필"), replace(PENS, line_no=2), replace(AMOUNT, line_no=2)]
    fields.replace_read(session, document, read, moved, now=now)
    line_decisions.restore_line(session, DOC, 2, by="kim", now=now)
    assert {one.key: one.value for one in line(session, 2)} == {"name": "볼펜", "amount": "10000"}
    assert [one.value for one in line(session, 1)] == ["연필"]


def test_removing_and_restoring_makes_the_fields_stale(session, now):
    line_decisions.remove_line(session, DOC, 1, by="kim", now=now)
    assert fields_to_read.stale(session, limit=9) == [DOC]
    read_again(session, now)
    line_decisions.restore_line(session, DOC, 1, by="kim", now=now)
    assert fields_to_read.stale(session, limit=9) == [DOC]


def test_fields_of_the_document_are_no_line(session, now):
    with pytest.raises(NotFound):
        line_decisions.remove_line(session, DOC, 0, by="kim", now=now)
    with pytest.raises(NotFound):
        line_decisions.restore_line(session, DOC, 7, by="kim", now=now)


def test_lines_have_an_end(session, now, monkeypatch):
    monkeypatch.setattr(line_decisions, "MOST_LINES", 2)
    line_decisions.add_line(session, DOC, by="kim", now=now)
    with pytest.raises(DecisionRefused) as refusal:
        line_decisions.add_line(session, DOC, by="kim", now=now)
    assert "2" in refusal.value.ko
