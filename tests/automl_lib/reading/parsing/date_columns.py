"""Columns to be parsed as dates."""

from __future__ import annotations

from domain.columns import ColumnType
from domain.table_schema import ColumnSchema, TableSchema


def column(cells: list[str], label: str = "값") -> str:
    quoted = (cell.replace('"', '""') for cell in cells)
    return f"{label},줄\n" + "".join(f'"{cell}",r{number}\n' for number, cell in enumerate(quoted))


def one(**parsing: object) -> TableSchema:
    return TableSchema((ColumnSchema("c0001", "값", ColumnType.DATE, parsing),))
