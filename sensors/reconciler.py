"""What became of runs: requests whose run ended, died or vanished are settled, in a sentence.

A run that dies without giving a reason (killed, machine restarted) is tried again as a new attempt;
one that failed with a reason is left to people. Also stops runs people cancelled, and asks for what
MLflow hasn't been told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

import dagster as dg
import psutil
import sqlalchemy as sa
from dagster import DagsterEventType, DagsterRunStatus
from sqlalchemy.orm import Session

from assets.automl.partitions import ATTEMPT_TAG, REQUEST_TAG
from records import documents, requests, trainings
from records.enums import RequestKind, RequestStatus, TrainingStatus
from records.errors import NotFound
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from sensors.ticks import TICK_SECONDS

LOST_AFTER = timedelta(seconds=30)
"""A submitted request without a run for this long was lost between our row and Dagster's."""
MIRROR_EVERY = timedelta(minutes=1)


class Fate(Enum):
    """What is known of the run behind a request."""

    GOING_ON = auto()
    SUCCEEDED = auto()
    FAILED = auto()
    CRASHED = auto()
    CANCELLED = auto()
    LOST = auto()


@dataclass(frozen=True)
class Verdict:
    """A fate, with the reason a failed run gave."""

    fate: Fate
    reason: str | None = None


@dg.sensor(
    name="reconciler",
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="끝나거나 사라진 실행의 요청을 정리합니다. Settles requests whose run ended, died or vanished.",
)
def reconciler(context: dg.SensorEvaluationContext, database: Database, clock: Clock) -> dg.SkipReason:
    lines = []
    with database.reading() as session:
        under_way = [(r.request_id, r.attempt) for r in requests.under_way(session)]
    for request_id, attempt in under_way:
        with database.reading() as session:
            request = requests.get(session, request_id)
        run = _run_of(context.instance, request)
        verdict = judge(context.instance, run, request, clock.now())
        if request.cancel_asked and run is not None and verdict.fate is Fate.GOING_ON:
            context.instance.run_coordinator.cancel_run(run.run_id)
        if verdict.fate is Fate.GOING_ON:
            continue
        with database.transaction() as session:
            current = requests.get(session, request_id)
            if current.attempt == attempt and not RequestStatus(current.status).is_final:
                settle(session, current, verdict, clock.now())
                lines.append(f"request {request_id}: {verdict.fate.name.lower()}")
    with database.transaction() as session:
        _ask_for_mirror(session, clock.now())
    return dg.SkipReason("\n".join(lines) or "정리할 요청이 없습니다 (nothing to settle)")


def judge(
    instance: dg.DagsterInstance, run: dg.DagsterRun | None, request: Request, now: datetime
) -> Verdict:
    """What became of the run that was to serve `request`."""
    if run is None:
        submitted = request.submitted_at or request.started_at or now
        return Verdict(Fate.LOST if now - submitted > LOST_AFTER else Fate.GOING_ON)
    if run.status == DagsterRunStatus.SUCCESS:
        return Verdict(Fate.SUCCEEDED)
    if run.status == DagsterRunStatus.CANCELED:
        return Verdict(Fate.CANCELLED)
    if run.status == DagsterRunStatus.FAILURE:
        reason = _step_failure(instance, run.run_id)
        return Verdict(Fate.FAILED, reason) if reason else Verdict(Fate.CRASHED)
    if run.status in (DagsterRunStatus.STARTED, DagsterRunStatus.STARTING) and _process_gone(
        instance, run.run_id
    ):
        instance.report_run_failed(run, "the run's process is gone")
        return Verdict(Fate.CRASHED)
    return Verdict(Fate.GOING_ON)


def settle(session: Session, request: Request, verdict: Verdict, now: datetime) -> None:
    """Bring the request, its document and its trainings to where the run's fate leaves them."""
    if verdict.fate is Fate.LOST and request.status == RequestStatus.WAITING:
        requests.unsubmit(request)
        return
    if verdict.fate in (Fate.CRASHED, Fate.LOST) and request.attempt < requests.CRASH_ATTEMPTS:
        requests.begin_again(request)
        return
    status, ko, en = _ending(session, request, verdict)
    _fail_open_trainings(session, request, ko or "", en or "")
    requests.settle(request, status, now=now, ko=ko, en=en)
    if request.doc_id and status is not RequestStatus.DONE:
        try:
            documents.set_failure(documents.get(session, request.doc_id), ko=ko, en=en, now=now)
        except NotFound:
            return  # deleted while its run went on; the request keeps the reason


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
    if verdict.fate is Fate.SUCCEEDED:
        return RequestStatus.DONE, None, None
    if verdict.fate is Fate.CANCELLED:
        return RequestStatus.CANCELLED, "실행이 취소되었습니다.", "the run was cancelled"
    if verdict.fate is Fate.FAILED and verdict.reason:
        return RequestStatus.FAILED, verdict.reason, verdict.reason
    return (
        RequestStatus.FAILED,
        f"실행이 {request.attempt}번 갑자기 끝났습니다. 메모리와 디스크를 확인하고 "
        f"'saebyeok automl retry {request.request_id}'로 다시 시도하세요.",
        f"the run died {request.attempt} times; check memory and disk, then "
        f"'saebyeok automl retry {request.request_id}'",
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
    tags = {REQUEST_TAG: str(request.request_id), ATTEMPT_TAG: str(request.attempt)}
    runs = instance.get_runs(dg.RunsFilter(tags=tags), limit=1)
    return runs[0] if runs else None


def _step_failure(instance: dg.DagsterInstance, run_id: str) -> str | None:
    """The message of the first step that failed by itself."""
    records = instance.get_records_for_run(run_id, of_type=DagsterEventType.STEP_FAILURE, limit=1).records
    for record in records:
        event = record.event_log_entry.dagster_event
        if event is None:
            continue
        failure = event.step_failure_data
        if failure.user_failure_data and failure.user_failure_data.description:
            return failure.user_failure_data.description
        error = failure.error
        while error is not None and error.cause is not None:
            error = error.cause
        if error is not None:
            return f"{event.step_key}: {error.message.strip()[:1000]}"
    return None


def _process_gone(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Whether the run's process, started on this machine, no longer exists.

    Dagster's own monitoring can't tell with the default launcher once the code server that started
    the run was killed too. A pid used again by a younger process counts as gone.
    """
    records = instance.get_records_for_run(run_id, of_type=DagsterEventType.ENGINE_EVENT).records
    for record in reversed(records):
        entry = record.event_log_entry
        event = entry.dagster_event
        pid = event.engine_event_data.metadata.get("pid") if event else None
        if pid is None:
            continue
        try:
            return psutil.Process(int(str(pid.value))).create_time() > entry.timestamp + 1
        except psutil.NoSuchProcess:
            return True
    return False


def _ask_for_mirror(session: Session, now: datetime) -> None:
    if not trainings.not_mirrored(session, limit=1) and not trainings.not_registered(session, limit=1):
        return
    last = session.scalar(
        sa.select(sa.func.max(Request.requested_at)).where(Request.kind == RequestKind.MIRROR)
    )
    pending = session.scalar(
        sa.select(sa.func.count())
        .select_from(Request)
        .where(
            Request.kind == RequestKind.MIRROR,
            Request.status.in_([RequestStatus.WAITING, RequestStatus.RUNNING]),
        )
    )
    if not pending and (last is None or now - last > MIRROR_EVERY):
        requests.ask(session, RequestKind.MIRROR, doc_id=None, params={}, by="reconciler", now=now)
