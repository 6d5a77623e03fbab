"""Checked documents of one kind as rows of a table that grows: their fields, or their line items."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Language, Message
from domain.sheets import Sheet
from records import documents as tables
from records import text_rows
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_sheets import sheets_of_documents
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.documents import ListFilter
from records.ocr.tables import OcrDocument
from records.tables import Document

LANGUAGE: Language = "ko"
"""Of the headings: those of one table are the same in every language."""
MOST = 5_000
"""Documents that are sent at once; the others by sending again."""
_AT_ONCE = 1_000


def rows_of_papers(session: Session, kind: str, *, lines: bool, into: str | None) -> Sheet:
    """The documents of a kind about which nothing is left to check, as a sheet.

    Args:
        kind: a `DocumentKind`, or one that a person named.
        lines: a row for each line item instead of each document.
        into: document whose table gets them; those that it has already are left out. None: a new table.

    Raises:
        DecisionRefused: there is no such document yet, or no new one; `into` is no table of such documents.
    """
    had = set[str]() if into is None else _numbers_in(session, into)
    pairs: list[tuple[OcrDocument, list[OcrField]]] = []
    before: str | None = None
    while len(pairs) < MOST:
        found, _ = documents.page_of_list(session, ListFilter(kind=kind), before=before, limit=_AT_ONCE)
        if not found:
            break
        before = found[-1].doc_id
        of_rows = fields.of_documents(session, [row.doc_id for row in found])
        pairs += [
            (row, of_rows[row.doc_id])
            for row in found
            if row.doc_id not in had
            and of_rows[row.doc_id]
            and not any(one.check_value for one in of_rows[row.doc_id])
        ]
    # Rows of a table are in the order in which they came.
    sheet = sheets_of_documents(pairs[MOST - 1 :: -1], LANGUAGE)[lines]
    if not sheet.rows:
        raise DecisionRefused(
            Message(
                "no new document of this kind is checked: correct or confirm what is contradicted or not read, then send them"
            )
        )
    return sheet


def tables_of_papers(session: Session, *, limit: int = 20) -> Sequence[Document]:
    """The newest tables that rows of documents can be sent to."""
    query = sa.select(Document).where(Document.deleted.is_(False), Document.read_report.is_not(None))
    heading = _first_heading()
    found = session.scalars(query.order_by(Document.doc_id.desc()).limit(10 * limit))
    return [one for one in found if one.read_report and one.read_report.schema.columns[0].label == heading][
        :limit
    ]


def _numbers_in(session: Session, doc_id: str) -> set[str]:
    """Numbers of the documents whose rows a table has."""
    heading = _first_heading()
    document = tables.get(session, doc_id)
    header = text_rows.read_rows(session, doc_id, count=1)
    if not header or heading not in header[0]:
        raise DecisionRefused(
            Message(
                "document {doc_id} is no table of scanned documents: it has no column '{heading}'",
                doc_id=doc_id,
                heading=heading,
            )
        )
    place, numbers = header[0].index(heading), set[str]()
    # Later rows are those of an addition that was cut off.
    last = document.rows or 0
    for first in range(1, last + 1, _AT_ONCE):
        rows = text_rows.read_rows(session, doc_id, first=first, count=min(_AT_ONCE, last + 1 - first))
        numbers |= {str(row[place]) for row in rows}
    return numbers


def _first_heading() -> str:
    return sheets_of_documents([], LANGUAGE)[0].headings[0]
