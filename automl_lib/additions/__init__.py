"""Rows that are added to a table: their columns found, their cells compared with the table's, and both put together."""

from automl_lib.additions.classes import TargetClasses, target_classes
from automl_lib.additions.columns import ColumnMatch, match_columns, refuse_other_table, sheet_differences
from automl_lib.additions.rows import ADDED, CELLS, TYPED, Addition, NoNewRows, add_rows, first_rows

__all__ = [
    "ADDED",
    "CELLS",
    "TYPED",
    "Addition",
    "ColumnMatch",
    "NoNewRows",
    "TargetClasses",
    "add_rows",
    "first_rows",
    "match_columns",
    "refuse_other_table",
    "sheet_differences",
    "target_classes",
]
