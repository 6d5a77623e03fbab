"""Cells of a date column to moments, and what was seen on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.dates import (
    FIRST_YEAR,
    SERIAL,
    TWO_DIGIT_YEARS,
    is_far,
    iso_dates,
    offset_minutes,
    offset_name,
    written_dates,
)
from automl_lib.reading.parsing.odd_cells import odd_places, without_missing
from automl_lib.table import ColumnSchema

if TYPE_CHECKING:
    import polars as pl


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
