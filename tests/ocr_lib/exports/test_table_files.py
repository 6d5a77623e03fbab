"""The tables of a document as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json

from ocr_lib.exports import ExportDocument, export
from tests.ocr_lib.exports.test_xlsx import ROWS, XS, YS, page_of, ruled
from tests.ocr_lib.tables.drawing import Page, filled


def made(form, *pages):
    return export(form, ExportDocument("견적.png", pages))


def rows_of(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_the_cells_as_printed_and_nothing_that_a_spreadsheet_would_run(tmp_path):
    assert rows_of(made("tables.csv", page_of(tmp_path, ruled()))) == [
        ["품목", "코드", "금액"],
        ["볼트", "00522", "1,200"],
        ["'=1+1", "123-45-67890", "(900)"],
        ["2026-03-01", "#N/A", "12.5%"],
        ["'@SUM", "'-cmd", "15,000원"],
    ]


def test_csv_has_an_empty_line_between_tables(tmp_path):
    page = ruled()
    below = [400 + 35 * n for n in range(4)]
    page.grid(XS, below)
    filled(page, XS, below, [("품번", "이름", "수량"), ("1", "와셔", "7"), ("2", "핀", "8")])
    rows = rows_of(made("tables.csv", page_of(tmp_path, page)))
    assert rows[5:7] == [[], ["품번", "이름", "수량"]]
    assert len(rows) == 9


def test_json_has_places_spans_and_values(tmp_path):
    page = Page()
    page.grid(XS, YS)
    page.picture[YS[1] + 3 : YS[2] - 3, XS[1] - 3 : XS[1] + 4] = 255
    filled(page, XS, YS, [ROWS[0], ("", "", "1,000"), *ROWS[1:4]])
    page.write("합계", 150, 152)
    (table,) = json.loads(made("tables.json", page_of(tmp_path, page)))["견적.png"]
    assert (table["rows"], table["columns"], table["header_rows"], table["pages"]) == (5, 3, 1, [1])
    cells = {(cell["row"], cell["column"]): cell for cell in table["cells"]}
    assert (cells[1, 0]["text"], cells[1, 0]["column_span"], cells[1, 0]["value"]) == ("합계", 2, None)
    assert (cells[1, 2]["text"], cells[1, 2]["value"]) == ("1,000", 1000)
    assert (cells[2, 1]["text"], cells[2, 1]["value"]) == ("00522", None)
    assert (cells[4, 0]["value"], cells[4, 2]["value"]) == ("2026-03-01", 0.125)
    assert (cells[0, 0]["is_header"], cells[0, 0]["value"]) == (True, None)


def test_a_document_without_tables_is_a_file_all_the_same(tmp_path):
    page = page_of(tmp_path, Page())
    assert rows_of(made("tables.csv", page)) == []
    assert json.loads(made("tables.json", page)) == {"견적.png": []}


def test_json_offers_the_amount_whose_comma_was_read_as_a_point(tmp_path):
    page = page_of(
        tmp_path,
        ruled([("품목", "코드", "금액"), ("볼트", "A1", "1,200"), ("너트", "A2", "392.000")], YS[:4]),
    )
    (table,) = json.loads(made("tables.json", page))["견적.png"]
    cells = {(cell["row"], cell["column"]): cell for cell in table["cells"]}
    assert (cells[2, 2]["value"], cells[2, 2]["offered"]) == (None, "392,000")
    assert (cells[1, 2]["value"], cells[1, 2]["offered"]) == (1200, None)
