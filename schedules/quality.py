"""The weekly quality sample: creates a request on Mondays at 05:00, which the requests sensor serves."""

from typing import Any

import dagster as dg

from resources.clock import Clock
from resources.database import Database
from work_requests import ocr_decisions

BY = "schedule"


def build_quality_schedule(*, zone: str, job: Any) -> dg.ScheduleDefinition:
    """The schedule, in `zone`. One missed is made up for whenever the machine is on again."""

    @dg.schedule(
        name="weekly_quality_sample",
        job=job,
        cron_schedule="0 5 * * 1",
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Asks for the weekly sample of confirmed texts.",
    )
    def weekly_quality_sample(database: Database, clock: Clock) -> dg.SkipReason:
        with database.transaction() as session:
            request = ocr_decisions.draw_quality_sample(session, by=BY, now=clock.now())
        return dg.SkipReason(f"left request {request.request_id}")

    return weekly_quality_sample
