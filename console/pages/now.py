"""지금: what runs, waits, failed and ended today, and files that were refused."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from pydantic import AwareDatetime
from sqlalchemy.orm import Session
from starlette.responses import Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.live import CHANGED, Live
from console.rendering import context_of, language_of, render, user_of
from console.resident_numbers import visible
from console.step_labels import STEPS
from console.undo import undo_of
from domain.messages import Message
from domain.requests import RequestKind, RequestStatus
from records import refused, trainings
from records.ocr.learning import networks
from records.tables import Request as Asked
from work_requests import failure_groups, failures, lifecycle, progress, request_lists, request_queue
from work_requests.to_do import to_do

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
SHOWN = 50
"""Requests of each kind on the page; of more, their number is told."""
ALIKE = 4
"""Failures of one kind and reason that are shown as one."""
RECENT_DOCUMENTS = 6
NOTIFIED = 5
LIST = Live("now", "/now", "now_list.html", 3)
OF_MODELS = (RequestKind.TRAIN, RequestKind.CONFIRM_MODEL, RequestKind.DECISION_RULE)


@router.get("/now")
def now(request: Request, context: _Context, by: _By) -> Response:
    """The whole page, or its list alone, which asks for itself every few seconds."""
    with context.reading() as session:
        values = _listed(request, session, context)
        if "hx-request" in request.headers:
            return LIST.answer(request, **values)
        todo = to_do(session, by=by, recent=RECENT_DOCUMENTS)
    next_run = context.nights.next_run(context.now())
    listed = LIST.show(request, **values)
    return render(request, "now.html", listed=listed, todo=todo, next_run=next_run)


@router.get("/now/ended")
def ended(request: Request, context: _Context, by: _By, since: str = "") -> dict[str, Any]:
    """Long work of the person that ended after `since`, for notifications; nothing for the first look of a page."""
    language = language_of(request)
    try:
        after = datetime.fromisoformat(since)
    except ValueError:
        after = context.now()
    if after.tzinfo is None:
        after = context.now()
    with context.reading() as session:
        found = request_lists.ended_for(session, by, after, limit=NOTIFIED)
        names = request_lists.names(session, found)
    shown = [
        {
            "id": one.request_id,
            "title": RequestKind(one.kind).message.render(language)
            + " · "
            + RequestStatus(one.status).message.render(language),
            "text": visible(request, names.get(one.doc_id or "", "")),
        }
        for one in found
    ]
    times = [one.finished_at for one in found if one.finished_at is not None]
    return {"now": max([after, *times]).isoformat(), "ended": shown}


@router.post("/now/{request_id}/retry")
def retry(context: _Context, request_id: RowNumber, stay: bool = False) -> Response:
    with context.transaction() as session:
        lifecycle.retry(session, request_id)
    return _changed(stay)


@router.post("/now/{request_id}/cancel")
def cancel(context: _Context, by: _By, request_id: RowNumber, stay: bool = False) -> Response:
    with context.transaction() as session:
        lifecycle.cancel(session, request_id, by=by, now=context.now())
    return _changed(stay)


@router.post("/now/{request_id}/acknowledge")
def acknowledge(context: _Context, by: _By, request_id: RowNumber) -> Response:
    """[확인함]."""
    with context.transaction() as session:
        failures.acknowledge(session, request_id, by=by, now=context.now())
    return _changed(stay=True)


@router.post("/now/acknowledge")
def acknowledge_many(
    request: Request,
    context: _Context,
    by: _By,
    until: Annotated[RowNumber, Form()],
    like: Annotated[RowNumber | None, Form()] = None,
) -> Response:
    """[모두 확인함], of one group of failures or of all; a notice offers to undo it."""
    now = context.now()
    with context.transaction() as session:
        count = len(failure_groups.acknowledge(session, until=until, like=like, by=by, now=now))
    done = Message("acknowledged: {count:,}", count=count)
    offer = undo_of(
        language_of(request), done, place="/now/take-back", field="moment", values=[now.isoformat()]
    )
    return _triggered({CHANGED: True, "undo": offer.to_dict()})


@router.post("/now/take-back")
def take_back(
    request: Request, context: _Context, by: _By, moment: Annotated[AwareDatetime, Form()]
) -> Response:
    """[되돌리기] of `acknowledge_many`."""
    with context.transaction() as session:
        count = failure_groups.take_back(session, moment, by=by, now=context.now())
    said = Message("listed again: {count:,}", count=count).render(language_of(request))
    return _triggered({CHANGED: True, "restored": said})


def _triggered(events: dict[str, object]) -> Response:
    return Response(status_code=204, headers={"HX-Trigger": json.dumps(events)})


def _changed(stay: bool) -> Response:
    """Have the page loaded again, or, where it is to `stay`, its live parts look at once."""
    return Response(status_code=204, headers={"HX-Trigger": CHANGED} if stay else {"HX-Refresh": "true"})


def _listed(request: Request, session: Session, context: ConsoleContext) -> dict[str, Any]:
    """What `now_list.html` needs."""
    running = request_lists.newest(session, [RequestStatus.RUNNING], limit=SHOWN)
    waiting = request_queue.waiting(session, limit=SHOWN)
    grouped = failure_groups.groups(session, limit=SHOWN)
    alike = [group for group in grouped if group.count >= ALIKE]
    failed = [one for group in grouped if group.count < ALIKE for one in group.requests]
    failed = sorted(failed, key=lambda one: one.request_id, reverse=True)[:SHOWN]
    in_groups = [one for group in alike for one in group.requests]
    midnight = context.now().replace(hour=0, minute=0, second=0, microsecond=0)
    ended = request_lists.finished_since(session, midnight, limit=SHOWN)
    names = request_lists.names(session, [*running, *waiting, *failed, *in_groups, *ended])
    steps = {r.request_id: next(reversed(progress.of_request(session, r.request_id)), None) for r in running}
    return {
        "counts": request_lists.counts(session),
        "names": {doc_id: visible(request, name) for doc_id, name in names.items()},
        "running": running,
        "waiting": waiting,
        "failed": failed,
        "alike": alike,
        "single_failures": sum(group.count for group in grouped if group.count < ALIKE),
        "newest_failure": max((group.newest.request_id for group in grouped), default=0),
        "ended": ended,
        "ended_counts": request_lists.counts_since(session, midnight),
        "steps": steps,
        "step_names": STEPS,
        "tracked": _tracked(session, context, [*running, *failed, *in_groups, *ended]),
        "refused": refused.newest(session),
        "dagster": context.dagster_url,
        "kind_of": RequestKind,
        "status_of": RequestStatus,
    }


def _tracked(session: Session, context: ConsoleContext, shown: Iterable[Asked]) -> dict[int, str]:
    """Where MLflow keeps what a request trained: its run, or the experiment of its document."""
    found = {}
    for request in shown:
        kind = RequestKind(request.kind)
        if kind is RequestKind.OCR_RETRAIN:
            network = networks.of_request(session, request.request_id)
            if network is not None and network.mlflow_run_id:
                found[request.request_id] = f"{context.mlflow_url}/#/runs/{network.mlflow_run_id}"
        elif kind in OF_MODELS and request.doc_id:
            found[request.request_id] = _experiment(context, session, request)
    return found


def _experiment(context: ConsoleContext, session: Session, request: Asked) -> str:
    runs = {t.mlflow_run_id for t in trainings.of_request(session, request.request_id) if t.mlflow_run_id}
    if len(runs) == 1:
        return f"{context.mlflow_url}/#/runs/{runs.pop()}"
    # Several models: the experiment, which MLflow finds by its name.
    return f"{context.mlflow_url}/#/experiments?experimentSearchFilter={quote(f'automl-{request.doc_id}')}"
