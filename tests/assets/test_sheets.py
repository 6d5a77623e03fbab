"""A workbook's sheet: chosen when the file is brought or afterwards, and kept when it is read again."""

from __future__ import annotations

import openpyxl
import pytest

from domain.automl import DocumentStatus
from records import columns, documents
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
