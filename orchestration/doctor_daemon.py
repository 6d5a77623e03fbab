"""What `saebyeok doctor` looks at of Dagster's daemon: that there is one, not two."""

from __future__ import annotations

from datetime import UTC, datetime

from orchestration.dagster_instance import dagster_instance
from orchestration.findings import Finding
from orchestration.settings import Settings


def check_daemon(settings: Settings) -> Finding:
    """No second daemon was seen in the last minutes by the sensor that looks for it."""
    from sensors.daemons import TWO_DAEMONS, Watch
    from sensors.reconciler import reconciler

    with dagster_instance(settings) as instance:
        states = [s for s in instance.all_instigator_state() if s.instigator_name == reconciler.name]
    cursors = [getattr(state.instigator_data, "cursor", None) for state in states]
    doubled = any(Watch.from_cursor(cursor).is_doubled(datetime.now(UTC)) for cursor in cursors)
    if not doubled:
        return Finding("daemon", True, "one, as far as was seen")
    return Finding("daemon", False, TWO_DAEMONS["en"], TWO_DAEMONS["ko"])
