"""What a column of a table may be, and the ways its cells may be read."""

from __future__ import annotations

from domain.labelled import Labelled


class ColumnType(Labelled):
    """칼럼 유형. In typed Parquet: Int64, Float64, String, Datetime("us") and Boolean."""

    TEXT = "text", "문자형"
    INTEGER = "integer", "정수형"
    REAL = "real", "실수형"
    DATE = "date", "날짜형"
    BOOL = "bool", "논리형"

    @property
    def is_numeric(self) -> bool:
        return self in (ColumnType.INTEGER, ColumnType.REAL)


class Reading(Labelled):
    """How a column is read. Every `ColumnType` is one; the others leave the type to the cells.

    `NUMBER` is integer or real, `MONTH` a date whose cells name months, `DURATION` times and durations in minutes.
    """

    TEXT = "text", "문자형"
    INTEGER = "integer", "정수형"
    REAL = "real", "실수형"
    NUMBER = "number", "숫자형(단위 하나만)"
    DATE = "date", "날짜형"
    MONTH = "month", "날짜형(월)"
    DURATION = "duration", "시간(분)"
    BOOL = "bool", "논리형"

    @classmethod
    def of(cls, kind: ColumnType) -> Reading:
        """The reading that is a type."""
        return cls(kind.value)
