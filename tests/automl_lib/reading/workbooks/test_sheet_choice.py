"""The sheet with the table is read, or the one that was named; the ledger says which."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwt

from automl_lib.errors import FileRefused
from automl_lib.reading.workbooks.sheet_choice import SheetHead, choose_sheet, sheet_entries
from domain.read_report import SheetInfo

ROWS = [["지점", "건수", "매출"], *[[f"지점{i}", i, 10 * i] for i in range(1, 21)]]


def book_of(path: Path, sheets: dict[str, list[list[object]]], *, hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


COVERS: list[list[list[object]]] = [
    [["본 양식은 2024년 조사용입니다"], ["1. 모든 칸을 채워 주세요"], ["문의: 02-123-4567"]],
    [["작성자", "김새벽"], ["작성일", "2024-03-05"], ["부서", "영업"], ["문서번호", "가-12"]],
    [["목차"], [None, "1. 요약"], [None, "2. 데이터"]],
    [["연도", "총매출"], [2023, 100], [2024, 120]],
]


@pytest.mark.parametrize("cover", COVERS)
def test_a_cover_before_the_table_is_passed_over_and_told(read, tmp_path, cover):
    outcome = read(book_of(tmp_path / "b", {"표지": cover, "데이터": ROWS}))
    assert outcome.report.sheet == "데이터"
    assert outcome.labels == ["지점", "건수", "매출"]
    note = outcome.entry("other_sheets")
    assert "'데이터' 시트를 읽었습니다" in note.ko
    assert "표지" in note.ko


def test_a_table_before_a_longer_list_of_codes_is_read(read, tmp_path):
    codes = [["코드", "이름"], *[[f"A{i}", f"이름{i}"] for i in range(300)]]
    assert read(book_of(tmp_path / "b", {"데이터": ROWS, "코드": codes})).report.sheet == "데이터"


def test_twelve_sheets_alike_are_told(read, tmp_path):
    months = {f"{m}월": [ROWS[0], *[[f"지점{i}", i, i * m] for i in range(1, 6 + m)]] for m in range(1, 13)}
    outcome = read(book_of(tmp_path / "b", months))
    assert outcome.report.sheet == "1월"
    note = outcome.entry("sheets_alike")
    assert "같은 꼴의 시트 12개" in note.ko
    assert "one of 12 sheets alike" in note.en
    assert outcome.report.rows == 6


@pytest.mark.parametrize(
    ("wanted", "taken"), [("3월", "3월"), ("2", "2월"), (" 1월 ", "1월"), ("원본", "원본"), ("4", "원본")]
)
def test_a_sheet_that_is_asked_for_by_name_or_number_is_read(read, tmp_path, wanted, taken):
    sheets = {f"{m}월": [ROWS[0], *[[f"지점{i}", i, i * m] for i in range(1, 6)]] for m in range(1, 4)}
    sheets["원본"] = [ROWS[0], ["지점", 1, 99]]
    outcome = read(book_of(tmp_path / "b", sheets, hidden=("원본",)), sheet=wanted)
    assert outcome.report.sheet == taken
    assert [s.name for s in outcome.report.other_sheets] == [name for name in sheets if name != taken]


def test_a_sheet_named_by_a_number_goes_before_its_place(read, tmp_path):
    outcome = read(book_of(tmp_path / "b", {"2": ROWS, "1": ROWS[:5]}), sheet="1")
    assert outcome.report.sheet == "1"


@pytest.mark.parametrize("wanted", ["4월", "0", "9"])
def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(read, tmp_path, wanted):
    with pytest.raises(FileRefused) as refusal:
        read(book_of(tmp_path / "b", {"1월": ROWS, "2월": ROWS}), sheet=wanted)
    assert refusal.value.code == "unknown_sheet"
    assert "1월, 2월" in refusal.value.ko
    assert wanted in refusal.value.en


def test_an_empty_sheet_and_a_text_file_with_a_sheet_are_refused(read, tmp_path):
    with pytest.raises(FileRefused) as refusal:
        read(book_of(tmp_path / "b", {"1월": ROWS, "빈": []}), sheet="빈")
    assert refusal.value.code == "empty_sheet"
    with pytest.raises(FileRefused) as refusal:
        read("a,b\n1,2\n", sheet="1")
    assert refusal.value.code == "without_sheets"


def test_an_old_workbooks_sheets_are_chosen_alike(read, tmp_path):
    book = xlwt.Workbook()
    for name, rows in {"안내": COVERS[0], "자료": ROWS}.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value)
    book.save(str(tmp_path / "b"))
    assert read(tmp_path / "b").report.sheet == "자료"
    assert read(tmp_path / "b", sheet="안내").report.sheet == "안내"


def head(rows: list[list[str]]) -> SheetHead:
    return SheetHead(rows, len(rows), len(rows[0]))


def test_the_sheet_with_the_columns_that_are_looked_for_is_read_though_another_is_larger():
    heads = {
        "요약": head([["합계", "값"], *[[str(n), str(n)] for n in range(90)]]),
        "신규": head([["고객 번호", "금액", "비고"], ["1", "20", "가"], ["2", "30", "나"]]),
        "코드": head([["금액", "이름"], ["1", "가"]]),
    }
    sheets = tuple(SheetInfo(name, False) for name in heads)
    choice = choose_sheet(sheets, heads.get, None, "새행.xlsx", ["고객번호", "금액", "이탈"])
    assert (choice.name, choice.matching) == ("신규", 2)
    (entry,) = sheet_entries(choice)
    assert "2" in entry.ko
    assert "요약" in entry.ko
    assert choose_sheet(sheets, heads.get, None, "새행.xlsx", ["없는 칼럼"]).name == "요약"


def test_sixty_sheets_are_looked_through_and_not_all_named():
    heads = {f"{n}": head([["가", "나"], [str(n), "1"]]) for n in range(59)}
    heads["60번"] = head([["찾는 것", "나"], ["1", "2"]])
    sheets = tuple(SheetInfo(name, False) for name in heads)
    choice = choose_sheet(sheets, heads.get, None, "많음.xlsx", ["찾는 것"])
    assert choice.name == "60번"
    (entry,) = sheet_entries(choice)
    assert len(entry.ko) < 400
