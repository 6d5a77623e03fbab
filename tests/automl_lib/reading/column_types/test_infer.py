"""Types of columns and what their cells become, from the ways people in Korea write them."""

from __future__ import annotations

import datetime as dt

import pytest


def column(cells: list[str], label: str = "값") -> str:
    return f"{label},줄\n" + "".join(f'"{c}",r{i}\n' for i, c in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1", "-2", "+3"], "integer", [1, -2, 3]),
        (["1", "2.5", "1e3"], "real", [1.0, 2.5, 1000.0]),
        (["1,234", "5,678,901", "12"], "integer", [1234, 5678901, 12]),
        (["1,234원", "₩5,000", "￦ 70 원"], "integer", [1234, 5000, 70]),
        (["$1.50", "$-2.25", "-$3"], "real", [1.5, -2.25, -3.0]),
        (["(1,234)", "△500", "▲ 7"], "integer", [-1234, -500, -7]),
        (["−5", "–6", "7"], "integer", [-5, -6, 7]),
        (["12%", "5.5 %", "-3%"], "real", [0.12, 0.055, -0.03]),
        (["１２３", "４５６", "7"], "integer", [123, 456, 7]),
        (["10kg", "12.5 kg", "9"], "real", [10.0, 12.5, 9.0]),
        (["30명", "1,200명", "5명"], "integer", [30, 1200, 5]),
        ([" 1 ", "\t2", "3"], "integer", [1, 2, 3]),
        (["1.5e-3", "2E+4", ".5"], "real", [0.0015, 20000.0, 0.5]),
        (["0", "1", "1"], "integer", [0, 1, 1]),
        (["0.5", "0", "0.25"], "real", [0.5, 0.0, 0.25]),
    ],
)
def test_numbers(read, cells, kind, values):
    outcome = read(column(cells))
    assert outcome.types["값"] == kind
    assert outcome.values("값") == pytest.approx(values)


@pytest.mark.parametrize(
    "cells",
    [
        ["001", "002", "013"],
        ["9001011234567", "8512312345678", "0102033456789"],
        ["010-1234-5678", "02-345-6789", "031-111-2222"],
        ["123-45-67890", "220-81-62517", "104-81-00000"],
        ["1234567890123456", "2234567890123456", "3234567890123456"],
        ["12345678901234567890", "1", "2"],
        ["1.2.3", "2.0.1", "3.1.4"],
        ["1,23", "4,56", "7,8,9"],
        ["12", "서울", "15"],
        ["A1", "B2", "C3"],
        ["10kg", "20g", "30kg"],
        ["1-2", "3-4", "5-6"],
    ],
)
def test_what_only_looks_like_a_number_stays_text(read, cells):
    outcome = read(column(cells))
    assert outcome.types["값"] == "text"
    assert outcome.values("값") == cells


def test_digits_under_a_telling_name_stay_text(read):
    assert read(column(["12345", "23456", "34567"], "우편번호")).types["우편번호"] == "text"


def test_leading_zeros_are_explained(read):
    note = read(column(["001", "002", "013"])).entry("identifier_text", "값")
    assert "'001'" in note.ko


def test_a_leading_zero_far_below_makes_the_column_text(read):
    cells = [str(i + 1) for i in range(6000)]
    cells[5123] = "007"
    outcome = read(column(cells))
    assert outcome.types["값"] == "text"
    assert outcome.values("값")[5123] == "007"


def test_a_fraction_far_below_makes_the_column_real(read):
    cells = [str(i + 1) for i in range(6000)]
    cells[5123] = "0.5"
    outcome = read(column(cells))
    assert outcome.types["값"] == "real"
    assert outcome.values("값")[5122:5124] == [5123.0, 0.5]


def test_a_word_far_below_makes_the_column_text(read):
    cells = [str(i + 1) for i in range(6000)]
    cells[5123] = "서울"
    assert read(column(cells)).types["값"] == "text"


def test_words_for_missing_are_read_as_missing_and_counted(read):
    cells = ["1", "NA", "N/A", "null", "-", ".", "#N/A", "#DIV/0!", "결측", "없음", "2"]
    outcome = read(column(cells))
    assert outcome.types["값"] == "integer"
    assert outcome.values("값") == [1, *[None] * 9, 2]
    note = outcome.entry("missing_word", "값")
    assert note.count == 9
    assert note.examples[0][1] is None


def test_in_a_text_column_none_is_an_answer_but_na_is_missing(read):
    outcome = read(column(["당뇨", "없음", "-", "NA", "#N/A", "고혈압"]))
    assert outcome.values("값") == ["당뇨", "없음", "-", None, None, "고혈압"]


@pytest.mark.parametrize(
    ("cells", "code", "shown"),
    [
        (["69%", "12.5%", "3%"], "percent", "(예: '69%' → 0.69)"),
        (["7,542,208원", "8,000원", "12원"], "thousands", "(예: '7,542,208원' → 7,542,208)"),
    ],
)
def test_the_number_of_an_example_is_written_as_on_all_screens(read, cells, code, shown):
    assert shown in read(column(cells)).entry(code, "값").ko


def test_thousands_are_counted_with_an_example(read):
    note = read(column(["1,234원", "2,000원", "15"])).entry("thousands", "값")
    assert note.count == 2
    assert note.examples[0] == ("1,234원", "1,234")
    assert "2칸" in note.ko
    assert "2 cells" in note.en


DAY = dt.datetime(2024, 3, 5)


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["2024-03-05", "2024-03-06"], DAY),
        (["2024.3.5", "2024.3.6."], DAY),
        (["2024. 3. 5.", "2024. 12. 16."], DAY),
        (["2024/3/5", "2024/3/6"], DAY),
        (["2024년 3월 5일", "2024년12월16일"], DAY),
        (["2024년 3월 5일 (화)", "2024년 3월 6일 수요일"], DAY),
        (["2024-03-05 오후 3:15", "2024-03-06 오전 12:05"], DAY.replace(hour=15, minute=15)),
        (["2024-03-05 15:15:20", "2024-03-06"], DAY.replace(hour=15, minute=15, second=20)),
        (["2024-03-05T15:15:20.5Z", "2024-03-06T00:00:00Z"], DAY.replace(hour=15, minute=15, second=20, microsecond=500000)),
        (["2024년 3월 5일 15시 15분", "2024년 3월 6일 9시"], DAY.replace(hour=15, minute=15)),
        (["2024-03-05 3:15 PM", "2024-03-06 11:00 AM"], DAY.replace(hour=15, minute=15)),
        (["03/05/2024", "12/31/2024"], DAY),
        (["05/03/2024", "31/12/2024"], DAY),
        (["2024년 3월", "2024년 12월"], DAY.replace(day=1)),
        (["20240305", "20240306", "20240307", "20240308", "20241231"], DAY),
    ],
)  # fmt: skip
def test_dates(read, cells, first):
    outcome = read(column(cells))
    assert outcome.types["값"] == "date"
    values = outcome.values("값")
    assert values[0] == first
    assert None not in values


def test_midnight_and_noon(read):
    outcome = read(column(["2024-03-05 오전 12:05", "2024-03-05 오후 12:05"]))
    assert [v.hour for v in outcome.values("값")] == [0, 12]


def test_eight_digits_are_dates_only_if_something_says_so(read):
    few = ["20240305", "20240306"]
    assert read(column(few)).types["값"] == "integer"
    assert read(column(few, "거래일자")).types["거래일자"] == "date"
    assert read(column(["20240305", "20241399", "20240307", "20240308", "1"])).types["값"] == "integer"


def test_two_digit_years_need_a_telling_name(read):
    cells = ["24.03.05", "24.12.31"]
    assert read(column(cells)).types["값"] == "text"
    assert read(column(cells, "가입일")).values("가입일")[0] == DAY


def test_ambiguous_month_and_day_stay_text_with_a_note(read):
    outcome = read(column(["03/05/2024", "04/06/2024"]))
    assert outcome.types["값"] == "text"
    assert "ambiguous_date" in outcome.codes


def test_an_impossible_date_makes_the_column_text(read):
    assert read(column(["2024-02-30", "2024-03-01"])).types["값"] == "text"


@pytest.mark.parametrize(
    ("cells", "labels"),
    [
        (["yes", "no", "yes"], ("yes", "no")),
        (["Y", "N", "Y"], ("Y", "N")),
        (["TRUE", "False", "TRUE"], ("TRUE", "False")),
        (["예", "아니오", "예"], ("예", "아니오")),
    ],
)
def test_yes_and_no_keep_their_words(read, cells, labels):
    outcome = read(column(cells))
    schema = outcome.report.schema.by_label("값")
    assert outcome.values("값") == [True, False, True]
    assert (schema.parsing["true"], schema.parsing["false"]) == labels


def test_two_other_words_are_text(read):
    assert read(column(["남", "여", "남"])).types["값"] == "text"
    assert read(column(["yes", "no", "maybe"])).types["값"] == "text"


def test_spaces_around_text_are_left_off_and_counted(read):
    outcome = read(column([" 서울", "서울", "부산　"]))
    assert outcome.values("값") == ["서울", "서울", "부산"]
    assert outcome.raw("값")[0] == " 서울"
    assert outcome.entry("trimmed", "값").count == 2
