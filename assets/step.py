"""What every step does around its own work: claims its request and turns failures into sentences.

No step's own logic lives here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import dagster as dg
from dagster import DagsterRunStatus
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from assets.runs import ATTEMPT_TAG, DOCUMENT_NAME_TAG, DOCUMENT_TAG, PARENT_RUN_TAG, REQUEST_TAG
from assets.served_request import ServedRequest
from domain.refusal import Refusal
from domain.requests import RequestKind, RequestStatus
from records import documents
from records.errors import DecisionRefused, Superseded
from records.ocr import documents as ocr_documents
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from work_requests import claims, lifecycle, request_lists

Decide = Callable[[Session, str, datetime], Request]
"""A decision on a document ("" where it is of none), made by the config of a run launched by hand."""
LAUNCHPAD = "dagster"
"""Who decides there: Dagster knows no users."""


@dataclass(frozen=True)
class Step(ServedRequest):
    """One step of one run, serving one request.

    Attributes:
        request: as it was when it was claimed.
    """

    request: Request

    @property
    def doc_id(self) -> str:
        if self.request.doc_id is None:
            raise ValueError(f"request {self.request_id} is of no document")
        return self.request.doc_id


@contextmanager
def open_step(
    context: dg.AssetExecutionContext,
    database: Database,
    clock: Clock,
    *,
    by_hand: RequestKind,
    decide: Decide | None = None,
    document: str | None = None,
    settles: bool = True,
) -> Iterator[Step]:
    """Claim the run's request (or write one, for a run launched by hand) and run the step's body.

    A run by hand has one request for each kind of its steps; `decide` writes it with the checks and
    states of a person's decision. Those no step settles are settled by the reconciler.
    `document` is which one such a run is of, where its partition doesn't say.

    A refusal in the body is written to the document and, where the step `settles`, ends the request;
    then the step fails with the sentence. Only trouble with files and databases is left to the step's
    retry policy; any other error fails it at once, and the reconciler ends the request.
    """
    step = _claim(context, database, clock, by_hand, decide, document)
    try:
        yield step
    except Refusal as refusal:
        step.refuse(refusal, settles=settles)
        raise dg.Failure(description=f"{refusal.ko}\n{refusal.en}", allow_retries=False) from refusal
    except (OSError, OperationalError):
        raise  # a full disk, a locked database: worth the retry policy's waiting
    except Exception as error:
        raise dg.Failure(
            description=f"{step.name}: {type(error).__name__}: {error}", allow_retries=False
        ) from error


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
        ko=f"이 실행에는 문서가 정해지지 않아 {step}을(를) 만들 수 없습니다. 파티션으로 문서 번호를 골라 다시 실행하세요.",
        en=f"this run names no document, so {step} can't be made; launch it again with a document's id as its partition",
    )


@contextmanager
def failing_in_words() -> Iterator[None]:
    """Let a refusal fail the step with its sentence, where there is no request yet to write it to."""
    try:
        yield
    except Refusal as refusal:
        raise dg.Failure(description=f"{refusal.ko}\n{refusal.en}", allow_retries=False) from refusal
    except Superseded as superseded:
        raise dg.Failure(description=str(superseded), allow_retries=False) from superseded


def _claim(
    context: dg.AssetExecutionContext,
    database: Database,
    clock: Clock,
    by_hand: RequestKind,
    decide: Decide | None,
    document: str | None,
) -> Step:
    tags = context.run.tags
    with failing_in_words():
        if REQUEST_TAG in tags and PARENT_RUN_TAG not in tags:
            with database.transaction() as session:
                request = claims.claim(
                    session,
                    int(tags[REQUEST_TAG]),
                    attempt=int(tags[ATTEMPT_TAG]),
                    run_id=context.run.run_id,
                    now=clock.now(),
                )
        else:
            request = _claim_by_hand(context, database, clock.now(), by_hand, decide, document)
    name = context.asset_key.to_user_string()
    return Step(name, request.request_id, context.run.run_id, database, clock, request)


def _claim_by_hand(
    context: dg.AssetExecutionContext,
    database: Database,
    now: datetime,
    kind: RequestKind,
    decide: Decide | None,
    document: str | None,
) -> Request:
    doc_id = document
    if document is None and context.assets_def.partitions_def:
        doc_id = document_of(context)
    with database.reading() as session:
        name = _name_of(session, kind, doc_id) if doc_id is not None else ""
        same = request_lists.of_document(session, doc_id) if doc_id else request_lists.of_kind(session, kind)
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
        context.instance.add_run_tags(
            context.run.run_id, {DOCUMENT_TAG: doc_id, DOCUMENT_NAME_TAG: name[:100]}
        )
    return request


def _name_of(session: Session, kind: RequestKind, doc_id: str) -> str:
    if kind.of_pages:
        return ocr_documents.get(session, doc_id).file_name
    return documents.get(session, doc_id).name


def _succeeded(instance: dg.DagsterInstance, run_id: str) -> bool:
    run = instance.get_run_by_id(run_id)
    return run is not None and run.status == DagsterRunStatus.SUCCESS
