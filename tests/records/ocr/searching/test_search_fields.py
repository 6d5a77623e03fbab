"""Search over values of fields that are on no text: in step with corrections, repairs, readings and deletions, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from domain.document_fields import FieldState, FieldType
from domain.ocr import TextState
from records.engine import reading, transaction
from records.ocr import decisions, documents
from records.ocr.box_editing import box_undo, boxes
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_fields.fields import ReadField, field_id
from records.ocr.documents import ListFilter
from records.ocr.searching.search import SearchFilter, search
from records.ocr.searching.search_index import ENTRY, rebuild
from records.purge import Purgeable, purge_document
from tests.records.ocr.searching.test_search import way
from work_requests import ocr_decisions

__all__ = ["way"]

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


def _id(key, doc_id=DOC):
    return field_id(doc_id, 0, key)


def _results(engine, wanted, within=SearchFilter(), **page):  # noqa: B008 - frozen
    """Keys of the fields and labels of the texts that are found."""
    with reading(engine) as session:
        found = search(session, wanted, within, **page)
    return [one.field.key for one in found.fields], [text.label for text, _ in found.texts]


def _fields(engine, wanted, within=SearchFilter()):  # noqa: B008 - frozen
    return _results(engine, wanted, within)[0]


@pytest.fixture
def filled(engine, make_page, now):
    with transaction(engine) as session:
        fields.replace_read(session, make_page(session, *TEXTS), READ, [], now=now)
    return engine


@pytest.fixture
def correct(filled, now):
    def write(key, value):
        with transaction(filled) as session:
            field_decisions.correct(session, _id(key), value, by="kim", now=now)

    return write


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
    assert (field.field.field_id, field.field.value, found.texts) == (_id("supply_amount"), "1,234,000", [])
    assert ([text.text_id for text in field.texts], field.document.doc_id) == ([AMOUNT], DOC)


@pytest.mark.parametrize(
    ("wanted", "found"), [("한빛상사", 1), ("한빗상사", 1), ("한빗상시", 0), ("빛상", 1)]
)
def test_a_name_that_is_on_no_text_is_found_with_one_misread_jamo(filled, correct, way, wanted, found):
    correct("supplier_owner", "한빛 상사")
    assert _results(filled, wanted) == (["supplier_owner"] * found, [])
    with reading(filled) as session:
        assert [one.texts for one in search(session, wanted).fields] == [[]] * found


@pytest.mark.parametrize("wanted", ["1,234,500", "1234500", "공급가액 1234500원", "새벽상서", "새벽상셔"])
def test_a_field_that_is_read_as_it_is_printed_is_one_result(filled, way, wanted):
    keys, labels = _results(filled, wanted)
    assert (keys, len(labels)) == ([], 1)


def test_a_normal_form_is_found_where_the_text_is_not(filled, way):
    assert _results(filled, "2026-11-20") == (["issue_date"], [])
    assert _results(filled, "2026") == ([], ["2026년 11월 20일"])
    assert _results(filled, "11월") == ([], ["2026년 11월 20일"])


def test_a_corrected_name_is_one_result_where_the_search_is_in_its_text_as_well(filled, correct, way):
    correct("supplier_name", "새벽상회")
    assert _results(filled, "새벽") == ([], ["새벽상서"])
    assert _results(filled, "새벽상회") == (["supplier_name"], [])
    assert _results(filled, "새벽상훼") == (["supplier_name"], [])


def test_what_is_taken_back_or_changed_again_is_not_found(filled, correct, now):
    correct("supplier_name", "한빛상사")
    correct("supplier_name", "은하상사")
    assert (_fields(filled, "한빛상사"), _fields(filled, "은하상사")) == ([], ["supplier_name"])
    with transaction(filled) as session:
        field_decisions.reopen(session, _id("supplier_name"), by="kim", now=now)
    assert _fields(filled, "은하상사") == []
    correct("supplier_name", "은하상사")
    correct("supplier_name", "")
    assert _fields(filled, "은하상사") == []


def test_a_change_that_is_rolled_back_changes_nothing(filled, now):
    with pytest.raises(ZeroDivisionError), transaction(filled) as session:
        field_decisions.correct(session, _id("supplier_name"), "한빛상사", by="kim", now=now)
        session.flush()
        raise ZeroDivisionError
    assert _fields(filled, "한빛상사") == []


def test_a_repair_is_found_once_it_is_applied_or_accepted(filled, now):
    assert _results(filled, "새벽상사") == ([], ["새벽상서"])
    with transaction(filled) as session:
        fields.apply_repairs(session, DOC, now=now)
    assert _results(filled, "새벽상사") == (["supplier_name"], ["새벽상서"])
    with transaction(filled) as session:
        field_decisions.reopen(session, _id("supplier_name"), by="kim", now=now)
        field_decisions.accept_repair(session, _id("supplier_name"), by="kim", now=now)
    assert _fields(filled, "새벽상사") == ["supplier_name"]


def test_another_reading_replaces_what_is_found_and_keeps_what_people_wrote(filled, correct, now):
    correct("supplier_owner", "한빛상사")
    _read_again(filled, now, replace(READ[1], machine="2026-12-20"))
    assert _fields(filled, "2026-11-20") == []
    assert _fields(filled, "2026-12-20") == ["issue_date"]
    assert _fields(filled, "한빛상사") == ["supplier_owner"]
    with transaction(filled) as session:
        fields.replace_read(session, documents.get(session, DOC), [], [], now=now)
    assert (_fields(filled, "2026-12-20"), _fields(filled, "한빛상사")) == ([], [])


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
    assert _results(filled, "1234000") == ([], ["공급가액 1,234,000 원"])
    with transaction(filled) as session:
        decisions.reopen(session, [AMOUNT], by="kim", now=now)
    assert _fields(filled, "1234000") == ["supply_amount"]


def test_a_value_that_was_read_from_a_text_is_not_found_after_the_text_is_corrected(filled, now):
    with transaction(filled) as session:
        decisions.correct(session, DAY, "2026년 12월 1일", by="kim", now=now)
        decisions.correct(session, AMOUNT, "공급가액 77 원", by="kim", now=now)
    assert (_fields(filled, "2026-11-20"), _fields(filled, "1234500")) == ([], [])


def test_a_value_that_people_wrote_is_found_without_its_box(filled, correct, now):
    correct("supplier_name", "새벽상사")
    with transaction(filled) as session:
        decisions.correct(session, NAME, "새벽상사", by="kim", now=now)
    assert _results(filled, "새벽상사") == ([], ["새벽상사"])
    with transaction(filled) as session:
        edit = boxes.remove(session, [NAME], by="kim", now=now).edit_id
    assert _results(filled, "새벽상사") == (["supplier_name"], [])
    with transaction(filled) as session:
        box_undo.undo(session, edit, by="kim", now=now)
    assert _results(filled, "새벽상사") == ([], ["새벽상사"])


def test_documents_in_the_trash_are_left_out_and_purging_takes_all_entries_out(filled, correct, now):
    correct("supplier_name", "한빛상사")
    with transaction(filled) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
    assert _fields(filled, "한빛상사") == []
    with transaction(filled) as session:
        ocr_decisions.restore(session, DOC, by="kim", now=now)
    assert _fields(filled, "한빛상사") == ["supplier_name"]
    with transaction(filled) as session:
        ocr_decisions.delete(session, DOC, by="kim", now=now)
        purge_document(session, Purgeable("ocr", DOC, "영수증.png", now))
    with reading(filled) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(ENTRY)) == 0


def test_resident_numbers_of_fields_are_found_and_shown_masked(filled, correct):
    assert _results(filled, "901231-1******") == (["resident_number"], [])
    assert _results(filled, "901231-1") == ([], ["901231-1765432"])
    correct("supplier_owner", "701231-2345678")
    assert _fields(filled, "701231-2345678") == []
    with reading(filled) as session:
        (found,) = search(session, "701231-2").fields
    assert found.field.value == "701231-2******"


def test_fields_whose_name_has_a_slash_are_found(filled, now):
    _read_again(filled, now, *READ, ReadField("비고/f", FieldType.TEXT, 5, FieldState.UNREAD))
    for value in ("새벽배송", "아침배송"):
        with transaction(filled) as session:
            field_decisions.correct(session, _id("비고/f"), value, by="kim", now=now)
    assert (_fields(filled, "새벽배송"), _fields(filled, "아침배송")) == ([], ["비고/f"])


def test_values_of_line_items_are_found(filled, now):
    item = ReadField("name", FieldType.TEXT, 0, FieldState.UNCHECKED, line_no=2, machine="볼펜")
    _read_again(filled, now, *READ, item)
    with reading(filled) as session:
        assert [one.field.line_no for one in search(session, "볼펜").fields] == [2]


def test_newer_documents_and_exact_values_come_first(filled, correct, make_page, now, way):
    correct("supplier_owner", "한빛상사")
    correct("supplier_name", "한빗상사")
    with transaction(filled) as session:
        other = make_page(session, "상호", "한빗상사", doc_id=OTHER)
        fields.replace_read(session, other, READ, [], now=now)
        for key, value in (("supplier_owner", "한빛상사"), ("supplier_name", "한빗상사")):
            field_decisions.correct(session, _id(key, OTHER), value, by="kim", now=now)
    with reading(filled) as session:
        found = search(session, "한빛상사")
        pages = [search(session, "한빛상사", start=start, size=2) for start in (0, 2, 4)]
    assert [(one.field.value, one.document.doc_id) for one in found.fields] == [
        ("한빛상사", OTHER),
        ("한빛상사", DOC),
        ("한빗상사", OTHER),
        ("한빗상사", DOC),
    ]
    assert [text.label for text, _ in found.texts] == ["한빗상사"]
    assert [len(page.fields) + len(page.texts) for page in pages] == [2, 2, 1]
    assert [page.has_next for page in pages] == [True, True, False]


def test_the_state_of_a_filter_is_what_people_decided_on_a_field(filled, correct, now, way):
    correct("supplier_owner", "한빛상사")
    correct("supply_amount", "1,234,000")
    with transaction(filled) as session:
        field_decisions.confirm(session, _id("issue_date"), by="kim", now=now)

    def of(wanted, state, **documents):
        return _results(filled, wanted, SearchFilter(ListFilter(**documents), state))

    assert of("한빛상사", TextState.CORRECTED) == (["supplier_owner"], [])
    assert of("한빗상사", TextState.CORRECTED) == (["supplier_owner"], [])
    assert of("한빛상사", TextState.MACHINE) == ([], [])
    assert of("2026-11-20", TextState.CONFIRMED) == (["issue_date"], [])
    assert of("2026-11-20", TextState.MACHINE) == ([], [])
    assert of("한빛상사", TextState.UNREADABLE) == ([], [])
    # The text of the amount is in another state, and so no result.
    assert of("1234", TextState.CORRECTED) == (["supply_amount"], [])
    assert of("1234", TextState.MACHINE) == ([], ["공급가액 1,234,500 원"])
    # The filter of documents looks at other fields of theirs.
    assert of("한빛상사", TextState.CORRECTED, dated_since="2026-11-20") == (["supplier_owner"], [])
    assert of("한빛상사", TextState.CORRECTED, dated_since="2026-11-21") == ([], [])


def test_an_applied_repair_is_no_correction_of_a_person(filled, now, way):
    with transaction(filled) as session:
        fields.apply_repairs(session, DOC, now=now)
    assert _fields(filled, "새벽상사", SearchFilter(state=TextState.CORRECTED)) == []
    assert _fields(filled, "새벽상사", SearchFilter(state=TextState.MACHINE)) == ["supplier_name"]


def test_a_filter_of_documents_holds_for_fields(filled, correct, way):
    correct("supplier_owner", "한빛상사")
    assert _fields(filled, "한빛상사", SearchFilter(ListFilter(company="디엘"))) == ["supplier_owner"]
    assert _fields(filled, "한빛상사", SearchFilter(ListFilter(company="은하"))) == []


def test_the_index_of_fields_is_made_from_the_rows(filled, make_page, now):
    with transaction(filled) as session:
        other = make_page(session, "2026년 11월 20일", doc_id=OTHER)
        fields.replace_read(session, other, [READ[1]], [], now=now)
        # A statement that goes past the session's events.
        wanted = OcrField.field_id == _id("supplier_owner")
        session.execute(sa.update(OcrField).where(wanted).values(corrected="한빛상사"))
        rebuild(session.connection())
    assert _fields(filled, "한빛상사") == ["supplier_owner"]
    assert _results(filled, "새벽상서") == ([], ["새벽상서"])
    with reading(filled) as session:
        assert [one.document.doc_id for one in search(session, "2026-11-20").fields] == [OTHER, DOC]
