"""Taking one file in: under a new id, staged, committed, and only then out of the inbox.

A file is first renamed to `.processing/ID-KIND/file/NAME`, ID being the id its row will have. Whatever kills
us afterwards, `resume` finds the folder: where the row exists the copy is done with, else the same
id is taken again. So a file ends in exactly one row. Where the row of that id is another file's, it gets a new id.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import lock_descriptor

from domain.messages import Message
from intake.checks import changing_file, check_file, gone_file, no_permission, not_a_plain_file
from intake.destinations import Destination, MoreRows, NewRows, Outcomes, destination_of, to_dict
from intake.file_moves import description, held, is_described, remove_original, same_file_system
from intake.inbox import Inbox, fingerprint, is_regular_file
from intake.refuse import adopt_refused, refuse
from records import documents
from records.engine import reading, transaction
from records.errors import RecordsError
from records.ids import next_id
from store.files import Store
from store.hashing import sha256_file
from untrusted_files import FileRefused

_LOG = logging.getLogger(__name__)

ORDER = "order.json"
"""What the file in a processing folder is to become, and who brought it."""
ORIGINAL = "original"
"""In an order: the file that was copied from another file system, to be removed when its row is there."""
_OURS = re.compile(r"\d{15}(-[a-z]+)?")
"""Names of processing folders. Others can write into a shared inbox; what they put there is not ours to finish."""


@dataclass(frozen=True)
class Taken:
    """What became of a file: the id of its document or prediction, and of the request that follows."""

    id: str
    request_id: int


@dataclass(frozen=True)
class Refused:
    """A file that was not taken: why, and its path now."""

    message: Message
    kept: Path


@dataclass(frozen=True)
class Intake:
    """Takes files in.

    Args:
        engine: the records' database.
        store: where originals are kept.
        inbox: the drop folder; its `.processing` is used for files from anywhere.
        max_bytes: largest file taken.
    """

    engine: sa.Engine
    store: Store
    inbox: Inbox
    max_bytes: int

    def take(
        self, source: Path, destination: Destination, *, by: str, now: datetime, keep: bool = False
    ) -> Taken | Refused | None:
        """Take `source` in. A refused file is in `inbox/refused` then; None: another process took it.

        Args:
            keep: leave the original where it is (files named on the command line).
        """
        if isinstance(destination, NewRows | MoreRows | Outcomes):
            try:
                with reading(self.engine) as session:
                    documents.get(session, destination.doc_id)
            except RecordsError as refusal:
                return self.refuse(source, refusal, now, keep=keep)
        try:
            if not is_regular_file(source):
                return self.refuse(source, not_a_plain_file(source.name), now, keep=keep)
        except FileNotFoundError:
            # Taken away since it was seen. Nothing is there to be kept, so there is no row either.
            return self.refuse(source, gone_file(source.name), now, keep=True)
        if not keep and self._waits_to_be_removed(source):
            return None
        with transaction(self.engine) as session:
            new_id = next_id(session, destination.counted_as, now.date())
        folder = self.inbox.processing / f"{new_id}-{destination.to}"
        (folder / "file").mkdir(parents=True)
        with _locked(folder) as mine:
            if not mine:
                # `resume` of another process came between the two lines above and cleared the folder.
                return self.take(source, destination, by=by, now=now, keep=keep)
            order = {"by": by, "destination": to_dict(destination)}
            try:
                if not keep and not same_file_system(source, folder):
                    with held(source) as ours:
                        return self._take_from_afar(source, folder, order, now) if ours else None
                _write_order(folder, order)
                if not keep:
                    source.rename(folder / "file" / source.name)
                elif (why := _copy(source, folder)) is not None:
                    shutil.rmtree(folder)
                    return self.refuse(source, why, now, keep=True)
            except FileNotFoundError:
                shutil.rmtree(folder)
                return self.refuse(source, gone_file(source.name), now, keep=True)
            return self._finish(folder, now)

    def _take_from_afar(
        self, source: Path, folder: Path, order: Mapping[str, Any], now: datetime
    ) -> Taken | Refused | None:
        """Take in what can't be renamed into the processing folder; its original is removed when its row is there."""
        _write_order(folder, {**order, ORIGINAL: description(source)})
        if (why := _copy(source, folder)) is not None:
            shutil.rmtree(folder)
            raise BlockingIOError(errno.EAGAIN, why.en, source.name)
        return self._finish(folder, now)

    def _waits_to_be_removed(self, source: Path) -> bool:
        """Whether `source` is an original that was copied already."""
        begun = self._begun()
        if not begun or same_file_system(source, self.inbox.processing):
            return False
        orders = [_read_order(folder) for folder in begun if (folder / ORDER).exists()]
        return any(ORIGINAL in order and is_described(source, order[ORIGINAL]) for order in orders)

    def resume(self, *, now: datetime) -> list[Taken | Refused]:
        """Finish what a killed process had begun to take in, or to refuse."""
        adopt_refused(self.engine, self.inbox)
        taken: list[Taken | Refused] = []
        for folder in self._begun():
            try:
                with _locked(folder) as mine:
                    result = self._finish(folder, now) if mine else None
            except (OSError, ValueError, LookupError, TypeError) as error:
                # One file's trouble, or an order that is none; it stays and is tried again, after the others.
                _LOG.warning("%s could not be taken in: %s", folder.name, error)
                continue
            taken += [result] if result else []
        return taken

    def _begun(self) -> list[Path]:
        """Processing folders of ours; links and other files beside them are left alone."""
        if not self.inbox.processing.is_dir():
            return []
        return sorted(
            Path(entry.path)
            for entry in os.scandir(self.inbox.processing)
            if _OURS.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)
        )

    def refuse(
        self, path: Path, why: FileRefused | RecordsError, now: datetime, *, keep: bool = False
    ) -> Refused:
        """Move `path` to `inbox/refused` with its reason, or, with `keep`, only say why."""
        kept = path if keep else refuse(self.engine, self.inbox, path, why.message, now)
        return Refused(why.message, kept)

    def _finish(self, folder: Path, now: datetime) -> Taken | Refused | None:
        """Stage the file held in a processing folder, then remove the folder."""
        taken: Taken | Refused | None = None
        if (folder / "file").is_symlink():
            raise ValueError("its files lie behind a link")
        # Killed while it was removed, the folder may lack any part.
        for copy in (folder / "file").glob("*"):
            order = _read_order(folder)
            destination = destination_of(order["destination"])
            new_id = folder.name.partition("-")[0]
            if self._is_anothers(copy, new_id, destination):
                return self._finish(self._renamed(folder, destination, now), now)
            taken = self._stage(copy, new_id, destination, by=order["by"], now=now)
            if ORIGINAL in order:
                remove_original(order[ORIGINAL], below=self.inbox.root)
            # Before the rest of the folder, so that no file is there without its order.
            copy.unlink(missing_ok=True)
        shutil.rmtree(folder)
        return taken

    def _is_anothers(self, held: Path, new_id: str, destination: Destination) -> bool:
        """Whether the id has gone to a file of other content meanwhile.

        Where two homes watch one inbox, a folder may be the other one's; and a home that was restored counts on
        from where its backup stood.
        """
        with reading(self.engine) as session:
            row = destination.row_of(session, new_id)
        return row is not None and is_regular_file(held) and sha256_file(held) != row.source_sha256

    def _renamed(self, folder: Path, destination: Destination, now: datetime) -> Path:
        """A processing folder under the next id; the holder of its lock keeps it."""
        with transaction(self.engine) as session:
            new_id = next_id(session, destination.counted_as, now.date())
        return folder.rename(folder.with_name(f"{new_id}-{destination.to}"))

    def _stage(
        self, held: Path, new_id: str, destination: Destination, *, by: str, now: datetime
    ) -> Taken | Refused | None:
        """From a file in `.processing/ID-KIND` to a committed row; the file is gone afterwards."""
        with reading(self.engine) as session:
            if destination.row_of(session, new_id) is not None:
                return None
        try:
            check_file(held, self.max_bytes)
            before = fingerprint(held)
            stored = destination.stage(self.store, held, new_id)
            if fingerprint(held) != before:
                # The writer paused for longer than a dropped file has to be stable.
                raise BlockingIOError(errno.EAGAIN, "it is still being written", held.name)
            # On the disk, file and row, before the original goes: a power cut then loses neither.
            with transaction(self.engine, durable=True) as session:
                request = destination.write_row(session, new_id, held.name, stored, by, now)
        except (FileRefused, RecordsError) as refusal:
            return self.refuse(held, refusal, now)
        return Taken(new_id, request.request_id)


def _write_order(folder: Path, order: Mapping[str, Any]) -> None:
    (folder / ORDER).write_text(json.dumps(order), encoding="utf-8")


def _read_order(folder: Path) -> dict[str, Any]:
    if not is_regular_file(folder / ORDER):
        raise ValueError("its order is no plain file")
    order: dict[str, Any] = json.loads((folder / ORDER).read_text(encoding="utf-8"))
    return order


def _copy(source: Path, folder: Path) -> FileRefused | None:
    """Copy a file into a processing folder; why that could not be done."""
    before = fingerprint(source)
    try:
        # Copied beside, then renamed: a killed copy must not look like a whole file.
        shutil.copyfile(source, folder / "copy", follow_symlinks=False)
    except PermissionError:
        return no_permission(source.name)
    if fingerprint(source) != before:
        return changing_file(source.name)
    (folder / "copy").rename(folder / "file" / source.name)
    return None


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold `folder`'s lock unless it is taken; the lock ends with the process."""
    # Opened here, as a folder that is gone is not waited for; others may write into a shared inbox, so no link is followed.
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        lock = os.open(folder / ".lock", flags, 0o600)
    except FileNotFoundError:
        yield False
        return
    with os.fdopen(lock, "wb"):
        yield lock_descriptor(lock, blocking=False)
