"""Commands of `saebyeok automl` that only show: documents, columns, results, requests, refused files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.automl import DocumentStatus
from domain.columns import ColumnType
from domain.messages import Message, in_context
from domain.requests import RequestKind, RequestStatus
from orchestration.cli.group import in_language
from orchestration.cli.language import translated
from orchestration.cli.options import Labels
from orchestration.cli.output import (
    format_option,
    local_time,
    print_json,
    print_table,
    reading_line,
    sheets_format_option,
    sheets_out_option,
    warning_line,
)
from orchestration.cli.session import CliContext
from orchestration.cli.workbook_output import check_out, write_json, write_sheets

if TYPE_CHECKING:
    from orchestration.settings import Settings

STATISTICS = {
    "min": Message("Min"),
    "max": Message("Max"),
    "mean": Message("Mean"),
    "std": Message("Std. dev."),
    "var": Message("Variance"),
    "q1": Message("25%"),
    "q2": Message("50%"),
    "q3": Message("75%"),
    "missing": Message("Missing"),
    "distinct": in_context("statistic", "Distinct"),
}


@click.command("list")
@click.option("--name", help="Part of the name of a document.")
@click.option("--status", type=Labels(DocumentStatus), help="State.")
@click.option("--before", help="Start before this document id (next page).")
@click.option("--limit", type=click.IntRange(1, 500), default=50)
@format_option
@click.pass_obj
def list_documents(
    settings: Settings,
    name: str | None,
    status: DocumentStatus | None,
    before: str | None,
    limit: int,
    as_format: str,
) -> None:
    """List documents: name, state, registration date."""
    from records import documents
    from records.growth import outcomes

    cli = CliContext(settings)
    with cli.reading() as session:
        page, total = documents.page(session, name=name, status=status, before=before, limit=limit)
        fallen = outcomes.fallen(session, [one.doc_id for one in page])
    alerts = {doc_id: scores.comparison for doc_id, scores in fallen.items()}
    if as_format == "json":
        keys = ("doc_id", "name", "file_name", "status", "rows", "columns", "registered_at", "failure_en")
        rows = [
            {
                **{key: getattr(d, key) for key in keys},
                "outcomes_fell": alerts[d.doc_id].en if d.doc_id in alerts else None,
            }
            for d in page
        ]
        print_json({"total": total, "documents": rows})
        return
    print_table(
        [
            {
                translated(in_context("identifier", "No.")): d.doc_id,
                translated("Document"): d.name,
                translated(in_context("document", "State")): translated(DocumentStatus(d.status).message),
                translated("Rows"): d.rows,
                translated("Columns"): d.columns,
                translated("Registered"): local_time(settings, d.registered_at),
                translated("Notice"): in_language(settings, d.failure or alerts.get(d.doc_id) or d.note),
            }
            for d in page
        ],
        title=f"Total : {total}",
    )


@click.command()
@click.argument("doc")
@sheets_format_option
@sheets_out_option
@click.pass_obj
def show(settings: Settings, doc: str, as_format: str | None, out: Path | None) -> None:
    """Show the profile of each column, changes made while reading, warnings, and where the pictures are."""
    from records import columns, documents

    as_format = check_out(as_format, out)
    cli = CliContext(settings)
    if as_format == "xlsx":
        from records.automl_sheets import sheets_of_profile

        with cli.reading() as session:
            sheets = sheets_of_profile(session, doc, settings.language)
        write_sheets(sheets, out)
        return
    with cli.reading() as session:
        document = documents.get(session, doc)
        rows = columns.of_document(session, doc)
        pictures = {image.column_no: image.path for image in columns.images(session, doc)}
    report = document.read_report
    if as_format == "json":
        write_json(
            {
                "doc_id": doc,
                "name": document.name,
                "status": document.status,
                "rows": document.rows,
                "encoding": report.encoding if report else None,
                "target": document.target_key,
                "columns": [
                    {**row.profile, "used": row.used, "boxplot": pictures.get(row.column_no)} for row in rows
                ],
                "ledger": [entry.to_json() for entry in report.ledger] if report else [],
                "warnings": document.warnings or [],
                "failure": {"ko": document.failure_ko, "en": document.failure_en},
            },
            out,
        )
        return
    click.echo(
        translated(
            "{name}  [{status}]  {rows} rows, {columns} columns",
            name=document.name,
            status=DocumentStatus(document.status).message,
            rows=document.rows,
            columns=document.columns,
        )
    )
    if document.failure:
        click.echo(translated("failed: {reason}", reason=in_language(settings, document.failure)))
    print_table(
        [
            {
                translated("Column"): row.label + (" ★" if row.key == document.target_key else ""),
                translated("Type"): translated(ColumnType(row.type).message),
                translated("Use"): "Y" if row.used else "N",
                **{translated(title): getattr(row, name) for name, title in STATISTICS.items()},
            }
            for row in rows
        ]
    )
    print_table(
        [
            {
                translated("Column"): row.label,
                translated(in_context("statistic", "Distinct")): row.distinct,
                translated("Most frequent values"): ", ".join(
                    f"{value} ({count:,})" for value, count in row.profile["top_values"][:5]
                ),
                translated("Range"): " – ".join(
                    str(row.profile[end]) for end in ("min", "max") if row.profile[end] is not None
                ),
            }
            for row in rows
            if row.type not in (ColumnType.INTEGER, ColumnType.REAL)
        ],
        title=translated(in_context("column types", "text, date, bool")),
    )
    for entry in report.ledger if report else ():
        click.echo(reading_line(in_language(settings, entry)))
    for warning in document.warnings or []:
        click.echo(warning_line(in_language(settings, warning)))
    if pictures:
        click.echo(f"Boxplot: {settings.effective_store_url}/automl/{doc}/boxplot/")


@click.command("requests")
@click.argument("doc")
@format_option
@click.pass_obj
def list_requests(settings: Settings, doc: str, as_format: str) -> None:
    """List the requests of a document and their results."""
    from records import documents
    from work_requests import request_lists, request_results

    cli = CliContext(settings)
    with cli.reading() as session:
        documents.get(session, doc)
        found = request_lists.of_document(session, doc)
        results = request_results.of_document(session, doc)
    if as_format == "json":
        keys = (
            "request_id",
            "kind",
            "status",
            "attempt",
            "requested_by",
            "requested_at",
            "run_id",
            "reason_en",
        )
        print_json(
            [
                {
                    **{key: getattr(r, key) for key in keys},
                    "result_en": results[r.request_id].en if r.request_id in results else None,
                }
                for r in found
            ]
        )
        return
    print_table(
        [
            {
                translated("Request"): r.request_id,
                translated("Kind"): translated(RequestKind(r.kind).message),
                translated("State"): translated(RequestStatus(r.status).message),
                translated("attempt"): r.attempt,
                translated(in_context("request", "By")): r.requested_by,
                translated("Time"): local_time(settings, r.requested_at),
                translated("Result or reason"): in_language(settings, r.reason or results.get(r.request_id)),
            }
            for r in found
        ]
    )


@click.command()
@format_option
@click.pass_obj
def refused(settings: Settings, as_format: str) -> None:
    """List the refused files and the reasons."""
    from records import refused as refused_rows

    cli = CliContext(settings)
    with cli.reading() as session:
        found = refused_rows.newest(session)
    if as_format == "json":
        print_json([{"file": r.file_name, "kept": r.kept_path, "reason": r.reason_en} for r in found])
        return
    print_table(
        [
            {
                translated("File"): r.file_name,
                translated("Time"): local_time(settings, r.refused_at),
                translated("Reason"): in_language(settings, r.reason),
            }
            for r in found
        ]
    )


COMMANDS = (list_documents, show, list_requests, refused)
