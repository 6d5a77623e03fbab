"""The cells that the quick way didn't parse: words for missing among them, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl_lib.reading.parsing.missing import missing_words

if TYPE_CHECKING:
    import polars as pl

    from automl_lib.reading.parsing.counts import ParseCounts
    from automl_lib.table import ColumnSchema


def odd_places(cells: pl.Series, values: pl.Series) -> pl.Series:
    """Places where there is a cell and no value, rising."""
    if cells.null_count() == values.null_count():
        return cells.head(0).cast(int)
    return (cells.is_not_null() & values.is_null()).arg_true()


def without_missing(
    cells: pl.Series, places: pl.Series, column: ColumnSchema, counts: ParseCounts
) -> pl.Series:
    """The places that hold no word for missing; those that do are counted."""
    words = cells.gather(places).str.strip_chars()
    absent = words.str.to_lowercase().is_in(list(missing_words(column.type, column.parsing))) | (words == "")
    counts.note_missing(words.filter(absent))
    return places.filter(~absent)
