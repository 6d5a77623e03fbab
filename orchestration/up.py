"""`saebyeok up`: everything that runs on one machine, until Ctrl-C."""

from __future__ import annotations

import fcntl
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from orchestration.console_access import console_address
from orchestration.executor import refuse_without_what_workers_need
from orchestration.home import CHECKOUT, prepare_home, process_environment
from orchestration.ports import answers, free_port, is_free, reachable
from orchestration.readiness import refuse_unready
from orchestration.settings import Settings
from orchestration.supervisor import Supervisor, end_leftovers, read_procfile

READY_SECONDS = 120.0
SOON_DEATHS = 4


class UpError(Exception):
    """Why `up` can't start, in a sentence."""


def run_up(settings: Settings, tell: Callable[[str], None], *, take_over: bool = False) -> None:
    """Start all, print where to look, and keep all running until SIGINT or SIGTERM.

    Args:
        take_over: whether rows that belong to another home become this one's.

    Raises:
        UpError: a port is taken, another `up` has this home, or a process doesn't come up.
        NotReady: a database is missing, half moved or another home's.
    """
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    settings.home.mkdir(parents=True, exist_ok=True)
    with only_one(settings):
        _check_ports(settings)
        refuse_unready(settings, take_over=take_over)
        refuse_without_what_workers_need(settings)
        tell(f"홈 (home): {settings.home}")
        code_port = settings.code_port or free_port()
        prepare_home(settings, code_port=code_port, take_over=take_over)
        environment = process_environment(settings, code_port=code_port)
        supervisor = Supervisor(
            commands=read_procfile(CHECKOUT / "Procfile", environment),
            environment=environment,
            logs=settings.home / "logs",
            working_directory=settings.home,
            tell=tell,
        )
        supervisor.start()
        try:
            _wait_until_ready(supervisor, settings, code_port, stopping)
            if not stopping.is_set():
                _tell_addresses(settings, tell)
            while not stopping.is_set():
                supervisor.watch_once()
                stopping.wait(0.5)
            tell("멈추는 중 (stopping) …")
        finally:
            supervisor.stop()
    tell("멈췄습니다 (stopped).")


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the home's lock, as `up` does while it runs, with nothing left running of an `up` that was killed.

    What that had started would go on writing: behind the back of a move, say, into what is left behind.

    Raises:
        UpError: another process holds the lock.
    """
    with (settings.home / "up.lock").open("w") as lock:
        if not _lock(lock):
            raise UpError(
                f"이 홈에서 이미 실행 중입니다: {settings.home}. 그쪽을 멈추거나 다른 --home을 쓰세요.\n"
                f"already running for {settings.home}; stop that one, or use another --home"
            )
        end_leftovers(settings.home / "logs")
        yield


def _lock(lock: TextIO) -> bool:
    """Take the lock; a command that looks whether `up` runs holds it for an instant."""
    for _ in range(10):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return True
    return False


def _check_ports(settings: Settings) -> None:
    for name in ("console_port", "dagster_port", "mlflow_port"):
        port = getattr(settings, name)
        if not is_free(settings.host, port):
            variable = f"SAEBYEOK_{name.upper()}"
            raise UpError(
                f"{settings.host}:{port} 포트를 다른 프로그램이 쓰고 있습니다. 그 프로그램을 멈추거나 "
                f"{variable}=번호 로 다른 포트를 고르세요.\n"
                f"port {port} on {settings.host} is in use; stop that program, or choose another with {variable}=N"
            )


def _wait_until_ready(
    supervisor: Supervisor, settings: Settings, code_port: int, stopping: threading.Event
) -> None:
    # The code server is for this machine alone, whatever the host.
    ports = {
        "console": settings.console_port,
        "dagster": settings.dagster_port,
        "mlflow": settings.mlflow_port,
    }
    end = time.monotonic() + READY_SECONDS
    while not stopping.is_set():
        missing = [name for name, port in ports.items() if not answers(reachable(settings.host), port)]
        missing += [] if answers("127.0.0.1", code_port) else ["code"]
        if not missing and supervisor.running("daemon"):
            return
        supervisor.watch_once()
        dying = [name for name in supervisor.commands if supervisor.deaths(name) >= SOON_DEATHS]
        if dying or time.monotonic() > end:
            name = (dying or missing or ["daemon"])[0]
            raise UpError(
                f"{name}이(가) 시작되지 않습니다. 기록: {settings.home / 'logs' / f'{name}.log'}\n"
                f"{name} does not come up; its log ends:\n{supervisor.tail(name)}"
            )
        stopping.wait(0.3)


def _tell_addresses(settings: Settings, tell: Callable[[str], None]) -> None:
    tell(console_address(settings))
    tell(f"표를 넣는 곳 (drop tables into): {settings.effective_inbox / 'automl'}")
    tell(f"그림과 PDF를 넣는 곳 (drop pages into): {settings.effective_inbox / 'ocr' / '상호'}")
    tell(f"Dagster: http://{reachable(settings.host)}:{settings.dagster_port}")
    tell(f"MLflow:  http://{reachable(settings.host)}:{settings.mlflow_port}")
    tell("Ctrl-C로 멈춥니다 (Ctrl-C stops all).")
