"""How AutoML work is partitioned: one dynamic partition per document, its key the document's id."""

from __future__ import annotations

import dagster as dg

AUTOML_DOCUMENTS = dg.DynamicPartitionsDefinition(name="automl_documents")
OWNERS = ["team:saebyeok"]
PARENT_RUN_TAG = "dagster/parent_run_id"
"""On runs somebody re-executed; the request their other tags name is over."""
REQUEST_TAG = "saebyeok/request"
ATTEMPT_TAG = "saebyeok/attempt"
DOCUMENT_TAG = "saebyeok/document"
DOCUMENT_NAME_TAG = "saebyeok/document_name"
WEIGHT_TAG = "saebyeok/weight"
LONG = {WEIGHT_TAG: "long"}
"""Runs with this tag leave one slot free (see dagster.yaml)."""
IO_RETRY = dg.RetryPolicy(max_retries=2, delay=2, backoff=dg.Backoff.EXPONENTIAL)
"""For steps that read and write files and rows; what people can mend is raised without retry."""
