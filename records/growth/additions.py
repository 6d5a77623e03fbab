"""TB_AUTOML_ADDITION: files of rows for a document, and the versions of its table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.table_additions import AdditionStatus, ColumnDifference
from records import documents
from records.errors import DecisionRefused, NotFound
from records.growth.tables import TableAddition
from records.tables import Document


def get(session: Session, addition_id: str) -> TableAddition:
    """Raises NotFound."""
    found = session.get(TableAddition, addition_id)
    if found is None:
        raise NotFound(
            Message("there are no added rows {addition_id}; reload the page", addition_id=addition_id)
        )
    return found


def of_request(session: Session, request_id: int) -> TableAddition:
    """The addition that a request is about. Raises NotFound."""
    found = session.scalar(sa.select(TableAddition).where(TableAddition.request_id == request_id))
    if found is None:
        raise NotFound(Message("request {request_id} has no file of rows to add", request_id=request_id))
    return found


def of_document(session: Session, doc_id: str) -> Sequence[TableAddition]:
    """Additions of a document, newest first."""
    return session.scalars(
        sa.select(TableAddition)
        .where(TableAddition.doc_id == doc_id)
        .order_by(TableAddition.addition_id.desc())
    ).all()


def added(session: Session, doc_id: str) -> list[TableAddition]:
    """Those whose rows are in the table, oldest first."""
    found = of_document(session, doc_id)
    return [one for one in reversed(found) if one.status == AdditionStatus.ADDED]


def refuse_if_any(session: Session, document: Document) -> None:
    """Raises DecisionRefused where the file of a document can't be read again without losing rows that were added."""
    if added(session, document.doc_id):
        raise DecisionRefused(
            Message(
                "rows were added to {document} since it was uploaded, and reading its file again would lose them; upload "
                "the file as a new table",
                document=documents.in_words(document),
            )
        )


def version_of(session: Session, doc_id: str) -> int:
    """The version of a document's table: 1 as uploaded, one more for each addition."""
    last = session.scalar(sa.select(sa.func.max(TableAddition.version)).where(TableAddition.doc_id == doc_id))
    return last or 1


def same_content(session: Session, doc_id: str, sha256: str) -> TableAddition | None:
    """An addition of the same bytes whose rows are in the table."""
    return next((one for one in added(session, doc_id) if one.source_sha256 == sha256), None)


def set_asking(
    addition: TableAddition, differences: Sequence[ColumnDifference], headers: Sequence[str]
) -> None:
    """People have to decide about differences first.

    Args:
        headers: of the file that are no column of the table.
    """
    addition.status = AdditionStatus.ASKS
    addition.differences = [one.to_json() for one in differences]
    addition.headers = list(headers)


def set_added(
    session: Session, addition: TableAddition, *, first_row: int, rows: int, cells_sha256: str, now: datetime
) -> None:
    """Its rows are in the table, from `first_row` (1 is the first below the header)."""
    addition.status = AdditionStatus.ADDED
    addition.version = version_of(session, addition.doc_id) + 1
    addition.first_row, addition.rows = first_row, rows
    addition.cells_sha256 = cells_sha256
    addition.added_at = now


def differences_of(addition: TableAddition) -> list[ColumnDifference]:
    """What reading it found, as `set_asking` or the step that added it wrote."""
    return [ColumnDifference.from_json(one) for one in addition.differences or []]
