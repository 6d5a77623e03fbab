"""The store: locations of files, complete writes, verified reads.

A key is a relative POSIX path made of our own ids, such as `automl/261122000000001/typed.parquet`;
people's file names are never part of one. Rows keep keys and hashes, so a home can be moved.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domain.messages import Message
from store.errors import StoreError
from store.hashing import CHUNK_BYTES, copy_hashing, sha256_file

if TYPE_CHECKING:
    from upath import UPath

_KEY = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


@dataclass(frozen=True)
class StoredFile:
    """A key with the hash and size of its bytes."""

    key: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Store:
    """Files below `root`, a folder or any URL universal-pathlib knows (`s3://bucket/prefix`)."""

    root: str

    @property
    def base(self) -> UPath:
        """The root as a path."""
        # Imported here: it takes longer to import than most commands take that only name a store.
        from upath import UPath

        if self.is_local:
            return UPath(self.root)
        # Other hosts write there too: what a listing said a moment ago is not what is there.
        return UPath(self.root, use_listings_cache=False)

    def path(self, key: str) -> UPath:
        """Where `key` lies. Raises ValueError for anything that isn't a plain relative key."""
        if not _KEY.fullmatch(key) or any(part in (".", "..") for part in key.split("/")):
            raise ValueError(f"not a key of the store: {key!r}")
        return self.base / key

    def put(self, source: Path, key: str, *, durable: bool = False) -> StoredFile:
        """Copy a file in. It appears under `key` whole or not at all; an older one is replaced.

        Args:
            durable: whether it has to be there after a power cut, too: what can't be made again.

        Raises:
            OSError: `source` can't be read, or the store can't be written.
        """
        target = self.path(key)
        if not self.is_local:
            # An object store has no folders, shows an object only when it is complete, and can't rename.
            with source.open("rb") as reader, self._as_os_error(), target.open("wb") as writer:
                return StoredFile(key, *copy_hashing(reader, writer))
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
        try:
            with source.open("rb") as reader, part.open("wb") as writer:
                stored = StoredFile(key, *copy_hashing(reader, writer))
                if durable:
                    writer.flush()
                    os.fsync(writer.fileno())
            part.replace(target)
            if durable:
                _write_through(target.parent, target.parent.parent)
        finally:
            part.unlink(missing_ok=True)
        return stored

    def put_bytes(self, data: bytes, key: str) -> StoredFile:
        """As `put`, from memory."""
        with TemporaryDirectory() as folder:
            source = Path(folder) / "data"
            source.write_bytes(data)
            return self.put(source, key)

    @contextmanager
    def local(self, key: str, sha256: str | None = None) -> Iterator[Path]:
        """A local path to read `key` from: the file itself on a disk store, else a temporary copy.

        Raises:
            StoreError: the file is missing, or its hash isn't `sha256`.
            OSError: the store can't be reached.
        """
        path = self.path(key)
        with self._as_os_error():
            if not path.exists():
                raise _missing(key, self.root)
        if self.is_local:
            found = Path(str(path))
            _check(found, key, sha256)
            yield found
            return
        with TemporaryDirectory() as folder:
            copy = Path(folder) / path.name
            with self._as_os_error(), path.open("rb") as reader, copy.open("wb") as writer:
                shutil.copyfileobj(reader, writer, CHUNK_BYTES)
            _check(copy, key, sha256)
            yield copy

    def remove(self, key: str) -> None:
        """Take away a file that can be made again; one that is gone already is no trouble."""
        with self._as_os_error():
            self.path(key).unlink(missing_ok=True)

    def put_folder(self, source: Path, key: str) -> list[StoredFile]:
        """Copy every file below `source` to below `key`."""
        files = sorted(path for path in source.rglob("*") if path.is_file())
        return [self.put(path, f"{key}/{path.relative_to(source).as_posix()}") for path in files]

    @contextmanager
    def local_folder(self, key: str) -> Iterator[Path]:
        """A local folder holding the files below `key`. Raises StoreError where there are none."""
        folder = self.path(key)
        with self._as_os_error():
            if not folder.is_dir():
                raise _missing(key, self.root)
        if self.is_local:
            yield Path(str(folder))
            return
        with TemporaryDirectory() as temporary:
            with self._as_os_error():
                for path in folder.rglob("*"):
                    if path.is_file():
                        copy = Path(temporary) / path.relative_to(folder).as_posix()
                        copy.parent.mkdir(parents=True, exist_ok=True)
                        copy.write_bytes(path.read_bytes())
            yield Path(temporary)

    @property
    def is_local(self) -> bool:
        """Whether files are on a disk of this machine."""
        from upath import UPath

        return UPath(self.root).protocol in ("", "file", "local")

    @contextmanager
    def _as_os_error(self) -> Iterator[None]:
        """Trouble of an object store's client (no network, no credentials) as what it is of a disk: worth trying again."""
        try:
            yield
        except (OSError, ImportError, StoreError):
            raise
        except Exception as error:
            raise OSError(f"{self.root}: {type(error).__name__}: {error}") from error


def _write_through(*folders: UPath) -> None:
    """Have the names in folders reach the disk."""
    for folder in folders:
        descriptor = os.open(folder.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _check(path: Path, key: str, sha256: str | None) -> None:
    if sha256 is not None and (found := sha256_file(path)) != sha256:
        raise StoreError(
            Message(
                "{key} was changed: its SHA-256 is {found}, the record says {sha256}; run 'saebyeok doctor' and bring it "
                "back from a backup",
                key=key,
                found=found,
                sha256=sha256,
            )
        )


def _missing(key: str, root: str) -> StoreError:
    return StoreError(
        Message(
            "{key} is missing from the store at {root}; run 'saebyeok doctor' and bring it back from a "
            "backup",
            key=key,
            root=root,
        )
    )
