"""The nightly training: at 01:00 a request is left, which the requests sensor serves.

A night that was missed because the machine was off is made up for until a set hour of the morning; later
it waits for the next night, so that nobody's day is slowed down.
"""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg

from records.ocr import decisions
from resources.clock import Clock
from resources.database import Database

BY = "schedule"


def build_nightly_schedule(*, at: time, zone: str, catch_up_until: time, job: Any) -> dg.ScheduleDefinition:
    """The schedule, daily at `at` in `zone`; missed, it is made up for until `catch_up_until` that day."""

    @dg.schedule(
        name="nightly_training",
        job=job,
        cron_schedule=f"{at.minute} {at.hour} * * *",
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="매일 밤 재학습을 요청합니다. Asks for the nightly training; the requests sensor starts it.",
    )
    def nightly_training(
        context: dg.ScheduleEvaluationContext, database: Database, clock: Clock
    ) -> dg.SkipReason:
        now = clock.now().astimezone(ZoneInfo(zone))
        planned = context.scheduled_execution_time.astimezone(ZoneInfo(zone))
        if too_late(planned, now, catch_up_until):
            return dg.SkipReason(
                f"{planned:%Y-%m-%d %H:%M}의 재학습은 컴퓨터가 꺼져 있어 놓쳤고, {catch_up_until:%H:%M}이 지나 다음 밤을 기다립니다. "
                f"지금 하려면 'saebyeok ocr retrain' (missed, and too late to make up for; "
                "'saebyeok ocr retrain' starts one now)"
            )
        with database.transaction() as session:
            request = decisions.retrain(session, by=BY, now=clock.now())
        return dg.SkipReason(f"요청 {request.request_id}번을 남겼습니다 (left request {request.request_id})")

    return nightly_training


def too_late(planned: datetime, now: datetime, catch_up_until: time) -> bool:
    """Whether a training planned for `planned` is no longer begun at `now` (both in the schedule's zone)."""
    end = planned.replace(hour=catch_up_until.hour, minute=catch_up_until.minute, second=0, microsecond=0)
    return now > max(end, planned.replace(second=59))
