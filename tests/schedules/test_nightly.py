"""A night that was missed is made up for until morning, and left to the next one after that."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from domain.requests import RequestKind, RequestStatus
from orchestration.definitions import build_defs
from orchestration.settings import load_settings
from records.engine import reading, transaction
from resources.clock import Clock
from resources.database import Database
from schedules.nightly import missed_night, too_late
from work_requests import lifecycle
from work_requests.ocr_decisions import retrain_at_night
from work_requests.request_lists import of_kind

SEOUL = ZoneInfo("Asia/Seoul")
PLANNED = datetime(2026, 11, 23, 1, 0, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("hour", "minute", "late"), [(1, 0, False), (5, 59, False), (6, 0, False), (6, 1, True), (14, 0, True)]
)
def test_a_missed_night_is_made_up_for_until_six(hour, minute, late):
    now = PLANNED.replace(hour=hour, minute=minute)
    assert too_late(PLANNED, now, time(6, 0)) is late


def test_a_night_after_the_hour_of_catching_up_still_begins_on_time():
    planned = PLANNED.replace(hour=22)
    assert not too_late(planned, planned.replace(second=5), time(6, 0))


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [
        (0, 30, None),
        (1, 9, None),
        (1, 10, PLANNED.date()),
        (6, 0, PLANNED.date()),
        (6, 1, None),
        (23, 0, None),
    ],
)
def test_a_night_is_missed_when_the_schedule_had_its_time_and_morning_has_not_come(hour, minute, night):
    assert missed_night(PLANNED.replace(hour=hour, minute=minute), time(1, 0), time(6, 0)) == night


def test_each_night_has_one_training_also_after_the_clock_was_a_day_ahead(sqlite_engine):
    def ask(night, moment):
        with transaction(sqlite_engine) as session:
            request = retrain_at_night(session, night=night.date(), by="schedule", now=moment)
            if request is None:
                return None
            lifecycle.settle(request, RequestStatus.DONE, now=moment)
            return request.request_id

    tomorrow = PLANNED + timedelta(days=1)
    assert ask(tomorrow, tomorrow) == 1  # by a clock that is a day ahead
    assert ask(tomorrow, tomorrow - timedelta(minutes=20)) is None  # and went back a little
    assert ask(PLANNED, PLANNED + timedelta(minutes=10)) == 2  # set right
    assert ask(PLANNED, PLANNED + timedelta(hours=2)) is None
    assert ask(tomorrow, tomorrow) == 3
    assert ask(tomorrow, tomorrow + timedelta(hours=1)) is None


def test_the_tick_leaves_one_request_however_often_it_comes(sqlite_engine, tmp_path):
    class Fixed(Clock):
        def now(self):
            return PLANNED.replace(minute=1)

    schedules = build_defs(load_settings(tmp_path)).schedules
    schedule = next(s for s in schedules if s.name == "nightly_training")
    for _ in range(2):
        context = dg.build_schedule_context(scheduled_execution_time=PLANNED)
        said = schedule(
            context, database=Database(url=str(sqlite_engine.url)), clock=Fixed(zone="Asia/Seoul")
        )
        assert said.skip_message in (
            "left request 1",
            f"the training of {PLANNED:%Y-%m-%d} was asked for already",
        )
    with reading(sqlite_engine) as session:
        assert [r.requested_by for r in of_kind(session, RequestKind.OCR_RETRAIN)] == ["schedule"]
