"""How a run gets its requests: those it was started for, or new ones where it was launched by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import dagster as dg
from dagster import DagsterRunStatus
from sqlalchemy.orm import Session

from assets.runs import (
    ATTEMPT_TAG,
    DOCUMENT_NAME_TAG,
    DOCUMENT_TAG,
    PARENT_RUN_TAG,
    REQUEST_TAG,
    RUN_KEY_TAG,
)
from domain.messages import Message
from domain.refusal import Refusal
from domain.requests import RequestKind, RequestStatus
from records import documents
from records.errors import DecisionRefused, Superseded
from records.ocr import documents as ocr_documents
from records.tables import Request
from resources.database import Database
from work_requests import claims, lifecycle, ocr_decisions, request_lists, request_queue

Decide = Callable[[Session, str, datetime], Request]
"""A decision on a document ("" where it is of none), made by the config of a run launched by hand."""
Context = dg.AssetExecutionContext | dg.OpExecutionContext
LAUNCHPAD = "dagster"
"""Requester of runs launched by hand: Dagster has no users."""
DOCUMENTS_A_RUN = 64
"""Documents of pages that one run reads, at most."""


def document_of(context: dg.AssetExecutionContext) -> str:
    """The id of the document a run of AutoML assets is for: its partition.

    Raises:
        DecisionRefused: the run was launched without one, as Dagster's API allows.
    """
    if not context.has_partition_key:
        raise without_document(context.asset_key.to_user_string())
    return context.partition_key


def without_document(step: str) -> DecisionRefused:
    """The refusal of a run of `step` that was launched without a document."""
    return DecisionRefused(
        Message(
            "this run names no document, so {step} can't be made; launch it again with a document's id "
            "as its partition",
            step=step,
        )
    )


def failure_of(refusal: Refusal) -> dg.Failure:
    """What ends a step in Dagster with the sentence of a refusal."""
    return dg.Failure(description=f"{refusal.ko}\n{refusal.en}", allow_retries=False)


@contextmanager
def failing_in_words() -> Iterator[None]:
    """Let a refusal fail the step with its sentence, where there is no request yet to write it to."""
    try:
        yield
    except Refusal as refusal:
        raise failure_of(refusal) from refusal
    except Superseded as superseded:
        raise dg.Failure(description=str(superseded), allow_retries=False) from superseded


def claim_started(context: Context, database: Database, now: datetime) -> Request | None:
    """The request that the sensor started this run for; None for a run launched or executed again by hand."""
    tags = context.run.tags
    if REQUEST_TAG not in tags or PARENT_RUN_TAG in tags:
        return None
    # The second name is on runs that an earlier version left in Dagster's queue.
    request_id, attempt = int(tags[REQUEST_TAG]), int(tags.get(ATTEMPT_TAG) or tags["saebyeok/attempt"])
    with failing_in_words(), database.transaction() as session:
        return claims.claim(session, request_id, attempt=attempt, run_id=context.run.run_id, now=now)


def claim_by_hand(
    context: dg.AssetExecutionContext,
    database: Database,
    now: datetime,
    kind: RequestKind,
    decide: Decide | None,
    document: str | None,
) -> Request:
    """The request of this kind of a run launched by hand: an earlier step's, or a new one."""
    with failing_in_words():
        doc_id = document
        if document is None and context.assets_def.partitions_def:
            doc_id = document_of(context)
        with database.reading() as session:
            name = _name_of(session, kind, doc_id) if doc_id is not None else ""
            same = (
                request_lists.of_document(session, doc_id) if doc_id else request_lists.of_kind(session, kind)
            )
            busy = [r for r in same if r.status == RequestStatus.RUNNING]
        # Runs that ended well a moment ago, and which the reconciler has yet to look at.
        over = [r.request_id for r in busy if r.run_id and _succeeded(context.instance, r.run_id)]
        with database.transaction() as session:
            for request_id in over:
                lifecycle.settle(lifecycle.get(session, request_id), RequestStatus.DONE, now=now)
            request = claims.claim_by_hand(
                session,
                kind,
                doc_id=doc_id,
                run_id=context.run.run_id,
                decide=lambda: (
                    decide(session, doc_id or "", now)
                    if decide
                    else lifecycle.ask(session, kind, doc_id=doc_id, params={}, by=LAUNCHPAD, now=now)
                ),
                now=now,
            )
    if doc_id:
        tags = {DOCUMENT_TAG: doc_id, DOCUMENT_NAME_TAG: name[:100]}
        context.instance.add_run_tags(context.run.run_id, tags)
    return request


def claim_documents(
    context: dg.AssetExecutionContext, database: Database, now: datetime, doc_ids: Sequence[str]
) -> list[Request]:
    """The requests of pages that a run serves and has not settled yet, oldest first.

    Args:
        doc_ids: the documents of the run's config; for a run launched by hand, none means the unread ones of its day.
    """
    run_id, key = context.run.run_id, context.run.tags.get(RUN_KEY_TAG)
    with failing_in_words(), database.transaction() as session:
        if key is not None and PARENT_RUN_TAG not in context.run.tags:
            claims.claim_batch(session, key, run_id=run_id, now=now)
        elif not claims.of_run(session, run_id):
            _claim_documents_by_hand(session, context.partition_key, doc_ids, run_id, now)
        return claims.served_by(session, run_id)


def _claim_documents_by_hand(
    session: Session, day: str, doc_ids: Sequence[str], run_id: str, now: datetime
) -> None:
    if not doc_ids:
        unread = request_queue.unread_documents(session, day, limit=DOCUMENTS_A_RUN)
        doc_ids = [document.doc_id for document in unread]
    if len(doc_ids) > DOCUMENTS_A_RUN:
        raise DecisionRefused(
            Message(
                "a run reads at most {most} documents; launch several",
                most=DOCUMENTS_A_RUN,
            )
        )
    for doc_id in doc_ids:
        if (document := ocr_documents.get(session, doc_id)).day != day:
            raise DecisionRefused(
                Message(
                    "document {doc_id} was brought in on {day}; launch that day's partition",
                    doc_id=doc_id,
                    day=document.day,
                )
            )
    for doc_id in doc_ids:
        decide = partial(ocr_decisions.read_again, session, doc_id, by=LAUNCHPAD, now=now)
        claims.claim_by_hand(
            session, RequestKind.OCR_READ, doc_id=doc_id, run_id=run_id, decide=decide, now=now
        )


def _name_of(session: Session, kind: RequestKind, doc_id: str) -> str:
    if kind.of_pages:
        return ocr_documents.get(session, doc_id).file_name
    return documents.get(session, doc_id).name


def _succeeded(instance: dg.DagsterInstance, run_id: str) -> bool:
    run = instance.get_run_by_id(run_id)
    return run is not None and run.status == DagsterRunStatus.SUCCESS
