"""One process of the Procfile by itself, for service managers and containers that keep processes running themselves."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from domain.messages import Message
from domain.refusal import Refusal
from orchestration.runtime.home import prepare_home, process_environment
from orchestration.runtime.home_lock import hold_for_life
from orchestration.runtime.ports import free_port
from orchestration.runtime.readiness import refuse_unready
from orchestration.runtime.supervisor import PROCFILE, read_procfile
from orchestration.settings import Settings

ONLY_ONCE = "daemon"
"""Two daemons on one home would start everything twice."""


class RoleError(Refusal):
    """Why a role can't be started."""


@dataclass(frozen=True)
class Role:
    """What to run: its command, its environment besides the inherited one, and the folder it runs in."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    folder: Path


def prepare(settings: Settings, *, take_over: bool = False) -> int:
    """Make the home as `up` does, and note the code server's port in it for the roles. May be repeated.

    Args:
        take_over: whether rows that belong to another home become this one's.

    Returns:
        The port.

    Raises:
        NotReady: a database is missing, half moved or another home's.
    """
    refuse_unready(settings, take_over=take_over)
    port = settings.code_port or free_port()
    prepare_home(settings, code_port=port, take_over=take_over)
    return port


def role_of(settings: Settings, name: str) -> Role:
    """The role called `name` in the Procfile.

    Raises:
        RoleError: the home was not prepared.
        NotReady: a database is missing, half moved or another home's.
    """
    refuse_unready(settings)
    environment = process_environment(settings, code_port=_prepared_port(settings))
    command = read_procfile(PROCFILE, environment)[name]
    return Role(name, command, environment, settings.home)


def become(role: Role, home: Path) -> None:
    """Turn this process into the role's, so that signals and the exit code are its own. Doesn't return.

    Raises:
        AlreadyRunning: it is the daemon, and the home has one already.
    """
    if role.name == ONLY_ONCE:
        hold_for_life(home)
    # A shell that runs a script starts what it puts in the background with SIGINT ignored, and Dagster treats SIGTERM as SIGINT.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.chdir(role.folder)
    os.execvpe(role.command[0], role.command, {**os.environ, **role.environment})


def _prepared_port(settings: Settings) -> int:
    """The code server's port, as `prepare` or `up` wrote it down."""
    path = settings.dagster_home / "workspace.yaml"
    try:
        workspace = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RoleError(
            Message("there is no home at {home}; run 'saebyeok prepare' first", home=settings.home)
        ) from error
    port: int = workspace["load_from"][0]["grpc_server"]["port"]
    return port
