"""A worker's process: dagster-celery's task of one step at a time, with this host's own settings."""

from __future__ import annotations

import os

from orchestration.runtime.home import dagster_environment
from orchestration.settings import Settings
from orchestration.workers.app import QUEUE, build_app


def arguments(name: str) -> list[str]:
    """Celery's words for our worker; the broker, which has a password, is not among them."""
    return [
        "worker",
        "--hostname",
        f"{name}@%h",
        "--queues",
        QUEUE,
        "--pool",
        "prefork",
        "--concurrency",
        "1",
        "--loglevel",
        "INFO",
        # Workers need to know nothing of each other.
        "--without-gossip",
        "--without-mingle",
    ]


def serve(settings: Settings, *, name: str) -> None:
    """Take steps until told to stop: SIGTERM lets the step under way end, a second one does not.

    The home's folder must have the same path on all hosts, as Dagster's instance names it.
    """
    from orchestration.workers.task import step_task

    for folder in (settings.home, settings.dagster_home, settings.work, settings.effective_cache):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.update(dagster_environment(settings))
    os.chdir(settings.home)
    app = build_app(settings.celery_broker)
    step_task(app)
    app.worker_main(arguments(name))
