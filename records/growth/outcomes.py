"""TB_AUTOML_OUTCOME: how predictions turned out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.errors import NotFound
from records.growth.tables import Outcome


def of_request(session: Session, request_id: int) -> Outcome:
    """Raises NotFound."""
    found = session.scalar(sa.select(Outcome).where(Outcome.request_id == request_id))
    if found is None:
        raise NotFound(Message("request {request_id} has no file of outcomes", request_id=request_id))
    return found


def of_document(session: Session, doc_id: str) -> Sequence[Outcome]:
    """Of a document's predictions, oldest first."""
    return session.scalars(
        sa.select(Outcome).where(Outcome.doc_id == doc_id).order_by(Outcome.outcome_id)
    ).all()


def newest_by_prediction(session: Session, doc_id: str) -> list[Outcome]:
    """The newest judged one of each prediction, in the order of the predictions."""
    judged = {one.prediction_id: one for one in of_document(session, doc_id) if one.scores is not None}
    return [judged[prediction_id] for prediction_id in sorted(judged)]
