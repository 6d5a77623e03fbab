"""TB_AUTOML_EXPLANATION: why the model of a training predicts what it does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from domain.explanations import ModelExplanation
from domain.messages import Message
from records.errors import DecisionRefused
from records.explanation_tables import Explanation


def of_training(session: Session, training_id: str) -> Explanation | None:
    """The explanation of a training; None before it is made, and of trainings of versions without explanations."""
    return session.get(Explanation, training_id)


def with_background(session: Session, training_id: str) -> Explanation:
    """The explanation of a training, by which single predictions can be explained.

    Raises:
        DecisionRefused: there is none.
    """
    found = of_training(session, training_id)
    if found is not None and found.background_path is not None:
        return found
    notes = found.explanation.notes if found else ()
    raise DecisionRefused(notes[0] if notes else not_explained(training_id))


def has_background(session: Session, training_id: str) -> bool:
    """Whether single predictions of a training can be explained."""
    found = of_training(session, training_id)
    return found is not None and found.background_path is not None


def not_explained(training_id: str) -> Message:
    """Why a training has no explanation."""
    return Message(
        "training {training_id} has no explanation yet. It is made after the scores; models that were trained by an "
        "earlier version, and clusterings, have none. Train it again to get one.",
        training_id=training_id,
    )


def put(
    session: Session,
    training_id: str,
    explanation: ModelExplanation,
    *,
    background: tuple[str, str] | None,
    now: datetime,
) -> None:
    """Keep the explanation of a training, in place of an earlier one.

    Args:
        background: path in the store and SHA-256 of the rows that predictions are compared with.
    """
    path, sha256 = background or (None, None)
    session.merge(
        Explanation(
            training_id=training_id,
            explanation=explanation,
            background_path=path,
            background_sha256=sha256,
            explained_at=now,
        )
    )
