"""Which rows of an addition the table has already, by their values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.parsing.missing import missing_words
from automl_lib.reading.parsing.parse import parse_column
from automl_lib.reading.raw_table import batch_rows
from automl_lib.repeats import exceeds_chance
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_additions import AdditionChoices, ColumnDifference, DifferenceKind
from domain.table_schema import ColumnSchema, TableSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import polars as pl

_MANY_REPEATED = 0.5
"""Share of the rows from which an addition is probably the whole table again, however often rows of the table are equal."""
_SOME_REPEATED = 0.01
"""Share of the rows up to which repeated ones are single odd rows."""


@dataclass(frozen=True)
class Repetition:
    """Rows of an addition that the table has already.

    Attributes:
        is_repeated: bool, shape (new rows,).
        share: of the table's rows, those that aren't the only one of their values; 0 to 1.
    """

    is_repeated: np.ndarray
    share: float


def repeated_rows(cells: Path, aligned: Path, schema: TableSchema) -> Repetition:
    """Which of the new rows the table has already, each of its rows counted once.

    Values are compared, not cells: 45,300 is 45300, and 2025.08.01 is 2025-08-01. Cells that can't be read are compared as text.
    The table is read in batches; of its rows a hash each is kept.

    Args:
        cells: of the table; string columns by key.
        aligned: cells of the new rows, by the same keys.
        schema: by which both are read.
    """
    import polars as pl

    new = pl.concat(list(_values(aligned, schema)), how="vertical")
    names = new.columns
    known = new.unique()
    counts, hashes = [], []
    for batch in _values(cells, schema):
        counts.append(batch.join(known, on=names, how="semi", nulls_equal=True).group_by(names).len("had"))
        hashes.append(batch.hash_rows())
    had = pl.concat(counts).group_by(names).agg(pl.col("had").sum())
    numbered = new.with_columns(pl.int_range(pl.len()).over(names).alias("number"))
    joined = numbered.join(had, on=names, how="left", nulls_equal=True, maintain_order="left")
    is_repeated = (joined["number"] < joined["had"].fill_null(0)).to_numpy()
    hashed = pl.concat(hashes)
    share = int(hashed.is_duplicated().sum()) / len(hashed) if is_repeated.any() else 0.0
    return Repetition(is_repeated, share)


def _values(path: Path, schema: TableSchema) -> Iterator[pl.DataFrame]:
    """Batches of values, two columns for each column that isn't text: its value, and the cell where it can't be read."""
    import polars as pl

    keys = [column.key for column in schema.columns]
    empty = True
    for batch in pl.scan_parquet(path).select(keys).collect_batches(chunk_size=batch_rows(len(keys))):
        empty = False
        yield pl.DataFrame([one for column in schema.columns for one in _compared(batch, column)])
    if empty:
        none = pl.DataFrame(schema=dict.fromkeys(keys, pl.String))
        yield pl.DataFrame([one for column in schema.columns for one in _compared(none, column)])


def _compared(batch: pl.DataFrame, column: ColumnSchema) -> list[pl.Series]:
    values = parse_column(batch[column.key], column)[0].alias(column.key)
    if column.type is ColumnType.TEXT:
        return [values.str.normalize("NFC").str.strip_chars()]
    words = batch[column.key].str.normalize("NFC").str.strip_chars()
    blank = list({*missing_words(column.type, column.parsing), ""})
    read = values.is_not_null() | words.str.to_lowercase().is_in(blank).fill_null(True)
    return [values, words.set(read, None).alias(f"{column.key} unread")]


def repetition_question(repetition: Repetition, choices: AdditionChoices) -> list[ColumnDifference]:
    """The question whether rows that are there already are added again, or what was done with them."""
    repeated, rows = int(repetition.is_repeated.sum()), len(repetition.is_repeated)
    if not repeated:
        return []
    key = f"{DifferenceKind.REPEATED}:"
    values = {"repeated": repeated, "rows": rows}
    asks = False
    if choices.only_new:
        said = Message("{repeated:,} of {rows:,} rows were in the table already and were left out.", **values)
    elif key in choices.accepted or not _are_asked(repeated, rows, repetition.share):
        said = Message(
            "{repeated:,} of {rows:,} rows are the same as rows of the table and were added all the same.",
            **values,
        )
    else:
        asks = True
        said = Message(
            "{repeated:,} of {rows:,} rows are in the table already. Add the new ones only, or all of them again.",
            **values,
        )
    return [ColumnDifference(DifferenceKind.REPEATED, None, said, asks=asks)]


def _are_asked(repeated: int, rows: int, share: float) -> bool:
    """Whether repeated rows are too many to be chance: an export of all rows so far, or of some again."""
    if repeated > _MANY_REPEATED * rows:
        return True
    return repeated > max(1, _SOME_REPEATED * rows) and exceeds_chance(repeated, rows, share)
