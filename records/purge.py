"""Permanent removal of rows marked as deleted (DEL_YN), with all dependent rows. Files are removed by the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.requests import RequestStatus
from records.explanation_tables import Explanation
from records.growth.tables import Challenge, Outcome, RenewalRule, TableAddition
from records.ocr.document_fields.field_tables import Company, FieldHistory, OcrField
from records.ocr.document_fields.layout_tables import OcrLayout
from records.ocr.proofreading import quality
from records.ocr.proofreading.check_tables import Assignment, PageClaim, SecondLook
from records.ocr.searching import search_index
from records.ocr.table_editing.table_rows import OcrCell, OcrTable, TableEdit
from records.ocr.tables import (
    BoxEdit,
    OcrDocument,
    OcrPage,
    OcrText,
    TextHistory,
    TrainText,
)
from records.tables import (
    ColumnImage,
    ColumnInfo,
    Document,
    Plan,
    Prediction,
    Progress,
    ProgressLine,
    Request,
    TableRow,
    Training,
    TrainingImage,
)

_OF_PAGES = (
    FieldHistory,
    OcrField,
    Assignment,
    SecondLook,
    PageClaim,
    BoxEdit,
    TableEdit,
    OcrCell,
    OcrTable,
    OcrText,
    OcrPage,
    OcrDocument,
)
"""What names a document of pages; those that refer to others first."""
_GROWTH = (Outcome, Challenge, RenewalRule, TableAddition)
"""What names a table that grows; those that refer to others first."""
ROWS_AT_ONCE = 50_000
"""Rows of a table taken away in one transaction, so that others can write meanwhile."""
OVER = [status for status in RequestStatus if status.is_final]


@dataclass(frozen=True)
class Purgeable:
    """A document that may go.

    Attributes:
        half: "automl" or "ocr": also the folder of the store where its files lie, below its id.
    """

    half: str
    doc_id: str
    name: str
    deleted_at: datetime

    @property
    def folder(self) -> str:
        return f"{self.half}/{self.doc_id}"


def purgeable(session: Session, before: datetime) -> list[Purgeable]:
    """Documents that were deleted before a moment and that no run works on, oldest first."""
    found = []
    for half, table, name in (
        ("automl", Document, Document.name),
        ("ocr", OcrDocument, OcrDocument.file_name),
    ):
        works = sa.exists().where(Request.doc_id == table.doc_id, Request.status.not_in(OVER))
        rows = session.execute(
            sa.select(table.doc_id, name, table.updated_at)
            .where(table.deleted.is_(True), table.updated_at < before, ~works)
            .order_by(table.doc_id)
        )
        found += [Purgeable(half, *row) for row in rows]
    return found


def purge_some_rows(session: Session, doc_id: str) -> bool:
    """Take away up to ROWS_AT_ONCE rows of a deleted table; whether there were any."""
    first = session.scalar(sa.select(sa.func.min(TableRow.row_no)).where(TableRow.doc_id == doc_id))
    if first is None:
        return False
    session.execute(
        sa.delete(TableRow).where(TableRow.doc_id == doc_id, TableRow.row_no < first + ROWS_AT_ONCE)
    )
    return True


def purge_document(session: Session, document: Purgeable) -> None:
    """Take away the document's row and everything that names it, its history too."""
    doc_id = document.doc_id
    if document.half == "automl":
        trainings = sa.select(Training.training_id).where(Training.doc_id == doc_id)
        for of_training in (TrainingImage, Explanation):
            session.execute(sa.delete(of_training).where(of_training.training_id.in_(trainings)))
        for table in (*_GROWTH, Prediction, Training, ColumnImage, ColumnInfo, TableRow, Plan):
            session.execute(sa.delete(table).where(table.doc_id == doc_id))
        session.execute(sa.delete(Document).where(Document.doc_id == doc_id))
    else:
        # By the name of the texts: those that a later reading took away left history too.
        own = TextHistory.text_id.startswith(f"{doc_id}_", autoescape=True)
        session.execute(sa.delete(TextHistory).where(own))
        search_index.remove_document(session, doc_id)
        quality.keep_counts(session, doc_id)
        session.execute(sa.update(Company).where(Company.doc_id == doc_id).values({Company.doc_id: None}))
        drawn_on = sa.update(OcrLayout).where(OcrLayout.drawn_doc_id == doc_id)
        session.execute(drawn_on.values({OcrLayout.drawn_doc_id: None}))
        for pages in _OF_PAGES:
            session.execute(sa.delete(pages).where(pages.doc_id == doc_id))
    remove_requests(
        session, session.scalars(sa.select(Request.request_id).where(Request.doc_id == doc_id)).all()
    )


def remove_requests(session: Session, request_ids: Sequence[int]) -> int:
    """Take requests away with their progress; how many.

    The newest of all stays, emptied: SQLite would give its number out again, and Dagster starts no second run
    for a number it has seen.
    """
    newest = session.scalar(sa.select(sa.func.max(Request.request_id)))
    removed = 0
    for at in range(0, len(request_ids), 500):
        part = request_ids[at : at + 500]
        for told in (Progress, ProgressLine):
            session.execute(sa.delete(told).where(told.request_id.in_(part)))
        gone = [request_id for request_id in part if request_id != newest]
        session.execute(sa.delete(Request).where(Request.request_id.in_(gone)))
        removed += len(gone)
    if newest in request_ids:
        emptied = session.get_one(Request, newest)
        emptied.params, emptied.result, emptied.reason = {}, None, None
    return removed


def purge_train_texts(session: Session, *, dry_run: bool = False) -> int:
    """Take away the texts for synthetic images that were deleted; how many there are."""
    count = session.scalar(sa.select(sa.func.count()).where(TrainText.deleted.is_(True))) or 0
    if not dry_run:
        session.execute(sa.delete(TrainText).where(TrainText.deleted.is_(True)))
    return count
