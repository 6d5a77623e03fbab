"""Peak memory of a process with all it started, sampled from outside."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.05


@dataclass
class Peak:
    """Highest sum of resident memory seen, in MiB (pages shared by processes count in each)."""

    mib: float = 0.0


@contextmanager
def peak_memory(
    processes: Callable[[], list[psutil.Process]], *, every: float = SAMPLE_SECONDS
) -> Iterator[Peak]:
    """Sample the processes that `processes` names, and their children, until leaving, every so many seconds."""
    peak, done = Peak(), threading.Event()

    def sample() -> None:
        while not done.is_set():
            peak.mib = max(peak.mib, sum(_resident(p) for p in processes()) / 2**20)
            time.sleep(every)

    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and all below it; none where it is gone."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
