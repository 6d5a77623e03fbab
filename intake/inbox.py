"""The drop folder: its parts, which files in it are ready, and where refused ones go.

inbox/automl/              tables that become documents, also in folders below
inbox/ocr/[상호/]           pictures and PDFs to read; the first folder below names their company
inbox/predict/DOC/         tables whose rows the confirmed model of DOC scores
inbox/refused/             files that were not taken, each with a .reason.txt beside it
inbox/.processing/ID-…/    files being taken in, under the id they will have
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.messages import Message
from intake.junk import is_hidden, is_junk


@dataclass(frozen=True)
class Inbox:
    """The folders below `root`."""

    root: Path

    @property
    def automl(self) -> Path:
        return self.root / "automl"

    @property
    def ocr(self) -> Path:
        return self.root / "ocr"

    @property
    def predict(self) -> Path:
        return self.root / "predict"

    @property
    def refused(self) -> Path:
        return self.root / "refused"

    @property
    def processing(self) -> Path:
        return self.root / ".processing"

    def create(self) -> None:
        """Make the folders people drop files into."""
        for folder in (self.automl, self.ocr, self.predict, self.refused, self.processing):
            folder.mkdir(parents=True, exist_ok=True)

    def out_of_reach(self) -> list[Path]:
        """Watched folders that are missing or unreadable, such as a lost mount."""
        return [folder for folder in (self.automl, self.ocr, self.predict) if not _is_there(folder)]


def missing_folder(folder: Path | str) -> Message:
    """The sentence about a watched folder that is gone."""
    return Message(
        "the folder {folder} is not there; see to its mount or make it again, and it is served again",
        folder=folder,
    )


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # what was a mount
        return False


Trouble = Callable[[OSError], None]
"""Called for a folder that can't be read, such as a lost mount."""


def candidates(folder: Path, *, deep: bool = False, trouble: Trouble = lambda _: None) -> list[Path]:
    """Files in `folder` that people may have dropped, oldest first; half-copied ones not.

    A folder that isn't there (a mount that went away) has none; hidden ones below it are not looked into.

    Args:
        deep: also those in its sub-folders, for people who drop a whole folder.
        trouble: called for `folder` and those below it that can't be read.
    """
    return [path for _, path in sorted(_dated(folder, deep, trouble))]


def misplaced(inbox: Inbox) -> list[Path]:
    """Files beside the watched folders instead of in one."""
    return [*candidates(inbox.root), *candidates(inbox.predict)]


def folders_in(folder: Path, trouble: Trouble = lambda _: None) -> list[Path]:
    """The folders in `folder`, in the order of their names."""
    try:
        return sorted(Path(entry.path) for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    except OSError as error:
        trouble(error)
        return []


def _dated(folder: Path, deep: bool, trouble: Trouble) -> Iterator[tuple[int, Path]]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        trouble(error)
        return
    for entry in entries:
        try:
            if not entry.is_dir(follow_symlinks=False):
                if not is_junk(entry.name):
                    yield entry.stat(follow_symlinks=False).st_mtime_ns, Path(entry.path)
            elif deep and not is_hidden(entry.name):
                yield from _dated(Path(entry.path), deep, trouble)
        except FileNotFoundError:
            continue  # removed meanwhile
        except OSError as error:
            trouble(error)


def standing_still(
    paths: Iterable[Path], seconds: float, sleep: Callable[[float], None] = time.sleep
) -> Iterator[Path]:
    """Those of `paths` whose size and mtime don't change for `seconds`.

    Compares two readings, not the age of the mtime: the clock of a file server may differ from ours.
    """
    before = {path: fingerprint(path) for path in paths}
    if not before:
        return
    sleep(seconds)
    for path, seen in before.items():
        if seen is not None and fingerprint(path) == seen:
            yield path


def is_regular_file(path: Path) -> bool:
    """Whether `path` itself is a plain file: not a symbolic link, pipe, socket or device."""
    return stat.S_ISREG(path.lstat().st_mode)


def fingerprint(path: Path) -> tuple[int, int, int] | None:
    """Size, mtime (ns) and inode of `path` itself: what changes while it is written. None where it isn't there."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
