"""What people decide about a table that grows: rows that are added, differences in their columns, files that are withdrawn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.challenges import ChallengeCause
from domain.learners import CLASSIFICATION, CLASSIFIERS, LEARNERS
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from domain.table_additions import AdditionChoices, AdditionStatus
from records import documents, trainings
from records.errors import DecisionRefused
from records.growth import additions, challenges
from records.growth.tables import Challenge, TableAddition
from records.ids import next_id
from records.tables import Request, Training
from work_requests import lifecycle


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
        DecisionRefused: the document has not been read, or these bytes are in its table already.
    """
    document = documents.get(session, doc_id)
    if document.status in (DocumentStatus.RECEIVED, DocumentStatus.FAILED) or document.read_report is None:
        raise DecisionRefused(
            Message(
                "{document} has not been read yet; wait for it, then add rows",
                document=documents.in_words(document),
            )
        )
    if (twin := additions.same_content(session, doc_id, source_sha256)) is not None:
        raise DecisionRefused(
            Message(
                "'{file}' is in the table already: its rows were added on {day}",
                file=file_name,
                day=f"{twin.added_at:%Y-%m-%d}",
            )
        )
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
    """Decide about the differences of an addition, and compare it again with what was decided.

    Raises:
        DecisionRefused: nothing is to be decided about it.
    """
    addition = _asking(session, addition_id)
    params = {"file_name": addition.file_name, "choices": choices.to_json()}
    if addition.sheet is not None:
        params["sheet"] = addition.sheet
    request = lifecycle.ask(
        session, RequestKind.APPEND, doc_id=addition.doc_id, params=params, by=by, now=now
    )
    addition.request_id = request.request_id
    addition.choices = choices
    addition.status = AdditionStatus.RECEIVED
    return request


def withdraw(session: Session, addition_id: str, *, by: str, now: datetime) -> Request:
    """Leave the rows of an addition out. Its file is kept."""
    addition = _asking(session, addition_id)
    addition.status = AdditionStatus.WITHDRAWN
    params = {"file_name": addition.file_name, "withdrawn": addition_id}
    return lifecycle.note_done(
        session, RequestKind.APPEND, doc_id=addition.doc_id, params=params, by=by, now=now
    )


def challenge(
    session: Session, doc_id: str, *, by: str, now: datetime, cause: ChallengeCause = ChallengeCause.ASKED
) -> Request:
    """Train the confirmed model's recipe again on the table as it has grown, and confirm the better of the two.

    Raises:
        DecisionRefused: no model with a target is confirmed, or one is being compared already.
    """
    document = documents.get(session, doc_id)
    if document.confirmed_training_id is None:
        raise DecisionRefused(
            Message(
                "{document} has no confirmed model; confirm one first", document=documents.in_words(document)
            )
        )
    champion = trainings.get(session, document.confirmed_training_id)
    if champion.model_code not in LEARNERS or LEARNERS[champion.model_code].group != CLASSIFICATION:
        raise DecisionRefused(
            Message(
                "only a model that predicts a target can be compared with a newer one; confirm such a model"
            )
        )
    if _is_under_way(session, doc_id):
        raise DecisionRefused(
            Message("a newer model is being trained and compared already; wait for its end")
        )
    request = lifecycle.ask(session, RequestKind.CHALLENGE, doc_id=doc_id, params={}, by=by, now=now)
    session.add(
        Challenge(
            challenge_id=next_id(session, "challenge", now.date()),
            doc_id=doc_id,
            request_id=request.request_id,
            cause=cause,
            champion_id=champion.training_id,
            registered_by=by,
            registered_at=now,
        )
    )
    return request


def roll_back(session: Session, doc_id: str, *, by: str, now: datetime) -> Request:
    """Confirm the model that was confirmed before the present one, with the plan it was trained by.

    Raises:
        DecisionRefused: there is none.
    """
    document = documents.get(session, doc_id)
    current = document.confirmed_training_id
    earlier = challenges.confirmed_before(session, doc_id, current) if current else None
    if earlier is None or earlier.model_digest is None:
        raise DecisionRefused(
            Message(
                "no model was confirmed before the present one of {document}",
                document=documents.in_words(document),
            )
        )
    trainings.confirm(document, earlier, now)
    documents.set_status(document, DocumentStatus.MODEL_CONFIRMED, now)
    params = {"training_id": earlier.training_id, "rolled_back": current}
    return lifecycle.ask(session, RequestKind.CONFIRM_MODEL, doc_id=doc_id, params=params, by=by, now=now)


def recipe_of(training: Training) -> list[str]:
    """The models that have to be trained for one like this: of an ensemble its members, then itself."""
    settings = training.evaluation.settings if training.evaluation else {}
    members = [code for code in CLASSIFIERS if code in settings]
    return (
        [*members, training.model_code] if LEARNERS[training.model_code].combines else [training.model_code]
    )


def _is_under_way(session: Session, doc_id: str) -> bool:
    """Whether a challenge's request has not ended."""
    asked = [one.request_id for one in challenges.of_document(session, doc_id)[:1]]
    return any(not RequestStatus(lifecycle.get(session, one).status).is_final for one in asked)


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
