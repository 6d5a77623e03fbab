"""The Polars type behind each of the library's column types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.columns import ColumnType

if TYPE_CHECKING:
    import polars as pl


def polars_type(kind: ColumnType) -> pl.DataType:
    """Int64, Float64, String, Datetime("us") or Boolean."""
    import polars as pl

    kinds: dict[ColumnType, pl.DataType] = {
        ColumnType.INTEGER: pl.Int64(),
        ColumnType.REAL: pl.Float64(),
        ColumnType.TEXT: pl.String(),
        ColumnType.DATE: pl.Datetime("us"),
        ColumnType.BOOL: pl.Boolean(),
    }
    return kinds[kind]
