"""Profiling a typed Parquet file: one column after another, two at a time, each read once.

The numbers come from `statistics`, the reading from `reading`; this module puts a `ColumnProfile`
together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from automl_lib.profile import statistics
from automl_lib.profile.duplicates import RowFingerprints
from automl_lib.profile.frequent import Frequent, most_frequent, runs, values_by_count
from automl_lib.profile.reading import OpenParquet, RawColumn, read_column, text_at
from automl_lib.profile.result import CategoryShares, ColumnProfile, TableProfile
from automl_lib.reading.cells import unwrapped_text
from domain.columns import ColumnType
from domain.shown_numbers import typed_number
from domain.table_schema import ColumnSchema, TableSchema
from domain.tasks import MAX_NUMERIC_CLASSES

if TYPE_CHECKING:
    import numpy.typing as npt

TOP_VALUES = 10
CATEGORIES_COMPLETE = 100
CATEGORIES_OF_MANY = 20
OUTLIERS_KEPT = 200
_DAY = 86_400_000_000


def profile_table(
    typed_parquet: Path,
    schema: TableSchema,
    *,
    cells_parquet: Path | None = None,
    seed: int = 0,
    workers: int = 2,
) -> TableProfile:
    """Statistics of every column, as pandas would give them (sample variance, linear quantiles).

    Holds `workers` columns in memory at a time: about 25 bytes a row for each, plus 8 bytes a row for
    counting duplicates.

    Args:
        typed_parquet: the table's typed cells.
        schema: its columns; a key missing from the file raises KeyError.
        cells_parquet: the cells as read, with the same rows; gives `top_values` in people's spelling (dates: ISO 8601).
        seed: of the sample of outliers.
        workers: columns computed at the same time.
    """
    workers = max(1, workers)
    with ExitStack() as stack:
        # An open file is for one thread at a time, so each column takes a pair that no other is using.
        free: SimpleQueue[tuple[OpenParquet, OpenParquet | None]] = SimpleQueue()
        for _ in range(workers):
            typed = stack.enter_context(OpenParquet(typed_parquet))
            free.put((typed, stack.enter_context(OpenParquet(cells_parquet)) if cells_parquet else None))
        rows = typed.rows
        fingerprints = RowFingerprints(rows)

        def build(place: int) -> ColumnProfile:
            column = schema.columns[place]
            typed, cells = files = free.get()
            try:
                raw = read_column(typed, column.key, column.type)
                fingerprints.add(raw, place)
                return _profile_column(column, raw, typed, cells, seed)
            finally:
                free.put(files)

        with ThreadPoolExecutor(workers) as pool:
            columns = tuple(pool.map(build, range(len(schema.columns))))
    return TableProfile(rows, columns, fingerprints.duplicates() if columns else 0)


def _profile_column(
    column: ColumnSchema, raw: RawColumn, typed: OpenParquet, cells: OpenParquet | None, seed: int
) -> ColumnProfile:
    import numpy as np

    ordered = np.sort(raw.values)
    tally = values_by_count(ordered)
    distinct = sum(tally.values())
    is_category = column.type in (ColumnType.TEXT, ColumnType.BOOL)
    keep = TOP_VALUES
    if is_category:
        keep = CATEGORIES_COMPLETE if distinct <= CATEGORIES_COMPLETE else CATEGORIES_OF_MANY
    frequent = most_frequent(raw.values, ordered, tally, keep)
    # Ten of a million different measurements carry no information; ten examples of a text do.
    is_telling = column.type is ColumnType.TEXT or distinct <= TOP_VALUES or max(tally, default=0) > 1
    whole_days = column.type is ColumnType.DATE and not (ordered % _DAY).any()
    spellings = _spellings(column, raw, frequent, typed, whole_days=whole_days)
    shown = frequent[:TOP_VALUES] if is_telling else []
    # A date is written in many ways, and is shown beside the column's range, which is in ISO form.
    as_read = {} if column.type is ColumnType.DATE else _as_read(column, raw, shown, cells)
    fields: dict[str, Any] = {
        "missing": raw.rows - len(ordered),
        "distinct": distinct,
        "top_values": tuple((as_read.get(i) or spellings[i], value.count) for i, value in enumerate(shown)),
    }
    if is_category:
        fields["categories"] = CategoryShares(
            values=tuple(spellings),
            counts=tuple(value.count for value in frequent),
            complete=len(frequent) == distinct,
            singletons=tally[1],
        )
    elif len(ordered):
        fields |= (
            _date_fields(ordered)
            if column.type is ColumnType.DATE
            else _numeric_fields(ordered, distinct, seed)
        )
    return ColumnProfile(column.key, column.label, column.type, raw.rows, **fields)


def _numeric_fields(ordered: npt.NDArray[Any], distinct: int, seed: int) -> dict[str, Any]:
    mean, variance = statistics.moments(ordered)
    q1, q2, q3 = (statistics.quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    start, stop = statistics.whiskers(ordered, q1, q3)
    # With few values interpolation can leave no value between a fence and the box.
    low = min(float(ordered[start]), q1) if start < len(ordered) else q1
    high = max(float(ordered[stop - 1]), q3) if stop else q3
    return {
        "few_numbers": _few_numbers(ordered) if distinct <= MAX_NUMERIC_CLASSES else (),
        "min": ordered[0].item(),
        "max": ordered[-1].item(),
        "mean": mean,
        "std": None if variance is None else math.sqrt(variance),
        "var": variance,
        "q1": q1,
        "q2": q2,
        "q3": q3,
        "whisker_low": low,
        "whisker_high": high,
        "outliers": tuple(statistics.sample_outliers(ordered, start, stop, OUTLIERS_KEPT, seed)),
        "outlier_count": start + len(ordered) - stop,
        "histogram": statistics.histogram(ordered),
        "quantile_bins": statistics.quantile_bins(ordered),
    }


def _few_numbers(ordered: npt.NDArray[Any]) -> tuple[tuple[float, int], ...]:
    return tuple(
        (float(value), int(count))
        for values, counts in runs(ordered)
        for value, count in zip(values, counts, strict=True)
    )


def _date_fields(ordered: npt.NDArray[Any]) -> dict[str, Any]:
    whole_days = not (ordered % _DAY).any()
    q1, q2, q3 = (_iso(statistics.quantile(ordered, share), whole_days) for share in (0.25, 0.5, 0.75))
    return {
        "min": _iso(ordered[0].item(), whole_days),
        "max": _iso(ordered[-1].item(), whole_days),
        "q1": q1,
        "q2": q2,
        "q3": q3,
        "histogram": statistics.histogram(ordered),
        "quantile_bins": statistics.quantile_bins(ordered),
    }


def _iso(microseconds: float, whole_days: bool) -> str:
    """ISO 8601; a quantile between two days is cut to the earlier one."""
    moment = datetime(1970, 1, 1) + timedelta(microseconds=round(microseconds))
    return moment.date().isoformat() if whole_days else moment.isoformat()


def _spellings(
    column: ColumnSchema,
    raw: RawColumn,
    frequent: Sequence[Frequent],
    typed: OpenParquet,
    *,
    whole_days: bool,
) -> list[str]:
    """The typed values as text; dates in ISO form, without a time where the column has `whole_days` only."""
    if column.type is ColumnType.TEXT:
        rows = raw.rows_of([value.place for value in frequent])
        texts = text_at(typed, column.key, rows)
        return [texts[row] or "" for row in rows]
    plain = [value.value for value in frequent]
    if column.type is ColumnType.BOOL:
        return ["true" if value else "false" for value in plain]
    if column.type is ColumnType.DATE:
        return [_iso(value, whole_days) for value in plain]
    return [repr(float(typed_number(value))) if isinstance(value, float) else repr(value) for value in plain]


def _as_read(
    column: ColumnSchema, raw: RawColumn, shown: Sequence[Frequent], cells: OpenParquet | None
) -> dict[int, str | None]:
    """By position in `shown`, how people wrote the value where it first occurs."""
    if cells is None or not shown:
        return {}
    rows = raw.rows_of([value.place for value in shown])
    texts = text_at(cells, column.key, rows)
    return {place: unwrapped_text(texts.get(row)) for place, row in enumerate(rows)}
