"""One column of a typed Parquet file as a plain array, read in batches. Nothing is computed here.

Text becomes a 64-bit fingerprint per cell, so that a column of five million different texts costs
40 MB and not its length. Two texts out of n sharing a fingerprint happens with a chance of n² / 2⁶⁵
(one in a million for five million different texts); only `distinct` and the counts could be off by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.columns import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

BATCH_ROWS = 1 << 16
_HASH_SEED = 20221121


@dataclass
class RawColumn:
    """A column in memory.

    Attributes:
        values: the present cells in file order: int64, float64, microseconds (int64), 0/1 (int64) or
            fingerprints (uint64).
        present: per row, whether the cell has a value; None when all have.
    """

    values: npt.NDArray[Any]
    present: npt.NDArray[np.bool_] | None
    rows: int

    def rows_of(self, places: Sequence[int]) -> list[int]:
        """The row numbers of some of `values`."""
        import numpy as np

        if self.present is None or not places:
            return list(places)
        return [int(row) for row in np.flatnonzero(self.present)[list(places)]]


class OpenParquet:
    """A Parquet file opened once for many columns, by one thread at a time.

    Opening looks at every column of the file; repeated for each of 5,000, that alone took an hour.
    """

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self.file = pq.ParquetFile(path)
        self.names = frozenset(self.file.schema_arrow.names)
        self.rows: int = self.file.metadata.num_rows

    def __enter__(self) -> OpenParquet:
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()


def read_column(typed: OpenParquet, key: str, kind: ColumnType) -> RawColumn:
    """Reads one column in batches, so that little more than the result (8 to 9 bytes a row) is held.

    Raises:
        KeyError: the file has no such column.
    """
    import numpy as np
    import pyarrow as pa

    if key not in typed.names:
        raise KeyError(key)
    dtype = {ColumnType.REAL: np.float64, ColumnType.TEXT: np.uint64}.get(kind, np.int64)
    values = np.empty(typed.rows, dtype=dtype)
    present: npt.NDArray[np.bool_] | None = None
    filled = row = 0
    for batch in typed.file.iter_batches(batch_size=BATCH_ROWS, columns=[key], use_threads=False):
        cells, mask = _plain(batch.column(0), kind)
        if mask is not None and present is None:
            present = np.ones(typed.rows, dtype=np.bool_)
        if mask is not None and present is not None:
            present[row : row + len(mask)] = mask
        values[filled : filled + len(cells)] = cells
        filled, row = filled + len(cells), row + batch.num_rows
    # Arrow keeps freed buffers for later, by now more than the column itself.
    pa.default_memory_pool().release_unused()
    return RawColumn(values[:filled], present, typed.rows)


def _plain(array: Any, kind: ColumnType) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_] | None]:
    """The present cells of one batch, and which rows they are (None: all)."""
    import numpy as np
    import pyarrow as pa

    mask = _bits(array, 0) if array.null_count else None
    if kind is ColumnType.TEXT:
        cells = fingerprints(array)
    elif kind is ColumnType.BOOL:
        cells = _bits(array, 1).astype(np.int64)
    elif kind is ColumnType.REAL:
        cells = _numbers(array, pa.float64(), np.float64)
        present = np.isfinite(cells) if mask is None else np.isfinite(cells) & mask
        mask = None if present.all() else present
    elif kind is ColumnType.DATE:
        cells = _numbers(array, pa.timestamp("us"), np.int64)
    else:
        cells = _numbers(array, pa.int64(), np.int64)
    return (cells if mask is None else cells[mask]), mask


# From Arrow's buffers: pyarrow's own `to_numpy`, `fill_null` and `is_valid` import pandas and pyarrow.compute, which takes
# longer than profiling a small table.


def _numbers(array: Any, kind: Any, dtype: type[np.generic]) -> npt.NDArray[Any]:
    """A view of the numbers of a pyarrow array; of a null: any."""
    import numpy as np

    if array.type != kind:
        array = array.cast(kind)
    data = array.buffers()[1]
    if data is None:  # of nulls alone
        return np.zeros(len(array), dtype=dtype)
    return np.frombuffer(data, dtype=dtype)[array.offset : array.offset + len(array)]


def _bits(array: Any, buffer: int) -> npt.NDArray[np.bool_]:
    """A bitmap of a pyarrow array: its validity (buffer 0), or its values if it is of booleans (1; of a null: any)."""
    import numpy as np

    buffers = array.buffers()
    data = buffers[buffer] if buffer < len(buffers) else None
    if data is None:  # of nulls alone
        return np.zeros(len(array), dtype=np.bool_)
    packed = np.frombuffer(data, dtype=np.uint8)
    unpacked = np.unpackbits(packed, count=array.offset + len(array), bitorder="little")
    return unpacked[array.offset :].view(np.bool_)


def fingerprints(array: Any) -> npt.NDArray[np.uint64]:
    """64-bit fingerprints of a pyarrow array's texts, one per cell (of a null: any)."""
    import polars as pl

    return pl.Series(array).hash(_HASH_SEED).to_numpy()


def text_at(parquet: OpenParquet, key: str, rows: Sequence[int]) -> dict[int, str | None]:
    """The cells of a text column at some row numbers; reads only the row groups they are in."""
    wanted = sorted(set(rows))
    found: dict[int, str | None] = {}
    for start, array in _groups(parquet, key, wanted):
        for row in wanted:
            if start <= row < start + len(array):
                found[row] = array[row - start].as_py()
    return found


def _groups(parquet: OpenParquet, key: str, rows: list[int]) -> Iterator[tuple[int, Any]]:
    file = parquet.file
    start = 0
    for number in range(file.num_row_groups):
        stop = start + file.metadata.row_group(number).num_rows
        if any(start <= row < stop for row in rows):
            offset = start
            for batch in file.iter_batches(
                batch_size=BATCH_ROWS, row_groups=[number], columns=[key], use_threads=False
            ):
                if any(offset <= row < offset + batch.num_rows for row in rows):
                    yield offset, batch.column(0)
                offset += batch.num_rows
                if offset > rows[-1]:
                    break
        start = stop


def sample_column(typed: OpenParquet, key: str, rows: npt.NDArray[np.int64]) -> Any:
    """The cells at `rows` (rising) as one pyarrow array, reading the file in batches."""
    import numpy as np
    import pyarrow as pa

    parts, start = [], 0
    for batch in typed.file.iter_batches(batch_size=BATCH_ROWS, columns=[key], use_threads=False):
        first, last = np.searchsorted(rows, [start, start + batch.num_rows])
        parts.append(batch.column(0).take(pa.array(rows[first:last] - start)))
        start += batch.num_rows
    if not parts:
        return pa.array([], type=typed.file.schema_arrow.field(key).type)
    return pa.concat_arrays(parts)
