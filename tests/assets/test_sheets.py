"""A workbook's sheet: chosen when the file is brought or afterwards, and kept when it is read again."""

from __future__ import annotations

import openpyxl
import pytest

from domain.automl import DocumentStatus
from intake.destinations import NewRows
from orchestration.runtime.reading_resources import build_files
from records import columns, documents, predictions
from records.engine import reading
from work_requests import automl_decisions


@pytest.fixture
def months(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for month in range(1, 4):
        sheet = book.create_sheet(f"{month}월")
        sheet.append(["지점", "매출"])
        for number in range(20):
            sheet.append([f"지점{number % 4}", 100 * month + number])
    path = tmp_path / "월별.xlsx"
    book.save(path)
    return path


def least(workshop, doc):
    """The sheet that was read, and the least amount on it."""
    with reading(workshop.engine) as session:
        report = documents.get(session, doc).read_report
        found = {c.label: c.min for c in columns.of_document(session, doc)}
    return report.sheet, found["매출"]


def test_the_sheet_named_on_bringing_is_read(workshop, months):
    doc = workshop.add(months, "2월")
    workshop.run_waiting()
    assert least(workshop, doc) == ("2월", 200)


def test_another_sheet_is_read_again_and_kept(workshop, months):
    doc = workshop.add(months)
    workshop.run_waiting()
    assert least(workshop, doc) == ("1월", 100)
    workshop.decide(automl_decisions.confirm_data, doc)
    workshop.decide(automl_decisions.read_sheet, doc, sheet="3월")
    (result,) = workshop.run_waiting()
    assert result.success
    assert least(workshop, doc) == ("3월", 300)
    with reading(workshop.engine) as session:
        assert documents.get(session, doc).status == DocumentStatus.UPLOADED
    assert workshop.by_hand(doc, "uploaded_table", "column_profile").success
    assert least(workshop, doc) == ("3월", 300)


@pytest.fixture
def new_rows(tmp_path):
    """A workbook whose larger sheet is a summary; the rows to predict are on the other two."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, header, count in (
        ("요약", ["항목", "수"], 90),
        ("이번달", ["지점", "매출"], 6),
        ("지난달", ["지점", "매출"], 9),
    ):
        sheet = book.create_sheet(name)
        sheet.append(header)
        for number in range(count):
            sheet.append([f"지점{number % 4}", 100 + number])
    path = tmp_path / "새 행.xlsx"
    book.save(path)
    return path


def test_rows_to_predict_are_those_of_the_sheet_with_the_columns_of_the_model(workshop, tmp_path, new_rows):
    table = tmp_path / "표.csv"
    lines = [f"지점{n % 4},{100 + n % 37},{'예' if n % 4 < 2 else '아니오'}" for n in range(120)]
    table.write_text("\n".join(["지점,매출,이탈", *lines]), encoding="utf-8")
    doc = workshop.add(table)
    workshop.run_waiting()
    workshop.confirm(doc, "이탈", positive_class="예")
    intake = build_files(workshop.settings).intake(workshop.engine)
    taken = intake.take(new_rows, NewRows(doc), by="me", now=workshop.now(), keep=True)
    workshop.run_waiting()
    request = workshop.request(taken.request_id)
    assert request.result["sheet"] == "이번달"
    assert request.result["other_sheets"] == ["요약", "지난달"]
    with reading(workshop.engine) as session:
        row = predictions.of_request(session, taken.request_id)
    assert row.rows == 6
    assert any("이번달" in warning["ko"] for warning in row.warnings)
    again = workshop.decide(
        automl_decisions.predict, doc, file_name=row.file_name, source_path=row.source_path,
        source_sha256=row.source_sha256, sheet="지난달",
    )  # fmt: skip
    workshop.run_waiting()
    with reading(workshop.engine) as session:
        assert predictions.of_request(session, again.request_id).rows == 9
