"""The shapes a profile has, and their way to JSON and back. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from domain.columns import ColumnType

Scalar = int | float | str
"""A statistic: a number for numeric columns, an ISO 8601 text for dates."""


@dataclass(frozen=True)
class Histogram:
    """Equal-width bins over [min, max], for looking at.

    Attributes:
        edges: k + 1 rising edges; for dates, microseconds since 1970-01-01.
        counts: k counts; every bin holds its left edge, the last one also its right edge.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class QuantileBins:
    """Bins with about the same number of values each, for comparing with later data.

    Attributes:
        cuts: k rising inner borders; for dates, microseconds since 1970-01-01.
        counts: k + 1 counts; bin i holds cuts[i - 1] < value <= cuts[i], open at both ends.
    """

    cuts: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class CategoryShares:
    """The values of a column with few of them (typed spelling), most frequent first.

    Attributes:
        values: the values; booleans as "true" and "false".
        counts: how often each occurs.
        complete: whether `values` are all there are.
        singletons: how many values occur exactly once, in the whole column.
    """

    values: tuple[str, ...]
    counts: tuple[int, ...]
    complete: bool
    singletons: int


@dataclass(frozen=True)
class ColumnProfile:
    """One column's statistics over its present (non-missing) values.

    Attributes:
        mean, std, var: of numeric columns; std and var are the sample's (n - 1), None for fewer than
            two values or when they exceed what a float can hold.
        q1, q2, q3: linear quantiles, as pandas computes them.
        missing: cells without a value. NaN and infinities in real columns count as missing.
        distinct: number of different present values.
        top_values: up to ten (value as people wrote it, dates in ISO 8601, count), most frequent first.
        few_numbers: each value of a numeric column with no more than `MAX_NUMERIC_CLASSES` of them, ascending, and its count.
        whisker_low, whisker_high: the outermost values within 1.5 interquartile ranges of the box
            (Tukey), numeric columns only.
        outliers: a sample of the values beyond the whiskers, extremes always among them.
        outlier_count: how many values lie beyond the whiskers.
    """

    key: str
    label: str
    type: ColumnType
    rows: int
    missing: int
    distinct: int
    min: Scalar | None = None
    max: Scalar | None = None
    mean: float | None = None
    std: float | None = None
    var: float | None = None
    q1: Scalar | None = None
    q2: Scalar | None = None
    q3: Scalar | None = None
    top_values: tuple[tuple[str, int], ...] = ()
    few_numbers: tuple[tuple[float, int], ...] = ()
    whisker_low: float | None = None
    whisker_high: float | None = None
    outliers: tuple[float, ...] = ()
    outlier_count: int = 0
    histogram: Histogram | None = None
    quantile_bins: QuantileBins | None = None
    categories: CategoryShares | None = None

    @property
    def present(self) -> int:
        return self.rows - self.missing

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return {**asdict(self), "type": self.type.value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ColumnProfile:
        histogram, bins, shares = data.get("histogram"), data.get("quantile_bins"), data.get("categories")
        return cls(
            **{
                **data,
                "type": ColumnType(data["type"]),
                "top_values": tuple((str(value), int(count)) for value, count in data["top_values"]),
                "few_numbers": tuple(
                    (float(value), int(count)) for value, count in data.get("few_numbers", ())
                ),
                "outliers": tuple(data["outliers"]),
                "histogram": histogram and Histogram(tuple(histogram["edges"]), tuple(histogram["counts"])),
                "quantile_bins": bins and QuantileBins(tuple(bins["cuts"]), tuple(bins["counts"])),
                "categories": shares
                and CategoryShares(
                    tuple(shares["values"]), tuple(shares["counts"]), shares["complete"], shares["singletons"]
                ),
            }
        )


@dataclass(frozen=True)
class TableProfile:
    """All columns of a table, in file order.

    Attributes:
        rows: number of rows.
        duplicate_rows: rows equal, in every column, to an earlier row.
    """

    rows: int
    columns: tuple[ColumnProfile, ...] = field(default_factory=tuple)
    duplicate_rows: int = 0

    def by_key(self, key: str) -> ColumnProfile:
        """Raises KeyError for a key the table doesn't have."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return {
            "rows": self.rows,
            "duplicate_rows": self.duplicate_rows,
            "columns": [column.to_dict() for column in self.columns],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TableProfile:
        return cls(
            data["rows"],
            tuple(ColumnProfile.from_dict(column) for column in data["columns"]),
            data["duplicate_rows"],
        )
