"""Rows that are added to a table: their columns found, their cells compared with the table's, and both put together."""

from automl_lib.additions.columns import ColumnMatch, match_columns
from automl_lib.additions.rows import ADDED, Addition, add_rows

__all__ = ["ADDED", "Addition", "ColumnMatch", "add_rows", "match_columns"]
