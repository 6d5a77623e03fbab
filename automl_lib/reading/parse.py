"""Text cells to typed values, for one column of one batch. The same code serves training and new rows.

A cell that doesn't parse becomes null and is counted. Which type a column has is decided in `infer.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.booleans import words_of
from automl_lib.reading.counts import ParseCounts
from automl_lib.reading.missing import MISSING_IN_TEXT, MISSING_IN_VALUES
from automl_lib.table import ColumnSchema, ColumnType

if TYPE_CHECKING:
    import polars as pl

_EXAMPLES = 3
_LONGEST_EXAMPLE = 60
_LONGEST_MISSING_BYTES = 16
_EXACT_INTEGER = 10**15


def parse_column(cells: pl.Series, column: ColumnSchema) -> tuple[pl.Series, ParseCounts]:
    """Cells of one column as values of its type, and what was seen on the way.

    Args:
        cells: String, null where blank.
        column: the column's type and parsing.
    """
    counts = ParseCounts(cells=len(cells) - cells.null_count())
    if column.type is ColumnType.TEXT:
        return _parse_text(cells, counts), counts
    if column.type is ColumnType.BOOL:
        return _parse_bool(cells, column, counts), counts
    if column.type is ColumnType.DATE:
        return _parse_dates(cells, column, counts), counts
    return _parse_numbers(cells, column, counts), counts


def unread_places(cells: pl.Series, column: ColumnSchema) -> pl.Series:
    """Places of the cells that don't parse and are no word for missing, rising; of a column that isn't text."""
    return _without_missing(cells, _odd_places(cells, parse_column(cells, column)[0]), ParseCounts())


def _parse_text(cells: pl.Series, counts: ParseCounts) -> pl.Series:
    import polars as pl

    values = cells.str.strip_chars()
    trimmed = (values != cells).fill_null(False)
    if trimmed.any():
        _note(counts, "trimmed", cells.filter(trimmed), values.filter(trimmed))
        values = values.set(values == "", None)
    # Missing words are short, and most text isn't: the length is a cheap first look.
    short = (values.str.len_bytes() <= _LONGEST_MISSING_BYTES).fill_null(False)
    if short.any():
        words = values.filter(short).unique()
        absent = words.filter(words.str.to_lowercase().is_in(MISSING_IN_TEXT))
        if len(absent):
            hit = values.is_in(absent.implode()).fill_null(False)
            _count_missing(counts, values.filter(hit))
            values = values.set(hit, None)
    return values.cast(pl.String)


def _parse_bool(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    import polars as pl

    yes, no = words_of(str(column.parsing["family"]))
    words = cells.str.strip_chars()
    mapping: dict[str, bool] = {**dict.fromkeys(yes, True), **dict.fromkeys(no, False)}
    values = words.str.to_lowercase().replace_strict(mapping, default=None, return_dtype=pl.Boolean)
    for word, count in words.filter(values.is_not_null()).value_counts().iter_rows():
        counts.spellings[word] += count
    odd = _odd_places(cells, values)
    if len(odd):
        rest = _without_missing(cells, odd, counts)
        _note_failed(counts, cells.gather(rest))
    return values


def _parse_dates(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    from automl_lib.reading.dates import iso_dates, written_dates

    values = iso_dates(cells)
    odd = _odd_places(cells, values)
    if not len(odd):
        return values
    rest = _without_missing(cells, odd, counts)
    for form in column.parsing.get("forms", ()):
        if not len(rest):
            return values
        raw = cells.gather(rest)
        parsed = written_dates(raw, form)
        good = parsed["value"].is_not_null()
        values = values.scatter(rest.filter(good), parsed["value"].filter(good))
        _note(counts, "date_form", raw.filter(good), parsed["value"].filter(good))
        zoned = good & parsed["zone"]
        if zoned.any():
            _note(counts, "zone_dropped", raw.filter(zoned), parsed["value"].filter(zoned))
        rest = rest.filter(~good)
    _note_failed(counts, cells.gather(rest))
    return values


def _parse_numbers(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    from automl_lib.reading.numbers import plain_numbers, written_numbers

    integer = column.type is ColumnType.INTEGER
    decimal = str(column.parsing.get("decimal", "."))
    if decimal == ".":
        values = plain_numbers(cells, integer=integer)
    else:
        values = plain_numbers(cells.str.replace(r"^.*\..*$", "?"), integer=integer)
    _note_identifiers(cells, values, counts)
    odd = _odd_places(cells, values)
    if not len(odd):
        return values
    rest = _without_missing(cells, odd, counts)
    if not len(rest):
        return values
    raw = cells.gather(rest)
    parsed = written_numbers(raw, integer=integer, decimal=decimal)
    found = parsed["value"]
    values = values.scatter(rest, found)
    for feature in (
        "thousands",
        "currency",
        "percent",
        "negative_mark",
        "fullwidth",
        "decimal_comma",
        "zero_fraction",
    ):
        hit = parsed[feature] & found.is_not_null()
        if hit.any():
            _note(counts, feature, raw.filter(hit), found.filter(hit))
    units = parsed["unit"].set(found.is_null(), None)
    for unit in units.drop_nulls().unique(maintain_order=True):
        hit = (units == unit).fill_null(False)
        _note(counts, f"unit:{unit}", raw.filter(hit), found.filter(hit))
    _note_failed(counts, raw.filter(found.is_null()))
    return values


def _note_identifiers(cells: pl.Series, values: pl.Series, counts: ParseCounts) -> None:
    """Counts numbers that would lose something as numbers: leading zeros, more than 15 digits."""
    zeros = cells.filter(cells.str.starts_with("0"))
    suspects = [zeros.filter(zeros.str.contains(r"^0[0-9]"))]
    largest = values.max()
    if isinstance(largest, (int, float)) and largest >= _EXACT_INTEGER:
        large = cells.filter((values >= _EXACT_INTEGER).fill_null(False))
        suspects.append(large.filter(large.str.contains(r"^[0-9]{16,}$")))
    for found in suspects:
        counts.identifiers += len(found)
        room = _EXAMPLES - len(counts.identifier_examples)
        counts.identifier_examples += found.head(max(0, room)).to_list()


def _odd_places(cells: pl.Series, values: pl.Series) -> pl.Series:
    """Places where there is a cell and no value."""
    if cells.null_count() == values.null_count():
        return cells.head(0).cast(int)
    return (cells.is_not_null() & values.is_null()).arg_true()


def _without_missing(cells: pl.Series, places: pl.Series, counts: ParseCounts) -> pl.Series:
    """The places that hold no word for "missing"; those that do are counted."""
    raw = cells.gather(places)
    words = raw.str.strip_chars()
    absent = words.str.to_lowercase().is_in(MISSING_IN_VALUES) | (words == "")
    _count_missing(counts, words.filter(absent))
    return places.filter(~absent)


def _count_missing(counts: ParseCounts, words: pl.Series) -> None:
    for word, count in words.value_counts().iter_rows():
        counts.missing[word] += count


def _note(counts: ParseCounts, feature: str, raw: pl.Series, values: pl.Series) -> None:
    if not len(raw):
        return
    counts.features[feature] += len(raw)
    pairs = zip(raw.head(_EXAMPLES), values.head(_EXAMPLES), strict=True)
    counts.examples.setdefault(feature, []).extend((_short(r), _short(str(v))) for r, v in pairs)


def _note_failed(counts: ParseCounts, raw: pl.Series) -> None:
    counts.failed += len(raw)
    counts.failed_examples += [_short(r) for r in raw.head(_EXAMPLES)]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"
