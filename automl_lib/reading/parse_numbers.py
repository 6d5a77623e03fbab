"""Cells of a numeric column to numbers, and what was seen on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.counts import ParseCounts
from automl_lib.reading.numbers import plain_numbers, written_numbers
from automl_lib.reading.odd_cells import odd_places, without_missing
from automl_lib.table import ColumnSchema, ColumnType

if TYPE_CHECKING:
    import polars as pl

_EXACT_INTEGER = 10**15
# Nobody writes a number with two digits before the E, a 0 behind it without a sign, or E10 without a point.
_CODE_WITH_EXPONENT = r"^[0-9]+[eE]0[0-9]+$|^[0-9]{2,}[eE][0-9]+$|^[0-9]+E[0-9]{2,}$"
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
    inside = unwrapped(raw)
    _note_identifiers(inside.filter(inside != raw), None, counts)
    parsed = written_numbers(inside, integer=column.type is ColumnType.INTEGER, decimal=decimal)
    values, units = parsed["value"], parsed["unit"]
    wanted = column.parsing.get("unit")
    if wanted is not None:
        values = values.set((units != wanted).fill_null(False), None)
        if wanted == "":
            values = values.set(parsed["scaled"], None)
    bare = units.is_null() & ~parsed["scaled"] & (values != 0).fill_null(False)
    if column.parsing.get("bare", True):
        counts.bare += int(bare.sum())
    else:
        values = values.set(bare, None)
    read = values.is_not_null()
    for feature in _FEATURES:
        counts.note(feature, parsed[feature] & read, raw, values)
    counts.note("formula_text", (inside != raw) & read, raw, values)
    units = units.set(~read, None)
    for unit in units.drop_nulls().unique(maintain_order=True):
        hit = (units == unit).fill_null(False)
        counts.units[unit] += int(hit.sum())
        counts.note(f"unit:{unit}", hit, raw, values)
    counts.note_failed(raw.filter(~read))
    return values


def _note_identifiers(cells: pl.Series, values: pl.Series | None, counts: ParseCounts) -> None:
    """Counts numbers that would lose something as numbers: leading zeros, more than 15 digits, 63E07.

    Args:
        values: what the cells are as plain numbers; None if that isn't known.
    """
    import polars as pl

    zeros = cells.filter(cells.str.starts_with("0"))
    suspects = [zeros.filter(zeros.str.contains(r"^0[0-9]"))]
    largest = _EXACT_INTEGER if values is None else values.max()
    if isinstance(largest, (int, float)) and largest >= _EXACT_INTEGER:
        large = cells if values is None else cells.filter((values >= _EXACT_INTEGER).fill_null(False))
        suspects.append(large.filter(large.str.contains(r"^[0-9]{16,}$")))
    if values is None or values.dtype == pl.Float64:
        lettered = cells.filter(cells.str.contains("E", literal=True) | cells.str.contains("e", literal=True))
        suspects.append(lettered.filter(lettered.str.contains(_CODE_WITH_EXPONENT)))
        counts.note("bare_exponent", lettered.str.contains(r"^[0-9]+[eE][0-9]+$"), lettered, lettered)
    for found in suspects:
        counts.note_identifiers(found)
