"""Rows added to a table later: `appended_rows`. What differs, and how both are put together, is `automl_lib.additions`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field

from assets import checks
from assets.automl import by_hand, metadata, table_files
from assets.automl.brought_file import read_brought_file
from assets.automl.data import GROUP, uploaded_table
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.profile_rows import profiles_of
from assets.automl.taking_back import take_back
from assets.automl.target_again import check_target_again, with_target
from assets.claiming import document_of, failing_in_words
from assets.external import INBOX_MORE_ROWS
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.messages import Message
from domain.read_report import ReadReport
from domain.requests import RequestKind
from domain.table_additions import (
    AdditionChoices,
    AdditionStatus,
    ColumnDifference,
)
from domain.tasks import Task
from records import columns, documents, text_rows
from records.growth import additions
from records.growth.tables import TableAddition
from records.tables import Document
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from untrusted_files import Run, run

if TYPE_CHECKING:
    from automl_lib.additions import Addition, TargetClasses


class AddedFile(dg.Config):
    """The file to add, for a run launched by hand; a request has staged it already."""

    file: str | None = Field(
        None,
        description="Path of the rows to add: below the inbox, or in the store. Empty: the choices decide about the file that waits.",
    )
    sheet: str | None = Field(
        None, description="Sheet of a workbook, by name or number. Empty: the one like the table."
    )
    renamed: dict[str, str] = Field({}, description="Column of the table → header of the file that it is.")
    accepted: list[str] = Field([], description="Keys of differences that are taken as they are.")
    converted: list[str] = Field(
        [], description="Columns whose numbers are converted to the unit of the table."
    )
    only_new: bool = Field(False, description="Whether only rows are added that the table does not have.")
    known_classes: bool = Field(
        False, description="Whether only rows are added whose target is a class of the table."
    )

    @property
    def choices(self) -> AdditionChoices:
        return AdditionChoices(
            self.renamed, tuple(self.accepted), tuple(self.converted), self.only_new, self.known_classes
        )


@dg.asset(
    deps=[uploaded_table, INBOX_MORE_ROWS],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "parquet"},
    check_specs=[checks.ROWS_ADDED, checks.TARGET_LEARNABLE],
    pool="read",
    retry_policy=IO_RETRY,
    description="A file of more rows, compared with the table column by column and put to it, or kept until people "
    "decide about what differs; or the rows added last, taken out again. The table gets a new version; its profile is "
    "computed again, and its target is checked again.",
)
def appended_rows(
    context: dg.AssetExecutionContext, config: AddedFile, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult:
    with failing_in_words():
        decide = by_hand.append(
            files, document_of(context), context.run.run_id, config.file, config.sheet, config.choices
        )
    with open_step(context, database, clock, by_hand=RequestKind.APPEND, decide=decide) as step:
        return append_file(step, files)


def append_file(step: Step, files: Files, run: Run = run) -> dg.MaterializeResult:
    """Put the rows of the step's file to its document's table, or keep what people have to decide about."""
    from automl_lib.additions import (
        NoNewRows,
        add_rows,
        match_columns,
        refuse_other_table,
        sheet_differences,
    )
    from automl_lib.drift import reference_table
    from automl_lib.new_rows import NewRows
    from automl_lib.profile import TableProfile

    with step.database.reading() as session:
        addition = additions.of_request(session, step.request_id)
        if step.request.params.get("taken_back"):
            return take_back(step, files, addition)
        document = documents.get(session, step.doc_id)
        profiles = profiles_of(list(columns.of_document(session, step.doc_id)))
    if addition.status == AdditionStatus.ADDED:  # an attempt before this one ended behind it
        count = addition.rows or 0
        result: dg.MaterializeResult = dg.MaterializeResult(
            metadata={"rows added": count, "note": "done by an earlier attempt"},
            check_results=[checks.rows_added(added=count, stored=count)],
        )
        return with_target(result, check_target_again(step, files))
    report = table_files.report_of(document)
    with TemporaryDirectory() as name:
        folder, new = Path(name), Path(name) / "new"
        new.mkdir()
        brought = read_brought_file(step, files, document, addition, new, run)
        addition = _of_sheet(step, addition, brought)
        sheets = sheet_differences(brought)
        rows = NewRows.of_report(brought, new / table_files.CELLS)
        labels = list(rows.labels.values())
        match = match_columns(report.schema, labels, addition.choices)
        free = [label for label in labels if label not in match.headers.values()]
        refuse_other_table(match, addition.file_name)
        if match.asks:
            return _ask(step, addition, [*match.differences, *sheets], free)
        reference = reference_table(TableProfile(report.rows, tuple(profiles)), report.schema, report.ledger)
        step.report(0, brought.rows, Message("comparing the rows with the table"))
        target = _target_of(files, document)
        with table_files.cells(files.store, document) as cells:
            try:
                made = add_rows(
                    cells, report.schema, rows, match, addition.choices, reference, folder, target
                )
            except NoNewRows as refused:
                asked = [*refused.differences, *sheets]
                return _ask(step, addition, asked, free, without_leaving_out=True)
        made = replace(made, differences=(*made.differences, *sheets))
        if not made.is_added:
            return _ask(step, addition, made.differences, free)
        return _keep(step, files, addition, document, made, folder)


def _of_sheet(step: Step, addition: TableAddition, brought: ReadReport) -> TableAddition:
    """Keep which sheet of a workbook with several was read; raises DecisionRefused where its rows are in the table."""
    if not brought.other_sheets:
        return addition
    with step.transaction() as session:
        additions.refuse_same_content(
            session,
            addition.doc_id,
            file_name=addition.file_name,
            sha256=addition.source_sha256,
            sheet=brought.sheet,
            now=step.clock.now(),
        )
        row = additions.get(session, addition.addition_id)
        row.sheet = brought.sheet
        return row


def _target_of(files: Files, document: Document) -> "TargetClasses | None":
    """The classes of a document's target; None where it has none or predicts a number."""
    from automl_lib.additions import target_classes

    key, check = document.target_key, document.target_check
    if key is None or (check is not None and check.key == key and check.task is Task.REGRESSION):
        return None
    column = table_files.report_of(document).schema.by_key(key)
    if check is None and column.type.is_numeric:
        return None
    with table_files.typed(files.store, document) as typed:
        return target_classes(typed, key, column.label)


def _ask(
    step: Step,
    addition: TableAddition,
    differences: Sequence[ColumnDifference],
    headers: Sequence[str],
    *,
    without_leaving_out: bool = False,
) -> dg.MaterializeResult:
    """Keep the file until people decide.

    Args:
        without_leaving_out: forget choices by which all of its rows would be left out.
    """
    with step.transaction() as session:
        row = additions.get(session, addition.addition_id)
        if without_leaving_out:
            row.choices = replace(row.choices, only_new=False, known_classes=False)
        additions.set_asking(row, differences, headers)
    return dg.MaterializeResult(
        metadata={
            "rows added": 0,
            "to be decided": sum(one.asks for one in differences),
            "differences": _listed(differences),
        },
        check_results=[checks.rows_added(added=0, stored=0), checks.target_learnable(None)],
    )


def _keep(
    step: Step,
    files: Files,
    addition: TableAddition,
    document: Document,
    made: "Addition",
    folder: Path,
) -> dg.MaterializeResult:
    """Store the table with the rows as its next version."""
    from automl_lib.additions import ADDED
    from automl_lib.row_json import encode_rows

    report = table_files.report_of(document)
    stored = text_rows.append_rows(
        step.database.engine,
        step.doc_id,
        report.rows,
        encode_rows(folder / ADDED),
        guard=step.guard,
        progress=lambda done: step.report(done, made.rows, Message("{rows:,} rows stored", rows=done)),
    )
    with step.database.reading() as session:
        number = additions.version_of(session, step.doc_id) + 1
    version = table_files.version_folder(number)
    kept = table_files.put(files.store, step.doc_id, folder, version=version)
    grown = replace(report, rows=report.rows + made.rows, schema=made.schema, files=kept)
    with step.transaction() as session:
        grown_document = documents.get(session, step.doc_id)
        documents.set_read(grown_document, grown, step.clock.now())
        documents.forget_target_check(grown_document)
        row = additions.get(session, addition.addition_id)
        row.differences = [one.to_json() for one in made.differences]
        row.drift = [one.to_json() for one in made.drift]
        additions.set_added(
            session,
            row,
            first_row=report.rows + 1,
            rows=made.rows,
            cells_sha256=kept[f"{version}{table_files.CELLS}"],
            now=step.clock.now(),
        )
    result: dg.MaterializeResult = dg.MaterializeResult(
        metadata={
            "rows added": made.rows,
            "dagster/row_count": grown.rows,
            "version": number,
            "differences": _listed(made.differences),
            "drift": metadata.table([{"column": one.column or "*", "drift": one.en} for one in made.drift]),
        },
        check_results=[checks.rows_added(added=made.rows, stored=stored)],
    )
    return with_target(result, check_target_again(step, files))


def _listed(differences: Sequence[ColumnDifference]) -> dg.TableMetadataValue | str:
    return metadata.table(
        [{"column": one.column or "*", "asks": one.asks, "difference": one.en} for one in differences]
    )
