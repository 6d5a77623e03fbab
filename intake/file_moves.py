"""Bringing a file from a folder on another file system (a share mounted below the inbox), where it can't be renamed.

It is copied, and the original removed once its row is there. What is known of the original is in the order beside
the copy, so that a process killed in between, or a lost mount, neither takes the file twice nor leaves it behind.
"""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import lock_descriptor


def same_file_system(source: Path, folder: Path) -> bool:
    """Whether `source` can be renamed into `folder`."""
    return source.lstat().st_dev == folder.stat().st_dev


def description(source: Path) -> dict[str, Any]:
    """What tells this file from a later one of the same name, JSON-ready."""
    status = source.lstat()
    return {
        "path": str(source.absolute()),
        "mount": str(_mount_point(source.parent)),
        "size": status.st_size,
        "mtime_ns": status.st_mtime_ns,
    }


def is_described(source: Path, described: Mapping[str, Any]) -> bool:
    """Whether `source` is the file that was described."""
    return described["path"] == str(source.absolute()) and described == description(source)


@contextmanager
def held(source: Path) -> Iterator[bool]:
    """Keep other processes of this machine from copying `source` too; False where one is at it."""
    if not os.access(source.parent, os.W_OK):
        # It would be taken again and again, as it can't be removed.
        raise PermissionError(errno.EACCES, "files can't be removed from this folder", str(source.parent))
    # The file itself is locked, opened here: nothing may be made beside it, and no link followed.
    with os.fdopen(os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        yield lock_descriptor(file.fileno(), blocking=False) and source.exists()


def move(source: Path, target: Path) -> None:
    """Rename, also to another file system. Killed there in between, both are left, and none is half."""
    if same_file_system(source, target.parent):
        source.rename(target)
        return
    aside = target.with_name(f"{uuid.uuid4().hex}.part")
    try:
        shutil.copy2(source, aside, follow_symlinks=False)
        aside.rename(target)
    finally:
        aside.unlink(missing_ok=True)
    source.unlink()


def remove_original(described: Mapping[str, Any], *, below: Path) -> None:
    """Remove the file that was copied, unless another one has taken its place.

    Args:
        below: the inbox. Others may write into a shared one, and so what is described: nothing else is removed.

    Raises:
        OSError: its mount is away, so the state is unknown; call again.
        ValueError: the file is not in the inbox.
    """
    source, mount = Path(described["path"]), Path(described["mount"])
    if not source.parent.resolve().is_relative_to(below.resolve()):
        raise ValueError("its original lies outside of the inbox")
    if not mount.is_mount():
        raise OSError(errno.ENODEV, "the mount is away", str(mount))
    if source.is_file() and is_described(source, described):
        source.unlink()


def _mount_point(folder: Path) -> Path:
    folder = folder.absolute()
    while not folder.is_mount():
        folder = folder.parent
    return folder
