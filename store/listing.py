"""Every file of a store with its size and age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from upath import UPath

from store.files import Store


@dataclass(frozen=True)
class LyingFile:
    """A file as it lies.

    Attributes:
        key: its path below the root, also of what is no key of ours (a half-written `.NAME.part`).
        modified: seconds since 1970.
    """

    key: str
    bytes: int
    modified: float


def lying(store: Store, below: str = "") -> Iterator[LyingFile]:
    """Every file below the folder `below` (or the root), in no order. None where there is no such folder."""
    root = store.base
    folder = root / below if below else root
    if not folder.is_dir():
        return
    for path in folder.rglob("*"):
        try:
            if not path.is_file():
                continue
            status = path.stat()
        except FileNotFoundError:
            continue  # taken away while we looked
        yield LyingFile(path.relative_to(root).as_posix(), status.st_size, float(status.st_mtime))


def remove_lying(store: Store, file: LyingFile) -> bool:
    """Take a file away unless it was written anew since it was seen; whether it was taken.

    Folders that are empty then go too, where the store is on a disk.
    """
    path = store.base / file.key
    try:
        if float(path.stat().st_mtime) != file.modified:
            return False
        path.unlink()
    except FileNotFoundError:
        return False
    if store.is_local:
        _remove_empty(path.parent, store.base)
    return True


def _remove_empty(folder: UPath, root: UPath) -> None:
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return  # not empty, or in use
        folder = folder.parent
