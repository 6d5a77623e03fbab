"""Rows of totals whose words are unknown are found by their numbers."""

from __future__ import annotations

import pytest

PAY = [("총무", "김", 210, 11), ("총무", "이", 320, 14), ("총무", "박", 250, 12), ("영업", "최", 270, 13), ("영업", "정", 300, 10), ("영업", "한", 410, 19)]  # fmt: skip
HEADER = "부서,이름,급여,수당\n"


def lines(rows) -> str:
    return "".join(f"{','.join(map(str, row))}\n" for row in rows)


@pytest.mark.parametrize("word", ["지급총액", "총인원 6", "6명", "", "[합계]", "*** 합계 ***"])
def test_a_sum_without_a_known_word_at_the_end(read, word):
    outcome = read(HEADER + lines([*PAY, (word, "", 1760, 79)]))
    assert outcome.values("급여") == [row[2] for row in PAY]
    assert "7행" in outcome.entry("total_rows_dropped").ko


@pytest.mark.parametrize("word", ["부서계", "3명", "【소계】"])
def test_sums_without_a_known_word_between_the_groups(read, word):
    first, second = (word, "", 780, 37), (word, "", 980, 42)
    outcome = read(HEADER + lines([*PAY[:3], first, *PAY[3:], second, ("전체", "", 1760, 79)]))
    assert outcome.values("급여") == [row[2] for row in PAY]
    assert outcome.entry("total_rows_dropped").count == 3


def test_a_last_row_that_lacks_no_name_needs_a_syllable_of_a_total(read):
    shops = [(f"지점{i}", 10 + i, 500 + i) for i in range(6)]
    assert read("지점,건수,매출\n" + lines([*shops, ("총매출", 75, 3015)])).report.rows == 6
    assert read("지점,건수,매출\n" + lines([*shops, ("본점", 75, 3015)])).report.rows == 7


@pytest.mark.parametrize(
    "row",
    [("영업", "", 1760, 80), ("영업", "", "", ""), ("영업", "", 0, 0), ("영업", "", "5%", 79)],
)
def test_a_row_without_a_name_whose_numbers_are_no_sums_stays(read, row):
    outcome = read(HEADER + lines([*PAY, row]))
    assert outcome.report.rows == 7
    assert "total_rows_dropped" not in outcome.codes


def test_one_small_number_that_is_a_sum_by_chance_stays(read):
    rows = [("a", "김", 1), ("b", "이", 2), ("c", "박", 3), ("d", "", 6), ("e", "최", 9), ("f", "", 2), ("g", "한", 4)]  # fmt: skip
    assert read("반,이름,수\n" + lines(rows)).report.rows == 7


@pytest.mark.parametrize("note", ["작성자: 김대리", "출력일시 : 2024-04-01 10:20", "담당부서: 총무", "- 이하 여백 -", "끝.", "[다음 페이지에 계속]"])  # fmt: skip
def test_the_lines_that_end_a_printout_are_left_out(read, note):
    outcome = read(HEADER + lines([*PAY, (note, "", "", "")]))
    assert outcome.report.rows == 6
    assert outcome.entry("notes_dropped").count == 1


@pytest.mark.parametrize("row", [("끝", "김", 1, 2), ("담당", "", "", ""), ("이상훈", "", "", "")])
def test_a_last_row_that_only_resembles_such_a_line_stays(read, row):
    assert read(HEADER + lines([*PAY, row])).report.rows == 7
