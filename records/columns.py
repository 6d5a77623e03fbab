"""TB_AUTOML_COLUMN_INFO and TB_AUTOML_COLUMN_IMAGE: what is known about a document's columns."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.enums import ImageKind
from records.errors import NotFound
from records.tables import ColumnImage, ColumnInfo


def of_document(session: Session, doc_id: str) -> Sequence[ColumnInfo]:
    """Columns in file order."""
    return session.scalars(
        sa.select(ColumnInfo).where(ColumnInfo.doc_id == doc_id).order_by(ColumnInfo.column_no)
    ).all()


def by_label(session: Session, doc_id: str, label: str) -> ColumnInfo:
    """The column people call `label`. Raises NotFound, naming the columns there are."""
    columns = of_document(session, doc_id)
    for column in columns:
        if column.label == label:
            return column
    labels = ", ".join(column.label for column in columns[:30])
    raise NotFound(
        ko=f"문서 {doc_id}에 '{label}' 칼럼이 없습니다. 칼럼: {labels}",
        en=f"document {doc_id} has no column {label!r}; its columns: {labels}",
    )


def replace_all(session: Session, doc_id: str, columns: Sequence[ColumnInfo]) -> None:
    """Write the statistics of all columns, keeping which ones people set as unused."""
    unused = {column.key for column in of_document(session, doc_id) if not column.used}
    session.execute(sa.delete(ColumnInfo).where(ColumnInfo.doc_id == doc_id))
    for column in columns:
        column.used = column.key not in unused
    session.add_all(columns)
    session.flush()


def replace_images(session: Session, doc_id: str, kind: ImageKind, images: Sequence[ColumnImage]) -> None:
    """Make `images` all the pictures of this kind."""
    session.execute(sa.delete(ColumnImage).where(ColumnImage.doc_id == doc_id, ColumnImage.kind == kind))
    session.add_all(images)


def images(session: Session, doc_id: str) -> Sequence[ColumnImage]:
    """Pictures of a document's columns, in file order."""
    return session.scalars(
        sa.select(ColumnImage).where(ColumnImage.doc_id == doc_id).order_by(ColumnImage.column_no)
    ).all()
