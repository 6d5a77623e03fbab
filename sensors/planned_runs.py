"""Plans which run serves which requests: its job, partition, assets, config and tags. Starts nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import dagster as dg
from sqlalchemy.orm import Session

from assets.automl import jobs as automl_jobs
from assets.ocr import jobs as ocr_jobs
from assets.runs import ATTEMPT_TAG, DOCUMENT_NAME_TAG, DOCUMENT_TAG, PRIORITY_TAG, REQUEST_TAG
from assets.upkeep import jobs as upkeep_jobs
from domain.requests import RequestKind
from records.ocr.tables import OcrDocument
from records.tables import Document, Request

JOB_OF_KIND = {**automl_jobs.JOB_OF_KIND, **ocr_jobs.JOB_OF_KIND, **upkeep_jobs.JOB_OF_KIND}
JOBS = list(JOB_OF_KIND.values())
KIND_TAG = "saebyeok/kind"
DOCUMENTS_A_RUN = 64
PAGES_A_RUN = 256


@dataclass(frozen=True)
class PlannedRun:
    """A run, and the requests it is to serve."""

    run: dg.RunRequest
    request_ids: list[int]

    @property
    def key(self) -> str:
        return self.run.run_key or ""

    @property
    def is_bulk(self) -> bool:
        """Whether it serves bulk requests."""
        return PRIORITY_TAG not in self.run.tags


def plan_runs(
    waiting: Sequence[Request],
    tables: Mapping[str, Document],
    pages: Mapping[str, OcrDocument],
    *,
    bulk: Collection[tuple[str, str]] = (),
    pages_a_run: int = PAGES_A_RUN,
) -> tuple[list[PlannedRun], dict[int, str]]:
    """The runs of all requests by priority, and the errors of requests for which no run can be planned.

    Args:
        tables: the AutoML documents of the requests, by id.
        pages: the OCR documents of the requests, by id.
        bulk: requesters with bulk requests, each with their kind; all other runs leave Dagster's queue first, and pages of
            the two are read in separate runs.
        pages_a_run: most pages that one run reads; workers share what is left by runs.
    """
    planned: list[PlannedRun] = []
    broken: dict[int, str] = {}
    to_read: list[tuple[Request, OcrDocument]] = []
    for request in waiting:
        try:
            if request.kind == RequestKind.OCR_READ:
                to_read.append((request, pages[request.doc_id or ""]))
            elif request.kind == RequestKind.OCR_EXPORT:
                run = _export_run(request, pages[request.doc_id or ""])
                planned.append(_with_priority(run, request, bulk))
            else:
                document = tables.get(request.doc_id or "")
                run = PlannedRun(run_of(request, document), [request.request_id])
                planned.append(_with_priority(run, request, bulk))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it is told on its row
            broken[request.request_id] = f"{type(error).__name__}: {error}"
    for waits, day in sorted({(_is_bulk(request, bulk), document.day) for request, document in to_read}):
        together = [
            (request, document)
            for request, document in to_read
            if (_is_bulk(request, bulk), document.day) == (waits, day)
        ]
        batches = _batches(together, pages_a_run)
        planned += [_with_priority(_reading_run(day, batch), batch[0][0], bulk) for batch in batches]
    place = {request.request_id: number for number, request in enumerate(waiting)}
    return sorted(planned, key=lambda plan: (plan.is_bulk, place[plan.request_ids[0]])), broken


def for_now(planned: Sequence[PlannedRun], *, room: int) -> list[PlannedRun]:
    """The runs to submit now: all that are not bulk, and the first `room` bulk ones.

    Submitting a run to Dagster takes a good part of a second, and a decision made meanwhile waits for it: a thousand at
    once would delay everyone for minutes. The rest wait as rows.
    """
    bulk = [plan for plan in planned if plan.is_bulk]
    return [plan for plan in planned if not plan.is_bulk] + bulk[: max(room, 0)]


def _is_bulk(request: Request, bulk: Collection[tuple[str, str]]) -> bool:
    return (request.requested_by, request.kind) in bulk


def _with_priority(plan: PlannedRun, request: Request, bulk: Collection[tuple[str, str]]) -> PlannedRun:
    """The run with priority over bulk runs, unless it is one."""
    if _is_bulk(request, bulk):
        return plan
    return replace(plan, run=plan.run.with_replaced_attrs(tags={**plan.run.tags, PRIORITY_TAG: "1"}))


def run_of(request: Request, document: Document | None) -> dg.RunRequest:
    """The run that serves this attempt of a request that has a run of its own."""
    kind = RequestKind(request.kind)
    tags = _tags(request, document.name if document else request.doc_id)
    jobs = automl_jobs if kind in automl_jobs.JOB_OF_KIND else ocr_jobs
    selection, config = jobs.selection_and_config(kind, request.params)
    return dg.RunRequest(
        run_key=_run_key(request),
        job_name=JOB_OF_KIND[kind].name,
        partition_key=request.doc_id,
        asset_selection=selection,
        run_config=_run_config(config),
        tags=tags,
    )


def documents_of(
    session: Session, waiting: Iterable[Request]
) -> tuple[dict[str, Document], dict[str, OcrDocument]]:
    """The documents the requests are of, those of each half by id."""
    ids = {request.doc_id for request in waiting if request.doc_id}
    tables = {doc_id: row for doc_id in ids if (row := session.get(Document, doc_id))}
    pages = {doc_id: page for doc_id in ids if (page := session.get(OcrDocument, doc_id))}
    return tables, pages


def _batches(
    to_read: Sequence[tuple[Request, OcrDocument]], most_pages: int
) -> Iterable[Sequence[tuple[Request, OcrDocument]]]:
    """At most 64 documents, or `most_pages` pages as far as their number is known, together."""
    start, known = 0, 0
    for place, (_, document) in enumerate(to_read):
        known += document.pages or 1
        if place > start and (known > most_pages or place - start == DOCUMENTS_A_RUN):
            yield to_read[start:place]
            start, known = place, document.pages or 1
    yield to_read[start:]


def _reading_run(day: str, batch: Sequence[tuple[Request, OcrDocument]]) -> PlannedRun:
    first, document = batch[0]
    others = f" +{len(batch) - 1}" if len(batch) > 1 else ""
    tags = {
        KIND_TAG: RequestKind.OCR_READ.value,
        DOCUMENT_NAME_TAG: f"{document.file_name[:90]}{others}",
    }
    config = {"documents": [document.doc_id for _, document in batch]}
    run = dg.RunRequest(
        run_key=_run_key(first),
        job_name=JOB_OF_KIND[RequestKind.OCR_READ].name,
        partition_key=day,
        run_config=_run_config({"document_pages": config, "extracted_texts": config}),
        tags=tags,
    )
    return PlannedRun(run, [request.request_id for request, _ in batch])


def _export_run(request: Request, document: OcrDocument) -> PlannedRun:
    config = {"document": document.doc_id, "format": request.params["format"]}
    run = dg.RunRequest(
        run_key=_run_key(request),
        job_name=JOB_OF_KIND[RequestKind.OCR_EXPORT].name,
        partition_key=document.day,
        run_config=_run_config({"exported_document": config}),
        tags=_tags(request, document.file_name),
    )
    return PlannedRun(run, [request.request_id])


def _run_key(request: Request) -> str:
    return f"request:{request.request_id}:{request.attempt}"


def _tags(request: Request, name: str | None) -> dict[str, str]:
    tags = {
        REQUEST_TAG: str(request.request_id),
        ATTEMPT_TAG: str(request.attempt),
        KIND_TAG: RequestKind(request.kind).value,
    }
    if request.doc_id:
        tags |= {DOCUMENT_TAG: request.doc_id, DOCUMENT_NAME_TAG: (name or "")[:100]}
    return tags


def _run_config(config: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {"ops": {name: {"config": dict(values)} for name, values in config.items()}} if config else {}
