"""A quota (RLIMIT_FSIZE) stands in for a full disk where no file system can be mounted: what is too large waits, the rest goes on."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import psutil
import pytest

from tests.faults.invariants import home_of, lying

pytestmark = [pytest.mark.slow, pytest.mark.long]

QUOTA = 4 * 2**20
"""Bytes: over what logs and databases of a young home take, under the large table."""
ROWS = 400_000


@contextmanager
def quota(saebyeok):
    """No process of the home may write a file beyond it; those it starts meanwhile may not either."""
    _limit(saebyeok, QUOTA)
    try:
        yield
    finally:
        _limit(saebyeok, resource.RLIM_INFINITY)


def _limit(saebyeok, soft):
    for process in psutil.Process(saebyeok.up.pid).children(recursive=True):
        process.rlimit(psutil.RLIMIT_FSIZE, (soft, resource.RLIM_INFINITY))


def test_a_table_over_the_quota_waits_and_a_small_one_goes_on(running, bringer):
    with quota(running):
        bringer.table("큰 표.csv", rows=ROWS)
        running.wait_for(lambda: "File too large" in log_of(running, "code"), show=running.documents)
        bringer.table("작은 표.csv")
        running.wait_for_status("작은 표.csv", "uploaded")
        assert "큰 표.csv" in lying(home_of(running))
        assert "큰 표.csv" not in running.documents()
    running.wait_for_status("큰 표.csv", "uploaded")
    bringer.check()


def log_of(saebyeok, name):
    return (saebyeok.home / "logs" / f"{name}.log").read_text(encoding="utf-8", errors="replace")
