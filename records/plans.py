"""TB_AUTOML_PLAN: the versions of a document's preprocessing plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import DocumentStatus
from domain.messages import Message
from records import documents, trainings
from records.errors import DecisionRefused
from records.tables import Document, Plan


def add(
    session: Session,
    doc_id: str,
    *,
    request_id: int,
    plan: Mapping[str, Any],
    effect: Mapping[str, Any],
    split_path: str,
    split_sha256: str,
    now: datetime,
    in_force: bool = True,
) -> Plan:
    """Add a version and make it the current one (데이터 전처리); the same request adds it once.

    Trainings made by another plan become stale. Where the current version is the same in all, its split included, it is
    returned, and the document stays as far as it is.

    Args:
        in_force: whether it becomes the current one.
    """
    if in_force and (same := _same_in_force(session, doc_id, plan, effect, split_sha256)) is not None:
        return same
    existing = session.scalar(sa.select(Plan).where(Plan.request_id == request_id))
    if existing is not None:
        existing.plan, existing.effect = dict(plan), dict(effect)
        existing.split_path, existing.split_sha256 = split_path, split_sha256
        version = existing
    else:
        last = session.scalar(sa.select(sa.func.max(Plan.version)).where(Plan.doc_id == doc_id)) or 0
        version = Plan(
            doc_id=doc_id,
            version=last + 1,
            request_id=request_id,
            plan=dict(plan),
            effect=dict(effect),
            split_path=split_path,
            split_sha256=split_sha256,
            created_at=now,
        )
        session.add(version)
        session.flush()
    if in_force:
        document = documents.get(session, doc_id)
        put_in_force(session, document, version.version)
        documents.set_status(document, DocumentStatus.PREPARED, now)
    return version


def _same_in_force(
    session: Session, doc_id: str, plan: Mapping[str, Any], effect: Mapping[str, Any], split_sha256: str
) -> Plan | None:
    document = documents.get(session, doc_id)
    found = session.get(Plan, (doc_id, document.plan_version)) if document.plan_version else None
    if found is None or found.split_sha256 != split_sha256:
        return None
    # What comes from the database has lists where the new values have tuples.
    is_same = all(
        json.loads(json.dumps(new)) == old
        for new, old in ((dict(plan), found.plan), (dict(effect), found.effect))
    )
    return found if is_same else None


def put_in_force(session: Session, document: Document, version: int) -> None:
    """Make a version of the plan the current one; trainings made by another become stale."""
    document.plan_version = version
    trainings.mark_stale(session, document.doc_id, except_plan=version)
    trainings.mark_current(session, document.doc_id, version)


def current(session: Session, doc_id: str) -> Plan:
    """The plan trainings use. Raises DecisionRefused where none was applied yet, or it is out of date."""
    document = documents.get(session, doc_id)
    plan = session.get(Plan, (doc_id, document.plan_version)) if document.plan_version else None
    if plan is None:
        raise DecisionRefused(
            Message(
                "{document} has no preprocessing applied; apply it first",
                document=documents.in_words(document),
            )
        )
    return plan
