"""A real Saebyeok: `saebyeok up` on a fresh home, spoken to by its command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import psutil
import pytest
from click.testing import CliRunner, Result
from upath import UPath

from orchestration.cli import main
from orchestration.runtime.code_server import RUN_IMPORTS

pytest.register_assert_rewrite("tests.e2e.automl_story")

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 300
WAIT_SECONDS = 900
"""Only bounds what would wait for ever: a machine with other work takes four times as long as one without."""


@dataclass
class Saebyeok:
    """One home and its processes."""

    home: Path
    environment: dict[str, str]
    up: subprocess.Popen[bytes] | None = None
    logs: list[str] = field(default_factory=list)

    def start(self) -> None:
        log = self.home.parent / "up.log"
        with log.open("wb") as output:
            self.up = subprocess.Popen(
                [sys.executable, "-m", "orchestration", "up"],
                env=self.environment,
                cwd=self.home.parent,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.wait_for(lambda: self._is_up(log), START_SECONDS, lambda: log.read_text())

    def sign_in_link(self) -> str:
        """The one-time link that the first start prints."""
        printed = (self.home.parent / "up.log").read_text(encoding="utf-8")
        return next(word for word in printed.split() if "/sign-in?key=" in word)

    def stop(self) -> int:
        assert self.up is not None
        if self.up.poll() is None:
            self.up.send_signal(signal.SIGINT)
        return self.up.wait(60)

    def kill_everything(self) -> None:
        """kill -9 of `up` and of all it started, runs included."""
        assert self.up is not None
        family = [psutil.Process(self.up.pid), *psutil.Process(self.up.pid).children(recursive=True)]
        for process in family:
            _kill(process)
        self.up.wait()

    def kill_up(self) -> None:
        """kill -9 of `up` alone; what it started goes on without it."""
        assert self.up is not None
        self.up.kill()
        self.up.wait()

    def kill(self, name: str) -> None:
        """kill -9 of one process of the Procfile."""
        assert self.up is not None
        for process in psutil.Process(self.up.pid).children():
            if MARKS[name] in " ".join(_cmdline(process)):
                _kill(process)
                return
        raise AssertionError(f"no {name} among the processes")

    def kill_run(self) -> bool:
        """kill -9 of a run's own process, with its steps; whether there was one."""
        forked = [p for p in self._children() if RUN_IMPORTS in " ".join(_cmdline(p))]
        places = {process.pid for process in forked}
        found = [process for process in forked if process.ppid() in places]
        for process in found:
            _kill(process)
        return bool(found)

    def kill_child(self, mark: str) -> bool:
        """kill -9 of whatever `up` started, at any depth, with `mark` in its name or command line; whether there was one."""
        found = [p for p in self._children() if mark in " ".join(_cmdline(p))]
        for process in found:
            _kill(process)
        return bool(found)

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "orchestration", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if check:
            assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done

    def type(self, *words: str, exit_code: int = 0) -> Result:
        """As `command`, in this process: a process of its own would import everything again, for a second."""
        with mock.patch.dict(os.environ, self.environment, clear=True):
            done = CliRunner().invoke(main, words)
        assert done.exit_code == exit_code, f"{words}: {done.output}"
        return done

    def json(self, *words: str) -> Any:
        """What a command prints, for programs."""
        return json.loads(self.type(*words, "--format", "json").stdout)

    def stored(self, place: str) -> bytes:
        """A file of the store, wherever that is, as its hosts reach it."""
        with mock.patch.dict(os.environ, self.environment, clear=True):
            return UPath(place).read_bytes()

    def sqlite_files(self) -> set[str]:
        """Databases in files that the servers keep in the home, if any."""
        return {path.name for path in self.home.rglob("*.db")}

    def documents(self) -> dict[str, dict[str, Any]]:
        return {d["file_name"]: d for d in self.json("automl", "list")["documents"]}

    def wait_for(
        self,
        what: Callable[[], Any],
        seconds: float = WAIT_SECONDS,
        show: Callable[[], Any] = lambda: "",
        pause: float = 0.5,
    ) -> Any:
        end = time.monotonic() + seconds
        while not (found := what()):
            assert time.monotonic() < end, f"not within {seconds} s: {show()}"
            time.sleep(pause)
        return found

    def kill_once_there(self, mark: str) -> None:
        """As `kill_child`, as soon as there is one: some live for a second only."""
        self.wait_for(lambda: self.kill_child(mark), pause=0.02)

    def wait_for_status(self, file_name: str, status: str) -> dict[str, Any]:
        return self.wait_for(
            lambda: next(
                (d for n, d in self.documents().items() if n == file_name and d["status"] == status), None
            ),
            show=self.documents,
        )

    def _is_up(self, log: Path) -> bool:
        assert self.up is not None
        assert self.up.poll() is None, log.read_text(encoding="utf-8")
        return "Ctrl-C" in log.read_text(encoding="utf-8")

    def _children(self) -> list[psutil.Process]:
        assert self.up is not None
        return psutil.Process(self.up.pid).children(recursive=True)


FEW_LINES = {
    "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent / "few_lines"), str(CHECKOUT))),
    "SAEBYEOK_RETRAIN_BATCH": "8",
}
"""Environment of a home whose nights make and read few lines."""

MARKS = {
    "code": "orchestration.runtime.code_server",
    "daemon": "orchestration.runtime.dagster_daemon",
    "dagster": "dagster_webserver",
    "mlflow": "mlflow.server",
    "console": "orchestration.runtime.console_server",
    "serving": "orchestration.runtime.serving_server",
}


def _cmdline(process: psutil.Process) -> list[str]:
    try:
        return [process.name(), *process.cmdline()]
    except psutil.NoSuchProcess:
        return []


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


@contextmanager
def running_saebyeok(folder: Path, cache: Path, **more: str) -> Iterator[Saebyeok]:
    """Started in `folder` on free ports; whatever is left of it is killed afterwards.

    Args:
        more: environment variables of all its processes.
    """
    from orchestration.runtime.ports import free_port

    home = folder / "home"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SAEBYEOK_")},
        "SAEBYEOK_HOME": str(home),
        "SAEBYEOK_CACHE": str(cache),
        "SAEBYEOK_THREADS": "1",
        # What a test kills is noticed by the sensors: the story waits for their next look.
        "SAEBYEOK_SENSOR_SECONDS": "5",
        "SAEBYEOK_CONSOLE_PORT": str(free_port()),
        "SAEBYEOK_DAGSTER_PORT": str(free_port()),
        "SAEBYEOK_MLFLOW_PORT": str(free_port()),
        # A night that begins in the midst of a story would learn its texts before the story does.
        "SAEBYEOK_RETRAIN_AT": f"{datetime.now(ZoneInfo('Asia/Seoul')) + timedelta(hours=12):%H:%M}",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    running = Saebyeok(home, environment)
    try:
        running.start()
        yield running
    finally:
        if running.up is not None and running.up.poll() is None:
            running.kill_everything()
        for process in psutil.process_iter(["environ"]):
            if (process.info["environ"] or {}).get("SAEBYEOK_HOME") == str(home):
                _kill(process)


@pytest.fixture
def saebyeok(tmp_path: Path, machine_cache: Path) -> Iterator[Saebyeok]:
    """A fresh home of the test's own, on SQLite and a disk."""
    with running_saebyeok(tmp_path, machine_cache) as running:
        yield running
