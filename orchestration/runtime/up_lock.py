"""The lock of a home: held by `up`, by a daemon that runs alone, and by what must not run beside them."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from domain.refusal import Refusal
from orchestration.runtime.supervisor import end_leftovers
from orchestration.settings import Settings

NAME = "up.lock"


class AlreadyRunning(Refusal):
    """Something that must be alone with its home runs for it."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            ko=f"이 홈에서 이미 실행 중입니다: {home}. 그쪽을 멈추거나 다른 --home을 쓰세요.",
            en=f"already running for {home}; stop that one, or use another --home",
        )


def is_held(home: Path) -> bool:
    """Whether a process on this machine holds the lock."""
    try:
        with (home / NAME).open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the lock, as `up` does while it runs, with nothing left running of an `up` that was killed.

    What that had started would go on writing: behind the back of a move, say, into what is left behind.

    Raises:
        AlreadyRunning: another process holds the lock.
    """
    with (settings.home / NAME).open("w") as lock:
        if not _lock(lock):
            raise AlreadyRunning(settings.home)
        end_leftovers(settings.home / "logs")
        yield


def hold_for_life(home: Path) -> None:
    """Take the lock, and hand it on to what this process turns into: it is held for as long as the process lives.

    Raises:
        AlreadyRunning: another process holds the lock.
    """
    lock = os.open(home / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise AlreadyRunning(home) from error
    os.set_inheritable(lock, True)
    os.utime(lock)  # when it began: `doctor` gives it time for a first sign of life


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
