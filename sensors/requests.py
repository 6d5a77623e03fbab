"""People's decisions become runs. Nothing else starts one.

Which job serves a request, with which config and which assets, is `run_of`; when a request may start is
`records.requests.launchable`.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import dagster as dg

from assets.automl import jobs
from assets.automl.partitions import (
    ATTEMPT_TAG,
    AUTOML_DOCUMENTS,
    DOCUMENT_NAME_TAG,
    DOCUMENT_TAG,
    REQUEST_TAG,
)
from records import requests
from records.engine import reading, transaction
from records.enums import RequestKind, RequestStatus
from records.tables import Document, Request
from resources.clock import Clock
from resources.database import Database
from sensors.ticks import TICK_SECONDS

RUNS_A_TICK = 50
LISTEN_SECONDS = 3.5
"""How long a tick listens for decisions: Dagster starts ticks at most every five seconds."""
LOOK_SECONDS = 0.25


@dg.sensor(
    name="requests",
    jobs=jobs.JOBS,
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="사람의 결정(TB_REQUEST)을 실행으로 옮깁니다. Starts a run for every request that may start now.",
)
def requests_sensor(
    context: dg.SensorEvaluationContext, database: Database, clock: Clock
) -> dg.SensorResult | dg.SkipReason:
    engine = database.engine
    waiting = listen(lambda: _launchable(database), time.monotonic, time.sleep)
    if not waiting:
        return dg.SkipReason("기다리는 요청이 없습니다 (no request waits)")
    with reading(engine) as session:
        names = {r.doc_id: document_name(session.get(Document, r.doc_id)) for r in waiting if r.doc_id}
    run_requests, broken = runs_of(waiting, names)
    with transaction(engine) as session:
        for request_id, trouble in broken.items():
            _settle_broken(requests.get(session, request_id), trouble, clock.now())
            context.log.error(f"request {request_id} can't be served: {trouble}")
        submitted = [request.request_id for request in waiting if request.request_id not in broken]
        requests.mark_submitted(session, submitted, clock.now())
    keys = sorted({request.doc_id for request in waiting if request.doc_id})
    known = set(context.instance.get_dynamic_partitions(AUTOML_DOCUMENTS.name or ""))
    additions = [AUTOML_DOCUMENTS.build_add_request([key for key in keys if key not in known])]
    return dg.SensorResult(
        run_requests=run_requests,
        dynamic_partitions_requests=additions if set(keys) - known else [],
    )


def listen(
    look: Callable[[], list[Request]], clock: Callable[[], float], sleep: Callable[[float], None]
) -> list[Request]:
    """What `look` finds, as soon as it finds anything, or nothing after LISTEN_SECONDS."""
    end = clock() + LISTEN_SECONDS
    while not (found := look()) and clock() < end:
        sleep(LOOK_SECONDS)
    return found


def runs_of(
    waiting: Sequence[Request], names: Mapping[str, str | None]
) -> tuple[list[dg.RunRequest], dict[int, str]]:
    """The runs of all requests, and what is wrong with those that can have none: they hold up no other."""
    runs, broken = [], {}
    for request in waiting:
        try:
            runs.append(run_of(request, names.get(request.doc_id or "")))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it is told on its row
            broken[request.request_id] = f"{type(error).__name__}: {error}"
    return runs, broken


def run_of(request: Request, name: str | None) -> dg.RunRequest:
    """The run that serves this attempt of a request."""
    kind = RequestKind(request.kind)
    tags = {
        REQUEST_TAG: str(request.request_id),
        ATTEMPT_TAG: str(request.attempt),
        "saebyeok/kind": kind.value,
    }
    if request.doc_id:
        tags[DOCUMENT_TAG] = request.doc_id
        tags[DOCUMENT_NAME_TAG] = name or request.doc_id
    selection, config = jobs.selection_and_config(kind, request.params)
    return dg.RunRequest(
        run_key=f"request:{request.request_id}:{request.attempt}",
        job_name=jobs.JOB_OF_KIND[kind].name,
        partition_key=request.doc_id,
        asset_selection=selection,
        run_config=_run_config(config),
        tags=tags,
    )


def document_name(document: Document | None) -> str | None:
    """A 문서명 fit for a run tag."""
    return document.name[:100] if document else None


def _settle_broken(request: Request, trouble: str, now: datetime) -> None:
    requests.settle(
        request,
        RequestStatus.FAILED,
        now=now,
        ko=f"요청의 내용을 알 수 없어 실행하지 못했습니다({trouble}). 같은 결정을 다시 내려 주세요.",
        en=f"the request can't be understood ({trouble}); make the same decision again",
    )


def _launchable(database: Database) -> list[Request]:
    with database.reading() as session:
        return list(requests.launchable(session, limit=RUNS_A_TICK))


def _run_config(config: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"ops": {name: {"config": dict(values)} for name, values in config.items()}} if config else {}
