"""Sheets made for printing: the header again on each page, and tables side by side."""

from __future__ import annotations

import openpyxl
import pytest

from automl_lib.profile.reading_warnings import reading_warnings

PEOPLE = [("김민수", "영업부", "서울"), ("이지은", "개발부", "부산"), ("박서준", "인사부", "대전")]
HEADER = "이름,부서,근무지"


def as_csv(pages: int, header: str = HEADER) -> str:
    lines = [header]
    for page in range(pages):
        lines += [",".join((f"{name}{page}", *rest)) for name, *rest in PEOPLE]
        lines.append(header)
    return "\n".join(lines[:-1]) + "\n"


def test_a_header_printed_again_on_each_page_of_a_table_of_texts(read):
    outcome = read(as_csv(4))
    assert outcome.labels == ["이름", "부서", "근무지"]
    assert outcome.report.rows == 12
    assert "이름" not in outcome.raw("이름")
    assert "3행" in outcome.entry("repeated_headers_dropped").ko
    assert "4, 8, 12행" in outcome.entry("repeated_headers_dropped").ko


def test_a_header_printed_again_over_numbers(read):
    page = [f"{i},{i * 3.5}" for i in range(1, 6)]
    outcome = read("\n".join(["번호,금액", *page, "번호,금액 ", *page]) + "\n")
    assert outcome.report.rows == 10
    assert outcome.types == {"번호": "integer", "금액": "real"}


@pytest.mark.parametrize("title", ["판매 현황,,", ",(다음 쪽에 계속),", "판매 현황,,\n2024년 3월,,"])
def test_titles_printed_again_over_a_header_are_left_out(read, title):
    page = [f"{i},{i * 3.5},{i + 7}" for i in range(1, 6)]
    header = "번호,금액,수량"
    outcome = read("\n".join([header, *page, title, header, *page, title, header, *page]) + "\n")
    assert outcome.report.rows == 15
    assert outcome.types == {"번호": "integer", "금액": "real", "수량": "integer"}
    assert outcome.entry("page_titles_dropped").count == 2 * (title.count("\n") + 1)


def test_a_row_of_one_cell_apart_from_a_repeated_header_stays(read):
    page = [f"{i},{i * 3.5},{i + 7}" for i in range(1, 6)]
    header = "번호,금액,수량"
    outcome = read("\n".join([header, *page, "6,,", "7,1,1", header, *page]) + "\n")
    assert outcome.report.rows == 12
    assert "page_titles_dropped" not in outcome.codes


@pytest.mark.parametrize("row", ["번호,이름,7", "번호,,", "이름,번호,금액"])
def test_a_row_that_is_not_the_whole_header_stays(read, row):
    outcome = read("번호,이름,금액\n1,김,10\n2,이,20\n3,박,30\n4,최,40\n" + row + "\n")
    assert outcome.labels == ["번호", "이름", "금액"]
    assert outcome.report.rows == 5
    assert "repeated_headers_dropped" not in outcome.codes


def test_large_files_lose_repeated_headers_too(read):
    outcome = read(as_csv(50), careful_bytes=0)
    assert outcome.report.rows == 150
    assert outcome.entry("repeated_headers_dropped").count == 49


def beside(tmp_path, left, right, gap=1):
    book = openpyxl.Workbook()
    for number, rows in enumerate((left, right)):
        for i, row in enumerate(rows, start=1):
            for j, value in enumerate(row, start=1):
                book.active.cell(i, j + number * (len(left[0]) + gap), value)
    book.save(tmp_path / "b")
    return tmp_path / "b"


SALES = [["지점", "매출"], *[[f"지점{i}", 100 + i] for i in range(20)]]
CODES = [["코드", "이름"], *[[f"A{i}", f"품목{i}"] for i in range(6)]]


@pytest.mark.parametrize("right", [CODES, SALES], ids=["shorter", "of the same names"])
def test_two_tables_side_by_side_are_told(read, tmp_path, right):
    outcome = read(beside(tmp_path, SALES, right))
    told = outcome.entry("tables_side_by_side")
    assert "표 2개" in told.ko
    assert "'지점'부터" in told.ko
    [warning] = [w for w in reading_warnings(outcome.report.ledger) if w.code == told.code]
    assert warning.severity == "warning"


@pytest.mark.parametrize(("first", "told"), [("이름", True), ("매출", False)])
def test_tables_below_a_title_each_are_told_by_what_they_begin_with(read, tmp_path, first, told):
    rows = [[f"김{i}" if first == "이름" else i, 100 + i] for i in range(20)]
    left = [["1조", None], [first, "점수"], *rows]
    right = [["2조", None], [first, "점수"], *rows]
    outcome = read(beside(tmp_path, left, right))
    assert outcome.labels[2] == f"2조 {first}"
    assert ("tables_side_by_side" in outcome.codes) == told


@pytest.mark.parametrize(
    "right",
    [
        [["등급", "점수"], *[["A", i] for i in range(20)]],
        [["비고"], *[["확인"]] * 3],
    ],
    ids=["one table with a gap", "a column of remarks"],
)
def test_a_blank_column_within_one_table_is_no_second_table(read, tmp_path, right):
    assert "tables_side_by_side" not in read(beside(tmp_path, SALES, right)).codes


@pytest.mark.parametrize("mark", [",", ";", "|"])
def test_a_table_whose_lines_are_quoted_as_a_whole_is_told(read, mark):
    outcome = read("".join(f'"{a}{mark}{b}{mark}{c}"\n' for a, b, c in [HEADER.split(","), *PEOPLE]))
    assert len(outcome.labels) == 1
    [warning] = reading_warnings(outcome.report.ledger)
    assert warning.code == "lines_unsplit"


def test_one_column_of_sentences_is_no_table(read):
    outcome = read('"의견, 자유롭게"\n"좋습니다"\n"가격, 배송, 포장 모두 좋습니다"\n')
    assert "lines_unsplit" not in outcome.codes
