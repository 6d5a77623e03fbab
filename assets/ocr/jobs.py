"""The jobs over the OCR assets. Which one serves which kind of request is in `sensors.work`."""

from __future__ import annotations

from typing import Any

import dagster as dg

from assets.ocr.box_reading import box_texts
from assets.ocr.deployment import deployed_network, rollback_job
from assets.ocr.document_fields import document_fields, document_kind
from assets.ocr.document_tables import document_tables
from assets.ocr.exporting import exported_document
from assets.ocr.gate import network_gate
from assets.ocr.learnt_layouts import learnt_layouts
from assets.ocr.quality import quality_sample
from assets.ocr.reading import document_pages, extracted_texts
from assets.ocr.rescoring import rescored_texts
from assets.ocr.training import fine_tuned_network
from assets.ocr.training_data import lmdb_dataset, synthetic_images
from assets.ocr.training_items import training_items
from assets.runs import LONG

NIGHTLY = [
    training_items,
    synthetic_images,
    lmdb_dataset,
    fine_tuned_network,
    network_gate,
    deployed_network,
    rescored_texts,
    learnt_layouts,
]
ASSETS: list[dg.AssetsDefinition] = [
    document_pages,
    extracted_texts,
    document_tables,
    document_kind,
    document_fields,
    box_texts,
    exported_document,
    quality_sample,
    *NIGHTLY,
]

ONE_TRAINING = {".dagster/saebyeok_training": "recogniser"}
"""Runs with this tag wait for each other (see dagster.yaml)."""

read_job = dg.define_asset_job(
    "ocr_read",
    selection=dg.AssetSelection.assets(
        document_pages, extracted_texts, document_tables, document_kind, document_fields
    ),
    description="Opens the files of a day's documents, reads their pages and finds their tables, kinds and fields.",
    tags=LONG,
)
# A person waits for it, so it takes no slot of long work.
export_job = dg.define_asset_job(
    "ocr_export",
    selection=dg.AssetSelection.assets(exported_document),
    description="Writes one document as text, JSON, CSV, Excel, hOCR or searchable PDF.",
)
boxes_job = dg.define_asset_job(
    "ocr_boxes",
    selection=dg.AssetSelection.assets(box_texts),
    description="Reads the boxes of one document that people drew or changed.",
)
quality_job = dg.define_asset_job(
    "ocr_quality",
    selection=dg.AssetSelection.assets(quality_sample),
    description="Draws the weekly sample of confirmed texts for a second look.",
)
retrain_job = dg.define_asset_job(
    "ocr_retrain",
    selection=dg.AssetSelection.assets(*NIGHTLY),
    description="Gathers what people chose, fine-tunes, judges, deploys if better, reads again.",
    tags={**LONG, **ONE_TRAINING},
)

JOBS: list[Any] = [read_job, retrain_job, rollback_job, export_job, boxes_job, quality_job]
