"""Rows of a table as lines of JSON, each an array of cells, made column-wise and so at the speed of columns.

Readers decode each row with `json.loads`.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

_CONTROLS = {chr(code): f"\\u{code:04x}" for code in range(0x20)}
_ESCAPES = {"\\": "\\\\", '"': '\\"', **_CONTROLS}
_IS_SPECIAL = np.zeros(256, dtype=bool)
_IS_SPECIAL[[ord(character) for character in _ESCAPES]] = True


def encode_rows(cells_parquet: Path, *, batch_cells: int = 1_000_000) -> Iterator[str]:
    """The rows of `cells.parquet` as lines of JSON, each an array of cells; a blank cell is null.

    The next batch is made while the caller works on the one before.

    Args:
        batch_cells: about how many cells are in a batch; at least one row is.

    Yields:
        The lines of one batch, in the order of the file, without a line break at the end.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(cells_parquet) as file, ThreadPoolExecutor(1) as ahead:
        rows = max(1, batch_cells // max(1, len(file.schema_arrow)))
        batches = file.iter_batches(batch_size=rows)
        coming = ahead.submit(_next_encoded, batches)
        while (text := coming.result()) is not None:
            coming = ahead.submit(_next_encoded, batches)
            yield text


def encode_batch(batch: pa.RecordBatch) -> str:
    """The rows of a batch of string columns, one a line: JSON has no line break within a value."""
    import polars as pl

    frame = pl.DataFrame(pl.from_arrow(batch))
    parts: list[pl.Expr] = []
    literal = "["
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        cell = _escaped(name) if _has_special(column) else pl.col(name)
        if column.null_count:
            parts += [
                pl.lit(literal),
                pl.coalesce(pl.concat_str(pl.lit('"'), cell, pl.lit('"')), pl.lit("null")),
            ]
            literal = ","
        else:
            parts += [pl.lit(f'{literal}"'), cell]
            literal = '",'
    rows = pl.concat_str(*parts, pl.lit(f"{literal[:-1]}]"))
    return str(frame.select(rows.str.join("\n")).item())


def _next_encoded(batches: Iterator[pa.RecordBatch]) -> str | None:
    batch = next(batches, None)
    return None if batch is None else encode_batch(batch)


def _has_special(column: pa.Array) -> bool:
    """Whether a byte that JSON escapes may occur; looks at the column's whole buffer at once."""
    data = column.buffers()[2]
    return data is not None and bool(_IS_SPECIAL[np.frombuffer(data, dtype=np.uint8)].any())


def _escaped(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).str.replace_many(list(_ESCAPES), list(_ESCAPES.values()))
