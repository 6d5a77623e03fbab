"""Whether steps find workers, where they run on several hosts."""

from __future__ import annotations

import re

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.settings import Settings, SettingsError
from orchestration.settings.workers import refuse_without_what_workers_need

QUEUES_HAVE_TIMEOUTS = (3, 12)
"""The RabbitMQ from which on a queue itself says how long a step may take."""


def check_workers(settings: Settings) -> Finding:
    """The broker answers, and at least one worker does."""
    if not settings.on_workers:
        return Finding("workers", True, "steps run beside the code server")
    try:
        refuse_without_what_workers_need(settings)
    except SettingsError as error:
        return Finding("workers", False, error.en, error.message)
    from orchestration.workers.reach import reach

    try:
        reached = reach(settings.celery_broker)
    except OSError as error:
        return Finding(
            "workers",
            False,
            f"the broker can't be reached ({error})",
            Message(
                "see that RabbitMQ runs, and that address and password in the setting celery_broker are right"
            ),
        )
    note = (
        ""
        if _times_out_by_queue(reached.broker)
        else "; needs consumer_timeout in rabbitmq.conf (workers.md)"
    )
    if not reached.workers:
        remedy = Message("start 'saebyeok worker' on one host or more")
        return Finding("workers", False, f"{reached.broker}{note}; no worker", remedy)
    return Finding("workers", True, f"{reached.broker}{note}; {', '.join(reached.workers)}")


def _times_out_by_queue(broker: str) -> bool:
    version = re.search(r"(\d+)\.(\d+)", broker)
    return version is not None and tuple(map(int, version.groups())) >= QUEUES_HAVE_TIMEOUTS
