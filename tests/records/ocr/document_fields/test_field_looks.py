"""Fields in the queue, in second looks and in the weekly sample."""

from __future__ import annotations

import pytest

from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.second_looks import LookState
from records.engine import transaction
from records.errors import DecisionRefused
from records.ocr import decisions
from records.ocr.document_fields import field_decisions, field_looks, fields, fields_to_read
from records.ocr.document_fields.fields import ReadField
from records.ocr.proofreading import quality, second_looks
from records.ocr.tables import OcrText
from tests.statement_page import DOC, text_id, write_statement

ID = fields.field_id(DOC, 0, "total_amount")


def _total(state):
    return ReadField(
        "total_amount", FieldType.WON, 3, state, machine="84650", text="84,650", text_ids=(text_id("total"),)
    )


@pytest.fixture
def read(engine, now):
    with transaction(engine) as session:
        document = write_statement(session, now)
        fields_to_read.set_kind(document, DocumentKind.STATEMENT, 0.9, ["거래명세서"])

        def again(state):
            fields.replace_read(session, document, [_total(state)], [], now=now)
            return session.get_one(OcrText, text_id("total")).check_value

        yield session, again


def test_the_value_of_a_text_follows_the_state_of_its_field(read):
    _, again = read
    assert again(FieldState.CONTRADICTED) > again(FieldState.UNCHECKED) > again(FieldState.PROVEN)


def test_a_confirmed_field_is_drawn_and_keyed_as_it_is_printed(read, now):
    session, again = read
    again(FieldState.UNCHECKED)
    assert field_looks.drawable(session, since=now) == []
    field_decisions.confirm(session, ID, by="kim", now=now)
    assert quality.draw(session, "2026-W48", since=now, now=now).drawn == 1
    look, _ = second_looks.claim_next(session, by="lee", now=now)
    assert second_looks.key(session, look.look_id, "84,650원", by="lee", now=now).state == LookState.SAME


def test_a_field_that_two_people_read_differently_is_settled(read, now):
    session, again = read
    again(FieldState.UNCHECKED)
    field_decisions.confirm(session, ID, by="kim", now=now)
    quality.draw(session, "2026-W48", since=now, now=now)
    look, _ = second_looks.claim_next(session, by="lee", now=now)
    assert second_looks.key(session, look.look_id, "34,650", by="lee", now=now).state == LookState.DIFFERENT
    second_looks.resolve(session, look.look_id, "34,650", by="park", now=now)
    assert fields.get(session, ID).value == "34,650"
    (figure,) = quality.figures(session, limit=1)
    assert (figure.fields.seen, figure.fields.wrong, figure.fields.pending) == (1, 1, 0)
    assert figure.texts.seen == 0


def test_an_amount_that_is_confirmed_as_a_field_is_keyed_once(read, now):
    session, again = read
    again(FieldState.UNCHECKED)

    def decide(decision, *values):
        decision(session, ID, *values, by="kim", now=now)
        second_looks.ask_for_keying_of_fields(session, [fields.get(session, ID)], now=now)
        return second_looks.waiting_for(session, "lee")

    assert [decide(field_decisions.confirm) for _ in range(2)] == [1, 1]
    assert decide(field_decisions.reopen) == 0
    assert decide(field_decisions.correct, "34650") == 1
    look, _ = second_looks.claim_next(session, by="lee", now=now)
    assert second_looks.key(session, look.look_id, "34,650원", by="lee", now=now).state == LookState.SAME
    changed = decisions.correct(session, text_id("total"), "34,650", by="kim", now=now)
    second_looks.ask_for_keying(session, [changed], now=now)
    assert second_looks.waiting_for(session, "lee") == 0


def test_a_value_that_is_not_on_the_paper_is_not_drawn(read, now):
    session, again = read
    again(FieldState.UNCHECKED)
    field_decisions.correct(session, ID, "", by="kim", now=now)
    assert field_looks.drawable(session, since=now) == []


def test_a_field_that_was_changed_meanwhile_is_not_overwritten_by_settling(read, now):
    session, again = read
    again(FieldState.UNCHECKED)
    field_decisions.confirm(session, ID, by="kim", now=now)
    quality.draw(session, "2026-W48", since=now, now=now)
    look, _ = second_looks.claim_next(session, by="lee", now=now)
    second_looks.key(session, look.look_id, "34,650", by="lee", now=now)
    field_decisions.correct(session, ID, "84655", by="park", now=now)
    with pytest.raises(DecisionRefused, match="park"):
        second_looks.resolve(session, look.look_id, "34,650", seen="84650", by="kim", now=now)
    assert fields.get(session, ID).value == "84655"


@pytest.mark.parametrize(
    ("value", "keyed", "kind"),
    [
        ("2026-11-03", "2026. 11. 3.", FieldType.DATE),
        ("1234500", "₩1,234,500", FieldType.WON),
        ("123-45-67890", "1234567890", FieldType.BUSINESS_NUMBER),
        ("주식회사 새벽", "주식회사새벽", FieldType.NAME),
    ],
)
def test_a_value_in_normal_form_is_the_same_as_printed(value, keyed, kind):
    assert field_looks.comparable(value, kind) == field_looks.comparable(keyed, kind)
