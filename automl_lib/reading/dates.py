"""Dates and times as people in Korea write them. One column at a time; local time, no zones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_TIME = (
    r"(?:(?:\s+|\s*T\s*|\s*\([월화수목금토일]\)\s*|\s+[월화수목금토일]요일\s*)"
    r"(?P<before>오전|오후|AM|PM)?\s*(?P<hour>\d{1,2})\s*[:시]\s*(?P<minute>\d{1,2})?\s*"
    r"(?:[:분]\s*(?P<second>\d{1,2})?(?P<micro>\.\d{1,9})?\s*초?)?\s*(?P<after>AM|PM)?\s*"
    r"(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY_NAME = r"\s*(?:\([월화수목금토일]\)|[월화수목금토일]요일)?"

# name: pattern with groups year, month, day (day may be absent) and the time of day
_PATTERNS = {
    "ymd": r"(?i)^(?P<year>\d{4})\s*[-./년]\s*(?P<month>\d{1,2})\s*[-./월]\s*(?P<day>\d{1,2})\s*[일.]?"
    + _TIME + _DAY_NAME + "$",
    "compact": r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?P<hour>\d{2})?(?P<minute>\d{2})?(?P<second>\d{2})?$",
    "ym": r"^(?P<year>\d{4})(?:\s*년\s*(?P<month>\d{1,2})\s*월|[-/](?P<month2>\d{1,2}))$",
    "yy": r"^'?(?P<year>\d{2})[-./년]\s*(?P<month>\d{1,2})[-./월]\s*(?P<day>\d{1,2})\s*[일.]?" + _TIME + "$",
    "mdy": r"(?i)^(?P<month>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4})" + _TIME + "$",
    "dmy": r"(?i)^(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})" + _TIME + "$",
}  # fmt: skip
FORMS = tuple(_PATTERNS)


def iso_dates(cells: pl.Series) -> pl.Series:
    """Cells like "2024-03-05" or "2024-03-05 14:30:00" as Datetime("us"); everything else null."""
    import polars as pl

    moments = cells.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    if moments.null_count() < len(cells):
        days = cells.filter(moments.is_null()).str.to_date("%Y-%m-%d", strict=False)
        return moments.scatter(moments.is_null().arg_true(), days.cast(pl.Datetime("us")))
    return cells.str.to_date("%Y-%m-%d", strict=False).cast(pl.Datetime("us"))


def written_dates(cells: pl.Series, form: str) -> pl.DataFrame:
    """Dates in one written form.

    Args:
        cells: text, none of it blank.
        form: one of `FORMS`.

    Returns:
        One row per cell: `value` (Datetime "us", null where it is no date of that form; a year outside
        1800–2200 isn't taken for one), `time` (a time of day was given) and `zone` (an offset was
        given; it is left out).
    """
    import polars as pl

    text = cells.str.normalize("NFKC").str.strip_chars()
    parts = text.str.extract_groups(_PATTERNS[form]).struct.unnest()

    def number(group: str) -> pl.Expr:
        if group not in parts.columns:
            return pl.lit(None, dtype=pl.Int32)
        return pl.col(group).cast(pl.Int32, strict=False)

    def word(group: str) -> pl.Expr:
        return pl.col(group).str.to_uppercase() if group in parts.columns else pl.lit(None, dtype=pl.String)

    year = number("year")
    if form == "yy":
        year = pl.when(year >= 70).then(year + 1900).otherwise(year + 2000)
    month = pl.coalesce(number("month"), number("month2"))
    day = number("day").fill_null(1) if form == "ym" else number("day")
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
        word("zone").is_not_null().alias("zone"),
    )  # fmt: skip
    valid = (
        pl.col("y").is_between(1800, 2200) & pl.col("m").is_between(1, 12) & pl.col("d").is_between(1, 31)
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
    return frame.select(
        pl.when(valid).then(moment).alias("value"),
        pl.col("h").is_not_null().alias("time"),
        "zone",
    )
