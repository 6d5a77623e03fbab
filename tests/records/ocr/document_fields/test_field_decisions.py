"""What people decide about fields: values, repairs, confirmations and the kind, each with a line of history."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from domain.document_fields import DocumentKind, FieldAction, FieldState, FieldType
from domain.ocr import OcrStatus
from records.engine import transaction
from records.errors import DecisionRefused, NotFound
from records.ocr import decisions
from records.ocr.document_fields import field_decisions, fields, fields_to_read, layouts
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_fields.fields import ReadField
from records.ocr.proofreading import completion
from tests.statement_page import DOC, PLACES, text_id, write_statement

TOTAL = ReadField(
    "total_amount",
    FieldType.WON,
    3,
    FieldState.CONTRADICTED,
    required=True,
    machine="84650",
    text="84,650",
    text_ids=(text_id("total"),),
    page_no=1,
    repair="34650",
)
OWNER = ReadField("supplier_owner", FieldType.NAME, 2, FieldState.UNREAD)
DATE = ReadField("issue_date", FieldType.DATE, 0, FieldState.CONSISTENT, required=True, machine="2026-11-20")
ID = fields.field_id(DOC, 0, "total_amount")


@pytest.fixture
def session(engine, now):
    with transaction(engine) as session:
        document = write_statement(session, now)
        fields_to_read.set_kind(document, DocumentKind.STATEMENT, 0.9, ["거래명세서"])
        fields.replace_read(session, document, [DATE, OWNER, TOTAL], [], now=now)
        yield session


def actions(session):
    return [(one.action, one.before, one.after, one.by) for one in fields.history(session, DOC)]


def read_again(session, now, *read):
    document = fields.documents.get(session, DOC)
    fields.replace_read(session, document, read, fields.decided(session, DOC), now=now)


def test_a_corrected_value_is_kept_with_its_history_and_makes_the_fields_stale(session, now):
    field = field_decisions.correct(session, ID, " 34,650 ", by="kim", now=now)
    assert (field.value, field.machine, field.version) == ("34,650", "84650", 2)
    assert actions(session) == [(FieldAction.CORRECT, "84650", "34,650", "kim")]
    assert fields_to_read.stale(session, limit=9) == [DOC]


@pytest.mark.parametrize("typed", ["84650", "84,650", " 84 650 "])
def test_the_value_that_was_read_is_confirmed_in_place_of_a_correction_and_not_stored_as_one(
    session, now, typed
):
    field_decisions.correct(session, ID, "34650", by="kim", now=now)
    field = field_decisions.correct(session, ID, typed, by="lee", now=now)
    assert (field.corrected, field.value, field.confirmed, field.amount) == (None, "84650", True, 84650)
    assert actions(session)[1:] == [(FieldAction.CONFIRM, "34650", "84650", "lee")]


def test_the_value_that_is_held_is_confirmed_whatever_its_separators(session, now):
    field = field_decisions.correct(session, ID, "84,650", by="kim", now=now)
    assert (field.corrected, field.confirmed) == (None, True)
    field = field_decisions.correct(session, ID, "-84,650", by="kim", now=now)
    assert (field.corrected, field.confirmed) == ("-84,650", False)


def test_a_new_reading_keeps_a_corrected_value_and_puts_it_into_normal_form(session, now):
    field_decisions.correct(session, ID, "34,650", by="kim", now=now)
    read_again(session, now, replace(TOTAL, machine="99", state=FieldState.PROVEN, normal="34650"))
    (field,) = fields.of_document(session, DOC)
    assert (field.value, field.machine, field.amount, field.by) == ("34650", "99", 34650, "kim")
    assert fields_to_read.stale(session, limit=9) == []


def test_a_corrected_value_is_kept_where_its_field_is_not_read_any_more(session, now):
    field_decisions.correct(session, ID, "34650", by="kim", now=now)
    read_again(session, now, DATE)
    kept = {field.key: field.value for field in fields.of_document(session, DOC)}
    assert kept == {"issue_date": "2026-11-20", "total_amount": "34650"}


def test_an_offered_value_is_accepted_once(session, now):
    field = field_decisions.accept_repair(session, ID, by="kim", now=now)
    assert (field.value, field.repaired) == ("34650", False)
    assert actions(session) == [(FieldAction.ACCEPT, "84650", "34650", "kim")]
    read_again(session, now, replace(TOTAL, repair=None))
    with pytest.raises(DecisionRefused, match="nothing is offered"):
        field_decisions.accept_repair(session, ID, by="kim", now=now)


def test_repairs_are_applied_to_fields_that_nobody_decided_on_and_marked(session, now):
    assert fields.apply_repairs(session, DOC, now=now) == 1
    field = fields.get(session, ID)
    assert (field.value, field.repaired, field.by) == ("34650", True, fields.BY_PROOF)
    assert actions(session) == [(FieldAction.REPAIR, "84650", "34650", fields.BY_PROOF)]
    assert fields.apply_repairs(session, DOC, now=now) == 0


def test_what_was_decided_is_taken_back(session, now):
    field_decisions.correct(session, ID, "34650", by="kim", now=now)
    field = field_decisions.reopen(session, ID, by="lee", now=now)
    assert (field.value, field.confirmed, field.amount) == ("84650", False, 84650)


def test_a_field_that_another_person_changed_is_not_overwritten(session, now):
    field_decisions.correct(session, ID, "34650", by="kim", now=now)
    with pytest.raises(DecisionRefused, match="kim changed this field to '34650'"):
        field_decisions.correct(session, ID, "1", by="lee", now=now, version=1)


def test_what_another_person_decided_is_not_taken_back_unseen(session, now):
    field_decisions.correct(session, ID, "34650", by="kim", now=now)
    with pytest.raises(DecisionRefused, match="kim changed this field"):
        field_decisions.reopen(session, ID, by="lee", now=now, version=1)


def test_a_value_that_was_read_after_the_person_looked_is_neither_confirmed_nor_accepted(session, now):
    read_again(session, now, replace(TOTAL, machine="99", repair="66"))
    with pytest.raises(DecisionRefused, match="read again meanwhile"):
        field_decisions.confirm(session, ID, by="kim", now=now, version=1, seen="84650")
    with pytest.raises(DecisionRefused, match="nothing is offered"):
        field_decisions.accept_repair(session, ID, by="kim", now=now, version=1, seen="34650")
    assert field_decisions.accept_repair(session, ID, by="kim", now=now, version=1, seen="66").value == "66"


def test_a_field_that_a_reading_takes_away_while_a_decision_waits_is_not_found(session, now, monkeypatch):
    real = fields.documents.get

    def ended_meanwhile(*args):
        document = real(*args)
        session.execute(sa.delete(OcrField).where(OcrField.field_id == ID))
        session.expire_all()
        return document

    monkeypatch.setattr(fields.documents, "get", ended_meanwhile)
    with pytest.raises(NotFound):
        field_decisions.correct(session, ID, "34,650", by="kim", now=now)


def test_the_same_value_confirms_a_field(session, now):
    field = field_decisions.correct(session, ID, "84650", by="kim", now=now)
    assert (field.corrected, field.confirmed) == (None, True)


def test_a_value_that_is_too_long_is_refused(session, now):
    with pytest.raises(DecisionRefused, match="longer than 300"):
        field_decisions.correct(session, ID, "가" * 301, by="kim", now=now)


def test_an_amount_beyond_all_columns_is_kept_as_it_was_typed(session, now):
    field = field_decisions.correct(session, ID, "9" * 20, by="kim", now=now)
    session.flush()
    assert (field.value, field.amount) == ("9" * 20, None)


def test_resident_numbers_are_stored_masked(session, now):
    resident = ReadField("resident_number", FieldType.RESIDENT_NUMBER, 1, FieldState.UNREAD)
    read_again(session, now, resident)
    wanted = fields.field_id(DOC, 0, "resident_number")
    field = field_decisions.correct(session, wanted, "900101-1234567", by="kim", now=now)
    assert field.value == "900101-1******"
    assert actions(session)[-1][2] == "900101-1******"


def test_resident_numbers_typed_into_other_fields_are_stored_masked(session, now):
    field = field_decisions.correct(
        session, fields.field_id(DOC, 0, "supplier_owner"), "홍길동 900101-1234568", by="kim", now=now
    )
    assert field.value == "홍길동 900101-1******"
    assert actions(session)[-1][2] == "홍길동 900101-1******"


def test_a_chosen_kind_goes_before_the_one_that_was_read(session, now):
    document = field_decisions.choose_kind(session, DOC, DocumentKind.RECEIPT, by="kim", now=now)
    assert document.kind == DocumentKind.RECEIPT
    assert document.fields_stale
    assert field_decisions.choose_kind(session, DOC, None, by="kim", now=now).kind == DocumentKind.STATEMENT
    assert [line[0] for line in actions(session)] == [FieldAction.KIND] * 2


def test_a_document_is_not_checked_while_a_required_field_is_contradicted(session, now):
    decisions.confirm(session, [text_id(name) for name in PLACES], by="kim", now=now)
    read_again(session, now, DATE, OWNER, TOTAL)
    document = fields.documents.get(session, DOC)
    assert document.status == OcrStatus.EXTRACTED
    with pytest.raises(DecisionRefused, match=r"contradicted or were not read \(Total\)"):
        field_decisions.confirm_document(session, DOC, by="kim", now=now)
    field_decisions.confirm(session, ID, by="kim", now=now)
    read_again(session, now, DATE, OWNER, TOTAL)
    assert completion.blocking_fields(session, DOC) == []
    assert document.status == OcrStatus.CHECKED


def test_a_checked_document_is_so_no_more_once_a_required_field_is_contradicted(session, now):
    decisions.confirm(session, [text_id(name) for name in PLACES], by="kim", now=now)
    read_again(session, now, DATE)
    document = fields.documents.get(session, DOC)
    assert document.status == OcrStatus.CHECKED
    read_again(session, now, DATE, TOTAL)
    assert document.status == OcrStatus.EXTRACTED


def test_a_reading_that_is_outdated_completes_no_document(session, now):
    decisions.confirm(session, [text_id(name) for name in PLACES], by="kim", now=now)
    document = fields.documents.get(session, DOC)
    fields.replace_read(session, document, [DATE], [], now=now, is_stale=True)
    assert (document.status, document.fields_stale) == (OcrStatus.EXTRACTED, True)


def test_fields_that_are_being_read_again_are_not_confirmed_together(session, now):
    read_again(session, now, DATE, replace(TOTAL, state=FieldState.PROVEN))
    field_decisions.correct(session, ID, "1", by="kim", now=now)
    with pytest.raises(DecisionRefused, match="being read again"):
        field_decisions.confirm_document(session, DOC, by="kim", now=now)


def test_a_document_whose_values_were_repaired_by_themselves_is_no_confirmed_one(session, now):
    read_again(session, now, TOTAL)
    fields.apply_repairs(session, DOC, now=now)
    assert layouts.confirmed_documents(session) == []
    assert layouts.read_again(session, kind=DocumentKind.STATEMENT, number="", now=now) == 1
    field_decisions.confirm(session, ID, by="kim", now=now)
    assert [one.doc_id for one in layouts.confirmed_documents(session)] == [DOC]


def test_a_document_waits_for_the_reading_of_its_fields_after_the_last_text(session, now):
    read_again(session, now, DATE)
    decisions.confirm(session, [text_id(name) for name in PLACES], by="kim", now=now)
    document = fields.documents.get(session, DOC)
    assert (document.status, document.fields_stale) == (OcrStatus.EXTRACTED, True)
    read_again(session, now, DATE)
    assert document.status == OcrStatus.CHECKED


def test_all_fields_with_a_value_are_confirmed_together(session, now):
    read_again(session, now, DATE, OWNER)
    changed = field_decisions.confirm_document(session, DOC, by="kim", now=now)
    assert [field.key for field in changed] == ["issue_date"]
    assert [line[0] for line in actions(session)] == [FieldAction.CONFIRM]
