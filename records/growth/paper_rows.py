"""Checked documents of one kind as rows of a table that grows: their fields, or their line items."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Language, Message
from domain.sheets import Sheet
from records import text_rows
from records.errors import DecisionRefused
from records.ocr import documents, fields
from records.ocr.documents import ListFilter
from records.ocr.field_sheets import sheets_of_documents
from records.tables import Document

LANGUAGE: Language = "ko"
"""Of the headings: those of one table are always the same, whoever sends rows to it."""
MOST = 5_000
"""Documents that are sent at once; the newest."""
_AT_ONCE = 10_000


def rows_of_papers(session: Session, kind: str, *, lines: bool, into: str | None) -> Sheet:
    """The documents of a kind about which nothing is left to check, as a sheet.

    Args:
        kind: a `DocumentKind`, or one that a person named.
        lines: a row for each line item instead of each document.
        into: document whose table gets them; those that it has already are left out. None: a new table.

    Raises:
        DecisionRefused: there is no such document yet, or no new one; `into` is no table of such documents.
    """
    found, _ = documents.page_of_list(session, ListFilter(kind=kind), limit=MOST)
    of_rows = fields.of_documents(session, [row.doc_id for row in found])
    pairs = [
        (row, of_rows[row.doc_id])
        for row in found
        if of_rows[row.doc_id] and not any(one.check_value for one in of_rows[row.doc_id])
    ]
    sheet = sheets_of_documents(pairs, LANGUAGE)[lines]
    if into is not None:
        had = _numbers_in(session, into, str(sheet.headings[0]))
        sheet = Sheet(sheet.name, sheet.headings, [row for row in sheet.rows if str(row[0]) not in had])
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
    heading = sheets_of_documents([], LANGUAGE)[0].headings[0]
    found = session.scalars(query.order_by(Document.doc_id.desc()).limit(10 * limit))
    return [one for one in found if one.read_report and one.read_report.schema.columns[0].label == heading][
        :limit
    ]


def _numbers_in(session: Session, doc_id: str, heading: str) -> set[str]:
    """Numbers of the documents whose rows a table has."""
    header = text_rows.read_rows(session, doc_id, count=1)
    if not header or heading not in header[0]:
        raise DecisionRefused(
            Message(
                "document {doc_id} is no table of scanned documents: it has no column '{heading}'",
                doc_id=doc_id,
                heading=heading,
            )
        )
    place, first, numbers = header[0].index(heading), 1, set[str]()
    while rows := text_rows.read_rows(session, doc_id, first=first, count=_AT_ONCE):
        numbers |= {str(row[place]) for row in rows}
        first += len(rows)
    return numbers
