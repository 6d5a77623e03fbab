"""A second daemon on the same home, started by mistake: nothing runs twice, and a person is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from orchestration.runtime.home import dagster_environment
from orchestration.settings import load_settings

pytestmark = [pytest.mark.slow, pytest.mark.long]

PAGE = Path(__file__).resolve().parents[2] / "samples" / "ocr" / "거래명세서.png"
FILES = 6


@pytest.fixture
def second_daemon(running):
    """As `dagster-daemon run` starts it, without any check."""
    with mock.patch.dict(os.environ, running.environment, clear=True):
        settings = load_settings(running.home)
        environment = {**running.environment, **dagster_environment(settings)}
    with (running.home.parent / "second.log").open("wb") as log:
        daemon = subprocess.Popen(
            [
                *(sys.executable, "-m", "dagster._daemon", "run"),
                *("--workspace", str(running.home / "dagster" / "workspace.yaml")),
            ],
            env=environment,
            cwd=running.home,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        yield daemon
        daemon.kill()
        daemon.wait()


def daemon_finding(saebyeok):
    return next(f for f in saebyeok.command("doctor", check=False).stdout.splitlines() if "daemon" in f)


def test_nothing_runs_twice_and_doctor_says_so(running, bringer, second_daemon):
    for number in range(FILES):
        bringer.table(f"표-{number}.csv")
    bringer.put("ocr/새벽상사", "쪽.png", PAGE.read_bytes())
    for number in range(FILES):
        running.wait_for_status(f"표-{number}.csv", "uploaded")
    running.wait_for(lambda: "more than one Dagster daemon" in daemon_finding(running), 180)
    second_daemon.kill()
    second_daemon.wait()
    running.wait_for(lambda: "more than one Dagster daemon" not in daemon_finding(running), 180)
    bringer.check()


def test_our_own_commands_start_no_second_one(running):
    refused = running.command("run", "daemon", check=False)
    assert refused.returncode != 0
    assert str(running.home) in refused.stderr
    again = running.command("up", check=False)
    assert again.returncode != 0
    assert "이미 실행 중" in again.stderr
