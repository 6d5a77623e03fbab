"""The weekly housekeeping: creates a request on Sundays at 03:00, which the requests sensor serves."""

from typing import Any

import dagster as dg

from resources.clock import Clock
from resources.database import Database
from work_requests import upkeep

BY = "schedule"


def build_housekeeping_schedule(*, zone: str, job: Any) -> dg.ScheduleDefinition:
    """The schedule, in `zone`. One missed is made up for whenever the machine is on again."""

    @dg.schedule(
        name="weekly_housekeeping",
        job=job,
        cron_schedule="0 3 * * 0",
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Asks for the weekly housekeeping.",
    )
    def weekly_housekeeping(database: Database, clock: Clock) -> dg.SkipReason:
        with database.transaction() as session:
            request = upkeep.ask_for_housekeeping(session, by=BY, now=clock.now())
        return dg.SkipReason(f"left request {request.request_id}")

    return weekly_housekeeping
