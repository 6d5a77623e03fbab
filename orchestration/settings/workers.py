"""What steps on several hosts need of the settings and of the installation."""

from __future__ import annotations

from importlib.util import find_spec

from domain.messages import Message
from orchestration.settings.errors import SettingsError
from orchestration.settings.model import Settings


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
