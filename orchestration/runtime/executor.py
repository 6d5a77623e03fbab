"""Where steps run, chosen once for the Definitions by the setting `executor`."""

from __future__ import annotations

import dagster as dg

from orchestration.settings import Settings
from orchestration.settings.workers import refuse_without_what_workers_need


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
