"""Checked documents of one kind as rows of a table that grows: their fields, or their line items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import DocumentKind, ItemColumn, field_label
from domain.messages import Joined, Language, Message, verbatim
from domain.ocr import OcrStatus
from domain.sheets import Sheet
from records import documents as tables
from records import text_rows
from records.errors import DecisionRefused
from records.ocr import document_lists
from records.ocr.document_fields import fields, layouts
from records.ocr.document_fields.field_sheets import NOT_CONFIRMED, PAPER_KEYS, sheets_of_documents
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_lists import ListFilter
from records.ocr.tables import OcrDocument
from records.tables import Document

LANGUAGE: Language = "ko"
"""Of the headings: those of one table are the same in every language."""
MOST = 5_000
"""Documents that are sent at once; the others by sending again."""
_AT_ONCE = 1_000
_CHECKED = (OcrStatus.CHECKED, OcrStatus.LEARNT)


@dataclass(frozen=True)
class PaperRows:
    """Rows to send.

    Attributes:
        waiting: new documents of the kind that are left out because people have to check them first.
        changed: documents that the table has with other values than they have now.
    """

    sheet: Sheet
    waiting: int
    changed: int = 0


class NoneChecked(DecisionRefused):
    """There are new documents of a kind, and people have to check them first.

    Args:
        waiting: how many.
        changed: as of `PaperRows`.
    """

    def __init__(self, waiting: int, changed: int = 0) -> None:
        refused = Message(
            "no new document of this kind is checked, and {waiting:,} wait for that; check them, or choose to send unchecked "
            "ones as well",
            waiting=waiting,
        )
        super().__init__(also_changed(refused, changed))
        self.waiting, self.changed = waiting, changed


def said_of_changed(changed: int) -> Message:
    """That a table has earlier values of documents, and how it gets the new ones."""
    return Message(
        "{changed:,} documents that the table has were changed since they were sent, and it keeps the earlier values; send all "
        "documents to a new table to have the new ones",
        changed=changed,
    )


def also_changed(refused: Message, changed: int) -> Message:
    """Why nothing is sent, and that documents were changed where any were."""
    if not changed:
        return refused
    return Message("{refused}; {changed}", refused=refused, changed=said_of_changed(changed))


def kind_of(session: Session, typed: str) -> str:
    """The kind of document that people mean by its code or by what they read for it, any case.

    Raises:
        DecisionRefused: there is no such kind; the sentence lists all.
    """
    known = [
        *((kind.value, kind.message) for kind in DocumentKind if kind is not DocumentKind.OTHER),
        *((kind, verbatim(kind)) for kind in layouts.named_kinds(session)),
    ]
    for code, shown in known:
        if typed.strip().casefold() in {one.casefold() for one in (code, shown.ko, shown.en)}:
            return code
    raise DecisionRefused(
        Message(
            "there is no kind of document '{kind}'; give one of: {kinds}",
            kind=typed,
            kinds=Joined([shown for _, shown in known], ", "),
        )
    )


def rows_of_papers(
    session: Session, kind: str, *, lines: bool, into: str | None, unchecked: bool = False
) -> PaperRows:
    """The documents of a kind that people have checked (검증 완료), as a sheet.

    Args:
        kind: a `DocumentKind`, or one that a person named.
        lines: a row for each line item instead of each document, with the date and the supplier of its document; a table
            that was made without these gets none.
        into: document whose table gets them; those that it has already are left out. None: a new table.
        unchecked: take the others too. A last column then names the fields that are neither confirmed nor proven; it is
            there too where the table has it.

    Raises:
        NoneChecked: there are new documents, but people have to check them first.
        DecisionRefused: there is no new document; `into` is no table of such documents, or of such rows, or can't say what is
            unchecked.
    """
    header = [] if into is None else _header_of(session, into)
    if into is not None and unchecked and NOT_CONFIRMED.render(LANGUAGE) not in header:
        raise DecisionRefused(
            Message(
                "table {doc_id} has no column '{column}', so that values that were not checked could not be known there; send unchecked "
                "documents to a new table, or check them first",
                doc_id=into,
                column=NOT_CONFIRMED.render(LANGUAGE),
            )
        )
    had = {} if into is None else _rows_in(session, into, header)
    item_keys = (
        None if into is None else [key for key in PAPER_KEYS if field_label(key).render(LANGUAGE) in header]
    )
    # Tables that were made before line items had it get none.
    item_columns = [
        one
        for one in ItemColumn
        if into is None or one is not ItemColumn.SPEC or one.message.render(LANGUAGE) in header
    ]
    names_open = unchecked or NOT_CONFIRMED.render(LANGUAGE) in header

    def sheet_of(of_documents: Sequence[tuple[OcrDocument, list[OcrField]]]) -> Sheet:
        return sheets_of_documents(
            of_documents, LANGUAGE, names_open=names_open, item_keys=item_keys, item_columns=item_columns
        )[lines]

    pairs: list[tuple[OcrDocument, list[OcrField]]] = []
    waiting, changed, before = 0, 0, None
    while len(pairs) < MOST:
        found, _ = document_lists.page_of_list(session, ListFilter(kind=kind), before=before, limit=_AT_ONCE)
        if not found:
            break
        before = found[-1].doc_id
        of_rows = fields.of_documents(session, [row.doc_id for row in found])
        new = [(row, of_rows[row.doc_id]) for row in found if row.doc_id not in had and of_rows[row.doc_id]]
        old = [(row, of_rows[row.doc_id]) for row in found if row.doc_id in had]
        changed += _changed(sheet_of(old), header, {row.doc_id: had[row.doc_id] for row, _ in old})
        taken = [one for one in new if unchecked or one[0].status in _CHECKED]
        pairs += taken
        waiting += len(new) - len(taken)
    # Rows of a table are in the order in which they came.
    sheet = sheet_of(pairs[MOST - 1 :: -1])
    if sheet.rows:
        if into is not None and not _fits(sheet, header):
            raise DecisionRefused(
                Message(
                    "table {doc_id} has other columns: a table has either a row for each document or one for each line item; "
                    "choose the other, or a new table",
                    doc_id=into,
                )
            )
        return PaperRows(sheet, waiting, changed)
    if waiting:
        raise NoneChecked(waiting, changed)
    raise DecisionRefused(also_changed(Message("there is no new document of this kind"), changed))


def unchecked_papers(session: Session, kind: str) -> int:
    """How many documents of a kind have fields and are not checked."""
    conditions = [*ListFilter(kind=kind).conditions(), OcrDocument.status.not_in(_CHECKED)]
    has_fields = sa.exists().where(OcrField.doc_id == OcrDocument.doc_id)
    query = sa.select(sa.func.count()).select_from(OcrDocument).where(*conditions, has_fields)
    return session.scalar(query) or 0


def tables_of_papers(session: Session, *, limit: int = 20) -> Sequence[Document]:
    """The newest tables that rows of documents can be sent to."""
    query = sa.select(Document).where(Document.deleted.is_(False), Document.read_report.is_not(None))
    heading = _first_heading()
    found = session.scalars(query.order_by(Document.doc_id.desc()).limit(10 * limit))
    return [
        one
        for one in found
        if one.read_report and [column.label for column in one.read_report.schema.columns[:1]] == [heading]
    ][:limit]


def names_of_papers(labels: Sequence[str]) -> Sequence[str]:
    """Which columns of a table name its documents: the first two where documents were sent to it, else none."""
    names = sheets_of_documents([], LANGUAGE)[0].headings[:2]
    return names if list(labels[:2]) == names else ()


def _header_of(session: Session, doc_id: str) -> list[str]:
    """The headings of a table of documents."""
    heading = _first_heading()
    tables.get(session, doc_id)
    header = text_rows.read_rows(session, doc_id, count=1)
    if not header or heading not in header[0]:
        raise DecisionRefused(
            Message(
                "document {doc_id} is no table of scanned documents: it has no column '{heading}'",
                doc_id=doc_id,
                heading=heading,
            )
        )
    return list(map(str, header[0]))


def _rows_in(session: Session, doc_id: str, header: Sequence[str]) -> dict[str, list[list[str | None]]]:
    """The rows of a table, by the numbers of their documents."""
    place, found = header.index(_first_heading()), dict[str, list[list[str | None]]]()
    # Later rows are those of an addition that was cut off.
    last = tables.get(session, doc_id).rows or 0
    for first in range(1, last + 1, _AT_ONCE):
        for row in text_rows.read_rows(session, doc_id, first=first, count=min(_AT_ONCE, last + 1 - first)):
            found.setdefault(str(row[place]), []).append(row)
    return found


def _fits(sheet: Sheet, header: Sequence[str]) -> bool:
    """Whether a table has at least half of a sheet's columns: one of line items lacks those of documents."""
    return 2 * len(set(sheet.headings) & set(header)) >= len(sheet.headings)


def _changed(sheet: Sheet, header: Sequence[str], had: Mapping[str, Sequence[Sequence[str | None]]]) -> int:
    """How many documents have other values now, in the columns that they and the table have.

    Args:
        sheet: rows of the documents as they are now.
        had: the rows that the table has, by the numbers of all these documents.
    """
    if not had or not _fits(sheet, header):
        return 0
    number, name = sheet.headings[:2]
    # A file that got another name has the same values.
    others = [one for one in sheet.headings if one in header and one not in (number, name)]
    now: dict[str, list[tuple[str, ...]]] = {doc_id: [] for doc_id in had}
    ours = [sheet.headings.index(one) for one in others]
    for row in sheet.rows:
        now[str(row[sheet.headings.index(number)])].append(_values(row, ours))
    theirs = [header.index(one) for one in others]
    return sum(sorted(now[one]) != sorted(_values(row, theirs) for row in rows) for one, rows in had.items())


def _values(row: Sequence[object], places: Sequence[int]) -> tuple[str, ...]:
    """Cells as a file of the row has them."""
    return tuple("" if row[place] is None else str(row[place]).strip() for place in places)


def _first_heading() -> str:
    return sheets_of_documents([], LANGUAGE)[0].headings[0]
