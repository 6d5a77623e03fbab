"""The schedule that asks for challenges of confirmed models whose documents have a rule for it."""

from datetime import time
from typing import Any

import dagster as dg

from resources.clock import Clock
from resources.database import Database
from work_requests import renewal_decisions

BY = "schedule"


def build_renewal_schedule(*, at: time, zone: str, job: Any) -> dg.ScheduleDefinition:
    """Daily at `at` in `zone`; by default behind the recogniser's training."""

    @dg.schedule(
        name="nightly_renewal",
        job=job,
        cron_schedule=f"{at.minute} {at.hour} * * *",
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Asks for trainings on grown tables where a document's rule says so; without a rule, never.",
    )
    def tick(database: Database, clock: Clock) -> dg.SkipReason:
        with database.transaction() as session:
            asked, refused = renewal_decisions.ask_for_due(session, by=BY, now=clock.now())
            lines = [f"left request {one.request_id}" for one in asked]
        lines += [f"document {doc_id}: {refusal.en}" for doc_id, refusal in refused]
        return dg.SkipReason("\n".join(lines) or "no model is to be trained again")

    return tick
