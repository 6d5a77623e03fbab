"""Large text files, fast: through Polars where the bytes prove that every row is cut at line ends and
delimiters alone, through Arrow where quotes come in. The cells are the same as the careful reader's, and
whatever is irregular is left to that one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import BLANKS
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.raw_table import (
    RawTable,
    RowFaults,
    StoredCells,
    lazy_frames,
    store_cells,
    text_schema,
)
from automl_lib.reading.text_files.reader import Head, TextFile

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from typing_extensions import Buffer

_CHUNK = 4 * 1024 * 1024
_MARK = "end"
# The time and memory of Polars' lazy CSV scan grow with the square of the columns: 1,000 of them take over 1 GiB for three
# rows. Arrow takes about twice as long for 20 columns, but stays within the limits.
_MOST_COLUMNS_OF_POLARS = 200


class IrregularText(Exception):
    """The text turned out irregular while it was read fast."""


@dataclass(frozen=True)
class ByteCounts:
    """Bytes that decide whether cutting at line ends and delimiters is all there is to it.

    Attributes:
        lines: lines, a last one without its line break counted.
        delimiters: delimiters outside of any notion of quoting.
        quotes: quotes are present.
        irregular: NULs or carriage returns that are not part of a line end are present.
        spaces: whitespace that is neither delimiter nor line end may be present.
    """

    lines: int
    delimiters: int
    quotes: bool
    irregular: bool
    spaces: bool


def read_fast(
    text: TextFile, head: Head, cells: Path, limits: ReadLimits, name: str
) -> tuple[RawTable, StoredCells] | None:
    """Stores the cells of a regular file; None if it isn't provably regular.

    Raises:
        FileRefused: if it is over a limit.
    """
    import polars as pl

    layout = head.layout
    if layout.body_row >= len(head.rows) or text.sep_line or text.delimiter == " ":
        return None
    if any("\x00" in cell for row in head.rows[: layout.body_row] for cell in row):
        return None  # below the header `count_bytes` looks
    widths = {len(row) for row in head.rows[layout.body_row :]}
    width = len(layout.header) if layout.header is not None else max(widths)
    above = head.lines[layout.body_row - 1] if layout.body_row else 0
    if widths != {width} or width < 2:
        return None
    counts = count_bytes(text.path, text.delimiter, above)
    if counts.irregular or counts.lines > limits.max_rows:
        return None
    faults = RowFaults(width)
    if counts.quotes or width > _MOST_COLUMNS_OF_POLARS:
        frame = _through_arrow(text, above, faults)
    elif counts.delimiters == (width - 1) * counts.lines:
        frame = _through_polars(text, above, width)
        faults.rows = counts.lines
    else:
        return None
    raw = RawTable(width, layout, frame, faults, may_be_blank=counts.spaces or counts.quotes)
    try:
        return raw, store_cells(raw, cells, limits, name)
    except (pl.exceptions.ComputeError, IrregularText):
        # A row of another width, or bytes that aren't UTF-8: the careful reader reports it.
        return None


def _through_polars(text: TextFile, above: int, width: int) -> pl.LazyFrame:
    import polars as pl

    return pl.scan_csv(
        text.path,
        separator=text.delimiter,
        has_header=False,
        skip_lines=above,
        quote_char=None,
        schema=text_schema(width),
    )


def _through_arrow(text: TextFile, above: int, faults: RowFaults) -> pl.LazyFrame:
    import polars as pl
    import pyarrow as pa
    from pyarrow import csv

    schema = text_schema(faults.width)
    last_row = [_MARK] * faults.width

    def frame_of(batch: pa.RecordBatch) -> pl.DataFrame:
        faults.rows += batch.num_rows
        frame = pl.from_arrow(batch)
        assert isinstance(frame, pl.DataFrame)
        if _may_hold_rows(frame, text.delimiter):
            raise IrregularText("a quoted cell may hold whole rows")
        return frame

    def batches() -> Iterator[pl.DataFrame]:
        held: pa.RecordBatch | None = None
        try:
            with _MarkedEnd(text.path, text.delimiter.join(last_row)) as marked:
                reader = csv.open_csv(
                    marked,
                    read_options=csv.ReadOptions(
                        skip_rows=above, column_names=list(schema), block_size=_CHUNK, use_threads=True
                    ),
                    parse_options=csv.ParseOptions(delimiter=text.delimiter, newlines_in_values=True),
                    convert_options=csv.ConvertOptions(column_types=dict.fromkeys(schema, pa.string())),
                )
                for batch in reader:
                    if not batch.num_rows:
                        continue
                    if held is not None:
                        yield frame_of(held)
                    held = batch
        except pa.ArrowInvalid as error:
            raise IrregularText(str(error)) from error
        if held is None or [c[-1].as_py() for c in held.columns] != last_row:
            raise IrregularText("the file ends inside of quotes")
        yield frame_of(held.slice(0, held.num_rows - 1))

    return lazy_frames(batches, schema)


def _may_hold_rows(frame: pl.DataFrame, delimiter: str) -> bool:
    """Whether the line where a cell over several lines opens, and the one where it closes, are as wide as a row."""
    import polars as pl

    last = frame.width - 1
    for place, cells in enumerate(frame.iter_columns()):
        long = cells.filter(cells.str.contains("\n", literal=True).fill_null(False))
        if long.is_empty():
            continue
        ends = (
            long.str.extract(r"\A([^\n]*)").str.count_matches(delimiter, literal=True) == last - place,
            long.str.extract(r"([^\n]*)\z").str.count_matches(delimiter, literal=True) == place,
        )
        if pl.Series(ends[0] & ends[1]).any():
            return True
    return False


class _MarkedEnd(io.RawIOBase):
    """The bytes of a file and one row more.

    Arrow takes a file that ends inside of quotes without a word. Then the row added here is swallowed
    as the rest of the file is, and doesn't come out as a row.
    """

    def __init__(self, path: Path, row: str) -> None:
        self._file = path.open("rb")
        self._row = row.encode() + b"\n"
        self._last = b"\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")
        count = self._file.readinto(view)
        if count:
            self._last = bytes(view[count - 1 : count])
            return count
        if self._last != b"\n":
            self._row, self._last = b"\n" + self._row, b"\n"
        count = min(len(view), len(self._row))
        view[:count], self._row = self._row[:count], self._row[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def count_bytes(path: Path, delimiter: str, skip_lines: int) -> ByteCounts:
    """Counts in one pass over the file below its first `skip_lines` lines."""
    mark = delimiter.encode()
    # First bytes are enough: one that only might begin a blank costs a closer look, never a wrong cell.
    blanks = {c.encode()[:1] for c in BLANKS if c not in "\r\n" + delimiter}
    lines = delimiters = 0
    spaces = quotes = False
    last = b""
    with path.open("rb") as stream:
        for _ in range(skip_lines):
            # A lone return ends a line for the reader that counted these, and not here.
            if _has_lone_return(stream.readline()):
                return ByteCounts(0, 0, quotes=True, irregular=True, spaces=True)
        while chunk := stream.read(_CHUNK):
            if chunk.endswith(b"\r"):
                chunk += stream.read(1)
            if b"\x00" in chunk or (b"\r" in chunk and _has_lone_return(chunk)):
                return ByteCounts(0, 0, quotes=True, irregular=True, spaces=True)
            quotes = quotes or b'"' in chunk
            lines += chunk.count(b"\n")
            delimiters += chunk.count(mark)
            spaces = spaces or any(b in chunk for b in blanks)
            last = chunk[-1:]
    unfinished = last not in (b"", b"\n")
    return ByteCounts(lines + unfinished, delimiters, quotes, irregular=False, spaces=spaces)


def _has_lone_return(chunk: bytes) -> bool:
    return chunk.count(b"\r") != chunk.count(b"\r\n")
