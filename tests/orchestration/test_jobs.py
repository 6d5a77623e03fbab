"""Jobs, sensors and schedules: what runs, in which order, and when."""

from __future__ import annotations

from itertools import pairwise

import dagster as dg

from tests.orchestration.repository import NIGHT, repository

__all__ = ["repository"]


def test_the_night_runs_each_step_after_the_one_before(repository):
    for before, after in pairwise(NIGHT):
        parents = repository.assets_defs_by_key[dg.AssetKey(after)].get_asset_spec(dg.AssetKey(after)).deps
        assert [dep.asset_key.to_user_string() for dep in parents] == [before]


def test_the_training_is_asked_for_nightly_and_the_housekeeping_weekly_by_the_clock_of_korea(repository):
    schedules = {s.name: (s.cron_schedule, s.execution_timezone) for s in repository.schedule_defs}
    assert schedules == {
        "nightly_training": ("0 1 * * *", "Asia/Seoul"),
        "nightly_renewal": ("0 3 * * *", "Asia/Seoul"),
        "weekly_housekeeping": ("0 3 * * 0", "Asia/Seoul"),
        "weekly_quality_sample": ("0 5 * * 1", "Asia/Seoul"),
    }
    statuses = {s.default_status for s in repository.schedule_defs}
    assert statuses == {dg.DefaultScheduleStatus.RUNNING}


def test_jobs_and_sensors(repository):
    assert {job.name for job in repository.get_all_jobs()} - {"__ASSET_JOB"} == {
        "automl_upload",
        "automl_retype",
        "automl_target",
        "automl_preview",
        "automl_prepare",
        "automl_train",
        "automl_confirm",
        "automl_rule",
        "automl_report",
        "automl_workbook",
        "automl_predict",
        "automl_append",
        "automl_challenge",
        "automl_outcome",
        "mlflow_mirror",
        "ocr_read",
        "ocr_retrain",
        "ocr_rollback",
        "ocr_boxes",
        "ocr_quality",
        "ocr_export",
        "upkeep",
    }
    sensors = {sensor.name: sensor.default_status for sensor in repository.sensor_defs}
    assert sensors == dict.fromkeys(
        ("uploads", "requests", "reconciler", "missed_nights", "run_failures"), dg.DefaultSensorStatus.RUNNING
    )


def test_a_file_somebody_waits_for_takes_no_place_of_long_work(repository):
    assert repository.get_job("ocr_read").tags[".dagster/saebyeok_weight"] == "long"
    assert ".dagster/saebyeok_weight" not in repository.get_job("ocr_export").tags
