"""The newest rows of a table taken out again."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg

from assets import checks
from assets.automl import table_files
from assets.automl.target_again import check_target_again, with_target
from assets.step import Step
from domain.table_additions import (
    AdditionStatus,
    DifferenceKind,
    TakenBack,
)
from records import documents, plans, text_rows
from records.growth import additions
from records.growth.tables import TableAddition
from resources.files import Files
from work_requests import automl_decisions


def take_back(step: Step, files: Files, addition: TableAddition) -> dg.MaterializeResult:
    """Store the table without the rows of its newest addition as its next version."""
    from automl_lib.additions import first_rows

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        number = additions.version_of(session, step.doc_id) + 1
    report = table_files.report_of(document)
    left = (addition.first_row or 1) - 1
    if addition.status == AdditionStatus.ADDED:
        found = additions.differences_of(addition)
        whole = {one.column for one in found if one.code == DifferenceKind.FRACTIONS and one.column}
        classes = {one.column for one in found if one.code == DifferenceKind.CLASSES and one.column}
        version = table_files.version_folder(number)
        with TemporaryDirectory() as name, table_files.cells(files.store, document) as cells:
            schema = first_rows(cells, report.schema, left, whole, Path(name), classes)
            kept = table_files.put(files.store, step.doc_id, Path(name), version=version)
        with step.transaction() as session:
            shorter = replace(report, rows=left, schema=schema, files=kept)
            row = documents.get(session, step.doc_id)
            documents.set_read(row, shorter, step.clock.now())
            documents.forget_target_check(row)
            if (
                row.plan_version is not None
                and plans.current(session, step.doc_id).effect["rows_total"] > left
            ):
                automl_decisions.reopen(session, row, step.clock.now())
            taken = TakenBack(step.request.requested_by, step.clock.now().isoformat(), number)
            additions.set_taken_back(additions.get(session, addition.addition_id), taken)
    # Rows behind the table's last one are passed over, so they may go once the version without them is in force.
    text_rows.append_rows(
        step.database.engine, step.doc_id, left, [], guard=step.guard, progress=lambda _: None
    )
    result: dg.MaterializeResult = dg.MaterializeResult(
        metadata={"rows taken back": addition.rows or 0, "dagster/row_count": left},
        check_results=[checks.rows_added(added=0, stored=0)],
    )
    return with_target(result, check_target_again(step, files))
