"""Workbooks opened and saved again by LibreOffice: values, types, formats and merges are the same, and nothing was computed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from ocr_lib.exports import ExportDocument, export
from tests.ocr_lib.exports.test_xlsx import ROWS, XS, YS, page_of, ruled
from tests.ocr_lib.tables.drawing import Page, filled

SOFFICE = shutil.which("soffice")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """A file with a sheet of texts and two tables, one with merged cells."""
    folder = tmp_path_factory.mktemp("workbook")
    merged = Page()
    merged.grid(XS, YS)
    merged.picture[YS[1] + 3 : YS[2] - 3, XS[1] - 3 : XS[1] + 4] = 255
    filled(merged, XS, YS, [ROWS[0], ("", "", "1,000"), *ROWS[1:4]])
    merged.write("합계", 150, 152)
    rows = [(a, b, c.replace("(900)", "-900")) for a, b, c in ROWS]
    pages = [page_of(folder, ruled(rows), "1.png"), page_of(folder, merged, "2.png")]
    path = folder / "견적.xlsx"
    path.write_bytes(export("xlsx", ExportDocument("견적.png", pages)))
    return path


def converted(workbook, folder, to):
    """The files that LibreOffice makes of a workbook; its own settings are in the folder too."""
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", to]
    subprocess.run(
        [*command, "--outdir", str(folder), str(workbook)], check=True, capture_output=True, timeout=300
    )
    return sorted(folder.glob(f"*.{to}"))


def content(path):
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: (
            [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()],
            sorted(str(merged) for merged in sheet.merged_cells.ranges),
        )
        for sheet in book
    }


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_workbook_that_is_saved_again_has_the_same_values_types_and_merged_cells(workbook, tmp_path):
    (again,) = converted(workbook, tmp_path, "xlsx")
    assert content(again) == content(workbook)


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_shows_the_cells_as_printed(workbook, tmp_path):
    (pdf,) = converted(workbook, tmp_path, "pdf")
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    first_table = done.stdout.split("\f")[1]
    assert [line.split() for line in first_table.splitlines() if line.strip()] == [
        ["품목", "코드", "금액"],
        ["볼트", "00522", "1,200"],
        ["=1+1", "123-45-67890", "-900"],
        ["2026-03-01", "#N/A", "12.5%"],
        ["@SUM", "-cmd", "15,000원"],
    ]


def test_every_reference_inside_a_workbook_leads_somewhere(workbook):
    with zipfile.ZipFile(workbook) as book:
        assert book.testzip() is None
        names = set(book.namelist())
        parts = {name: ET.fromstring(book.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    types = parts["[Content_Types].xml"]
    declared = {one.get("PartName", "").lstrip("/") for one in types} - {""}
    assert declared <= names
    for part in (name for name in names if name.endswith(".rels")):
        folder = part.replace("_rels/", "").rsplit("/", 1)[0] + "/" if part.count("/") > 1 else ""
        for relation in parts[part]:
            target = relation.get("Target", "")
            assert (target.lstrip("/") if target.startswith("/") else f"{folder}{target}") in names
    styles = len(parts["xl/styles.xml"].find(f"{MAIN}cellXfs"))
    sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    for name in sheets:
        cells = parts[name].findall(f".//{MAIN}c")
        assert {cell.get("t", "n") for cell in cells} <= {"inlineStr", "n"}
        assert parts[name].findall(f".//{MAIN}f") == []
        assert all(int(cell.get("s", "0")) < styles for cell in cells)
