"""The lock of a home: on one machine, `up` and a daemon that runs alone hold it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.runtime.errors import AlreadyRunning
from orchestration.settings import Settings

LOCK_FILE = "up.lock"
# A command that looks whether `up` runs holds the lock for an instant.
LOCK_SECONDS = 1.0


def is_held(home: Path) -> bool:
    """Whether a process on this machine holds the lock."""
    try:
        with (home / LOCK_FILE).open("r") as lock:
            # filelock has no shared lock on a plain file: two commands that look at once would take each other for `up`.
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the lock, as `up` does while it runs, with nothing left running of an `up` that was killed.

    What that had started would go on writing, for example into databases that `migrate-to` has copied already.

    Raises:
        AlreadyRunning: another process holds the lock.
    """
    from filelock import FileLock, Timeout

    from orchestration.runtime.supervisor import end_leftovers

    path = settings.home / LOCK_FILE
    try:
        lock = FileLock(path, timeout=LOCK_SECONDS, fallback_to_soft=False).acquire()
    except Timeout as error:
        raise AlreadyRunning(settings.home) from error
    with lock:
        path.touch()  # when it began: `doctor` gives it time for a first sign of life
        end_leftovers(settings.home / "logs")
        yield


def hold_for_life(home: Path) -> None:
    """Take the lock, and hand it on to what this process turns into: it is held for as long as the process lives.

    Raises:
        AlreadyRunning: another process holds the lock.
    """
    from filelock import lock_descriptor

    lock = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    if not lock_descriptor(lock, blocking=False):
        os.close(lock)
        raise AlreadyRunning(home)
    os.set_inheritable(lock, True)
    os.utime(lock)  # when it began, as above
