"""Launches the runs of requests that are not served here, by Dagster's GraphQL API.

The sensor `requests` does the same some seconds later where Dagster's web server can't be reached. A request is marked as
submitted first, so that only one of the two launches its run, and released again where launching failed. A process that dies
in between leaves a mark without a run, which the reconciler takes away.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

import dagster as dg
import httpx2
from sqlalchemy.exc import SQLAlchemyError

from assets.automl.partitions import AUTOML_DOCUMENTS
from assets.runs import RUN_KEY_TAG
from records.tables import Document
from resources.clock import Clock
from resources.database import Database
from sensors import planned_runs
from sensors.planned_runs import PlannedRun
from serving.warm_steps import Loaded, is_served_here
from work_requests import lifecycle, request_queue

REQUESTS_A_LOOK = 50
LOCATION = "saebyeok"
"""Name of the code location, as in the Procfile."""
_REPOSITORY = "__repository__"
_PARTITION_TAG = "dagster/partition"
_SENSOR_TAG, _SENSOR = "dagster/sensor_name", "requests"
_SECONDS = 30.0
_MUTATION = """
mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on Error { message }
  }
}
"""
_LOG = logging.getLogger(__name__)


class NotLaunched(Exception):
    """Dagster did not launch a run; the message is its reason."""


@dataclass(frozen=True)
class Launcher:
    """Launches the runs of one home.

    Attributes:
        dagster_url: of Dagster's web server.
    """

    dagster_url: str
    instance: dg.DagsterInstance
    database: Database
    clock: Clock
    loaded: Loaded
    pages_a_run: int

    def launch_waiting(self) -> None:
        """Launch the run of each request that may start now, is not bulk, and is not for a lane."""
        with self.database.reading() as session:
            free = request_queue.launchable(session, limit=REQUESTS_A_LOOK, include_bulk=False)
            asked = planned_runs.with_documents(session, free)
            loaded = self.loaded
            left = [one for one in asked if not is_served_here(session, one, loaded.files, loaded.small)]
        # A request for which no run can be planned is settled by the sensor.
        planned, _ = planned_runs.plan_runs(left, pages_a_run=self.pages_a_run)
        tables = {one.request.doc_id for one in left if isinstance(one.document, Document)}
        for plan in planned:
            if not self._launch(plan, tables):
                return

    def _launch(self, plan: PlannedRun, tables: set[str | None]) -> bool:
        """Launch one run; False where Dagster does not launch now."""
        with self.database.transaction() as session:
            if not request_queue.mark_submitted(
                session, plan.request_ids, self.clock.now(), run_key=plan.key
            ):
                return True
        try:
            if plan.run.partition_key in tables:
                self.instance.add_dynamic_partitions(
                    AUTOML_DOCUMENTS.name or "", [plan.run.partition_key or ""]
                )
            self._post(execution_params(plan.run))
        except httpx2.ReadTimeout:
            # It may be launched: the reconciler takes the mark away if Dagster knows no such run.
            _LOG.warning("Dagster did not answer to the launch of %s in %.0f s", plan.key, _SECONDS)
            return False
        except (httpx2.HTTPError, NotLaunched, ValueError, dg.DagsterError, SQLAlchemyError) as error:
            _LOG.warning("the sensor launches %s: %s", plan.key, error)
            with self.database.transaction() as session:
                for request_id in plan.request_ids:
                    request = lifecycle.get(session, request_id)
                    if not lifecycle.end_if_cancelled(request, now=self.clock.now()):
                        request_queue.unsubmit(request)
            return False
        return True

    def _post(self, params: dict[str, Any]) -> None:
        answer = httpx2.post(
            f"{self.dagster_url}/graphql",
            json={"query": _MUTATION, "variables": {"params": params}},
            timeout=_SECONDS,
        ).raise_for_status()
        result = (answer.json().get("data") or {}).get("launchRun") or {}
        if result.get("__typename") != "LaunchRunSuccess":
            raise NotLaunched(result.get("message") or json.dumps(answer.json())[:500])


def execution_params(run: dg.RunRequest) -> dict[str, Any]:
    """The variable of GraphQL's `launchRun` for a run as sensors ask for it."""
    # With the sensor's name, without which the sensor would not find a run of this key and launch another.
    tags = {**run.tags, RUN_KEY_TAG: run.run_key or "", _SENSOR_TAG: _SENSOR}
    if run.partition_key is not None:
        tags[_PARTITION_TAG] = run.partition_key
    selector: dict[str, Any] = {
        "repositoryLocationName": LOCATION,
        "repositoryName": _REPOSITORY,
        "jobName": run.job_name,
    }
    if run.asset_selection:
        selector["assetSelection"] = [{"path": list(key.path)} for key in run.asset_selection]
    return {
        "selector": selector,
        "runConfigData": dict(run.run_config),
        "executionMetadata": {"tags": [{"key": key, "value": value} for key, value in tags.items()]},
    }
