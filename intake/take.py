"""Taking one file in: under a new id, staged, committed, and only then out of the inbox.

A file is first renamed to `.processing/ID/NAME`, ID being the id its row will have. Whatever kills
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
from intake.inbox import Inbox, is_regular_file
from intake.refuse import adopt_refused, refuse
from intake.staging import (
    check_file,
    document_row,
    not_a_plain_file,
    prediction_row,
    stage_document,
    stage_prediction,
)
from records import documents
from records.engine import reading, transaction
from records.errors import RecordsError
from records.ids import next_id
from records.tables import Document, Prediction
from store.files import Store

_LOG = logging.getLogger(__name__)

PREDICTION_SUFFIX = "-predict-"
"""A processing folder named `ID-predict-DOC` holds rows for the model of DOC."""


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

    def document(
        self, source: Path, *, by: str, now: datetime, name: str | None = None, keep: bool = False
    ) -> Taken | Refused | None:
        """Take `source` in as a new document. A refused file lies in `inbox/refused` then.

        Args:
            name: the 문서명; the file's own name where not given.
            keep: leave the original where it is (files named on the command line).
        """
        return self._take(source, kind="document", suffix="", name=name, by=by, now=now, keep=keep)

    def prediction(
        self, source: Path, doc_id: str, *, by: str, now: datetime, keep: bool = False
    ) -> Taken | Refused | None:
        """Take `source` in as rows for the confirmed model of `doc_id`."""
        try:
            with reading(self.engine) as session:
                documents.get(session, doc_id)
        except RecordsError as refusal:
            # Before its id becomes part of a folder's name.
            kept = (
                source
                if keep
                else refuse(self.engine, self.inbox, source, ko=refusal.ko, en=refusal.en, now=now)
            )
            return Refused(refusal.ko, refusal.en, kept)
        suffix = f"{PREDICTION_SUFFIX}{doc_id}"
        return self._take(source, kind="prediction", suffix=suffix, name=None, by=by, now=now, keep=keep)

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

    def _take(
        self,
        source: Path,
        *,
        kind: str,
        suffix: str,
        name: str | None,
        by: str,
        now: datetime,
        keep: bool,
    ) -> Taken | Refused | None:
        if not is_regular_file(source):
            return self._refuse_special(source, now, keep=keep)
        with transaction(self.engine) as session:
            new_id = next_id(session, kind, now.date())
        folder = self.inbox.processing / f"{new_id}{suffix}"
        (folder / "file").mkdir(parents=True)
        with _locked(folder) as mine:
            if not mine:
                # `resume` of another process came between the two lines above and cleared the folder.
                return self._take(source, kind=kind, suffix=suffix, name=name, by=by, now=now, keep=keep)
            (folder / "who.json").write_text(json.dumps({"name": name, "by": by}), encoding="utf-8")
            if keep:
                # Copied beside, then renamed: a killed copy must not look like a whole file.
                shutil.copyfile(source, folder / "copy")
                (folder / "copy").rename(folder / "file" / source.name)
            else:
                source.rename(folder / "file" / source.name)
            return self._finish(folder, now)

    def _finish(self, folder: Path, now: datetime) -> Taken | Refused | None:
        """Stage the file held in a processing folder, then remove the folder."""
        taken: Taken | Refused | None = None
        for held in (folder / "file").iterdir():
            who = json.loads((folder / "who.json").read_text(encoding="utf-8"))
            taken = self._stage(held, folder.name, name=who["name"], by=who["by"], now=now)
            # Before the rest of the folder, so that a file never stands there without its who.json.
            held.unlink(missing_ok=True)
        shutil.rmtree(folder)
        return taken

    def _stage(
        self, held: Path, folder_name: str, *, name: str | None, by: str, now: datetime
    ) -> Taken | Refused | None:
        """From a file in `.processing/ID` to a committed row; the file is gone afterwards."""
        new_id, _, doc_id = folder_name.partition(PREDICTION_SUFFIX)
        with reading(self.engine) as session:
            if session.get(Prediction if doc_id else Document, new_id) is not None:
                return None
        try:
            check_file(held, self.max_bytes)
            stored = (
                stage_prediction(self.store, held, doc_id, new_id)
                if doc_id
                else stage_document(self.store, held, new_id)
            )
            with transaction(self.engine) as session:
                if doc_id:
                    request = prediction_row(session, new_id, doc_id, held.name, stored, by, now)
                else:
                    request = document_row(session, new_id, name, held.name, stored, by, now)
        except (FileRefused, RecordsError) as refusal:
            kept = refuse(self.engine, self.inbox, held, ko=refusal.ko, en=refusal.en, now=now)
            return Refused(refusal.ko, refusal.en, kept)
        return Taken(new_id, request.request_id)

    def _refuse_special(self, source: Path, now: datetime, *, keep: bool) -> Refused:
        why = not_a_plain_file(source.name)
        if keep:
            return Refused(why.ko, why.en, source)
        kept = refuse(self.engine, self.inbox, source, ko=why.ko, en=why.en, now=now)
        return Refused(why.ko, why.en, kept)


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
