"""TB_AUTOML_CHALLENGE: trainings of the confirmed model's recipe on new rows, and the models confirmed before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.challenges import ChallengeVerdict
from domain.messages import Message
from domain.requests import RequestKind
from records.errors import NotFound
from records.growth.tables import Challenge
from records.tables import Request, Training


def of_request(session: Session, request_id: int) -> Challenge:
    """Raises NotFound."""
    found = session.scalar(sa.select(Challenge).where(Challenge.request_id == request_id))
    if found is None:
        raise NotFound(Message("request {request_id} compares no models", request_id=request_id))
    return found


def of_document(session: Session, doc_id: str) -> Sequence[Challenge]:
    """Challenges of a document, newest first."""
    return session.scalars(
        sa.select(Challenge).where(Challenge.doc_id == doc_id).order_by(Challenge.challenge_id.desc())
    ).all()


def of_challenger(session: Session, training_id: str) -> Challenge | None:
    """The judged one in which a training was the newer model."""
    return session.scalar(
        sa.select(Challenge).where(Challenge.challenger_id == training_id, Challenge.verdict.is_not(None))
    )


def set_judged(challenge: Challenge, training_id: str, verdict: ChallengeVerdict, now: datetime) -> None:
    """Which of the two is better."""
    challenge.challenger_id = training_id
    challenge.verdict = verdict
    challenge.promoted = verdict.promoted
    challenge.judged_at = now


def kept_back() -> sa.Exists:
    """That a training came of a challenge that was not won: it is no result of the plan in force."""
    return sa.exists().where(
        Challenge.request_id == Training.request_id, sa.func.coalesce(Challenge.promoted, False).is_(False)
    )


def confirmed_before(session: Session, doc_id: str, training_id: str) -> Training | None:
    """The model that was confirmed before `training_id`; None where that was the first."""
    confirmations = session.scalars(
        sa.select(Request.params)
        .where(Request.doc_id == doc_id, Request.kind == RequestKind.CONFIRM_MODEL)
        .order_by(Request.request_id)
    )
    order = [str(params.get("training_id")) for params in confirmations if params.get("training_id")]
    while order and order[-1] != training_id:
        order.pop()
    earlier = [one for one in order if one != training_id]
    return session.get(Training, earlier[-1]) if earlier else None
