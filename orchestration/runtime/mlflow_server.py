"""`mlflow server` without its parent process: `python -m orchestration.runtime.mlflow_server server …`, as the Procfile starts it.

MLflow's command starts uvicorn as a child and then only waits for its end, with 200 MB of imported libraries. Here the command
becomes uvicorn. Should a later MLflow start its server in another way, it is started in that way.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import mlflow.server
from mlflow.cli import cli


def become(command: Sequence[str], *, extra_env: Mapping[str, str] | None = None, **_: Any) -> NoReturn:
    """Replace this process by `command`, with `extra_env` in its environment. Doesn't return."""
    options = list(command)
    if options[1:3] == ["-m", "uvicorn"]:
        options[2] = "orchestration.runtime.mlflow_uvicorn"
    os.execvpe(options[0], options, {**os.environ, **(extra_env or {})})


if __name__ == "__main__":
    mlflow.server._exec_cmd = become  # type: ignore[assignment]
    cli()
