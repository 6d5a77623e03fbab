"""Outcome of the run behind a request, from Dagster's events and this machine's processes.

Also ends a run whose code server, which would normally end it, is gone.
"""

from __future__ import annotations

import signal
from datetime import datetime, timedelta

import dagster as dg
import psutil
from dagster import DagsterError, DagsterEventType, DagsterRunStatus

from assets import full_disk
from assets.claiming import without_document
from domain.messages import Message, verbatim
from records.tables import Request
from work_requests.outcomes import RunOutcome, Verdict

_NO_PARTITION = "Cannot access partition_key for a non-partitioned run"
"""Dagster's own words, where it asks for the partitions of a step's inputs before the step begins."""
BEGUN = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
LOST_AFTER = timedelta(seconds=30)
"""A submitted request without a run for this long was lost between our row and Dagster's."""


def judge(
    instance: dg.DagsterInstance, run: dg.DagsterRun | None, request: Request, now: datetime
) -> Verdict:
    """What became of the run that was to serve `request`."""
    if run is None:
        submitted = request.submitted_at or request.started_at or now
        # Also where the clock was set back meanwhile.
        return Verdict(RunOutcome.LOST if abs(now - submitted) > LOST_AFTER else RunOutcome.GOING_ON)
    if run.status == DagsterRunStatus.SUCCESS:
        return Verdict(RunOutcome.SUCCEEDED)
    if run.status == DagsterRunStatus.CANCELED:
        return Verdict(RunOutcome.CANCELLED)
    if run.status == DagsterRunStatus.FAILURE:
        reason = _step_failure(instance, run.run_id)
        return Verdict(RunOutcome.FAILED, reason) if reason else Verdict(RunOutcome.CRASHED)
    if not end_if_gone(instance, run):
        return Verdict(RunOutcome.GOING_ON)
    return Verdict(RunOutcome.CANCELLED if run.status == DagsterRunStatus.CANCELING else RunOutcome.CRASHED)


def end_if_gone(instance: dg.DagsterInstance, run: dg.DagsterRun) -> bool:
    """End a run in Dagster that had begun and whose process is gone; whether it was.

    Dagster's own monitoring can't tell with the default launcher once the code server that started the run was
    killed too.
    """
    if run.status not in BEGUN or _started(instance, run.run_id) is None:
        return False
    if _process(instance, run.run_id) is not None:
        return False
    now = instance.get_run_by_id(run.run_id)
    if now is None or now.is_finished:
        return False  # it came to its end between the two looks
    if run.status == DagsterRunStatus.CANCELING:
        instance.report_run_canceled(run)
    else:
        instance.report_run_failed(run, "the run's process is gone")
    return True


def stop(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Ask a run to stop: by its code server, or, where that is gone, by a signal to its process."""
    try:
        heard = instance.run_coordinator is not None and instance.run_coordinator.cancel_run(run.run_id)
    except DagsterError:
        heard = False
    process = None if heard else _process(instance, run.run_id)
    if process is not None:
        process.send_signal(signal.SIGINT)  # which Dagster's run processes take as a cancellation


def _step_failure(instance: dg.DagsterInstance, run_id: str) -> Message | None:
    """The message of the first step that failed by itself."""
    records = instance.get_records_for_run(run_id, of_type=DagsterEventType.STEP_FAILURE, limit=1).records
    for record in records:
        event = record.event_log_entry.dagster_event
        if event is None:
            continue
        failure = event.step_failure_data
        if failure.user_failure_data and failure.user_failure_data.description:
            return verbatim(failure.user_failure_data.description)
        error = failure.error
        while error is not None and error.cause is not None:
            error = error.cause
        if error is not None and error.message.strip().endswith(_NO_PARTITION):
            return without_document(event.step_key or run_id).message
        if error is not None and full_disk.is_full_disk(error.message):
            return full_disk.MESSAGE
        if error is not None:
            return verbatim(f"{event.step_key}: {error.message.strip()[:1000]}")
    return None


def _process(instance: dg.DagsterInstance, run_id: str) -> psutil.Process | None:
    """The run's process on this machine; None where it isn't there (any more).

    A pid used again by a younger process is another's.
    """
    started = _started(instance, run_id)
    if started is None:
        return None
    pid, moment = started
    try:
        process = psutil.Process(pid)
        return process if process.create_time() <= moment + 1 else None
    except psutil.NoSuchProcess:
        return None


def _started(instance: dg.DagsterInstance, run_id: str) -> tuple[int, float] | None:
    """Pid and time of the newest start of the run's process, by its own event; None where runs are in other places.

    A launcher that looks after its runs itself (Kubernetes') starts them where a pid is another's on this machine.
    """
    if instance.run_launcher.supports_check_run_worker_health:
        return None
    records = instance.get_records_for_run(run_id, of_type=DagsterEventType.ENGINE_EVENT).records
    for record in reversed(records):
        event = record.event_log_entry.dagster_event
        pid = event.engine_event_data.metadata.get("pid") if event else None
        if pid is not None:
            return int(str(pid.value)), record.event_log_entry.timestamp
    return None
