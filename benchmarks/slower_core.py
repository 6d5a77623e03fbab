"""A core of its own on a machine that has too few: part of one for a process and its children, by a control group of Linux.

Two cores of which each worker gets at most half are, for what is measured, four cores of half the speed: two for the workers and two for all
else. Needs root and version 1 of control groups (`cpu.cfs_quota_us`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/cpu")
PERIOD_MICROSECONDS = 20_000
"""Short, so that what waits for an answer isn't stopped for long at a time."""


def why_not() -> str | None:
    """Why no core can be made slower here, if it can't."""
    if not (GROUPS / "cgroup.procs").exists():
        return f"there is no {GROUPS} (version 1 of control groups)"
    return None


@contextmanager
def slower_core(name: str, share: float) -> Iterator[tuple[str, ...]]:
    """The words to put before a command so that it and its children get at most this share of a core (0 to 1)."""
    group = GROUPS / f"saebyeok-{name}"
    group.mkdir(exist_ok=True)  # of a process that was killed before it could take it away
    (group / "cpu.cfs_period_us").write_text(str(PERIOD_MICROSECONDS))
    (group / "cpu.cfs_quota_us").write_text(str(round(share * PERIOD_MICROSECONDS)))
    (group / "cpu.shares").write_text("8192")  # its part is its own: all else takes what it leaves
    try:
        yield ("sh", "-c", 'echo $$ > "$0" && exec "$@"', str(group / "cgroup.procs"))
    finally:
        _take_away(group)


def _take_away(group: Path) -> None:
    """Once its last process is gone, which is a moment after it was told to end."""
    end = time.monotonic() + 30
    while (group / "cgroup.procs").read_text() and time.monotonic() < end:
        time.sleep(0.2)
    group.rmdir()
