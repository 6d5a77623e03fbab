"""`dagster api grpc` that forks its runs from a process which has imported what they need:
`python -m orchestration.runtime.code_server api grpc …`.

Dagster starts a new interpreter for each run. Importing Dagster, the definitions and scikit-learn there takes seconds of a
core, more than most steps. `multiprocessing`'s forkserver imports them once and has one thread alone, so that a fork is sound; it
starts with the first run and ends itself after a while without any (`run_imports`): an idle `saebyeok up` doesn't pay for it.
"""

from __future__ import annotations

import multiprocessing
from functools import wraps
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

from dagster._cli import main
from dagster._grpc.server import DagsterApiServer

from orchestration.runtime.dagster_names import set_known

RUN_IMPORTS = "orchestration.run_imports"


class RunProcess(ForkServerProcess):
    """A run's process."""

    def start(self) -> None:
        """As its base does; once more where the forkserver ended itself at this very moment."""
        try:
            super().start()
        except (ConnectionError, FileNotFoundError, EOFError):
            super().start()


class RunContext(ForkServerContext):
    """What Dagster makes the process of a run, its queue and its event with."""

    Process = RunProcess


def fork_runs() -> None:
    """Let the servers of this process fork their runs.

    Raises:
        AttributeError: when a server is made, this version of Dagster keeps its way of starting processes under another name.
    """
    multiprocessing.set_forkserver_preload([RUN_IMPORTS])
    original = DagsterApiServer.__init__

    @wraps(original)
    def made(server: DagsterApiServer, *args: Any, **kwargs: Any) -> None:
        original(server, *args, **kwargs)
        set_known(server, "_mp_ctx", RunContext())

    set_known(DagsterApiServer, "__init__", made)


if __name__ == "__main__":
    fork_runs()
    main()
