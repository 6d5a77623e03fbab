"""TB_AUTOML_RENEWAL: when a document's confirmed model is challenged by itself, and whether that is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.challenges import LEAST_NEW_ROWS, ChallengeCause
from domain.drift import is_drift
from domain.messages import Joined, Message
from records.growth import additions, challenges
from records.growth.tables import RenewalRule, TableAddition
from records.tables import Document, Plan, Training


def get(session: Session, doc_id: str) -> RenewalRule | None:
    """The rule of a document; None where none was set."""
    return session.get(RenewalRule, doc_id)


def in_words(rule: RenewalRule | None) -> Message:
    """When a model is trained again by itself, in a sentence."""
    if rule is None or not rule.active:
        return Message("The model is trained again only when asked.")
    reasons = []
    if rule.new_rows is not None:
        # Fewer can't be judged.
        rows = max(rule.new_rows, LEAST_NEW_ROWS)
        reasons.append(Message("after {rows:,} new rows", rows=rows))
    if rule.days is not None:
        reasons.append(Message("after {days:,} days with new rows", days=rule.days))
    if rule.on_drift:
        reasons.append(Message("when added rows differ from the table"))
    return Message("The model is trained again at night: {reasons}.", reasons=Joined(reasons))


def due(session: Session, now: datetime) -> Iterator[tuple[str, ChallengeCause]]:
    """Documents whose rule says that their model is to be challenged now, and why."""
    rules = session.scalars(
        sa.select(RenewalRule)
        .join(Document, Document.doc_id == RenewalRule.doc_id)
        .where(RenewalRule.active.is_(True), Document.deleted.is_(False))
        .where(Document.confirmed_training_id.is_not(None))
        .order_by(RenewalRule.doc_id)
    )
    for rule in rules:
        cause = cause_of(session, rule, now)
        if cause is not None:
            yield rule.doc_id, cause


def cause_of(session: Session, rule: RenewalRule, now: datetime) -> ChallengeCause | None:
    """Why the model of a rule's document is to be challenged; None where it isn't, as without rows it hasn't been judged on."""
    new = rows_since(session, rule.doc_id)
    count = sum(one.rows or 0 for one in new)
    asked = max((one.registered_at for one in challenges.of_document(session, rule.doc_id)), default=None)
    # One that failed is not asked for again before more rows have come.
    if not any(asked is None or (one.added_at or now) > asked for one in new):
        return None
    # Fewer can't be judged.
    if count < LEAST_NEW_ROWS:
        return None
    if rule.new_rows is not None and count >= rule.new_rows:
        return ChallengeCause.ROWS
    if rule.on_drift and any(is_drift(remark) for one in new for remark in one.drift or []):
        return ChallengeCause.DRIFT
    if rule.days is not None and _last(session, rule.doc_id) <= now - timedelta(days=rule.days):
        return ChallengeCause.TIME
    return None


def rows_since(session: Session, doc_id: str) -> Sequence[TableAddition]:
    """Additions that the confirmed model was not judged on: neither at its training nor by a challenge in which it took part."""
    document = session.get_one(Document, doc_id)
    known = rows_known(session, document)
    confirmed = document.confirmed_training_id
    judged = [
        one
        for one in challenges.of_document(session, doc_id)
        if one.judged_at is not None and confirmed in (one.champion_id, one.challenger_id)
    ]
    last = max((one.registered_at for one in judged), default=None)
    return [
        one
        for one in additions.added(session, doc_id)
        if (one.first_row or 0) > known and (last is None or one.added_at is None or one.added_at > last)
    ]


def rows_known(session: Session, document: Document) -> int:
    """Rows of the table when the confirmed model's plan was applied; 0 without a confirmed model."""
    training = session.get(Training, document.confirmed_training_id or "")
    plan = session.get(Plan, (document.doc_id, training.plan_version)) if training else None
    return int(plan.effect["rows_total"]) if plan else 0


def _last(session: Session, doc_id: str) -> datetime:
    """When the model was confirmed, or challenged last."""
    training = session.get(Training, session.get_one(Document, doc_id).confirmed_training_id or "")
    moments = [one.registered_at for one in challenges.of_document(session, doc_id)[:1]]
    if training is not None and training.confirmed_at is not None:
        moments.append(training.confirmed_at)
    return max(moments)
