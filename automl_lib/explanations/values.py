"""Typed cells as numbers to compute with and as text to read, and what training rows hold of each column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from automl_lib.plan.cleaner import is_free_text
from automl_lib.prediction_csv import plain_number
from automl_lib.reading.parsing.units import POWERS
from domain.columns import ColumnType
from domain.explanations import ColumnValues
from domain.shown_numbers import shown_cell
from domain.table_schema import ColumnSchema

if TYPE_CHECKING:
    import pandas as pd

MOST_CATEGORIES = 50
_QUANTILES = 20
_MICROS = 1_000_000.0


def is_ordered(kind: ColumnType) -> bool:
    """Whether values of the type have distances: numbers and dates."""
    return kind.is_numeric or kind is ColumnType.DATE


def as_numbers(cells: pd.Series, kind: ColumnType) -> np.ndarray:
    """Numbers, or dates as seconds since 1970; NaN for blanks and infinite numbers. Shape (rows,)."""
    if kind is ColumnType.DATE:
        micros = cells.to_numpy("datetime64[us]")
        return np.where(np.isnat(micros), np.nan, micros.astype("int64") / _MICROS)
    numbers = cells.to_numpy(float)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def typed_cells(values: list[Any], kind: ColumnType) -> pd.Series:
    """A typed column of numbers (dates: seconds since 1970) or texts; None and NaN are blanks."""
    import pandas as pd

    if kind.is_numeric:
        return pd.Series(values, dtype="float64")
    if kind is ColumnType.DATE:
        micros = [None if blank(value) else round(value * _MICROS) for value in values]
        return pd.Series(pd.array(micros, dtype="Int64")).astype("datetime64[us]")
    return pd.Series([None if blank(value) else str(value) for value in values], dtype=object)


def blank(value: Any) -> bool:
    """Whether a typed cell has no value: None, NaN or NaT."""
    return value is None or value != value  # noqa: PLR0124 - NaN and NaT differ from themselves


def shown(value: Any, kind: ColumnType) -> str:
    """A typed cell (dates: or seconds since 1970) as people read and type it; "" for a blank."""
    if blank(value):
        return ""
    if kind is ColumnType.DATE:
        import pandas as pd

        moment = pd.Timestamp(value, unit="s") if isinstance(value, int | float) else pd.Timestamp(value)
        return moment.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    return plain_number(float(value)) if kind.is_numeric else str(value)


def shown_in(value: Any, column: ColumnValues, *, separated: bool = False) -> str:
    """The same of a column's cell, with its unit; thousands are separated where it is to be read and not typed."""
    if blank(value) or not column.kind.is_numeric:
        return shown(value, column.kind)

    def written(number: float) -> str:
        return shown_cell(plain_number(number)) if separated else plain_number(number)

    return column.in_unit(float(value), written)


def column_values(column: ColumnSchema, cells: pd.Series) -> ColumnValues:
    """What training rows hold of one column; the cell of a usual row is left out.

    Args:
        column: of the training table.
        cells: typed cells of the training rows.
    """
    kind = column.type
    if not is_ordered(kind):
        counts = cells.dropna().astype(str).value_counts()
        if is_free_text(len(counts), int(counts.sum())):
            # A sentence of another row is private, and no value to choose.
            return ColumnValues(column.key, column.label, kind, complete=False)
        # Equal counts in one order, whatever the order of the rows.
        ranked = sorted(counts.items(), key=lambda one: (-int(one[1]), str(one[0])))
        names = tuple(str(name) for name, _ in ranked[:MOST_CATEGORIES])
        return ColumnValues(
            column.key,
            column.label,
            kind,
            categories=names,
            complete=len(ranked) == len(names),
        )
    numbers = as_numbers(cells, kind)
    numbers = np.sort(numbers[np.isfinite(numbers)])
    if not numbers.size:
        return ColumnValues(column.key, column.label, kind, unit=_unit(column))
    low, high = float(numbers[0]), float(numbers[-1])
    fifth, last = np.quantile(numbers, [0.05, 0.95])
    at = np.unique(np.linspace(0, numbers.size - 1, _QUANTILES).round().astype(int))
    return ColumnValues(
        column.key,
        column.label,
        kind,
        low=low,
        high=high,
        spread=float(last - fifth) or (high - low) or 1.0,
        whole=bool((numbers == np.round(numbers)).all()),
        quantiles=tuple(np.unique(numbers[at]).tolist()),
        unit=_unit(column),
    )


def _unit(column: ColumnSchema) -> str | None:
    """The unit of a column of numbers; none where 천, 만 and 억 were written, which stand for factors."""
    unit = str(column.parsing.get("unit") or "")
    return unit if unit and unit != POWERS and column.type.is_numeric else None


def distance(a: Any, b: Any, column: ColumnValues) -> float:
    """How far apart two cells are: numbers and dates by the column's spread, others 0 or 1; 1 between a blank and a value.

    Args:
        a, b: numbers (dates: seconds since 1970) or texts.
    """
    if blank(a) or blank(b):
        return 0.0 if blank(a) and blank(b) else 1.0
    if column.spread is None:
        return 0.0 if a == b else 1.0
    return abs(a - b) / column.spread


def row_of(frame: pd.DataFrame, place: int, kinds: Mapping[str, ColumnType]) -> dict[str, Any]:
    """A row by key, dates as seconds since 1970 and blanks as None."""
    row = {}
    for key, kind in kinds.items():
        value = as_numbers(frame[key].iloc[[place]], kind)[0] if is_ordered(kind) else frame[key].iloc[place]
        row[key] = None if blank(value) else value
    return row
