"""Dates and times as people in Korea write them: their written forms, and the cells of a date column to moments."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.missing import odd_places, without_missing
from domain.table_schema import ColumnSchema

if TYPE_CHECKING:
    import polars as pl

_TIME = (
    r"(?:(?:\s+|\s*T\s*|\s*\([월화수목금토일]\)\s*|\s+[월화수목금토일]요일\s*)"
    r"(?P<before>오전|오후|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:시]\s*(?P<minute>\d{1,2})?\s*"
    r"(?:[:분]\s*(?P<second>\d{1,2})?(?P<micro>\.\d{1,9})?\s*초?)?\s*(?P<after>AM|PM)?\s*"
    r"(?P<zone>Z|UTC|GMT|KST|[+-]\d{2}(?::?\d{2})?)?)?"
)
_DAY_NAME = r"\s*(?:\([월화수목금토일]\)|[월화수목금토일]요일)?"

# name: pattern with groups year, month, day (day may be absent) and the time of day
PATTERNS = {
    "ymd": r"(?i)^(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[일.]?"
    + _TIME + _DAY_NAME + "$",
    "compact": r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})?(?P<minute>\d{2})?(?P<second>\d{2})?$",
    "ym": r"^(?P<year>\d{4})(?:\s*년\s*(?P<month>\d{1,2})\s*월|[-/](?P<month2>\d{1,2}))$",
    "yyyymm": r"^(?P<year>\d{4})(?P<month>\d{2})$",
    "y.m": r"^(?P<year>\d{4})\s*\.\s*(?P<month>\d{1,2})\s*\.?$",
    "y.mm": r"^(?P<year>\d{4})\s*\.\s*(?P<month>\d{2})\s*\.?$",
    "yym": r"^'?(?P<year>\d{2})\s*(?:년\s*(?P<month>\d{1,2})\s*월|[-./]\s*(?P<month2>\d{1,2}))$",
    "yymmdd": r"^(?P<year>\d{2})(?P<month>\d{2})(?P<day>\d{2})$",
    "yy": r"^'?(?P<year>\d{2})[-./년]\s*(?P<month>\d{1,2})[-./월]\s*(?P<day>\d{1,2})\s*[일.]?" + _TIME + "$",
    "yy>12": r"^'?(?P<year>1[3-9]|[2-9]\d)\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[일.]?"
    + _TIME + "$",
    "mdy": r"(?i)^(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4})" + _TIME + "$",
    "dmy": r"(?i)^(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})" + _TIME + "$",
}  # fmt: skip
SERIAL = "serial"
"""Days since 1899-12-30, as spreadsheets count them."""
FORMS = (*PATTERNS, SERIAL)
LATE_YEAR = "yy>12"
"""As "yy", with a year that can't be a month."""
TWO_DIGIT_MONTH = "y.mm"
"""As "y.m" with both digits of the month: 2025.1 may be a number that was 2025.10."""
MONTHS = ("ym", "yyyymm", "y.m", TWO_DIGIT_MONTH, "yym")
"""Forms without a day; the value is the first of the month."""
TWO_DIGIT_YEARS = ("yy", LATE_YEAR, "yymmdd", "yym")
FIRST_YEAR = 1970
"""Of the hundred years that two digits mean."""
_NO_DAYS = tuple(datetime(*day) for day in ((1899, 12, 30), (1899, 12, 31), (1900, 1, 1)))
"""What spreadsheets and databases make of 0 or of nothing."""
_SERIALS = (20_000, 80_000)  # 1954 to 2119
_FIRST_AND_LAST_YEAR = (1800, 2200)
OPEN_ENDS = (2999, 9999)
"""Years written where something has no end."""


def iso_dates(cells: pl.Series) -> pl.Series:
    """Cells like "2024-03-05" or "2024-03-05 14:30:00" as Datetime("us"); everything else null."""
    found = _iso(cells)
    earliest = found.min()
    if isinstance(earliest, datetime) and earliest.year < 1000:
        # The parser takes 24-03-05 for a day of the year 24.
        found = found.set((found.dt.year() < 1000) & ~cells.str.contains(r"^\s*\d{4}-"), None)
    return found


def _iso(cells: pl.Series) -> pl.Series:
    import polars as pl

    moments = cells.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    if moments.null_count() < len(cells):
        days = cells.filter(moments.is_null()).str.to_date("%Y-%m-%d", strict=False)
        return moments.scatter(moments.is_null().arg_true(), days.cast(pl.Datetime("us")))
    return cells.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))


def is_far(values: pl.Series) -> pl.Series:
    """Which dates are no ordinary ones but mean "no end" or "unknown", such as 9999-12-31, 0001-01-01 and 1900-01-01."""
    import polars as pl

    first, last = _FIRST_AND_LAST_YEAR
    nothing = values.is_in(pl.Series(_NO_DAYS, dtype=values.dtype).implode()).fill_null(False)
    return nothing | ~values.dt.year().is_between(first, last).fill_null(True)


def written_dates(cells: pl.Series, form: str, *, first_year: int = FIRST_YEAR) -> pl.DataFrame:
    """Dates in one written form.

    Args:
        cells: text, none of it blank.
        form: one of `FORMS`.
        first_year: of the hundred years that two digits mean.

    Returns:
        One row per cell: `value` (Datetime "us", as written; null where it is no date of that form. A year outside
        1800–2200 isn't taken for one unless it is 2999 or 9999) and `zone` (the offset in minutes where one was
        given, else null).
    """
    import polars as pl

    text = cells.str.normalize("NFKC").str.strip_chars()
    if form == SERIAL:
        return _serials(text)
    parts = text.str.extract_groups(PATTERNS[form]).struct.unnest()

    def number(group: str) -> pl.Expr:
        if group not in parts.columns:
            return pl.lit(None, dtype=pl.Int32)
        return pl.col(group).cast(pl.Int32, strict=False)

    def word(group: str) -> pl.Expr:
        return pl.col(group).str.to_uppercase() if group in parts.columns else pl.lit(None, dtype=pl.String)

    year = number("year")
    if form in TWO_DIGIT_YEARS:
        year = first_year + (year - first_year) % 100
    month = pl.coalesce(number("month"), number("month2"))
    day = pl.lit(1) if form in MONTHS else number("day")
    half = pl.coalesce(word("before"), word("after"))
    hour = number("hour")
    later = half.is_in(["오후", "PM"]).fill_null(False)
    earlier = half.is_in(["오전", "AM"]).fill_null(False)
    hour24 = pl.when(later & (hour < 12)).then(hour + 12).when(earlier & (hour == 12)).then(0).otherwise(hour)
    micro = (
        (pl.col("micro").cast(pl.Float64) * 1e6).round().cast(pl.Int32)
        if "micro" in parts.columns
        else pl.lit(0)
    )
    frame = parts.select(
        year.alias("y"), month.alias("m"), day.alias("d"), hour24.alias("h"),
        number("minute").alias("min"), number("second").alias("s"), micro.fill_null(0).alias("us"),
        _offset(word("zone")).alias("zone"),
    )  # fmt: skip
    valid = (
        (pl.col("y").is_between(*_FIRST_AND_LAST_YEAR) | pl.col("y").is_in(OPEN_ENDS))
        & pl.col("m").is_between(1, 12) & pl.col("d").is_between(1, 31)
        & pl.col("h").fill_null(0).is_between(0, 23) & pl.col("min").fill_null(0).is_between(0, 59)
        & pl.col("s").fill_null(0).is_between(0, 59)
    )  # fmt: skip
    stamp = pl.concat_str(
        *(pl.col(c).cast(pl.String).str.zfill(w) for c, w in (("y", 4), ("m", 2), ("d", 2)))
    ).str.to_date("%Y%m%d", strict=False)
    moment = stamp.cast(pl.Datetime("us")) + pl.duration(
        hours=pl.col("h").fill_null(0), minutes=pl.col("min").fill_null(0),
        seconds=pl.col("s").fill_null(0), microseconds=pl.col("us"),
    )  # fmt: skip
    return frame.select(pl.when(valid).then(moment).alias("value"), "zone")


def offset_name(minutes: int) -> str:
    """An offset from UTC as people write it: 540 is "+09:00"."""
    sign, size = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{size // 60:02d}:{size % 60:02d}"


def offset_minutes(name: str) -> int:
    """The inverse of `offset_name`."""
    hours, minutes = name[1:].split(":")
    return (int(hours) * 60 + int(minutes)) * (-1 if name.startswith("-") else 1)


def _offset(zone: pl.Expr) -> pl.Expr:
    import polars as pl

    hours = zone.str.extract(r"^[+-](\d{2})").cast(pl.Int32)
    minutes = zone.str.extract(r"(\d{2})$").cast(pl.Int32)
    size = hours * 60 + pl.when(zone.str.len_chars() > 3).then(minutes).otherwise(0)
    return (
        pl.when(zone == "KST").then(540)
        .when(zone.is_in(["Z", "UTC", "GMT"])).then(0)
        .when(zone.str.starts_with("-")).then(-size)
        .otherwise(size)
    )  # fmt: skip


def _serials(text: pl.Series) -> pl.DataFrame:
    """Cells like 45294 or 45294.5, to the second."""
    import polars as pl

    numbers = text.str.extract(r"^(\d{5}(?:\.\d+)?)$").cast(pl.Float64)
    first, last = _SERIALS
    seconds = (pl.col("n") * 86_400).round().cast(pl.Int64)
    value = pl.datetime(1899, 12, 30, time_unit="us") + pl.duration(seconds=seconds)
    return pl.DataFrame({"n": numbers}).select(
        pl.when(pl.col("n").is_between(first, last)).then(value).alias("value"),
        pl.lit(None, dtype=pl.Int32).alias("zone"),
    )


def parse_dates(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """Datetime("us"). The column's `parsing` names the forms to try in turn ("forms"), the first of the hundred years
    that two digits mean ("first_year") and the time zone ("zone") into which times of other zones are changed;
    without one, times stay as written."""
    values = iso_dates(cells)
    odd = odd_places(cells, values)
    rest = without_missing(cells, odd, column, counts) if len(odd) else odd
    first_year = int(column.parsing.get("first_year", FIRST_YEAR))
    for form in column.parsing.get("forms", ()):
        if not len(rest):
            break
        raw = cells.gather(rest)
        parsed = written_dates(unwrapped(raw), form, first_year=first_year)
        read = parsed["value"].is_not_null()
        found = _in_zone(parsed, column, raw, counts)
        values = values.scatter(rest.filter(read), found.filter(read))
        counts.note("date_form", read, raw, found)
        if form in TWO_DIGIT_YEARS:
            counts.note("two_digit_year", read, raw, found)
        if form == SERIAL:
            counts.note("serial_date", read, raw, found)
        rest = rest.filter(~read)
    if len(rest):
        counts.note_failed(cells.gather(rest))
    if values.min() is not None and is_far(_ends(values)).any():
        counts.note("far_date", is_far(values), cells, values)
    return values


def _ends(values: pl.Series) -> pl.Series:
    import polars as pl

    return pl.Series([values.min(), values.max()], dtype=values.dtype)


def _in_zone(parsed: pl.DataFrame, column: ColumnSchema, raw: pl.Series, counts: ParseCounts) -> pl.Series:
    """The values, in the column's zone where it has one; what zones were written is counted."""
    import polars as pl

    zones = parsed["zone"].set(parsed["value"].is_null(), None)
    if zones.null_count() == len(zones):
        return parsed["value"]
    counts.zones.update({offset_name(z): n for z, n in zones.drop_nulls().value_counts().iter_rows()})
    wanted = column.parsing.get("zone")
    target = pl.col("zone") if wanted is None else pl.lit(offset_minutes(str(wanted)))
    moved = parsed.select(
        (target - pl.col("zone")).fill_null(0).alias("shift"),
        (pl.col("value") + pl.duration(minutes=(target - pl.col("zone")).fill_null(0))).alias("value"),
    )
    shift, values = moved["shift"], moved["value"]
    counts.note("zone_dropped", zones.is_not_null() & (shift == 0), raw, values)
    counts.note("zone_changed", zones.is_not_null() & (shift != 0), raw, values)
    return values
