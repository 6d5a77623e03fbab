"""Weekly schedules: each creates a request, which the requests sensor serves."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from work_requests import ocr_decisions, upkeep

BY = "schedule"


def build_housekeeping_schedule(*, zone: str, job: Any) -> dg.ScheduleDefinition:
    """Housekeeping on Sundays at 03:00 in `zone`."""

    def ask(session: Session, now: datetime) -> Request:
        return upkeep.ask_for_housekeeping(session, by=BY, now=now)

    return _schedule(
        "weekly_housekeeping", "0 3 * * 0", "Asks for the weekly housekeeping.", ask, zone=zone, job=job
    )


def build_quality_schedule(*, zone: str, job: Any) -> dg.ScheduleDefinition:
    """The quality sample on Mondays at 05:00 in `zone`."""

    def ask(session: Session, now: datetime) -> Request:
        return ocr_decisions.draw_quality_sample(session, by=BY, now=now)

    description = "Asks for the weekly sample of confirmed texts."
    return _schedule("weekly_quality_sample", "0 5 * * 1", description, ask, zone=zone, job=job)


def _schedule(
    name: str,
    cron: str,
    description: str,
    ask: Callable[[Session, datetime], Request],
    *,
    zone: str,
    job: Any,
) -> dg.ScheduleDefinition:
    """A schedule that asks. One missed is made up for whenever the machine is on again."""

    @dg.schedule(
        name=name,
        job=job,
        cron_schedule=cron,
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=description,
    )
    def tick(database: Database, clock: Clock) -> dg.SkipReason:
        with database.transaction() as session:
            request = ask(session, clock.now())
        return dg.SkipReason(f"left request {request.request_id}")

    return tick
