"""The weekly housekeeping is asked for once, however often the tick comes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import dagster as dg

from domain.requests import RequestKind
from orchestration.definitions import build_defs
from orchestration.settings import load_settings
from records.engine import reading
from resources.clock import Clock
from resources.database import Database
from work_requests.request_lists import of_kind

SUNDAY = datetime(2026, 11, 22, 3, 0, tzinfo=ZoneInfo("Asia/Seoul"))


def test_the_tick_leaves_one_request(sqlite_engine, tmp_path):
    schedules = build_defs(load_settings(tmp_path)).schedules
    schedule = next(s for s in schedules if s.name == "weekly_housekeeping")
    for _ in range(2):
        context = dg.build_schedule_context(scheduled_execution_time=SUNDAY)
        said = schedule(
            context, database=Database(url=str(sqlite_engine.url)), clock=Clock(zone="Asia/Seoul")
        )
        assert "left request" in said.skip_message
    with reading(sqlite_engine) as session:
        assert [r.requested_by for r in of_kind(session, RequestKind.HOUSEKEEPING)] == ["schedule"]
