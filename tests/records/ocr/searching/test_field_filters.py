"""Fields among the results: their order, and the filters that hold for them."""

from __future__ import annotations

import sqlalchemy as sa

from domain.ocr import TextState
from records.engine import reading, transaction
from records.ocr.document_fields import field_decisions, fields
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_lists import ListFilter
from records.ocr.searching.search import SearchFilter, search
from records.ocr.searching.search_index import rebuild
from tests.records.ocr.searching.searched_fields import (
    DOC,
    OTHER,
    READ,
    correct,
    fields_of,
    filled,
    id_of,
    results_of,
)
from tests.records.ocr.searching.test_search import way

__all__ = ["correct", "filled", "way"]


def test_newer_documents_and_exact_values_come_first(filled, correct, make_page, now, way):
    correct("supplier_owner", "한빛상사")
    correct("supplier_name", "한빗상사")
    with transaction(filled) as session:
        other = make_page(session, "상호", "한빗상사", doc_id=OTHER)
        fields.replace_read(session, other, READ, [], now=now)
        for key, value in (("supplier_owner", "한빛상사"), ("supplier_name", "한빗상사")):
            field_decisions.correct(session, id_of(key, OTHER), value, by="kim", now=now)
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
        field_decisions.confirm(session, id_of("issue_date"), by="kim", now=now)

    def of(wanted, state, **documents):
        return results_of(filled, wanted, SearchFilter(ListFilter(**documents), state))

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
    assert fields_of(filled, "새벽상사", SearchFilter(state=TextState.CORRECTED)) == []
    assert fields_of(filled, "새벽상사", SearchFilter(state=TextState.MACHINE)) == ["supplier_name"]


def test_a_filter_of_documents_holds_for_fields(filled, correct, way):
    correct("supplier_owner", "한빛상사")
    assert fields_of(filled, "한빛상사", SearchFilter(ListFilter(company="디엘"))) == ["supplier_owner"]
    assert fields_of(filled, "한빛상사", SearchFilter(ListFilter(company="은하"))) == []


def test_the_index_of_fields_is_made_from_the_rows(filled, make_page, now):
    with transaction(filled) as session:
        other = make_page(session, "2026년 11월 20일", doc_id=OTHER)
        fields.replace_read(session, other, [READ[1]], [], now=now)
        # A statement that goes past the session's events.
        wanted = OcrField.field_id == id_of("supplier_owner")
        session.execute(sa.update(OcrField).where(wanted).values(corrected="한빛상사"))
        rebuild(session.connection())
    assert fields_of(filled, "한빛상사") == ["supplier_owner"]
    assert results_of(filled, "새벽상서") == ([], ["새벽상서"])
    with reading(filled) as session:
        assert [one.document.doc_id for one in search(session, "2026-11-20").fields] == [OTHER, DOC]
