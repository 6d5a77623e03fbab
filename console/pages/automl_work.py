"""The strip of work of a document: what waits, runs or went wrong, step by step and model by model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.learners import steps_of
from domain.requests import RequestKind, RequestStatus
from records import trainings
from records.tables import Document, Progress, Request, Training
from work_requests import failures, progress, request_lists

LOOKED_AT = 30
"""Of a document's requests, only so many of the newest can be open or of interest."""

NOT_OF_DATA = (*failures.OF_ONE_FILE, RequestKind.RENAME, RequestKind.DELETE, RequestKind.RESTORE)
"""Requests that leave the document's data and models as they were."""


STAGES = {
    RequestKind.UPLOAD: "upload",
    RequestKind.RETYPE: "data",
    RequestKind.PROFILE: "data",
    RequestKind.USE_COLUMNS: "data",
    RequestKind.CONFIRM_DATA: "data",
    RequestKind.TARGET: "prepare",
    RequestKind.PREVIEW: "prepare",
    RequestKind.PREPARE: "prepare",
    RequestKind.TRAIN: "train",
    RequestKind.CONFIRM_MODEL: "confirm",
    RequestKind.DECISION_RULE: "confirm",
    RequestKind.CHALLENGE: "renew",
}
"""On which screen a request is made, and tells that it failed; one of another kind tells it on all."""


@dataclass(frozen=True)
class ModelLine:
    """How far one model of a training request is.

    Args:
        training: its row; None where its turn has not come.
        progress: of the step that trains it.
    """

    code: str
    training: Training | None
    progress: Progress | None

    @property
    def status(self) -> TrainingStatus | None:
        """None where its turn has not come."""
        return TrainingStatus(self.training.status) if self.training else None


@dataclass(frozen=True)
class Line:
    """One request that isn't over, with its steps in the order they were last heard of."""

    request: Request
    steps: Sequence[Progress]
    models: Sequence[ModelLine]

    @property
    def kind(self) -> RequestKind:
        return RequestKind(self.request.kind)

    @property
    def has_ended_models(self) -> bool:
        """A training whose models have all ended; the comparison and the explanations remain."""
        return bool(self.models) and all(one.status and one.status.is_final for one in self.models)

    @property
    def status(self) -> RequestStatus:
        return RequestStatus(self.request.status)


@dataclass(frozen=True)
class Work:
    """What the strip shows.

    Args:
        lines: requests that wait or run, oldest first.
        failed: the newest request about the document itself, where it failed or was cancelled and is not acknowledged.
        mark: changes whenever something was decided, began or came to an end.
    """

    lines: Sequence[Line]
    failed: Request | None
    failed_kind: RequestKind | None
    mark: str

    def failed_on(self, stage: str) -> Request | None:
        """`failed`, where it belongs to the screen `stage`."""
        return self.failed if self.failed_kind and STAGES.get(self.failed_kind, stage) == stage else None


def work_on(session: Session, document: Document) -> Work:
    """The work on one document."""
    newest = request_lists.recent(session, document.doc_id, limit=LOOKED_AT)
    lines = [_line(session, r) for r in reversed(newest) if not RequestStatus(r.status).is_final]
    last = next((r for r in newest if r.kind not in NOT_OF_DATA), None)
    went_wrong = last is not None and last.status in (RequestStatus.FAILED, RequestStatus.CANCELLED)
    failed = last if last is not None and went_wrong and last.acknowledged_at is None else None
    models = [f"{model.code}.{model.status}" for line in lines for model in line.models]
    states = [f"{r.request_id}.{r.attempt}.{r.status}.{r.acknowledged_at is not None:d}" for r in newest[:5]]
    mark = "-".join([document.status, f"{document.updated_at:%y%m%d%H%M%S%f}", *states, *models])
    return Work(lines, failed, RequestKind(failed.kind) if failed else None, mark)


def _line(session: Session, request: Request) -> Line:
    steps = progress.of_request(session, request.request_id)
    if request.kind != RequestKind.TRAIN:
        return Line(request, steps, ())
    rows = {row.model_code: row for row in trainings.of_request(session, request.request_id)}
    of_step = {step.step: step for step in steps}
    return Line(
        request,
        (),
        [
            ModelLine(code, rows.get(code), of_step.get(steps_of(code)[0]))
            for code in request.params.get("models", [])
        ],
    )
