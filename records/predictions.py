"""TB_AUTOML_PREDICTION: files of new rows scored by a confirmed model."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.errors import NotFound
from records.tables import Prediction, Request


def of_request(session: Session, request_id: int) -> Prediction:
    """The prediction a request asked for. Raises NotFound."""
    prediction = session.scalar(sa.select(Prediction).where(Prediction.request_id == request_id))
    if prediction is None:
        raise NotFound(
            Message(
                "request {request_id} has no file to predict; ask again with a file", request_id=request_id
            )
        )
    return prediction


def get(session: Session, prediction_id: str, doc_id: str | None = None) -> Prediction:
    """Raises NotFound; where `doc_id` is given, also for one of another document."""
    prediction = session.get(Prediction, prediction_id)
    if prediction is None or (doc_id is not None and prediction.doc_id != doc_id):
        raise NotFound(
            Message(
                "there is no prediction {prediction_id}; numbers are in the list of predictions ('saebyeok automl predictions DOC')",
                prediction_id=prediction_id,
            )
        )
    return prediction


def with_requests(session: Session, doc_id: str) -> list[tuple[Prediction, Request]]:
    """Predictions of a document, newest first, each with the request that tells what became of it."""
    rows = session.execute(
        sa.select(Prediction, Request)
        .join(Request, Request.request_id == Prediction.request_id)
        .where(Prediction.doc_id == doc_id)
        .order_by(Prediction.prediction_id.desc())
    )
    return [(prediction, request) for prediction, request in rows]


def of_document(session: Session, doc_id: str) -> Sequence[Prediction]:
    """Predictions of a document, newest first."""
    return session.scalars(
        sa.select(Prediction).where(Prediction.doc_id == doc_id).order_by(Prediction.prediction_id.desc())
    ).all()
