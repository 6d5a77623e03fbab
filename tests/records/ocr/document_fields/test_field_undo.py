"""Decisions on fields taken back, the newest first: what a field holds then, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.document_fields import DocumentKind, FieldAction, FieldState, FieldType, ItemColumn
from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr.document_fields import field_decisions, field_undo, fields, fields_to_read, line_decisions
from records.ocr.document_fields.fields import ReadField
from tests.statement_page import DOC, text_id, write_statement

TOTAL = ReadField(
    "total_amount",
    FieldType.WON,
    3,
    FieldState.CONTRADICTED,
    required=True,
    machine="84650",
    text_ids=(text_id("total"),),
    repair="34650",
)
DATE = ReadField("issue_date", FieldType.DATE, 0, FieldState.CONSISTENT, required=True, machine="2026-11-20")
ID, DATE_ID = (fields.field_id(DOC, 0, one.key) for one in (TOTAL, DATE))


@pytest.fixture
def session(engine, now):
    with transaction(engine) as session:
        document = write_statement(session, now)
        fields_to_read.set_kind(document, DocumentKind.STATEMENT, 0.9, ["거래명세서"])
        fields.replace_read(session, document, [DATE, TOTAL], [], now=now)
        yield session


@pytest.fixture
def at(now):
    """A later moment with each call."""
    minutes = iter(range(1, 600))
    return lambda: now + timedelta(minutes=next(minutes))


def state(session, field_id=ID):
    field = fields.get(session, field_id)
    return field.corrected, field.repaired, field.confirmed


def undo(session, at, by="kim"):
    return [one.field_id for one in field_undo.undo_last(session, DOC, by=by, now=at())]


def read_again(session, now, *read):
    fields.replace_read(
        session, fields.documents.get(session, DOC), read, fields.decided(session, DOC), now=now
    )


def test_corrections_are_taken_back_one_after_the_other_with_a_line_each(session, at):
    field_decisions.correct(session, ID, "34650", by="kim", now=at())
    field_decisions.correct(session, DATE_ID, "2026-11-21", by="kim", now=at())
    field_decisions.correct(session, ID, "1", by="kim", now=at())
    assert undo(session, at) == [ID]
    assert state(session) == ("34650", False, False)
    assert undo(session, at) == [DATE_ID]
    assert state(session, DATE_ID) == (None, False, False)
    assert undo(session, at) == [ID]
    field = fields.get(session, ID)
    assert (state(session), field.value, field.amount) == ((None, False, False), "84650", 84650)
    last = fields.history(session, DOC, wanted=ID)[-1]
    assert (last.action, last.before, last.after, last.by) == (FieldAction.UNDO, "34650", "84650", "kim")
    assert fields_to_read.stale(session, limit=9) == [DOC]
    with pytest.raises(DecisionRefused, match="nothing is left to undo"):
        undo(session, at)


def test_what_was_decided_after_something_was_taken_back_is_taken_back_too(session, at):
    field_decisions.correct(session, ID, "1", by="kim", now=at())
    undo(session, at)
    field_decisions.correct(session, ID, "2", by="kim", now=at())
    field_decisions.correct(session, ID, "3", by="kim", now=at())
    undo(session, at)
    assert state(session) == ("2", False, False)
    undo(session, at)
    assert state(session) == (None, False, False)


@pytest.mark.parametrize(
    ("decide", "before"),
    [
        (lambda *of, **by: field_decisions.accept_repair(*of, **by), (None, False, False)),
        (lambda *of, **by: field_decisions.confirm(*of, **by), (None, False, False)),
        (
            lambda session, field_id, **by: field_decisions.correct(session, field_id, "", **by),
            (None, False, False),
        ),
    ],
    ids=["accept", "confirm", "no such value"],
)
def test_other_decisions_are_taken_back(session, at, decide, before):
    decide(session, ID, by="kim", now=at())
    assert state(session) != before
    undo(session, at)
    assert state(session) == before


def test_a_correction_that_was_taken_back_by_its_button_is_put_back_in_normal_form(session, at):
    field_decisions.correct(session, ID, "34,650", by="kim", now=at())
    read_again(session, at(), replace(TOTAL, normal="34650"))
    field_decisions.reopen(session, ID, by="kim", now=at())
    undo(session, at)
    assert state(session) == ("34650", False, False)


def test_a_repair_by_proof_is_put_back(session, at):
    fields.apply_repairs(session, DOC, now=at())
    field_decisions.correct(session, ID, "1", by="kim", now=at())
    undo(session, at)
    assert state(session) == ("34650", True, False)
    field_decisions.correct(session, ID, "84,650", by="kim", now=at())
    assert state(session) == (None, False, True)
    undo(session, at)
    assert state(session) == ("34650", True, False)


def test_fields_that_were_confirmed_at_once_are_taken_back_at_once(session, at):
    field_decisions.accept_repair(session, ID, by="kim", now=at())
    read_again(session, at(), DATE, replace(TOTAL, state=FieldState.PROVEN, normal="34650"))
    field_decisions.confirm_document(session, DOC, by="kim", now=at())
    assert state(session) == ("34650", False, True)
    assert sorted(undo(session, at)) == sorted([ID, DATE_ID])
    assert (state(session), state(session, DATE_ID)) == (("34650", False, False), (None, False, False))


def test_what_another_person_decided_on_later_is_left_alone(session, at):
    field_decisions.correct(session, DATE_ID, "2026-11-21", by="kim", now=at())
    field_decisions.correct(session, ID, "1", by="kim", now=at())
    field_decisions.confirm(session, ID, by="lee", now=at())
    assert undo(session, at) == [DATE_ID]
    assert state(session) == ("1", False, True)
    assert undo(session, at, by="lee") == [ID]
    assert state(session) == ("1", False, False)


def test_what_was_decided_yesterday_is_changed_by_hand(session, now):
    field_decisions.correct(session, ID, "1", by="kim", now=now)
    with pytest.raises(DecisionRefused, match="nothing is left to undo"):
        field_undo.undo_last(session, DOC, by="kim", now=now + timedelta(days=1))
    with pytest.raises(NotFound):
        field_undo.undo_last(session, "261122000000099", by="kim", now=now)


def test_a_value_of_a_line_that_people_added_is_empty_again(session, at):
    number = line_decisions.add_line(session, DOC, by="kim", now=at())
    for column in (ItemColumn.NAME, ItemColumn.QUANTITY):
        typed = fields.field_id(DOC, number, column)
        field_decisions.correct(session, typed, "5", by="kim", now=at())
        assert undo(session, at) == [typed]
        assert state(session, typed) == ("", False, False)


def test_a_line_that_has_the_number_of_another_one_by_now_is_left_alone(session, at, now):
    """The history of a line is under the number that it had when it was decided on."""
    amounts = [
        ReadField("amount", FieldType.WON, 0, FieldState.UNCHECKED, line_no=n, machine="1") for n in (1, 2)
    ]
    fields.replace_read(session, fields.documents.get(session, DOC), amounts, [], now=now)
    field_decisions.correct(session, fields.field_id(DOC, 1, "amount"), "5", by="kim", now=at())
    moved = [replace(one, line_no=2) for one in fields.decided(session, DOC)]
    fields.replace_read(session, fields.documents.get(session, DOC), amounts, moved, now=now)
    with pytest.raises(DecisionRefused, match="nothing is left to undo"):
        undo(session, at)
    assert state(session, fields.field_id(DOC, 2, "amount")) == ("5", False, False)
