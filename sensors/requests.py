"""Starts runs for people's decisions, where the serving process has not: a safety net.

Which run serves a request is in `sensors.work` and `sensors.planned_runs`; when a request may start is `work_requests.request_queue.launchable`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

import dagster as dg

from assets.automl.partitions import AUTOML_DOCUMENTS
from domain.messages import Message
from domain.requests import RequestStatus
from records.engine import reading, transaction
from records.tables import Document, Request
from resources.database import Database
from sensors import planned_runs, work
from sensors.ticks import EVERY, interval
from work_requests import lifecycle, request_queue

REQUESTS_A_TICK = 200
RUNS_AHEAD = 10
"""Bulk runs kept in Dagster's queue: work until the next tick, and no more."""
GRACE = timedelta(seconds=2)
"""For this time only the serving process takes a new request."""


def build_requests_sensor(
    database: Callable[[], Database],
    now: Callable[[], datetime],
    *,
    pages_a_run: int = planned_runs.PAGES_A_RUN,
    runs_ahead: int = RUNS_AHEAD,
    every: int = EVERY,
) -> dg.SensorDefinition:
    """The sensor, giving at most `pages_a_run` pages to one run of reading, and keeping at most `runs_ahead` runs of
    bulk requests in Dagster's queue.

    Like `uploads` it has no Dagster resources, for which Dagster would open its databases at every tick.

    Args:
        database: asked for at the first tick, in the process that evaluates sensors.
        every: seconds between two ticks.
    """
    opened = cache(database)

    @dg.sensor(
        name="requests",
        jobs=work.JOBS,
        minimum_interval_seconds=interval(every),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Starts a run for every request (TB_REQUEST) that may start now and that the serving process has not taken.",
    )
    def requests_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        engine = opened().engine
        waiting = _launchable(opened(), runs_ahead, now())
        if not waiting:
            return dg.SkipReason("no request waits")
        with reading(engine) as session:
            asked = planned_runs.with_documents(session, waiting)
            bulk = request_queue.bulk_requesters(session)
            room = runs_ahead - request_queue.runs_asked_for(session)
        planned, broken = planned_runs.plan_runs(asked, bulk=bulk, pages_a_run=pages_a_run)
        with transaction(engine) as session:
            for request_id, trouble in broken.items():
                _settle_broken(lifecycle.get(session, request_id), trouble, now())
                context.log.error(f"request {request_id} can't be served: {trouble}")
            runs = [
                plan.run
                for plan in planned_runs.for_now(planned, room=room)
                if request_queue.mark_submitted(session, plan.request_ids, now(), run_key=plan.key)
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


def _settle_broken(request: Request, trouble: str, now: datetime) -> None:
    lifecycle.settle(
        request,
        RequestStatus.FAILED,
        now=now,
        reason=Message(
            "the request can't be understood ({trouble}); make the same decision again", trouble=trouble
        ),
    )


def _launchable(database: Database, runs_ahead: int, now: datetime) -> list[Request]:
    """Requests that may start now, older than `GRACE`; bulk requests only while fewer than `runs_ahead` of their runs are queued."""
    with database.reading() as session:
        room = request_queue.runs_asked_for(session) < runs_ahead
        found = request_queue.launchable(session, limit=REQUESTS_A_TICK, include_bulk=room)
        # A request from the future was made before the clock was set back.
        return [one for one in found if not timedelta() <= now - one.requested_at < GRACE]
