"""Columns that would be numbers or dates but for a few cells. They stay text; which cells keep them from it is told.

What type a column has is decided in `infer.py`; the sentence is in `ledger.py`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import BLANKS
from automl_lib.reading.counts import ParseCounts
from automl_lib.reading.infer import OPTIONS, STARTS_LIKE_NUMBER, next_type, rules_out
from automl_lib.reading.missing import MISSING_IN_VALUES
from automl_lib.reading.parse import parse_column, unread_places
from automl_lib.reading.source import batch_rows
from automl_lib.table import ColumnSchema, ColumnType

if TYPE_CHECKING:
    import polars as pl

MOST_UNREAD = 0.1
"""A column with a larger share of cells that don't parse is text."""
_LOOKED_AT = 50
_FEWEST_LIKE_NUMBERS = 0.75
_MOST_UNREAD_IN_SAMPLE = 0.15
_EXAMPLES = 3
_VALUES = (ColumnType.INTEGER, ColumnType.REAL, ColumnType.DATE)


@dataclass(frozen=True)
class NearType:
    """What a text column nearly is.

    Attributes:
        type: integer, real or date.
        present: cells that hold a value.
        unread: those of them that don't parse.
        examples: the first few of these, as (row of the data from 1, cell).
    """

    type: ColumnType
    present: int
    unread: int
    examples: tuple[tuple[int, str], ...]


def near_type(cells_path: Path, column: ColumnSchema, sample: pl.Series) -> NearType | None:
    """The type that nine of ten cells of a text column have; None where there is none.

    Args:
        cells_path: the table's cells as read.
        column: the text column.
        sample: some of its cells.
    """
    values = sample.drop_nulls()
    if not _like_numbers(values):
        return None
    rest = _readable(values, column)
    if rest is None:
        return None
    found = next_type(column.label, column.key, rest)
    if found.against or found.column.type not in _VALUES:
        return None
    candidates = [found.column]
    if found.column.type is ColumnType.INTEGER:  # the sample may have missed the fractions
        candidates.append(ColumnSchema(column.key, column.label, ColumnType.REAL))
    near = [
        _counted(candidate.type, counts, examples)
        for candidate in candidates
        for counts, examples in [_look(cells_path, candidate)]
        if _fits(candidate, counts)
    ]
    return min(near, key=lambda n: n.unread) if near else None


def _like_numbers(values: pl.Series) -> bool:
    """A cheap look at a few cells from everywhere, so that text doesn't pay for attempts to parse it."""
    looked = values.gather_every(max(1, len(values) // _LOOKED_AT))
    cells = [unicodedata.normalize("NFKC", v.strip(BLANKS)) for v in looked]
    cells = [c for c in cells if c and c.lower() not in MISSING_IN_VALUES]
    alike = sum(1 for c in cells if STARTS_LIKE_NUMBER.match(c.removeprefix("'")))
    return alike > 0 and alike >= _FEWEST_LIKE_NUMBERS * len(cells)


def _readable(values: pl.Series, column: ColumnSchema) -> pl.Series | None:
    """The sample without the cells that don't parse under the reading that leaves fewest of them."""
    import polars as pl

    best: tuple[int, ColumnSchema] | None = None
    for kind, parsing in OPTIONS:
        if kind not in _VALUES:
            continue
        candidate = ColumnSchema(column.key, column.label, kind, dict(parsing))
        counts = parse_column(values, candidate)[1]
        share = counts.failed / max(1, counts.present)
        if counts.present and share <= _MOST_UNREAD_IN_SAMPLE and (best is None or counts.failed < best[0]):
            best = (counts.failed, candidate)
    if best is None:
        return None
    unread = unread_places(values, best[1])
    return values.filter(~pl.arange(len(values), eager=True).is_in(unread.implode()))


def _look(cells_path: Path, column: ColumnSchema) -> tuple[ParseCounts, list[tuple[int, str]]]:
    """What is seen in the whole column, and the first cells that don't parse, with their rows."""
    import polars as pl

    counts = ParseCounts()
    examples: list[tuple[int, str]] = []
    before = 0
    for batch in pl.scan_parquet(cells_path).select(column.key).collect_batches(chunk_size=batch_rows(1)):
        cells = batch[column.key]
        seen = parse_column(cells, column)[1]
        if seen.failed and len(examples) < _EXAMPLES:
            places = unread_places(cells, column).head(_EXAMPLES - len(examples)).to_list()
            rows = (before + place + 1 for place in places)
            examples += zip(rows, seen.failed_examples, strict=False)
        counts.add(seen)
        before += len(cells)
    return counts, examples


def _fits(column: ColumnSchema, counts: ParseCounts) -> bool:
    if not 0 < counts.failed <= MOST_UNREAD * counts.present:
        return False
    return rules_out(column, counts, but_unread=True) is None


def _counted(kind: ColumnType, counts: ParseCounts, examples: list[tuple[int, str]]) -> NearType:
    return NearType(kind, counts.present, counts.failed, tuple(examples))
