"""Reports of reading a table, for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.read_report import HeaderInfo, ReadReport
from domain.table_schema import TableSchema

_CSV = ReadReport(
    "test.csv", "csv", 3, TableSchema(()), "utf-8", ",", None, (), HeaderInfo(rows=1, skipped=0), ()
)


def read_report(**changed: Any) -> ReadReport:
    """The report of a small CSV with some fields changed."""
    return replace(_CSV, **changed)
