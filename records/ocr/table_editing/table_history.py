"""TB_OCR_TABLE_EDIT: each change of a table by a person, with the table as it was, so that it can be undone and isn't lost to
another reading."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.ocr import TableAction
from records.ocr.box_editing.box_shapes import Quad
from records.ocr.table_editing.table_rows import TableEdit


def of_page(session: Session, doc_id: str, page_no: int, *, limit: int | None = None) -> Sequence[TableEdit]:
    """The changes of a page's tables, the newest first; those that were undone too."""
    return session.scalars(
        sa.select(TableEdit)
        .where(TableEdit.doc_id == doc_id, TableEdit.page_no == page_no)
        .order_by(TableEdit.edit_id.desc())
        .limit(limit)
    ).all()


def removed(session: Session, doc_id: str, page_no: int) -> list[Quad]:
    """Where people removed a table that was found: another reading doesn't bring it back."""
    edits = session.scalars(
        sa.select(TableEdit).where(
            TableEdit.doc_id == doc_id,
            TableEdit.page_no == page_no,
            TableEdit.undone.is_(False),
            TableEdit.action == TableAction.REMOVE,
        )
    )
    return [edit.before["shape"]["quad"] for edit in edits if edit.before]


def is_followed(session: Session, edit: TableEdit) -> bool:
    """Whether a later change of the same table was not undone."""
    later = sa.select(TableEdit.edit_id).where(
        TableEdit.doc_id == edit.doc_id,
        TableEdit.page_no == edit.page_no,
        TableEdit.table_no == edit.table_no,
        TableEdit.edit_id > edit.edit_id,
        TableEdit.undone.is_(False),
    )
    return session.scalar(later.limit(1)) is not None


def highest_number(session: Session, doc_id: str, page_no: int) -> int:
    """The highest number of a table that people changed; 0 where they changed none."""
    return (
        session.scalar(
            sa.select(sa.func.max(TableEdit.table_no)).where(
                TableEdit.doc_id == doc_id, TableEdit.page_no == page_no
            )
        )
        or 0
    )


def editions(session: Session, doc_id: str) -> str:
    """Another text after each change of a document's tables, and after its undoing."""
    made, undone = session.execute(
        sa.select(sa.func.count(), sa.func.sum(sa.cast(TableEdit.undone, sa.Integer))).where(
            TableEdit.doc_id == doc_id
        )
    ).one()
    return f"{made}-{undone or 0}"
