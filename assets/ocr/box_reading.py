"""Boxes that people drew or changed, read: `box_texts`."""

import logging
from datetime import datetime
from itertools import groupby
from typing import Any

import dagster as dg
from pydantic import Field
from sqlalchemy.orm import Session

from assets.claiming import LAUNCHPAD
from assets.ocr import pictures
from assets.ocr.document_fields import read_document_fields
from assets.ocr.document_tables import find_document_tables
from assets.ocr.partitions import INTAKE_DAYS
from assets.ocr.reading import GROUP, extracted_texts, store_crop
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from domain.registration_numbers import mask_resident_numbers
from domain.requests import RequestKind
from records.ocr import documents
from records.ocr.box_editing import unread_boxes
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.recogniser import Recogniser, ServingReader
from work_requests import ocr_decisions

_LOG = logging.getLogger(__name__)


class BoxChoice(dg.Config):
    """The document whose boxes are read, for a run launched by hand; a request has named it already."""

    document: str = Field(default="", description="The document's number.")


@dg.asset(
    deps=[extracted_texts],
    partitions_def=INTAKE_DAYS,
    group_name=GROUP,
    owners=OWNERS,
    kinds={"easyocr", "openvino"},
    pool="ocr",
    retry_policy=IO_RETRY,
    description="The texts in boxes that people drew or changed, read by the deployed network, in TB_OCR_DOC_TEXT.",
)
def box_texts(
    context: dg.AssetExecutionContext,
    config: BoxChoice,
    database: Database,
    files: Files,
    clock: Clock,
    recogniser: Recogniser,
) -> dg.MaterializeResult[None]:
    with open_step(
        context,
        database,
        clock,
        by_hand=RequestKind.OCR_BOXES,
        decide=_decide,
        document=config.document,
    ) as step:
        return read_unread_boxes(step, files, recogniser.serving(database, files.store, clock))


def _decide(session: Session, doc_id: str, now: datetime) -> Request:
    return ocr_decisions.read_boxes(session, doc_id, by=LAUNCHPAD, now=now)


def read_unread_boxes(step: Step, files: Files, reader: ServingReader) -> dg.MaterializeResult[None]:
    """Read and store the texts of the document's boxes that were drawn or changed, and settle the step's request."""
    from ocr_lib.box_reading import read_boxes

    with step.database.reading() as session:
        document = documents.get(session, step.doc_id)
        waiting = unread_boxes.unread(session, step.doc_id)
        pages = {page.page_no: page for page in documents.of_document(session, step.doc_id)}
    rows: list[dict[str, Any]] = []
    for page_no, group in groupby(waiting, key=lambda text: text.page_no):
        boxes = list(group)
        with files.store.local(pages[page_no].image_path, pages[page_no].image_sha256) as path:
            picture = pictures.load(path)
        network_id, page_reader = reader.current()
        lines = read_boxes(page_reader.recognizer, picture, [text.quad for text in boxes])
        for text, line in zip(boxes, lines, strict=True):
            # A name of its own: the crop of the box's earlier shape is kept for undoing.
            key = f"ocr/{step.doc_id}/crops/{text.text_id}-{step.request_id}.png"
            read = store_crop(files, key, line)
            with step.transaction() as session:
                unread_boxes.set_read(
                    session, text.text_id, text.quad, read, network_id=network_id, now=step.clock.now()
                )
            rows.append(
                {"file": document.file_name, "page": page_no, "text": text.text_id, "score": line.score}
            )
    with step.transaction() as session:
        documents.get(session, step.doc_id)  # held: a box that is drawn at this moment is there afterwards
        if unread_boxes.unread(session, step.doc_id):
            ocr_decisions.read_boxes(session, step.doc_id, by=step.request.requested_by, now=step.clock.now())
    step.finish({"texts": len(rows)})
    try:
        pages_read = sorted({row["page"] for row in rows})
        find_document_tables(step.database, files, step.doc_id, step.clock.now(), only=pages_read)
        read_document_fields(step.database, files, step.doc_id, step.clock.now())
    except Exception:  # noqa: BLE001 - the boxes were read; tables are found at the export then
        _LOG.exception("tables and fields of document %s could not be found", step.doc_id)
    return dg.MaterializeResult(
        metadata={"boxes": len(rows), "document": mask_resident_numbers(document.file_name)}
    )
