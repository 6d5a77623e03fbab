"""Taking one file in: under a new id, staged, committed, and only then out of the inbox.

A file is first renamed to `.processing/ID-KIND/file/NAME`, ID being the id its row will have. Whatever kills
us afterwards, `resume` finds the folder: where the row exists the copy is done with, else the same
id is taken again. So a file ends in exactly one row.
"""

from __future__ import annotations

import fcntl
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from automl_lib.errors import FileRefused
from intake.checks import check_file, not_a_plain_file
from intake.destinations import Destination, NewRows, destination_of, to_dict
from intake.inbox import Inbox, is_regular_file
from intake.refuse import adopt_refused, refuse
from records import documents
from records.engine import reading, transaction
from records.errors import RecordsError
from records.ids import next_id
from store.files import Store

_LOG = logging.getLogger(__name__)

ORDER = "order.json"
"""What the file in a processing folder is to become, and who brought it."""


@dataclass(frozen=True)
class Taken:
    """What became of a file: the id of its document or prediction, and of the request that follows."""

    id: str
    request_id: int


@dataclass(frozen=True)
class Refused:
    """A file that was not taken: why, and where it lies now."""

    ko: str
    en: str
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
        """Take `source` in. A refused file lies in `inbox/refused` then; None: another process took it.

        Args:
            keep: leave the original where it is (files named on the command line).
        """
        if isinstance(destination, NewRows):
            try:
                with reading(self.engine) as session:
                    documents.get(session, destination.doc_id)
            except RecordsError as refusal:
                return self.refuse(source, refusal, now, keep=keep)
        if not is_regular_file(source):
            return self.refuse(source, not_a_plain_file(source.name), now, keep=keep)
        with transaction(self.engine) as session:
            new_id = next_id(session, destination.counted_as, now.date())
        folder = self.inbox.processing / f"{new_id}-{destination.to}"
        (folder / "file").mkdir(parents=True)
        with _locked(folder) as mine:
            if not mine:
                # `resume` of another process came between the two lines above and cleared the folder.
                return self.take(source, destination, by=by, now=now, keep=keep)
            order = {"by": by, "destination": to_dict(destination)}
            (folder / ORDER).write_text(json.dumps(order), encoding="utf-8")
            if keep:
                # Copied beside, then renamed: a killed copy must not look like a whole file.
                shutil.copyfile(source, folder / "copy")
                (folder / "copy").rename(folder / "file" / source.name)
            else:
                source.rename(folder / "file" / source.name)
            return self._finish(folder, now)

    def resume(self, *, now: datetime) -> list[Taken | Refused]:
        """Finish what a killed process had begun to take in, or to refuse."""
        adopt_refused(self.engine, self.inbox)
        taken: list[Taken | Refused] = []
        for folder in sorted(self.inbox.processing.iterdir()) if self.inbox.processing.is_dir() else []:
            with _locked(folder) as mine:
                if mine:
                    try:
                        result = self._finish(folder, now)
                    except OSError as error:
                        # One file's trouble; it stays where it is and is tried again, after the others.
                        _LOG.warning("%s could not be taken in: %s", folder.name, error)
                        continue
                    taken += [result] if result else []
        return taken

    def refuse(
        self, path: Path, why: FileRefused | RecordsError, now: datetime, *, keep: bool = False
    ) -> Refused:
        """Move `path` to `inbox/refused` with its reason, or, with `keep`, only say why."""
        kept = path if keep else refuse(self.engine, self.inbox, path, ko=why.ko, en=why.en, now=now)
        return Refused(why.ko, why.en, kept)

    def _finish(self, folder: Path, now: datetime) -> Taken | Refused | None:
        """Stage the file held in a processing folder, then remove the folder."""
        taken: Taken | Refused | None = None
        for held in (folder / "file").iterdir():
            order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
            destination = destination_of(order["destination"])
            taken = self._stage(held, folder.name.partition("-")[0], destination, by=order["by"], now=now)
            # Before the rest of the folder, so that a file never stands there without its order.
            held.unlink(missing_ok=True)
        shutil.rmtree(folder)
        return taken

    def _stage(
        self, held: Path, new_id: str, destination: Destination, *, by: str, now: datetime
    ) -> Taken | Refused | None:
        """From a file in `.processing/ID` to a committed row; the file is gone afterwards."""
        with reading(self.engine) as session:
            if destination.is_done(session, new_id):
                return None
        try:
            check_file(held, self.max_bytes)
            stored = destination.stage(self.store, held, new_id)
            with transaction(self.engine) as session:
                request = destination.write_row(session, new_id, held.name, stored, by, now)
        except (FileRefused, RecordsError) as refusal:
            return self.refuse(held, refusal, now)
        return Taken(new_id, request.request_id)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Hold `folder`'s lock where nobody else does; the lock goes with the process."""
    try:
        lock = (folder / ".lock").open("wb")
    except FileNotFoundError:
        yield False
        return
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
