"""A table on its way in: a stream of text cells and what is known about its shape. Where it comes from
(`text.py`, `workbook.py`) and where it goes (`store_cells.py`) are apart from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from automl_lib.reading.layout.table_start import Layout
from automl_lib.table import column_key

if TYPE_CHECKING:
    import polars as pl

BATCH_ROWS = 50_000


@dataclass
class Places:
    """Places in a file where something was noticed.

    Attributes:
        count: how many.
        first: the first three: line numbers, or pairs of first and last line.
    """

    count: int = 0
    first: list[int | tuple[int, int]] = field(default_factory=list)

    def see(self, place: int | tuple[int, int]) -> None:
        """Counts one more."""
        self.count += 1
        if len(self.first) < 3:
            self.first.append(place)


@dataclass
class RowFaults:
    """Rows that were not as wide as the table, comments, and doubtful quotes, noted while they stream by.

    Attributes:
        width: cells of an ordinary row.
        rows: rows seen, blank ones too.
        short: rows with fewer cells, and the first few as (place, cells).
        long: rows with more.
        comments: lines left out as comments.
        literal_quotes: lines with a quote mark that was taken for text.
        doubtful_quotes: first and last line of quoted cells that may have swallowed rows.
    """

    width: int
    rows: int = 0
    short: int = 0
    long: int = 0
    short_examples: list[tuple[int, int]] = field(default_factory=list)
    long_examples: list[tuple[int, int]] = field(default_factory=list)
    comments: Places = field(default_factory=Places)
    literal_quotes: Places = field(default_factory=Places)
    doubtful_quotes: Places = field(default_factory=Places)

    def see(self, place: int, cells: int) -> None:
        """Counts the row of `cells` cells at `place` (a line or row number, from 1)."""
        self.rows += 1
        if cells < self.width:
            self.short += 1
            if len(self.short_examples) < 3:
                self.short_examples.append((place, cells))
        elif cells > self.width:
            self.long += 1
            if len(self.long_examples) < 3:
                self.long_examples.append((place, cells))


@dataclass
class RawTable:
    """Cells as they stand in the file, before anything is dropped.

    Attributes:
        width: number of columns.
        layout: where the names came from.
        frame: text columns named by `column_key(position)`, null where blank; read once.
        faults: filled while the frame is read.
        may_be_blank: whether a cell may consist of whitespace alone.
    """

    width: int
    layout: Layout
    frame: pl.LazyFrame
    faults: RowFaults
    may_be_blank: bool = True


def lazy_frames(batches: Callable[[], Iterator[pl.DataFrame]], schema: pl.Schema) -> pl.LazyFrame:
    """A lazy frame over data frames made one after another; what `batches` raises comes through unchanged."""
    from polars.io.plugins import register_io_source

    def frames(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, _batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        left = n_rows
        for batch in batches():
            frame = batch
            if left is not None:
                frame = frame.head(left)
                left -= frame.height
            if predicate is not None:
                frame = frame.filter(predicate)
            yield frame.select(with_columns) if with_columns is not None else frame
            if left == 0:
                return

    return register_io_source(frames, schema=schema)


def text_schema(width: int) -> pl.Schema:
    """`width` text columns named by key."""
    import polars as pl

    return pl.Schema({column_key(i): pl.String() for i in range(width)})


def lazy_rows(batches: Callable[[], Iterator[list[list[str]]]], width: int) -> pl.LazyFrame:
    """A lazy frame of text columns from batches of rows; short rows are filled with blanks."""
    schema = text_schema(width)
    return lazy_frames(lambda: (_frame(rows, list(schema)) for rows in batches()), schema)


def batch_rows(width: int) -> int:
    """Rows to hold at once: 50,000, fewer for wide tables."""
    return max(1_000, min(BATCH_ROWS, 5_000_000 // max(1, width)))


def _frame(rows: list[list[str]], keys: list[str]) -> pl.DataFrame:
    import polars as pl

    width = len(keys)
    padded = ((row + [""] * (width - len(row)))[:width] for row in rows)
    columns = list(zip(*padded, strict=True)) or [()] * width
    return pl.DataFrame([pl.Series(k, c, dtype=pl.String) for k, c in zip(keys, columns, strict=True)])
