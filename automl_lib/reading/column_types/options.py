"""The readings a column can have, in the order they are tried, and a cheap look at which are worth trying."""

from __future__ import annotations

import re
from typing import Any

from automl_lib.reading.parsing.dates import LATE_YEAR, MONTHS, OPEN_ENDS, PATTERNS, SERIAL
from automl_lib.reading.parsing.durations import CLOCK, LAP, LIKE_A_TIME, WORDS
from automl_lib.reading.parsing.missing import MISSING_DATES
from automl_lib.reading.parsing.numbers import PATTERNS as NUMBERS
from automl_lib.reading.parsing.numbers import POWERS_PATTERN
from automl_lib.reading.parsing.parse import family_of
from automl_lib.reading.parsing.units import HAS_POWER
from domain.columns import ColumnType, Reading
from domain.table_schema import ColumnSchema, Parsing

DURATION = {"form": "duration"}
KOREAN_ZONE = "+09:00"
_MIXED = ("ymd", "compact", "yy")
# A stricter reading before a looser one.
OPTIONS: tuple[tuple[ColumnType, Parsing], ...] = (
    (ColumnType.BOOL, {}),
    (ColumnType.DATE, {"forms": ["compact"]}),
    (ColumnType.DATE, {"forms": ["yyyymm"]}),
    (ColumnType.DATE, {"forms": ["yymmdd"]}),
    (ColumnType.DATE, {"forms": ["compact", "yymmdd"]}),
    (ColumnType.DATE, {"forms": [SERIAL]}),
    (ColumnType.DATE, {"forms": ["compact", SERIAL]}),
    (ColumnType.INTEGER, {}),
    (ColumnType.DATE, {"forms": ["y.m"]}),
    (ColumnType.REAL, {}),
    (ColumnType.REAL, {"decimal": ","}),
    (ColumnType.DATE, {"forms": ["ymd"]}),
    (ColumnType.DATE, {"forms": ["ymd"], "zone": KOREAN_ZONE}),
    (ColumnType.DATE, {"forms": ["ym"]}),
    (ColumnType.DATE, {"forms": ["ym", "yyyymm", "y.m"]}),
    (ColumnType.DATE, {"forms": ["yym"]}),
    (ColumnType.DATE, {"forms": ["mdy"]}),
    (ColumnType.DATE, {"forms": ["dmy"]}),
    (ColumnType.DATE, {"forms": ["yy"]}),
    (ColumnType.DATE, {"forms": [*_MIXED, SERIAL]}),
    (ColumnType.DATE, {"forms": [*_MIXED, "mdy", SERIAL]}),
    (ColumnType.DATE, {"forms": [*_MIXED, "dmy", SERIAL]}),
    (ColumnType.REAL, DURATION),
    (ColumnType.TEXT, {}),
)
# Born before 2030: a birthday is not in the future.
_FIRST_YEAR_OF_BIRTH = 1930
_DATE_LABEL = re.compile(
    r"일자|날짜|년월일|일시|생일|기준일|등록일|date|(^|_)(dt|ymd)($|_)|day|일$", re.IGNORECASE
)
_MONTH_LABEL = re.compile(r"(년월|연월|기준월|월|yyyymm|ym|month)$", re.IGNORECASE)
_BIRTH_LABEL = re.compile(r"생년|생일|출생|주민|birth", re.IGNORECASE)
STARTS_LIKE_NUMBER = re.compile(r"[(+\-−–△▲₩$€£¥.,\d]|krw|usd|us\$|eur|jpy|gbp|cny", re.IGNORECASE)
_DATES = {form: re.compile(pattern) for form, pattern in PATTERNS.items()} | {
    SERIAL: re.compile(r"[0-9]{5}(\.[0-9]+)?$")
}
_TIMES = (re.compile(CLOCK), re.compile(LAP), re.compile(WORDS))
_NUMBERS = {decimal: re.compile(pattern) for decimal, pattern in NUMBERS.items()}
_HAS_POWER, _POWERS = re.compile(HAS_POWER), re.compile(POWERS_PATTERN)
_LONGEST = 60  # characters of a number, date or time
_STARTS_LIKE_TIME = re.compile(r"-?\d|오전|오후|am|pm", re.IGNORECASE)
_TIME = re.compile(LIKE_A_TIME)
_WRITTEN_DATE = re.compile(r"'?\d{1,4}\s*[-./년]\s*\d{1,2}(?!\d)")
_ZONE = re.compile(r"(Z|UTC|GMT|KST|:\d{2}\s*[+-]\d{2}(:?\d{2})?)$", re.IGNORECASE)
_FRACTION = re.compile(r"-?[0-9]*\.[0-9]*[1-9]")
_TWO_DIGIT_YEAR = re.compile(r"'?\d{2}\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d{1,2}(\D|$)")
_FIVE_DIGITS = re.compile(r"[0-9]{5}(\.[0-9]+)?")
_DAYS_IN_DIGITS = re.compile(r"[0-9]{6}|[0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPACT_OR_SERIAL = re.compile(r"(19|20)[0-9]{6}|[345][0-9]{4}(\.[0-9]+)?")
_YEAR_POINT_MONTH = re.compile(r"(19|20)\d\d\s*\.\s*(0?[1-9]|1[0-2])\s*\.?")
_FEWEST_DATES = 5
_FEWEST_TWO_DIGIT_YEARS = 15


def reading_of(column: ColumnSchema) -> Reading:
    """The reading a column has."""
    if column.parsing.get("form") == DURATION["form"]:
        return Reading.DURATION
    forms = column.parsing.get("forms")
    if column.type is ColumnType.DATE and forms and set(forms) <= set(MONTHS):
        return Reading.MONTH
    return Reading.of(column.type)


def parsing_for(parsing: Parsing, label: str) -> dict[str, Any]:
    """The option's parsing for a column of this label: two digits of a year mean another century in birthdays."""
    if _BIRTH_LABEL.search(label) and {"yy", LATE_YEAR, "yymmdd"} & set(parsing.get("forms", ())):
        return {**parsing, "first_year": _FIRST_YEAR_OF_BIRTH}
    return dict(parsing)


def names_date(label: str) -> bool:
    """Whether a column is named like a date."""
    return bool(_DATE_LABEL.search(label) or _BIRTH_LABEL.search(label))


def names_day_or_month(label: str) -> bool:
    """Whether a column is named like a date or a month, so that its whole numbers may be some."""
    return names_date(label) or bool(_MONTH_LABEL.search(label))


def may_be(kind: ColumnType, parsing: Parsing, cell: str) -> bool:
    """Whether a cell is written as a reading takes it; only values, such as the 13th month, are not looked at.

    Args:
        cell: as `cells.plain` gives it: with runs of spaces these patterns would take Python's engine for ever.
    """
    if len(cell) > _LONGEST:
        return False
    if kind is ColumnType.DATE:
        return cell in MISSING_DATES or any(_DATES[form].match(cell) for form in ("ymd", *parsing["forms"]))
    if parsing == DURATION:
        return any(pattern.match(cell) for pattern in _TIMES)
    decimal = str(parsing.get("decimal", "."))
    if _NUMBERS[decimal].match(cell):
        return True
    return decimal == "." and _HAS_POWER.search(cell) is not None and _POWERS.match(cell) is not None


def starts_like_value(cell: str) -> bool:
    """Whether a cell begins as a number, a date or a time does."""
    return bool(STARTS_LIKE_NUMBER.match(cell.removeprefix("'")) or _STARTS_LIKE_TIME.match(cell))


def worth_trying(kind: ColumnType, parsing: Parsing, label: str, present: list[str]) -> bool:
    """A cheap look at a few cells, so that wide tables of text don't pay for full attempts."""
    if kind is ColumnType.BOOL:
        return family_of(present) is not None
    if not all(may_be(kind, parsing, p) for p in present):
        return False
    if parsing == DURATION:
        return any(_TIME.search(p) for p in present)
    if kind is ColumnType.INTEGER:
        return not any(_FRACTION.fullmatch(p) for p in present)
    if kind is not ColumnType.DATE:
        return True
    forms = parsing["forms"]
    dates = [p for p in present if p not in MISSING_DATES]
    if forms == ["compact", SERIAL]:
        return names_date(label) and all(_COMPACT_OR_SERIAL.fullmatch(p) for p in dates)
    if len(forms) > 1 and SERIAL in forms:
        return any(_WRITTEN_DATE.match(p) for p in dates)
    if "zone" in parsing and not any(_ZONE.search(p) for p in dates):
        return False
    if forms == ["compact", "yymmdd"]:
        # Eight digits beside six are days only in a column that is named so.
        return names_date(label) and all(_DAYS_IN_DIGITS.fullmatch(p) for p in dates)
    if len(forms) == 1 and (digits := _DIGITS.get(forms[0])) is not None:
        return digits(label, dates)
    if forms == ["yym"]:  # 22.1 is a number, and 22-1 a part of an address or a score
        named = _MONTH_LABEL.search(label) and not any(p.replace(".", "", 1).isdigit() for p in dates)
        return bool(named) or all("년" in p for p in dates)
    if forms == ["yy"]:
        return names_date(label) or all(_TWO_DIGIT_YEAR.match(p) for p in dates)
    shortest = 6 if not set(forms) & set(MONTHS) else 5
    return all(len(p) >= shortest for p in dates) and not all(p.replace(".", "", 1).isdigit() for p in dates)


def _compact(label: str, present: list[str]) -> bool:
    if not present or not all(len(p) in (8, 12, 14) and p.isascii() and p.isdigit() for p in present):
        return False
    years = [int(p[:4]) for p in present]
    usual = all(1950 <= y <= 2050 or y in OPEN_ENDS for y in years) and any(y <= 2050 for y in years)
    several = len(set(present)) >= _FEWEST_DATES or any(y in OPEN_ENDS for y in years)
    return bool(_DATE_LABEL.search(label)) or (usual and several)


def _yyyymm(label: str, present: list[str]) -> bool:
    if not _all_of_length(present, 6) or not all(1 <= int(p[4:]) <= 12 for p in present):
        return False
    if _MONTH_LABEL.search(label):
        return True
    usual = all(1950 <= int(p[:4]) <= 2050 for p in present) and len(set(present)) >= _FEWEST_DATES
    return usual and not _DATE_LABEL.search(label)


def _yymmdd(label: str, present: list[str]) -> bool:
    if not _all_of_length(present, 6):
        return False
    if not all(1 <= int(p[2:4]) <= 12 and 1 <= int(p[4:]) <= 31 for p in present):
        return False
    several = len(set(present)) >= _FEWEST_TWO_DIGIT_YEARS and len({p[2:4] for p in present}) > 2
    return names_date(label) or several


def _serial(label: str, present: list[str]) -> bool:
    """Five digits that are days of this century, in a column that is named like a date."""
    if not _DATE_LABEL.search(label) or len(set(present)) < _FEWEST_DATES:
        return False
    return all(_FIVE_DIGITS.fullmatch(p) and 36_526 <= float(p) < 54_789 for p in present)  # 2000 to 2049


def _year_point_month(label: str, present: list[str]) -> bool:
    """2022.1 … 2022.12: numbers by their form, months by the name of the column or by the digits after the point."""
    if not present or not all(_YEAR_POINT_MONTH.fullmatch(p) for p in present):
        return False
    if (
        _MONTH_LABEL.search(label)
        or _DATE_LABEL.search(label)
        or any(" " in p or p.endswith(".") for p in present)
    ):
        return True
    return len(set(present)) >= _FEWEST_DATES and any(len(p.partition(".")[2]) == 2 for p in present)


def _all_of_length(present: list[str], length: int) -> bool:
    return bool(present) and all(len(p) == length and p.isascii() and p.isdigit() for p in present)


_DIGITS = {
    SERIAL: _serial,
    "compact": _compact,
    "yyyymm": _yyyymm,
    "yymmdd": _yymmdd,
    "y.m": _year_point_month,
}
