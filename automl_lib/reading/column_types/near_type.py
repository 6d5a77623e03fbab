"""Columns that would be numbers, dates or times but for some cells. They stay text, or the whole numbers that dates in
digits are without a calendar; which cells those are is reported.

What type a column has is decided in `infer.py`; the sentence is in `column_ledger.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.reading.cells import plain
from automl_lib.reading.column_types.infer import Verdict, next_type, rules_out
from automl_lib.reading.column_types.options import (
    OPTIONS,
    may_be,
    parsing_for,
    reading_of,
    starts_like_value,
)
from automl_lib.reading.parsing.counts import ParseCounts
from automl_lib.reading.parsing.missing import MISSING_IN_VALUES
from automl_lib.reading.parsing.parse import parse_column, unread_places
from automl_lib.reading.parsing.units import POWERS, unit_choices
from automl_lib.reading.raw_table import batch_rows
from domain.columns import ColumnType, Reading
from domain.table_schema import ColumnSchema

if TYPE_CHECKING:
    import polars as pl

FEWEST_READ = 0.5
"""A column of which a smaller share parses is text."""
_FEWEST_LOOKING = 0.25
_LOOKED_AT = 50
_TRIED = 400
_EXAMPLES = 3
_VALUES = (ColumnType.INTEGER, ColumnType.REAL, ColumnType.DATE)


@dataclass(frozen=True)
class NearType:
    """What a column nearly is.

    Attributes:
        reading: integer, real, date, month or duration.
        unit: the unit of the cells that would be read where the others have another one ("" for none, `POWERS` for
            those with 천, 만, 억), else None.
        present: cells that hold a value.
        unread: those of them that don't parse.
        examples: the first few of these, as (row of the data from 1, cell).
    """

    reading: Reading
    unit: str | None
    present: int
    unread: int
    examples: tuple[tuple[int, str], ...]


def near_type(cells_path: Path, verdict: Verdict, sample: pl.Series) -> NearType | None:
    """The type that at least half the cells of a column have; None where there is none.

    Args:
        cells_path: the table's cells as read.
        verdict: on the column: text, or whole numbers that may be dates.
        sample: some of its cells.
    """
    column, values = verdict.column, sample.drop_nulls()
    if verdict.against == "mixed_units":
        candidates = _of_one_unit(column, verdict.seen)
    elif verdict.against not in (None, "identifier_text") or not _like_values(values):
        return None
    else:
        # As numbers, whole numbers and cells that look like identifiers all parse.
        numbers = verdict.against or column.type is ColumnType.INTEGER
        kinds = (ColumnType.DATE,) if numbers else _VALUES
        candidates = _of_most_cells(column, values, kinds)
    near = [
        NearType(
            reading_of(candidate),
            _unit_of(candidate),
            counts.present,
            counts.failed,
            tuple(examples),
        )
        for candidate in candidates
        for counts, examples in [_look(cells_path, candidate)]
        if _fits(candidate, counts)
    ]
    return min(near, key=lambda n: n.unread) if near else None


def _unit_of(column: ColumnSchema) -> str | None:
    if column.parsing.get("bare") is False:
        return column.parsing.get("unit", POWERS)
    return column.parsing.get("unit")


def _of_one_unit(column: ColumnSchema, seen: ParseCounts) -> list[ColumnSchema]:
    return [
        ColumnSchema(column.key, column.label, kind, choice)
        for choice in unit_choices(seen.units, bare=seen.bare, scaled=seen.features.get("scaled", 0))
        for kind in (ColumnType.INTEGER, ColumnType.REAL)
    ]


def _of_most_cells(
    column: ColumnSchema, values: pl.Series, kinds: tuple[ColumnType, ...]
) -> list[ColumnSchema]:
    """What the column is without the cells that don't parse under the reading that leaves fewest of them."""
    rest = _readable(values, column, kinds)
    if rest is None:
        return []
    found = next_type(column.label, column.key, rest, missing=column.parsing.get("missing"))
    if found.against or found.column.type not in kinds:
        return []
    if found.column.type is ColumnType.INTEGER:  # the sample may have missed the fractions
        return [found.column, ColumnSchema(column.key, column.label, ColumnType.REAL, found.column.parsing)]
    return [found.column]


def _like_values(values: pl.Series) -> bool:
    """A cheap look at a few cells from everywhere, so that text doesn't pay for attempts to parse it."""
    looked = values.gather_every(max(1, len(values) // _LOOKED_AT))
    cells = [c for c in map(plain, looked) if c and c.lower() not in MISSING_IN_VALUES]
    alike = sum(1 for c in cells if starts_like_value(c))
    return alike > 0 and alike >= FEWEST_READ * len(cells)


def _readable(values: pl.Series, column: ColumnSchema, kinds: tuple[ColumnType, ...]) -> pl.Series | None:
    """The sample without the cells that don't parse under the reading that leaves fewest of them."""
    import polars as pl

    few = values.gather_every(max(1, len(values) // _TRIED))
    looked = [plain(v) for v in few.head(_LOOKED_AT)]
    best: tuple[int, ColumnSchema] | None = None
    for kind, parsing in OPTIONS:
        if kind not in kinds or sum(may_be(kind, parsing, v) for v in looked) < _FEWEST_LOOKING * len(looked):
            continue
        candidate = ColumnSchema(column.key, column.label, kind, parsing_for(parsing, column.label))
        counts = parse_column(few, candidate)[1]
        if counts.parsed and counts.parsed >= counts.failed and (best is None or counts.failed < best[0]):
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
    if not 0 < counts.failed <= (1 - FEWEST_READ) * counts.present:
        return False
    return rules_out(column, counts, but_unread=True) is None
