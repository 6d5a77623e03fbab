"""The weekly quality sample is asked for once, however often the tick comes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg

from domain.requests import RequestKind
from records.engine import reading
from resources.clock import Clock
from resources.database import Database
from schedules.weekly import build_quality_schedule
from work_requests.request_lists import of_kind


@dg.op
def nothing():
    pass


@dg.job
def empty_job():
    nothing()


def test_the_tick_leaves_one_request(sqlite_engine):
    schedule = build_quality_schedule(zone="Asia/Seoul", job=empty_job)
    database = Database(url=str(sqlite_engine.url))
    for _ in range(2):
        context = dg.build_schedule_context(
            scheduled_execution_time=datetime(2026, 11, 23, 5, 0, tzinfo=ZoneInfo("Asia/Seoul"))
        )
        schedule(context, database=database, clock=Clock(zone="Asia/Seoul"))
    with reading(sqlite_engine) as session:
        assert [r.requested_by for r in of_kind(session, RequestKind.OCR_QUALITY)] == ["schedule"]
