"""A child process that is started ahead of its job, for a process that is asked for one job after the other.

Starting an interpreter and importing what reads a table takes several times as long as reading a small one. Each process
still does a single job, within limits that it applied before it imported anything.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from untrusted_files.child_process import Child, ProcessLimits

IDLE_SECONDS = 60.0


class SpareChild:
    """Does jobs as `child_process.run`. After each it starts the next process, and ends it if no job comes."""

    def __init__(
        self, imports: Sequence[str], *, mapped_bytes: int, idle_seconds: float = IDLE_SECONDS
    ) -> None:
        """Args:
        imports: modules that the process imports while it waits.
        mapped_bytes: size of the largest file that a process started ahead may map.
        idle_seconds: how long it waits for a job.
        """
        self._imports = imports
        self._mapped_bytes = mapped_bytes
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._spare: tuple[tuple[str, ...], Child] | None = None
        self._timer: threading.Timer | None = None

    def run(self, command: Sequence[str], job: Mapping[str, Any], limits: ProcessLimits) -> dict[str, Any]:
        """As `child_process.run`. To be called from one thread: a child ends with the thread that started it."""
        child = self._take(tuple(command), limits) or Child(command, limits)
        try:
            return child.run(job)
        finally:
            with contextlib.suppress(OSError):  # a full disk, say; the next job starts its own, or says so
                self._start(tuple(command), limits)

    def _take(self, command: tuple[str, ...], limits: ProcessLimits) -> Child | None:
        with self._lock:
            spare, self._spare = self._spare, None
            if self._timer is not None:
                self._timer.cancel()
        if spare is None:
            return None
        known, child = spare
        same = (child.limits.seconds, child.limits.memory_bytes) == (limits.seconds, limits.memory_bytes)
        if (
            known == command
            and same
            and limits.mapped_bytes <= child.limits.mapped_bytes
            and child.is_waiting
        ):
            return child
        child.end()
        return None

    def _start(self, command: tuple[str, ...], limits: ProcessLimits) -> None:
        ahead = ProcessLimits(limits.seconds, limits.memory_bytes, self._mapped_bytes)
        child = Child(command, ahead, self._imports)
        timer = threading.Timer(self._idle_seconds, self._retire, (child,))
        timer.daemon = True
        with self._lock:
            self._spare, self._timer = (command, child), timer
        timer.start()

    def _retire(self, child: Child) -> None:
        with self._lock:
            if self._spare is None or self._spare[1] is not child:
                return  # it has a job
            self._spare = None
        child.end()
