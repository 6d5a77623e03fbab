"""Reports failed runs: to the log, and to a webhook where one is set."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

import dagster as dg

from assets.runs import DOCUMENT_TAG

WEBHOOK_SECONDS = 10
LOOK_SECONDS = 60


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect could lead from https to http, or to another host."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def build_run_failures_sensor(*, webhook: str = "") -> dg.SensorDefinition:
    """The sensor that logs every failed run and posts it to `webhook`, if one is given."""

    @dg.run_failure_sensor(
        name="run_failures",
        minimum_interval_seconds=LOOK_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Writes failed runs to the log and to the webhook of the setting failure_webhook.",
    )
    def run_failures(context: dg.RunFailureSensorContext) -> None:
        report(failure_of(context.dagster_run), webhook, context.log.error)

    return run_failures


def failure_of(run: dg.DagsterRun) -> dict[str, str]:
    """What is reported of a failed run.

    Messages of errors are left out: they may quote cells, file names or addresses with passwords. They are in Dagster,
    under the run's id.
    """
    failure = {"run_id": run.run_id, "job": run.job_name, "document": run.tags.get(DOCUMENT_TAG, "")}
    about = f" (document {failure['document']})" if failure["document"] else ""
    # Slack, Mattermost and Teams show "text".
    return {**failure, "text": f"Saebyeok: run {run.run_id} of job {run.job_name} failed{about}"}


def report(failure: Mapping[str, str], webhook: str, log: Callable[[str], None]) -> None:
    """Log a failure and post it as JSON. A webhook that does not take it is logged; the failure is not sent again."""
    log(failure["text"])
    if not webhook:
        return
    request = urllib.request.Request(  # noqa: S310 - the setting admits https and this machine only
        webhook, json.dumps(failure).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=WEBHOOK_SECONDS):
            pass
    except (urllib.error.URLError, OSError) as error:
        # The address is a secret with many services, so only the kind of trouble is named.
        log(
            f"the webhook did not take run {failure['run_id']}: {getattr(error, 'code', type(error).__name__)}"
        )
