"""dagster-celery's task with our retry handling: no step runs twice in vain, none is lost silently.

A message may come twice (a worker died after its step was over, before it said so), or be of a run that is over.
A step that takes its worker down each time is not begun for ever. What breaks before Dagster could write an event
is written as the step's failure: the run looks at the event log alone.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import dagster as dg
from dagster import DagsterEventType
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.events import DagsterEvent
from dagster._core.execution.plan.handle import StepHandle
from dagster._core.execution.plan.objects import (
    ErrorSource,
    StepFailureData,
    UserFailureData,
)
from dagster._grpc.types import ExecuteStepArgs
from dagster._serdes import unpack_value
from dagster._utils.error import serializable_error_info_from_exc_info

from domain.messages import Message

if TYPE_CHECKING:
    from celery import Celery, Task

MOST_STARTS = 3
"""How often a step is begun in one run whose workers die over it."""
PAUSE_SECONDS = 5.0
"""Before a message goes back that could not be worked on for want of a database."""
BEGUN = (DagsterEventType.STEP_START, DagsterEventType.STEP_RESTARTED)
OVER = (DagsterEventType.STEP_SUCCESS, DagsterEventType.STEP_FAILURE)
AGAIN = DagsterEventType.STEP_UP_FOR_RETRY


def step_task(app: Celery) -> Task:
    """dagster-celery's task of `app`, guarded."""
    from dagster_celery.tasks import create_task

    return create_task(app, base=_guarded())


def is_stale(happened: Counter[DagsterEventType], retries_before: int) -> bool:
    """Whether the message is of a step that ended meanwhile.

    Args:
        happened: the events of the step in its run, by kind.
        retries_before: how often the step had been tried when the message was sent.
    """
    return any(happened[kind] for kind in OVER) or happened[AGAIN] > retries_before


def takes_workers_down(happened: Counter[DagsterEventType]) -> bool:
    """Retry limit reached."""
    return sum(happened[kind] for kind in BEGUN) - happened[AGAIN] >= MOST_STARTS


def _guarded() -> type[Task]:
    from celery import Task
    from celery.exceptions import Ignore, Reject

    class GuardedTask(Task):
        """Looks before a step is begun, and sees to it that the run hears of its end."""

        abstract = True

        def __call__(self, execute_step_args_packed: Any, executable_dict: Any) -> None:
            arguments = unpack_value(execute_step_args_packed, as_type=ExecuteStepArgs)
            (step_key,) = arguments.step_keys_to_execute or ()
            try:
                with _instance(arguments) as instance:
                    if not _is_due(instance, arguments, step_key):
                        raise Ignore
                    self._do(instance, arguments.run_id, step_key, execute_step_args_packed, executable_dict)
            except Ignore:
                raise
            except Exception as error:
                # Not even its failure could be written: another worker, or a later moment, may be luckier.
                time.sleep(PAUSE_SECONDS)
                raise Reject(f"{type(error).__name__}: {error}", requeue=True) from error

        def _do(
            self, instance: dg.DagsterInstance, run_id: str, step_key: str, packed: Any, executable: Any
        ) -> None:
            try:
                self.run(execute_step_args_packed=packed, executable_dict=executable)
            except DagsterExecutionInterruptedError as interrupted:
                raise Ignore from interrupted
            except Exception:  # noqa: BLE001 - whatever broke it is what the event log is to say
                _write_failure(instance, run_id, step_key)

    return GuardedTask


def _instance(arguments: ExecuteStepArgs) -> dg.DagsterInstance:
    if arguments.instance_ref is None:
        raise ValueError("the message names no instance of Dagster")
    return dg.DagsterInstance.from_ref(arguments.instance_ref)


def _is_due(instance: dg.DagsterInstance, arguments: ExecuteStepArgs, step_key: str) -> bool:
    """Whether to begin the step; one that took its workers down is ended here instead."""
    run = instance.get_run_by_id(arguments.run_id)
    if run is None or run.is_finished or run.status == dg.DagsterRunStatus.CANCELING:
        return False
    state = arguments.known_state
    retries_before = state.get_retry_state().get_attempt_count(step_key) if state else 0
    happened = _happened(instance, arguments.run_id, step_key)
    if is_stale(happened, retries_before):
        return False
    if takes_workers_down(happened):
        died = Message(
            "the worker that did {step} died or was cut off {times} times; check the workers' memory and "
            "connections, then try again",
            step=step_key,
            times=MOST_STARTS,
        )
        _write_failure(instance, arguments.run_id, step_key, "\n".join(died.both))
        return False
    return True


def _happened(instance: dg.DagsterInstance, run_id: str, step_key: str) -> Counter[DagsterEventType]:
    kinds = {*BEGUN, *OVER, AGAIN}
    records = instance.get_records_for_run(run_id, of_type=kinds).records
    events = [record.event_log_entry.dagster_event for record in records]
    return Counter(event.event_type for event in events if event is not None and event.step_key == step_key)


def _write_failure(
    instance: dg.DagsterInstance, run_id: str, step_key: str, description: str | None = None
) -> None:
    """End the step in the event log, with a sentence or with the error being handled."""
    run = instance.get_run_by_id(run_id)
    handle = StepHandle.parse_from_key(step_key)
    failure = StepFailureData(
        error=None if description else serializable_error_info_from_exc_info(sys.exc_info()),
        user_failure_data=UserFailureData(label="worker", description=description) if description else None,
        error_source=ErrorSource.FRAMEWORK_ERROR,
    )
    event = DagsterEvent(
        event_type_value=DagsterEventType.STEP_FAILURE.value,
        job_name=run.job_name if run else "",
        step_handle=handle if isinstance(handle, StepHandle) else None,
        event_specific_data=failure,
        message=f'Execution of step "{step_key}" failed.',
        step_key=step_key,
    )
    instance.report_dagster_event(event, run_id)
