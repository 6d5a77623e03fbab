"""The Celery app of both sides, the run that hands a step out and the worker that does it: one queue, its promises.

A step whose worker dies must be done by another one, and none may be handed out twice while it is being done.
RabbitMQ keeps both: a message that was not acknowledged goes back as soon as its connection is gone (a killed
process: at once; a host that vanished: after two missed heartbeats), and not before. Redis knows no connections,
only a time after which it hands a message out again, which would have to be longer than the longest training.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

if TYPE_CHECKING:
    from celery import Celery

QUEUE = "saebyeok"
USUAL_PRIORITY, HIGHEST_PRIORITY = 5, 10
LONGEST_STEP = timedelta(hours=25)
"""Longer than a run may take (dagster.yaml). RabbitMQ takes a step back that takes longer; its own limit is 30 minutes."""

PROMISES: dict[str, Any] = {
    # Acknowledged when it was done, so that a killed worker's step goes back into the queue.
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    # A worker cut off from the broker stops: its step has gone to another one.
    "worker_cancel_long_running_tasks_on_connection_loss": True,
    "broker_heartbeat": 20,
    # A worker holds the step it does and no other.
    "worker_prefetch_multiplier": 1,
    "worker_concurrency": 1,
    # What became of a step stands in Dagster's event log; there is no second place to lose it in.
    "task_ignore_result": True,
    "result_backend": None,
    "task_serializer": "json",
    "accept_content": ["json"],
    "broker_transport_options": {"confirm_publish": True},
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    # A broker that restarts holds a run up for some minutes; it ends none.
    "task_publish_retry_policy": {
        "max_retries": 60,
        "interval_start": 1,
        "interval_step": 1,
        "interval_max": 10,
    },
    # Memory that libraries don't give back goes with the process.
    "worker_max_tasks_per_child": 50,
    "worker_send_task_events": False,
    "worker_enable_remote_control": True,
    "task_default_queue": QUEUE,
    "task_default_priority": USUAL_PRIORITY,
}


def build_app(broker: SecretStr) -> Celery:
    """dagster-celery's app with our queue and its promises. Connects to nothing yet."""
    from dagster_celery.make_app import make_app
    from kombu import Queue

    app: Celery = make_app({"broker": broker.get_secret_value(), "set_as_current": False})
    app.conf.update(PROMISES)
    app.conf.task_routes = {}
    arguments = {
        "x-max-priority": HIGHEST_PRIORITY,
        "x-consumer-timeout": int(LONGEST_STEP.total_seconds() * 1000),
    }
    app.conf.task_queues = [Queue(QUEUE, queue_arguments=arguments)]
    return app
