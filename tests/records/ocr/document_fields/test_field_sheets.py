"""Fields as sheets: a document by itself, many documents together, and JSON for programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.document_fields import DocumentKind, FieldKey, FieldState, FieldType
from domain.messages import Message
from domain.sheets import CellMark
from records.engine import transaction
from records.ocr.document_fields.field_sheets import (
    cell_of,
    plain_of_document,
    sheets_of_document,
    sheets_of_documents,
)
from records.ocr.document_fields.fields import ReadField, of_document, replace_read
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
DIFFERS = Message(
    "Quantity times unit price is {left:,}, the amount is {result:,}.", left=420000, result=470000
)
BAD_LINE = [
    ReadField("name", FieldType.TEXT, 0, FieldState.UNCHECKED, 3, machine="복사지"),
    ReadField(
        "amount",
        FieldType.WON,
        3,
        FieldState.CONTRADICTED,
        3,
        machine="470000",
        reason=DIFFERS,
        repair="420000",
    ),
]
MISSING = ReadField("supplier_name", FieldType.NAME, 3, FieldState.UNREAD, required=True)
OWNER = ReadField("buyer_owner", FieldType.NAME, 4, FieldState.UNCHECKED, machine="김새벽")
DOUBTFUL = [*FIELDS[:3], MISSING, OWNER, *FIELDS[3:], *BAD_LINE]


@pytest.fixture
def session(engine):
    with transaction(engine) as session:
        yield session


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
        ["번호", "품목", "수량", "공급가액", "상태", "까닭", "제안 값"],
        [
            [1, "볼펜", 2.5, None, "확인 안 됨 (품목)", "", ""],
            [2, None, None, 1000, "증명됨", "", ""],
        ],
    )


def test_a_contradicted_line_item_is_marked_with_its_reason_and_what_is_offered():
    items = sheets_of_document(DocumentKind.STATEMENT, DOUBTFUL, "ko")[1]
    assert items.rows[2] == [
        3,
        "복사지",
        None,
        470_000,
        "모순 (공급가액), 확인 안 됨 (품목)",
        f"공급가액: {DIFFERS.ko}",
        "공급가액 420,000",
    ]
    assert items.marks == {
        (0, 1): CellMark(is_wrong=False),
        (2, 1): CellMark(is_wrong=False),
        (2, 3): CellMark(is_wrong=True, note=f"모순\n{DIFFERS.ko}\n제안 값: 420,000"),
    }


def test_a_sentence_on_several_values_is_said_once():
    line = [replace(one, state=FieldState.CONTRADICTED, reason=DIFFERS) for one in BAD_LINE]
    items = sheets_of_document(DocumentKind.STATEMENT, [*FIELDS[:1], *line], "ko")[1]
    assert items.rows[0][4] == f"품목, 공급가액: {DIFFERS.ko}"


def test_doubtful_values_of_the_sheet_of_fields_are_marked():
    fields = sheets_of_document(DocumentKind.STATEMENT, DOUBTFUL, "ko")[0]
    wrong = {
        fields.rows[row][0]: mark.is_wrong for (row, column), mark in fields.marks.items() if column == 1
    }
    assert wrong == {"합계 금액": True, "공급자 상호": True, "공급받는자 대표자": False}
    assert len(wrong) == len(fields.marks)


def test_what_a_person_confirmed_is_not_doubtful(session, document, now):
    session.add(document)
    session.flush()
    replace_read(session, document, DOUBTFUL, [], now=now)
    rows = of_document(session, document.doc_id)
    for row in rows:
        row.confirmed = True
    fields, items = sheets_of_document(DocumentKind.STATEMENT, rows, "ko")
    assert (fields.marks, items.marks) == ({}, {})
    assert "모순 · 확인함" in [row[2] for row in fields.rows]
    assert [row[-3:] for row in items.rows][2][:2] == ["확인함", ""]


def test_many_documents_name_their_doubtful_values_and_mark_them(document):
    documents, items = sheets_of_documents([(document, DOUBTFUL)], "ko", with_states=True)
    row = dict(zip(documents.headings, documents.rows[0], strict=True))
    assert (row["모순"], row["확인 안 됨"], row["읽지 못함"]) == (
        "합계 금액, 3번째 줄 공급가액",
        "공급받는자 대표자",
        "공급자 상호",
    )
    assert row["까닭"] == f"합계 금액: {WHY.ko} / 3번째 줄 공급가액: {DIFFERS.ko}"
    assert {documents.headings[column] for _, column in documents.marks} == {
        "합계 금액",
        "공급받는자 대표자",
        "공급자 상호",
    }
    line = dict(zip(items.headings, items.rows[2], strict=True))
    assert line["상태"] == "모순 (공급가액), 확인 안 됨 (품목)"
    assert line["까닭"] == f"공급가액: {DIFFERS.ko}"
    assert items.marks[2, items.headings.index("공급가액")].is_wrong


def test_rows_for_a_table_have_no_columns_of_states(document):
    documents, items = sheets_of_documents([(document, DOUBTFUL)], "ko")
    assert not {"읽지 못함", "까닭", "상태"} & {*documents.headings, *items.headings}
    assert documents.rows[0][-1] == "합계 금액, 3번째 줄 공급가액"


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
        [1, "볼펜", None, 2.5, None, None, None, date(2026, 11, 20)],
        [2, None, None, None, None, 1000, None, date(2026, 11, 20)],
    ]


def test_line_items_have_the_date_and_the_supplier_of_their_document(document):
    supplier = [
        ReadField("supplier_number", FieldType.TEXT, 3, FieldState.PROVEN, machine="123-45-67891"),
        ReadField("supplier_name", FieldType.NAME, 4, FieldState.UNCHECKED, machine="새벽상사"),
    ]
    _, items = sheets_of_documents([(document, [*FIELDS, *supplier])], "ko", with_states=True)
    assert items.headings[9:12] == ["일자", "공급자 상호", "공급자 등록번호"]
    assert [row[9:12] for row in items.rows] == [[date(2026, 11, 20), "새벽상사", "123-45-67891"]] * 2
    assert items.headings[12] == "상태"
    assert items.marks[0, 10] and (0, 11) not in items.marks


def test_what_is_not_confirmed_of_a_document_is_named_beside_its_line_items(document):
    _, items = sheets_of_documents([(document, FIELDS)], "ko", names_open=True)
    assert [row[-1] for row in items.rows] == ["품목, 일자", "일자"]


@pytest.mark.parametrize(
    ("keys", "headings"), [([], []), ([FieldKey.SUPPLIER_NAME], ["공급자 상호"]), (None, ["일자"])]
)
def test_line_items_have_the_columns_of_the_table_they_are_for(document, keys, headings):
    _, items = sheets_of_documents([(document, FIELDS)], "ko", item_keys=keys)
    assert items.headings[9:] == headings
    assert {len(row) for row in items.rows} == {9 + len(headings)}


def test_programs_get_values_and_states(document):
    plain = plain_of_document(document, DOUBTFUL)
    assert {key: (one["value"], one["state"]) for key, one in plain["fields"].items()} == {
        "issue_date": ("2026-11-20", "consistent"),
        "total_amount": (84650, "contradicted"),
        "supplier_name": (None, "unread"),
        "buyer_owner": ("김새벽", "unchecked"),
    }
    assert plain["fields"]["total_amount"]["reason"] == WHY.sentences
    first, second, third = plain["items"]
    assert (first["name"], first["quantity"], first["state"]) == ("볼펜", 2.5, "unchecked")
    assert (second["amount"], second["state"]) == (1000, "proven")
    assert third["state"] == "contradicted"
    assert third["states"]["amount"] == {
        "state": "contradicted",
        "confirmed": False,
        "reason": DIFFERS.sentences,
        "offered": "420000",
    }


def test_line_items_have_their_specification_behind_the_item(document):
    spec = ReadField("spec", FieldType.TEXT, 1, FieldState.UNCHECKED, 1, machine="0.7mm")
    of_document = sheets_of_document(DocumentKind.STATEMENT, [*FIELDS, spec], "ko")[1]
    assert of_document.headings[:4] == ["번호", "품목", "규격", "수량"]
    assert [row[2] for row in of_document.rows] == ["0.7mm", None]
    _, of_documents = sheets_of_documents([(document, [*FIELDS, spec])], "en")
    at = of_documents.headings.index("Specification")
    assert [row[at] for row in of_documents.rows] == ["0.7mm", None]
