"""Small file systems that tests mount, fill, take away and bring back; skipped in words where mounting isn't allowed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOMY = "4g"
"""Over what `saebyeok doctor` wants; of memory, a tmpfs takes only what is written."""

PAGE_BYTES = 4096


@dataclass(frozen=True)
class Disk:
    """A mounted tmpfs."""

    place: Path

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more fits on it."""
        self._shrink()
        try:
            yield
        finally:
            _run("mount", "-o", f"remount,size={ROOMY}", str(self.place))

    def _shrink(self) -> None:
        """Down to what is on it, which may become more meanwhile."""
        for _ in range(20):
            used = max(shutil.disk_usage(self.place).used, PAGE_BYTES)  # a size of 0 is no limit
            options = ["-o", f"remount,size={used}"]
            if (
                subprocess.run(["mount", *options, self.place], capture_output=True, check=False).returncode
                == 0
            ):
                return
        raise AssertionError(f"{self.place} could not be made full")


@contextmanager
def mounted(place: Path) -> Iterator[Disk]:
    """A file system of its own at `place`."""
    place.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOMY}", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"file systems can't be mounted here: {done.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        _run("umount", "-l", str(place))


@dataclass(frozen=True)
class Share:
    """A folder of a file server: its content stays while the mount comes and goes."""

    content: Path
    place: Path

    def connect(self) -> None:
        _run("mount", "--bind", str(self.content), str(self.place))

    def vanish(self) -> None:
        _run("umount", "-l", str(self.place))


@contextmanager
def shared(content: Path, place: Path) -> Iterator[Share]:
    """`content`, on a file system of its own, seen at `place`."""
    with mounted(content):
        place.mkdir(parents=True, exist_ok=True)
        share = Share(content, place)
        share.connect()
        try:
            yield share
        finally:
            if place.is_mount():
                share.vanish()


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, text=True)
