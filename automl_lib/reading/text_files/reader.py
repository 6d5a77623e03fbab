"""Text files as a stream of cells: charset, delimiter, first rows, and the careful reader of any text.

The careful reader (Python's csv module) counts every irregular row. `fast_reader.py` takes only what it can prove regular, and
gives the same cells.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from automl_lib.reading.cells import looks_numeric
from automl_lib.reading.choices import ReadLimits
from automl_lib.reading.layout.table_start import HEAD_ROWS, Layout, find_layout, usual_width
from automl_lib.reading.raw_table import RawTable, RowFaults, batch_rows, lazy_rows
from automl_lib.reading.refusals import refuse
from automl_lib.reading.text_files.charset import (
    Charset,
    Transcoded,
    charset_of_file,
    charset_of_head,
    ends_with_mark,
    transcode,
)
from automl_lib.reading.text_files.quotes import CellTooLong, OpenQuote, delimited_rows

CANDIDATES = (",", "\t", ";", "|", "^")
_ROWS = 200
_STEADY = 0.95
CAREFUL_BYTES = 8 * 1024 * 1024
_HEAD_BYTES = 1024 * 1024
_FIELD_CHARACTERS = 16 * 1024 * 1024


def sniff_delimiter(sample: str, *, whole: bool = True) -> str:
    """The delimiter that cuts the sample's rows into the same number of cells most steadily.

    Args:
        sample: the beginning of the file.
        whole: whether it is all of the file; otherwise its last row may be cut short.
    """
    hint = sep_hint(sample)
    if hint:
        return hint
    sample = "".join(line for line in sample.splitlines(keepends=True) if not line.startswith("#")) or sample
    best, best_score = ",", 0.0
    for delimiter in CANDIDATES:
        score = _score(sample, delimiter, whole)
        if score > best_score:
            best, best_score = delimiter, score
    return " " if best_score < 1 and _cut_by_spaces(sample, whole) else best


def sep_hint(sample: str) -> str | None:
    """The delimiter named by Excel's first line `sep=;`, if there is one."""
    first = sample.split("\n", 1)[0].strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4]
    return "\t" if first.lower() == "sep=" and sample[:6].endswith("\t") else None


def _cut_by_spaces(sample: str, whole: bool) -> bool:
    """Whether the rows are columns separated by spaces: as many in each, one of them of numbers.

    The first row may lack the name of the first column, as R writes it.
    """
    lines = sample.splitlines()[: _ROWS + 1]
    if len(lines) > 1 and not whole:
        lines.pop()
    try:
        cut = csv.reader((line.rstrip() for line in lines), delimiter=" ", skipinitialspace=True)
        rows = [row for row in cut if row]
    except csv.Error:
        return False
    if len(rows) < 3 or len(rows[1]) < 2 or len(rows[0]) not in (len(rows[1]), len(rows[1]) - 1):
        return False
    width = len(rows[1])
    even = [row for row in rows[1:] if len(row) == width]
    if len(even) < _STEADY * len(rows[1:]):
        return False
    return any(sum(looks_numeric(row[i]) for row in even) > 0.6 * len(even) for i in range(width))


def _score(sample: str, delimiter: str, whole: bool) -> float:
    try:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = list(islice((len(row) for row in rows if row), _ROWS + 1))
    except csv.Error:
        return 0.0
    if len(widths) > 1 and (len(widths) > _ROWS or not whole):
        widths.pop()
    if not widths:
        return 0.0
    width, steady = Counter(w for w in widths if w > 1).most_common(1)[0] if max(widths) > 1 else (1, 0)
    # Steadiness decides; width only breaks ties between delimiters that are equally steady.
    return steady / len(widths) + min(width, 50) * 1e-4 if width > 1 else 0.0


@dataclass(frozen=True)
class TextFile:
    """A text file ready to be cut into cells.

    Attributes:
        path: the file, or its UTF-8 copy.
        charset: what it was in before.
        transcoded: what making the copy changed, None without one.
        delimiter: character between cells.
        sep_line: whether the first line is Excel's `sep=` hint.
    """

    path: Path
    charset: Charset
    transcoded: Transcoded | None
    delimiter: str
    sep_line: bool


@dataclass(frozen=True)
class Head:
    """The first rows of a text file.

    Attributes:
        layout: what they mean.
        rows: their cells.
        lines: for each row, the number of physical lines up to and including it.
    """

    layout: Layout
    rows: list[list[str]]
    lines: list[int]


def open_text(source: Path, work_dir: Path, name: str, *, whole: bool) -> TextFile:
    """Decides charset and delimiter; makes a UTF-8 copy in `work_dir` if the file isn't UTF-8.

    Args:
        whole: look at every byte; otherwise a file that begins as UTF-8 is taken for it, and the reader
            that follows must refuse bytes that aren't.

    Raises:
        FileRefused: if no charset fits.
    """
    with source.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    end_mark = ends_with_mark(source)
    whole = whole or end_mark
    charset = charset_of_head(head)
    if whole or charset is None or charset.encoding != "utf-8":
        charset = charset_of_file(source, name, head)
    path, transcoded = source, None
    if charset.encoding != "utf-8" or charset.mixed or end_mark or (whole and _has_nul(source)):
        path = work_dir / "text.utf8"
        transcoded = transcode(source, charset, path, name)
        if transcoded.nul_bytes * 10 > source.stat().st_size:
            raise refuse("binary", name)
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    sample = head.decode("utf-8", "ignore")
    if not sample.strip():
        if not whole:
            return open_text(source, work_dir, name, whole=True)
        raise refuse("empty", name)
    return TextFile(
        path,
        charset,
        transcoded,
        sniff_delimiter(sample, whole=len(head) < _HEAD_BYTES),
        sep_hint(sample) is not None,
    )


def read_head(text: TextFile, name: str) -> Head:
    """The first rows and what they mean."""
    rows: list[list[str]] = []
    lines: list[int] = []
    for line, row in islice(_rows(text, name), HEAD_ROWS):
        rows.append(row)
        lines.append(line)
    return Head(find_layout(rows), rows, lines)


def read_carefully(text: TextFile, head: Head, limits: ReadLimits, name: str) -> RawTable:
    """Any text as a stream of cells. Reads the file once more first, to know how wide it is.

    Raises:
        FileRefused: if it is over a limit or a quote never closes (also while the stream is read).
    """
    layout = head.layout
    width = len(layout.header or ())
    for number, (_, row) in enumerate(islice(_rows(text, name), layout.body_row, None), start=1):
        width = max(width, len(row))
        if number > limits.max_rows:
            raise refuse("too_many_rows", name, limit=f"{limits.max_rows:,}")
        if width > limits.max_columns:
            raise refuse("too_many_columns", name, found=f"{width:,}", limit=f"{limits.max_columns:,}")
    faults = RowFaults(_ordinary_width(head))

    def batches() -> Iterator[list[list[str]]]:
        stream = islice(_rows(text, name, faults), layout.body_row, None)
        while batch := list(islice(stream, batch_rows(width))):
            for line, row in batch:
                faults.see(line, len(row))
            yield [row for _, row in batch]

    return RawTable(width, layout, lazy_rows(batches, width), faults)


def _ordinary_width(head: Head) -> int:
    layout = head.layout
    return len(layout.header) if layout.header is not None else usual_width(head.rows[layout.body_row :])


def _rows(text: TextFile, name: str, faults: RowFaults | None = None) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their last line (from 1); wholly empty lines are no rows.

    Raises:
        FileRefused: where a quote never closes, or a cell is too long.
    """
    csv.field_size_limit(_FIELD_CHARACTERS)
    with text.path.open(encoding="utf-8", newline="") as stream:
        if text.sep_line:
            stream.readline()
        try:
            yield from delimited_rows(stream, text.delimiter, faults, skipped_lines=int(text.sep_line))
        except OpenQuote as error:
            raise refuse("open_quote", name, line=error.line) from error
        except CellTooLong as error:
            raise refuse("long_field", name, line=error.line) from error


def _has_nul(source: Path) -> bool:
    with source.open("rb") as stream:
        while chunk := stream.read(_HEAD_BYTES):
            if b"\x00" in chunk:
                return True
    return False
