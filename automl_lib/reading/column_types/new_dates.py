"""Dates of new rows in another written form than the table's, where they can be read in one way only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from automl_lib.reading.column_types.options import parsing_for
from automl_lib.reading.parsing.counts import MIDNIGHT, ParseCounts
from automl_lib.reading.parsing.dates import LATE_YEAR, MONTHS, SERIAL, TWO_DIGIT_MONTH
from automl_lib.reading.parsing.parse import parse_column, write_typed
from domain.columns import ColumnType
from domain.messages import Message
from domain.table_schema import ColumnSchema, TableSchema

_OF_DAYS = ("ymd", "compact", LATE_YEAR, SERIAL)
_OF_MONTHS = ("ym", "yyyymm", TWO_DIGIT_MONTH)
_YEAR_LAST = {"mdy", "dmy"}


@dataclass(frozen=True)
class OtherDates:
    """Dates of one column that were read although they are written otherwise than the table's.

    Attributes:
        label: of the column.
        cells: how many.
        written, read: one of them, and its date.
    """

    label: str
    cells: int
    written: str
    read: str

    @property
    def message(self) -> Message:
        """The same in a sentence."""
        return Message(
            "{cells:,} dates of column '{label}' are written otherwise than in the table and were read all the same ('{written}' "
            "as {read}).",
            cells=self.cells,
            label=self.label,
            written=self.written,
            read=self.read,
        )


def write_typed_dates(
    cells: Path, schema: TableSchema, out: Path
) -> tuple[TableSchema, Mapping[str, ParseCounts], list[OtherDates]]:
    """As `write_typed`, with dates also read in the forms that offices use besides the column's own, where some don't read.

    2025-08-01, 2025.08.01, 2025년 8월 1일, 20250801 and 45870 (days of a spreadsheet) are one day. 25.08.01 is read as well, unless
    the column has dates with the year last; 08.07.25 isn't, because it may be a day of 2008 or of 2025. A column of months
    takes other forms of months.

    Returns:
        The schema with the forms that were needed, what was seen in each column, and what was read in other forms.
    """
    counts = write_typed(cells, schema, out)
    tried = {
        column.key: _with_other(column)
        for column in schema.columns
        if column.type is ColumnType.DATE and counts[column.key].failed
    }
    if not tried:
        return schema, counts, []
    again = write_typed(cells, _replaced(schema, tried), out)
    needed = {key: one for key, one in tried.items() if again[key].failed < counts[key].failed}
    found = [_found(column, counts[key], again[key]) for key, column in needed.items()]
    return _replaced(schema, needed), again, found


def _replaced(schema: TableSchema, columns: Mapping[str, ColumnSchema]) -> TableSchema:
    return TableSchema(tuple(columns.get(column.key, column) for column in schema.columns))


def _found(column: ColumnSchema, before: ParseCounts, after: ParseCounts) -> OtherDates:
    import polars as pl

    values = parse_column(pl.Series(before.failed_examples, dtype=pl.String), column)[0]
    pairs = zip(before.failed_examples, values.to_list(), strict=True)
    written, read = next(((cell, value) for cell, value in pairs if value is not None), ("…", "…"))
    return OtherDates(column.label, before.failed - after.failed, written, str(read).removesuffix(MIDNIGHT))


def _with_other(column: ColumnSchema) -> ColumnSchema:
    own = list(column.parsing.get("forms", ()))
    if own and set(own) <= set(MONTHS):
        others: tuple[str, ...] = _OF_MONTHS
    else:
        others = tuple(form for form in _OF_DAYS if form != LATE_YEAR or not _YEAR_LAST & set(own))
    forms = [*own, *(form for form in others if form not in own)]
    # Two digits of a year of birth have their own hundred years.
    return replace(
        column, parsing={**parsing_for({"forms": forms}, column.label), **column.parsing, "forms": forms}
    )
