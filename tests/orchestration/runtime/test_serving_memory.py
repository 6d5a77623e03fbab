"""The serving process knows its limit of memory, and ends itself between two requests before it is reached."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from orchestration.runtime import serving_server
from orchestration.runtime.home import process_environment
from orchestration.runtime.serving_server import START_AGAIN, _end_when_needed
from orchestration.settings import Settings


def output_of(*lines):
    script = "import resource; from orchestration.runtime.serving_memory import *;" + ";".join(lines)
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


def test_a_limit_that_the_process_was_started_with_is_kept():
    assert output_of(
        "resource.setrlimit(resource.RLIMIT_DATA, (2**31, 2**31)); limit_memory(2**32)",
        "print(resource.getrlimit(resource.RLIMIT_DATA) == (2**31, 2**31))",
        "limit_memory(2**30); print(resource.getrlimit(resource.RLIMIT_DATA) == (2**30, 2**31))",
    ) == ["True", "True"]


def test_memory_is_nearly_full_before_an_allocation_fails():
    assert output_of(
        "print(is_nearly_full()); limit_memory(2**30); print(is_nearly_full())",
        "kept = bytearray(900 * 2**20); print(is_nearly_full()); del kept; print(is_nearly_full())",
    ) == ["False", "False", "True", "False"]


class Ended(Exception):
    pass


def lane(*, busy=False, stuck=False, served=True):
    return SimpleNamespace(is_busy=busy, is_stuck=stuck, has_served=served)


@pytest.mark.parametrize(
    ("lanes", "is_full", "ends"),
    [
        ([lane(), lane(served=False)], True, True),
        ([lane(), lane()], False, False),
        ([lane(), lane(busy=True)], True, False),
        # It would end again and again where what it loads at its start is most of the limit.
        ([lane(served=False), lane(served=False)], True, False),
        ([lane(), lane(busy=True, stuck=True)], False, True),
    ],
)
def test_it_ends_when_stuck_and_when_idle_with_little_memory_left(monkeypatch, lanes, is_full, ends):
    def ended(code):
        raise Ended(code)

    def looked_twice(_):
        raise TimeoutError

    monkeypatch.setattr(os, "_exit", ended)
    monkeypatch.setattr(serving_server, "is_nearly_full", lambda: is_full)
    monkeypatch.setattr(serving_server.threading.Event, "wait", lambda self, _: looked_twice(_))
    with pytest.raises(Ended if ends else TimeoutError) as raised:
        _end_when_needed(lanes)
    assert not ends or raised.value.args == (START_AGAIN,)


def test_libraries_for_tables_reserve_little_of_the_limit(tmp_path):
    script = (
        "import psutil, pyarrow; before = psutil.Process().memory_info().data; kept = pyarrow.array(range(100_000));"
        "print(psutil.Process().memory_info().data - before)"
    )
    environment = os.environ | process_environment(Settings(home=tmp_path), code_port=1)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    assert int(done.stdout) < 100 * 2**20
