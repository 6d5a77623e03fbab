"""Runs `saebyeok up` on a temporary home and free ports, for the demo and for benchmarks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from orchestration.runtime.ports import free_port

START_SECONDS = 180.0
STOP_SECONDS = 60.0
OF_ANOTHER_HOME = frozenset(
    f"SAEBYEOK_{name}"
    for name in (
        *("DATABASE_URL", "STORE_URL", "INBOX", "MLFLOW_URL"),
        *("EXECUTOR", "CELERY_BROKER", "CODE_HOST", "CODE_PORT"),
    )
)
"""Settings of a company's home that a shell may hold: the demo's samples belong into none of these places."""


class NotRunning(Exception):
    """`saebyeok up` ended or did not come up; the message holds what it printed."""


@contextmanager
def fresh_saebyeok(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], Mapping[str, str], str]]:
    """Start `saebyeok up` for `home`, and stop it on leaving.

    Yields:
        The process, the environment in which commands speak to it, and what it printed.

    Raises:
        NotRunning: it doesn't come up.
    """
    home.mkdir(parents=True)
    environment = environment_of(home)
    log = home / "up.log"
    with log.open("wb") as output:
        servers = subprocess.Popen(
            [sys.executable, "-m", "orchestration", "up"], env=environment, stdout=output, stderr=output
        )
    try:
        yield servers, environment, _wait_until_up(servers, log)
    finally:
        if servers.poll() is None:
            servers.send_signal(signal.SIGINT)
            try:
                servers.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                servers.kill()


def environment_of(home: Path) -> dict[str, str]:
    """The environment of a home of one's own: where another one keeps its rows and files is none of its business."""
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in OF_ANOTHER_HOME}
    return {
        **inherited,
        "SAEBYEOK_HOME": str(home),
        "SAEBYEOK_CONSOLE_PORT": str(free_port()),
        "SAEBYEOK_DAGSTER_PORT": str(free_port()),
        "SAEBYEOK_MLFLOW_PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
    }


def _wait_until_up(servers: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while "Ctrl-C" not in (text := log.read_text(encoding="utf-8")):
        if servers.poll() is not None or time.monotonic() > end:
            raise NotRunning(text or f"nothing was printed within {START_SECONDS:.0f} s")
        time.sleep(0.2)
    return text
