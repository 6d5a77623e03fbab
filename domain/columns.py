"""What a column of a table may be, and the ways its cells may be read."""

from __future__ import annotations

from domain.labelled import Labelled
from domain.messages import in_context


class ColumnType(Labelled):
    """칼럼 유형. In typed Parquet: Int64, Float64, String, Datetime("us") and Boolean."""

    TEXT = "text", in_context("column type", "text")
    INTEGER = "integer", in_context("column type", "integer")
    REAL = "real", in_context("column type", "real")
    DATE = "date", in_context("column type", "date")
    BOOL = "bool", in_context("column type", "bool")

    @property
    def is_numeric(self) -> bool:
        return self in (ColumnType.INTEGER, ColumnType.REAL)


class Reading(Labelled):
    """How a column is read. Every `ColumnType` is one; the others leave the type to the cells.

    `NUMBER` is integer or real, `MONTH` a date whose cells name months, `DURATION` times and durations in minutes.
    """

    TEXT = "text", in_context("column type", "text")
    INTEGER = "integer", in_context("column type", "integer")
    REAL = "real", in_context("column type", "real")
    NUMBER = "number", in_context("column type", "number")
    DATE = "date", in_context("column type", "date")
    MONTH = "month", in_context("column type", "month")
    DURATION = "duration", in_context("column type", "duration")
    BOOL = "bool", in_context("column type", "bool")

    @classmethod
    def of(cls, kind: ColumnType) -> Reading:
        """The reading that is a type."""
        return cls(kind.value)
