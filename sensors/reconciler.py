"""Settles requests whose run ended, died or vanished.

A run that dies without giving a reason (killed, machine restarted) is tried again as a new attempt;
one that failed with a reason is left to people. Also stops runs people cancelled, ends those in Dagster whose
process is gone, asks for what MLflow hasn't been told, keeps the pointer to
the deployed network with its row, and says when two daemons run.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import dagster as dg
from dagster import DagsterRunStatus

from assets.runs import PARENT_RUN_TAG, RUN_KEY_TAG
from domain.requests import RequestKind, RequestStatus
from records.ocr.learning import networks
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.networks import follow_row
from resources.tracking import Tracking
from sensors.daemons import TWO_DAEMONS, Watch
from sensors.run_outcomes import BEGUN, end_if_gone, judge, stop
from sensors.ticks import EVERY, interval
from work_requests import lifecycle, outcomes, request_queue, upkeep
from work_requests.outcomes import RunOutcome

RECONCILER = "reconciler"
UNENDED = [
    DagsterRunStatus.QUEUED,
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
]
"""Statuses of runs that can still be stopped."""
DAEMON = "SENSOR"
"""Whose heartbeats are looked at: the daemon that asks sensors."""


def build_reconciler(*, every: int = EVERY) -> dg.SensorDefinition:
    """The sensor, looking every `every` seconds."""

    @dg.sensor(
        name=RECONCILER,
        minimum_interval_seconds=interval(every),
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Settles requests whose run ended, died or vanished.",
    )
    def reconciler(
        context: dg.SensorEvaluationContext,
        database: Database,
        files: Files,
        clock: Clock,
        tracking: Tracking,
    ) -> dg.SkipReason:
        lines = [*_look_at_daemons(context, clock.now())]
        with database.reading() as session:
            under_way = list(request_queue.under_way(session))
        lines += look_after(context.instance, database, under_way, clock.now, on_error=context.log.exception)
        lines += _stop_unwanted_runs(context.instance, database)
        lines += _end_lost_runs(context.instance, under_way)
        with database.reading() as session:
            due = upkeep.mirror_due(session, clock.now())
            network = networks.deployed(session)
        if network is not None and follow_row(files.store, network):
            lines.append(f"the pointer follows network {network.network_id}")
        if due and tracking.available():
            with database.transaction() as session:
                lifecycle.ask(
                    session, RequestKind.MIRROR, doc_id=None, params={}, by="reconciler", now=clock.now()
                )
        return dg.SkipReason("\n".join(lines) or "nothing to settle")

    return reconciler


def look_after(
    instance: dg.DagsterInstance,
    database: Database,
    under_way: Sequence[Request],
    now: Callable[[], datetime],
    *,
    on_error: Callable[[str], None],
) -> list[str]:
    """Stop the runs of cancelled requests, and settle requests whose run has ended; what was done."""
    lines: list[str] = []
    for request in under_way:
        try:
            line = _look_after(instance, database, request.request_id, request.attempt, now())
        except Exception:  # noqa: BLE001 - one request's trouble (a run Dagster can't load, a locked row) holds up no other
            on_error(f"request {request.request_id} could not be looked after; next time again")
            continue
        lines += [line] if line else []
    return lines


def _look_at_daemons(context: dg.SensorEvaluationContext, now: datetime) -> list[str]:
    """Keep in the cursor who signs as the daemon; what to say where two do."""
    heartbeat = context.instance.get_daemon_heartbeats().get(DAEMON)
    watch = Watch.from_cursor(context.cursor).seeing(heartbeat.daemon_id if heartbeat else None, now)
    context.update_cursor(watch.to_cursor())
    if not watch.is_doubled(now):
        return []
    context.log.error(TWO_DAEMONS.en)
    return list(TWO_DAEMONS.both)


def _stop_unwanted_runs(instance: dg.DagsterInstance, database: Database) -> list[str]:
    """Stop runs whose requests were all cancelled before a step claimed them; what was done."""
    found = instance.get_runs(dg.RunsFilter(statuses=UNENDED))
    # A run that a person executes again has the tags of the first one, and a request of its own.
    runs = {run.tags.get(RUN_KEY_TAG, ""): run for run in found if PARENT_RUN_TAG not in run.tags}
    with database.reading() as session:
        unwanted = request_queue.cancelled_keys(session, runs.keys())
    for key in sorted(unwanted):
        stop(instance, runs[key])
    return [f"run {runs[key].run_id}: its request was cancelled" for key in sorted(unwanted)]


def _end_lost_runs(instance: dg.DagsterInstance, under_way: Sequence[Request]) -> list[str]:
    """End runs in Dagster whose process is gone though no request waits for them any more; what was done.

    One killed after its request was settled, or launched by hand and killed before it had one, would hold a place
    among the runs for a day.
    """
    ids, keys = {r.run_id for r in under_way}, {r.run_key for r in under_way}
    begun = instance.get_runs(dg.RunsFilter(statuses=BEGUN))
    others = [run for run in begun if run.run_id not in ids and run.tags.get(RUN_KEY_TAG, "") not in keys]
    return [f"run {run.run_id}: its process is gone" for run in others if end_if_gone(instance, run)]


def _look_after(
    instance: dg.DagsterInstance, database: Database, request_id: int, attempt: int, now: datetime
) -> str | None:
    """Stop or settle one request, where that is due; what was done."""
    with database.reading() as session:
        request = lifecycle.get(session, request_id)
    run = _run_of(instance, request)
    verdict = judge(instance, run, request, now)
    if verdict.outcome is RunOutcome.GOING_ON:
        if request.cancel_asked and run is not None and run.status != DagsterRunStatus.CANCELING:
            stop(instance, run)
        return None
    with database.transaction() as session:
        current = lifecycle.get(session, request_id)
        if current.attempt != attempt or RequestStatus(current.status).is_final:
            return None
        outcomes.settle(session, current, verdict, now)
    return f"request {request_id}: {verdict.outcome.name.lower()}"


def _run_of(instance: dg.DagsterInstance, request: Request) -> dg.DagsterRun | None:
    if request.run_id:
        return instance.get_run_by_id(request.run_id)
    if not request.run_key:
        return None
    runs = instance.get_runs(dg.RunsFilter(tags={RUN_KEY_TAG: request.run_key}), limit=1)
    return runs[0] if runs else None
