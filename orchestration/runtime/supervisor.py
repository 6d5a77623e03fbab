"""Supervises the processes of a Procfile: starts, watches, restarts, stops.

Process managers for Procfiles (honcho, foreman) end all when one ends; here one that dies is started
again, after a pause that grows while it keeps dying.
"""

from __future__ import annotations

import os
import shlex
import string
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import psutil

from domain.messages import Message

STOP_SECONDS = 15.0
HEALTHY_SECONDS = 60.0
LONGEST_PAUSE = 30.0
ROUNDS = 6
PROCFILE = files("orchestration.runtime") / "Procfile"
MARK = "SAEBYEOK_SUPERVISED_BY"


def read_procfile(path: Traversable, variables: Mapping[str, str]) -> dict[str, list[str]]:
    """The commands of a Procfile by name, `$VARIABLES` filled in; `python` is this Python."""
    commands = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, command = line.partition(":")
        words = [string.Template(word).substitute(variables) for word in shlex.split(command)]
        commands[name.strip()] = [sys.executable if word == "python" else word for word in words]
    return commands


@dataclass
class Watched:
    """One process and its history.

    Attributes:
        log_from: bytes of the log that earlier processes wrote.
    """

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    log_from: int = 0
    deaths: int = 0
    start_after: float = 0.0


@dataclass
class Supervisor:
    """Runs `commands`, each in a session of its own, logging to `logs/NAME.log`.

    Args:
        on_progress: called with a sentence when something dies or starts again.
    """

    commands: Mapping[str, list[str]]
    environment: Mapping[str, str]
    logs: Path
    working_directory: Path
    on_progress: Callable[[Message], None]
    _watched: list[Watched] = field(default_factory=list)

    def start(self) -> None:
        """Start everything, after ending what a killed supervisor of the same logs left behind."""
        end_leftovers(self.logs)
        for name, command in self.commands.items():
            watched = Watched(name, command, self.logs / f"{name}.log")
            self._watched.append(watched)
            self._launch(watched)

    def watch_once(self) -> None:
        """Look at every process, and start again those that died."""
        for watched in self._watched:
            if watched.process is None:
                if time.monotonic() >= watched.start_after:
                    self._launch(watched)
                continue
            code = watched.process.poll()
            if code is None:
                continue
            healthy = time.monotonic() - watched.started > HEALTHY_SECONDS
            watched.deaths = 1 if healthy else watched.deaths + 1
            pause = min(LONGEST_PAUSE, 0.5 * 2**watched.deaths)
            _end_listeners(watched.process.pid)
            watched.process = None
            watched.start_after = time.monotonic() + pause
            self.on_progress(
                Message(
                    "{name}: ended with code {code}, starting again in {pause:.0f} s (log: {log})\n{tail}",
                    name=watched.name,
                    code=code,
                    pause=pause,
                    log=watched.log,
                    tail=self.tail(watched.name, start=watched.log_from),
                )
            )

    def running(self, name: str) -> bool:
        """Whether the process of that name is alive."""
        return any(
            w.name == name and w.process is not None and w.process.poll() is None for w in self._watched
        )

    def deaths(self, name: str) -> int:
        """How often in a row it died soon after its start."""
        return next(w.deaths for w in self._watched if w.name == name)

    def tail(self, name: str, lines: int = 8, *, start: int = 0) -> str:
        """The last lines of a process's log, of those after its first `start` bytes."""
        log = self.logs / f"{name}.log"
        text = log.read_bytes()[start:].decode(errors="replace") if log.exists() else ""
        return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])

    def stop(self) -> None:
        """Ask all to end, wait, then end what is left, with everything they started."""
        alive = [w.process for w in self._watched if w.process is not None and w.process.poll() is None]
        for process in alive:
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in alive:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        end_leftovers(self.logs)
        for process in alive:
            process.wait()

    def _launch(self, watched: Watched) -> None:
        with watched.log.open("ab") as log:
            watched.log_from = log.tell()
            watched.process = subprocess.Popen(
                watched.command,
                env={**os.environ, **self.environment, MARK: str(self.logs)},
                cwd=self.working_directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        watched.started = time.monotonic()


def end_leftovers(logs: Path) -> None:
    """End whatever a supervisor with these logs started, directly or through others, and wait for it.

    A process inherits its environment, so the mark in it finds also those that took a session of their
    own or whose parent was killed.
    """
    for _ in range(ROUNDS):  # one may have started another meanwhile
        family = [process for process in psutil.process_iter() if _is_marked(process, logs)]
        for process in family:
            _kill(process)
        if not family:
            return
        psutil.wait_procs(family, timeout=5)


def _end_listeners(session: int) -> None:
    """End what a dead process left behind in its session that still holds a port, so that the next one can have it.

    MLflow's server listens in a child, which outlives a kill -9 of its parent. What else was left goes on: runs do
    that the code server started.
    """
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == session and _listens(process):
                process.kill()
        except (psutil.Error, ProcessLookupError):
            continue  # it ended by itself


def _listens(process: psutil.Process) -> bool:
    return any(c.status == psutil.CONN_LISTEN for c in process.net_connections("tcp"))


def _is_marked(process: psutil.Process, logs: Path) -> bool:
    try:
        return process.pid != os.getpid() and process.environ().get(MARK) == str(logs)
    except psutil.Error:
        return False  # gone meanwhile, or another user's


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return  # it ended by itself, which is what is wanted
