"""Documents with a column for each field: conditions, and files of many."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from console.formatting import won_of
from domain.access import Role
from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.messages import Message
from domain.ocr import OcrStatus
from intake.take import Intake, Taken
from orchestration.runtime.console_server import write_sheets
from records.engine import reading, transaction
from records.growth.paper_rows import rows_of_papers
from records.ocr.document_fields import fields, fields_to_read
from records.ocr.document_fields.fields import ReadField
from records.ocr.tables import OcrDocument
from records.tables import Document, TableRow
from tests.factories import ocr_document

FIRST, SECOND, OTHER = (f"26112200000003{n}" for n in range(3))


@pytest.fixture
def context(context):
    return replace(context, write_sheets=write_sheets)


@pytest.fixture(autouse=True)
def three_documents(context, now):
    with transaction(context.engine) as session:
        for doc_id, kind, total, day in (
            (FIRST, DocumentKind.STATEMENT, 10_000, "2026-11-01"),
            (SECOND, DocumentKind.STATEMENT, 90_000, "2026-11-20"),
            (OTHER, DocumentKind.RECEIPT, 50_000, "2026-11-10"),
        ):
            document = ocr_document(doc_id, now, file_name=f"{doc_id}.png")
            session.add(document)
            session.flush()
            fields_to_read.set_kind(document, kind, 0.9, [])
            wrong = FieldState.CONTRADICTED if doc_id == SECOND else FieldState.PROVEN
            read = [
                ReadField("issue_date", FieldType.DATE, 0, FieldState.CONSISTENT, machine=day),
                ReadField("total_amount", FieldType.WON, 1, wrong, machine=str(total)),
                ReadField("amount", FieldType.WON, 3, FieldState.PROVEN, 1, machine=str(total)),
            ]
            fields.replace_read(session, document, read, [], now=now)
            document.status = OcrStatus.CHECKED if doc_id == FIRST else OcrStatus.EXTRACTED


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [SECOND, FIRST]),
        ("kind=receipt", [OTHER]),
        ("least=50,000", [SECOND]),
        ("most=50000원", [FIRST]),
        ("dated_since=2026-11-02", [SECOND]),
        ("dated_until=2026-11-19", [FIRST]),
        ("state=contradicted", [SECOND]),
        ("company=없는곳", []),
        ("least=많이", [SECOND, FIRST]),
    ],
)
def test_documents_are_listed_by_kind_and_conditions(visit, query, found):
    page = visit(Role.VIEWER).get(f"/ocr/fields?{query}").text
    assert re.findall(r'href="/ocr/(\d{15})/fields"', page) == found


def test_a_document_with_a_contradicted_line_item_is_marked_in_the_list_and_in_its_files(visit, context, now):
    why = Message("Quantity times unit price is {left:,}, the amount is {result:,}.", left=1, result=2)
    with transaction(context.engine) as session:
        line = fields.get(session, fields.field_id(FIRST, 1, "amount"))
        line.state, line.reason = FieldState.CONTRADICTED, why
    client = visit(Role.VIEWER)
    page = client.get("/ocr/fields").text
    assert page.count('data-testid="wrong-lines"') == 1
    assert "모순이 있는 품목 1줄" in page
    book = load_workbook(io.BytesIO(client.get("/ocr/fields/export").content))
    rows = list(book["품목"].iter_rows(min_row=2))
    (cell,) = (cell for row in rows for cell in row if cell.comment is not None)
    assert (cell.value, cell.comment.text) == (10_000, f"모순\n{why.ko}")
    table = csv.DictReader(
        io.StringIO(client.get("/ocr/fields/export?form=csv&sheet=items").content.decode("utf-8-sig"))
    )
    assert [row["상태"] for row in table] == ["증명됨", "모순 (공급가액)"]
    found = json.loads(client.get("/ocr/fields/export?form=json").content)
    assert [one["items"][0]["state"] for one in found] == ["proven", "contradicted"]


def test_columns_are_the_fields_of_the_kind(visit):
    page = visit(Role.VIEWER).get("/ocr/fields").text
    headings = re.findall(r"<th>(.*?)</th>", page)
    assert headings[2:] == ["일자", "합계 금액"]
    assert "90,000" in page


def test_many_documents_come_as_one_workbook(visit):
    answer = visit(Role.VIEWER).get("/ocr/fields/export?form=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["문서", "품목"]
    rows = list(book["문서"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[5]) for row in rows] == [(SECOND, 90_000), (FIRST, 10_000)]
    assert book["품목"].max_row == 3
    assert "attachment" in answer.headers["content-disposition"]


def test_csv_and_json_have_the_same_documents(visit):
    client = visit(Role.VIEWER)
    csv = client.get("/ocr/fields/export?form=csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in csv[1:]] == [SECOND, FIRST]
    items = client.get("/ocr/fields/export?form=csv&sheet=items").content.decode("utf-8-sig").splitlines()
    assert len(items) == 3
    plain = json.loads(client.get("/ocr/fields/export?form=json&least=50000").content)
    assert [(one["doc_id"], one["fields"]["total_amount"]["value"]) for one in plain] == [(SECOND, 90_000)]


@pytest.mark.parametrize(
    ("typed", "won"),
    [("1,000원", 1000), ("-5", -5), ("--5", None), ("", None), ("천", None), ("9" * 20, None)],
)
def test_amounts_are_read_as_people_type_them(typed, won):
    assert won_of(typed) == won


def sent(context):
    """The bytes of the newest table that was sent."""
    with reading(context.engine) as session:
        newest = session.scalars(sa.select(Document).order_by(Document.doc_id.desc())).first()
    with context.store.local(newest.source_path, newest.source_sha256) as file:
        return newest, file.read_text(encoding="utf-8-sig")


def test_checked_documents_become_a_table(visit, context):
    answer = visit(Role.EDITOR).post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT})
    assert answer.status_code == 204, answer.text
    table, text = sent(context)
    assert answer.headers["hx-redirect"] == f"/automl/{table.doc_id}"
    assert table.name == "거래명세서 문서"
    assert FIRST in text
    assert SECOND not in text  # not checked
    assert "확인 안 된 값" not in text


def test_unchecked_documents_are_sent_on_demand_with_what_nobody_confirmed(visit, context):
    client = visit(Role.EDITOR)
    assert "확인하지 않은 1건도 보내기" in client.get("/ocr/fields").text
    client.post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT, "unchecked": "true"})
    _, text = sent(context)
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["확인 안 된 값"], second["확인 안 된 값"]) == ("", "일자, 합계 금액")
    receipts = client.post("/ocr/fields/table", data={"kind": DocumentKind.RECEIPT})
    assert (receipts.status_code, "1건이 확인을 기다립니다" in receipts.text) == (409, True)


def test_a_table_gets_only_documents_that_it_does_not_have(visit, context, now):
    client = visit(Role.EDITOR)
    client.post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT, "rows": "items"})
    table, text = sent(context)
    with transaction(context.engine) as session:
        lines = [
            json.dumps(line.split(","), ensure_ascii=False, separators=(",", ":"))
            for line in text.splitlines()
        ]
        session.get_one(Document, table.doc_id).rows = len(lines) - 1
        session.add_all(
            TableRow(doc_id=table.doc_id, row_no=number, text=line) for number, line in enumerate(lines)
        )
    again = client.post(
        "/ocr/fields/table", data={"kind": DocumentKind.STATEMENT, "rows": "items", "into": table.doc_id}
    )
    assert (again.status_code, "새 문서 가운데" in again.text) == (409, True)


def keep_rows(context, table, text):
    """What reading a table that was sent keeps of it."""
    lines = list(csv.reader(io.StringIO(text)))
    with transaction(context.engine) as session:
        session.get_one(Document, table.doc_id).rows = len(lines) - 1
        session.add_all(
            TableRow(doc_id=table.doc_id, row_no=number, text=json.dumps(line, ensure_ascii=False))
            for number, line in enumerate(lines)
        )


@pytest.mark.parametrize(
    ("rows", "changed"), [("documents", "total_amount"), ("items", "amount")], ids=["documents", "items"]
)
def test_documents_that_were_changed_since_they_were_sent_are_said(
    visit, context, monkeypatch, rows, changed
):
    client = visit(Role.EDITOR)
    data = {"kind": DocumentKind.STATEMENT, "rows": rows}
    client.post("/ocr/fields/table", data=data)
    table, text = sent(context)
    keep_rows(context, table, text)
    into = {**data, "into": table.doc_id}
    assert "바뀌었" not in client.post("/ocr/fields/table", data=into).text
    with transaction(context.engine) as session:
        fields.get(session, fields.field_id(FIRST, int(rows == "items"), changed)).corrected = "12000"
    nothing_new = client.post("/ocr/fields/table", data=into)
    assert (nothing_new.status_code, "1건이 보낸 뒤에 바뀌었" in nothing_new.text) == (409, True)
    with transaction(context.engine) as session:
        session.get_one(OcrDocument, SECOND).status = OcrStatus.CHECKED
        found = rows_of_papers(session, DocumentKind.STATEMENT, lines=rows == "items", into=table.doc_id)
    assert (found.changed, [row[0] for row in found.sheet.rows]) == (1, [SECOND])
    monkeypatch.setattr(Intake, "take", lambda *_, **__: Taken("261122000000500", 1))
    answer = client.post("/ocr/fields/table", data=into)
    assert answer.headers["hx-redirect"] == f"/automl/{table.doc_id}/renew?changed=1"


def test_a_document_with_another_file_name_is_not_changed(visit, context):
    client = visit(Role.EDITOR)
    client.post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT})
    table, text = sent(context)
    keep_rows(context, table, text)
    with transaction(context.engine) as session:
        session.get_one(OcrDocument, FIRST).file_name = "다른 이름.png"
        session.get_one(OcrDocument, SECOND).status = OcrStatus.CHECKED
        found = rows_of_papers(session, DocumentKind.STATEMENT, lines=False, into=table.doc_id)
    assert (found.changed, len(found.sheet.rows)) == (0, 1)


@pytest.mark.parametrize("spec", [[], ["규격"]], ids=["made before there were specifications", "made since"])
@pytest.mark.parametrize("more", [[], ["일자"], ["일자", "공급자 상호"]])
def test_a_table_of_line_items_gets_the_columns_that_it_has(visit, context, spec, more):
    client = visit(Role.EDITOR)
    client.post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT, "rows": "items"})
    table, _ = sent(context)
    header = ["순번", "파일명", "번호", "품목", *spec, "수량", "단가", "공급가액", "세액", *more]
    with transaction(context.engine) as session:
        session.add(TableRow(doc_id=table.doc_id, row_no=0, text=json.dumps(header, ensure_ascii=False)))
    with reading(context.engine) as session:
        new = rows_of_papers(session, DocumentKind.STATEMENT, lines=True, into=table.doc_id).sheet
    assert new.headings == header
    assert [len(row) for row in new.rows] == [len(header)]


@pytest.mark.parametrize(
    ("header", "data", "said"),
    [
        (
            ["순번", "파일명", "번호", "품목", "수량"],
            {"rows": "items", "unchecked": "true"},
            "'확인 안 된 값' 칼럼이 없어",
        ),
        (["순번", "파일명", "문서번호", "일자", "합계 금액"], {"rows": "items"}, "칼럼이 다릅니다"),
    ],
    ids=["nothing says what is unchecked", "a row for each document"],
)
def test_rows_that_a_table_has_no_columns_for_are_not_sent(visit, context, header, data, said):
    client = visit(Role.EDITOR)
    client.post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT, "rows": "items"})
    table, _ = sent(context)
    with transaction(context.engine) as session:
        session.add(TableRow(doc_id=table.doc_id, row_no=0, text=json.dumps(header, ensure_ascii=False)))
    answer = client.post(
        "/ocr/fields/table", data={"kind": DocumentKind.STATEMENT, "into": table.doc_id, **data}
    )
    assert (answer.status_code, said in answer.text) == (409, True), answer.text


def test_a_kind_without_checked_documents_and_another_table_are_refused(visit, context):
    client = visit(Role.EDITOR)
    assert client.post("/ocr/fields/table", data={"kind": DocumentKind.QUOTATION}).status_code == 409
    client.post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT})
    other, _ = sent(context)
    with transaction(context.engine) as session:
        session.add(TableRow(doc_id=other.doc_id, row_no=0, text='["이름"]'))
    into = {"kind": DocumentKind.STATEMENT, "into": other.doc_id}
    answer = client.post("/ocr/fields/table", data=into)
    assert (answer.status_code, "칼럼이 없습니다" in answer.text) == (409, True)
    assert client.post("/ocr/fields/table", data={**into, "into": "261122000000999"}).status_code == 404
    assert (
        visit(Role.VIEWER).post("/ocr/fields/table", data={"kind": DocumentKind.STATEMENT}).status_code == 403
    )
