"""TB_AUTOML_OUTCOME: how predictions turned out."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from domain.outcomes import OutcomeScores
from records.errors import NotFound
from records.growth.tables import Outcome
from records.tables import Document, Prediction


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
    """Of each prediction the one that was judged last, in the order of the predictions."""
    judged = {one.prediction_id: one for one in _judged(of_document(session, doc_id))}
    return [judged[prediction_id] for prediction_id in sorted(judged)]


def fallen(session: Session, doc_ids: Sequence[str] | None = None) -> dict[str, OutcomeScores]:
    """Tables whose confirmed model predicted worse than expected, by the outcomes that were judged last.

    Args:
        doc_ids: only of these; None: of all that aren't deleted.
    """
    newest = sa.select(sa.func.max(Outcome.outcome_id)).where(Outcome.scores.is_not(None))
    query = (
        sa.select(Outcome.doc_id, Outcome.scores)
        .join(Document, Document.doc_id == Outcome.doc_id)
        .join(Prediction, Prediction.prediction_id == Outcome.prediction_id)
        .where(Outcome.outcome_id.in_(newest.group_by(Outcome.doc_id)), Document.deleted.is_(False))
        .where(Prediction.training_id == Document.confirmed_training_id)
    )
    if doc_ids is not None:
        query = query.where(Document.doc_id.in_(doc_ids))
    return {doc_id: scores for doc_id, scores in session.execute(query) if scores and scores.is_alarming}


def judged_before(session: Session, outcome: Outcome) -> Outcome | None:
    """The one of the same prediction that was judged last; None where none was."""
    own = sa.select(Outcome).where(Outcome.prediction_id == outcome.prediction_id)
    others = session.scalars(own.where(Outcome.outcome_id != outcome.outcome_id)).all()
    return next(reversed(_judged(others)), None)


def known_path(doc_id: str, outcome_id: str) -> str:
    """Where in the store the outcomes of all rows are that were known when one was judged."""
    return f"automl/{doc_id}/outcomes/{outcome_id}-known.json"


def _judged(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The one judged last is the last: it has what the others said of the same prediction."""
    judged = [one for one in outcomes if one.scores is not None]
    return sorted(judged, key=lambda one: (one.judged_at or one.registered_at, one.outcome_id))
