"""What stands above a table and how its columns are named, in text files and workbooks alike."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.reading.layout.header_rows import join_names
from automl_lib.reading.layout.table_start import find_layout

Table = list[list[object]]
DAYS = [[f"2024-03-{d:02d} 09:12:33", "이체", 1000 * d, 0, 90_000 - d, "강남"] for d in range(1, 9)]
NAMES = ["거래일시", "적요", "출금액", "입금액", "잔액", "거래점"]


def xlsx(path: Path, rows: Table, *, merged: tuple[str, ...] = (), corner: tuple[int, int] = (1, 1)) -> Path:
    book = openpyxl.Workbook()
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            book.active.cell(corner[0] + r, corner[1] + c).value = value
    for area in merged:
        book.active.merge_cells(area)
    book.save(path)
    return path


def csv_text(rows: Table) -> str:
    width = max(len(row) for row in rows)
    return "".join(
        ",".join(str("" if c is None else c) for c in [*row, *[None] * (width - len(row))]) + "\n"
        for row in rows
    )


ABOVE_A_STATEMENT: list[Table] = [
    [
        ["거래내역조회"],
        [],
        ["계좌번호", "110-123-456789", None, "예금주", "김새벽"],
        ["조회기간", "2024-03-01 ~ 2024-03-31", None, "조회일시", "2024-04-01 09:12:33"],
        [],
    ],
    [["계좌번호", "110-123-456789", "예금주", "김새벽", "통화", "원"]],
    [["예금주", "김새벽", "은행명", "새벽은행"], ["작성자", "이하루"]],
    [["조회기간: 2024-03-01 ~ 2024-03-31", None, None, None, None, "(단위: 원)"]],
    [["(단위: 원)", None, None, "2024-04-01"]],
]


@pytest.mark.parametrize("above", ABOVE_A_STATEMENT)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_labels_and_values_above_the_header_are_passed_over_and_told(read, tmp_path, above, kind):
    rows: Table = [*above, NAMES, *DAYS]
    outcome = read(xlsx(tmp_path / "b", rows) if kind == "xlsx" else csv_text(rows))
    assert outcome.labels == NAMES
    assert outcome.report.rows == len(DAYS)
    assert outcome.values("잔액") == [90_000 - d for d in range(1, 9)]
    assert str(next(c for c in above[0] if c)) in outcome.entry("rows_above_header").ko


def test_a_tax_offices_list_below_its_summary(read):
    names = [
        "작성일자", "승인번호", "발급일자", "공급자등록번호", "상호", "합계금액", "공급가액", "세액", "비고",
    ]  # fmt: skip
    rows: Table = [
        ["매출 전자세금계산서 목록조회"],
        ["사업자등록번호", "123-45-67890", "상호(법인명)", "새벽상사", "대표자명", "김새벽"],
        ["총합계금액", 3300000, "총공급가액", 3000000, "총세액", 300000],
        names,
        *[[f"2024-01-{d:02d}", f"2024010{d}-4100", f"2024-01-{d:02d}", "123-45-67890", "하루", 1100 * d, 1000 * d, 100 * d, ""] for d in range(1, 8)],
    ]  # fmt: skip
    outcome = read(csv_text(rows))
    assert outcome.labels == names
    assert outcome.values("세액") == [100 * d for d in range(1, 8)]


def test_a_unit_line_with_a_date_beside_a_table_away_from_the_corner(read, tmp_path):
    rows: Table = [["월간 보고"], ["(단위: 천원)", None, None, "2024-04-01"], [], ["지점", "건수", "금액"]]
    rows += [[f"지점{i}", i, 10 * i] for i in range(1, 9)]
    outcome = read(xlsx(tmp_path / "b", rows, corner=(2, 3)))
    assert outcome.labels == ["지점", "건수", "금액"]
    assert "(단위: 천원)" in outcome.entry("rows_above_header").ko


@pytest.mark.parametrize(
    "names",
    [
        ["지점", *range(1, 13)],
        ["지점", *range(1, 13), "합계"],
        ["응답자", "성별", *range(1, 21)],
        ["지역", 10, 20, 30, 40, 50],
        ["지점", *range(202401, 202407)],
        list(range(1, 16)),
    ],
)
def test_numbers_that_count_up_can_be_column_names(read, names):
    body: Table = [
        [f"가{i}" if isinstance(n, str) and p < 2 else (i * 37 + p * p * 11) % 97 for p, n in enumerate(names)] for i in range(12)
    ]  # fmt: skip
    outcome = read(csv_text([names, *body]))
    assert outcome.labels == [str(n) for n in names]
    assert outcome.report.rows == 12


@pytest.mark.parametrize(
    "rows",
    [
        [[f"A{i}", i, i + 1, i + 2, i + 3, i + 4] for i in range(1, 9)],
        [[1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7], [3, 4, 5, 6, 7, 8]],
        [["강남", 5, 7, 9], ["종로", 3, 1, 8], ["강남", 4, 4, 4]],
        [["강남", 1, 2, 3, 4], ["종로", 3, 1, 8, 2], ["강남", 4, 4, 4, 4], ["종로", 3, 1, 8, 2]],
    ],
)
def test_rows_of_numbers_without_a_header_stay_data(read, rows):
    outcome = read(csv_text(rows))
    assert outcome.report.rows == len(rows)
    assert "header_generated" in outcome.codes


NUMBERS: Table = [[f"지점{i}", *[(i * p * 31) % 89 for p in range(1, 9)]] for i in range(1, 10)]
THREE: Table = [
    ["지점", "2023년", None, None, None, "2024년", None, None, None],
    [None, "상반기", None, "하반기", None, "상반기", None, "하반기", None],
    [None, *["매출", "이익"] * 4],
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_three_rows_of_names_are_joined(read, tmp_path, kind):
    rows: Table = [*THREE, *NUMBERS]
    merged = ("A1:A3", "B1:E1", "F1:I1", "B2:C2", "D2:E2", "F2:G2", "H2:I2")
    outcome = read(xlsx(tmp_path / "b", rows, merged=merged) if kind == "xlsx" else csv_text(rows))
    halves = [f"{y}년 {h}" for y in (2023, 2024) for h in ("상반기", "하반기")]
    assert outcome.labels == ["지점", *[f"{half} {n}" for half in halves for n in ("매출", "이익")]]
    assert outcome.report.header.rows == 3
    assert outcome.entry("header_rows_joined").count == 3


def test_months_below_years_are_joined(read):
    rows: Table = [
        ["지점", "2023년", None, None, None, "2024년"],
        [None, 1, 2, 3, 4, 1],
        *[r[:6] for r in NUMBERS],
    ]
    rows[1][5] = 5
    outcome = read(csv_text(rows))
    assert outcome.labels == ["지점", *[f"2023년 {m}" for m in range(1, 5)], "2024년 5"]


@pytest.mark.parametrize(
    "units",
    [
        [None, "(㎡)", "(천원)", "(명)"],
        ["", "㎡", "천원", "명"],
        ["단위", "[kg]", "%", "건"],
        [None, None, "(백만원)", None],
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_row_of_units_below_the_header_is_left_out_and_told(read, tmp_path, units, kind):
    rows: Table = [["지점", "면적", "매출", "직원수"], units, *[r[:4] for r in NUMBERS]]
    outcome = read(xlsx(tmp_path / "b", rows) if kind == "xlsx" else csv_text(rows))
    assert outcome.labels == ["지점", "면적", "매출", "직원수"]
    assert set(outcome.types.values()) == {"text", "integer"}
    assert outcome.report.rows == len(NUMBERS)
    assert next(u for u in units if u and u != "단위") in outcome.entry("unit_row_dropped").ko


@pytest.mark.parametrize(
    "rows",
    [
        [["등급", "단위"], ["A", "명"], ["B", "건"], ["C", "명"]],
        [["품목", "단위", "값"], ["쌀", "kg", 3], ["물", "L", 4], ["못", "개", 5]],
        [["이름", "수"], ["(갑)", 1], ["(을)", 2], ["(병)", 3]],
    ],
)
def test_units_within_the_data_are_data(read, rows):
    outcome = read(csv_text(rows))
    assert outcome.report.rows == 3
    assert "unit_row_dropped" not in outcome.codes


ROWS = st.lists(st.lists(st.sampled_from(["", "가", "나", "2023", "1", "(원)", "# x", "a: b"]), min_size=1, max_size=5), max_size=8)  # fmt: skip


@given(ROWS)
def test_a_layout_never_reaches_beyond_its_rows(rows):
    layout = find_layout(rows)
    assert 0 <= layout.skipped <= layout.body_row <= len(rows)
    assert (layout.header is None) is (layout.header_rows == 0)


NAME = st.sampled_from(["가", "나", "다", "라"])


@given(st.lists(NAME, min_size=1, max_size=6))
def test_one_row_of_names_is_joined_to_itself(names):
    assert join_names([names]) == tuple(names)
