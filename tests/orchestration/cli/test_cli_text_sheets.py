"""Texts go out as a CSV, are corrected in a spreadsheet and come back: whole, masked, reordered, or wrong."""

from __future__ import annotations

import csv
import json

import pytest

from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import texts
from tests.orchestration.cli.ocr_counter import DOC, counter

__all__ = ["counter"]


def test_a_sheet_goes_out_is_edited_and_comes_back(counter, tmp_path):
    sheet = tmp_path / "글자.csv"
    counter.type("export-texts", DOC, sheet)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["text"] == "'=1+1"
    assert rows[0]["crop"].endswith("c0.png")
    rows[0] |= {"corrected": "디엘이엔씨(주)", "use": "Y"}
    rows[1] |= {"corrected": "'=1+1"}
    with sheet.open("w", encoding="cp949", newline="") as file:  # as Korean Excel saves it
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    counter.type("import-texts", sheet)
    found = counter.texts()
    assert [(t["state"], t["corrected"], t["selected"]) for t in found] == [
        ("corrected", "디엘이엔씨(주)", True),
        ("confirmed", None, False),
        ("machine", None, False),
    ]


@pytest.mark.parametrize(
    "content",
    ["text_id,corrected\n1,2\n", "text_id,corrected,use\nx,y,maybe\n", "text_id,corrected,use\nnone,글,Y\n"],
)
def test_a_sheet_that_is_wrong_anywhere_changes_nothing(counter, tmp_path, content):
    sheet = tmp_path / "a.csv"
    sheet.write_text(content, encoding="utf-8")
    before = counter.texts()
    assert counter.type("import-texts", sheet, code=2)
    assert counter.texts() == before


def sheet_of(counter, tmp_path):
    path = tmp_path / "글자.csv"
    counter.type("export-texts", DOC, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return path, list(csv.DictReader(file))


def save(path, rows, columns=None):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns or rows[0].keys(), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def test_columns_in_another_order_and_rows_that_were_emptied_come_back(counter, tmp_path):
    path, rows = sheet_of(counter, tmp_path)
    rows[0] |= {"corrected": "디엘이엔씨(주)", "use": "y"}
    save(path, [*rows, dict.fromkeys(rows[0], "")], ["use", "corrected", "text_id"])
    counter.type("import-texts", path)
    assert (counter.texts()[0]["corrected"], counter.texts()[0]["selected"]) == ("디엘이엔씨(주)", True)


def test_a_row_that_ends_too_early_is_told_by_its_line(counter, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        f'text_id,corrected,use,crop\n{DOC}_01_2,"두\n줄",N,c\n{DOC}_01_1,글,Y\n', encoding="utf-8"
    )
    assert "in line 4" in counter.type("import-texts", path, code=2)


def test_numbers_a_spreadsheet_changed_in_both_cells_were_read_rightly(counter, tmp_path):
    with CliContext(load_settings(counter.home)).transaction() as session:
        texts.get(session, f"{DOC}_01_1").text = "00123"
        texts.get(session, f"{DOC}_01_2").text = "12.50"
    counter.type("confirm", f"{DOC}_01_1")
    path, rows = sheet_of(counter, tmp_path)
    rows[0] |= {"text": "123", "corrected": "123"}  # as Excel saves it
    rows[1] |= {"text": "12.5", "corrected": "12.5"}  # copied from beside it: it was read rightly
    save(path, rows)
    counter.type("import-texts", path)
    assert [(t["state"], t["corrected"]) for t in counter.texts()[:2]] == [("confirmed", None)] * 2
    assert len(json.loads(counter.type("history", f"{DOC}_01_1", "--format", "json"))) == 2


def test_what_nobody_can_read_has_no_corrected_text_in_a_sheet(counter, tmp_path):
    counter.type("correct", f"{DOC}_01_1", "--unreadable")
    path, rows = sheet_of(counter, tmp_path)
    assert rows[0]["corrected"] == ""
    counter.type("import-texts", path)
    assert counter.texts()[0]["state"] == "unreadable"
