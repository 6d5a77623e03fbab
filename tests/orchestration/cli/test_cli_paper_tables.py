"""`saebyeok ocr to-table`: only checked documents become rows, and kinds are named as people read them."""

from __future__ import annotations

import json

import pytest

from domain.automl import DocumentStatus
from domain.columns import ColumnType
from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.messages import Sentences
from domain.ocr import OcrStatus
from domain.read_report import HeaderInfo, ReadReport
from domain.requests import RequestStatus
from domain.table_additions import ColumnDifference
from domain.table_schema import ColumnSchema, TableSchema
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.growth import additions
from records.ocr import documents
from records.ocr.document_fields import fields, fields_to_read
from records.ocr.document_fields.fields import ReadField
from records.tables import Document, TableRow
from tests.orchestration.cli.ocr_counter import DOC, counter
from work_requests import lifecycle

__all__ = ["counter"]


@pytest.fixture
def statement(counter, now):
    """A document whose total was just read, and a function that sets its state."""
    cli = CliContext(load_settings(counter.home))
    with cli.transaction() as session:
        document = documents.get(session, DOC)
        fields_to_read.set_kind(document, DocumentKind.STATEMENT, 0.9, [])
        read = [ReadField("total_amount", FieldType.WON, 0, FieldState.UNCHECKED, machine="84100")]
        fields.replace_read(session, document, read, [], now=now)

    def settle(status):
        with cli.transaction() as session:
            documents.get(session, DOC).status = status

    settle(OcrStatus.EXTRACTED)
    return settle


def test_what_was_just_read_waits_for_people_or_is_asked_for(counter, statement):
    said = counter.type("to-table", "transaction_statement", "--no-wait", code=2)
    assert "1건이 확인을 기다립니다" in said
    assert "--unchecked" in said
    assert "1행" in counter.type("to-table", "transaction_statement", "--unchecked", "--no-wait")


@pytest.mark.parametrize("kind", ["transaction_statement", "거래명세서", "Transaction Statement"])
def test_a_kind_is_named_by_its_code_or_as_people_read_it(counter, statement, kind):
    statement(OcrStatus.CHECKED)
    assert "1행" in counter.type("to-table", kind, "--no-wait")


def test_an_unknown_kind_is_refused_with_all_there_are(counter, statement):
    said = counter.type("to-table", "명세", "--no-wait", code=2)
    assert "거래명세서" in said
    assert "영수증" in said


def test_help_lists_the_kinds(counter):
    said = counter.type("to-table", "--help")
    assert "tax_invoice 세금계산서" in " ".join(said.split())


TABLE = "261122000000020"


@pytest.fixture
def table(counter, now):
    """A table that rows of documents can be sent to, without rows."""
    with CliContext(load_settings(counter.home)).transaction() as session:
        header = ["순번", "파일명", "상호", "문서 종류", "합계 금액"]
        schema = TableSchema(
            tuple(ColumnSchema(f"c{n:04}", label, ColumnType.TEXT) for n, label in enumerate(header, start=1))
        )
        report = ReadReport("t.csv", "csv", 0, schema, "utf-8", ",", None, (), HeaderInfo(1, 0), ())
        session.add(
            Document(
                doc_id=TABLE,
                name="거래명세서 문서",
                file_name="t.csv",
                status=DocumentStatus.UPLOADED,
                source_path="x",
                source_sha256="0" * 64,
                source_bytes=1,
                rows=0,
                columns=len(header),
                read_report=report,
                registered_by="kim",
                registered_at=now,
                updated_at=now,
            )
        )
        session.flush()
        session.add(TableRow(doc_id=TABLE, row_no=0, text=json.dumps(header, ensure_ascii=False)))
    return TABLE


def test_rows_that_wait_for_a_decision_are_said_with_how_to_answer(
    counter, statement, table, monkeypatch, now
):
    statement(OcrStatus.CHECKED)
    asked = []

    def compared(self, request_id, **_):
        with self.transaction() as session:
            addition = additions.of_request(session, request_id)
            said = Sentences("단위가 다릅니다.", "Another unit.")
            additions.set_asking(
                addition, [ColumnDifference("unit", "합계 금액", said, asks=True, factor=0.0001)], []
            )
            request = lifecycle.get(session, request_id)
            lifecycle.settle(request, RequestStatus.DONE, now=now)
            asked.append(addition.addition_id)
        return request

    monkeypatch.setattr(CliContext, "follow", compared)
    said = counter.type("to-table", "거래명세서", "--into", table)
    assert "단위가 다릅니다." in said
    assert f"automl decide {asked[0]}" in said
    assert "보냈습니다" not in said
    assert asked[0] in counter.type("to-table", "거래명세서", "--into", table, code=2)
