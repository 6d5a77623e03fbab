"""What the calendar says of a date: its place in the week, month and year, and Korean holidays.

Which parts a column gets is decided where it is fitted, in `automl_lib.plan.cleaner`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
import pandas as pd

EARLIER_PARTS = ("days", "month", "day", "weekday")
"""What models of earlier versions take of a date; and "hour", where it has a time of day."""
_ORDER = (
    *("days", "year", "quarter", "month", "day", "weekday", "month_end"),
    *("holiday", "holiday_eve", "holiday_next", "seollal", "chuseok", "hour"),
)
_DAILY = ("month_end", "holiday", "holiday_eve", "holiday_next")
"""Parts that only say something where the day of the month differs."""
_DAY = 86_400.0
_NEAR = 15
"""Days around 설날 and 추석 in which shops and deliveries notice them."""
_FIRST_YEAR, _LAST_YEAR = 1948, 2100
"""Years with holidays: `holidays` begins with the republic, and its lunar calendar ends in 2099."""
_SEOLLAL, _CHUSEOK = "설날", "추석"


def varying_parts(seconds: np.ndarray) -> list[str]:
    """The parts that differ among some moments.

    Args:
        seconds: since 1970, shape (rows,); NaN for a blank.

    Returns:
        Names of parts in a fixed order; "days" where all moments are the same.
    """
    known = np.unique(seconds[np.isfinite(seconds)])
    values = date_parts(known, _ORDER, 0.0)
    found = [part for part in _ORDER if len(np.unique(values[part])) > 1]
    return [part for part in found if part not in _DAILY or "day" in found] or ["days"]


def date_parts(seconds: np.ndarray, parts: Collection[str], first: float) -> dict[str, np.ndarray]:
    """Parts of moments.

    Args:
        seconds: since 1970, shape (rows,); NaN for a blank.
        parts: names as of `varying_parts`.
        first: seconds from which "days" are counted.

    Returns:
        By part floats of shape (rows,), NaN for a blank. "days": with fractions. "weekday": 0 is Monday. "month_end", "holiday",
        "holiday_eve", "holiday_next": 0 or 1; the last two say whether tomorrow or yesterday is a public holiday. "seollal", "chuseok":
        15 on the day of the festival, less by 1 for each day before it, 0 from 15 days on; the same after it, negative.
    """
    known = np.isfinite(seconds)
    moments = pd.DatetimeIndex(np.where(known, seconds, 0.0).astype("datetime64[s]"))
    days = np.floor(np.where(known, seconds, 0.0) / _DAY).astype(int)
    makers = {
        "days": lambda: (seconds - first) / _DAY,
        "year": lambda: moments.year,
        "quarter": lambda: moments.quarter,
        "month": lambda: moments.month,
        "day": lambda: moments.day,
        "weekday": lambda: moments.weekday,
        "month_end": lambda: moments.is_month_end,
        "holiday": lambda: np.isin(days, _holidays()),
        "holiday_eve": lambda: np.isin(days + 1, _holidays()),
        "holiday_next": lambda: np.isin(days - 1, _holidays()),
        "seollal": lambda: _nearness(days, _festivals(_SEOLLAL)),
        "chuseok": lambda: _nearness(days, _festivals(_CHUSEOK)),
        "hour": lambda: moments.hour + moments.minute / 60,
    }
    return {part: np.where(known, np.asarray(makers[part](), dtype=float), np.nan) for part in parts}


def _nearness(days: np.ndarray, festivals: np.ndarray) -> np.ndarray:
    place = np.searchsorted(festivals, days)
    until = festivals[np.minimum(place, len(festivals) - 1)] - days
    since = days - festivals[np.maximum(place - 1, 0)]
    before = np.where(until >= 0, np.maximum(_NEAR - until, 0), 0)
    after = np.where(since > 0, np.maximum(_NEAR - since, 0), 0)
    return np.where(before > 0, before, -after)


@functools.cache
def _calendar() -> dict[date, str]:
    import holidays

    return dict(holidays.country_holidays("KR", years=range(_FIRST_YEAR, _LAST_YEAR), language="ko"))


@functools.cache
def _holidays() -> np.ndarray:
    """Public holidays, substitute ones included, as days since 1970, ascending."""
    return _days(_calendar())


@functools.cache
def _festivals(name: str) -> np.ndarray:
    """The days of a festival since 1970, ascending."""
    return _days(day for day, names in _calendar().items() if name in names.split("; "))


def _days(dates: Iterable[date]) -> np.ndarray:
    return np.array(sorted(dates), dtype="datetime64[D]").astype(int)
