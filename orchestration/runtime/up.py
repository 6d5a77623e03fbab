"""`saebyeok up`: everything that runs on one machine, until Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import FrameType
from typing import ParamSpec, TypeVar

from domain.messages import Message
from domain.refusal import Refusal
from intake.inbox import Inbox, missing_folder
from orchestration.runtime.home_lock import only_one
from orchestration.runtime.ports import answers, free_port, is_free
from orchestration.runtime.supervisor import PROCFILE, Supervisor, read_procfile
from orchestration.settings import Settings
from orchestration.settings.addresses import reachable
from orchestration.settings.workers import refuse_without_what_workers_need

P = ParamSpec("P")
T = TypeVar("T")

READY_SECONDS = 120.0
SOON_DEATHS = 4


class UpError(Refusal):
    """Why `up` can't start."""


def run_up(
    settings: Settings, on_progress: Callable[[str | Message], None], *, take_over: bool = False
) -> None:
    """Start all, print where to look, and keep all running until SIGINT or SIGTERM.

    Args:
        take_over: whether rows that belong to another home become this one's.

    Raises:
        AlreadyRunning: another `up`, or a daemon, has this home.
        UpError: a port is taken, or a process doesn't come up.
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
        refuse_without_what_workers_need(settings)
        on_progress(Message("home: {home}", home=settings.home))
        code_port = settings.code_port or free_port()
        environment = _in_child(_prepared, settings, code_port, take_over)
        supervisor = Supervisor(
            commands=read_procfile(PROCFILE, environment),
            environment=environment,
            logs=settings.home / "logs",
            working_directory=settings.home,
            on_progress=on_progress,
        )
        supervisor.start()
        try:
            _wait_until_ready(supervisor, settings, code_port, stopping)
            if not stopping.is_set():
                _tell_addresses(settings, on_progress)
            while not stopping.is_set():
                supervisor.watch_once()
                stopping.wait(0.5)
            on_progress(Message("stopping …"))
        finally:
            supervisor.stop()
    on_progress(Message("Stopped."))


def _in_child(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns or raises, in a child process: the libraries that it needs are not kept while all runs."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as child:
        return child.submit(work, *args, **kwargs).result()


def _prepared(settings: Settings, code_port: int, take_over: bool) -> dict[str, str]:
    """Make the home ready; the environment of its processes."""
    from orchestration.runtime.home import prepare_home, process_environment
    from orchestration.runtime.installed_networks import begin_with
    from orchestration.runtime.readiness import refuse_unready
    from orchestration.runtime.reading_resources import prepared_for_reading

    refuse_unready(settings, take_over=take_over)
    prepare_home(settings, code_port=code_port, take_over=take_over)
    begin_with(prepared_for_reading(settings))
    return process_environment(settings, code_port=code_port)


def _console_address(settings: Settings) -> Message:
    from orchestration.runtime.console_access import console_address

    return console_address(settings)


def _check_ports(settings: Settings) -> None:
    for name in ("console_port", "dagster_port", "mlflow_port"):
        port = getattr(settings, name)
        if not is_free(settings.host, port):
            variable = f"SAEBYEOK_{name.upper()}"
            raise UpError(
                Message(
                    "port {port} on {host} is in use; stop that program, or choose another with {variable}=N",
                    port=port,
                    host=settings.host,
                    variable=variable,
                )
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
            log = settings.home / "logs" / f"{name}.log"
            raise UpError(
                Message(
                    "{name} does not come up; its log ({log}) ends:\n{tail}",
                    name=name,
                    log=log,
                    tail=supervisor.tail(name),
                )
            )
        stopping.wait(0.3)


def _tell_addresses(settings: Settings, on_progress: Callable[[str | Message], None]) -> None:
    on_progress(_in_child(_console_address, settings))
    inbox, host = Inbox(settings.effective_inbox), reachable(settings.host)
    on_progress(Message("drop tables into: {folder}", folder=inbox.automl))
    on_progress(Message("drop pictures and PDFs into: {folder}/COMPANY", folder=inbox.ocr))
    for folder in inbox.out_of_reach():
        on_progress(missing_folder(folder))
    on_progress(f"Dagster: http://{host}:{settings.dagster_port}")
    on_progress(f"MLflow:  http://{host}:{settings.mlflow_port}")
    on_progress(Message("Ctrl-C stops all."))
