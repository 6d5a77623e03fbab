"""Fields in the queue, in second looks and in the weekly sample."""

from __future__ import annotations

import pytest

from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.second_looks import LookState
from records.engine import transaction
from records.ocr import field_decisions, field_looks, fields, quality, second_looks
from records.ocr.fields import ReadField
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
        fields.set_kind(document, DocumentKind.STATEMENT, 0.9, ["거래명세서"])

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
    assert (figure.seen, figure.wrong, figure.pending) == (1, 1, 0)


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
