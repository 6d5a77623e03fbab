"""The one Definitions: `build_defs(settings)`, and `defs` as Dagster loads it."""

from __future__ import annotations

import os
from importlib.metadata import version

import dagster as dg

from assets.automl import jobs as automl_jobs
from assets.external import EXTERNAL
from assets.ocr import jobs as ocr_jobs
from assets.upkeep import jobs as upkeep_jobs
from orchestration.runtime.databases import names
from orchestration.runtime.executor import build_executor
from orchestration.runtime.reading_resources import build_files, build_recogniser, prepared_for_reading
from orchestration.runtime.serving_address import serving_address
from orchestration.settings import Settings, load_settings
from records.engine import open_engine
from resources.clock import Clock
from resources.database import Database
from resources.learning import Learning
from resources.tracking import NetworkTracking, Tracking
from resources.upkeep import Upkeep
from schedules.nightly import build_missed_nights_sensor, build_nightly_schedule
from schedules.renewal import build_renewal_schedule
from schedules.weekly import build_housekeeping_schedule, build_quality_schedule
from sensors.reconciler import build_reconciler
from sensors.requests import RUNS_AHEAD, build_requests_sensor
from sensors.run_failures import build_run_failures_sensor
from sensors.uploads import build_uploads_sensor
from serving.client import ServingClient

DATABASE_VARIABLE = "SAEBYEOK_DATABASE_URL"


def build_defs(settings: Settings, *, database_url: str | None = None) -> dg.Definitions:
    """Everything Dagster is to know, with the values of `settings`.

    Args:
        database_url: of the records, in place of the settings'.
    """
    return dg.Definitions(
        assets=[*_with_code_version([*automl_jobs.ASSETS, *ocr_jobs.ASSETS, *upkeep_jobs.ASSETS]), *EXTERNAL],
        jobs=[*automl_jobs.JOBS, *ocr_jobs.JOBS, *upkeep_jobs.JOBS],
        schedules=[
            build_nightly_schedule(
                at=settings.retrain_at,
                zone=settings.time_zone,
                catch_up_until=settings.retrain_until,
                job=ocr_jobs.retrain_job,
            ),
            build_housekeeping_schedule(zone=settings.time_zone, job=upkeep_jobs.housekeeping_job),
            build_quality_schedule(zone=settings.time_zone, job=ocr_jobs.quality_job),
            build_renewal_schedule(
                at=settings.renew_at, zone=settings.time_zone, job=automl_jobs.challenge_job
            ),
        ],
        sensors=[
            build_uploads_sensor(
                lambda: build_files(settings).intake(open_engine(settings.effective_database_url)),
                Clock(zone=settings.time_zone).now,
                settle_seconds=settings.settle_seconds,
                wake=lambda: ServingClient(serving_address(settings)).wake(),
                every=settings.sensor_seconds,
            ),
            build_requests_sensor(
                lambda: Database(url=settings.effective_database_url),
                Clock(zone=settings.time_zone).now,
                pages_a_run=settings.pages_a_run,
                runs_ahead=max(RUNS_AHEAD, 3 * settings.max_concurrent_runs),
                every=settings.sensor_seconds,
            ),
            build_reconciler(every=settings.sensor_seconds),
            build_missed_nights_sensor(
                at=settings.retrain_at, zone=settings.time_zone, catch_up_until=settings.retrain_until
            ),
            build_run_failures_sensor(webhook=settings.failure_webhook.get_secret_value()),
        ],
        resources=build_resources(settings, database_url=database_url or settings.effective_database_url),
        executor=build_executor(settings),
    )


def _with_code_version(assets: list[dg.AssetsDefinition]) -> list[dg.AssetsDefinition]:
    """The assets with the version of the package, so that Dagster marks what an earlier release made."""
    code = version("saebyeok")
    return [
        asset.map_asset_specs(lambda spec: spec.replace_attributes(code_version=code)) for asset in assets
    ]


def build_resources(settings: Settings, *, database_url: str) -> dict[str, dg.ConfigurableResource]:
    """The resources of `build_defs`."""
    return {
        "database": Database(url=database_url),
        "files": build_files(settings),
        "tracking": Tracking(url=settings.effective_mlflow_url),
        "network_tracking": NetworkTracking(url=settings.effective_mlflow_url),
        "recogniser": build_recogniser(settings),
        "learning": Learning(
            iterations=settings.retrain_iterations,
            batch_size=settings.retrain_batch,
            validate_every=settings.retrain_validate_every,
            minutes=settings.retrain_minutes,
            enough_items=settings.retrain_enough_items,
            device=settings.device,
            seed=settings.retrain_seed,
            work=str(settings.work),
        ),
        "upkeep": Upkeep(
            run_days=settings.keep_run_days,
            request_days=settings.keep_request_days,
            networks=settings.keep_networks,
            work=str(settings.work),
            databases=names(settings.database_url) if settings.on_postgresql else [],
            cache=str(prepared_for_reading(settings)),
            dagster_storage=str(settings.dagster_home / "storage"),
        ),
        "clock": Clock(zone=settings.time_zone),
    }


@dg.definitions
def defs() -> dg.Definitions:
    settings = load_settings()
    # Dagster shows a resource's configuration in its UI, and a URL may hold a password; of a
    # variable it shows the name alone. The settings may come from the file, so the variable is made here.
    os.environ[DATABASE_VARIABLE] = settings.effective_database_url
    return build_defs(settings, database_url=dg.EnvVar(DATABASE_VARIABLE))
