"""Settles requests whose run ended, died or vanished.

A run that dies without giving a reason (killed, machine restarted) is tried again as a new attempt;
one that failed with a reason is left to people. Also stops runs people cancelled, ends those in Dagster whose
process is gone, asks for what MLflow hasn't been told, keeps the pointer to
the deployed network with its row, and says when two daemons run.
"""

from collections.abc import Sequence
from datetime import datetime

import dagster as dg
from dagster import DagsterRunStatus
from sqlalchemy.orm import Session

from assets.runs import RUN_KEY_TAG
from domain.automl import TrainingStatus
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.ocr import networks
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.networks import follow_row
from resources.tracking import Tracking
from sensors.daemons import TWO_DAEMONS, Watch
from sensors.run_outcomes import BEGUN, RunOutcome, Verdict, end_if_gone, judge, stop
from sensors.ticks import TICK_SECONDS
from work_requests import failures, lifecycle, request_queue, upkeep

DAEMON = "SENSOR"
"""Whose heartbeats are looked at: the daemon that asks sensors."""


@dg.sensor(
    name="reconciler",
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="끝나거나 사라진 실행의 요청을 정리합니다. Settles requests whose run ended, died or vanished.",
)
def reconciler(
    context: dg.SensorEvaluationContext, database: Database, files: Files, clock: Clock, tracking: Tracking
) -> dg.SkipReason:
    lines = [*_look_at_daemons(context, clock.now())]
    with database.reading() as session:
        under_way = list(request_queue.under_way(session))
    for request_id, attempt in [(r.request_id, r.attempt) for r in under_way]:
        try:
            line = _look_after(context.instance, database, request_id, attempt, clock.now())
        except Exception:
            # One request's trouble (a run Dagster can't load, a locked row) holds up no other.
            context.log.exception(f"request {request_id} could not be looked after; next tick again")
            continue
        lines += [line] if line else []
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
    return dg.SkipReason("\n".join(lines) or "정리할 요청이 없습니다 (nothing to settle)")


def _look_at_daemons(context: dg.SensorEvaluationContext, now: datetime) -> list[str]:
    """Keep in the cursor who signs as the daemon; what to say where two do."""
    heartbeat = context.instance.get_daemon_heartbeats().get(DAEMON)
    watch = Watch.from_cursor(context.cursor).seeing(heartbeat.daemon_id if heartbeat else None, now)
    context.update_cursor(watch.to_cursor())
    if not watch.is_doubled(now):
        return []
    context.log.error(TWO_DAEMONS["en"])
    return [f"{TWO_DAEMONS['ko']} ({TWO_DAEMONS['en']})"]


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
        settle(session, current, verdict, now)
    return f"request {request_id}: {verdict.outcome.name.lower()}"


def settle(session: Session, request: Request, verdict: Verdict, now: datetime) -> None:
    """Bring the request, its document and its trainings to where the run's outcome leaves them."""
    if verdict.outcome is RunOutcome.LOST and request.status == RequestStatus.WAITING:
        request_queue.unsubmit(request)
        return
    if (
        verdict.outcome in (RunOutcome.CRASHED, RunOutcome.LOST)
        and request.attempt < lifecycle.CRASH_ATTEMPTS
    ):
        lifecycle.begin_again(request)
        return
    status, ko, en = _ending(session, request, verdict)
    if verdict.outcome is not RunOutcome.SUCCEEDED:  # a run by hand may well have trained and not evaluated
        _fail_open_trainings(session, request, ko or "", en or "")
    lifecycle.settle(request, status, now=now, ko=ko, en=en)
    if status is not RequestStatus.DONE:
        failures.write(session, request, ko=ko or "", en=en or "", now=now)


def _ending(
    session: Session, request: Request, verdict: Verdict
) -> tuple[RequestStatus, str | None, str | None]:
    failed = [
        t for t in trainings.of_request(session, request.request_id) if t.status == TrainingStatus.FAILED
    ]
    if failed:
        ko = "; ".join(f"{t.model_code}: {t.failure_ko}" for t in failed)
        en = "; ".join(f"{t.model_code}: {t.failure_en}" for t in failed)
        return RequestStatus.FAILED, ko, en
    if verdict.outcome is RunOutcome.SUCCEEDED:
        return RequestStatus.DONE, None, None
    if verdict.outcome is RunOutcome.CANCELLED:
        return RequestStatus.CANCELLED, "실행이 취소되었습니다.", "the run was cancelled"
    if verdict.outcome is RunOutcome.FAILED and verdict.reason:
        return RequestStatus.FAILED, verdict.reason, verdict.reason
    half = "ocr" if RequestKind(request.kind).value.startswith("ocr_") else "automl"
    return (
        RequestStatus.FAILED,
        f"실행이 {request.attempt}번 갑자기 끝났습니다. 메모리와 디스크를 확인하고 "
        f"'saebyeok {half} retry {request.request_id}'로 다시 시도하세요.",
        f"the run died {request.attempt} times; check memory and disk, then "
        f"'saebyeok {half} retry {request.request_id}'",
    )


def _fail_open_trainings(session: Session, request: Request, ko: str, en: str) -> None:
    for training in trainings.of_request(session, request.request_id):
        if training.status in (TrainingStatus.TRAINING, TrainingStatus.TRAINED):
            trainings.set_failed(
                training, ko=ko or "실행이 끝까지 가지 못했습니다.", en=en or "the run did not finish"
            )


def _run_of(instance: dg.DagsterInstance, request: Request) -> dg.DagsterRun | None:
    if request.run_id:
        return instance.get_run_by_id(request.run_id)
    if not request.run_key:
        return None
    runs = instance.get_runs(dg.RunsFilter(tags={RUN_KEY_TAG: request.run_key}), limit=1)
    return runs[0] if runs else None
