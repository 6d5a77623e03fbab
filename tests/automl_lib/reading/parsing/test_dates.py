"""Dates as people and systems write them: several spellings in one column, no end, two-digit years, months, zones."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.reading import parse_cells, parse_cells_counted, retype, write_typed
from domain.columns import Reading
from tests.automl_lib.reading.parsing.date_columns import column, one

DAY = dt.datetime(2024, 3, 5)


OPEN_END = dt.datetime(9999, 12, 31)


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        (["2024-03-05", "20240305", "2024/03/05", "2024.3.5", "2024년 3월 5일"], "값"),
        (["24.03.05", "2024년 3월 5일", "2024.3.5", "2024-03-05", "24.03.05"], "등록일"),
        (["2024-03-05", "45356", "2024.3.5", "2024-03-05 00:00:00"], "가입일"),
        (["20240305", "2024-03-05", "2024-03-05", "20240305", "20240305"], "값"),
    ],
)
def test_several_spellings_of_dates_in_one_column(read, cells, label):
    outcome = read(column(cells, label))
    assert outcome.types[label] == "date"
    assert set(outcome.values(label)) == {DAY}
    assert outcome.entry("date_form", label).count == sum(1 for c in cells if not c.startswith("2024-03-05"))


def test_a_column_of_serial_numbers_is_dates_where_its_name_says_so(read):
    cells = ["45294", "45356", "45400", "45411", "45412.5"]
    outcome = read(column(cells, "가입일"))
    assert outcome.values("가입일")[1] == DAY
    assert outcome.entry("serial_date", "가입일").count == 5
    assert read(column(["120", "300", "45294", "7", "12"], "경과일")).types["경과일"] == "integer"


def test_serial_numbers_among_dates_are_counted(read):
    note = read(column(["2024-03-05", "2024-03-06", "45356", "45294"], "가입일")).entry(
        "serial_date", "가입일"
    )
    assert note.count == 2
    assert note.examples[0] == ("45356", "2024-03-05")


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["45294", "45356", "45400", "45411", "45412", "45413"], "integer"),
        (["2024-03-05", "12", "2024-03-06", "7"], "text"),
        (["24.03.05", "24.03.06", "24.03.07"], "text"),
    ],
)
def test_digits_alone_are_no_dates(read, cells, kind):
    assert read(column(cells)).types["값"] == kind


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["20240305", "99991231", "20240305", "99991231"], [DAY, OPEN_END, DAY, OPEN_END]),
        (["2024/03/05", "9999/12/31", "2024/03/05"], [DAY, OPEN_END, DAY]),
        (["2024-03-05", "9999-12-31", "2024.3.5"], [DAY, OPEN_END, DAY]),
        (["20240305", "00000000", "99991231"], [DAY, None, OPEN_END]),
        (["20240305", "20240305", "0", "9999-12-31"], [DAY, DAY, None, OPEN_END]),
        (["2024-03-05", "0000-00-00", "9999-12-31"], [DAY, None, OPEN_END]),
    ],
)
def test_dates_without_an_end_are_dates_and_counted(read, cells, values):
    outcome = read(column(cells, "종료일자"))
    assert outcome.values("종료일자") == values
    assert outcome.entry("far_date", "종료일자").count == values.count(OPEN_END)
    assert ("missing_word" in outcome.codes) == (None in values)


@pytest.mark.parametrize(
    ("cells", "label", "values"),
    [
        (["501231", "000202", "971109"], "생년월일", [(1950, 12, 31), (2000, 2, 2), (1997, 11, 9)]),
        (["240305", "231231", "991130"], "거래일자", [(2024, 3, 5), (2023, 12, 31), (1999, 11, 30)]),
        (["50.12.31", "00.02.02"], "생년월일", [(1950, 12, 31), (2000, 2, 2)]),
        (["95-08-24", "03-01-02"], "birth", [(1995, 8, 24), (2003, 1, 2)]),
    ],
)
def test_two_digit_years(read, cells, label, values):
    outcome = read(column(cells, label))
    assert outcome.values(label) == [dt.datetime(*day) for day in values]
    note = outcome.entry("two_digit_year", label)
    assert note.count == len(cells)
    assert ("1970–2069년" if label == "거래일자" else "1930–2029년") in note.ko


def test_two_digit_years_that_nothing_says_are_years_are_pointed_out(read):
    outcome = read(column(["24.03.05", "24.12.31"]))
    assert outcome.types["값"] == "text"
    assert outcome.entry("ambiguous_date", "값").count == 2


def test_a_day_of_the_first_century_is_written_in_four_digits(read):
    assert read(column(["0001-01-01", "2024-03-05"])).values("값") == [dt.datetime(1, 1, 1), DAY]
    assert read(column(["24-03-05", "24-03-06"])).types["값"] == "text"


def test_what_keeps_birthdays_from_being_dates_is_told_though_some_begin_with_a_nought(read):
    outcome = read(column(["901231", "850101", "001122", "8"] * 5, "생일"))
    assert "4행 '8'" in outcome.entry("nearly_date", "생일").ko


def test_birthdays_of_six_and_of_eight_digits(read):
    outcome = read(column(["501231", "19820823", "1997-11-09"], "생년월일"))
    assert outcome.values("생년월일") == [
        dt.datetime(1950, 12, 31),
        dt.datetime(1982, 8, 23),
        dt.datetime(1997, 11, 9),
    ]
    assert outcome.entry("two_digit_year", "생년월일").count == 1
    assert read(column(["501231", "19820823"], "수량")).types["수량"] == "integer"


@pytest.mark.parametrize(
    ("cells", "label", "code", "row"),
    [
        (["20240105", "20240231", "20240306", "20240407"], "거래일자", "nearly_date", "2행 '20240231'"),
        (["850101", "20202", "820823", "901231"], "생년월일", "nearly_date", "2행 '20202'"),
        (["202401", "202402", "202413", "202403"], "마감월", "nearly_month", "3행 '202413'"),
    ],
)
def test_what_keeps_digits_from_being_dates_is_told_though_they_are_numbers(read, cells, label, code, row):
    outcome = read(column(cells * 5, label))
    assert outcome.types[label] == "integer"
    assert row in outcome.entry(code, label).ko
    assert "숫자로 두었습니다" in outcome.entry(code, label).ko


@pytest.mark.parametrize(("cells", "label"), [(["12", "3", "31", "0"], "근무일"), (["1", "12", "7"], "월")])
def test_days_and_months_that_are_counted_are_numbers_without_a_word(read, cells, label):
    outcome = read(column(cells * 5, label))
    assert outcome.types[label] == "integer"
    assert not {code for code in outcome.codes if code.startswith("nearly")}


def test_six_digits_are_dates_only_if_something_says_so(read):
    assert read(column(["501231", "820823", "971109"])).types["값"] == "integer"
    assert read(column(["501231", "820823", "991399"], "생년월일")).types["생년월일"] == "integer"


def test_serial_numbers_beside_dates_in_digits(read):
    outcome = read(column(["20240301", "45353", "20240303", "45355.5"], "접수일"))
    assert outcome.values("접수일") == [
        dt.datetime(2024, 3, 1), dt.datetime(2024, 3, 2), dt.datetime(2024, 3, 3), dt.datetime(2024, 3, 4, 12),
    ]  # fmt: skip
    assert outcome.entry("serial_date", "접수일").count == 2


@pytest.mark.parametrize("cells", [["2022.1", "2045.7", "2033.4", "1999.9", "2010.2"], ["2022.1", "2022.0"]])
def test_an_index_around_two_thousand_is_a_number(read, cells):
    assert read(column(cells)).types["값"] == "real"


def test_times_of_several_zones_become_those_of_one(read):
    outcome = read(
        column(["2024-03-05T07:15:00Z", "2024-03-05T16:15:00+09:00", "2024-03-05 02:15:00 -05:00"])
    )
    assert set(outcome.values("값")) == {dt.datetime(2024, 3, 5, 16, 15)}
    note = outcome.entry("zone_changed", "값")
    assert note.count == 2
    assert "+09:00" in note.ko


@pytest.mark.parametrize(
    "cells",
    [
        ["2024-03-05T07:15:00Z", "2024-03-05 16:15:00", "2024-03-06 01:00:00"],
        ["2024-03-05T07:15:00+09:00", "2024-03-05T07:15:00", "2024-03-05T08:15:00+09:00"],
    ],
)
def test_times_with_and_without_a_zone_stay_text(read, cells):
    outcome = read(column(cells))
    assert outcome.values("값") == cells
    assert "시간대" in outcome.entry("mixed_zones", "값").ko


def test_new_rows_of_another_zone_are_changed_to_the_column_s(read):
    schema = read(column(["2024-03-05T07:15:00Z", "2024-03-06T07:15:00Z"])).report.schema
    new = pl.DataFrame({"c0001": ["2024-03-05T16:15:00+09:00", "2024-03-05 07:15:00"], "c0002": ["a", "b"]})
    assert parse_cells(new, schema)["c0001"].to_list() == [dt.datetime(2024, 3, 5, 7, 15)] * 2


@pytest.mark.parametrize(
    ("cells", "reading", "values"),
    [
        (["45294", "45356"], Reading.DATE, [dt.datetime(2024, 1, 3), DAY]),
        (["2022.1", "2022.2"], Reading.MONTH, [dt.datetime(2022, 1, 1), dt.datetime(2022, 2, 1)]),
        (["22.1", "22.12"], Reading.MONTH, [dt.datetime(2022, 1, 1), dt.datetime(2022, 12, 1)]),
        (["501231", "820823"], Reading.DATE, [dt.datetime(2050, 12, 31), dt.datetime(1982, 8, 23)]),
        (["202401", "202402"], Reading.MONTH, [dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 1)]),
        (["20240305", "20240306"], Reading.NUMBER, [20240305, 20240306]),
    ],
)
def test_what_could_be_both_is_what_a_person_says(read, tmp_path, cells, reading, values):
    outcome = read(column(cells))
    schema = retype(tmp_path / "out" / "cells.parquet", outcome.report.schema, {"c0001": reading})
    write_typed(tmp_path / "out" / "cells.parquet", schema, tmp_path / "again.parquet")
    assert pl.read_parquet(tmp_path / "again.parquet")["c0001"].to_list() == values


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), min_size=1))
def test_days_come_back_from_each_form(days):
    moments = [dt.datetime(d.year, d.month, d.day) for d in days]
    for form, written in (
        ("yymmdd", "%y%m%d"),
        ("yy", "%y.%m.%d"),
        ("compact", "%Y%m%d"),
        ("mdy", "%m/%d/%Y"),
    ):
        cells = pl.DataFrame({"c0001": [m.strftime(written) for m in moments]})
        assert parse_cells(cells, one(forms=[form]))["c0001"].to_list() == moments
    serials = [str((m - dt.datetime(1899, 12, 30)).days) for m in moments]
    assert parse_cells(pl.DataFrame({"c0001": serials}), one(forms=["serial"]))["c0001"].to_list() == moments


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1)), st.integers(-720, 840)),
        min_size=1,
    )
)
def test_moments_of_any_zone_come_back_in_one(moments):
    moments = [(moment.replace(microsecond=0), offset) for moment, offset in moments]
    cells = [
        moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset))).isoformat()
        for moment, offset in moments
    ]
    korean = [moment + dt.timedelta(minutes=540 - offset) for moment, offset in moments]
    frame, counts = parse_cells_counted(pl.DataFrame({"c0001": cells}), one(forms=["ymd"], zone="+09:00"))
    assert frame["c0001"].to_list() == korean
    assert sum(counts["c0001"].zones.values()) == len(moments)
