"""`saebyeok restore`: a backup brought back into an empty home.

The home is put together beside its place, or, where its folder is there (a volume, a folder of systemd's), below
it, and takes its place when all of it is there and its rows are counted. A restore that was killed leaves no
half a home behind that anything starts on. What one that failed had brought into databases and stores outside of
the home, all of which were empty, is taken out again.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa
from filelock import lock_descriptor
from sqlalchemy.orm import Session

from domain.messages import Message
from intake.names import shown_words
from orchestration.operations.backup import layout
from orchestration.operations.backup.databases import empty_postgresql, restore_postgresql, tables_in
from orchestration.operations.backup.manifest import Manifest, check_files, check_schema, read_manifest
from orchestration.operations.errors import OperationFailed, OperationRefused
from orchestration.runtime.ownership import claim_database
from orchestration.runtime.readiness import RESTORING
from orchestration.settings import Settings, load_settings
from records import homes, migrate
from records.ocr.tables import Network
from records.stored_files import counts
from resources.networks import follow_row
from store.files import Store
from store.listing import lying


class _Busy(OperationRefused):
    """The folder is another restore's, and not ours to remove."""


def restore_backup(folder: Path, home: Path) -> tuple[Settings, Manifest]:
    """Bring the backup in `folder` back to `home`, which must not exist or be empty.

    Into SQLite or PostgreSQL, as it was made; the settings are those of the backup and of the environment.

    Returns:
        The settings of the restored home, and the manifest.

    Raises:
        OperationRefused: the home holds something, the backup is of another kind or a newer version, or a database
            or store outside of the home is not empty.
        OperationFailed: a file of the backup is missing or changed, or the counts differ afterwards.
        SettingsError: a setting of the backup can't be used here.
    """
    if _holds_something(home):
        raise OperationRefused(
            Message("'{home}' is not empty; choose an empty or new folder with --home", home=home)
        )
    manifest = read_manifest(folder)
    check_schema(manifest)
    check_files(folder, manifest)
    inside = home.is_dir()
    building = home / RESTORING if inside else home.with_name(f".{home.name}{RESTORING}")
    try:
        with _alone(building), ExitStack() as undo:
            _fill(folder, manifest, building, place=home, undo=undo.callback)
            if inside:
                _move_up(building, home, undo.callback)
            else:
                building.rename(home)
            undo.pop_all()
    except _Busy:
        raise
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return load_settings(home), manifest


@contextmanager
def _alone(building: Path) -> Iterator[None]:
    """Make the folder to build in, and hold it: what another restore builds there is not taken for a killed one's."""
    if building.is_dir():
        with _held(building):
            shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True, mode=0o700)
    with _held(building):
        yield


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if not lock_descriptor(descriptor, blocking=False):
            raise _Busy(
                Message(
                    "another 'saebyeok restore' is at work in '{folder}'; try again when it is over",
                    folder=folder,
                )
            )
        yield
    finally:
        os.close(descriptor)


def _holds_something(home: Path) -> bool:
    if not home.exists():
        return False
    # A new file system has a folder of its own, and a restore that was killed left one.
    return not home.is_dir() or any(p.name not in ("lost+found", RESTORING) for p in home.iterdir())


def _move_up(building: Path, home: Path, undo: Callable[..., object]) -> None:
    """Let what was put together below the home become it: its folder may be a volume, which can't be replaced."""
    with suppress(PermissionError):
        home.chmod(0o700)
    for path in sorted(building.iterdir()):
        target = home / path.name
        path.rename(target)
        undo(target.rename, path)
    building.rmdir()


def _fill(folder: Path, manifest: Manifest, home: Path, *, place: Path, undo: Callable[..., object]) -> None:
    """Bring everything into `home`, which is to be at `place`.

    Args:
        undo: takes what is to be called, with its arguments, to take back what lies elsewhere.
    """
    if layout.SETTINGS_FILE in manifest.files:
        shutil.copyfile(folder / layout.SETTINGS_FILE, home / layout.SETTINGS_FILE)
        (home / layout.SETTINGS_FILE).chmod(0o600)
    settings = load_settings(home)
    _check_kind(settings, manifest)
    store = Store(settings.effective_store_url)
    if next(lying(store), None) is not None:
        raise OperationRefused(
            Message(
                "the store at {root} is not empty; choose an empty place in the setting store_url",
                root=store.root,
            )
        )
    parts = [layout.records_part(settings), layout.mlflow_part(settings)]
    if settings.on_postgresql:
        parts.append(layout.dagster_part(settings))
        for part in parts:
            _check_empty(part.url)
    files = set(manifest.files)
    _check_inbox(settings, files)
    for part in parts:
        if part.file in files:
            _restore_database(folder / part.file, part.url, undo)
    databases = {part.file for part in parts}
    for name in sorted(files - databases):
        top, _, rest = name.partition("/")
        if top == layout.STORE:
            undo(store.remove, rest)
            store.put(folder / name, rest)
        elif top == layout.INBOX:
            undo((settings.effective_inbox / rest).unlink, missing_ok=True)
            _copy(folder / name, settings.effective_inbox / rest)
        elif name != layout.SETTINGS_FILE:
            _copy(folder / name, home / name)
    _check_counts(settings, manifest)
    _point(settings, store)
    _claim(settings, place)


def _check_kind(settings: Settings, manifest: Manifest) -> None:
    if manifest.database == layout.kind_of(settings):
        return
    raise OperationRefused(
        Message(
            "the backup is of {database}, the settings say {configured}; set SAEBYEOK_DATABASE_URL as the "
            "backup has it, and use 'saebyeok migrate-to' afterwards",
            database=manifest.database,
            configured=layout.kind_of(settings),
        )
    )


def _check_empty(url: str) -> None:
    name = sa.make_url(url).database
    try:
        found = tables_in(url)
    except sa.exc.SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise OperationFailed(
            Message(
                "the database '{name}' can't be opened ({why}); make it with 'saebyeok doctor --create'",
                name=name,
                why=why,
            )
        ) from error
    if found:
        raise OperationRefused(
            Message(
                "the database '{name}' is not empty ({found} tables); choose an empty one in the setting "
                "database_url",
                name=name,
                found=len(found),
            )
        )


def _check_inbox(settings: Settings, files: set[str]) -> None:
    """In an inbox outside of the home files may lie already."""
    names = [name.removeprefix(f"{layout.INBOX}/") for name in files if name.startswith(f"{layout.INBOX}/")]
    taken = sorted(name for name in names if (settings.effective_inbox / name).exists())
    if taken:
        first = shown_words(taken[0])
        raise OperationRefused(
            Message(
                "{inbox} holds files of the same names already ({first}); choose an empty folder "
                "in the setting inbox",
                inbox=settings.effective_inbox,
                first=first,
            )
        )


def _restore_database(source: Path, url: str, undo: Callable[..., object]) -> None:
    if not url.startswith("sqlite"):
        undo(empty_postgresql, url)
        restore_postgresql(source, url)
        return
    target = Path(sa.make_url(url).database or "")
    if target.exists():
        raise OperationRefused(
            Message(
                "the database {target} exists already; choose a new file in the setting database_url",
                target=target,
            )
        )
    undo(target.unlink, missing_ok=True)
    _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _check_counts(settings: Settings, manifest: Manifest) -> None:
    engine = sa.create_engine(settings.effective_database_url)
    try:
        with Session(engine) as session:
            found = counts(session)
    finally:
        engine.dispose()
    if found != manifest.counts:
        different = sorted(
            name
            for name in found.keys() | manifest.counts.keys()
            if found.get(name) != manifest.counts.get(name)
        )
        raise OperationFailed(
            Message(
                "the restored rows are not as many as in the backup: {different}; use another backup",
                different=", ".join(different),
            )
        )


def _claim(settings: Settings, place: Path) -> None:
    """Rows marked with their home become the new home's. Unmarked rows belong to the first home started on them."""
    engine = sa.create_engine(settings.effective_database_url)
    try:
        with Session(engine) as session:
            owned = homes.owner(session) is not None
    finally:
        engine.dispose()
    if owned:
        claim_database(settings, place=place, take_over=True)


def _point(settings: Settings, store: Store) -> None:
    """Have the pointer of one-shot reads name the network the rows say reads."""
    engine = sa.create_engine(settings.effective_database_url)
    try:
        with Session(engine) as session:
            migrated = migrate.revision_of(session.connection()) == migrate.newest_revision()
            # An earlier schema is brought up to date by 'saebyeok up', whose reconciler writes the pointer too.
            network = session.scalar(sa.select(Network).where(Network.deployed == "Y")) if migrated else None
        if network is not None:
            follow_row(store, network)
    finally:
        engine.dispose()
