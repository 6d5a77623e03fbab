"""Rows of a table as JSON arrays of cells, made column-wise and so at the speed of columns.

The opposite way is `json.loads`, row by row, by whoever reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_NEEDS_ESCAPE = r'["\\\x00-\x1f]'


def encode_rows(cells_parquet: Path, *, batch_rows: int = 20_000) -> Iterator[list[str]]:
    """Every row of `cells.parquet` as the text of a JSON array; a blank cell is null.

    Yields:
        Batches of at most `batch_rows` texts, in the order of the file.
    """
    import polars as pl
    import pyarrow.parquet as pq

    with pq.ParquetFile(cells_parquet) as file:
        for batch in file.iter_batches(batch_size=batch_rows):
            frame = pl.DataFrame(pl.from_arrow(batch))
            yield encode_frame(frame)


def encode_frame(frame: pl.DataFrame) -> list[str]:
    """The rows of a frame of string columns as JSON arrays."""
    import polars as pl

    parts: list[pl.Expr] = []
    for number, name in enumerate(frame.columns):
        opening = "[" if number == 0 else ","
        quoted = pl.concat_str(pl.lit(opening + '"'), _escaped(frame, name), pl.lit('"'))
        parts.append(pl.coalesce(quoted, pl.lit(opening + "null")))
    return frame.select(pl.concat_str(*parts, pl.lit("]"))).to_series().to_list()


def _escaped(frame: pl.DataFrame, name: str) -> pl.Expr:
    import polars as pl

    column = pl.col(name)
    if not frame[name].str.contains(_NEEDS_ESCAPE).any():
        return column
    controls = {chr(code): f"\\u{code:04x}" for code in range(0x20)}
    replacements = {"\\": "\\\\", '"': '\\"', **controls}
    return column.str.replace_many(list(replacements), list(replacements.values()))
