"""Reports to Dagster what was made here: materializations and check results without a run, with the metadata that a run would give."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor

import dagster as dg

from assets.automl.partitions import AUTOML_DOCUMENTS
from serving.lane import Made

_CODE_VERSION = "dagster/code_version"
_LOG = logging.getLogger(__name__)


class Materializations:
    """Reports to an instance, in the order of the calls, in a thread of its own."""

    def __init__(self, instance: dg.DagsterInstance, code_version: str) -> None:
        self._instance = instance
        self._code_version = code_version
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="materializations")

    def report(self, made: Made) -> Future[None]:
        """Report what one step made."""
        return self._thread.submit(self._report, made)

    def _report(self, made: Made) -> None:
        key = made.step.asset.key
        try:
            if made.step.asset.partitions_def == AUTOML_DOCUMENTS:
                self._instance.add_dynamic_partitions(AUTOML_DOCUMENTS.name or "", [made.partition])
            self._instance.report_runless_asset_event(
                dg.AssetMaterialization(
                    asset_key=key,
                    partition=made.partition,
                    metadata=dict(made.result.metadata or {}),
                    tags={_CODE_VERSION: self._code_version},
                )
            )
            for check in made.result.check_results or []:
                self._instance.report_runless_asset_event(_evaluation(key, check, made.partition))
        except Exception:  # noqa: BLE001 - the rows are authoritative, Dagster lacks one event
            _LOG.exception("%s could not be reported to Dagster", key.to_user_string())


def _evaluation(asset: dg.AssetKey, check: dg.AssetCheckResult, partition: str) -> dg.AssetCheckEvaluation:
    """With the partition, which a run would tell."""
    return dg.AssetCheckEvaluation(
        asset_key=asset,
        check_name=check.check_name or "",
        passed=check.passed,
        metadata={"partition": partition, **(check.metadata or {})},
        severity=check.severity,
        description=check.description,
    )
