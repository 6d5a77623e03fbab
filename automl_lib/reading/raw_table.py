"""A table as it is read: a stream of text cells and what is known about its shape, and the writing of `cells.parquet`.

Blank rows and nameless empty columns are not written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import BLANKS, unwrapped_text
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.layout.table_start import Layout
from automl_lib.reading.refusals import refuse
from domain.table_schema import column_key

if TYPE_CHECKING:
    import polars as pl

BATCH_ROWS = 50_000
_LABEL_CHARACTERS = 200


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


@dataclass(frozen=True)
class StoredCells:
    """What was written.

    Attributes:
        rows: rows kept.
        labels: unique column names, in order of the columns.
        blank_rows: rows dropped because nothing was in them.
        blank_columns: nameless columns dropped because nothing was in them.
        row_numbers: whether a nameless first column of running numbers was dropped.
        renamed: (as written, label) of columns whose name was blank or taken.
        kept: the columns' places in the file, from 0.
    """

    rows: int
    labels: tuple[str, ...]
    blank_rows: int
    blank_columns: int
    row_numbers: bool
    renamed: tuple[tuple[str, str], ...]
    kept: tuple[int, ...]


def store_cells(raw: RawTable, target: Path, limits: ReadLimits, name: str) -> StoredCells:
    """Writes the cells of `raw` to `target` (text columns, null = blank, lz4 row groups of 50,000 rows).

    Raises:
        FileRefused: if nothing is left, or a limit is passed.
    """
    if raw.width > limits.max_columns:
        raise refuse("too_many_columns", name, found=f"{raw.width:,}", limit=f"{limits.max_columns:,}")
    if raw.width == 0:
        raise refuse("empty", name)
    import polars as pl

    untidy = target.with_suffix(".untidy")
    frame = raw.frame
    if raw.may_be_blank:
        frame = frame.with_columns(pl.when(pl.all().str.strip_chars() != "").then(pl.all()).name.keep())
    _sink(frame.filter(~pl.all_horizontal(pl.all().is_null())), untidy, raw.width)
    rows = _height(untidy)
    if rows == 0:
        raise refuse("header_only" if raw.layout.header else "empty", name)
    if rows > limits.max_rows:
        raise refuse("too_many_rows", name, limit=f"{limits.max_rows:,}")
    if rows * raw.width > limits.max_cells:
        raise refuse("too_many_cells", name, found=f"{rows * raw.width:,}", limit=f"{limits.max_cells:,}")

    header = [*(raw.layout.header or ()), *[None] * raw.width][: raw.width]
    nameless = [i for i, cell in enumerate(header) if cell is None]
    numbered = _numbers_rows(untidy, raw, nameless, rows)
    blank = _blank_columns(untidy, nameless)
    kept = [i for i in range(raw.width) if i not in blank and not (numbered and i == 0)]
    if len(kept) < raw.width:
        chosen = [pl.col(column_key(i)).alias(column_key(j)) for j, i in enumerate(kept)]
        _sink(pl.scan_parquet(untidy).select(chosen), target, len(kept))
        untidy.unlink()
    else:
        untidy.replace(target)
    labels, renamed = make_labels([header[i] for i in kept], kept)
    if raw.layout.header is None:
        renamed = ()
    return StoredCells(
        rows, labels, max(0, raw.faults.rows - rows), len(blank), numbered, renamed, tuple(kept)
    )


def generated_label(position: int) -> str:
    """The label of a column at `position` (from 0) that has none."""
    return f"열{position + 1}"


def make_labels(
    header: list[str | None], positions: list[int]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Unique, printable labels and which of them differ from what was written because of a blank or a double."""
    taken = {clean_label(h) for h in header if h is not None}
    used: set[str] = set()
    labels: list[str] = []
    renamed: list[tuple[str, str]] = []
    for cell, position in zip(header, positions, strict=True):
        written = clean_label(cell) if cell is not None else ""
        label = written or _free(generated_label(position), used | taken)
        if label in used:
            label = _free(label, used | taken)
        if label != written:
            renamed.append((written, label))
        used.add(label)
        labels.append(label)
    return tuple(labels), tuple(renamed)


def clean_label(cell: str) -> str:
    """A header cell as one printable line: NFC, inner line breaks as spaces, without ="…" around it, at most 200 characters."""
    inside = unwrapped_text(cell.strip(BLANKS)) or ""
    composed = unicodedata.normalize("NFC", " ".join(inside.split()))
    return "".join(c for c in composed if unicodedata.category(c) not in ("Cc", "Cs"))[:_LABEL_CHARACTERS]


def _free(label: str, used: set[str]) -> str:
    if label not in used:
        return label
    number = 2
    while f"{label}_{number}" in used:
        number += 1
    return f"{label}_{number}"


def _sink(frame: pl.LazyFrame, target: Path, width: int) -> None:
    frame.sink_parquet(target, compression="lz4", row_group_size=batch_rows(width), statistics=False)


def _height(path: Path) -> int:
    import polars as pl

    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _blank_columns(path: Path, nameless: list[int]) -> set[int]:
    import polars as pl

    if not nameless:
        return set()
    keys = [column_key(i) for i in nameless]
    filled = pl.scan_parquet(path).select(pl.col(keys).is_not_null().any()).collect(engine="streaming").row(0)
    return {i for i, any_filled in zip(nameless, filled, strict=True) if not any_filled}


def _numbers_rows(path: Path, raw: RawTable, nameless: list[int], rows: int) -> bool:
    """Whether the first column has no name and counts the rows, as spreadsheets and data frames do."""
    import polars as pl

    if raw.layout.header is None or 0 not in nameless or raw.width < 2 or rows < 2:
        return False
    number = pl.col(column_key(0)).cast(pl.Int64, strict=False)
    head = pl.scan_parquet(path).select(number).head(1000).collect().to_series()
    if head.null_count() or not (head.diff().drop_nulls() == 1).all():
        return False
    column = pl.scan_parquet(path).select(number).collect().to_series()
    return column.null_count() == 0 and bool((column.diff().drop_nulls() == 1).all())
