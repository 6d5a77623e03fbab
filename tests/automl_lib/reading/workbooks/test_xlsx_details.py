"""What a workbook shows beside its values: hidden rows, codes by number format, errors, formulas, hours."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.errors import FileRefused
from automl_lib.reading.workbooks.number_formats import parse_masks, show, unit_shown
from automl_lib.reading.workbooks.reader import cell_text


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def sheet_of(rows: list[list[object]]) -> tuple[openpyxl.Workbook, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book, book.active


def test_hidden_rows_and_columns_are_read_and_told(read, tmp_path):
    book, sheet = sheet_of([["고객", "금액", "메모"], *[[f"C{i}", i, "x"] for i in range(1, 31)]])
    for row in (*range(5, 12), 20):
        sheet.row_dimensions[row].hidden = True
    sheet.row_dimensions[40].hidden = True  # nothing there
    sheet.column_dimensions["C"].hidden = True
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.report.rows == 30
    assert outcome.entry("hidden_rows").count == 8
    assert "8행" in outcome.entry("hidden_rows").ko
    assert "'메모'" in outcome.entry("hidden_columns").ko


def test_a_hidden_title_is_no_hidden_data(read, tmp_path):
    book, sheet = sheet_of([["제목"], ["고객", "금액"], *[[f"C{i}", i] for i in range(1, 5)]])
    sheet.row_dimensions[1].hidden = True
    assert "hidden_rows" not in read(saved(book, tmp_path / "b")).codes


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("00000", 1003, "01003"),
        ("000", 1, "001"),
        ("000", 1234, "1234"),
        ("000-00-00000", 1212217295, "121-22-17295"),
        ("000000-0000000", 80501_3123456, "080501-3123456"),
        ('"E"0000', 117, "E0117"),
        ('00"호"', 7, "07호"),
        ("[$-412]00000", 1003, "01003"),
        ("00000;-00000;@", 42, "00042"),
        ("[<=9999999]###-####;(0##) ###-####", 1234567, "123-4567"),
        ("[<=9999999]###-####;(0##) ###-####", 1012345678, "(101) 234-5678"),
        ("0\\-000", 1234, "1-234"),
    ],
)
def test_formats_that_show_codes(read, tmp_path, code, value, shown):
    book, sheet = sheet_of([["코드", "값"], [value, 1], [value, 2]])
    for cell in (sheet["A2"], sheet["A3"]):
        cell.number_format = code
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.raw("코드") == [shown, shown]
    if shown != str(value):
        assert f"'{shown}'" in outcome.entry("shown_as_code").ko


@pytest.mark.parametrize(
    "code",
    ["General", "0", "#,##0", "0.00", "0%", '#,##0"원"', '0"명"', "yyyy-mm-dd", "0.00E+00", "@", "#", "# ?/?", '"₩"#,##0', "[Red]0", "#,##0;[Red]-#,##0"],
)  # fmt: skip
def test_formats_of_amounts_show_no_codes(code):
    assert parse_masks(code) == () or show(parse_masks(code), 5.0) is None


def test_a_fraction_or_negative_number_under_a_code_stays_a_number():
    masks = parse_masks("00000")
    assert show(masks, 1.5) is None
    assert show(masks, -3.0) is None


@given(st.integers(0, 10**9), st.integers(2, 12))
def test_leading_zeros_never_change_the_number(value, width):
    shown = show(parse_masks("0" * width), float(value))
    assert shown is not None
    assert int(shown) == value
    assert len(shown) == max(width, len(str(value)))


@given(st.text(max_size=20))
def test_any_format_is_a_mask_or_none(code):
    for mask in parse_masks(code):
        mask.show(7)


def test_errors_are_missing_and_told(read, tmp_path):
    rows: list[list[object]] = [["지점", "성장률", "비고"], *[[f"지점{i}", i / 10, "글"] for i in range(8)]]
    book, sheet = sheet_of(rows)
    for place, error in {"B3": "#DIV/0!", "B4": "#N/A", "C5": "#REF!"}.items():
        sheet[place] = error
        sheet[place].data_type = "e"
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.types["성장률"] == "real"
    assert outcome.values("성장률")[1:3] == [None, None]
    assert "'#DIV/0!'" in outcome.entry("missing_word", "성장률").ko
    assert outcome.entry("missing_word", "성장률").count == 2
    assert outcome.entry("missing_word", "비고").count == 1


def test_formulas_without_stored_values_are_told_with_the_remedy(read, tmp_path):
    book, _ = sheet_of([["품목", "수량", "금액"], *[[f"품목{i}", i, f"=B{i + 1}*2"] for i in range(1, 11)]])
    outcome = read(saved(book, tmp_path / "b"))
    note = outcome.entry("unsaved_formulas")
    assert note.count == 10
    assert "'금액'" in note.ko
    assert "Excel에서 열어 저장" in note.ko
    assert "Open the file in Excel, save it" in note.en


def test_a_sheet_of_formulas_alone_is_refused_with_the_remedy(read, tmp_path):
    book, _ = sheet_of([["수량", "금액"], *[["=1+1", "=A2*2"] for _ in range(3)]])
    with pytest.raises(FileRefused) as refusal:
        read(saved(book, tmp_path / "b"))
    assert refusal.value.code == "unsaved_formulas"
    assert "Excel에서 열어 저장" in refusal.value.ko


SHEET = (
    '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    '<x:row><x:c t="inlineStr"><x:is><x:t>가</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>나</x:t></x:is></x:c></x:row>'
    '<x:row hidden="true"><x:c><x:v>1</x:v></x:c><x:c><x:f>A2*2</x:f><x:v>2</x:v></x:c></x:row>'
    '<x:row><x:c><x:v>3</x:v></x:c><x:c t="str"><x:f>""</x:f><x:v></x:v></x:c></x:row>'
    "<x:row><x:c><x:v>5</x:v></x:c><x:c><x:f>A4*2</x:f></x:c></x:row>"
    "</x:sheetData></x:worksheet>"
)


def test_cells_without_places_under_a_prefix(read, tmp_path):
    book, _ = sheet_of([["가", "나"]])
    path, changed = saved(book, tmp_path / "a"), tmp_path / "b"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            content = SHEET.encode() if item.filename == "xl/worksheets/sheet1.xml" else old.read(item)
            new.writestr(item.filename, content)
    outcome = read(changed)
    assert outcome.raw("가") == ["1", "3", "5"]
    assert outcome.raw("나") == ["2", None, None]
    assert outcome.entry("hidden_rows").count == 1
    assert outcome.entry("unsaved_formulas").count == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.timedelta(hours=25, minutes=15), "25:15"),
        (dt.timedelta(minutes=5), "00:05"),
        (dt.timedelta(hours=1, seconds=30), "01:00:30"),
        (dt.timedelta(days=4, hours=4), "100:00"),
        (dt.timedelta(hours=25, minutes=14, seconds=59, microseconds=999_997), "25:15"),
        (-dt.timedelta(hours=1, minutes=30), "-01:30"),
        (dt.time(9, 18), "09:18"),
        (dt.time(9, 18, 5), "09:18:05"),
    ],
)
def test_hours_are_written_as_hours_and_minutes(value, text):
    assert cell_text(value) == text


def test_durations_and_times_of_a_workbook(read, tmp_path):
    book, sheet = sheet_of(
        [["출근", "근무시간"], *[[dt.time(9, m), dt.timedelta(hours=24 + m)] for m in range(5)]]
    )
    for row in range(2, 7):
        sheet.cell(row, 1).number_format = "[$-412]AM/PM h:mm"
        sheet.cell(row, 2).number_format = "[h]:mm"
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.raw("출근")[:2] == ["09:00", "09:01"]
    assert outcome.raw("근무시간")[:2] == ["24:00", "25:00"]


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ('"₩"#,##0', "원"),
        ("[$₩-412]#,##0", "원"),
        ("[$$-409]#,##0.00", "달러"),
        ('_-[$€-2]* #,##0.00_-;-[$€-2]* #,##0.00_-;_-[$€-2]* "-"??_-', "유로"),
        ("\\$#,##0", "달러"),
        ('#,##0"원"', "원"),
        ('0.0" kg"', "kg"),
        ("[$¥-411]#,##0", "엔"),
        ("[$¥-804]#,##0.00", "위안"),
        ("[$฿-41E]#,##0", "฿"),
        ("[$HK$-C04]#,##0", "hk$"),
        ('#,##0"천원"', "천원"),
        ('#,##0,"천원"', "원"),
        ('0.0"백만 달러"', "백만달러"),
        ('#,##0,,"백만"', None),
        ('0"%p"', None),
        ("#,##0", None),
        ("[$-412]#,##0", None),
        ('yyyy"년" m"월"', None),
    ],
)
def test_the_unit_that_a_format_writes(code, unit):
    assert unit_shown(code) == unit


def test_amounts_whose_formats_have_several_currencies_keep_them(read, tmp_path):
    book, sheet = sheet_of([["품목", "단가", "수량"], *[[f"P{i}", 1000 + i, i] for i in range(40)]])
    for row in range(2, 42):
        sheet.cell(row, 2).number_format = "[$$-409]#,##0.00" if row % 4 == 0 else '"₩"#,##0'
        sheet.cell(row, 3).number_format = '#,##0"개"'
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.values("단가")[:3] == ["1000 원", "1001 원", "1002 달러"]
    assert "원 30칸, 달러 10칸" in outcome.entry("mixed_units", "단가").ko
    assert outcome.values("수량") == list(range(40))


@pytest.mark.parametrize(
    ("formats", "code", "rows"),
    [
        (("[$¥-411]#,##0", "[$¥-804]#,##0"), "mixed_units", "엔 20칸, 위안 20칸"),
        (("[$฿-41E]#,##0", '"₩"#,##0'), "nearly_integer", "20칸"),
    ],
)
def test_currencies_that_share_a_sign_or_are_rare_are_kept_apart(read, tmp_path, formats, code, rows):
    book, sheet = sheet_of([["품목", "단가"], *[[f"P{i}", 1000 + i] for i in range(40)]])
    for row in range(2, 42):
        sheet.cell(row, 2).number_format = formats[row % 2]
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.types["단가"] == "text"
    assert rows in outcome.entry(code, "단가").ko


def test_numbers_in_thousands_beside_others_by_their_formats_are_multiplied(read, tmp_path):
    book, sheet = sheet_of([["품목", "예산"], *[[f"P{i}", 100 + i] for i in range(10)]])
    for row in range(2, 12):
        sheet.cell(row, 2).number_format = '#,##0"천원"' if row % 2 else '#,##0"원"'
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.values("예산")[:4] == [100, 101_000, 102, 103_000]
    assert outcome.entry("scaled", "예산").count == 5


@pytest.mark.parametrize(("code", "formatted"), [("[$$-409]#,##0.00", 12), ('"₩"#,##0', 9), ('0.0"kg"', 9)])
def test_one_unit_in_the_formats_leaves_the_numbers_alone(read, tmp_path, code, formatted):
    book, sheet = sheet_of([["품목", "단가"], *[[f"P{i}", 1000 + i] for i in range(10)]])
    for row in range(2, formatted):
        sheet.cell(row, 2).number_format = code
    outcome = read(saved(book, tmp_path / "b"))
    assert outcome.values("단가") == [1000 + i for i in range(10)]


def test_dollars_by_format_beside_numbers_without_one_are_told(read, tmp_path):
    book, sheet = sheet_of([["품목", "단가", "수량"], *[[f"P{i}", 1000 + i, i] for i in range(10)]])
    for row in range(2, 9):
        sheet.cell(row, 2).number_format = "[$$-409]#,##0.00"
    sheet.cell(40, 2).number_format = "General"  # a blank cell
    outcome = read(saved(book, tmp_path / "b"))
    assert "달러 7칸, 단위 없음 3칸" in outcome.entry("mixed_units", "단가").ko
    assert outcome.types["수량"] == "integer"
