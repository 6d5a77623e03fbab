"""What `saebyeok doctor` looks at of Dagster: whether the schedules and sensors are on."""

from __future__ import annotations

import warnings

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.runtime.dagster_instance import dagster_instance
from orchestration.settings import Settings


def check_automation(settings: Settings) -> Finding:
    """All our schedules and sensors are on, as they are by default; Dagster's UI can switch them off."""
    from dagster import BetaWarning
    from dagster._core.scheduler.instigation import InstigatorStatus

    from orchestration.definitions import build_defs

    with warnings.catch_warnings():
        # Of Dagster about itself, while it binds resources to our sensors; people would read it above the table.
        warnings.simplefilter("ignore", BetaWarning)
        repository = build_defs(settings).get_repository_def()
    ours = {s.name for s in repository.schedule_defs} | {s.name for s in repository.sensor_defs}
    with dagster_instance(settings) as instance:
        states = instance.all_instigator_state()
    off = sorted({s.instigator_name for s in states if s.status == InstigatorStatus.STOPPED} & ours)
    if off:
        remedy = Message("switch them on again in Dagster's UI, under Automation")
        return Finding("automation", False, f"switched off: {', '.join(off)}", remedy)
    return Finding("automation", True, f"on: {', '.join(sorted(ours))}")
