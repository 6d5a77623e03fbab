"""Where steps run, chosen once for the Definitions by the setting `executor`."""

from __future__ import annotations

from importlib.util import find_spec

import dagster as dg

from domain.messages import Message
from orchestration.settings import Settings, SettingsError


def build_executor(settings: Settings) -> dg.ExecutorDefinition:
    """The executor of every job that has none of its own.

    Raises:
        SettingsError: workers are wanted, and something they need is missing.
    """
    if not settings.on_workers:
        # Steps share their run's process: what may crash or eat memory (reading people's files, training)
        # already runs in processes of its own.
        return dg.in_process_executor
    refuse_without_what_workers_need(settings)
    from orchestration.workers.handler import build_workers_executor

    return build_workers_executor(settings.celery_broker)


def refuse_without_what_workers_need(settings: Settings) -> None:
    """Raises SettingsError where steps can't run on several hosts: which setting or package is missing."""
    if not settings.on_workers:
        return
    if not settings.on_postgresql:
        raise SettingsError(
            Message(
                "with executor = celery several hosts share the rows; set database_url to a PostgreSQL "
                "(docs/postgresql.md)"
            )
        )
    if not settings.celery_broker.get_secret_value():
        raise SettingsError(
            Message("with executor = celery steps go through RabbitMQ; set celery_broker (docs/workers.md)")
        )
    if find_spec("dagster_celery") is None:
        raise SettingsError(
            Message(
                "executor = celery needs dagster-celery; install it with pip install -c constraints.txt -e "
                "'.[celery]'"
            )
        )
