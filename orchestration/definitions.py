"""The one Definitions: `build_defs(settings)`, and `defs` as Dagster loads it."""

from __future__ import annotations

import dagster as dg

from assets.automl import jobs
from orchestration.settings import Settings, load_settings
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.tracking import Tracking
from sensors.reconciler import reconciler
from sensors.requests import requests_sensor
from sensors.uploads import build_uploads_sensor


def build_defs(settings: Settings) -> dg.Definitions:
    """Everything Dagster is to know, with the values of `settings`."""
    return dg.Definitions(
        assets=jobs.ASSETS,
        jobs=jobs.JOBS,
        sensors=[
            build_uploads_sensor(settle_seconds=settings.settle_seconds),
            requests_sensor,
            reconciler,
        ],
        resources=build_resources(settings),
        # Steps share their run's process: what may crash or eat memory (reading people's files, training)
        # already runs in processes of its own.
        executor=dg.in_process_executor,
    )


def build_resources(settings: Settings) -> dict[str, dg.ConfigurableResource]:
    """The resources of `build_defs`; the command line uses the same."""
    return {
        "database": Database(url=settings.effective_database_url),
        "files": build_files(settings),
        "tracking": Tracking(url=settings.effective_mlflow_url),
        "clock": Clock(zone=settings.time_zone),
    }


def build_files(settings: Settings) -> Files:
    """The store and inbox of `settings`."""
    return Files(
        root=settings.effective_store_url,
        inbox_path=str(settings.effective_inbox),
        max_file_mb=settings.max_file_mb,
        read_seconds=settings.read_seconds,
        read_memory_mb=settings.read_memory_mb,
        max_rows=settings.max_rows,
        max_columns=settings.max_columns,
    )


@dg.definitions
def defs() -> dg.Definitions:
    return build_defs(load_settings())
