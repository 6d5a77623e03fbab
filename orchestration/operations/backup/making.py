"""`saebyeok backup`: a whole copy of a home, made while everything runs.

The order is what makes the parts agree:
1. Dagster first: a run that it knows to be over has then written all its rows, and one it doesn't know of
   yet, or knows to be going on, is settled or begun anew by the reconciler.
2. The rows, as of one moment.
3. The files those rows name, with the hashes the rows keep. A few keys are written again (the typed table
   and the boxplots after a change of types, pages read once more); where that came between, rows and files are
   taken again.
4. MLflow last: what a row says MLflow was told is there.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree

from sqlalchemy.orm import Session

from intake.inbox import Inbox
from intake.take import ORDER
from orchestration.operations.backup import layout
from orchestration.operations.backup.databases import copy_sqlite, dump_postgresql, snapshot_of_records
from orchestration.operations.backup.manifest import Kept, Manifest
from orchestration.settings import Settings
from records.migrate import revision_of
from records.stored_files import NamedFile, StoredFiles, counts
from store.files import Store
from store.hashing import copy_hashing, sha256_file
from store.listing import lying

PARTIAL = ".partial"
PAUSES = (2.0, 4.0, 8.0)
"""Seconds before rows and files are taken again, so that a step that is between the two comes to its end."""
STILL_SECONDS = 60.0
"""A waiting file of the inbox younger than this may be half copied."""


@dataclass(frozen=True)
class Backup:
    """A finished one."""

    folder: Path
    manifest: Manifest


def make_backup(
    settings: Settings, into: Path, now: datetime, sleep: Callable[[float], None] = time.sleep
) -> Backup:
    """Write a backup of the home into a new folder of `into`; it has its name only once it is whole.

    Raises:
        OperationFailed: one of PostgreSQL's programs is missing or failed.
        OSError: `into` can't be written, or is full. Nothing of this backup stays then.
    """
    into.mkdir(parents=True, exist_ok=True)
    folder = _free_name(into, f"saebyeok-{now:%Y%m%d-%H%M%S}")
    partial = folder.with_name(folder.name + PARTIAL)
    partial.mkdir(mode=0o700)
    try:
        manifest = _Making(settings, partial, sleep).run(now)
        manifest.write(partial)
        partial.rename(folder)
    except BaseException:
        rmtree(partial, ignore_errors=True)
        raise
    return Backup(folder, manifest)


@dataclass
class _Making:
    settings: Settings
    partial: Path
    sleep: Callable[[float], None]
    files: dict[str, Kept] = field(default_factory=dict)

    def run(self, now: datetime) -> Manifest:
        self._dagster()
        self._inbox()
        records = layout.records_part(self.settings)
        missing: list[str] = []
        for pause in (*PAUSES, None):
            with snapshot_of_records(records.url, self._place(records.file)) as session:
                schema, counted = revision_of(session.connection()), counts(session)
                missing = self._store(session)
            if not missing or pause is None:
                break
            self.sleep(pause)
        self._note(records.file)
        self._mlflow()
        self._copy(self.settings.home / layout.SETTINGS_FILE, layout.SETTINGS_FILE)
        return Manifest(
            made_at=now.isoformat(timespec="seconds"),
            database=layout.kind_of(self.settings),
            schema=schema,
            versions={
                **{name: version(name) for name in ("saebyeok", "dagster", "mlflow")},
                "python": platform.python_version(),
            },
            counts=counted,
            files=self.files,
            missing=missing,
        )

    def _dagster(self) -> None:
        if self.settings.on_postgresql:
            part = layout.dagster_part(self.settings)
            dump_postgresql(part.url, self._place(part.file))
            self._note(part.file)
        folder = self.settings.dagster_home
        found = [path for path in folder.rglob("*") if not layout.made_by_up(path)]
        # Runs before their events: what is newer in the events is of a run that goes on.
        for path in sorted(found, key=lambda path: (path.name != "runs.db", path)):
            name = f"{layout.DAGSTER}/{path.relative_to(folder).as_posix()}"
            if path.suffix == ".db":
                self._copy_database(path, name)
            elif path.is_file() and not path.name.endswith(("-wal", "-shm", "-journal")):
                self._copy(path, name)

    def _mlflow(self) -> None:
        part = layout.mlflow_part(self.settings)
        if self.settings.on_postgresql:
            dump_postgresql(part.url, self._place(part.file))
            self._note(part.file)
        else:
            self._copy_database(self.settings.mlflow_home / "mlflow.db", part.file)
        self._copy_folder(self.settings.mlflow_home / "artifacts", layout.ARTIFACTS)

    def _inbox(self) -> None:
        """What was refused, and what waits and stands still."""
        inbox = self.settings.effective_inbox
        if not inbox.is_relative_to(self.settings.home):
            return  # another user's folder, with backups of its own
        processing = Inbox(inbox).processing
        for folder in sorted(processing.iterdir()) if processing.is_dir() else []:
            self._being_taken_in(folder, f"{layout.INBOX}/{folder.relative_to(inbox).as_posix()}")
        for path in sorted(path for path in inbox.rglob("*") if path.is_file() and not path.is_symlink()):
            name = f"{layout.INBOX}/{path.relative_to(inbox).as_posix()}"
            if path.is_relative_to(processing):
                continue
            if not path.is_relative_to(Inbox(inbox).refused) and self._still_arriving(path):
                continue
            before = _fingerprint(path)
            self._copy(path, name)
            if _fingerprint(path) != before:
                self._forget(name)

    def _being_taken_in(self, folder: Path, name: str) -> None:
        """A file that intake holds: with its order, or not at all. Where its row is in the backup, intake clears it."""
        self._copy(folder / ORDER, f"{name}/{ORDER}")
        held = [path.name for path in (folder / "file").glob("*")]
        for one in held:
            self._copy(folder / "file" / one, f"{name}/file/{one}")
        if not any(f"{name}/file/{one}" in self.files for one in held) or f"{name}/{ORDER}" not in self.files:
            for made in [made for made in self.files if made.startswith(f"{name}/")]:
                self._forget(made)

    def _still_arriving(self, path: Path) -> bool:
        seen = _fingerprint(path)
        # What is dated later than now says nothing of when it was written.
        return seen is None or 0 <= time.time() - seen[1] < STILL_SECONDS

    def _store(self, session: Session) -> list[str]:
        """Copy the files rows name; those that are gone or not as the rows say."""
        store, named = Store(self.settings.effective_store_url), StoredFiles(session)
        files = {file.key: file for file in named.files()}
        missing = [file.key for file in files.values() if not self._stored(store, file) and not file.deleted]
        wanted = set(files)
        for folder in named.folders():
            keys = [file.key for file in lying(store, folder.key) if not file.key.endswith(".part")]
            wanted.update(keys)
            if not keys and not folder.deleted and not folder.may_be_missing:
                missing.append(folder.key)
            for key in set(keys) - set(files):
                self._copy(store.path(key), f"{layout.STORE}/{key}")
        for name in [name for name in self.files if name.startswith(f"{layout.STORE}/")]:
            if name.removeprefix(f"{layout.STORE}/") not in wanted:
                self._forget(name)  # of an earlier round, and named no more
        return sorted(missing)

    def _stored(self, store: Store, file: NamedFile) -> bool:
        """Have a file of the store in the backup, as its row says it is."""
        name = f"{layout.STORE}/{file.key}"
        if name in self.files and self.files[name].sha256 == file.sha256:
            return True
        self._copy(store.path(file.key), name)
        if name in self.files and self.files[name].sha256 != file.sha256:
            self._forget(name)
        return name in self.files

    def _copy_folder(self, source: Path, name: str) -> None:
        for path in sorted(path for path in source.rglob("*") if path.is_file()):
            self._copy(path, f"{name}/{path.relative_to(source).as_posix()}")

    def _copy_database(self, source: Path, name: str) -> None:
        try:
            copy_sqlite(source, self._place(name))
        except FileNotFoundError:
            return  # a run that was deleted meanwhile, or an MLflow of another host
        self._note(name)

    def _copy(self, source: Path, name: str) -> None:
        """Copy a file, where it is there; hashed as it is copied."""
        try:
            with source.open("rb") as reader, self._place(name).open("wb") as writer:
                sha256, size = copy_hashing(reader, writer)
        except FileNotFoundError:
            self._forget(name)
            return
        self.files[name] = Kept(size, sha256)

    def _note(self, name: str) -> None:
        """Hash a file that another program wrote."""
        path = self._place(name)
        self.files[name] = Kept(path.stat().st_size, sha256_file(path))

    def _forget(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)
        self.files.pop(name, None)

    def _place(self, name: str) -> Path:
        path = self.partial / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _fingerprint(path: Path) -> tuple[int, float] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime


def _free_name(into: Path, name: str) -> Path:
    """A folder of this name that there isn't yet, finished or not."""
    folder, number = into / name, 1
    while folder.exists() or folder.with_name(folder.name + PARTIAL).exists():
        number += 1
        folder = into / f"{name}-{number}"
    return folder
