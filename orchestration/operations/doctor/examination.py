"""`saebyeok doctor`: what is wrong with the installation or the home, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from orchestration.operations.doctor.automation import check_automation
from orchestration.operations.doctor.daemon import check_daemon
from orchestration.operations.doctor.disks import check_disks, check_store
from orchestration.operations.doctor.files import check_files, check_orphans
from orchestration.operations.doctor.findings import Finding
from orchestration.operations.doctor.models import check_models
from orchestration.operations.doctor.networks import check_networks
from orchestration.operations.doctor.packages import check_fonts, check_weights
from orchestration.operations.doctor.versions import check_versions
from orchestration.operations.doctor.workers import check_workers
from orchestration.runtime.ownership import is_held
from orchestration.runtime.readiness import half_restored
from orchestration.settings import Settings


def examine(settings: Settings) -> list[Finding]:
    """Run every check; a check that breaks is a finding too."""
    checks: list[Callable[[Settings], Finding]] = [
        _python,
        _home,
        _disk,
        _databases,
        _schema,
        _fonts,
        _weights,
        _ports,
        _inbox,
        check_workers,
    ]
    findings: list[Finding] = []
    for check in checks:
        if check is _schema and not findings[-1].ok:
            continue  # there is no database to look into
        findings.append(_guarded(check, settings))
    if all(f.ok for f in findings if f.check in ("home", "databases", "schema")):
        findings += list(_files(settings))
        findings.append(_guarded(_network, settings))
        findings.append(_guarded(_daemon, settings))
    return findings


def _guarded(check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    name = check.__name__.strip("_").removeprefix("check_")
    try:
        found = check(settings)
    except Exception as error:  # noqa: BLE001 - whatever breaks a check is what the check is to report
        return Finding(
            name,
            False,
            f"{type(error).__name__}: {error}",
            "메시지를 보고 고친 뒤 다시 실행하세요.",
            "see to what it says, and run this again",
        )
    return replace(found, remedy="", remedy_en="") if found.ok else found


def _python(_: Settings) -> Finding:
    return check_versions()


def _home(settings: Settings) -> Finding:
    if (cut_off := half_restored(settings)) is not None:
        return Finding("home", False, cut_off.en, cut_off.ko)
    exists = (settings.dagster_home / "dagster.yaml").exists()
    return Finding(
        "home", exists, str(settings.home), "'saebyeok up'을 한 번 실행하세요.", "run 'saebyeok up' once"
    )


def _disk(settings: Settings) -> Finding:
    return check_disks(settings)


def _databases(settings: Settings) -> Finding:
    from orchestration.runtime.ownership import NotReady
    from orchestration.runtime.readiness import refuse_wrong_places

    if not settings.on_postgresql:
        try:
            refuse_wrong_places(settings)
        except NotReady as trouble:
            return Finding("databases", False, trouble.en, trouble.ko)
        return Finding("databases", True, "SQLite in the home" if not settings.database_url else "SQLite")
    from orchestration.runtime.databases import DatabaseTrouble, missing, names, refuse_unwritable

    try:
        absent = missing(settings.effective_database_url)
        if not absent:
            refuse_unwritable(settings.effective_database_url)
            refuse_wrong_places(settings)
    except (DatabaseTrouble, NotReady) as trouble:
        return Finding("databases", False, trouble.en, trouble.ko)
    detail = f"missing: {', '.join(absent)}" if absent else ", ".join(names(settings.effective_database_url))
    remedy, remedy_en = "'saebyeok doctor --create'로 만드세요.", "make them with 'saebyeok doctor --create'"
    return Finding("databases", not absent, detail, remedy, remedy_en)


def _schema(settings: Settings) -> Finding:
    from sqlalchemy import make_url

    from records import migrate
    from records.engine import open_engine

    file = None if settings.on_postgresql else make_url(settings.effective_database_url).database
    # Looking must not make it: a folder with a file in it is none to restore into.
    there = file is None or Path(file).exists()
    current = migrate.current_revision(open_engine(settings.effective_database_url)) if there else None
    ok = current == migrate.newest_revision()
    remedy, remedy_en = "'saebyeok up'이 새 구조로 옮깁니다.", "'saebyeok up' brings it to the newest"
    return Finding("schema", ok, f"revision {current}", remedy, remedy_en)


def _fonts(_: Settings) -> Finding:
    return check_fonts()


def _weights(_: Settings) -> Finding:
    return check_weights()


def _network(settings: Settings) -> Finding:
    return check_networks(settings)


def _daemon(settings: Settings) -> Finding:
    return check_daemon(settings)


def _ports(settings: Settings) -> Finding:
    from orchestration.runtime.ports import is_free

    ports = {
        "console": settings.console_port,
        "dagster": settings.dagster_port,
        "mlflow": settings.mlflow_port,
    }
    if is_held(settings.home):
        return Finding("ports", True, "saebyeok up이 실행 중입니다 (running)")
    taken = [f"{name} {port}" for name, port in ports.items() if not is_free(settings.host, port)]
    detail = ", ".join(taken) + " in use" if taken else "free"
    return Finding(
        "ports",
        not taken,
        detail,
        "그 프로그램을 멈추거나 SAEBYEOK_CONSOLE_PORT / SAEBYEOK_DAGSTER_PORT / SAEBYEOK_MLFLOW_PORT로 바꾸세요.",
        "stop that program, or set SAEBYEOK_CONSOLE_PORT / SAEBYEOK_DAGSTER_PORT / SAEBYEOK_MLFLOW_PORT",
    )


def _inbox(settings: Settings) -> Finding:
    from intake.inbox import Inbox, misplaced

    inbox = Inbox(settings.effective_inbox)
    gone = inbox.out_of_reach()
    if gone and (settings.dagster_home / "dagster.yaml").exists():
        detail = ", ".join(str(folder) for folder in gone) + " not there"
        remedy, remedy_en = (
            "연결(마운트)을 확인하거나 폴더를 다시 만드세요.",
            "see to the mount, or make the folder again",
        )
        return Finding("inbox", False, detail, remedy, remedy_en)
    lost = [path.relative_to(settings.effective_inbox) for path in misplaced(inbox)]
    detail = ", ".join(map(str, lost[:5])) + f" ({len(lost)}): no folder that is watched" if lost else "tidy"
    remedy = "표는 inbox/automl, 그림과 PDF는 inbox/ocr 폴더로 옮기세요."
    return Finding("inbox", not lost, detail, remedy, "move tables into inbox/automl, pages into inbox/ocr")


def _files(settings: Settings) -> Iterator[Finding]:
    """Rows against files, and the schedules: what only a home that was started has."""
    store = _guarded(check_store, settings)
    yield store
    for check in (check_files, check_orphans, check_models, check_automation):
        if store.ok or check is check_automation:
            yield _guarded(check, settings)
