"""Dates become parts that vary, with the holidays of the Korean calendar."""

import numpy as np
import pandas as pd
import pytest

from automl_lib.plan.calendar_parts import date_parts, varying_parts

DAY = 86_400.0


def seconds(*dates):
    return np.array([np.nan if d is None else pd.Timestamp(d).timestamp() for d in dates])


@pytest.mark.parametrize(
    ("date", "holiday", "eve", "after"),
    [
        ("2025-10-02", 0, 1, 0),  # before 개천절, a Friday
        ("2025-10-03", 1, 0, 0),
        ("2025-10-04", 0, 1, 1),  # a Saturday between 개천절 and 추석 연휴
        ("2025-10-06", 1, 1, 1),  # 추석
        ("2025-10-08", 1, 1, 1),  # 대체공휴일, before 한글날
        ("2024-02-12", 1, 0, 1),  # 설날 대체공휴일
        ("2023-05-29", 1, 0, 0),  # 부처님오신날 대체공휴일, a Monday; the 27th was a Saturday
        ("2025-11-12", 0, 0, 0),
        ("1899-01-01", 0, 0, 0),  # before the republic
    ],
)
def test_public_holidays_and_the_days_beside_them(date, holiday, eve, after):
    found = date_parts(seconds(date), ("holiday", "holiday_eve", "holiday_next"), 0.0)
    assert [int(values[0]) for values in found.values()] == [holiday, eve, after]


@pytest.mark.parametrize(
    ("date", "seollal", "chuseok"),
    [
        ("2025-01-29", 15, 0),
        ("2025-01-19", 5, 0),
        ("2025-01-31", -13, 0),
        ("2025-10-06", 0, 15),
        ("2024-09-18", 0, -14),
        ("2025-07-01", 0, 0),
        ("2150-01-01", 0, 0),
    ],
)
def test_lunar_festivals_are_near_or_far(date, seollal, chuseok):
    found = date_parts(seconds(date), ("seollal", "chuseok"), 0.0)
    assert (found["seollal"][0], found["chuseok"][0]) == (seollal, chuseok)


def test_a_year_of_days_has_all_parts_but_the_year():
    days = seconds("2024-01-01") + DAY * np.arange(366)
    assert varying_parts(days) == [
        *("days", "quarter", "month", "day", "weekday", "month_end"),
        *("holiday", "holiday_eve", "holiday_next", "seollal", "chuseok"),
    ]


def test_firsts_of_months_have_no_parts_of_days():
    months = np.array([pd.Timestamp(2023, 1 + n, 1).timestamp() for n in range(12)])
    assert not {"day", "month_end", "holiday", "year"} & set(varying_parts(months))


def test_times_of_day_and_days_since_the_first():
    moments = seconds("2024-03-05 09:30", "2024-03-06 09:30", None, "2024-03-06 18:00")
    parts = varying_parts(moments)
    assert parts == ["days", "day", "weekday", "hour"]
    found = date_parts(moments, parts, moments[0])
    assert found["days"][:2].tolist() == [0.0, 1.0]
    assert found["hour"][[0, 3]].tolist() == [9.5, 18.0]
    assert all(np.isnan(values[2]) for values in found.values())


@pytest.mark.parametrize("moments", [seconds("2024-03-05"), seconds("2024-03-05", None)])
def test_a_single_date_says_only_whether_it_is_there(moments):
    assert varying_parts(moments) == ["days"]
