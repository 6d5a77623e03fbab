"""The weekly housekeeping: removes data that is no longer needed and reports how much.

Backups and what people brought are never touched. Running it twice takes nothing more away.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import dagster as dg
from sqlalchemy.orm import Session

from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.claiming import LAUNCHPAD
from assets.metadata import table
from assets.runs import IO_RETRY, OWNERS
from assets.step import Step, open_step
from assets.upkeep.dagster_runs import prune_partitions, prune_runs
from domain.messages import Message
from domain.requests import RequestKind
from records import upkeep as rows
from records.purge import remove_requests
from records.tables import Request
from resources.clock import Clock
from resources.database import Database
from resources.files import Files
from resources.orphans import find_orphans
from resources.upkeep import Upkeep
from store.listing import lying, remove_lying
from work_requests import upkeep as requests_upkeep

GROUP = "upkeep"
NETWORKS = "ocr/networks"


@dataclass(frozen=True)
class Line:
    """What was done about one kind of thing; bytes where they can be counted."""

    what: str
    removed: int
    before: int | None = None
    after: int | None = None


@dg.asset(
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python"},
    retry_policy=IO_RETRY,
    description="Removes old runs and events of Dagster, settled requests, files of old networks, files no row names, "
    "leftovers of stopped trainings, what was prepared of networks that read no more. Backups are never touched.",
)
def housekeeping(
    context: dg.AssetExecutionContext, database: Database, files: Files, clock: Clock, upkeep: Upkeep
) -> dg.MaterializeResult[None]:
    with open_step(context, database, clock, by_hand=RequestKind.HOUSEKEEPING, decide=_decide) as step:
        before = _database_bytes(step, upkeep)
        lines = [
            _runs(context.instance, step, upkeep),
            _requests(step, upkeep),
            *_store(step, files, upkeep),
            _work(step, upkeep),
            _cache(step, upkeep),
        ]
        lines.append(Line("databases", 0, before, _database_bytes(step, upkeep)))
        for line in lines:
            context.log.info(f"{line.what}: {line.removed} removed, {line.before} → {line.after} bytes")
        shown = [
            {
                "what": line.what,
                "removed": line.removed,
                "bytes before": line.before,
                "bytes after": line.after,
            }
            for line in lines
        ]
        step.finish({"lines": shown})
    return dg.MaterializeResult(
        metadata={
            "removed": table(shown),
            "bytes freed": sum((x.before or 0) - (x.after or 0) for x in lines),
        }
    )


def _decide(session: Session, _: str, now: datetime) -> Request:
    return requests_upkeep.ask_for_housekeeping(session, by=LAUNCHPAD, now=now)


def _database_bytes(step: Step, upkeep: Upkeep) -> int:
    with step.database.reading() as session:
        return rows.database_bytes(session, upkeep.databases)


def _runs(instance: dg.DagsterInstance, step: Step, upkeep: Upkeep) -> Line:
    step.report(0, 0, Message("clearing old runs of Dagster"))
    before = upkeep.dagster_bytes()
    with step.database.reading() as session:
        keep = {*requests_upkeep.runs_in_use(session), step.run_id}
        there = rows.table_ids(session)
    oldest = step.clock.now() - timedelta(days=upkeep.run_days)
    removed = prune_runs(instance, oldest, keep, upkeep.remove_run_files)
    prune_partitions(instance, AUTOML_DOCUMENTS.name or "", there)
    return Line("Dagster runs", removed, before, upkeep.dagster_bytes())


def _requests(step: Step, upkeep: Upkeep) -> Line:
    step.report(0, 0, Message("clearing settled requests"))
    with step.transaction() as session:
        old = requests_upkeep.old_requests(session, step.clock.now() - timedelta(days=upkeep.request_days))
        return Line("requests", remove_requests(session, old))


def _store(step: Step, files: Files, upkeep: Upkeep) -> Iterator[Line]:
    """First rows let go of the files of old networks, then files no row names go."""
    step.report(0, 0, Message("clearing the store"))
    store = files.store
    with step.transaction() as session:
        forgotten = rows.forget_old_networks(session, upkeep.networks)
    sizes = {file.key: file.bytes for file in lying(store)}
    with step.database.reading() as session:
        orphans = find_orphans(session, store, step.clock.now().timestamp())
    gone = {file.key: file.bytes for file in orphans if remove_lying(store, file)}
    for what, of_networks in (("networks", True), ("other files of the store", False)):
        before = sum(size for key, size in sizes.items() if key.startswith(NETWORKS) == of_networks)
        own = [size for key, size in gone.items() if key.startswith(NETWORKS) == of_networks]
        yield Line(what, len(forgotten) if of_networks else len(own), before, before - sum(own))


def _work(step: Step, upkeep: Upkeep) -> Line:
    step.report(0, 0, Message("clearing the work folder"))
    before = upkeep.work_bytes()
    leftovers = upkeep.leftovers(step.clock.now().timestamp())
    for path in leftovers:
        path.unlink(missing_ok=True)
    return Line("work folder", len(leftovers), before, upkeep.work_bytes())


def _cache(step: Step, upkeep: Upkeep) -> Line:
    step.report(0, 0, Message("clearing what was prepared of old networks"))
    before = upkeep.cache_bytes()
    unused = upkeep.unused_prepared(step.clock.now().timestamp())
    for entry in unused:
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    return Line("prepared for reading", len(unused), before, upkeep.cache_bytes())
