"""One process of the Procfile by itself, for service managers and containers that keep processes running themselves."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from orchestration.home import CHECKOUT, prepare_home, process_environment
from orchestration.ports import free_port
from orchestration.readiness import refuse_unready
from orchestration.settings import Settings
from orchestration.supervisor import read_procfile

ONLY_ONCE = "daemon"
"""Two daemons on one home would start everything twice."""


class RoleError(Exception):
    """Why a role can't be started, in Korean and in English."""

    def __init__(self, *, ko: str, en: str) -> None:
        super().__init__(en)
        self.ko, self.en = ko, en


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
    command = read_procfile(CHECKOUT / "Procfile", environment)[name]
    return Role(name, command, environment, settings.home)


def become(role: Role, home: Path) -> None:
    """Turn this process into the role's, so that signals and the exit code are its own. Doesn't return.

    Raises:
        RoleError: it is the daemon, and the home has one already.
    """
    if role.name == ONLY_ONCE:
        _hold_lock(home)
    os.chdir(role.folder)
    os.execvpe(role.command[0], role.command, {**os.environ, **role.environment})


def _hold_lock(home: Path) -> None:
    """Take the lock of `up`, and hand it on: it is held for as long as the process lives."""
    lock = os.open(home / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise RoleError(
            ko=f"이 홈의 데몬이나 'saebyeok up'이 이미 실행 중입니다: {home}. 그쪽을 멈추세요.",
            en=f"a daemon or 'saebyeok up' already runs for {home}; stop that one",
        ) from error
    os.set_inheritable(lock, True)
    os.utime(lock)  # when it began: `doctor` gives it time for a first sign of life


def _prepared_port(settings: Settings) -> int:
    """The code server's port, as `prepare` or `up` wrote it down."""
    path = settings.dagster_home / "workspace.yaml"
    try:
        workspace = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RoleError(
            ko=f"{settings.home}에 홈이 없습니다. 'saebyeok prepare'를 먼저 실행하세요.",
            en=f"there is no home at {settings.home}; run 'saebyeok prepare' first",
        ) from error
    port: int = workspace["load_from"][0]["grpc_server"]["port"]
    return port
