"""Text cells to typed values, for one column of one batch. The same code serves training and new rows.

A cell that doesn't parse becomes null and is counted. Which type a column has is decided in `infer.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.cells import unwrapped
from automl_lib.reading.parsing.booleans import words_of
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.missing import MISSING_IN_VALUES, missing_words
from automl_lib.reading.parsing.odd_cells import odd_places, without_missing
from automl_lib.table import ColumnSchema
from domain.columns import ColumnType

if TYPE_CHECKING:
    import polars as pl

_LONGEST_MISSING_BYTES = 24


def parse_column(cells: pl.Series, column: ColumnSchema) -> tuple[pl.Series, ParseCounts]:
    """Cells of one column as values of its type, and what was seen on the way.

    Args:
        cells: String, null where blank.
        column: the column's type and parsing.
    """
    from automl_lib.reading.parsing.durations import parse_durations
    from automl_lib.reading.parsing.parse_dates import parse_dates
    from automl_lib.reading.parsing.parse_numbers import parse_numbers

    counts = ParseCounts(cells=len(cells) - cells.null_count())
    if column.type is not ColumnType.TEXT and column.parsing.get("missing"):
        cells = _without_chosen(cells, column, counts)
    if column.type is ColumnType.TEXT:
        return _parse_text(cells, column, counts), counts
    if column.type is ColumnType.BOOL:
        return _parse_bool(cells, column, counts), counts
    if column.type is ColumnType.DATE:
        return parse_dates(cells, column, counts), counts
    if column.parsing.get("form") == "duration":
        return parse_durations(cells, column, counts), counts
    return parse_numbers(cells, column, counts), counts


def unread_places(cells: pl.Series, column: ColumnSchema) -> pl.Series:
    """Places of the cells that don't parse and are no word for missing, rising; of a column that isn't text."""
    return without_missing(cells, odd_places(cells, parse_column(cells, column)[0]), column, ParseCounts())


def _without_chosen(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    """The cells without the words for missing that a person chose, which may be numbers or dates themselves."""
    words = cells.str.strip_chars()
    chosen = [str(word).lower() for word in column.parsing["missing"]]
    hit = words.str.to_lowercase().is_in(chosen).fill_null(False)
    counts.note_missing(words.filter(hit))
    return cells.set(hit, None)


def _parse_text(cells: pl.Series, column: ColumnSchema, counts: ParseCounts) -> pl.Series:
    import polars as pl

    values = cells.str.strip_chars()
    trimmed = (values != cells).fill_null(False)
    if trimmed.any():
        counts.note("trimmed", trimmed, cells, values)
        values = values.set(values == "", None)
    wrapped = values.str.starts_with('="')
    if wrapped.any():
        inside = unwrapped(values)
        counts.note(
            "formula_text", wrapped.fill_null(False) & (inside != values).fill_null(False), cells, inside
        )
        values = inside.set(inside == "", None)
    # Missing words are short, and most text isn't: the length is a cheap first look.
    short = (values.str.len_bytes() <= _LONGEST_MISSING_BYTES).fill_null(False)
    if not short.any():
        return values.cast(pl.String)
    missing, answers = missing_words(column.type, column.parsing), column.parsing.get("answers", ())
    words = values.filter(short).unique()
    known = words.filter(words.str.to_lowercase().is_in([*missing, *MISSING_IN_VALUES]))
    if len(known):
        lower = known.str.to_lowercase()
        absent = known.filter(lower.is_in(list(missing)) & ~known.is_in(list(answers)))
        kept = known.filter(~known.is_in(absent.implode()))
        counts.answers.update(dict(values.filter(values.is_in(kept.implode())).value_counts().iter_rows()))
        if len(absent):
            hit = values.is_in(absent.implode()).fill_null(False)
            counts.note_missing(values.filter(hit))
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
    odd = odd_places(cells, values)
    if len(odd):
        rest = without_missing(cells, odd, column, counts)
        counts.note_failed(cells.gather(rest))
    return values
