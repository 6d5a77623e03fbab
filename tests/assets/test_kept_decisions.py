"""What people decided on fields and line items holds when their document is read again, until they correct the text below it."""

from __future__ import annotations

from datetime import timedelta

from assets.ocr import document_fields
from domain.document_fields import DocumentKind, FieldState
from records.engine import transaction
from records.ocr import decisions, documents
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.tables import OcrText
from tests.assets.read_statement import home
from tests.statement_page import DOC, text_id

__all__ = ["home"]


def test_a_new_reading_of_the_text_does_not_overwrite_a_corrected_field(home):
    home.bring(total="84,650")
    home.decide(field_decisions.correct, home.field("total_amount").field_id, "34,650원")
    home.decide(decisions.correct, text_id("total"), "99,999")
    home.read_stale()
    total = home.field("total_amount")
    assert (total.value, total.machine) == ("34650", "99999")


def test_a_confirmed_value_stays_where_the_machine_reads_another(home):
    home.bring(total="84,650")
    home.decide(field_decisions.confirm, home.field("total_amount").field_id)
    with transaction(home.engine) as session:
        session.get_one(OcrText, text_id("total")).text = "34,650"
        documents.get(session, DOC).fields_stale = True
    home.read_stale()
    total = home.field("total_amount")
    assert (total.value, total.machine, total.confirmed) == ("84650", "34650", True)


def test_a_confirmed_value_gives_way_to_a_text_that_people_corrected_since(home):
    home.bring(total="84,650")
    home.decide(field_decisions.confirm, home.field("total_amount").field_id)
    home.decide(decisions.correct, text_id("total"), "34,650")
    home.read_stale()
    total = home.field("total_amount")
    assert (total.value, total.confirmed, total.state) == ("34650", False, FieldState.PROVEN)
    with transaction(home.engine) as session:
        last = fields.history(session, DOC)[-1]
    assert (last.action, last.before, last.after, last.by) == ("read", "84650", "34650", fields.BY_READING)


def test_an_applied_repair_gives_way_to_a_text_that_people_corrected(home):
    home.files.apply_repairs = True
    home.bring(total="84,650")
    home.decide(decisions.correct, text_id("total"), "44,650")
    home.read_stale()
    total = home.field("total_amount")
    assert (total.machine, total.corrected) == ("44650", None)


def test_an_applied_repair_is_taken_back_where_it_contradicts_what_people_wrote(home):
    home.files.apply_repairs = True
    home.bring(total="84,650")
    assert home.field("total_amount").repaired
    home.decide(field_decisions.correct, home.field("tax_amount").field_id, "53,150")
    home.read_stale()
    total = home.field("total_amount")
    assert (total.value, total.repaired) == ("84650", False)


def test_decisions_on_two_lines_are_both_kept_where_one_line_is_read_any_more(home):
    home.bring(amount_1="70,000")
    for line in (1, 2):
        home.decide(field_decisions.correct, home.field("amount", line).field_id, f"{line}0000")
    with transaction(home.engine) as session:
        # As after a reading that took both lines for one.
        session.get_one(OcrField, fields.field_id(DOC, 1, "amount")).text_ids = [text_id("amount_2")]
        documents.get(session, DOC).fields_stale = True
    home.read_stale()
    with transaction(home.engine) as session:
        kept = [one.value for one in fields.of_document(session, DOC) if one.corrected is not None]
    assert sorted(kept) == ["10000", "20000"]


def test_a_corrected_line_item_stays_with_its_line(home):
    home.bring(amount_1="70,000")
    home.decide(field_decisions.correct, home.field("amount", 1).field_id, "10000")
    home.decide(decisions.mark_unreadable, [text_id("amount_1"), text_id("price_1"), text_id("tax_1")])
    home.read_stale()
    assert home.field("amount", 1).value == "21500"
    with transaction(home.engine) as session:
        kept = [one for one in fields.of_document(session, DOC) if one.corrected is not None]
    assert [(one.line_no, one.key, one.value) for one in kept] == [(2, "amount", "10000")]


def test_the_kind_stays_where_people_decided_on_its_fields(home):
    home.bring(title="견적서")
    home.decide(field_decisions.confirm, home.field("total_amount").field_id)
    home.decide(decisions.correct, text_id("title"), "거래명세서")
    home.read_stale()
    assert home.document.kind == DocumentKind.QUOTATION


def test_decisions_during_a_reading_are_kept_and_read_next(home, monkeypatch):
    home.bring(total="84,650")
    wanted, real = home.field("total_amount").field_id, document_fields.typed_values

    def decided_meanwhile(kept):
        monkeypatch.setattr(document_fields, "typed_values", real)
        home.at += timedelta(minutes=1)
        home.decide(field_decisions.correct, wanted, "34,650")
        return real(kept)

    home.decide(decisions.correct, text_id("date"), "2026-11-19")
    monkeypatch.setattr(document_fields, "typed_values", decided_meanwhile)
    home.read_stale()
    total = home.field("total_amount")
    assert (total.value, total.state) == ("34650", FieldState.PROVEN)
