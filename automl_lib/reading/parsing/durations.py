"""Cells of a column of times of day or durations to minutes: `오전 9:15`, `25:15`, `0:06:54`, `12:34.56`, `1시간 30분`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.missing import without_missing

if TYPE_CHECKING:
    import polars as pl

    from automl_lib.reading.parsing.counts import ParseCounts
    from domain.table_schema import ColumnSchema

_NUMBER = r"\d+(?:\.\d+)?"
CLOCK = (
    r"(?i)^(?P<minus>-)?\s*(?P<before>오전|오후|AM|PM)?\s*(?:(?P<days>\d+)\s*(?:일|days?,?)\s*)?"
    r"(?P<hours>\d+):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d(?:\.\d+)?))?\s*(?P<after>AM|PM)?$"
)
WORDS = (
    r"(?i)^(?P<minus>-)?\s*(?P<before>오전|오후)?\s*"
    rf"(?:(?P<days>\d+)\s*일)?\s*(?:(?P<hours>{_NUMBER})\s*(?P<of>시간|시))?\s*"
    rf"(?:(?P<minutes>{_NUMBER})\s*분)?\s*(?:(?P<seconds>{_NUMBER})\s*초)?(?P<after>\s*)$"
)
LAP = r"^(?P<minus>-)?\s*(?P<minutes>\d+):(?P<seconds>[0-5]\d\.\d+)$"
LIKE_A_TIME = r"(?i)\d\s*[:시분초]|^(?:오전|오후|am|pm)\s*\d"


def parse_durations(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """Minutes (Float64): of a time of day since midnight, of a duration all of it."""
    import polars as pl

    values = pl.Series([None], dtype=pl.Float64).new_from_index(0, len(cells))
    odd = cells.is_not_null().arg_true()
    rest = without_missing(cells, odd, column, counts) if len(odd) else odd
    if not len(rest):
        return values
    raw = cells.gather(rest)
    text = unwrapped(raw).str.normalize("NFKC").str.strip_chars()
    laps = text.str.contains(LAP)
    text = text.str.replace(LAP, "${minus}${minutes}분 ${seconds}초")
    clock = _minutes(text.str.extract_groups(CLOCK).struct.unnest())
    found = clock["value"]
    others = found.is_null().arg_true()
    if len(others):
        words = _minutes(text.gather(others).str.extract_groups(WORDS).struct.unnest())
        found = found.scatter(others, words["value"])
    read = found.is_not_null()
    counts.note("duration", read, raw, found)
    two, three = ((clock["parts"] == parts).fill_null(False) for parts in (2, 3))
    counts.note("two_part_time", two, raw, found)
    counts.note("three_part_time", three | laps, raw, found)
    counts.note_failed(raw.filter(~read))
    return values.scatter(rest, found)


def _minutes(parts: pl.DataFrame) -> pl.DataFrame:
    """One row per cell: `value` in minutes (null where it is no time), and how many numbers it has (`parts`) where
    there is neither 오전 nor 오후, which make the first the hour of a day."""
    import polars as pl

    def number(group: str) -> pl.Expr:
        return pl.col(group).cast(pl.Float64)

    half = pl.coalesce("before", "after").str.to_uppercase()
    later, earlier = half.is_in(["오후", "PM"]).fill_null(False), half.is_in(["오전", "AM"]).fill_null(False)
    hours = number("hours")
    hours = (
        pl.when(later & (hours < 12)).then(hours + 12).when(earlier & (hours == 12)).then(0).otherwise(hours)
    )
    total = (
        number("days").fill_null(0) * 1440 + hours.fill_null(0) * 60
        + number("minutes").fill_null(0) + number("seconds").fill_null(0) / 60
    )  # fmt: skip
    on_clock = (number("hours") <= 12) | (later & (number("hours") < 24))
    sound = ~(later | earlier) | on_clock.fill_null(False)
    if "of" in parts.columns:  # 시 names an hour of the day, 시간 counts them
        sound = sound & ((pl.col("of") != "시") | (number("hours") <= 24)).fill_null(True)
    any_part = pl.any_horizontal(pl.col("hours", "minutes", "seconds").is_not_null())
    minutes = pl.when(pl.col("minus").is_not_null()).then(-total).otherwise(total)
    number_of_parts = pl.when(pl.col("seconds").is_not_null()).then(3).otherwise(2)
    return parts.select(
        pl.when(sound & any_part).then(minutes).alias("value"),
        pl.when(sound & any_part & half.is_null()).then(number_of_parts).alias("parts"),
    )
