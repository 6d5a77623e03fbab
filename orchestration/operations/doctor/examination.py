"""`saebyeok doctor`: what is wrong with the installation or the home, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from domain.messages import Message
from orchestration.operations.doctor.automation import check_automation
from orchestration.operations.doctor.daemon import check_daemon
from orchestration.operations.doctor.disks import check_disks, check_store
from orchestration.operations.doctor.files import check_files, check_orphans
from orchestration.operations.doctor.findings import Finding
from orchestration.operations.doctor.models import check_models
from orchestration.operations.doctor.networks import check_networks
from orchestration.operations.doctor.packages import check_fonts, check_weights
from orchestration.operations.doctor.serving import check_serving
from orchestration.operations.doctor.versions import check_versions
from orchestration.operations.doctor.workers import check_workers
from orchestration.runtime.home_lock import is_held
from orchestration.runtime.readiness import half_restored
from orchestration.settings import Settings


def examine(settings: Settings) -> list[Finding]:
    """Run every check; a check that breaks is a finding too."""
    checks: dict[str, Callable[[Settings], Finding]] = {
        "versions": lambda _: check_versions(),
        "home": _home,
        "disk": check_disks,
        "databases": _databases,
        "schema": _schema,
        "fonts": lambda _: check_fonts(),
        "weights": lambda _: check_weights(),
        "ports": _ports,
        "inbox": _inbox,
        "workers": check_workers,
    }
    findings: list[Finding] = []
    for name, check in checks.items():
        if name == "schema" and not findings[-1].ok:
            continue  # there is no database to look into
        findings.append(_guarded(name, check, settings))
    if all(f.ok for f in findings if f.check in ("home", "databases", "schema")):
        findings += list(_files(settings))
        findings.append(_guarded("network", check_networks, settings))
        findings.append(_guarded("daemon", check_daemon, settings))
        findings.append(_guarded("serving", check_serving, settings))
    return findings


def _guarded(name: str, check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        found = check(settings)
    except Exception as error:  # noqa: BLE001 - whatever breaks a check is what the check is to report
        remedy = Message("see to what it says, and run this again")
        return Finding(name, False, f"{type(error).__name__}: {error}", remedy)
    return replace(found, remedy=None) if found.ok else found


def _home(settings: Settings) -> Finding:
    if (cut_off := half_restored(settings)) is not None:
        return Finding("home", False, cut_off.en, cut_off.message)
    exists = (settings.dagster_home / "dagster.yaml").exists()
    return Finding("home", exists, str(settings.home), Message("run 'saebyeok up' once"))


def _databases(settings: Settings) -> Finding:
    from orchestration.runtime.errors import NotReady
    from orchestration.runtime.readiness import refuse_wrong_places

    if not settings.on_postgresql:
        try:
            refuse_wrong_places(settings)
        except NotReady as trouble:
            return Finding("databases", False, trouble.en, trouble.message)
        return Finding("databases", True, "SQLite in the home" if not settings.database_url else "SQLite")
    from orchestration.runtime.databases import DatabaseTrouble, missing, names, refuse_unwritable

    try:
        absent = missing(settings.effective_database_url)
        if not absent:
            refuse_unwritable(settings.effective_database_url)
            refuse_wrong_places(settings)
    except (DatabaseTrouble, NotReady) as trouble:
        return Finding("databases", False, trouble.en, trouble.message)
    detail = f"missing: {', '.join(absent)}" if absent else ", ".join(names(settings.effective_database_url))
    return Finding("databases", not absent, detail, Message("make them with 'saebyeok doctor --create'"))


def _schema(settings: Settings) -> Finding:
    from sqlalchemy import make_url

    from records import migrate
    from records.engine import open_engine

    file = None if settings.on_postgresql else make_url(settings.effective_database_url).database
    # Looking must not make it: a folder with a file in it is none to restore into.
    there = file is None or Path(file).exists()
    current = migrate.current_revision(open_engine(settings.effective_database_url)) if there else None
    ok = current == migrate.newest_revision()
    return Finding("schema", ok, f"revision {current}", Message("'saebyeok up' brings it to the newest"))


def _ports(settings: Settings) -> Finding:
    from orchestration.runtime.ports import is_free

    ports = {
        "console": settings.console_port,
        "dagster": settings.dagster_port,
        "mlflow": settings.mlflow_port,
    }
    if is_held(settings.home):
        return Finding("ports", True, "used by 'saebyeok up', which is running")
    taken = [f"{name} {port}" for name, port in ports.items() if not is_free(settings.host, port)]
    detail = ", ".join(taken) + " in use" if taken else "free"
    remedy = Message(
        "stop that program, or set SAEBYEOK_CONSOLE_PORT / SAEBYEOK_DAGSTER_PORT / SAEBYEOK_MLFLOW_PORT"
    )
    return Finding("ports", not taken, detail, remedy)


def _inbox(settings: Settings) -> Finding:
    from intake.inbox import Inbox, misplaced

    inbox = Inbox(settings.effective_inbox)
    gone = inbox.out_of_reach()
    if gone and (settings.dagster_home / "dagster.yaml").exists():
        detail = ", ".join(str(folder) for folder in gone) + " not there"
        return Finding("inbox", False, detail, Message("see to the mount, or make the folder again"))
    lost = [path.relative_to(settings.effective_inbox) for path in misplaced(inbox)]
    detail = ", ".join(map(str, lost[:5])) + f" ({len(lost)}): no folder that is watched" if lost else "tidy"
    remedy = Message("move tables into inbox/automl, pages into inbox/ocr")
    return Finding("inbox", not lost, detail, remedy)


def _files(settings: Settings) -> Iterator[Finding]:
    """Rows against files, and the schedules: what only a home that was started has."""
    store = _guarded("store", check_store, settings)
    yield store
    if store.ok:
        yield _guarded("files", check_files, settings)
        yield _guarded("orphans", check_orphans, settings)
        yield _guarded("models", check_models, settings)
    yield _guarded("automation", check_automation, settings)
