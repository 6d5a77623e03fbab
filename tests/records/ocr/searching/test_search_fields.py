"""Search over values of fields that are on no text: in step with corrections, repairs, readings and deletions, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from domain.document_fields import FieldState, FieldType
from records.engine import reading, transaction
from records.ocr import decisions, documents
from records.ocr.box_editing import box_undo, boxes
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.fields import ReadField
from records.ocr.searching.search import search
from records.ocr.searching.search_index import ENTRY
from records.purge import Purgeable, purge_document
from tests.records.ocr.searching.searched_fields import (
    AMOUNT,
    DAY,
    DOC,
    NAME,
    OTHER,
    READ,
    correct,
    fields_of,
    filled,
    id_of,
    results_of,
)
from tests.records.ocr.searching.test_search import way
from work_requests import ocr_decisions

__all__ = ["correct", "filled", "way"]


def _read_again(engine, now, *read):
    with transaction(engine) as session:
        document = documents.get(session, DOC)
        fields.replace_read(session, document, read, fields.decided(session, DOC), now=now)


@pytest.mark.parametrize("wanted", ["1,234,000", "1234000", "234 000"])
def test_a_corrected_amount_is_found_with_its_text_whatever_its_commas_and_spaces(filled, correct, wanted):
    correct("supply_amount", "1,234,000")
    with reading(filled) as session:
        found = search(session, wanted)
    (field,) = found.fields
    assert (field.field.field_id, field.field.value, found.texts) == (id_of("supply_amount"), "1,234,000", [])
    assert ([text.text_id for text in field.texts], field.document.doc_id) == ([AMOUNT], DOC)


@pytest.mark.parametrize(
    ("wanted", "found"), [("한빛상사", 1), ("한빗상사", 1), ("한빗상시", 0), ("빛상", 1)]
)
def test_a_name_that_is_on_no_text_is_found_with_one_misread_jamo(filled, correct, way, wanted, found):
    correct("supplier_owner", "한빛 상사")
    assert results_of(filled, wanted) == (["supplier_owner"] * found, [])
    with reading(filled) as session:
        assert [one.texts for one in search(session, wanted).fields] == [[]] * found


@pytest.mark.parametrize("wanted", ["1,234,500", "1234500", "공급가액 1234500원", "새벽상서", "새벽상셔"])
def test_a_field_that_is_read_as_it_is_printed_is_one_result(filled, way, wanted):
    keys, labels = results_of(filled, wanted)
    assert (keys, len(labels)) == ([], 1)


def test_a_normal_form_is_found_where_the_text_is_not(filled, way):
    assert results_of(filled, "2026-11-20") == (["issue_date"], [])
    assert results_of(filled, "2026") == ([], ["2026년 11월 20일"])
    assert results_of(filled, "11월") == ([], ["2026년 11월 20일"])


def test_a_corrected_name_is_one_result_where_the_search_is_in_its_text_as_well(filled, correct, way):
    correct("supplier_name", "새벽상회")
    assert results_of(filled, "새벽") == ([], ["새벽상서"])
    assert results_of(filled, "새벽상회") == (["supplier_name"], [])
    assert results_of(filled, "새벽상훼") == (["supplier_name"], [])


def test_what_is_taken_back_or_changed_again_is_not_found(filled, correct, now):
    correct("supplier_name", "한빛상사")
    correct("supplier_name", "은하상사")
    assert (fields_of(filled, "한빛상사"), fields_of(filled, "은하상사")) == ([], ["supplier_name"])
    with transaction(filled) as session:
        field_decisions.reopen(session, id_of("supplier_name"), by="kim", now=now)
    assert fields_of(filled, "은하상사") == []
    correct("supplier_name", "은하상사")
    correct("supplier_name", "")
    assert fields_of(filled, "은하상사") == []


def test_a_change_that_is_rolled_back_changes_nothing(filled, now):
    with pytest.raises(ZeroDivisionError), transaction(filled) as session:
        field_decisions.correct(session, id_of("supplier_name"), "한빛상사", by="kim", now=now)
        session.flush()
        raise ZeroDivisionError
    assert fields_of(filled, "한빛상사") == []


def test_a_repair_is_found_once_it_is_applied_or_accepted(filled, now):
    assert results_of(filled, "새벽상사") == ([], ["새벽상서"])
    with transaction(filled) as session:
        fields.apply_repairs(session, DOC, now=now)
    assert results_of(filled, "새벽상사") == (["supplier_name"], ["새벽상서"])
    with transaction(filled) as session:
        field_decisions.reopen(session, id_of("supplier_name"), by="kim", now=now)
        field_decisions.accept_repair(session, id_of("supplier_name"), by="kim", now=now)
    assert fields_of(filled, "새벽상사") == ["supplier_name"]


def test_another_reading_replaces_what_is_found_and_keeps_what_people_wrote(filled, correct, now):
    correct("supplier_owner", "한빛상사")
    _read_again(filled, now, replace(READ[1], machine="2026-12-20"))
    assert fields_of(filled, "2026-11-20") == []
    assert fields_of(filled, "2026-12-20") == ["issue_date"]
    assert fields_of(filled, "한빛상사") == ["supplier_owner"]
    with transaction(filled) as session:
        fields.replace_read(session, documents.get(session, DOC), [], [], now=now)
    assert (fields_of(filled, "2026-12-20"), fields_of(filled, "한빛상사")) == ([], [])


def test_another_reading_keeps_the_place_among_the_results(filled, make_page, now):
    with transaction(filled) as session:
        other = make_page(session, "2026년 11월 20일", doc_id=OTHER)
        fields.replace_read(session, other, [READ[1]], [], now=now)
    _read_again(filled, now, replace(READ[1], machine="2026-11-20."))
    with reading(filled) as session:
        assert [one.document.doc_id for one in search(session, "2026-11-20").fields] == [OTHER, DOC]


def test_a_corrected_text_is_the_result_once_it_has_the_value(filled, correct, now):
    correct("supply_amount", "1,234,000")
    with transaction(filled) as session:
        decisions.correct(session, AMOUNT, "공급가액 1,234,000 원", by="kim", now=now)
    assert results_of(filled, "1234000") == ([], ["공급가액 1,234,000 원"])
    with transaction(filled) as session:
        decisions.reopen(session, [AMOUNT], by="kim", now=now)
    assert fields_of(filled, "1234000") == ["supply_amount"]


def test_a_value_that_was_read_from_a_text_is_not_found_after_the_text_is_corrected(filled, now):
    with transaction(filled) as session:
        decisions.correct(session, DAY, "2026년 12월 1일", by="kim", now=now)
        decisions.correct(session, AMOUNT, "공급가액 77 원", by="kim", now=now)
    assert (fields_of(filled, "2026-11-20"), fields_of(filled, "1234500")) == ([], [])


def test_a_value_that_people_wrote_is_found_without_its_box(filled, correct, now):
    correct("supplier_name", "새벽상사")
    with transaction(filled) as session:
        decisions.correct(session, NAME, "새벽상사", by="kim", now=now)
    assert results_of(filled, "새벽상사") == ([], ["새벽상사"])
    with transaction(filled) as session:
        edit = boxes.remove(session, [NAME], by="kim", now=now).edit_id
    assert results_of(filled, "새벽상사") == (["supplier_name"], [])
    with transaction(filled) as session:
        box_undo.undo(session, edit, by="kim", now=now)
    assert results_of(filled, "새벽상사") == ([], ["새벽상사"])


def test_documents_in_the_trash_are_left_out_and_purging_takes_all_entries_out(filled, correct, now):
    correct("supplier_name", "한빛상사")
    with transaction(filled) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
    assert fields_of(filled, "한빛상사") == []
    with transaction(filled) as session:
        ocr_decisions.restore(session, DOC, by="kim", now=now)
    assert fields_of(filled, "한빛상사") == ["supplier_name"]
    with transaction(filled) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
        purge_document(session, Purgeable("ocr", DOC, "영수증.png", now))
    with reading(filled) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ENTRY)) == 0


def test_resident_numbers_of_fields_are_found_and_shown_masked(filled, correct):
    assert results_of(filled, "901231-1******") == (["resident_number"], [])
    assert results_of(filled, "901231-1") == ([], ["901231-1765432"])
    correct("supplier_owner", "701231-2345678")
    assert fields_of(filled, "701231-2345678") == []
    with reading(filled) as session:
        (found,) = search(session, "701231-2").fields
    assert found.field.value == "701231-2******"


def test_fields_whose_name_has_a_slash_are_found(filled, now):
    _read_again(filled, now, *READ, ReadField("비고/f", FieldType.TEXT, 5, FieldState.UNREAD))
    for value in ("새벽배송", "아침배송"):
        with transaction(filled) as session:
            field_decisions.correct(session, id_of("비고/f"), value, by="kim", now=now)
    assert (fields_of(filled, "새벽배송"), fields_of(filled, "아침배송")) == ([], ["비고/f"])


def test_values_of_line_items_are_found(filled, now):
    item = ReadField("name", FieldType.TEXT, 0, FieldState.UNCHECKED, line_no=2, machine="볼펜")
    _read_again(filled, now, *READ, item)
    with reading(filled) as session:
        assert [one.field.line_no for one in search(session, "볼펜").fields] == [2]
