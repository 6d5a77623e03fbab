"""Plans the runs of waiting requests by `sensors.work.WORK`: which requests share a run, its tags and its priority. Starts nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import dagster as dg
from sqlalchemy.orm import Session

from assets.claiming import DOCUMENTS_A_RUN
from assets.runs import ATTEMPT_TAG, DOCUMENT_NAME_TAG, DOCUMENT_TAG, KIND_TAG, PRIORITY_TAG, REQUEST_TAG
from domain.requests import RequestKind
from records.ocr.tables import OcrDocument
from records.tables import Document, Request
from sensors.work import WORK, WithDocument

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


def with_documents(session: Session, waiting: Iterable[Request]) -> list[WithDocument]:
    """The requests with their documents."""

    def document_of(request: Request) -> Document | OcrDocument | None:
        if request.doc_id is None:
            return None
        if RequestKind(request.kind).of_pages:
            return session.get(OcrDocument, request.doc_id)
        return session.get(Document, request.doc_id)

    return [WithDocument(request, document_of(request)) for request in waiting]


def plan_runs(
    waiting: Sequence[WithDocument],
    *,
    bulk: Collection[tuple[str, str]] = (),
    pages_a_run: int = PAGES_A_RUN,
) -> tuple[list[PlannedRun], dict[int, str]]:
    """The runs of all requests by priority, and the errors of requests for which no run can be planned.

    Args:
        waiting: the requests by priority.
        bulk: requesters with bulk requests, each with their kind; all other runs leave Dagster's queue first, and requests of
            the two do not share a run.
        pages_a_run: most pages that one run reads; workers share what is left by runs.
    """
    broken: dict[int, str] = {}
    groups: dict[tuple[object, ...], list[WithDocument]] = {}
    for asked in waiting:
        request = asked.request
        try:
            work = WORK[RequestKind(request.kind)]
            together = _is_bulk(request, bulk) if work.batched else request.request_id
            groups.setdefault((request.kind, work.partition(asked), together), []).append(asked)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it is reported on its row
            broken[request.request_id] = _trouble(error)
    planned: list[PlannedRun] = []
    for group in groups.values():
        for batch in _batches(group, pages_a_run):
            ids = [asked.request.request_id for asked in batch]
            try:
                planned.append(PlannedRun(_run_of(batch, is_bulk=_is_bulk(batch[0].request, bulk)), ids))
            except Exception as error:  # noqa: BLE001 - as above
                broken |= dict.fromkeys(ids, _trouble(error))
    place = {asked.request.request_id: number for number, asked in enumerate(waiting)}
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


def _trouble(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _batches(group: Sequence[WithDocument], most_pages: int) -> Iterator[Sequence[WithDocument]]:
    """At most `DOCUMENTS_A_RUN` documents, or `most_pages` pages as far as their number is known, together."""
    start, known = 0, 0
    for place, asked in enumerate(group):
        pages = (asked.document.pages if isinstance(asked.document, OcrDocument) else None) or 1
        known += pages
        if place > start and (known > most_pages or place - start == DOCUMENTS_A_RUN):
            yield group[start:place]
            start, known = place, pages
    yield group[start:]


def _run_of(batch: Sequence[WithDocument], *, is_bulk: bool) -> dg.RunRequest:
    """The run that serves this attempt of the requests."""
    first = batch[0]
    kind = RequestKind(first.request.kind)
    work = WORK[kind]
    config = {name: {"config": dict(values)} for name, values in work.config(batch).items()}
    return dg.RunRequest(
        run_key=f"request:{first.request.request_id}:{first.request.attempt}",
        job_name=work.job.name,
        partition_key=work.partition(first),
        asset_selection=list(work.selection(first.request.params)) if work.selection else None,
        run_config={"ops": config} if config else {},
        tags=_tags(kind, batch, batched=work.batched) | ({} if is_bulk else {PRIORITY_TAG: "1"}),
    )


def _tags(kind: RequestKind, batch: Sequence[WithDocument], *, batched: bool) -> dict[str, str]:
    first = batch[0]
    tags = {KIND_TAG: kind.value}
    if first.request.doc_id:
        others = f" +{len(batch) - 1}" if len(batch) > 1 else ""
        tags[DOCUMENT_NAME_TAG] = first.name[: 100 - len(others)] + others
    if batched:  # the run finds its requests by its key
        return tags
    tags |= {REQUEST_TAG: str(first.request.request_id), ATTEMPT_TAG: str(first.request.attempt)}
    return tags | ({DOCUMENT_TAG: first.request.doc_id} if first.request.doc_id else {})
