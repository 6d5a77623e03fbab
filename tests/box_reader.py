"""In place of the serving process: reads drawn boxes at once, each as the same words."""

from __future__ import annotations

from dataclasses import replace

from console.context import ConsoleContext
from domain.requests import RequestKind, RequestStatus
from records.engine import transaction
from records.ocr import document_lists, texts
from records.ocr.box_editing import unread_boxes
from tests.console.conftest import png
from work_requests import lifecycle, request_lists

SAID = "3,000"


def reading_boxes(context: ConsoleContext) -> ConsoleContext:
    """The context of a console beside which a process reads boxes."""

    def read_all(_: float) -> None:
        crop = context.store.put_bytes(png(), "ocr/crop-of-a-box.png")
        with transaction(context.engine) as session:
            for document in document_lists.page_of_list(session)[0]:
                for text in unread_boxes.unread(session, document.doc_id):
                    read = texts.ReadText(SAID, 0.99, tuple(text.box), text.quad, crop.key, crop.sha256)
                    unread_boxes.set_read(
                        session, text.text_id, text.quad, read, network_id="1", now=context.now()
                    )
                for request in request_lists.of_document(session, document.doc_id):
                    waits = request.status == RequestStatus.WAITING
                    if request.kind == RequestKind.OCR_BOXES and waits:
                        lifecycle.settle(request, RequestStatus.DONE, now=context.now())

    return replace(context, wake=read_all)
