"""What `saebyeok doctor` looks at of Dagster's daemon: that there is one, not two."""

from __future__ import annotations

from datetime import UTC, datetime

import psutil

from orchestration.dagster_instance import dagster_instance
from orchestration.doctor.findings import Finding
from orchestration.settings import Settings


def check_daemon(settings: Settings) -> Finding:
    """No two daemons of this Dagster are on this machine, nor were seen by the sensor that looks for others' signs."""
    from sensors.daemons import TWO_DAEMONS, Watch
    from sensors.reconciler import reconciler

    with dagster_instance(settings) as instance:
        states = [s for s in instance.all_instigator_state() if s.instigator_name == reconciler.name]
    cursors = [getattr(state.instigator_data, "cursor", None) for state in states]
    doubled = any(Watch.from_cursor(cursor).is_doubled(datetime.now(UTC)) for cursor in cursors)
    if not doubled and _on_this_machine(settings) < 2:
        return Finding("daemon", True, "one, as far as was seen")
    return Finding("daemon", False, TWO_DAEMONS["en"], TWO_DAEMONS["ko"])


def _on_this_machine(settings: Settings) -> int:
    """How many daemons run here for the home."""
    return sum(_is_daemon_of(process, str(settings.dagster_home)) for process in psutil.process_iter())


def _is_daemon_of(process: psutil.Process, dagster_home: str) -> bool:
    try:
        words = " ".join(process.cmdline())
        ours = "dagster._daemon" in words or "dagster-daemon" in words
        return ours and process.environ().get("DAGSTER_HOME") == dagster_home
    except psutil.Error:
        return False  # gone meanwhile, or another user's
