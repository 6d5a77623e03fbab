"""`saebyeok backup`, `restore`, `upgrade` and `purge`: what keeps a home safe and small."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from orchestration.cli.group import FAILED, REFUSED, Said, in_language
from orchestration.cli.output import format_option, local_time, print_json, print_table
from orchestration.cli.session import CliContext, to_stderr
from orchestration.runtime.readiness import refuse_wrong_places
from orchestration.settings import Settings
from store.files import Store

if TYPE_CHECKING:
    from orchestration.operations.backup.making import Backup

SHOWN = 5


@click.command()
@click.argument("into", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@format_option
@click.pass_obj
def backup(settings: Settings, into: Path, as_format: str) -> None:
    """실행 중에도 홈 전체를 DIR 아래 새 폴더에 백업합니다."""
    made = _back_up(settings, into)
    manifest = made.manifest
    if as_format == "json":
        print_json(
            {
                "folder": str(made.folder),
                "files": len(manifest.files),
                "bytes": manifest.bytes,
                "counts": manifest.counts,
                "missing": manifest.missing,
            }
        )
    else:
        click.echo(_told(settings, made))
    if manifest.missing:
        ko, en = _incomplete(made)
        raise Said(ko=ko, en=en)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@format_option
@click.pass_obj
def restore(settings: Settings, folder: Path, as_format: str) -> None:
    """백업 DIR을 빈 홈에 되돌립니다 (홈은 --home으로 고릅니다)."""
    from orchestration.operations.backup.restoring import restore_backup

    try:
        restored, manifest = restore_backup(folder, settings.home)
    except OSError as error:
        raise _disk_trouble(error) from error
    if as_format == "json":
        print_json(
            {
                "home": str(restored.home),
                "files": len(manifest.files),
                "bytes": manifest.bytes,
                "counts": manifest.counts,
            }
        )
        return
    click.echo(
        in_language(
            restored,
            f"되돌렸습니다: {restored.home} (파일 {len(manifest.files):,}개, 행 {sum(manifest.counts.values()):,}개). "
            "'saebyeok up'으로 시작하세요.",
            f"restored: {restored.home} ({len(manifest.files):,} files, {sum(manifest.counts.values()):,} rows); "
            "start it with 'saebyeok up'",
        )
    )


@click.command()
@click.option(
    "--backup",
    "into",
    type=click.Path(file_okay=False, path_type=Path),
    help="백업할 폴더 (기본: 홈의 backups/).",
)
@click.option("--no-backup", is_flag=True, help="백업하지 않습니다.")
@click.pass_obj
def upgrade(settings: Settings, into: Path | None, no_backup: bool) -> None:
    """새 버전을 설치한 뒤: 백업하고, 기록과 Dagster와 MLflow의 데이터베이스를 옮깁니다."""
    from orchestration.operations.upgrading import upgrade_dagster, upgrade_mlflow, upgrade_records
    from orchestration.runtime.ownership import AlreadyRunning, only_one

    _check_home(settings)
    try:
        with only_one(settings):
            if not no_backup:
                made = _back_up(settings, into or settings.home / "backups")
                click.echo(_told(settings, made))
                if made.manifest.missing:
                    to_stderr(in_language(settings, *_incomplete(made)))
            before, after = upgrade_records(settings)
            _say(settings, f"기록: {before} → {after}", f"records: {before} → {after}")
            for name, upgraded in (
                ("Dagster", upgrade_dagster(settings)),
                ("MLflow", upgrade_mlflow(settings)),
            ):
                if upgraded:
                    _say(settings, f"{name}: 새 구조입니다", f"{name}: up to date")
                else:
                    _say(settings, f"{name}: 아직 없습니다", f"{name}: nothing there yet")
    except AlreadyRunning as running:
        raise Said(ko=running.ko, en=running.en, exit_code=REFUSED) from running


@click.command()
@click.option(
    "--days", type=click.IntRange(0, 36_500), default=30, show_default=True, help="지운 지 이만큼 지난 문서."
)
@click.option("--dry-run", is_flag=True, help="무엇이 없어지는지만 보여 줍니다.")
@click.option("--yes", is_flag=True, help="묻지 않고 지웁니다.")
@format_option
@click.pass_obj
def purge(settings: Settings, days: int, dry_run: bool, yes: bool, as_format: str) -> None:
    """삭제 표시된 문서와 그 파일, 이력을 완전히 없앱니다. 되돌릴 수 없습니다."""
    from orchestration.operations import purging
    from orchestration.runtime.reading_resources import build_files

    cli = CliContext(settings)
    store = build_files(settings).store
    documents = purging.documents_to_purge(cli.engine, cli.now() - timedelta(days=days))
    files = purging.files_of(store, documents)
    texts = purging.train_texts_to_purge(cli.engine)
    size = sum(file.bytes for file in files)
    if as_format == "json":
        if not (yes or dry_run):
            raise click.UsageError("--format json: --yes / --dry-run")
        print_json(
            {
                "documents": [
                    {"half": d.half, "doc_id": d.doc_id, "name": d.name, "deleted_at": d.deleted_at}
                    for d in documents
                ],
                "files": len(files),
                "bytes": size,
                "train_texts": texts,
                "removed": not dry_run,
            }
        )
    else:
        print_table(
            [
                {"번호": d.doc_id, "이름": d.name, "지운 때": local_time(settings, d.deleted_at)}
                for d in documents
            ],
            in_language(settings, "없앨 문서", "documents to purge"),
        )
        _say(
            settings,
            f"문서 {len(documents)}건, 파일 {len(files):,}개({size / 1e6:,.1f} MB), 학습용 글 {texts}개",
            f"{len(documents)} documents, {len(files):,} files ({size / 1e6:,.1f} MB), {texts} training texts",
        )
    if dry_run or not (documents or texts):
        return
    question = in_language(
        settings, "완전히 없앨까요? 되돌릴 수 없습니다", "Remove for good? There is no way back"
    )
    if not yes and not click.confirm(question):
        raise Said(ko="아무것도 없애지 않았습니다.", en="nothing was removed")
    purging.purge(cli.engine, store, documents)
    if as_format != "json":
        _say(settings, "없앴습니다.", "removed")


def _say(settings: Settings, ko: str, en: str) -> None:
    click.echo(in_language(settings, ko, en))


def _back_up(settings: Settings, into: Path) -> Backup:
    from orchestration.operations.backup.making import make_backup

    _check_home(settings)
    _check_place(settings, into)
    try:
        return make_backup(settings, into.resolve(), datetime.now(ZoneInfo(settings.time_zone)))
    except OSError as error:
        raise _disk_trouble(error) from error


def _told(settings: Settings, made: Backup) -> str:
    size = f"{made.manifest.bytes / 1e6:,.1f} MB"
    return in_language(
        settings,
        f"백업했습니다: {made.folder} (파일 {len(made.manifest.files):,}개, {size})",
        f"backed up: {made.folder} ({len(made.manifest.files):,} files, {size})",
    )


def _incomplete(made: Backup) -> tuple[str, str]:
    """What the backup lacks, in Korean and in English."""
    missing = made.manifest.missing
    listed = ", ".join(missing[:SHOWN])
    return (
        f"홈에 없거나 바뀌어서 백업에 넣지 못한 파일 {len(missing)}개: {listed}. 나머지는 모두 백업했습니다. "
        "'saebyeok doctor'로 점검하세요.",
        f"{len(missing)} files that rows name are missing or changed in the home, and so not in the backup: {listed}; "
        "all else is. See 'saebyeok doctor'",
    )


def _check_home(settings: Settings) -> None:
    there = settings.on_postgresql or (settings.home / "saebyeok.db").exists() or settings.database_url
    if not there or not settings.home.is_dir():
        raise Said(
            ko=f"{settings.home}에 홈이 없습니다. --home으로 홈을 고르세요.",
            en=f"there is no home at {settings.home}; choose one with --home",
            exit_code=REFUSED,
        )
    refuse_wrong_places(settings)


def _check_place(settings: Settings, into: Path) -> None:
    """Not where a backup would be taken for files of the home."""
    inner = [settings.effective_inbox, settings.dagster_home, settings.mlflow_home]
    if Store(settings.effective_store_url).is_local:
        inner.append(Path(settings.effective_store_url.removeprefix("file://")))
    if any(into.resolve().is_relative_to(folder.resolve()) for folder in inner):
        raise Said(
            ko=f"'{into}'은(는) 홈이 쓰는 폴더입니다. 다른 곳을 고르세요.",
            en=f"'{into}' is a folder the home uses; choose another place",
            exit_code=REFUSED,
        )


def _disk_trouble(error: OSError) -> Said:
    return Said(
        ko=f"파일을 읽거나 쓸 수 없습니다({error}). 자리와 권한을 확인한 뒤 다시 실행하세요. 반쯤 만든 것은 지웠습니다.",
        en=f"a file can't be read or written ({error}); check the space and the rights, then run it again. "
        "What was half made is removed",
        exit_code=FAILED,
    )
