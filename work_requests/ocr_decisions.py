"""What people and the schedule decide about documents of pages and networks: each function is one decision, for one transaction.

It writes the request of the work that follows. Decisions about single texts are in `records.ocr.decisions`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import OcrStatus
from domain.requests import RequestKind
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.learning import networks
from records.ocr.proofreading import assignments
from records.ocr.typed import one_line
from records.tables import Request
from work_requests import lifecycle, request_lists

NIGHT = "night"
"""In the parameters of a retraining: the date of the night that it is for, if any."""
NIGHTS_REMEMBERED = 100
LONGEST_NAME = 200
"""Characters of a document's name or 상호."""
WRONG_CLOCK = timedelta(hours=12)


def read_again(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """Extract the texts of a document once more; what people touched is kept."""
    documents.get(session, doc_id)
    return lifecycle.ask_once(session, RequestKind.OCR_READ, doc_id=doc_id, params={}, by=by, now=now)


def read_boxes(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """Read the boxes of a document that were drawn or changed."""
    documents.get(session, doc_id)
    return lifecycle.ask_once(session, RequestKind.OCR_BOXES, doc_id=doc_id, params={}, by=by, now=now)


def delete(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """[삭제]: into the trash; what waits for it is cancelled, nothing is learnt from it. Nothing leaves the disk."""
    lifecycle.cancel_open(session, doc_id, by=by, now=now)
    document = documents.get(session, doc_id)
    document.deleted = True
    document.updated_at = now
    return lifecycle.note_done(session, RequestKind.OCR_DELETE, doc_id=doc_id, params={}, by=by, now=now)


def restore(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """[복원]: out of the trash as it was. A reading that its deletion cancelled is asked for again."""
    document = documents.get_deleted(session, doc_id)
    document.deleted = False
    document.updated_at = now
    done = lifecycle.note_done(session, RequestKind.OCR_RESTORE, doc_id=doc_id, params={}, by=by, now=now)
    if document.status in (OcrStatus.RECEIVED, OcrStatus.PAGED):
        read_again(session, doc_id, by=by, now=now)
    return done


def rename(
    session: Session,
    doc_id: str,
    *,
    by: str,
    now: datetime,
    file_name: str | None = None,
    company: str | None = None,
) -> Request:
    """Other words for what a document is called.

    Args:
        file_name: the name shown for it; None leaves it as it is.
        company: the 상호, which may be empty; None leaves it as it is.

    Raises:
        DecisionRefused: the name is empty.
    """
    document = documents.get(session, doc_id)
    before = {"file_name": document.file_name, "company": document.company}
    if file_name is not None:
        name = one_line(file_name)[:LONGEST_NAME]
        if not name:
            raise DecisionRefused(Message("the name of document {doc_id} is empty; type one", doc_id=doc_id))
        document.file_name = name
    if company is not None:
        document.company = one_line(company)[:LONGEST_NAME]
    document.updated_at = now
    params = {"before": before, "file_name": document.file_name, "company": document.company}
    return lifecycle.note_done(session, RequestKind.OCR_RENAME, doc_id=doc_id, params=params, by=by, now=now)


def assign(session: Session, doc_id: str, assignee: str | None, *, by: str, now: datetime) -> Request:
    """Give a document to a person to check; None to anyone.

    Raises:
        NotFound: there is no such person.
    """
    documents.get(session, doc_id)
    before = assignments.assign(session, doc_id, assignee, by=by, now=now)
    params = {"before": before, "assignee": assignee}
    return lifecycle.note_done(session, RequestKind.OCR_ASSIGN, doc_id=doc_id, params=params, by=by, now=now)


def draw_quality_sample(session: Session, *, by: str, now: datetime) -> Request:
    """Ask for this week's sample of confirmed texts. One that waits or runs already is that one."""
    return lifecycle.ask_unless_open(session, RequestKind.OCR_QUALITY, params={}, by=by, now=now)


class IfOpen(StrEnum):
    """What a request for a training does where another one waits or runs."""

    JOIN = "join"
    QUEUE = "queue"
    REPLACE = "replace"


def retrain(
    session: Session,
    *,
    by: str,
    now: datetime,
    minutes: float | None = None,
    if_open: IfOpen = IfOpen.JOIN,
) -> Request:
    """재학습: gather, train, judge, deploy, read again.

    Args:
        minutes: most time for training; None: the setting.
        if_open: JOIN returns the training that waits or runs, whose minutes are its own; QUEUE lets this one follow it; REPLACE
            cancels it first.
    """
    kind, params = RequestKind.OCR_RETRAIN, {"minutes": minutes}
    if if_open is IfOpen.JOIN:
        return lifecycle.ask_unless_open(session, kind, params=params, by=by, now=now)
    lifecycle.lock_kind(session, kind)
    if if_open is IfOpen.REPLACE:
        for request in request_lists.open_of_kind(session, kind):
            lifecycle.cancel(session, request.request_id, by=by, now=now)
    # Dagster runs one training of the recogniser at a time, so this one waits for the others.
    return lifecycle.ask(session, kind, doc_id=None, params=params, by=by, now=now)


def retrain_at_night(session: Session, *, night: date, by: str, now: datetime) -> Request | None:
    """The 재학습 of one night, requested by the schedule or a sensor, whichever finds it due; None where that night had its own.

    One that waits or runs already is that night's.
    """
    lifecycle.lock_kind(session, RequestKind.OCR_RETRAIN)
    name = night.isoformat()
    newest_first = session.scalars(
        sa.select(Request)
        .where(Request.kind == RequestKind.OCR_RETRAIN)
        .order_by(Request.request_id.desc())
        .limit(NIGHTS_REMEMBERED)
    )
    asked_since = now
    for request in newest_first:
        # One asked for under a clock that was a day ahead was no night: what came after it bears an earlier time.
        if request.params.get(NIGHT) == name and request.requested_at - asked_since < WRONG_CLOCK:
            return None
        asked_since = min(asked_since, request.requested_at)
    request = retrain(session, by=by, now=now)
    request.params = {**request.params, NIGHT: name}
    return request


def roll_back(session: Session, *, network_id: str | None, by: str, now: datetime) -> Request:
    """Read with an earlier network again: the one before, or `network_id`. The files follow in a run."""
    networks.take_turns_deploying(session)
    target = networks.to_roll_back_to(session, network_id)
    current = networks.deployed(session)
    networks.mark_deployed(session, target, now)
    params = {"network_id": target.network_id, "before": current.network_id if current else None}
    return lifecycle.ask(session, RequestKind.OCR_ROLLBACK, doc_id=None, params=params, by=by, now=now)
