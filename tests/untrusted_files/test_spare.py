"""A child process that waits for its job: one job each, the limits of its own, gone when no job comes."""

from __future__ import annotations

import sys
from dataclasses import replace

import psutil
import pytest

from tests.untrusted_files.test_child_process import wait_until
from untrusted_files import ProcessFailed, ProcessLimits, SpareChild

LIMITS = ProcessLimits(seconds=60, memory_bytes=400 * 2**20)
PID = (
    sys.executable,
    "-c",
    "import os\nfrom untrusted_files.worker import serve\nserve(lambda job: {'pid': os.getpid(), **job})",
)
BREAKS = (sys.executable, "-c", "from untrusted_files.worker import serve\nserve(lambda job: 1 / 0)")


@pytest.fixture
def spare():
    made = []
    OTHERS.update(one.pid for one in psutil.Process().children())

    def make(**options):
        made.append(SpareChild((), mapped_bytes=0, **options))
        return made[-1]

    yield make
    for child in children():
        child.kill()


OTHERS: set[int] = set()
"""Children of this process that were there before the test."""


def children():
    return [
        one
        for one in psutil.Process().children()
        if one.status() != psutil.STATUS_ZOMBIE and one.pid not in OTHERS
    ]


def test_the_next_process_waits_while_no_job_is_there_and_does_one(spare):
    ahead = spare()
    first = ahead.run(PID, {"n": 1}, LIMITS)
    (waiting,) = children()
    second = ahead.run(PID, {"n": 2}, LIMITS)
    assert (first["n"], second["n"]) == (1, 2)
    assert first["pid"] != second["pid"] == waiting.pid
    (waiting,) = children()
    assert waiting.pid not in (first["pid"], second["pid"])


def test_another_command_or_other_limits_get_a_process_of_their_own(spare):
    ahead = spare()
    ahead.run(PID, {}, LIMITS)
    (waiting,) = children()
    assert ahead.run(PID, {}, replace(LIMITS, memory_bytes=300 * 2**20))["pid"] != waiting.pid
    (waiting,) = children()
    assert ahead.run(PID, {}, replace(LIMITS, mapped_bytes=1))["pid"] != waiting.pid
    with pytest.raises(ProcessFailed, match="ZeroDivisionError"):
        ahead.run(BREAKS, {}, LIMITS)


def test_a_process_that_was_killed_while_it_waited_is_replaced(spare):
    ahead = spare()
    ahead.run(PID, {}, LIMITS)
    (waiting,) = children()
    waiting.kill()
    waiting.wait()
    assert ahead.run(PID, {"n": 3}, LIMITS)["n"] == 3


def test_after_a_job_that_broke_the_next_one_is_done(spare):
    ahead = spare()
    with pytest.raises(ProcessFailed):
        ahead.run(BREAKS, {}, LIMITS)
    with pytest.raises(ProcessFailed, match="ZeroDivisionError"):
        ahead.run(BREAKS, {}, LIMITS)


def test_a_process_that_gets_no_job_ends(spare):
    spare(idle_seconds=0.1).run(PID, {}, LIMITS)
    assert wait_until(lambda: children() == [])
