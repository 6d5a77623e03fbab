"""The job of the housekeeping, and the kind of request it serves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.runs import LONG
from assets.upkeep.housekeeping import housekeeping
from domain.requests import RequestKind

ASSETS: list[dg.AssetsDefinition] = [housekeeping]

# Dagster wants the names of jobs and of assets to differ.
housekeeping_job = dg.define_asset_job(
    "upkeep",
    selection=dg.AssetSelection.assets(housekeeping),
    description="정리: removes data that is no longer needed.",
    tags=LONG,
    # It tidies folders of the machine that Dagster runs on, wherever other steps run.
    executor_def=dg.in_process_executor,
)

JOB_OF_KIND: Mapping[RequestKind, Any] = {RequestKind.HOUSEKEEPING: housekeeping_job}
JOBS = list(JOB_OF_KIND.values())
