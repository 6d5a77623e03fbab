"""Excel workbooks: typed cells, merged cells, several tables, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
from datetime import datetime

import cv2
import openpyxl
import pytest

from domain.reading_limits import TableLimit
from domain.sheets import Sheet
from ocr_lib.exports import ExportDocument, ExportLine, ExportPage, export
from ocr_lib.tables import FoundTables
from tests.ocr_lib.tables.drawing import Page, filled

XS, YS = (60, 200, 320, 460), (100, 135, 170, 205, 240, 275)
ROWS = [
    ("품목", "코드", "금액"),
    ("볼트", "00522", "1,200"),
    ("=1+1", "123-45-67890", "(900)"),
    ("2026-03-01", "#N/A", "12.5%"),
    ("@SUM", "-cmd", "15,000원"),
]


def page_of(folder, page, name="page.png", tables=None):
    cv2.imwrite(str(folder / name), page.picture)
    height, width = page.picture.shape
    lines = [
        ExportLine(t.text, 0.9, tuple(int(v) for v in (*t.quad[0], *t.quad[2])), t.quad) for t in page.texts
    ]
    return ExportPage(folder / name, width, height, 150, lines, tables)


def ruled(rows=ROWS, ys=YS):
    page = Page()
    page.grid(XS, ys)
    return filled(page, XS, ys, rows)


def opened(*pages, sheets=()):
    document = ExportDocument("견적.png", pages, sheets=sheets)
    return openpyxl.load_workbook(io.BytesIO(export("xlsx", document)))


def test_the_fields_of_a_document_come_first(tmp_path):
    sheets = [Sheet("항목", ["항목", "값"], [["합계 금액", 34650]]), Sheet("품목", ["번호"], [[1]])]
    book = opened(page_of(tmp_path, ruled()), sheets=sheets)
    assert book.sheetnames == ["항목", "품목", "본문", "표 1"]
    assert list(book["항목"].iter_rows(values_only=True)) == [("항목", "값"), ("합계 금액", 34650)]


def test_the_first_sheet_has_the_texts_and_each_table_a_sheet(tmp_path):
    page = ruled()
    page.write("견적서", 250, 50)
    book = opened(page_of(tmp_path, page))
    assert book.sheetnames == ["본문", "표 1"]
    rows = list(book["본문"].iter_rows(values_only=True))
    assert rows[0] == ("쪽", "내용", "신뢰도", "교정")
    assert rows[-1][:2] == (1, "견적서")
    assert len(rows) == 1 + len(page.texts)


@pytest.mark.parametrize(
    ("place", "value", "shown"),
    [
        ("B2", "00522", "@"),
        ("C2", 1200, "#,##0"),
        ("B3", "123-45-67890", "@"),
        ("C3", -900, "0"),
        ("A4", datetime(2026, 3, 1), "yyyy-mm-dd"),
        ("C4", 0.125, "0.0%"),
        ("C5", 15000, '#,##0"원"'),
    ],
)
def test_values_have_their_types_and_are_shown_as_printed(tmp_path, place, value, shown):
    rows = [(a, b, c.replace("(900)", "-900")) for a, b, c in ROWS]
    cell = opened(page_of(tmp_path, ruled(rows)))["표 1"][place]
    assert (cell.value, cell.number_format) == (value, shown)


@pytest.mark.parametrize("sheet", ["본문", "표 1"])
def test_no_text_is_a_formula_or_an_error(tmp_path, sheet):
    book = opened(page_of(tmp_path, ruled()))
    cells = [cell for row in book[sheet].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    texts = {cell.value: cell for cell in cells}
    for text in ("=1+1", "@SUM", "-cmd"):
        assert texts[text].quotePrefix
    assert texts["#N/A"].data_type == "s"


def test_merged_cells_are_merged_and_the_header_stays_in_view(tmp_path):
    page = Page()
    page.grid(XS, YS)
    cv2.rectangle(page.picture, (XS[1] - 3, YS[1] + 3), (XS[1] + 3, YS[2] - 3), 255, -1)
    filled(page, XS, YS, [ROWS[0], ("", "", "1,000"), *ROWS[1:4]])
    page.write("합계", 150, 152)
    sheet = opened(page_of(tmp_path, page))["표 1"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A2:B2"]
    assert sheet["A2"].value == "합계"
    assert sheet.freeze_panes == "A2"


def test_a_table_over_two_pages_is_one_sheet(tmp_path):
    low = [600 + 35 * n for n in range(6)]
    pages = [
        page_of(tmp_path, ruled(ys=low), "1.png"),
        page_of(tmp_path, ruled([ROWS[0], *ROWS[3:0:-1], ROWS[1]]), "2.png"),
    ]
    book = opened(*pages)
    assert book.sheetnames == ["본문", "표 1"]
    assert book["표 1"].max_row == 9


def test_characters_that_xml_cannot_carry_are_left_out(tmp_path):
    page = Page()
    page.write("가\x00나\x0b\ud800다", 60, 100)
    assert opened(page_of(tmp_path, page))["본문"]["B2"].value == "가나다"


def test_tables_that_were_left_out_are_named(tmp_path):
    page = page_of(tmp_path, ruled(), tables=FoundTables((), (TableLimit.TOO_MANY_CELLS,)))
    book = opened(page)
    assert book.sheetnames == ["본문"]
    assert "만들지 못한" in list(book["본문"].values)[-1][1]


def test_an_amount_whose_comma_was_read_as_a_point_is_marked_text(tmp_path):
    rows = [("품목", "코드", "금액"), ("볼트", "A1", "15,000"), ("너트", "A2", "392.000")]
    sheet = opened(page_of(tmp_path, ruled(rows, YS[:4])))["표 1"]
    doubtful, sure = sheet["C3"], sheet["C2"]
    assert doubtful.value == "392.000"
    assert "392,000" in doubtful.comment.text
    assert doubtful.fill.fgColor.rgb == "FFFFC7CE"
    assert (sure.value, sure.comment) == (15000, None)
