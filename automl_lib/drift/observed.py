"""New rows counted in the bins and categories of a training profile. What it means is in `automl_lib.drift.report`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from automl_lib.profile.result import ColumnProfile, Scalar, TableProfile

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Observed:
    """What new rows hold of one column.

    Attributes:
        rows: number of new rows.
        missing: how many of them have no value.
        counts: per quantile bin of the training profile, or per kept category and then all others.
        below: values under the training's minimum.
        above: values over the training's maximum.
        unseen: values that are no category of training, with their counts, most frequent first.
    """

    rows: int
    missing: int
    counts: tuple[int, ...]
    below: int = 0
    above: int = 0
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
        raw = read_column(typed, old.key, old.type)
    if old.quantile_bins is None:
        return Observed(raw.rows, raw.rows - len(raw.values), ())
    values = np.sort(raw.values)
    low, high = as_number(old.min), as_number(old.max)
    return Observed(
        raw.rows,
        raw.rows - len(values),
        count_in_bins(values, np.asarray(old.quantile_bins.cuts)),
        below=int(np.searchsorted(values, low, side="left")),
        above=len(values) - int(np.searchsorted(values, high, side="right")),
    )


def observe_profile(new: TableProfile, old: ColumnProfile) -> Observed | None:
    """Counts interpolated from the new rows' own profile; None if it has no such column."""
    import numpy as np

    try:
        column = new.by_key(old.key)
    except KeyError:
        return None
    if column.type is not old.type:
        return None
    if old.categories is not None:
        shares = column.categories
        counts = dict(zip(shares.values, shares.counts, strict=True)) if shares else {}
        return _by_category(old, column.rows, column.missing, counts)
    if old.quantile_bins is None or column.quantile_bins is None:
        bins = len(old.quantile_bins.counts) if old.quantile_bins else 0
        return Observed(column.rows, column.missing, (0,) * bins)
    below_cut = np.rint(_share_up_to(column, np.asarray(old.quantile_bins.cuts)) * column.present)
    counts_in_bins = np.diff(np.concatenate([[0], below_cut, [column.present]]))
    return Observed(
        column.rows,
        column.missing,
        tuple(int(count) for count in counts_in_bins),
        *_outside(column, as_number(old.min), as_number(old.max)),
    )


def _outside(column: ColumnProfile, low: float, high: float) -> tuple[int, int]:
    """How many values are certainly below `low` and above `high`: those of bins that lie all outside."""
    assert column.quantile_bins is not None
    bins = column.quantile_bins
    uppers = [*bins.cuts, as_number(column.max)]
    lowers = [as_number(column.min), *bins.cuts]
    below = sum(count for upper, count in zip(uppers, bins.counts, strict=True) if upper < low)
    above = sum(count for lower, count in zip(lowers, bins.counts, strict=True) if lower >= high)
    # The first bin holds its lower border too, which is no value above `high` if equal to it.
    if lowers[0] == high and as_number(column.max) > high:
        above -= bins.counts[0]
    return below, max(0, above)


def as_number(value: Scalar | None) -> float:
    """A statistic on the scale of the bins: dates in microseconds since 1970-01-01."""
    from datetime import datetime

    if isinstance(value, str):
        return (datetime.fromisoformat(value) - datetime(1970, 1, 1)).total_seconds() * 1e6
    return float("nan") if value is None else float(value)


def _share_up_to(column: ColumnProfile, places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Share of the values at or below each place, linear between the column's own cuts."""
    import numpy as np

    assert column.quantile_bins is not None
    if len(column.quantile_bins.counts) == column.distinct:
        steps = np.concatenate([[0], np.cumsum(column.quantile_bins.counts)]) / max(1, column.present)
        uppers = np.asarray([*column.quantile_bins.cuts, as_number(column.max)])
        return steps[np.searchsorted(uppers, places, side="right")]
    xs = [as_number(column.min), *column.quantile_bins.cuts, as_number(column.max)]
    ys = np.concatenate([[0], np.cumsum(column.quantile_bins.counts)]) / max(1, column.present)
    # A first cut equal to the minimum means a heap there: keep its share, not the zero before it.
    if len(xs) > 1 and xs[0] == xs[1]:
        xs, ys = xs[1:], ys[1:]
    shares = np.interp(places, xs, ys)
    return np.where(places < xs[0], 0.0, shares)


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
