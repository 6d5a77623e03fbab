"""`saebyeok restore`: a backup brought back into an empty home.

The home is put together beside its place and renamed when all of it is there and its rows are counted, so
that a restore that was killed leaves no half a home behind.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from orchestration.backup import layout
from orchestration.backup.databases import restore_postgresql, tables_in
from orchestration.backup.manifest import Manifest, check_files, read_manifest
from orchestration.cli.group import REFUSED, Said
from orchestration.settings import Settings, load_settings
from records import migrate
from records.ocr.tables import Network
from records.stored_files import counts
from resources.networks import follow_row
from store.files import Store
from store.listing import lying


def restore_backup(folder: Path, home: Path) -> tuple[Settings, Manifest]:
    """Bring the backup in `folder` back to `home`, which must not exist or be empty.

    Into SQLite or PostgreSQL, as it was made; the settings are those of the backup and of the environment.

    Returns:
        The settings of the restored home, and the manifest.

    Raises:
        Said: the home holds something, the backup is broken or of another kind or a newer version, a database
            or store outside of the home is not empty, or the counts differ afterwards.
        SettingsError: a setting of the backup can't be used here.
    """
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Said(
            ko=f"'{home}'은(는) 비어 있지 않습니다. 빈 폴더나 없는 폴더를 --home으로 고르세요.",
            en=f"'{home}' is not empty; choose an empty or new folder with --home",
            code=REFUSED,
        )
    manifest = read_manifest(folder)
    _check_schema(manifest)
    check_files(folder, manifest)
    building = home.with_name(f".{home.name}.restoring")
    shutil.rmtree(building, ignore_errors=True)  # of a restore that was killed
    building.mkdir(parents=True, mode=0o700)
    try:
        _fill(folder, manifest, building)
        building.rename(home)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return load_settings(home), manifest


def _check_schema(manifest: Manifest) -> None:
    if not migrate.is_known(manifest.schema):
        made_by = manifest.versions.get("saebyeok", "?")
        raise Said(
            ko=f"이 백업은 이 버전이 모르는 구조({manifest.schema})입니다. 백업을 만든 버전({made_by})이나 더 새 버전을 쓰세요.",
            en=f"this backup is of a schema ({manifest.schema}) unknown to this version; use the version that made it "
            f"({made_by}), or a newer one",
            code=REFUSED,
        )


def _fill(folder: Path, manifest: Manifest, home: Path) -> None:
    if layout.SETTINGS_FILE in manifest.files:
        shutil.copyfile(folder / layout.SETTINGS_FILE, home / layout.SETTINGS_FILE)
        (home / layout.SETTINGS_FILE).chmod(0o600)
    settings = load_settings(home)
    _check_kind(settings, manifest)
    store = Store(settings.effective_store_url)
    if next(lying(store), None) is not None:
        raise Said(
            ko=f"저장소 {store.root}이(가) 비어 있지 않습니다. 설정 store_url에서 빈 곳을 고르세요.",
            en=f"the store at {store.root} is not empty; choose an empty place in the setting store_url",
            code=REFUSED,
        )
    parts = [layout.records_part(settings), layout.mlflow_part(settings)]
    if settings.on_postgresql:
        parts.append(layout.dagster_part(settings))
        for part in parts:
            _check_empty(part.url)
    files = set(manifest.files)
    for part in parts:
        if part.file in files:
            _restore_database(folder / part.file, part.url)
    databases = {part.file for part in parts}
    for name in sorted(files - databases):
        top, _, rest = name.partition("/")
        if top == layout.STORE:
            store.put(folder / name, rest)
        elif top == layout.INBOX:
            _copy(folder / name, settings.effective_inbox / rest)
        elif name != layout.SETTINGS_FILE:
            _copy(folder / name, home / name)
    _check_counts(settings, manifest)
    _point(settings, store)


def _check_kind(settings: Settings, manifest: Manifest) -> None:
    if manifest.database == layout.kind_of(settings):
        return
    raise Said(
        ko=f"백업은 {manifest.database}인데 설정은 {layout.kind_of(settings)}입니다. SAEBYEOK_DATABASE_URL을 백업에 맞추고, "
        "되돌린 뒤에 'saebyeok migrate-to'로 옮기세요.",
        en=f"the backup is of {manifest.database}, the settings say {layout.kind_of(settings)}; set "
        "SAEBYEOK_DATABASE_URL as the backup has it, and use 'saebyeok migrate-to' afterwards",
        code=REFUSED,
    )


def _check_empty(url: str) -> None:
    name = sa.make_url(url).database
    try:
        found = tables_in(url)
    except sa.exc.SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise Said(
            ko=f"데이터베이스 '{name}'을(를) 열 수 없습니다 ({why}). 'saebyeok doctor --create'로 만드세요.",
            en=f"the database '{name}' can't be opened ({why}); make it with 'saebyeok doctor --create'",
        ) from error
    if found:
        raise Said(
            ko=f"데이터베이스 '{name}'이(가) 비어 있지 않습니다({len(found)}개 테이블). 설정 database_url에서 빈 것을 고르세요.",
            en=f"the database '{name}' is not empty ({len(found)} tables); choose an empty one in the setting database_url",
            code=REFUSED,
        )


def _restore_database(source: Path, url: str) -> None:
    if not url.startswith("sqlite"):
        restore_postgresql(source, url)
        return
    target = Path(sa.make_url(url).database or "")
    if target.exists():
        raise Said(
            ko=f"데이터베이스 {target}이(가) 이미 있습니다. 설정 database_url에서 없는 파일을 고르세요.",
            en=f"the database {target} exists already; choose a new file in the setting database_url",
            code=REFUSED,
        )
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
        raise Said(
            ko=f"되돌린 행의 수가 백업과 다릅니다: {', '.join(different)}. 다른 백업을 쓰세요.",
            en=f"the restored rows are not as many as in the backup: {', '.join(different)}; use another backup",
        )


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
