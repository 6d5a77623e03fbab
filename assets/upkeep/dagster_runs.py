"""Old runs of Dagster, which it never removes by itself: their rows, events and logs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

import dagster as dg
from dagster import DagsterRunStatus

OVER = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED]
RUNS_AT_ONCE = 200


def prune_runs(
    instance: dg.DagsterInstance,
    before: datetime,
    keep: Collection[str],
    after_each: Callable[[str], None],
) -> int:
    """Delete runs that are over and were created before a moment; how many.

    Args:
        keep: ids of runs that stay whatever their age.
        after_each: told the id of every run that was deleted.
    """
    wanted = dg.RunsFilter(statuses=OVER, created_before=before)
    removed, cursor = 0, None
    while True:
        # From the oldest on. The cursor passes over those that are kept.
        found = instance.get_run_records(wanted, limit=RUNS_AT_ONCE, cursor=cursor, ascending=True)
        for record in found:
            run_id = record.dagster_run.run_id
            if run_id in keep:
                cursor = run_id
                continue
            instance.delete_run(run_id)
            instance.compute_log_manager.delete_logs(prefix=[run_id])
            after_each(run_id)
            removed += 1
        if not found:
            return removed


def prune_partitions(instance: dg.DagsterInstance, name: str, there: Collection[str]) -> int:
    """Delete dynamic partitions of documents that are purged; how many."""
    gone = [key for key in instance.get_dynamic_partitions(name) if key not in there]
    for key in gone:
        instance.delete_dynamic_partition(name, key)
    return len(gone)
