"""`saebyeok ocr fields`: kind and fields of a file or a document."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from PIL import Image

from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.reading_limits import FieldLimit, TableLimit
from ocr_lib.exports import ExportDocument, ExportLine, ExportPage
from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import documents
from records.ocr import fields as records
from records.ocr.fields import ReadField
from tests.orchestration.cli.test_cli_ocr import DOC, counter

__all__ = ["counter"]

LINES = (("영 수 증", 40, 44), ("사업자번호: 220-81-62517", 120, 20), ("공급가액 31,000", 160, 20), ("부가세 3,100", 200, 20), ("합계 84,100", 240, 20))  # fmt: skip


@pytest.fixture
def receipt(tmp_path, monkeypatch):
    """A file that is read as a receipt whose total was misread."""
    path = tmp_path / "영수증.png"
    Image.new("L", (400, 400), 255).save(path)
    lines = []
    for text, y, height in LINES:
        right = 20 + 14 * len(text)
        box = (20, y, right, y + height)
        lines.append(ExportLine(text, 0.9, box, [(20, y), (right, y), (right, y + height), (20, y + height)]))
    document = ExportDocument(path.name, [ExportPage(path, 400, 400, 150, lines)])
    monkeypatch.setattr("orchestration.cli.ocr_fields.page_reader", lambda *_: None)
    monkeypatch.setattr("orchestration.cli.ocr_fields.read_pages_of", lambda *_: document)
    return path


def fields(tmp_path, path, *words):
    return CliRunner().invoke(main, ["--home", str(tmp_path / "none"), "ocr", "fields", str(path), *words])


def test_fields_are_printed_as_json_with_their_proofs(tmp_path, receipt):
    done = fields(tmp_path, receipt, "--format", "json")
    found = json.loads(done.stdout)
    assert (found["file"], found["kind"]) == ("영수증.png", "receipt")
    by_key = {field["key"]: field for field in found["fields"]}
    assert (by_key["business_number"]["value"], by_key["business_number"]["state"]) == (
        "220-81-62517",
        "proven",
    )
    assert (by_key["total_amount"]["value"], by_key["total_amount"]["state"]) == (84_100, "contradicted")
    assert by_key["total_amount"]["repair"]["value"] == 34_100
    assert by_key["total_amount"]["texts"] == [4]


def test_fields_are_printed_as_a_table_in_korean(tmp_path, receipt):
    done = fields(tmp_path, receipt)
    assert "84,100" in done.stdout
    assert "34100" in done.stdout
    assert "모순" in done.stdout
    assert "찾지 못한 항목: 일자" in done.stderr


def test_a_file_that_is_no_page_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "쪽.png"
    path.write_bytes(b"<html></html>")
    monkeypatch.setattr("orchestration.cli.ocr_fields.page_reader", lambda *_: None)
    done = fields(tmp_path, path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "그림도 PDF도" in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path):
    done = fields(tmp_path, tmp_path / "none.png")
    assert done.exit_code == 2
    assert "'none.png' 파일이 없습니다" in done.stderr


def test_the_fields_of_a_file_are_written_as_a_workbook(tmp_path, receipt):
    out = tmp_path / "영수증.xlsx"
    done = fields(tmp_path, receipt, "--format", "xlsx", "--out", str(out))
    assert done.exit_code == 0, done.output
    rows = list(load_workbook(out)["항목"].iter_rows(values_only=True))
    assert [row[1] for row in rows if row[0] == "합계 금액"] == [84_100]
    assert fields(tmp_path, receipt, "--format", "xlsx").exit_code == 2


def test_what_limits_of_the_settings_leave_out_is_said(tmp_path, receipt, monkeypatch):
    assert "ocr_max" not in fields(tmp_path, receipt).stderr
    monkeypatch.setenv("SAEBYEOK_OCR_MAX_TEXTS", "4")
    monkeypatch.setenv("SAEBYEOK_OCR_MAX_PAGE_TEXTS", "4")
    done = fields(tmp_path, receipt, "--format", "json")
    found = json.loads(done.stdout)
    assert "total_amount" not in {field["key"] for field in found["fields"]}
    assert [one["limit"] for one in found["limits_reached"]] == [FieldLimit.TOO_MANY_TEXTS]
    for limit in (FieldLimit.TOO_MANY_TEXTS, TableLimit.TOO_MANY_TEXTS):
        assert limit.message.ko in done.stderr


def test_the_fields_of_a_document_are_those_of_its_rows(counter, now):
    with CliContext(load_settings(counter.home)).transaction() as session:
        document = documents.get(session, DOC)
        total = ReadField("total_amount", FieldType.WON, 1, FieldState.PROVEN, machine="34650", required=True)
        date = ReadField("issue_date", FieldType.DATE, 0, FieldState.UNREAD, required=True)
        records.set_kind(document, DocumentKind.STATEMENT, 0.9, [])
        records.replace_read(session, document, [date, total], [], now=now)
    shown = counter.type("fields", DOC)
    assert "거래명세서" in shown
    assert "34,650" in shown
    with CliContext(load_settings(counter.home)).transaction() as session:
        documents.get(session, DOC).fields_limits = [FieldLimit.TOO_MANY_TEXTS]
    done = CliRunner().invoke(main, ["--home", str(counter.home), "ocr", "fields", DOC, "--format", "json"])
    assert FieldLimit.TOO_MANY_TEXTS.message.ko in done.stderr
    found = json.loads(done.stdout)
    assert found["fields"] == {"total_amount": {"value": 34_650, "state": "proven"}}
