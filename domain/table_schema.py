"""The columns of a table: types, safe keys for files and models, and the labels that people wrote.

A table on disk is a pair of Parquet files with the same rows: `cells.parquet` holds every cell as
text as it was read (null = blank), `typed.parquet` the same cells parsed to the column's type.
Reading and typing live in `automl_lib.reading`; this module only names the shapes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from domain.columns import ColumnType

Parsing = Mapping[str, Any]
"""How the text cells of a column become values; JSON-ready, written and read by `automl_lib.reading`."""


def column_key(position: int) -> str:
    """The safe name of the column at `position` (from 0): "c0001", "c0002", …"""
    return f"c{position + 1:04d}"


@dataclass(frozen=True)
class ColumnSchema:
    """One column.

    Attributes:
        key: safe name used in Parquet and in models; never shown to people.
        label: the header as people wrote it, made unique.
        type: what the cells were parsed to.
        parsing: how text cells become values, so that new rows of the column are parsed in the same way.
    """

    key: str
    label: str
    type: ColumnType
    parsing: Parsing = field(default_factory=dict)


@dataclass(frozen=True)
class TableSchema:
    """The columns of a table, in file order."""

    columns: tuple[ColumnSchema, ...]

    def by_key(self, key: str) -> ColumnSchema:
        """Raises KeyError for a key the table doesn't have."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def by_label(self, label: str) -> ColumnSchema:
        """Raises KeyError for a label the table doesn't have."""
        for column in self.columns:
            if column.label == label:
                return column
        raise KeyError(label)

    def for_new_rows(self, *, exact: Collection[str] = ()) -> TableSchema:
        """The same columns, with fractions allowed where the table had whole numbers only.

        Models compute with real numbers anyway, and what was whole in one table needn't be in the next:
        pandas writes whole numbers with blanks among them as 3407.0.

        Args:
            exact: keys of columns that stay as they are, such as a target, whose values name classes.
        """
        return TableSchema(
            tuple(
                replace(c, type=ColumnType.REAL) if c.type is ColumnType.INTEGER and c.key not in exact else c
                for c in self.columns
            )
        )

    def to_dict(self) -> dict[str, Any]:
        return {"columns": [{**asdict(c), "type": c.type.value} for c in self.columns]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> TableSchema:
        return cls(
            tuple(
                ColumnSchema(c["key"], c["label"], ColumnType(c["type"]), c.get("parsing", {}))
                for c in data["columns"]
            )
        )
