"""How a run executes its steps with workers: long work is queued for them, the rest runs locally.

Dagster's own StepDelegatingExecutor (that of its Kubernetes executor) runs the steps; here is only how one is
queued and stopped. It follows the event log, which is in PostgreSQL, so no reply of a worker can get lost: a run
is never left waiting by a broker that restarted, as with Celery's results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import dagster as dg
from dagster import DagsterEvent
from dagster._core.execution.retries import RetryMode
from dagster._core.executor.base import Executor
from dagster._core.executor.in_process import InProcessExecutor
from dagster._core.executor.init import InitExecutorContext
from dagster._core.executor.step_delegating import (
    CheckStepHealthResult,
    StepDelegatingExecutor,
    StepHandler,
    StepHandlerContext,
)
from dagster._serdes import pack_value
from pydantic import SecretStr

from assets.runs import PRIORITY_TAG, WEIGHT_TAG
from orchestration.workers.app import HIGHEST_PRIORITY, QUEUE, USUAL_PRIORITY, build_app

if TYPE_CHECKING:
    from celery import Celery

LOOK_SECONDS = 0.5
"""How often a run looks whether its step has ended."""


def build_workers_executor(broker: SecretStr) -> dg.ExecutorDefinition:
    """The executor. It has no config, which Dagster's UI would show."""

    @dg.executor(name="workers", requirements=dg.multiple_process_executor_requirements())
    def workers(context: InitExecutorContext) -> Executor:
        retries = RetryMode.ENABLED
        if WEIGHT_TAG not in context.job.get_definition().tags:
            # A person waits for it, so it isn't queued behind a nightly training.
            return InProcessExecutor(retries=retries)
        return StepDelegatingExecutor(
            QueueSteps(build_app(broker)),
            retries=retries,
            sleep_seconds=LOOK_SECONDS,
        )

    return workers


class QueueSteps(StepHandler):
    """Steps as messages of the queue."""

    def __init__(self, app: Celery) -> None:
        from orchestration.workers.task import step_task

        self._task = step_task(app)
        self._control = app.control

    @property
    def name(self) -> str:
        return "workers"

    def launch_step(self, step_handler_context: StepHandlerContext) -> Iterator[DagsterEvent]:
        """Queue the step. Held up while the broker is away; an error after ten minutes, which ends the run."""
        arguments = step_handler_context.execute_step_args
        (step_key,) = arguments.step_keys_to_execute or ()
        step = step_handler_context.get_step_context(step_key)
        yield DagsterEvent.step_worker_starting(step, f"Queued for the workers: {step_key}", metadata={})
        self._task.apply_async(
            kwargs={
                "execute_step_args_packed": pack_value(arguments),
                "executable_dict": step.job.to_dict(),  # type: ignore[attr-defined]
            },
            queue=QUEUE,
            priority=priority(step_handler_context.dagster_run.tags),
            task_id=task_id(arguments.run_id, step_key),
        )

    def check_step_health(self, step_handler_context: StepHandlerContext) -> CheckStepHealthResult:
        """Nothing to find out here: a lost worker's step goes back into the queue."""
        return CheckStepHealthResult.healthy()

    def terminate_step(self, step_handler_context: StepHandlerContext) -> Iterator[DagsterEvent]:
        """Take the step out of the queue, or interrupt it as Ctrl-C would."""
        arguments = step_handler_context.execute_step_args
        for step_key in arguments.step_keys_to_execute or ():
            self._control.revoke(task_id(arguments.run_id, step_key), terminate=True, signal="SIGINT")
        yield from ()


def task_id(run_id: str, step_key: str) -> str:
    """Derived from the step, so that stopping a run needs no stored id."""
    return f"{run_id}:{step_key}"


def priority(tags: Mapping[str, str]) -> int:
    """Of a step in the queue: as its run's in Dagster's."""
    return min(max(USUAL_PRIORITY + int(tags.get(PRIORITY_TAG, "0")), 0), HIGHEST_PRIORITY)
