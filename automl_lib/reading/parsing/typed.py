"""From `cells.parquet` and a schema to `typed.parquet`, streaming, and the public parsing of new rows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.parsing.column import parse_column
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.typed_schema import polars_type
from automl_lib.reading.raw_table import batch_rows, lazy_frames
from automl_lib.table import ColumnSchema, TableSchema

if TYPE_CHECKING:
    import polars as pl


def parse_cells(frame: pl.DataFrame, schema: TableSchema) -> pl.DataFrame:
    """Text cells as typed values, the way the table's own rows were read.

    Args:
        frame: String columns named by key; null or blank = no value.
        schema: the columns to parse; each must be in `frame`.

    Returns:
        The schema's columns in its order. A cell that doesn't parse is null.

    Raises:
        ValueError: if a column of the schema is not in the frame.
    """
    return parse_cells_counted(frame, schema)[0]


def parse_cells_counted(
    frame: pl.DataFrame, schema: TableSchema
) -> tuple[pl.DataFrame, dict[str, ParseCounts]]:
    """As `parse_cells`, with what was seen in each column (by key): failed cells, missing words, and so on.

    Raises:
        ValueError: if a column of the schema is not in the frame.
    """
    import polars as pl

    absent = [c.key for c in schema.columns if c.key not in frame.columns]
    if absent:
        raise ValueError(f"the frame lacks the columns {', '.join(absent)}")
    parsed = [parse_column(frame[c.key].cast(pl.String), c) for c in schema.columns]
    values = [series.alias(c.key) for c, (series, _) in zip(schema.columns, parsed, strict=True)]
    counts = {c.key: found for c, (_, found) in zip(schema.columns, parsed, strict=True)}
    return pl.DataFrame(values), counts


def write_typed(cells_path: Path, schema: TableSchema, out_path: Path) -> dict[str, ParseCounts]:
    """Parses `cells_path` by `schema` into `out_path`, in batches; memory doesn't grow with the rows.

    Returns:
        What was seen in each column, by key.
    """
    import polars as pl

    counts = {c.key: ParseCounts() for c in schema.columns}
    rows = batch_rows(len(counts))

    def typed() -> Iterator[pl.DataFrame]:
        # Polars lets go of the interpreter while it works, so two threads do use two processors.
        with ThreadPoolExecutor(2) as pool:
            for batch in pl.scan_parquet(cells_path).select(list(counts)).collect_batches(chunk_size=rows):
                parsed = list(pool.map(parse_column, (batch[c.key] for c in schema.columns), schema.columns))
                for column, (_, seen) in zip(schema.columns, parsed, strict=True):
                    counts[column.key].add(seen)
                yield pl.DataFrame([s.alias(c.key) for c, (s, _) in zip(schema.columns, parsed, strict=True)])

    kinds = pl.Schema({c.key: polars_type(c.type) for c in schema.columns})
    partial = out_path.with_suffix(".partial")
    lazy_frames(typed, kinds).sink_parquet(partial, compression="lz4", row_group_size=rows, statistics=False)
    partial.replace(out_path)
    return counts


def count_only(cells_path: Path, columns: tuple[ColumnSchema, ...]) -> dict[str, ParseCounts]:
    """What is seen in some columns of the whole table, by key."""
    import polars as pl

    counts = {c.key: ParseCounts() for c in columns}
    for batch in (
        pl.scan_parquet(cells_path).select(list(counts)).collect_batches(chunk_size=batch_rows(len(counts)))
    ):
        for column in columns:
            counts[column.key].add(parse_column(batch[column.key], column)[1])
    return counts
