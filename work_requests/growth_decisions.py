"""What people decide about a table that grows: rows that are added, differences in their columns, files that are withdrawn, and
rows that are taken out again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.messages import Message
from domain.requests import RequestKind
from domain.table_additions import AdditionChoices, AdditionStatus
from records import documents
from records.errors import DecisionRefused, NotFound
from records.growth import additions, renewals
from records.growth.tables import TableAddition
from records.ids import next_id
from records.tables import Request
from work_requests import addition_choices, lifecycle, request_lists


def append(
    session: Session,
    doc_id: str,
    *,
    file_name: str,
    source_path: str,
    source_sha256: str,
    choices: AdditionChoices,
    by: str,
    now: datetime,
    addition_id: str | None = None,
    sheet: str | None = None,
) -> Request:
    """Add the rows of a staged file (of a workbook: of `sheet`, by name or number) to a document's table.

    Raises:
        DecisionRefused: the document has not been read, these bytes are in its table already or wait to be added, or a choice
            is about nothing that the table has.
    """
    document = documents.get(session, doc_id)
    if document.status in (DocumentStatus.RECEIVED, DocumentStatus.FAILED) or document.read_report is None:
        raise DecisionRefused(
            Message(
                "{document} has not been read yet; wait for it, then add rows",
                document=documents.in_words(document),
            )
        )
    additions.refuse_same_content(
        session, doc_id, file_name=file_name, sha256=source_sha256, sheet=sheet, now=now
    )
    additions.refuse_waiting_content(session, doc_id, file_name=file_name, sha256=source_sha256, sheet=sheet)
    choices = addition_choices.before_reading(choices, document.read_report.schema)
    params = {"file_name": file_name, **({} if sheet is None else {"sheet": sheet})}
    request = lifecycle.ask(session, RequestKind.APPEND, doc_id=doc_id, params=params, by=by, now=now)
    session.add(
        TableAddition(
            addition_id=addition_id or next_id(session, "addition", now.date()),
            doc_id=doc_id,
            request_id=request.request_id,
            file_name=file_name,
            source_path=source_path,
            source_sha256=source_sha256,
            sheet=sheet,
            status=AdditionStatus.RECEIVED,
            choices=choices,
            registered_by=by,
            registered_at=now,
        )
    )
    return request


def answer(
    session: Session, addition_id: str, *, choices: AdditionChoices, by: str, now: datetime
) -> Request:
    """Decide about the differences of an addition, and compare it again with this and what was decided before.

    Raises:
        DecisionRefused: nothing is to be decided about it, or a choice is about nothing that is asked.
    """
    addition = _asking(session, addition_id)
    report = documents.get(session, addition.doc_id).read_report
    if report is None:
        raise NotFound(Message("document {doc_id} has not been read", doc_id=addition.doc_id))
    asked = [one for one in additions.differences_of(addition) if one.asks]
    chosen = addition_choices.answering(
        choices, addition.choices, asked, addition.headers or [], report.schema
    )
    decided = addition.choices.with_later(chosen)
    params = {"file_name": addition.file_name, "choices": decided.to_json()}
    if addition.sheet is not None:
        params["sheet"] = addition.sheet
    request = lifecycle.ask(
        session, RequestKind.APPEND, doc_id=addition.doc_id, params=params, by=by, now=now
    )
    addition.request_id = request.request_id
    addition.choices = decided
    addition.status = AdditionStatus.RECEIVED
    return request


def take_back(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """Take the rows that were added last out of a document's table again; the table gets a new version.

    Raises:
        DecisionRefused: no rows were added, other work on the table has not ended, or the confirmed model knows the rows.
    """
    document = documents.get(session, doc_id)
    added = additions.added(session, doc_id)
    if not added:
        raise DecisionRefused(
            Message(
                "there are no added rows in {document} that could be taken back",
                document=documents.in_words(document),
            )
        )
    if doc_id in request_lists.open_of(session, [doc_id]):
        raise DecisionRefused(
            Message(
                "other work on {document} has not ended; wait for it, then take the rows back",
                document=documents.in_words(document),
            )
        )
    newest = added[-1]
    if renewals.rows_known(session, document) >= (newest.first_row or 0):
        raise DecisionRefused(
            Message(
                "the confirmed model was trained or compared on the rows of '{file}'; go back to the model before or confirm "
                "another one, then take the rows back",
                file=newest.file_name,
            )
        )
    params = {"file_name": newest.file_name, "taken_back": newest.addition_id}
    request = lifecycle.ask(session, RequestKind.APPEND, doc_id=doc_id, params=params, by=by, now=now)
    newest.request_id = request.request_id
    return request


def withdraw(session: Session, addition_id: str, *, by: str, now: datetime) -> Request:
    """Leave the rows of an addition out. Its file is kept."""
    addition = _asking(session, addition_id)
    addition.status = AdditionStatus.WITHDRAWN
    params = {"file_name": addition.file_name, "withdrawn": addition_id}
    return lifecycle.note_done(
        session, RequestKind.APPEND, doc_id=addition.doc_id, params=params, by=by, now=now
    )


def _asking(session: Session, addition_id: str) -> TableAddition:
    addition = additions.get(session, addition_id)
    if addition.status != AdditionStatus.ASKS:
        raise DecisionRefused(
            Message(
                "nothing is to be decided about '{file}': it is {status}",
                file=addition.file_name,
                status=AdditionStatus(addition.status).message,
            )
        )
    return addition
