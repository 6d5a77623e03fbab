"""TB_AUTOML_COLUMN_INFO and TB_AUTOML_COLUMN_IMAGE: what is known about a document's columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import ImageKind
from domain.messages import Message
from records.errors import NotFound
from records.tables import ColumnImage, ColumnInfo

AT_ONCE = 1_000
"""Columns named in one statement."""


def of_document(session: Session, doc_id: str) -> Sequence[ColumnInfo]:
    """Columns in file order."""
    return session.scalars(
        sa.select(ColumnInfo).where(ColumnInfo.doc_id == doc_id).order_by(ColumnInfo.column_no)
    ).all()


def page(
    session: Session,
    doc_id: str,
    *,
    name: str | None = None,
    after: int = 0,
    before: int | None = None,
    limit: int = 100,
) -> tuple[Sequence[ColumnInfo], int]:
    """Columns in file order, with the number that match.

    Args:
        name: part of the 칼럼 명, any case.
        after: show only columns behind this one (the last COL_NO of the page before).
        before: show only columns ahead of this one, those nearest to it (the first COL_NO of the page behind).
    """
    conditions: list[sa.ColumnElement[bool]] = [ColumnInfo.doc_id == doc_id]
    if name:
        conditions.append(ColumnInfo.label.icontains(name, autoescape=True))
    total = session.scalar(sa.select(sa.func.count()).select_from(ColumnInfo).where(*conditions)) or 0
    conditions.append(ColumnInfo.column_no < before if before else ColumnInfo.column_no > after)
    order = ColumnInfo.column_no.desc() if before else ColumnInfo.column_no.asc()
    rows = session.scalars(sa.select(ColumnInfo).where(*conditions).order_by(order).limit(limit)).all()
    return rows[::-1] if before else rows, total


def get(session: Session, doc_id: str, column_no: int) -> ColumnInfo:
    """Raises NotFound."""
    column = session.get(ColumnInfo, (doc_id, column_no))
    if column is None:
        raise NotFound(
            Message(
                "document {doc_id} has no column number {column_no}; reload the page",
                doc_id=doc_id,
                column_no=column_no,
            )
        )
    return column


def by_key(session: Session, doc_id: str, key: str) -> ColumnInfo | None:
    """The column of this key; None where there is none."""
    return session.scalar(sa.select(ColumnInfo).where(ColumnInfo.doc_id == doc_id, ColumnInfo.key == key))


def labels(session: Session, doc_id: str) -> dict[str, str]:
    """칼럼 명 by key."""
    rows = session.execute(sa.select(ColumnInfo.key, ColumnInfo.label).where(ColumnInfo.doc_id == doc_id))
    return {row.key: row.label for row in rows}


def gaps(session: Session, doc_id: str) -> tuple[int, int]:
    """How many used columns have missing values, and how many cells those are."""
    row = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(ColumnInfo.missing), 0)).where(
            ColumnInfo.doc_id == doc_id, ColumnInfo.used.is_(True), ColumnInfo.missing > 0
        )
    ).one()
    return int(row[0]), int(row[1])


def unused(session: Session, doc_id: str, labels: Sequence[str]) -> set[str]:
    """Which of these columns, by label, people set as unused."""
    return set(
        session.scalars(
            sa.select(ColumnInfo.label).where(
                ColumnInfo.doc_id == doc_id, ColumnInfo.label.in_(labels), ColumnInfo.used.is_(False)
            )
        )
    )


def by_label(session: Session, doc_id: str, label: str) -> ColumnInfo:
    """The column people call `label`. Raises NotFound, naming the columns there are."""
    column = session.scalar(
        sa.select(ColumnInfo)
        .where(ColumnInfo.doc_id == doc_id, ColumnInfo.label == label)
        .order_by(ColumnInfo.column_no)
        .limit(1)
    )
    if column is not None:
        return column
    first, _ = page(session, doc_id, limit=30)
    known = ", ".join(column.label for column in first)
    raise NotFound(
        Message(
            "document {doc_id} has no column {label!r}; its columns: {known}",
            doc_id=doc_id,
            label=label,
            known=known,
        )
    )


def matching(session: Session, doc_id: str, name: str | None = None) -> list[str]:
    """The 칼럼 명 of the columns with `name` in theirs, any case; of all where it is empty."""
    found = sa.select(ColumnInfo.label).where(ColumnInfo.doc_id == doc_id)
    if name:
        found = found.where(ColumnInfo.label.icontains(name, autoescape=True))
    return list(session.scalars(found.order_by(ColumnInfo.column_no)))


def used(session: Session, doc_id: str) -> dict[str, str]:
    """칼럼 명 by key of the columns that are used, in file order."""
    rows = session.execute(
        sa.select(ColumnInfo.key, ColumnInfo.label)
        .where(ColumnInfo.doc_id == doc_id, ColumnInfo.used)
        .order_by(ColumnInfo.column_no)
    )
    return {row.key: row.label for row in rows}


def numbered(session: Session, doc_id: str, numbers: Sequence[int]) -> list[str]:
    """The 칼럼 명 of the columns with these numbers."""
    found = sa.select(ColumnInfo.label).where(ColumnInfo.doc_id == doc_id, ColumnInfo.column_no.in_(numbers))
    return list(session.scalars(found.order_by(ColumnInfo.column_no)))


def set_used(session: Session, doc_id: str, labels: Sequence[str], used: bool) -> None:
    """사용여부 of columns, by label. Raises NotFound for a label there is none of, naming the columns there are."""
    numbers: dict[str, int] = {}
    known = sa.select(ColumnInfo.label, ColumnInfo.column_no).where(ColumnInfo.doc_id == doc_id)
    for label, number in session.execute(known.order_by(ColumnInfo.column_no)):
        numbers.setdefault(label, number)
    for label in labels:
        if label not in numbers:
            by_label(session, doc_id, label)
    chosen = [numbers[label] for label in labels]
    for start in range(0, len(chosen), AT_ONCE):
        session.execute(
            sa.update(ColumnInfo)
            .where(ColumnInfo.doc_id == doc_id, ColumnInfo.column_no.in_(chosen[start : start + AT_ONCE]))
            .values(used=used)
        )


def replace_all(
    session: Session, doc_id: str, columns: Sequence[ColumnInfo], *, unused_at_first: Collection[str] = ()
) -> None:
    """Write the statistics of all columns, keeping which ones people set as unused.

    Args:
        unused_at_first: labels of columns of a new table that are not used until people set them as used.
    """
    before = of_document(session, doc_id)
    unused = {column.key for column in before if not column.used}
    if not before:
        unused = {column.key for column in columns if column.label in unused_at_first}
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


def image(session: Session, doc_id: str, column_no: int, kind: ImageKind) -> ColumnImage | None:
    """The picture of one column; None where there is none."""
    return session.get(ColumnImage, (doc_id, column_no, kind))
