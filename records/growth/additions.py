"""TB_AUTOML_ADDITION: files of rows for a document, and the versions of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.labelled import Labelled
from domain.messages import Message
from domain.requests import RequestStatus
from domain.table_additions import AdditionStatus, ColumnDifference, TakenBack
from records import documents
from records.errors import DecisionRefused, NotFound
from records.growth.tables import TableAddition
from records.tables import Document, Plan, Request


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
    """Additions of a document, newest first: by when their rows came into the table, as versions are, else by arrival."""
    since = sa.func.coalesce(TableAddition.added_at, TableAddition.registered_at)
    return session.scalars(
        sa.select(TableAddition)
        .where(TableAddition.doc_id == doc_id)
        .order_by(since.desc(), TableAddition.version.desc(), TableAddition.addition_id.desc())
    ).all()


def added(session: Session, doc_id: str) -> list[TableAddition]:
    """Those whose rows are in the table, oldest first."""
    found = of_document(session, doc_id)
    return [one for one in reversed(found) if one.status == AdditionStatus.ADDED]


def at_plan(session: Session, plan: Plan) -> tuple[int, list[TableAddition]]:
    """The version of the table that a plan was applied to, and the additions whose rows it had then, oldest first.

    Raises:
        DecisionRefused: rows that the plan was applied to are no longer in the table.
    """
    rows = int(plan.effect["rows_total"])
    every = of_document(session, plan.doc_id)
    known = [
        one
        for one in reversed(every)
        if one.first_row and one.first_row <= rows and one.added_at and one.added_at <= plan.created_at
    ]
    backs = [one.choices.taken_back for one in every if one.choices.taken_back]
    if any(one.choices.taken_back and one.choices.taken_back.moment > plan.created_at for one in known):
        raise DecisionRefused(
            Message(
                "the model was trained on rows that were taken back since; train again, then make its report"
            )
        )
    found = [one for one in known if one.status == AdditionStatus.ADDED]
    versions = [one.version for one in backs if one.moment <= plan.created_at]
    return max([1, *(one.version or 1 for one in found), *versions]), found


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
    """The version of a document's table: 1 as uploaded, one more for each addition and for each that was taken back."""
    found = of_document(session, doc_id)
    taken_back = [one.choices.taken_back.version for one in found if one.choices.taken_back]
    return max([1, *(one.version or 1 for one in found), *taken_back])


def rows_of_plan(session: Session, document: Document) -> Message | None:
    """That the plan in force has fewer rows than the table, and what takes the others; None where it has all, or there is none."""
    plan = session.get(Plan, (document.doc_id, document.plan_version)) if document.plan_version else None
    rows = document.rows or 0
    if plan is None or (used := int(plan.effect["rows_total"])) >= rows:
        return None
    values = {"used": used, "rows": rows}
    if document.confirmed_training_id is None:
        return Message(
            "The preparation in force has the first {used:,} of {rows:,} rows, and training uses these. Prepare again to train on "
            "the added rows as well.",
            **values,
        )
    return Message(
        "The preparation in force has the first {used:,} of {rows:,} rows, and training uses these. Prepare again, or train "
        "again and compare, to use the added rows as well.",
        **values,
    )


def refuse_same_content(
    session: Session, doc_id: str, *, file_name: str, sha256: str, sheet: str | None, now: datetime
) -> None:
    """Raises DecisionRefused where the rows of these bytes (of a workbook with several tables: of `sheet`) are in the table."""
    for twin in added(session, doc_id):
        if (twin.source_sha256, twin.sheet) == (sha256, sheet):
            added_at = (twin.added_at or twin.registered_at).astimezone(now.tzinfo)
            values = {"file": file_name, "day": f"{added_at:%Y-%m-%d}"}
            if sheet is None:
                raise DecisionRefused(
                    Message("'{file}' is in the table already: its rows were added on {day}", **values)
                )
            raise DecisionRefused(
                Message(
                    "sheet '{sheet}' of '{file}' is in the table already: its rows were added on {day}",
                    sheet=sheet,
                    **values,
                )
            )


def refuse_waiting_content(
    session: Session, doc_id: str, *, file_name: str, sha256: str, sheet: str | None
) -> None:
    """Raises DecisionRefused where the rows of these bytes (of a workbook with several tables: of `sheet`) wait to be added already."""
    for twin in of_document(session, doc_id):
        if (twin.source_sha256, twin.sheet) != (sha256, sheet):
            continue
        values = {"file": file_name, "number": twin.addition_id}
        if twin.status == AdditionStatus.ASKS:
            raise DecisionRefused(
                Message(
                    "the rows of '{file}' wait for a decision already, as addition {number}; decide about that one, or leave it out",
                    **values,
                )
            )
        request = session.get_one(Request, twin.request_id)
        if twin.status == AdditionStatus.RECEIVED and not RequestStatus(request.status).is_final:
            raise DecisionRefused(
                Message("the rows of '{file}' are being added already, as addition {number}", **values)
            )


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


def set_taken_back(addition: TableAddition, taken_back: TakenBack) -> None:
    """Its rows are no longer in the table."""
    addition.status = AdditionStatus.TAKEN_BACK
    addition.choices = replace(addition.choices, taken_back=taken_back)


def shown_status(addition: TableAddition, request: Request | None) -> Labelled:
    """How far an addition is, as people see it: with the state of its request where that ended without a result."""
    status = AdditionStatus(addition.status)
    if status is not AdditionStatus.RECEIVED or request is None:
        return status
    asked = RequestStatus(request.status)
    return asked if asked in (RequestStatus.FAILED, RequestStatus.CANCELLED) else status


def differences_of(addition: TableAddition) -> list[ColumnDifference]:
    """What reading it found, as `set_asking` or the step that added it wrote."""
    return [ColumnDifference.from_json(one) for one in addition.differences or []]
