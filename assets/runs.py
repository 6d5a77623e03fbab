"""What runs of both halves share: tags, owners, retry policy."""

from __future__ import annotations

import dagster as dg

OWNERS = ["team:saebyeok"]
PARENT_RUN_TAG = "dagster/parent_run_id"
"""On runs re-executed by a person; the request named in their other tags has ended."""
RUN_KEY_TAG = "dagster/run_key"
"""Set by Dagster on runs a sensor asked for; TB_REQUEST keeps it as RUN_KEY."""
KIND_TAG = "saebyeok/kind"
REQUEST_TAG = "saebyeok/request"
DOCUMENT_TAG = "saebyeok/document"
DOCUMENT_NAME_TAG = "saebyeok/document_name"
ATTEMPT_TAG = ".dagster/saebyeok_attempt"
"""Hidden in Dagster's UI, as all tags with this prefix: people filter runs by the four above."""
PRIORITY_TAG = "dagster/priority"
"""Runs with the higher number leave Dagster's queue first; without it: 0."""
WEIGHT_TAG = ".dagster/saebyeok_weight"
LONG = {WEIGHT_TAG: "long"}
"""Runs with this tag leave one slot free (see dagster.yaml)."""
IO_RETRY = dg.RetryPolicy(max_retries=2, delay=2, backoff=dg.Backoff.EXPONENTIAL)
"""For steps that read and write files and rows; what people can mend is raised without retry."""
