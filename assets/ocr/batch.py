"""The documents of one reading run: claimed together, each settled by itself.

A run the requests sensor asked for serves the requests submitted under its key; one launched by hand
writes a request for each document first. One document's trouble ends its own request, not the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import dagster as dg
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from assets.runs import PARENT_RUN_TAG, RUN_KEY_TAG
from assets.served_request import ServedRequest
from assets.step import LAUNCHPAD, failing_in_words
from domain.refusal import Refusal
from domain.requests import RequestKind
from ocr_lib.errors import OcrError
from records.errors import DecisionRefused, Superseded
from records.ocr import documents
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from work_requests import claims, ocr_decisions, request_queue

DOCUMENTS_BY_HAND = 64
RETRYABLE = (OSError, OperationalError)
"""Trouble with files or the database: worth the step's retry policy."""


@dataclass(frozen=True)
class DocumentStep(ServedRequest):
    """One step for one document of a batch, serving that document's request."""

    doc_id: str


def claim(
    context: dg.AssetExecutionContext, database: Database, clock: Clock, doc_ids: Sequence[str]
) -> list[DocumentStep]:
    """A step for every document this run serves and has not settled yet, oldest first.

    Args:
        doc_ids: the documents of the run's config; for a run launched by hand, none means the unfinished
            ones of its day.
    """
    run_id, key = context.run.run_id, context.run.tags.get(RUN_KEY_TAG)
    name = context.asset_key.to_user_string()
    with failing_in_words(), database.transaction() as session:
        if key is not None and PARENT_RUN_TAG not in context.run.tags:
            claims.claim_batch(session, key, run_id=run_id, now=clock.now())
        elif not claims.of_run(session, run_id):
            _claim_by_hand(session, context.partition_key, doc_ids, run_id, clock)
        served = claims.served_by(session, run_id)
    return [
        DocumentStep(name, request.request_id, run_id, database, clock, request.doc_id)
        for request in served
        if request.doc_id is not None
    ]


@contextmanager
def attempt(context: dg.AssetExecutionContext, step: DocumentStep) -> Iterator[None]:
    """Work on one document: a refusal or an error of its own ends its request, and the batch goes on.

    Trouble with disk or database concerns all, so it fails the step, which is tried again.
    """
    try:
        yield
    except Refusal as refusal:
        step.refuse(refusal)
        context.log.warning(f"{step.doc_id}: {refusal.en}")
    except Superseded as superseded:
        context.log.warning(f"{step.doc_id}: {superseded}")
    except RETRYABLE:
        raise
    except Exception as error:
        context.log.exception(f"{step.doc_id} could not be read")
        step.refuse(
            OcrError(
                "unexpected",
                ko=f"예상하지 못한 오류로 문서를 읽지 못했습니다({type(error).__name__}: {error}). "
                f"요청 {step.request_id}을(를) 다시 시도하고, 되풀이되면 파일과 함께 알려 주세요.",
                en=f"the document could not be read ({type(error).__name__}: {error}); "
                f"try request {step.request_id} again, and report it with the file if it stays",
            )
        )


def _claim_by_hand(
    session: Session, day: str, doc_ids: Sequence[str], run_id: str, clock: Clock
) -> list[Request]:
    now = clock.now()
    if not doc_ids:
        doc_ids = [d.doc_id for d in request_queue.unread_documents(session, day, limit=DOCUMENTS_BY_HAND)]
    if len(doc_ids) > DOCUMENTS_BY_HAND:
        raise DecisionRefused(
            ko=f"한 번에 문서 {DOCUMENTS_BY_HAND}개까지 읽을 수 있습니다. 나누어 실행하세요.",
            en=f"a run reads at most {DOCUMENTS_BY_HAND} documents; launch several",
        )
    for doc_id in doc_ids:
        if (document := documents.get(session, doc_id)).day != day:
            raise DecisionRefused(
                ko=f"문서 {doc_id}은(는) {document.day}에 들어왔습니다. 그 날짜의 파티션에서 실행하세요.",
                en=f"document {doc_id} was brought in on {document.day}; launch that day's partition",
            )
    claimed = []
    for doc_id in doc_ids:
        decide = partial(ocr_decisions.read_again, session, doc_id, by=LAUNCHPAD, now=now)
        claimed.append(
            claims.claim_by_hand(
                session, RequestKind.OCR_READ, doc_id=doc_id, run_id=run_id, decide=decide, now=now
            )
        )
    return claimed
