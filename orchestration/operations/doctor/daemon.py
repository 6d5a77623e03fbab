"""What `saebyeok doctor` looks at of Dagster's daemon: that there is one, which lives, not two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psutil

from domain.messages import Message
from orchestration.operations.doctor.findings import Finding
from orchestration.runtime.dagster_instance import dagster_instance
from orchestration.runtime.home_lock import LOCK_FILE, is_held
from orchestration.settings import Settings

DAEMONS = ("orchestration.runtime.dagster_daemon", "dagster._daemon", "dagster-daemon")
"""How a daemon's command line names it: as `up` starts it, and as Dagster's documentation does."""
SILENT_FOR = timedelta(minutes=5)
"""A daemon signs twice a minute; a busy machine may be late, and a started one has yet to begin."""


def check_daemon(settings: Settings) -> Finding:
    """No two daemons of this Dagster are on this machine, nor were seen by the sensor that looks for others' signs.

    And one gives signs of life, where `up` or a daemon of its own holds the home's lock: else no schedule is kept, no
    file taken in and no decision served.
    """
    from sensors.daemons import TWO_DAEMONS, Watch
    from sensors.reconciler import DAEMON, RECONCILER

    with dagster_instance(settings) as instance:
        heartbeat = instance.get_daemon_heartbeats().get(DAEMON)
        states = [s for s in instance.all_instigator_state() if s.instigator_name == RECONCILER]
    cursors = [getattr(state.instigator_data, "cursor", None) for state in states]
    doubled = any(Watch.from_cursor(cursor).is_doubled(datetime.now(UTC)) for cursor in cursors)
    if doubled or _on_this_machine(settings) > 1:
        return Finding("daemon", False, TWO_DAEMONS.en, TWO_DAEMONS)
    if not is_held(settings.home):
        return Finding("daemon", True, "not running; 'saebyeok up' starts it")
    last = max(heartbeat.timestamp if heartbeat else 0.0, (settings.home / LOCK_FILE).stat().st_mtime)
    silent = datetime.now(UTC) - datetime.fromtimestamp(last, UTC)
    if silent > SILENT_FOR:
        log = settings.home / "logs" / "daemon.log"
        return Finding(
            "daemon",
            False,
            f"no sign of life for {silent.total_seconds() / 60:.0f} minutes: schedules, new files and decisions wait",
            Message("see the end of {log}, and start 'saebyeok up' again", log=log),
        )
    return Finding("daemon", True, "one, as far as was seen")


def _on_this_machine(settings: Settings) -> int:
    """How many daemons run here for the home."""
    return sum(_is_daemon_of(process, str(settings.dagster_home)) for process in psutil.process_iter())


def _is_daemon_of(process: psutil.Process, dagster_home: str) -> bool:
    try:
        words = " ".join(process.cmdline())
        ours = any(name in words for name in DAEMONS)
        return ours and process.environ().get("DAGSTER_HOME") == dagster_home
    except psutil.Error:
        return False  # gone meanwhile, or another user's
