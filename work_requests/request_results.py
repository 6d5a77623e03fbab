"""What came of requests that ended well and have a result in words."""

from __future__ import annotations

from sqlalchemy.orm import Session

from domain.messages import Joined, Message
from records.growth import challenges, outcomes


def of_document(session: Session, doc_id: str) -> dict[int, Message]:
    """By request: of a challenge whether the newer model is confirmed and why, of outcomes how good predictions were."""
    results = {
        one.request_id: in_words(one.verdict.promoted, one.verdict.reason)
        for one in challenges.of_document(session, doc_id)
        if one.verdict is not None
    }
    judged = outcomes.of_document(session, doc_id)
    return results | {one.request_id: one.scores.sentence for one in judged if one.scores is not None}


def in_words(promoted: bool, reason: Message) -> Message:
    """The verdict of a challenge."""
    result = Message("The newer model is confirmed") if promoted else Message("Kept back")
    return Joined([result, reason], ": ")
