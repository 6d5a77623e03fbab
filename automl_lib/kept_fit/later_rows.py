"""Files of rows that came later, compared with the table of a kept model and put to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from automl_lib.additions import (
    CELLS,
    TYPED,
    TargetClasses,
    add_rows,
    match_columns,
    refuse_other_table,
    sheet_differences,
    target_classes,
)
from automl_lib.drift import DriftWarning, ReferenceTable, reference_table
from automl_lib.errors import FileRefused
from automl_lib.kept_fit.folder import KeptTable
from automl_lib.new_rows import NewRows
from automl_lib.persistence import sha256_of
from automl_lib.profile import profile_table
from automl_lib.reading import read_table_in_subprocess
from automl_lib.report.source import SourceFile
from domain.messages import Message
from domain.table_additions import AdditionChoices, ColumnDifference
from domain.tasks import Task

if TYPE_CHECKING:
    from automl_lib.reading import ReadLimits


@dataclass(frozen=True)
class LaterRows:
    """A file of rows beside a table.

    Attributes:
        file: its name.
        rows: that are added; 0 while something is to be decided.
        differences: between its columns and the table's, those that ask first.
        drift: how its values differ from the table's.
        table: with the rows; None while something is to be decided.
    """

    file: str
    rows: int
    differences: tuple[ColumnDifference, ...]
    drift: tuple[DriftWarning, ...] = ()
    table: KeptTable | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON-serialisable."""
        return {
            "file": self.file,
            "rows": self.rows,
            "asks": self.table is None,
            "differences": [{**one.to_json(), "key": one.key} for one in self.differences],
            "drift": [one.to_json() for one in self.drift],
        }


def compare_later_rows(
    table: KeptTable,
    path: Path,
    task: Task | None,
    choices: AdditionChoices,
    folder: Path,
    *,
    limits: ReadLimits | None = None,
    sheet: str | None = None,
) -> LaterRows:
    """Compare a file with a table column by column, and put its rows to it where they are alike enough or people decided.

    Args:
        table: stays as it is.
        path: CSV or spreadsheet.
        task: what is learned from the target.
        choices: what people decided about differences.
        folder: an empty one, that the table with the rows is written into.
        limits, sheet: as of `fit_file`; where no sheet is named, the one with most columns of the table is read.

    Raises:
        FileRefused: about the file; it has no column of the table (no_common_column), its rows are in the table already
            (rows_brought_before), or what was chosen leaves out all of them (no_new_rows).
    """
    digest = sha256_of(path)
    _refuse_brought_before(table, path.name, digest, sheet)
    schema, new = table.report.schema, folder / "new"
    new.mkdir()
    labels = [column.label for column in schema.columns]
    report = read_table_in_subprocess(
        path, new, name=path.name, limits=limits, sheet=sheet, looked_for=labels
    )
    brought = report.sheet if report.other_sheets else None
    _refuse_brought_before(table, path.name, digest, brought)
    rows = NewRows.of_report(report, new / CELLS)
    match = match_columns(schema, list(rows.labels.values()), choices)
    refuse_other_table(match, path.name)
    sheets = sheet_differences(report)
    if match.asks:
        return LaterRows(path.name, 0, (*match.differences, *sheets))
    made = add_rows(
        table.folder / CELLS, schema, rows, match, choices, _reference(table), folder, _classes(table, task)
    )
    differences = (*made.differences, *sheets)
    if not made.is_added:
        return LaterRows(path.name, 0, differences, made.drift)
    source = SourceFile(path.name, made.rows, digest, sheet=brought)
    grown = replace(table.report, rows=table.report.rows + made.rows, schema=made.schema)
    return LaterRows(
        path.name,
        made.rows,
        differences,
        made.drift,
        KeptTable(folder, grown, table.target, (*table.files, source)),
    )


def _reference(table: KeptTable) -> ReferenceTable:
    schema = table.report.schema
    profile = profile_table(table.folder / TYPED, schema, cells_parquet=table.folder / CELLS)
    return reference_table(profile, schema, table.report.ledger)


def _classes(table: KeptTable, task: Task | None) -> TargetClasses | None:
    if task is not Task.CLASSIFICATION:
        return None
    label = table.report.schema.by_key(table.target).label
    return target_classes(table.folder / TYPED, table.target, label)


def _refuse_brought_before(table: KeptTable, file: str, digest: str, sheet: str | None) -> None:
    for earlier in table.files:
        if earlier.sha256 == digest and earlier.sheet == sheet:
            raise FileRefused(
                Message(
                    "the rows of '{file}' are in the table already (as '{earlier}'); bring rows that came later",
                    file=file,
                    earlier=earlier.name,
                ),
                code="rows_brought_before",
            )
