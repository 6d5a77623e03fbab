"""The kind and the fields of a document from the rows of its texts, and again after people changed something."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from assets.ocr import document_fields
from assets.ocr.document_fields import find_document_kind, metadata_of_fields, read_document_fields
from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.reading_limits import FieldLimit
from ocr_lib.fields import FieldLimits
from records import companies
from records.companies import CompanyDetails, CompanySource
from records.engine import transaction
from records.ocr import decisions
from records.ocr.document_fields import field_decisions, fields, fields_to_read
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.tables import OcrPage
from serving import field_reading
from serving.field_reading import AT_ONCE, MOST_TRIES
from tests.assets.read_statement import home
from tests.statement_page import DOC, text_id, write_statement
from work_requests import company_decisions

__all__ = ["home"]


def test_kind_fields_and_line_items_are_stored_with_their_proofs(home):
    counts = home.bring().states
    assert home.document.kind == DocumentKind.STATEMENT
    total = home.field("total_amount")
    assert (total.value, total.amount, total.state, total.required) == (
        "34650",
        34_650,
        FieldState.PROVEN,
        True,
    )
    assert total.reason.en == "Supply amount and tax add up to the total, 34,650."
    assert (total.text_ids, total.page_no) == ([text_id("total")], 1)
    assert home.field("supplier_owner").state == FieldState.UNREAD
    assert [home.field(key, 2).value for key in ("name", "quantity", "price", "amount", "tax")] == [
        "공책",
        "5",
        "4300",
        "21500",
        "2150",
    ]
    # Both numbers, the three totals, and all but the names of both lines.
    assert counts["proven"] == 2 + 3 + 8


def test_the_specification_of_a_line_item_is_stored_and_can_be_corrected(home):
    home.bring(head_price="규격", price_1="A4 80g", price_2="B5")
    assert [(home.field("spec", line).value, home.field("spec", line).type) for line in (1, 2)] == [
        ("A4 80g", FieldType.TEXT),
        ("B5", FieldType.TEXT),
    ]
    home.decide(field_decisions.correct, fields.field_id(DOC, 1, "spec"), "A4 75g")
    home.read_stale()
    assert (home.field("spec", 1).value, home.field("spec", 1).machine) == ("A4 75g", "A4 80g")


def test_metadata_has_numbers_alone(home):
    assert all(isinstance(value, int) for value in metadata_of_fields([home.bring()]).values())


def test_line_items_that_the_settings_leave_out_are_said_to_be(home):
    read = home.bring()
    assert (read.limits, home.document.fields_limits) == ((), [])
    home.files.limits = FieldLimits(max_item_rows=1)
    read = home.read()
    assert (home.field("name", 1).value, home.field("name", 2)) == ("볼펜", None)
    assert home.document.fields_limits == [FieldLimit.TOO_MANY_ITEM_ROWS]
    left_out = metadata_of_fields([read])["left out"].records
    (sentence,) = [record.data for record in left_out]
    assert sentence == {"document": DOC, "left out": FieldLimit.TOO_MANY_ITEM_ROWS.message.en}


def test_a_contradicted_amount_is_offered_its_repair_which_proves_it(home):
    home.bring(total="84,650")
    total = home.field("total_amount")
    assert (total.value, total.state, total.repair) == ("84650", FieldState.CONTRADICTED, "34650")
    assert total.repair_reason.en == "Supply amount and tax add up to the total, 34,650."
    home.decide(field_decisions.accept_repair, total.field_id)
    assert home.read_stale() == 1
    total = home.field("total_amount")
    assert (total.value, total.state, total.machine, total.repair) == (
        "34650",
        FieldState.PROVEN,
        "84650",
        None,
    )


def test_repairs_are_applied_where_the_settings_say_so(home):
    home.files.apply_repairs = True
    home.bring(total="84,650")
    total = home.field("total_amount")
    assert (total.value, total.state, total.repaired) == ("34650", FieldState.PROVEN, True)


def test_what_is_offered_by_a_name_alone_is_never_applied_by_itself(home):
    home.files.apply_repairs = True
    with transaction(home.engine) as session:
        for known in (CompanyDetails("새벽상사", "124-81-00998"), CompanyDetails("아침유퉁")):
            companies.save(session, known, source=CompanySource.IMPORT, by="kim", now=home.at)
    home.bring(number="124-81-00997", buyer_number="", total="84,650")
    number, buyer = home.field("supplier_number"), home.field("buyer_name")
    assert (number.value, number.repair, number.repaired) == ("124-81-00997", "124-81-00998", False)
    assert (buyer.value, buyer.state, buyer.repair) == ("아침유통", FieldState.CONSISTENT, "아침유퉁")
    assert home.field("total_amount").repaired
    assert home.document.company == ""


def test_a_corrected_text_changes_the_fields_of_its_document(home):
    home.bring(total="84,650")
    home.decide(decisions.correct, text_id("total"), "34,650")
    assert home.read_stale() == 1
    total = home.field("total_amount")
    assert (total.value, total.state, total.score) == ("34650", FieldState.PROVEN, 1.0)
    assert home.read_stale() == 0


def test_the_kind_follows_a_corrected_title(home):
    home.bring(title="견적서")
    assert home.document.kind == DocumentKind.QUOTATION
    home.decide(decisions.correct, text_id("title"), "거래명세서")
    home.read_stale()
    assert home.document.kind == DocumentKind.STATEMENT


def test_a_chosen_kind_has_its_own_fields(home):
    home.bring()
    home.decide(field_decisions.choose_kind, DOC, DocumentKind.OTHER)
    home.read_stale()
    with transaction(home.engine) as session:
        assert [one for one in fields.of_document(session, DOC) if one.line_no == 0] == []


def test_a_name_that_differs_from_the_known_company_is_contradicted_and_offered_that_name(home):
    with transaction(home.engine) as session:
        known = CompanyDetails("새벽상서", "124-81-00998")
        companies.save(session, known, source=CompanySource.IMPORT, by="kim", now=home.at)
    home.bring()
    name = home.field("supplier_name")
    assert (name.state, name.repair) == (FieldState.CONTRADICTED, "새벽상서")


def test_a_known_supplier_becomes_the_company_of_a_document_without_one(home):
    with transaction(home.engine) as session:
        known = CompanyDetails("(주)새벽상사", "124-81-00998")
        companies.save(session, known, source=CompanySource.IMPORT, by="kim", now=home.at)
    home.bring()
    assert home.document.company == "(주)새벽상사"


def test_a_known_company_is_that_of_a_document_whose_headings_were_not_read(home):
    with transaction(home.engine) as session:
        known = CompanyDetails("새벽상사", "124-81-00998")
        companies.save(session, known, source=CompanySource.IMPORT, by="kim", now=home.at)
    home.bring(supplier="·", buyer="·")
    assert home.field("supplier_number").state == FieldState.CONSISTENT
    assert home.document.company == "새벽상사"


def test_a_page_without_texts_has_no_fields(home):
    with transaction(home.engine) as session:
        write_statement(session, home.at, read=dict.fromkeys(("title",), None))
        session.execute(sa.text('DELETE FROM "TB_OCR_DOC_TEXT"'))
    assert find_document_kind(home.database, DOC) == DocumentKind.OTHER
    assert read_document_fields(home.database, home.files, DOC, home.at).states == {}
    assert home.document.fields_at == home.at


def test_a_company_that_changes_during_a_reading_has_the_document_read_again(home, monkeypatch):
    home.bring()
    real = document_fields.typed_values

    def known_meanwhile(kept):
        monkeypatch.setattr(document_fields, "typed_values", real)
        home.at += timedelta(minutes=1)
        home.decide(company_decisions.save, CompanyDetails("새벽상사", "124-81-00998"))
        return real(kept)

    monkeypatch.setattr(document_fields, "typed_values", known_meanwhile)
    home.decide(decisions.correct, text_id("date"), "2026-11-19")
    home.read_stale()
    assert home.field("supplier_name").state == FieldState.PROVEN


def test_line_items_are_those_of_the_stored_tables_where_these_agree_better(home):
    # The headings of amount and tax are swapped on the page; the table has each in the column of its numbers.
    heads = ("head_name", "head_quantity", "head_price", "head_tax", "head_amount")
    rows = [heads, *((f"name_{n}", f"quantity_{n}", f"price_{n}", f"amount_{n}", f"tax_{n}") for n in (1, 2))]
    cells = [
        FoundCell(row, column, 1, 1, [[0, 0]] * 4, [(text_id(name), 0, 99)], is_header=row == 0)
        for row, names in enumerate(rows)
        for column, name in enumerate(names)
    ]
    with transaction(home.engine) as session:
        write_statement(session, home.at, read={"head_amount": "세액", "head_tax": "공급가액"})
        page = session.get_one(OcrPage, (DOC, 1))
        table = FoundTable(3, 5, [[0, 0]] * 4, "ruled", cells)
        page_tables.replace(session, page, [table], limits=[], now=home.at)
    find_document_kind(home.database, DOC)
    read_document_fields(home.database, home.files, DOC, home.at)
    assert [(home.field(key, 1).value, home.field(key, 1).state) for key in ("amount", "tax")] == [
        ("10000", FieldState.PROVEN),
        ("1000", FieldState.PROVEN),
    ]


def test_all_stale_documents_are_read_the_latest_change_first_though_some_can_not_be(home, monkeypatch, now):
    """After an upgrade all documents of earlier revisions are stale; what a person changes meanwhile doesn't wait for them."""
    doc_ids = [f"2611220000{n:05d}" for n in range(AT_ONCE + 5)]
    with transaction(home.engine) as session:
        for number, doc_id in enumerate(doc_ids):
            document = write_statement(session, now, doc_id=doc_id, read={"date": None})
            document.fields_stale, document.updated_at = True, now + timedelta(seconds=number)
    asked = []

    def read(database, files, doc_id, at):
        asked.append(doc_id)
        if doc_id == doc_ids[-1]:
            raise ValueError("it can't be read")
        return read_document_fields(database, files, doc_id, at)

    monkeypatch.setattr(field_reading, "read_document_fields", read)
    assert home.read_stale() == len(doc_ids)
    assert list(dict.fromkeys(asked)) == doc_ids[::-1]
    assert asked.count(doc_ids[-1]) == MOST_TRIES
    with transaction(home.engine) as session:
        assert fields_to_read.stale(session, limit=99) == doc_ids[-1:]
