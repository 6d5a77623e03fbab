"""The job of the housekeeping."""

from __future__ import annotations

from typing import Any

import dagster as dg

from assets.runs import LONG
from assets.upkeep.housekeeping import housekeeping

ASSETS: list[dg.AssetsDefinition] = [housekeeping]

# Dagster wants the names of jobs and of assets to differ.
housekeeping_job = dg.define_asset_job(
    "upkeep",
    selection=dg.AssetSelection.assets(housekeeping),
    description="Removes data that is no longer needed.",
    tags=LONG,
    # It tidies folders of the machine that Dagster runs on, wherever other steps run.
    executor_def=dg.in_process_executor,
)

JOBS: list[Any] = [housekeeping_job]
