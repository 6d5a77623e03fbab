"""`saebyeok backup`, `restore`, `upgrade` and `purge`: what keeps a home safe and small."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from orchestration.cli.group import FAILED, REFUSED, Said, in_language
from orchestration.cli.output import format_option, print_json
from orchestration.settings import Settings

if TYPE_CHECKING:
    from orchestration.backup.making import Backup

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
        listed = ", ".join(manifest.missing[:SHOWN])
        raise Said(
            ko=f"홈에 없거나 바뀌어서 백업에 넣지 못한 파일 {len(manifest.missing)}개: {listed}. 나머지는 모두 백업했습니다. "
            "'saebyeok doctor'로 점검하세요.",
            en=f"{len(manifest.missing)} files that rows name are missing or changed in the home, and so not in the "
            f"backup: {listed}; all else is. See 'saebyeok doctor'",
        )


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@format_option
@click.pass_obj
def restore(settings: Settings, folder: Path, as_format: str) -> None:
    """백업 DIR을 빈 홈에 되돌립니다 (홈은 --home으로 고릅니다)."""
    from orchestration.backup.restoring import restore_backup

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


def _back_up(settings: Settings, into: Path) -> Backup:
    from orchestration.backup.making import make_backup

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


def _check_home(settings: Settings) -> None:
    there = settings.on_postgresql or (settings.home / "saebyeok.db").exists() or settings.database_url
    if not there or not settings.home.is_dir():
        raise Said(
            ko=f"{settings.home}에 홈이 없습니다. --home으로 홈을 고르세요.",
            en=f"there is no home at {settings.home}; choose one with --home",
            code=REFUSED,
        )


def _check_place(settings: Settings, into: Path) -> None:
    """Not where a backup would be taken for files of the home."""
    inner = [settings.effective_inbox, settings.dagster_home, settings.mlflow_home]
    if "://" not in settings.effective_store_url:
        inner.append(Path(settings.effective_store_url))
    if any(into.resolve().is_relative_to(folder.resolve()) for folder in inner):
        raise Said(
            ko=f"'{into}'은(는) 홈이 쓰는 폴더입니다. 다른 곳을 고르세요.",
            en=f"'{into}' is a folder the home uses; choose another place",
            code=REFUSED,
        )


def _disk_trouble(error: OSError) -> Said:
    return Said(
        ko=f"파일을 읽거나 쓸 수 없습니다({error}). 자리와 권한을 확인한 뒤 다시 실행하세요. 반쯤 만든 것은 지웠습니다.",
        en=f"a file can't be read or written ({error}); check the space and the rights, then run it again. "
        "What was half made is removed",
        code=FAILED,
    )
