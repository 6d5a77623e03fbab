"""Why a trained model is none of the plan in force: people changed the plan, or only rows were added to the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.messages import Message
from records.tables import Document, Plan, Training

CHANGED = Message("from before the target, plan or columns changed")
_EARLIER = Message("trained on an earlier version of the table")
_LATER = Message("trained on a later version of the table")


@dataclass(frozen=True)
class StaleReasons:
    """Reasons by the version of the plan that a model was trained by.

    Attributes:
        other_tables: of the versions that are the plan in force, applied to another version of the table.
    """

    other_tables: Mapping[int, Message]

    def of(self, training: Training) -> Message:
        """Why a stale training is stale."""
        return self.other_tables.get(training.plan_version, CHANGED)


def stale_reasons(session: Session, document: Document) -> StaleReasons:
    """Of the trainings of a document."""
    query = sa.select(Plan.version, Plan.plan, Plan.effect).where(Plan.doc_id == document.doc_id)
    plans = {version: (plan, effect.get("rows_total", 0)) for version, plan, effect in session.execute(query)}
    if document.plan_version not in plans:
        return StaleReasons({})
    chosen, rows = plans[document.plan_version]
    return StaleReasons(
        {
            version: _EARLIER if count < rows else _LATER
            for version, (plan, count) in plans.items()
            if plan == chosen and count != rows
        }
    )
