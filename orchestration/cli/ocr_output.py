"""From rows to what is exported, and from bytes to a file or the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.cli.session import Desk
from records.ocr import documents, texts
from records.ocr.enums import TextState
from store.files import Store

if TYPE_CHECKING:
    from ocr_lib.exports import ExportDocument

DEFAULT_DPI = 150


@contextmanager
def document_to_export(desk: Desk, store: Store, doc_id: str) -> Iterator[ExportDocument]:
    """A document with what people made of its texts; those nobody can read are left out."""
    from ocr_lib.exports import ExportDocument, ExportLine, ExportPage

    with desk.reading() as session:
        document = documents.get(session, doc_id)
        pages = documents.of_document(session, doc_id)
        found = texts.of_document(session, doc_id)
    with ExitStack() as stack:
        yield ExportDocument(
            name=document.file_name,
            drawn_at=document.dpi if document.file_name.lower().endswith(".pdf") else None,
            pages=[
                ExportPage(
                    picture=stack.enter_context(store.local(page.image_path, page.image_sha256)),
                    width=page.width,
                    height=page.height,
                    dpi=document.dpi or DEFAULT_DPI,
                    lines=[
                        ExportLine(
                            text=text.label,
                            score=text.score,
                            box=tuple(text.box),
                            quad=tuple((x, y) for x, y in text.quad),
                            corrected=text.corrected is not None,
                        )
                        for text in found
                        if text.page_no == page.page_no and text.state != TextState.UNREADABLE
                    ],
                )
                for page in pages
            ],
        )


def write_out(data: bytes, out: Path | None) -> None:
    """To the file, whole or not at all; without one to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    partial = out.with_name(f".{out.name}.part")
    partial.write_bytes(data)
    partial.replace(out)
