"""When challenges of tables that grow are asked for."""

from __future__ import annotations

from datetime import time

import dagster as dg

from schedules.renewal import build_renewal_schedule


def test_it_is_asked_for_at_the_time_of_the_setting():
    job = dg.define_asset_job("some_job")
    schedule = build_renewal_schedule(at=time(22, 30), zone="Asia/Seoul", job=job)
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 22 * * *", "Asia/Seoul")
