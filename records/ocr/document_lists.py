"""Lists of documents: filtered, sorted, and paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldKey, FieldState
from domain.ocr import OcrStatus, TextState
from records.name_filters import has_words
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.proofreading import assignments
from records.ocr.tables import OcrDocument, OcrText


@dataclass(frozen=True)
class ListFilter:
    """Which documents a list has.

    Args:
        name: part of the file's name or of the 상호, any case; empty for all.
        company: part of the 상호, any case; empty for all.
        status: None for all.
        since: the first day of registration, ISO 8601; empty for all.
        until: the last day of registration, ISO 8601; empty for all.
        deleted: those in the trash in place of the others.
        kind: what the documents are; empty for all.
        dated_since: the first date printed on them, ISO 8601; empty for all.
        dated_until: the last date printed on them.
        least: the smallest total amount, in won; None for all.
        most: the largest total amount.
        assignee: only those assigned to this person; empty for all.
        field_state: those with a field in this state that no person confirmed.
        shows_numbers: as of `has_words`.
    """

    name: str = ""
    company: str = ""
    status: OcrStatus | None = None
    since: str = ""
    until: str = ""
    deleted: bool = False
    kind: str = ""
    dated_since: str = ""
    dated_until: str = ""
    least: int | None = None
    most: int | None = None
    field_state: FieldState | None = None
    assignee: str = ""
    shows_numbers: bool = True

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """As SQL, all of which hold."""
        conditions: list[sa.ColumnElement[bool]] = [OcrDocument.deleted.is_(self.deleted)]
        if self.name:
            places = (OcrDocument.file_name, OcrDocument.company)
            conditions.append(sa.or_(*(self._has(place, self.name) for place in places)))
        if self.company:
            conditions.append(self._has(OcrDocument.company, self.company))
        if self.status:
            conditions.append(OcrDocument.status == self.status)
        if self.assignee:
            conditions.append(assignments.is_of(self.assignee))
        if self.since:
            conditions.append(OcrDocument.day >= self.since)
        if self.until:
            conditions.append(OcrDocument.day <= self.until)
        return [*conditions, *self._of_fields()]

    def _has(self, column: sa.SQLColumnExpression[Any], words: str) -> sa.ColumnElement[bool]:
        return has_words(column, words, shows_numbers=self.shows_numbers)

    def _of_fields(self) -> list[sa.ColumnElement[bool]]:
        conditions: list[sa.ColumnElement[bool]] = []
        value = sa.func.coalesce(OcrField.corrected, OcrField.machine)
        amounts = [OcrField.amount >= self.least] if self.least is not None else []
        amounts += [OcrField.amount <= self.most] if self.most is not None else []
        dates = [value >= self.dated_since] if self.dated_since else []
        dates += [value <= self.dated_until] if self.dated_until else []
        if self.kind:
            kind = sa.func.coalesce(OcrDocument.kind_chosen, OcrDocument.kind_read)
            conditions.append(kind == self.kind)
        if amounts:
            conditions.append(_has_field(OcrField.key == FieldKey.TOTAL_AMOUNT, *amounts))
        if dates:
            conditions.append(_has_field(OcrField.key == FieldKey.ISSUE_DATE, *dates))
        if self.field_state is not None:
            conditions.append(_has_field(OcrField.state == self.field_state, ~OcrField.confirmed))
        return conditions


def _has_field(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a document (OcrDocument) has a field with these conditions, those of line items included."""
    return sa.exists().where(OcrField.doc_id == OcrDocument.doc_id, *conditions)


class SortedBy(StrEnum):
    """What a list of documents is sorted by; ids are counted, so the first is the order of registration."""

    REGISTERED = "registered"
    NAME = "name"
    COMPANY = "company"
    STATUS = "status"
    PAGES = "pages"
    CHECKED = "checked"
    TO_LEARN = "to-learn"
    NOTICE = "notice"


_CHECKED = (
    sa.select(1.0 * sa.func.sum(sa.case((OcrText.state != TextState.MACHINE, 1), else_=0)) / sa.func.count())
    .where(OcrText.doc_id == OcrDocument.doc_id)
    .correlate(OcrDocument)
    .scalar_subquery()
)
"""Share of a document's texts that people looked at."""


_TO_LEARN = (
    sa.select(sa.func.count())
    .where(OcrText.doc_id == OcrDocument.doc_id, OcrText.selected)
    .correlate(OcrDocument)
    .scalar_subquery()
)


_COLUMNS: dict[SortedBy, sa.SQLColumnExpression[Any]] = {
    SortedBy.REGISTERED: OcrDocument.doc_id,
    SortedBy.NAME: OcrDocument.file_name,
    SortedBy.COMPANY: OcrDocument.company,
    SortedBy.STATUS: OcrDocument.status,
    SortedBy.PAGES: sa.func.coalesce(OcrDocument.pages, 0),
    SortedBy.CHECKED: sa.func.coalesce(_CHECKED, -1.0),
    SortedBy.TO_LEARN: _TO_LEARN,
    SortedBy.NOTICE: sa.case(
        (OcrDocument.failure_ko.is_not(None), 0),
        (OcrDocument.note.is_not(None), 1),
        else_=2,
    ),
}
"""By notices, failures come first."""


def page_of_list(
    session: Session,
    wanted: ListFilter = ListFilter(),  # noqa: B008 - frozen
    *,
    sort: SortedBy = SortedBy.REGISTERED,
    ascending: bool = False,
    before: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> tuple[Sequence[OcrDocument], int]:
    """Documents, newest first unless sorted otherwise, with the total that match.

    Args:
        before: only those behind this document in the list (the last one of the page before).
        after: only those ahead of this document in the list, nearest to it (the first one of the page behind).
    """
    conditions = wanted.conditions()
    total = session.scalar(sa.select(sa.func.count()).select_from(OcrDocument).where(*conditions)) or 0
    column = _COLUMNS[sort]
    key = sa.tuple_(column, OcrDocument.doc_id)
    query = sa.select(OcrDocument).where(*conditions)
    edge = session.get(OcrDocument, before or after) if before or after else None
    # Ahead of a document the list is read backwards, to find the nearest.
    upwards = ascending if not after or before else not ascending
    if edge is not None:
        value = session.scalar(sa.select(column).where(OcrDocument.doc_id == edge.doc_id))
        place = sa.tuple_(sa.literal(value), sa.literal(edge.doc_id))
        query = query.where(key > place if upwards else key < place)
    order = (column, OcrDocument.doc_id)
    rows = session.scalars(
        query.order_by(*(part.asc() if upwards else part.desc() for part in order)).limit(limit)
    ).all()
    return (rows[::-1] if upwards != ascending else rows), total
