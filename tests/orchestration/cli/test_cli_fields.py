"""`saebyeok ocr fields`: kind and fields of a file or a document."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from PIL import Image

from domain.document_fields import DocumentKind, FieldState, FieldType
from domain.document_layouts import LayoutState
from domain.reading_limits import FieldLimit, TableLimit
from ocr_lib.exports import ExportDocument, ExportLine, ExportPage
from ocr_lib.fields.learnt import ConfirmedField, Example, learn_layout
from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.engine import open_engine
from records.ocr import documents
from records.ocr.document_fields import fields as records
from records.ocr.document_fields import fields_to_read, layouts
from records.ocr.document_fields.fields import ReadField
from records.ocr.document_fields.layout_tables import OcrLayout
from tests.ocr_lib.fields.learnt.supplier_pages import page
from tests.orchestration.cli.ocr_counter import DOC, counter

__all__ = ["counter"]

LINES = (("영 수 증", 40, 44), ("사업자번호: 220-81-62517", 120, 20), ("공급가액 31,000", 160, 20), ("부가세 3,100", 200, 20), ("합계 84,100", 240, 20))  # fmt: skip


def receipt_page(path):
    lines = []
    for text, y, height in LINES:
        right = 20 + 14 * len(text)
        box = (20, y, right, y + height)
        lines.append(ExportLine(text, 0.9, box, [(20, y), (right, y), (right, y + height), (20, y + height)]))
    return ExportPage(path, 400, 400, 150, lines)


@pytest.fixture
def receipt(tmp_path, monkeypatch):
    """A file that is read as a receipt whose total was misread."""
    path = tmp_path / "영수증.png"
    Image.new("L", (400, 400), 255).save(path)
    document = ExportDocument(path.name, [receipt_page(path)])
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


def test_a_workbook_of_a_read_file_begins_with_the_same_sheets_of_fields(tmp_path, receipt, monkeypatch):
    monkeypatch.setattr("orchestration.cli.ocr_one_shot.page_reader", lambda *_: None)
    document = ExportDocument(receipt.name, [receipt_page(receipt)])
    monkeypatch.setattr("orchestration.cli.ocr_one_shot.read_pages_of", lambda *_: document)
    by_read, by_fields = tmp_path / "읽음.xlsx", tmp_path / "항목.xlsx"
    done = CliRunner().invoke(
        main, ["--home", str(tmp_path / "none"), "ocr", "read", str(receipt), "--out", str(by_read)]
    )
    assert done.exit_code == 0, done.output
    assert fields(tmp_path, receipt, "--out", str(by_fields)).exit_code == 0
    book = load_workbook(by_read)
    assert book.sheetnames[:2] == ["항목", "본문"]
    assert list(book["항목"].values) == list(load_workbook(by_fields)["항목"].values)


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
        fields_to_read.set_kind(document, DocumentKind.STATEMENT, 0.9, [])
        records.replace_read(session, document, [date, total], [], now=now)
    shown = counter.type("fields", DOC)
    assert "거래명세서" in shown
    assert "34,650" in shown
    with CliContext(load_settings(counter.home)).transaction() as session:
        documents.get(session, DOC).fields_limits = [FieldLimit.TOO_MANY_TEXTS]
    done = CliRunner().invoke(main, ["--home", str(counter.home), "ocr", "fields", DOC, "--format", "json"])
    assert FieldLimit.TOO_MANY_TEXTS.message.ko in done.stderr
    found = json.loads(done.stdout)
    assert {key: (one["value"], one["state"]) for key, one in found["fields"].items()} == {
        "total_amount": (34_650, "proven"),
        "issue_date": (None, "unread"),
    }


KIND = "출하 확인지"


@pytest.fixture
def slip(tmp_path, monkeypatch):
    """A file that is read as a paper whose kind no rule knows."""
    path = tmp_path / "출하.png"
    Image.new("L", (1_200, 700), 255).save(path)
    lines = [
        ExportLine(one.text, one.score, (0, 0, 1, 1), one.quad)
        for one in page("2026-11-20", "AB-0988", 7_300, rows=2)
    ]
    document = ExportDocument(path.name, [ExportPage(path, 1_200, 700, 150, lines)])
    monkeypatch.setattr("orchestration.cli.ocr_fields.page_reader", lambda *_: None)
    monkeypatch.setattr("orchestration.cli.ocr_fields.read_pages_of", lambda *_: document)
    return path


@pytest.fixture
def learnt(counter, now):
    """A home that has learnt the layout of that kind from another paper; how its state is changed."""
    named = (("묶음 번호", FieldType.TEXT, 1), ("total_amount", FieldType.WON, 12))
    fields = tuple(ConfirmedField(name, of, None, (n,)) for name, of, n in named)
    layout = learn_layout([Example(page("2026-11-02", "AB-0017", 120_000, rows=2), fields)], today=now.date())

    def change(state):
        with CliContext(load_settings(counter.home)).transaction() as session:
            row = layouts.of_kind(session, KIND) or OcrLayout(kind=KIND, number="", company="")
            row.layout, row.state, row.by, row.at = layout.to_json(), state, "kim", now
            session.add(row)

    change(LayoutState.USED)
    return change


def test_a_file_is_read_by_the_layouts_that_the_home_learnt(counter, learnt, slip, tmp_path):
    found = json.loads(counter.type("fields", slip, "--format", "json"))
    assert (found["kind"], found["kind_name"]["ko"]) == (KIND, KIND)
    by_key = {field["key"]: field["value"] for field in found["fields"]}
    assert (by_key["묶음 번호"], by_key["total_amount"]) == ("AB-0988", 7_300)
    shown = counter.type("fields", slip)
    assert all(word in shown for word in (KIND, "묶음 번호", "AB-0988", "7,300"))
    out = tmp_path / "출하.xlsx"
    counter.type("fields", slip, "--format", "xlsx", "--out", out)
    rows = list(load_workbook(out)["항목"].iter_rows(values_only=True))
    assert [row[1] for row in rows if row[0] == "묶음 번호"] == ["AB-0988"]


def test_a_layout_that_is_switched_off_reads_no_file(counter, learnt, slip):
    learnt(LayoutState.OFF)
    found = json.loads(counter.type("fields", slip, "--format", "json"))
    assert "묶음 번호" not in {field["key"] for field in found["fields"]}
    assert found["kind"] != KIND


def test_a_file_is_read_without_a_home_and_makes_none(tmp_path, slip):
    done = fields(tmp_path, slip, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert json.loads(done.stdout)["kind"] != KIND
    assert not (tmp_path / "none").exists()


def test_a_file_is_read_where_the_layouts_are_out_of_reach_which_is_said(counter, learnt, slip):
    engine = open_engine(load_settings(counter.home).effective_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    done = CliRunner().invoke(
        main, ["--home", str(counter.home), "ocr", "fields", str(slip), "--format", "json"]
    )
    assert (done.exit_code, json.loads(done.stdout)["kind"] == KIND) == (0, False)
    assert "9999" in done.stderr and "배운 양식" in done.stderr
