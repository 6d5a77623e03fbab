"""A table, and rows that are put to it."""

from __future__ import annotations

import pytest

from automl_lib.additions import add_rows, match_columns, target_classes
from automl_lib.drift import reference_table
from automl_lib.new_rows import NewRows
from automl_lib.profile import profile_table
from automl_lib.reading import ReadLimits
from automl_lib.reading.table import read_table
from domain.table_additions import AdditionChoices


@pytest.fixture
def put_to(tmp_path):
    """Reads two CSVs, the table and the rows; the differences of their columns, or of their rows, and the folder of the result."""

    def read(name, text):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        file = tmp_path / f"{name}.csv"
        file.write_text(text)
        return folder, read_table(file, folder, file.name, ReadLimits())

    def put(table, more, target=None, **choices):
        folder, report = read("table", table)
        typed = folder / "typed.parquet"
        profile = profile_table(typed, report.schema, cells_parquet=folder / "cells.parquet")
        reference = reference_table(profile, report.schema, report.ledger)
        new, brought = read("more", more)
        rows = NewRows.of_report(brought, new / "cells.parquet")
        decided = AdditionChoices(**choices)
        match = match_columns(report.schema, list(rows.labels.values()), decided)
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        if match.asks:
            return match.differences, out
        classes = None
        if target is not None:
            classes = target_classes(typed, report.schema.by_label(target).key, target)
        added = add_rows(
            folder / "cells.parquet", report.schema, rows, match, decided, reference, out, classes
        )
        return added, out

    return put
