"""The lock of a home, and which processes its new holder ends first."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from orchestration.runtime.errors import AlreadyRunning
from orchestration.runtime.home_lock import hold_for_life, is_held, only_one
from orchestration.runtime.supervisor import MARK
from orchestration.settings import load_settings


def test_what_a_killed_up_left_running_is_ended_by_whoever_takes_its_home(tmp_path):
    """A move or an upgrade would otherwise go on beside servers that still write."""
    left = subprocess.Popen(
        [sys.executable, "-c", "input()"],
        stdin=subprocess.PIPE,
        env={**os.environ, MARK: str(tmp_path / "logs")},
    )
    with only_one(load_settings(tmp_path)):
        assert not psutil.pid_exists(left.pid)
    left.wait()


def test_the_lock_is_held_by_one_and_seen_by_all(tmp_path):
    settings = load_settings(tmp_path)
    assert not is_held(tmp_path)
    with only_one(settings):
        assert is_held(tmp_path)
        with pytest.raises(AlreadyRunning, match=str(tmp_path)), only_one(settings):
            pass
        with pytest.raises(AlreadyRunning, match=str(tmp_path)):
            hold_for_life(tmp_path)
    assert not is_held(tmp_path)
