"""How AutoML work is partitioned: one dynamic partition per document, its key the document's id."""

from __future__ import annotations

import dagster as dg

AUTOML_DOCUMENTS = dg.DynamicPartitionsDefinition(name="automl_documents")
