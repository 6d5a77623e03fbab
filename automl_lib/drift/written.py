"""How the numbers of a table were written, from the ledger of reading it: with a percent sign, with a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automl_lib.profile.result import TableProfile
from automl_lib.reading.column_types.options import DURATION
from domain.table_schema import TableSchema

if TYPE_CHECKING:
    from domain.read_report import LedgerEntry


TWO_PART_TIME = "two_part_time"
"""Feature and code of times such as 12:34, which are taken for hours and minutes."""

_SECONDS = re.compile(r"\d:\d\d:\d\d|\d:\d\d\.\d")


@dataclass(frozen=True)
class WrittenForm:
    """How the numbers of one column were written.

    Attributes:
        percent: cells with a percent sign.
        present: cells that hold a value.
        has_unit: whether any was written with a unit or a currency.
        has_seconds: whether they are times with seconds (1:02:03, 12:34.5), none of them without.
    """

    percent: int = 0
    present: int = 0
    has_unit: bool = False
    has_seconds: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether every value has a percent sign."""
        return 0 < self.present <= self.percent


def written_forms(
    profile: TableProfile, schema: TableSchema, ledger: Sequence[LedgerEntry]
) -> dict[str, WrittenForm]:
    """Key → form of each column of numbers; arguments as of `reference_table`."""
    percent = {entry.column: entry.count for entry in ledger if entry.code == "percent"}
    with_unit = {entry.column for entry in ledger if entry.code == "unit"}
    short = {entry.column for entry in ledger if entry.code == TWO_PART_TIME}
    with_seconds = {
        entry.column
        for entry in ledger
        if entry.code == DURATION["form"] and any(_SECONDS.search(raw) for raw, _ in entry.examples)
    }
    return {
        column.key: WrittenForm(
            percent.get(column.label, 0),
            profile.by_key(column.key).present,
            column.label in with_unit,
            column.label in with_seconds - short,
        )
        for column in schema.columns
        if column.type.is_numeric
    }
