"""What is kept of a column for explanations."""

from __future__ import annotations

import pytest

from domain.columns import ColumnType
from domain.explanations import ColumnValues


@pytest.mark.parametrize(
    ("kind", "cell", "shown"),
    [
        (ColumnType.INTEGER, "2316", "2,316"),
        (ColumnType.REAL, "1234.50", "1,234.5"),
        (ColumnType.INTEGER, "2316원", "2316원"),
        (ColumnType.TEXT, "2316", "2316"),
        (ColumnType.INTEGER, None, ""),
    ],
)
def test_a_cell_of_a_reason_is_written_like_all_numbers_where_its_column_has_numbers(kind, cell, shown):
    assert ColumnValues("c0001", "Grocery", kind).shown(cell) == shown
