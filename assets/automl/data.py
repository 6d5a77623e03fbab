"""Data read and data profile: `uploaded_table` → `column_profile` → `boxplots`.

Reading itself is `automl_lib.reading`, statistics are `automl_lib.profile`, pictures
`automl_lib.pictures`.
"""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import dagster as dg
from pydantic import Field

from assets import checks
from assets.automl import by_hand, metadata, table_files
from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.automl.profile_rows import column_rows, profiles_of
from assets.external import INBOX_TABLES
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.automl import DocumentStatus, ImageKind
from domain.messages import Message, verbatim
from domain.requests import RequestKind
from domain.table_schema import TableSchema
from records import columns, documents, text_rows
from records.growth import additions
from records.growth.paper_rows import names_of_papers
from records.tables import ColumnImage, Document
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from untrusted_files import Run, run
from work_requests import automl_decisions

GROUP = "automl_data"
PICTURES_A_REPORT = 20
"""Drawing one is quicker than telling of it."""


@dg.asset(
    deps=[INBOX_TABLES],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "parquet"},
    check_specs=[checks.ROWS_STORED],
    pool="read",
    retry_policy=IO_RETRY,
    description="The uploaded file, read in a process of its own, as rows of "
    "TB_AUTOML_TEXT and as Parquet; what was read differently from how it was written is in its ledger.",
)
def uploaded_table(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult:
    with open_step(context, database, clock, by_hand=RequestKind.UPLOAD) as step:
        return read_upload(step, files)


def read_upload(step: Step, files: Files, run: Run = run) -> dg.MaterializeResult:
    """Read the file of the step's document, and store its rows, its schema and its ledger."""
    from automl_lib.reading import read_table_in_subprocess
    from automl_lib.row_json import encode_rows

    with TemporaryDirectory() as name:
        folder = Path(name)
        with step.database.reading() as session:
            document = documents.get(session, step.doc_id)
            additions.refuse_if_any(session, document)
        # A run by hand reads the sheet that was read last.
        earlier = document.read_report
        sheet = step.request.params.get("sheet") or (earlier.sheet if earlier else None)
        step.report(0, 0, Message("reading the file"))
        with files.store.local(document.source_path, document.source_sha256) as source:
            report = read_table_in_subprocess(
                source, folder, name=document.file_name, limits=files.read_limits(), sheet=sheet, run=run
            )
        labels = [column.label for column in report.schema.columns]
        stored = text_rows.replace_rows(
            step.database.engine,
            step.doc_id,
            labels,
            encode_rows(folder / table_files.CELLS),
            guard=step.guard,
            progress=lambda done: step.report(done, report.rows, Message("{rows:,} rows stored", rows=done)),
        )
        kept = table_files.put(files.store, step.doc_id, folder)
        with step.transaction() as session:
            document = documents.get(session, step.doc_id)
            if document.read_report and document.read_report.schema != report.schema:
                automl_decisions.reopen(session, document, step.clock.now())
            documents.set_read(document, replace(report, files=kept), step.clock.now())
    return dg.MaterializeResult(
        metadata=metadata.of_reading(document.name, report),
        check_results=[checks.rows_stored(read=report.rows, stored=stored)],
    )


class ColumnTypes(dg.Config):
    """Columns to read in another way than was found."""

    types: dict[str, str] = Field(
        default={},
        description="New type by column (its name, or its key c0001 …): text, integer, real, number, date, month, "
        "duration or bool.",
    )
    missing_words: dict[str, list[str]] = Field(
        default={},
        description="Words that mean missing, by column (its name or key).",
    )


@dg.asset(
    deps=[uploaded_table, "appended_rows"],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"polars"},
    retry_policy=IO_RETRY,
    description="Statistics of every column: type, range, mean, n−1 deviation and variance, quartiles, missing and "
    "distinct values, and what to be wary of. Rows of TB_AUTOML_COLUMN_INFO.",
)
def column_profile(
    context: dg.AssetExecutionContext, config: ColumnTypes, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    decide = by_hand.retype(config.types, config.missing_words)
    kind = by_hand.kind_of_profile(context.run.run_config)
    with open_step(context, database, clock, by_hand=kind, decide=decide) as step:
        return profile_columns(step, files, config)


def profile_columns(step: Step, files: Files, config: ColumnTypes) -> dg.MaterializeResult[None]:
    """Read columns in another way, where `config` says so, and store the statistics of every column."""
    from automl_lib.profile import profile_table, profile_warnings

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
    schema = table_files.report_of(document).schema
    step.report(0, len(schema.columns), Message("looking at the columns"))
    retyped: metadata.Metadata = {}
    with table_files.cells(files.store, document) as cells, TemporaryDirectory() as folder:
        if config.types or config.missing_words:
            document, retyped = _retype(step, files, cells, schema, config, Path(folder))
            schema = table_files.report_of(document).schema
        with table_files.typed(files.store, document) as typed:
            profile = profile_table(typed, schema, cells_parquet=cells)
    warnings = profile_warnings(profile, table_files.report_of(document).ledger)
    with step.transaction() as session:
        document = documents.get(session, step.doc_id)
        document.warnings = [warning.to_json() for warning in warnings]
        columns.replace_all(
            session,
            step.doc_id,
            column_rows(step.doc_id, profile, schema),
            unused_at_first=names_of_papers([column.label for column in schema.columns]),
        )
        documents.advance(document, DocumentStatus.UPLOADED, step.clock.now())
    return dg.MaterializeResult(metadata={**metadata.of_profile(profile, warnings), **retyped})


@dg.asset(
    deps=[column_profile],
    partitions_def=AUTOML_DOCUMENTS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"matplotlib"},
    retry_policy=IO_RETRY,
    description="A boxplot of every numeric column, drawn from its statistics.",
)
def boxplots(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock
) -> dg.MaterializeResult[None]:
    kind = by_hand.kind_of_profile(context.run.run_config)
    with open_step(context, database, clock, by_hand=kind) as step:
        return draw_boxplots(step, files)


def draw_boxplots(step: Step, files: Files) -> dg.MaterializeResult[None]:
    """Draw and store the boxplots of the step's document, and settle its request."""
    from automl_lib.pictures import draw_boxplot

    with step.database.reading() as session:
        rows = columns.of_document(session, step.doc_id)
    drawn: dict[str, bytes] = {}
    images: list[ColumnImage] = []
    for row, profile in zip(rows, profiles_of(list(rows)), strict=True):
        if not profile.type.is_numeric or profile.present == 0:
            continue
        drawn[row.label] = draw_boxplot(profile, language=files.picture_language)
        stored = files.store.put_bytes(drawn[row.label], f"automl/{step.doc_id}/boxplot/{row.key}.png")
        images.append(
            ColumnImage(
                doc_id=step.doc_id,
                column_no=row.column_no,
                kind=ImageKind.BOXPLOT,
                path=stored.key,
                sha256=stored.sha256,
            )
        )
        if len(images) % PICTURES_A_REPORT == 0:
            step.report(row.column_no, len(rows), verbatim(row.label))
    with step.transaction() as session:
        columns.replace_images(session, step.doc_id, ImageKind.BOXPLOT, images)
    step.finish({"images": len(images)})
    return dg.MaterializeResult(metadata=metadata.of_pictures(drawn))


def _retype(
    step: Step, files: Files, cells: Path, schema: TableSchema, choices: ColumnTypes, folder: Path
) -> tuple[Document, metadata.Metadata]:
    """Read some columns in another way, and keep the table, its schema and its ledger so.

    Returns:
        The document, and as metadata how many values of each such column are missing or could not be read.
    """
    from automl_lib.reading import retype, retyped_ledger, write_typed
    from domain.columns import Reading

    keys = {column.label: column.key for column in schema.columns}
    readings = {keys.get(name, name): Reading(kind) for name, kind in choices.types.items()}
    words = {keys.get(name, name): words for name, words in choices.missing_words.items()}
    changed = retype(cells, schema, readings, words)
    anew = {
        column.key for column, before in zip(changed.columns, schema.columns, strict=True) if column != before
    }
    counts = write_typed(cells, changed, folder / table_files.TYPED)
    with step.database.reading() as session:
        version = table_files.version_of(table_files.report_of(documents.get(session, step.doc_id)))
    kept = table_files.put(files.store, step.doc_id, folder, [table_files.TYPED], version=version)
    with step.transaction() as session:
        document = documents.get(session, step.doc_id)
        report = table_files.report_of(document)
        document.read_report = replace(
            report,
            schema=changed,
            ledger=retyped_ledger(report.ledger, changed, anew, counts),
            files={**report.files, **kept},
        )
    rows = [
        {
            "column": changed.by_key(key).label,
            "type": changed.by_key(key).type.value,
            "missing": sum(counts[key].missing.values()),
            "could not be read": counts[key].failed,
        }
        for key in dict.fromkeys((*readings, *words))
    ]
    return document, {"retyped": metadata.table(rows)}
