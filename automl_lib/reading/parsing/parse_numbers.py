"""Cells of a numeric column to numbers, and what was seen on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.numbers import plain_numbers, written_numbers
from automl_lib.reading.parsing.odd_cells import odd_places, without_missing
from automl_lib.table import ColumnSchema
from domain.columns import ColumnType

if TYPE_CHECKING:
    import polars as pl

_EXACT_INTEGER = 10**15
# Codes, not numbers: two digits before the E, a 0 after it without a sign, or two digits after it and no point.
_CODE_WITH_EXPONENT = r"^[0-9]+[eE]0[0-9]+$|^[0-9]{2,}[eE][0-9]+$|^[0-9]+E[0-9]{2,}$"
_SHORTENED = r"^-?[0-9](\.[0-9]{1,5})?E\+[0-9]{2}$"  # as spreadsheets show numbers of twelve digits and more
_FEATURES = ("thousands", "scaled", "negative_mark", "fullwidth", "decimal_comma", "zero_fraction")


def parse_numbers(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """Numbers of the column's type. Its `parsing` may name the decimal mark, the unit ("unit"; cells with another one
    don't parse) and whether numbers without a unit parse ("bare")."""
    integer = column.type is ColumnType.INTEGER
    decimal = str(column.parsing.get("decimal", "."))
    if decimal == ".":
        values = plain_numbers(cells, integer=integer)
    else:
        values = plain_numbers(cells.str.replace(r"^.*\..*$", "?"), integer=integer)
    _note_identifiers(cells, values, counts)
    nonzero = values != 0
    if column.parsing.get("bare", True):
        counts.bare += int(nonzero.sum() or 0)
    elif nonzero.any():
        values = values.set(nonzero.fill_null(False), None)
    odd = odd_places(cells, values)
    if not len(odd):
        return values
    rest = without_missing(cells, odd, column, counts)
    if not len(rest):
        return values
    return values.scatter(rest, _written(cells.gather(rest), column, counts, decimal=decimal))


def _written(raw: pl.Series, column: ColumnSchema, counts: ParseCounts, *, decimal: str) -> pl.Series:
    import polars as pl

    inside = unwrapped(raw)
    wrapped = inside != raw
    if wrapped.any():
        _note_identifiers(inside.filter(wrapped), None, counts)
    parsed = written_numbers(inside, integer=column.type is ColumnType.INTEGER, decimal=decimal)
    value, unit, scaled = pl.col("value"), pl.col("unit"), pl.col("scaled")
    bare = unit.is_null() & ~scaled & (value != 0)
    wanted, any_bare = column.parsing.get("unit"), column.parsing.get("bare", True)
    fits = pl.lit(True)
    if wanted is not None:
        fits = (unit == wanted).fill_null(True) & (~scaled if wanted == "" else pl.lit(True))
    if not any_bare:
        fits = fits & ~bare.fill_null(False)
    parsed = parsed.with_columns(pl.when(fits).then(value).alias("value"), bare.alias("bare"))
    read = pl.col("value").is_not_null()
    seen = parsed.select(read.alias("read"), *(pl.col(f) & read for f in (*_FEATURES, "bare")))
    values = parsed["value"]
    for feature, number in seen.select(pl.col(*_FEATURES, "bare").sum()).row(0, named=True).items():
        if feature == "bare":
            counts.bare += number
        elif number:
            counts.note(feature, seen[feature], raw, values)
    counts.note("formula_text", wrapped & seen["read"], raw, values)
    units = parsed["unit"]
    if units.null_count() < len(units):
        for name in units.filter(seen["read"]).drop_nulls().unique(maintain_order=True):
            hit = (units == name).fill_null(False) & seen["read"]
            counts.units[name] += int(hit.sum())
            counts.note(f"unit:{name}", hit, raw, values)
    counts.note_failed(raw.filter(~seen["read"]))
    return values


def _note_identifiers(cells: pl.Series, values: pl.Series | None, counts: ParseCounts) -> None:
    """Counts numbers that would lose something as numbers: leading zeros, more than 15 digits, 63E07.

    Args:
        values: what the cells are as plain numbers; None if that isn't known.
    """
    import polars as pl

    zeros = cells.filter(cells.str.starts_with("0"))
    suspects = [zeros.filter(zeros.str.contains(r"^0[0-9]"))] if len(zeros) else []
    largest = _EXACT_INTEGER if values is None else values.max()
    if isinstance(largest, (int, float)) and largest >= _EXACT_INTEGER:
        large = cells if values is None else cells.filter((values >= _EXACT_INTEGER).fill_null(False))
        suspects.append(large.filter(large.str.contains(r"^[0-9]{16,}$")))
    if values is None or values.dtype == pl.Float64:
        lettered = cells.filter(cells.str.contains("[eE]"))
        if len(lettered):
            suspects.append(lettered.filter(lettered.str.contains(_CODE_WITH_EXPONENT)))
            counts.note("shortened", lettered.str.contains(_SHORTENED), lettered, lettered)
            counts.note("bare_exponent", lettered.str.contains(r"^[0-9]+[eE][0-9]+$"), lettered, lettered)
    for found in suspects:
        counts.note_identifiers(found)
