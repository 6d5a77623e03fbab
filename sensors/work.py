"""Which run serves each kind of request: its job, partition, assets and configuration.

A kind that is absent needs no run. A new kind of request that needs one has an entry in `WORK`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg

from assets.automl import jobs as automl_jobs
from assets.automl.explanations import EXPLANATION_ASSETS
from assets.automl.models import MODEL_ASSETS, model_comparison
from assets.mirror_job import mirror_job
from assets.ocr import jobs as ocr_jobs
from assets.ocr.deployment import rollback_job
from assets.upkeep.jobs import housekeeping_job
from domain.requests import RequestKind
from records.ocr.tables import OcrDocument
from records.tables import Document, Request


@dataclass(frozen=True)
class WithDocument:
    """A request with its document; None for a request of no document, or of one that is gone."""

    request: Request
    document: Document | OcrDocument | None

    @property
    def name(self) -> str:
        """What people call the document; "" without one."""
        if isinstance(self.document, OcrDocument):
            return self.document.file_name
        return self.document.name if self.document else self.request.doc_id or ""

    @property
    def pages(self) -> OcrDocument:
        """The document of a request of pages. Raises LookupError where it is gone."""
        if not isinstance(self.document, OcrDocument):
            raise LookupError(f"document {self.request.doc_id} is gone")
        return self.document


Config = Mapping[str, Mapping[str, Any]]
"""Configuration by asset."""
Params = Mapping[str, Any]
"""Parameters of a request."""


@dataclass(frozen=True)
class Work:
    """How requests of one kind are run.

    Attributes:
        job: the job.
        partition: the partition of a request; requests that share a run have the same one.
        config: the configuration of the assets, from the requests that the run serves.
        selection: the assets that a request needs; None: all of the job.
        batched: whether a run serves several requests, each of a document of its own.
    """

    job: Any
    partition: Callable[[WithDocument], str | None] = lambda asked: asked.request.doc_id
    config: Callable[[Sequence[WithDocument]], Config] = lambda _: {}
    selection: Callable[[Params], Sequence[dg.AssetKey]] | None = None
    batched: bool = False


def _of_params(config: Callable[[Params], Config]) -> Callable[[Sequence[WithDocument]], Config]:
    """The configuration of a run that serves one request, from its parameters."""
    return lambda batch: config(batch[0].request.params)


def _day(asked: WithDocument) -> str:
    return asked.pages.day


def _documents(batch: Sequence[WithDocument]) -> Config:
    config = {"documents": [asked.pages.doc_id for asked in batch]}
    steps = ("document_pages", "extracted_texts", "document_tables", "document_kind", "document_fields")
    return dict.fromkeys(steps, config)


def _export(batch: Sequence[WithDocument]) -> Config:
    (asked,) = batch
    config = {"document": asked.pages.doc_id, "format": asked.request.params["format"]}
    return {"exported_document": config}


def _boxes(batch: Sequence[WithDocument]) -> Config:
    (asked,) = batch
    return {"box_texts": {"document": asked.pages.doc_id}}


def _column_types(params: Params) -> Config:
    return {"column_profile": {name: params.get(name, {}) for name in ("types", "missing_words")}}


def _trainings(params: Params) -> Config:
    config = {"seed": params.get("seed", 0), "budget_seconds": params.get("budget_seconds")}
    return {f"{code}_model": config for code in params.get("models", [])}


def _chosen_models(params: Params) -> list[dg.AssetKey]:
    codes = params.get("models", [])
    chosen = [asset for code in codes for asset in MODEL_ASSETS[code]]
    chosen += [EXPLANATION_ASSETS[code] for code in codes if code in EXPLANATION_ASSETS]
    return [asset.key for asset in (*chosen, model_comparison)]


WORK: Mapping[RequestKind, Work] = {
    RequestKind.UPLOAD: Work(automl_jobs.upload_job),
    RequestKind.APPEND: Work(automl_jobs.append_job),
    RequestKind.RETYPE: Work(automl_jobs.retype_job, config=_of_params(_column_types)),
    RequestKind.PROFILE: Work(automl_jobs.retype_job),
    RequestKind.TARGET: Work(automl_jobs.target_job),
    RequestKind.PREVIEW: Work(
        automl_jobs.preview_job,
        config=_of_params(lambda params: {"preprocessing_preview": params.get("choices", {})}),
    ),
    RequestKind.PREPARE: Work(
        automl_jobs.prepare_job,
        config=_of_params(lambda params: {"preprocessing_plan": params.get("choices", {})}),
    ),
    RequestKind.TRAIN: Work(automl_jobs.train_job, config=_of_params(_trainings), selection=_chosen_models),
    RequestKind.CONFIRM_MODEL: Work(automl_jobs.confirm_job),
    RequestKind.DECISION_RULE: Work(automl_jobs.rule_job),
    RequestKind.PREDICT: Work(automl_jobs.predict_job),
    RequestKind.CHALLENGE: Work(automl_jobs.challenge_job),
    RequestKind.OUTCOME: Work(automl_jobs.outcome_job),
    RequestKind.MODEL_REPORT: Work(automl_jobs.report_job),
    RequestKind.PREDICTION_EXPORT: Work(automl_jobs.workbook_job),
    RequestKind.MIRROR: Work(mirror_job),
    RequestKind.HOUSEKEEPING: Work(housekeeping_job),
    RequestKind.OCR_READ: Work(ocr_jobs.read_job, partition=_day, config=_documents, batched=True),
    RequestKind.OCR_RETRAIN: Work(
        ocr_jobs.retrain_job,
        config=_of_params(lambda params: {"fine_tuned_network": {"minutes": params.get("minutes")}}),
    ),
    RequestKind.OCR_ROLLBACK: Work(rollback_job),
    RequestKind.OCR_QUALITY: Work(ocr_jobs.quality_job),
    RequestKind.OCR_BOXES: Work(ocr_jobs.boxes_job, partition=_day, config=_boxes),
    RequestKind.OCR_EXPORT: Work(ocr_jobs.export_job, partition=_day, config=_export),
}
JOBS = [work.job for work in WORK.values()]
