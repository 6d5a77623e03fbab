"""Files for download: `exported_document`. Formats are written by `ocr_lib.exports`."""

from datetime import datetime
from pathlib import PurePath

import dagster as dg
from pydantic import Field
from sqlalchemy.orm import Session

from assets.claiming import LAUNCHPAD, Decide
from assets.ocr.document_fields import document_fields, read_document_fields
from assets.ocr.document_tables import document_tables
from assets.ocr.partitions import INTAKE_DAYS
from assets.ocr.reading import GROUP, extracted_texts
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.messages import Message
from domain.ocr import ExportFormat
from domain.registration_numbers import HIDDEN
from domain.requests import RequestKind
from records.ocr import documents
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.exports import document_to_export
from resources.files import Files
from work_requests import exports


class ExportChoice(dg.Config):
    """The document to export and the format, for a run launched by hand; a request has named them already."""

    document: str = Field(default="", description="The document's number.")
    format: ExportFormat = Field(default="txt", description="The format; pdf is searchable.")


@dg.asset(
    deps=[extracted_texts, document_tables, document_fields],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python", "pdf"},
    retry_policy=IO_RETRY,
    description="One document with what people made of its texts, as text, JSON, CSV, Excel, hOCR or searchable PDF; "
    "the file lies in the store, its hash in the request.",
)
def exported_document(
    context: dg.AssetExecutionContext,
    config: ExportChoice,
    database: Database,
    files: Files,
    clock: Clock,
) -> dg.MaterializeResult[None]:
    with open_step(
        context,
        database,
        clock,
        by_hand=RequestKind.OCR_EXPORT,
        decide=_decide(config),
        document=config.document,
    ) as step:
        return write_export(step, files)


def write_export(step: Step, files: Files) -> dg.MaterializeResult[None]:
    """Write the file that the step's request asks for into the store, and settle it."""
    from ocr_lib.exports import export

    form, is_whole = step.request.params["format"], exports.is_of_whole_numbers(step.request)
    step.report(0, 0, Message("making the file"))
    with step.database.reading() as session:
        is_stale = documents.get(session, step.doc_id).fields_stale
    if is_stale:  # the process that reads fields again at once is down
        read_document_fields(step.database, files, step.doc_id, step.clock.now())
    with step.database.reading() as session:
        # Looked at first: what people change from here on makes the next one another.
        edition = exports.edition_of(session, step.doc_id)
    with document_to_export(
        step.database.reading,
        files.store,
        step.doc_id,
        with_original=form == "pdf",
        whole_numbers=is_whole,
    ) as document:
        lines = sum(len(page.lines) for page in document.pages)
        pages = len(document.pages)
        stem = PurePath(document.name).stem.replace(
            HIDDEN, "_"
        )  # Windows takes no asterisks in names of files
        data = export(form, document, pdf_a=files.export_pdf_a, limits=files.page_limits())
    key = f"ocr/{step.doc_id}/exports/{step.request_id}.{form}"
    stored = files.store.put_bytes(data, key)
    step.finish(
        {
            "path": stored.key,
            "sha256": stored.sha256,
            "bytes": stored.bytes,
            "file_name": f"{stem}.{form}",
            "edition": edition,
        }
    )
    with step.database.reading() as session:
        older = exports.made_before(session, step.request)
    for file in older:
        files.store.remove(file.path)  # the newest of each format is enough
    return dg.MaterializeResult(
        metadata={
            "document": step.doc_id,
            "format": form,
            "pages": pages,
            "texts": lines,
            "bytes": stored.bytes,
            "file": stored.key,
        }
    )


def _decide(config: ExportChoice) -> Decide:
    def decide(session: Session, doc_id: str, now: datetime) -> Request:
        return exports.ask(session, doc_id, config.format, by=LAUNCHPAD, now=now)

    return decide
