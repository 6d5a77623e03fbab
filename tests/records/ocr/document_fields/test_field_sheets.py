"""Fields as sheets: a document by itself, many documents together, and JSON for programs."""

from __future__ import annotations

from datetime import date

import pytest

from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.messages import Message
from records.ocr.document_fields.field_sheets import (
    cell_of,
    plain_of_document,
    sheets_of_document,
    sheets_of_documents,
)
from records.ocr.document_fields.fields import ReadField
from tests.factories import ocr_document

WHY = Message("The check digit is right.")
FIELDS = [
    ReadField("issue_date", FieldType.DATE, 0, FieldState.CONSISTENT, machine="2026-11-20"),
    ReadField(
        "total_amount", FieldType.WON, 1, FieldState.CONTRADICTED, machine="84650", reason=WHY, repair="34650"
    ),
    ReadField("supplier_owner", FieldType.NAME, 2, FieldState.UNREAD),
    ReadField("name", FieldType.TEXT, 0, FieldState.UNCHECKED, 1, machine="볼펜"),
    ReadField("quantity", FieldType.QUANTITY, 1, FieldState.PROVEN, 1, machine="2.5"),
    ReadField("amount", FieldType.WON, 3, FieldState.PROVEN, 2, machine="1000"),
]


@pytest.fixture
def document(now):
    return ocr_document("261122000000020", now, kind_read=DocumentKind.STATEMENT, kind_chosen=None)


def test_a_document_has_a_sheet_of_fields_with_their_proofs_and_one_of_line_items():
    fields, items = sheets_of_document(DocumentKind.STATEMENT, FIELDS, "ko")
    assert fields.rows == [
        ["문서 종류", "거래명세서", None, None, None],
        ["일자", date(2026, 11, 20), "형식 맞음", "", None],
        ["합계 금액", 84650, "모순", "검증 번호가 맞습니다.", "34650"],
        ["공급자 대표자", None, "읽지 못함", "", None],
    ]
    assert (items.headings, items.rows) == (
        ["번호", "품목", "수량", "공급가액"],
        [[1, "볼펜", 2.5, None], [2, None, None, 1000]],
    )


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (FieldType.WON, "9" * 20),
        (FieldType.QUANTITY, "nan"),
        (FieldType.QUANTITY, "inf"),
        (FieldType.QUANTITY, "1e300"),
        (FieldType.DATE, "1899-12-31"),
    ],
)
def test_values_that_no_spreadsheet_cell_holds_stay_texts(type_, value):
    assert cell_of(ReadField("x", type_, 0, FieldState.UNCHECKED, machine=value)) == value


def test_a_document_without_fields_has_no_sheets():
    assert sheets_of_document(DocumentKind.OTHER, [], "ko") == []


def test_many_documents_have_a_row_each_and_their_line_items_together(document):
    documents, items = sheets_of_documents([(document, FIELDS), (document, FIELDS[:1])], "en")
    assert documents.headings[4:] == ["Date", "Total", "Supplier's representative", "contradicted"]
    assert [row[4:] for row in documents.rows] == [
        [date(2026, 11, 20), 84650, None, "Total"],
        [date(2026, 11, 20), None, None, ""],
    ]
    assert [row[2:] for row in items.rows] == [
        [1, "볼펜", 2.5, None, None, None],
        [2, None, None, None, 1000, None],
    ]


def test_programs_get_values_and_states(document):
    plain = plain_of_document(document, FIELDS)
    assert plain["fields"] == {
        "issue_date": {"value": "2026-11-20", "state": "consistent"},
        "total_amount": {"value": 84650, "state": "contradicted"},
    }
    assert plain["items"] == [{"line": 1, "name": "볼펜", "quantity": 2.5}, {"line": 2, "amount": 1000}]
