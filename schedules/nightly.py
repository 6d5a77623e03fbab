"""The nightly training: creates a request at 01:00, which the requests sensor serves.

A night that was missed because the machine was off is made up for until a set hour of the morning; later
it waits for the next night, so that the working day isn't slowed down.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg

from resources.clock import Clock
from resources.database import Database
from work_requests import ocr_decisions, request_lists

BY = "schedule"
SCHEDULE = "nightly_training"
LOOK_SECONDS = 60
GRACE = timedelta(minutes=10)
"""So long the schedule itself has time to ask."""


def build_nightly_schedule(*, at: time, zone: str, catch_up_until: time, job: Any) -> dg.ScheduleDefinition:
    """The schedule, daily at `at` in `zone`; missed, it is made up for until `catch_up_until` that day."""

    @dg.schedule(
        name=SCHEDULE,
        job=job,
        cron_schedule=f"{at.minute} {at.hour} * * *",
        execution_timezone=zone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Asks for the nightly training; the requests sensor starts it.",
    )
    def nightly_training(
        context: dg.ScheduleEvaluationContext, database: Database, clock: Clock
    ) -> dg.SkipReason:
        now = clock.now().astimezone(ZoneInfo(zone))
        planned = context.scheduled_execution_time.astimezone(ZoneInfo(zone))
        if too_late(planned, now, catch_up_until):
            return dg.SkipReason(
                f"the training of {planned:%Y-%m-%d %H:%M} was missed and is not made up for after "
                f"{catch_up_until:%H:%M}; 'saebyeok ocr retrain' starts one now"
            )
        return _ask(database, clock, planned.date())

    return nightly_training


def build_missed_nights_sensor(*, at: time, zone: str, catch_up_until: time) -> dg.SensorDefinition:
    """Asks for a night that the schedule passed over, until `catch_up_until`.

    Dagster's schedule never looks back: after a clock that was a day ahead was set right, it would wait for that day.
    """

    @dg.sensor(
        name="missed_nights",
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Asks for a night that a change of the clock passed over.",
    )
    def missed_nights(context: dg.SensorEvaluationContext, database: Database, clock: Clock) -> dg.SkipReason:
        now = clock.now().astimezone(ZoneInfo(zone))
        night = missed_night(now, at, catch_up_until)
        if night is None or _switched_off(context.instance):
            return dg.SkipReason("no night was missed")
        with database.reading() as session:
            first = request_lists.first_asked_at(session)
        if first is None or first > now.replace(hour=at.hour, minute=at.minute, second=0):
            return dg.SkipReason("there was nothing to learn before")
        return _ask(database, clock, night)

    return missed_nights


def missed_night(now: datetime, at: time, catch_up_until: time) -> date | None:
    """The night whose training should have been asked for by `now`, if it may still begin (in the schedule's zone)."""
    planned = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if now < planned + GRACE or too_late(planned, now, catch_up_until):
        return None
    return planned.date()


def _ask(database: Database, clock: Clock, night: date) -> dg.SkipReason:
    with database.transaction() as session:
        request = ocr_decisions.retrain_at_night(session, night=night, by=BY, now=clock.now())
    if request is None:
        return dg.SkipReason(f"the training of {night} was asked for already")
    return dg.SkipReason(f"left request {request.request_id}")


def _switched_off(instance: dg.DagsterInstance) -> bool:
    """Whether the schedule was stopped in Dagster's UI."""
    from dagster._core.scheduler.instigation import InstigatorStatus

    return any(
        state.instigator_name == SCHEDULE and state.status == InstigatorStatus.STOPPED
        for state in instance.all_instigator_state()
    )


def too_late(planned: datetime, now: datetime, catch_up_until: time) -> bool:
    """Whether a training planned for `planned` is no longer begun at `now` (both in the schedule's zone)."""
    end = planned.replace(hour=catch_up_until.hour, minute=catch_up_until.minute, second=0, microsecond=0)
    return now > max(end, planned.replace(second=59))
