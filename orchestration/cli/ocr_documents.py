"""Commands of `saebyeok ocr` on whole documents: list, show, add, read again, export, delete."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.messages import in_context
from domain.ocr import EXPORT_FORMATS, OcrStatus, TextAction, TrainingPart
from domain.registration_numbers import mask_resident_numbers, masked_numbers
from orchestration.cli.group import Said, in_language, of_page
from orchestration.cli.input_files import trouble_with
from orchestration.cli.language import translated
from orchestration.cli.ocr_output import note_whole_numbers, whole_numbers_option, write_out
from orchestration.cli.options import Labels
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.output_format import format_of
from orchestration.cli.session import CliContext, not_taken, to_stderr, wait_option

if TYPE_CHECKING:
    from orchestration.settings import Settings


@click.command("list")
@click.option("--name", help="Part of the file name or the company.")
@click.option("--status", type=Labels(OcrStatus), help="State.")
@click.option("--before", help="Start before this document id (next page).")
@click.option("--limit", type=click.IntRange(1, 500), default=50)
@format_option
@click.pass_obj
def list_documents(
    settings: Settings,
    name: str | None,
    status: OcrStatus | None,
    before: str | None,
    limit: int,
    as_format: str,
) -> None:
    """List documents: number, file name, company, state."""
    from records.ocr import document_lists, texts

    cli = CliContext(settings)
    with cli.reading() as session:
        page, total = document_lists.page_of_list(
            session, document_lists.ListFilter(name=name or "", status=status), before=before, limit=limit
        )
        counts = texts.counts(session, [d.doc_id for d in page])
    if as_format == "json":
        keys = ("doc_id", "file_name", "company", "status", "day", "pages", "part", "registered_at")
        print_json(
            {
                "total": total,
                "documents": [
                    {
                        **{key: masked_numbers(getattr(d, key)) for key in keys},
                        **counts.get(d.doc_id, {}),
                        "failure": d.failure_en,
                    }
                    for d in page
                ],
            }
        )
        return
    print_table(
        [
            {
                translated("No."): d.doc_id,
                translated(in_context("name", "File")): mask_resident_numbers(d.file_name),
                translated("Company"): mask_resident_numbers(d.company),
                translated(in_context("document", "State")): translated(OcrStatus(d.status).message),
                translated("Pages"): d.pages,
                translated("Texts"): counts.get(d.doc_id, {}).get("texts", 0),
                translated("Checked"): counts.get(d.doc_id, {}).get("looked_at", 0),
                translated("To learn"): counts.get(d.doc_id, {}).get("selected", 0),
                translated("Part"): translated(TrainingPart(d.part).message) if d.part else "",
                translated("Registered"): local_time(settings, d.registered_at),
                translated("Notice"): in_language(settings, d.failure) or in_language(settings, d.note),
            }
            for d in page
        ],
        title=f"Total : {total}",
    )


@click.command()
@click.argument("doc")
@format_option
@click.pass_obj
def show(settings: Settings, doc: str, as_format: str) -> None:
    """Show the state and the pages of a document: where the pictures are, rotation, network."""
    from records.ocr import documents
    from records.ocr.proofreading import completion

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
        pages = documents.of_document(session, doc)
        empty = completion.pages_left(session, doc)
    if as_format == "json":
        keys = ("page_no", "image_path", "width", "height", "rotation", "tilt", "dpi", "part", "network_id")
        print_json(
            {
                "doc_id": doc,
                "file_name": mask_resident_numbers(document.file_name),
                "company": mask_resident_numbers(document.company),
                "status": document.status,
                "dpi": document.dpi,
                "remarks": documents.remarks(document, pages),
                "failure": {"ko": document.failure_ko, "en": document.failure_en},
                "pages": [{key: getattr(p, key) for key in keys} for p in pages],
                "pages_to_look_at": list(empty),
            }
        )
        return
    click.echo(
        mask_resident_numbers(
            f"{document.file_name}  [{translated(OcrStatus(document.status).message)}]  {document.company}"
        )
    )
    if document.failure:
        click.echo(translated("failed: {reason}", reason=in_language(settings, document.failure)))
    for entry in [*documents.remarks(document, pages), *([document.note] if document.note else [])]:
        place = of_page(entry["page"]) if "page" in entry else ""
        click.echo(f"· {place}{in_language(settings, entry)}")
    for page_no in empty:
        click.echo(
            translated(
                "· page {page} has no text; if none is missing: saebyeok ocr confirm --doc {doc} --page {page}",
                page=page_no,
                doc=doc,
            )
        )
    print_table(
        [
            {
                translated("Pages"): p.page_no,
                translated("Size"): f"{p.width}×{p.height}",
                translated("Rotation"): p.rotation,
                translated("Skew"): p.tilt,
                translated("Part"): translated(TrainingPart(p.part).message) if p.part else "",
                translated("Network"): p.network_id or "",
                translated("Crop"): p.image_path,
            }
            for p in pages
        ]
    )


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--company", help="Company.")
@wait_option
@click.pass_obj
def add(settings: Settings, files: tuple[Path, ...], company: str | None, wait: bool) -> None:
    """Upload images or PDFs as new documents."""
    from intake.destinations import NewPages
    from intake.take import Taken

    cli = CliContext(settings)
    intake = cli.intake()
    asked: list[int] = []
    codes: set[int] = set()
    for file in files:
        if (trouble := trouble_with(file)) is None:
            taken = intake.take(file, NewPages(company), by=cli.by, now=cli.now(), keep=True)
            if isinstance(taken, Taken):
                click.echo(taken.id)
                asked.append(taken.request_id)
                continue
            trouble = not_taken(taken, file, half="ocr")
        to_stderr(translated(trouble.message))
        codes.add(trouble.exit_code)
    for request_id in asked:
        try:
            cli.follow(request_id, wait=wait, on_progress=to_stderr)
        except Said as failure:
            to_stderr(translated(failure.message))
            codes.add(failure.exit_code)
    if codes:
        sys.exit(max(codes))


@click.command("read-again")
@click.argument("doc")
@wait_option
@click.pass_obj
def read_again(settings: Settings, doc: str, wait: bool) -> None:
    """Read a document again with the deployed network. Corrected texts stay."""
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.transaction() as session:
        request_id = ocr_decisions.read_again(session, doc, by=cli.by, now=cli.now()).request_id
    cli.follow(request_id, wait=wait, on_progress=to_stderr)


@click.command()
@click.argument("doc")
@click.option(
    "--format",
    "as_format",
    type=click.Choice(EXPORT_FORMATS),
    help="Output format (default: by the ending of --out, else txt).",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write (default: the screen; for pdf and xlsx, DOCUMENT.pdf or .xlsx).",
)
@whole_numbers_option
@click.pass_obj
def export(
    settings: Settings, doc: str, as_format: str | None, out: Path | None, whole_numbers: bool
) -> None:
    """Export the checked texts: text, JSON, CSV, Excel, hOCR, searchable PDF."""
    from orchestration.runtime.reading_resources import build_files
    from resources.exports import document_to_export

    form = format_of(as_format, out, EXPORT_FORMATS, "txt")
    cli = CliContext(settings)
    files = build_files(settings)
    if whole_numbers:
        note_whole_numbers(cli, TextAction.EXPORT_WHOLE, [doc])
    with document_to_export(
        cli.reading, files.store, doc, with_original=form == "pdf", whole_numbers=whole_numbers
    ) as document:
        from ocr_lib.exports import export as to_bytes

        data = to_bytes(form, document, pdf_a=files.export_pdf_a, limits=files.page_limits())
    if out is None and form in ("pdf", "xlsx"):
        out = Path(f"{doc}.{form}")
    write_out(data, out)


@click.command()
@click.argument("doc")
@click.option("--yes", is_flag=True, help="Delete without asking for confirmation.")
@click.pass_obj
def delete(settings: Settings, doc: str, yes: bool) -> None:
    """[Delete]: hide a document from the lists. Its files stay."""
    from records.ocr import documents
    from work_requests import ocr_decisions

    cli = CliContext(settings)
    with cli.reading() as session:
        document = documents.get(session, doc)
    if not yes:
        click.confirm(
            translated("Delete the document '{name}'?", name=mask_resident_numbers(document.file_name)),
            abort=True,
            err=True,
        )
    with cli.transaction() as session:
        ocr_decisions.delete(session, doc, by=cli.by, now=cli.now())
    click.echo(translated("{doc}: deleted", doc=doc))


COMMANDS = [list_documents, show, add, read_again, export, delete]
