"""New rows counted in the bins and categories of a training profile. What it means is in `automl_lib.drift.report`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from automl_lib.profile.result import ColumnProfile, Scalar
from domain.columns import ColumnType
from domain.shown_numbers import exact_number

_FAR_WIDTHS = 3
_FAR_FACTOR = 10
_DIGITS = 10
"""Of a number with fractions."""


@dataclass(frozen=True)
class Observed:
    """What new rows hold of one column.

    Attributes:
        rows: number of new rows.
        missing: how many of them have no value.
        counts: per quantile bin of the training profile, or per kept category and then all others.
        below: values under the training's minimum.
        above: values over the training's maximum.
        far: those of them that lie far outside (`far_bounds`).
        outside: the outermost of them, as text.
        unseen: values that are no category of training, with their counts, most frequent first.
    """

    rows: int
    missing: int
    counts: tuple[int, ...]
    below: int = 0
    above: int = 0
    far: int = 0
    outside: tuple[str, ...] = ()
    unseen: dict[str, int] = field(default_factory=dict)

    @property
    def present(self) -> int:
        return self.rows - self.missing


def observe_parquet(typed_parquet: Path, old: ColumnProfile) -> Observed | None:
    """Exact counts from the data; None if the file has no such column."""
    import numpy as np

    from automl_lib.profile.reading import OpenParquet, read_column
    from automl_lib.profile.statistics import count_in_bins

    with OpenParquet(typed_parquet) as typed:
        if old.key not in typed.names:
            return None
        if old.categories is not None:
            rows, missing, counts = _category_counts(typed_parquet, old.key)
            return _by_category(old, rows, missing, counts)
        # New rows may have fractions where training had whole numbers (`TableSchema.for_new_rows`).
        raw = read_column(typed, old.key, ColumnType.REAL if old.type.is_numeric else old.type)
    if old.quantile_bins is None:
        return Observed(raw.rows, raw.rows - len(raw.values), ())
    values = np.sort(raw.values)
    low, high = as_number(old.min), as_number(old.max)
    below = int(np.searchsorted(values, low, side="left"))
    above = len(values) - int(np.searchsorted(values, high, side="right"))
    near, distant = far_bounds(low, high)
    outermost = [*values[:below][:1], *values[len(values) - above :][-1:]]
    return Observed(
        raw.rows,
        raw.rows - len(values),
        count_in_bins(values, np.asarray(old.quantile_bins.cuts)),
        below=below,
        above=above,
        far=int((values < near).sum() + (values > distant).sum()),
        outside=tuple(shown_value(value.item(), old.type) for value in outermost),
    )


def far_bounds(low: float, high: float) -> tuple[float, float]:
    """Where values lie so far outside a range that they are likely mistakes, such as another unit.

    Beyond three times the width of the range, or under a tenth of a range that is all above zero (above a tenth
    of one that is all below).
    """
    reach = _FAR_WIDTHS * (high - low)
    below, above = low - reach, high + reach
    if low > 0:
        below = max(below, low / _FAR_FACTOR)
    if high < 0:
        above = min(above, high / _FAR_FACTOR)
    return below, above


def shown_value(value: float, kind: ColumnType) -> str:
    """A value on the scale of the bins as people read it: separated thousands; a date without the time where it has none.

    A whole number has all its digits, as values just outside a range differ from it by the last ones.
    """
    if kind is not ColumnType.DATE:
        return exact_number(value if value.is_integer() else float(f"{value:.{_DIGITS}g}"))
    moment = datetime(1970, 1, 1) + timedelta(microseconds=value)
    return moment.isoformat(sep=" ").removesuffix(" 00:00:00")


def as_number(value: Scalar | None) -> float:
    """A statistic on the scale of the bins: dates in microseconds since 1970-01-01."""
    if isinstance(value, str):
        return (datetime.fromisoformat(value) - datetime(1970, 1, 1)).total_seconds() * 1e6
    return float("nan") if value is None else float(value)


def _by_category(old: ColumnProfile, rows: int, missing: int, counts: dict[str, int]) -> Observed:
    assert old.categories is not None
    known = [counts.get(value, 0) for value in old.categories.values]
    others = max(0, rows - missing - sum(known))
    seen = set(old.categories.values)
    unseen = {value: count for value, count in counts.items() if value not in seen}
    return Observed(rows, missing, (*known, others), unseen=unseen if old.categories.complete else {})


def _category_counts(typed_parquet: Path, key: str) -> tuple[int, int, dict[str, int]]:
    import polars as pl

    kinds = pl.read_parquet_schema(typed_parquet)
    cells = pl.scan_parquet(typed_parquet).select(pl.col(key).alias("cell"))
    if kinds[key] == pl.Boolean:
        cells = cells.select(pl.col("cell").replace_strict([True, False], ["true", "false"], default=None))
    table = cells.group_by("cell").len().sort(["len", "cell"], descending=[True, False]).collect()
    counts = {cell: count for cell, count in table.iter_rows() if cell is not None}
    rows = int(table["len"].sum())
    return rows, rows - sum(counts.values()), counts
