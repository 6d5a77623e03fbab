"""Rows of totals are no data: left out where words and numbers agree, told in any case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.reading.layout.total_words import total_word

HEADER = "품목,값,수\n"
FRUIT = "사과,9900,1\n배,5000,2\n감,5000,3\n"


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("\n합계,19900,\n", ["4행('합계')"]),
        ("소 계,19900,\nGrand Total:,19900,1\n", ["4행('소 계')", "5행('Grand Total:')"]),
        (",합계,3\n", ["4행('합계')"]),
        ("합계(3건),19900,6\n", ["4행('합계(3건)')"]),
        ("총 3건,19900,6\n", ["4행('총 3건')"]),
        ('총합계,"19,900원",6\n', ["4행('총합계')"]),
        ("Total (3 rows),19900,6\n", ["4행('Total (3 rows)')"]),
        ("계,19900,6\n", ["4행('계')"]),
        ("합 계 : 3건,19900,-\n", ["4행('합 계 : 3건')"]),
        ("평균,6633.3,2\n", ["4행('평균')"]),
    ],
)
def test_totals_at_the_end_are_left_out_and_told(read, end, told):
    outcome = read(HEADER + FRUIT + end)
    assert outcome.report.rows == 3
    assert outcome.values("값") == [9900, 5000, 5000]
    note = outcome.entry("total_rows_dropped")
    assert note.count == len(told)
    assert all(line in note.ko for line in told)


def test_totals_between_the_groups_and_a_grand_total(read):
    shops = ["강남", "종로", "분당"]
    amounts = {month: [100 * month + 7 * i for i in range(3)] for month in range(1, 7)}
    lines = []
    for month, values in amounts.items():
        lines += [f"{month}월,{shop},{value}\n" for shop, value in zip(shops, values, strict=True)]
        lines.append(f"{month}월 소계,,{sum(values)}\n")
    lines.append(f"총계,,{sum(map(sum, amounts.values()))}\n")
    outcome = read("월,지점,매출\n" + "".join(lines))
    assert outcome.values("매출") == [value for values in amounts.values() for value in values]
    note = outcome.entry("total_rows_dropped")
    assert note.count == 7
    assert "4행('1월 소계')" in note.ko
    assert "25행('총계')" in note.ko


def test_totals_in_a_second_column_behind_a_name(read):
    lines = [
        f"{shop},{month},{n}\n"
        for shop in ("강남", "종로")
        for month, n in (("1월", 3), ("2월", 4), ("소계", 7))
    ]
    outcome = read("지점,월,건수\n" + "".join(lines))
    assert outcome.values("건수") == [3, 4, 3, 4]
    assert outcome.entry("total_rows_dropped").count == 2


def test_a_total_whose_word_fills_merged_cells(read):
    outcome = read("지점,월,건수\n강남,1월,3\n종로,1월,4\n합계,합계,7\n")
    assert outcome.values("건수") == [3, 4]


def test_a_total_above_the_rows_it_adds_up(read):
    outcome = read("시도,인구\n계,60\n서울,30\n부산,20\n대구,10\n")
    assert outcome.raw("시도") == ["서울", "부산", "대구"]


def test_totals_named_by_their_group(read):
    rows = "".join(
        f"{place},{place} 1호,{n}\n{place},{place} 2호,{n + 5}\n{place} 계,,{2 * n + 5}\n"
        for place, n in (("서울", 11), ("부산", 17), ("대구", 23))
    )
    outcome = read("지역,지점,매출\n" + rows + "합 계,,117\n")
    assert outcome.values("매출") == [11, 16, 17, 22, 23, 28]
    assert outcome.entry("total_rows_dropped").count == 4


def test_extremes_below_a_table_are_left_out_and_told(read):
    outcome = read(HEADER + FRUIT + "최댓값,9900,3\nMin,5000,1\n평균,6633.3,2\n")
    assert outcome.values("값") == [9900, 5000, 5000]
    assert outcome.entry("total_rows_dropped").count == 3


@pytest.mark.parametrize(
    "rows", ["최대,9900,9\n", "최대,9900,3\n최소,1,1\n최대,9900,3\n", "최대,9900,3\n귤,1,2\n"]
)
def test_extremes_that_may_be_data_stay(read, rows):
    outcome = read(HEADER + FRUIT + rows)
    assert outcome.report.rows == 3 + rows.count("\n")


def test_a_count_below_a_table_is_told(read):
    outcome = read("고객,금액\n김,10\n이,20\n박,30\n계 3명,\n")
    assert outcome.values("고객") == ["김", "이", "박", "계 3명"]
    assert "4행('계 3명')" in outcome.entry("total_rows").ko


@pytest.mark.parametrize("name", ["기계", "시계", "통계"])
def test_words_that_end_like_a_total_are_data(read, name):
    assert read(HEADER + FRUIT + f"{name},19900,6\n").report.rows == 4


@pytest.mark.parametrize("end", ["합계,20000,7\n", "총계,1,2\n", "Total,5,5\n"])
def test_what_only_its_word_calls_a_total_stays_and_is_told(read, end):
    outcome = read(HEADER + FRUIT + end)
    assert outcome.report.rows == 4
    assert f"4행('{end.split(',')[0]}')" in outcome.entry("total_rows").ko


def test_a_doubtful_total_in_the_middle_stays_and_is_told(read):
    outcome = read(HEADER + FRUIT + "합계,1,2\n귤,1,2\n")
    assert outcome.report.rows == 5
    assert outcome.entry("total_rows").count == 1


@pytest.mark.parametrize(
    "end",
    [
        "합계 상품,1,2\n",
        "합계,배,1\n",
        "합계,,\n",
        "Total Raisin Bran,100,3\n",
        "총각김치,3,4\n",
        "계란,3,5\n",
        "전체집합,1,2\n",
    ],
)
def test_other_last_rows_are_no_totals(read, end):
    outcome = read(HEADER + FRUIT + end)
    assert outcome.report.rows == 4
    assert not {"total_rows", "total_rows_dropped"} & outcome.codes


def test_a_column_of_kinds_of_totals_is_data(read):
    rows = "".join(f"{'합계' if i % 3 else '평균'},{i * i},{i}\n" for i in range(1, 30))
    assert read("구분,값,수\n" + rows).report.rows == 29


def test_notes_below_a_table_are_left_out_and_told(read):
    outcome = read("번호,값\n1,10\n2,20\n합계,30\n※ 잠정치임,\n자료: 통계청,\n")
    assert outcome.values("번호") == [1, 2]
    assert "자료: 통계청" in outcome.entry("notes_dropped").ko
    assert outcome.entry("total_rows_dropped").count == 1


@pytest.mark.parametrize("rows", [300, 3000])
def test_a_total_far_below_many_rows_of_numbers(read, rows):
    lines = "".join(f"{i},{i % 7},{i % 5}\n" for i in range(1, rows + 1))
    sums = sum(i % 7 for i in range(1, rows + 1)), sum(i % 5 for i in range(1, rows + 1))
    outcome = read("번호,가,나\n" + lines + f"합계,{sums[0]},{sums[1]}\n", careful_bytes=0)
    assert outcome.types["번호"] == "integer"
    assert outcome.report.rows == rows


def test_a_total_behind_many_cells_that_hold_its_letters(read):
    lines = "".join(f"{['합격', '회계팀', '총무팀'][i % 3]},{i % 7}\n" for i in range(12_000))
    outcome = read("구분,값\n" + lines + f"합계,{sum(i % 7 for i in range(12_000))}\n")
    assert outcome.report.rows == 12_000


@given(st.lists(st.one_of(st.none(), st.text(max_size=8)), max_size=5))
def test_a_total_has_a_word_and_a_number(row):
    word = total_word(tuple(row))
    assert word is None or sum(1 for c in row if c and any(x.isdigit() for x in c)) >= 1
