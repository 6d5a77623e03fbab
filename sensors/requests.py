"""Starts runs for people's decisions. Nothing else starts one.

Which run serves a request is in `sensors.work` and `sensors.planned_runs`; when a request may start is `work_requests.request_queue.launchable`.
"""

import time
from collections.abc import Callable
from datetime import datetime

import dagster as dg

from assets.automl.partitions import AUTOML_DOCUMENTS
from domain.messages import Message
from domain.requests import RequestStatus
from records.engine import reading, transaction
from records.tables import Document, Request
from resources.clock import Clock
from resources.database import Database
from sensors import planned_runs, work
from sensors.ticks import TICK_SECONDS
from work_requests import lifecycle, request_queue

REQUESTS_A_TICK = 200
RUNS_AHEAD = 10
"""Bulk runs kept in Dagster's queue: work until the next tick, and no more."""
LISTEN_SECONDS = 3.5
"""How long a tick listens for decisions: Dagster starts ticks at most every five seconds."""
LOOK_SECONDS = 0.25


def build_requests_sensor(
    *, pages_a_run: int = planned_runs.PAGES_A_RUN, runs_ahead: int = RUNS_AHEAD
) -> dg.SensorDefinition:
    """The sensor, giving at most `pages_a_run` pages to one run of reading, and keeping at most `runs_ahead` runs of
    bulk requests in Dagster's queue.
    """

    @dg.sensor(
        name="requests",
        jobs=work.JOBS,
        minimum_interval_seconds=TICK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Starts a run for every request (TB_REQUEST) that may start now.",
    )
    def requests_sensor(
        context: dg.SensorEvaluationContext, database: Database, clock: Clock
    ) -> dg.SensorResult | dg.SkipReason:
        engine = database.engine
        waiting = listen(lambda: _launchable(database, runs_ahead), time.monotonic, time.sleep)
        if not waiting:
            return dg.SkipReason("no request waits")
        with reading(engine) as session:
            asked = planned_runs.with_documents(session, waiting)
            bulk = request_queue.bulk_requesters(session)
            room = runs_ahead - request_queue.runs_asked_for(session)
        planned, broken = planned_runs.plan_runs(asked, bulk=bulk, pages_a_run=pages_a_run)
        with transaction(engine) as session:
            for request_id, trouble in broken.items():
                _settle_broken(lifecycle.get(session, request_id), trouble, clock.now())
                context.log.error(f"request {request_id} can't be served: {trouble}")
            runs = [
                plan.run
                for plan in planned_runs.for_now(planned, room=room)
                if request_queue.mark_submitted(session, plan.request_ids, clock.now(), run_key=plan.key)
            ]
        known = set(context.instance.get_dynamic_partitions(AUTOML_DOCUMENTS.name or ""))
        tables = {one.request.doc_id for one in asked if isinstance(one.document, Document)}
        keys = {run.partition_key for run in runs if run.partition_key is not None}
        new = sorted((keys & tables) - known)
        return dg.SensorResult(
            run_requests=runs,
            dynamic_partitions_requests=[AUTOML_DOCUMENTS.build_add_request(new)] if new else [],
        )

    return requests_sensor


def listen(
    look: Callable[[], list[Request]], clock: Callable[[], float], sleep: Callable[[float], None]
) -> list[Request]:
    """What `look` finds, as soon as it finds anything, or nothing after LISTEN_SECONDS."""
    end = clock() + LISTEN_SECONDS
    while not (found := look()) and clock() < end:
        sleep(LOOK_SECONDS)
    return found


def _settle_broken(request: Request, trouble: str, now: datetime) -> None:
    lifecycle.settle(
        request,
        RequestStatus.FAILED,
        now=now,
        reason=Message(
            "the request can't be understood ({trouble}); make the same decision again", trouble=trouble
        ),
    )


def _launchable(database: Database, runs_ahead: int) -> list[Request]:
    """Requests that may start now; bulk requests only while fewer than `runs_ahead` of their runs are queued."""
    with database.reading() as session:
        room = request_queue.runs_asked_for(session) < runs_ahead
        return list(request_queue.launchable(session, limit=REQUESTS_A_TICK, include_bulk=room))
