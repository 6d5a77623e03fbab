"""Converts a document of the records to the input of `ocr_lib.exports`: pages and their corrected texts."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein
from sqlalchemy.orm import Session

from domain.ocr import TextState
from domain.reading_limits import TableLimit
from domain.registration_numbers import mask_resident_numbers
from records.ocr import documents, texts
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_sheets import sheets_of_document
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import StoredTable
from records.ocr.table_editing.table_texts import texts_of_cells
from records.ocr.tables import OcrDocument, OcrPage, OcrText
from store.errors import StoreError
from store.files import Store
from work_requests import exports

if TYPE_CHECKING:
    from ocr_lib.exports import ExportDocument, ExportLine
    from ocr_lib.tables import FoundTables, TextPart

_LOG = logging.getLogger(__name__)


@contextmanager
def document_to_export(
    reading: Callable[[], AbstractContextManager[Session]],
    store: Store,
    doc_id: str,
    *,
    with_original: bool = False,
    whole_numbers: bool = False,
) -> Iterator[ExportDocument]:
    """A document with what people made of its texts; illegible ones are left out.

    Args:
        reading: opens a session; it is closed before the files are written, which may take long.
        with_original: bring the file it came in too, which a PDF is made from. One that is missing is left out.
        whole_numbers: leave resident registration numbers as they are. Else they are masked in texts and in the name.

    Raises:
        NotFound: there is no such document.
        DecisionRefused: it was not read to its end.
        StoreError: a page's picture is missing or was changed.
    """
    from ocr_lib.exports import DEFAULT_DPI, ExportDocument, ExportPage

    with reading() as session:
        document = documents.get(session, doc_id)
        exports.refuse_unread(document)
        pages = documents.of_document(session, doc_id)
        found = texts.of_document(session, doc_id)
        stored = page_tables.of_document(session, doc_id)
        of_fields = fields.of_document(session, doc_id)
        stale = {page.page_no for page in pages if not page_tables.are_current(session, page)}
        peoples = {page.page_no for page in pages if page_tables.are_peoples(session, page)}
    lines, readable = defaultdict(list), defaultdict(list)
    for text in found:
        if text.state != TextState.UNREADABLE:
            lines[text.page_no].append(_line(text))
            readable[text.page_no].append(text)
    with ExitStack() as stack:
        whole = ExportDocument(
            name=document.file_name if whole_numbers else mask_resident_numbers(document.file_name),
            original=_original(stack, store, document) if with_original else None,
            is_pdf=document.file_name.lower().endswith(".pdf"),
            # Workbooks are for people in Korean offices.
            sheets=sheets_of_document(document.kind, of_fields, "ko"),
            pages=[
                ExportPage(
                    picture=stack.enter_context(store.local(page.image_path, page.image_sha256)),
                    width=page.width,
                    height=page.height,
                    dpi=page.dpi or document.dpi or DEFAULT_DPI,
                    lines=lines[page.page_no],
                    # Tables that people changed are theirs whatever became of the texts since.
                    tables=_tables(
                        page,
                        stored.get(page.page_no, []),
                        readable[page.page_no],
                        is_stale=page.page_no in stale,
                    )
                    if page.page_no in peoples or page.page_no not in stale
                    else None,
                )
                for page in pages
            ],
        )
        yield whole if whole_numbers else whole.with_masked_numbers()


def _original(stack: ExitStack, store: Store, document: OcrDocument) -> Path | None:
    try:
        return stack.enter_context(store.local(document.source_path, document.source_sha256))
    except StoreError as error:
        _LOG.warning("document %s is exported without its original: %s", document.doc_id, error)
        return None


def _tables(
    page: OcrPage, stored: Sequence[StoredTable], of_page: Sequence[OcrText], *, is_stale: bool
) -> FoundTables:
    """The tables of a page with the numbers of its lines.

    Args:
        is_stale: texts came since; they go to the cells that they are in.
    """
    from ocr_lib.tables import FoundTables, PageTable, Ruling, TableCell

    numbers = {text.text_id: number for number, text in enumerate(of_page)}

    def texts_in(one: StoredTable) -> list[Sequence[Sequence[Any]]]:
        if not is_stale:
            return [cell.texts for cell in one.cells]
        found = texts_of_cells(one.shape, of_page, one.cuts)
        return [found.get(page_tables.span_of(cell), []) for cell in one.cells]

    tables = tuple(
        PageTable(
            rows=one.table.rows,
            columns=one.table.columns,
            quad=tuple((x, y) for x, y in one.table.quad),
            ruling=Ruling(one.table.ruling),
            cells=tuple(
                TableCell(
                    cell.row,
                    cell.column,
                    cell.row_span,
                    cell.column_span,
                    tuple((x, y) for x, y in cell.quad),
                    tuple(
                        _part(numbers[text_id], of_page[numbers[text_id]], start, stop)
                        for text_id, start, stop in of_cell
                        if text_id in numbers
                    ),
                    cell.is_header,
                )
                for cell, of_cell in zip(one.cells, texts_in(one), strict=True)
            ),
        )
        for one in stored
    )
    return FoundTables(tables, tuple(TableLimit(name) for name in page.tables_limits or ()))


def _part(number: int, text: OcrText, start: int, stop: int) -> TextPart:
    """The characters of the label that are those of the text as it was read."""
    from ocr_lib.tables import TextPart

    if text.label == text.text:
        return TextPart(number, start, stop)
    changes = Levenshtein.opcodes(text.text, text.label)
    return TextPart(number, _moved(changes, start), _moved(changes, stop))


def _moved(changes: Iterable[Any], place: int) -> int:
    """Where a place between two characters is after the changes."""
    moved = 0
    for change in changes:
        if change.src_start > place or (change.src_start == place and change.tag != "equal"):
            break
        inside = change.tag == "equal" and place <= change.src_end
        moved = change.dest_start + place - change.src_start if inside else change.dest_end
    return moved


def _line(text: OcrText) -> ExportLine:
    from ocr_lib.exports import ExportLine

    x0, y0, x1, y1 = text.box
    return ExportLine(
        text=text.label,
        score=text.score,
        box=(x0, y0, x1, y1),
        quad=tuple((x, y) for x, y in text.quad),
        corrected=text.corrected is not None,
        source=text.source,
        recogniser=text.recogniser or "",
        characters=[(c, p) for c, p in text.characters or ()] if text.corrected is None else (),
    )
