"""Exported files of tables: requests for one, and lookup of the current one.

A request of a kind in `TABLE_EXPORTS` holds it: what was asked for in its parameters, the file in its result. How a file is written is
in `assets.automl.exporting`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.automl import TrainingStatus
from domain.exports import TABLE_EXPORTS
from domain.messages import Language, Message
from domain.requests import RequestKind, RequestStatus
from records import documents, explanations, predictions, trainings
from records.errors import DecisionRefused, NotFound
from records.tables import Request
from work_requests import lifecycle


@dataclass(frozen=True)
class WantedFile:
    """A file that is asked for.

    Attributes:
        kind: of the request, a key of `TABLE_EXPORTS`.
        form: one of its formats.
        subject: id of the training or prediction.
    """

    kind: RequestKind
    form: str
    language: Language
    subject: str

    def to_params(self) -> dict[str, str]:
        """Parameters of the request; `of_request` reads them, with its kind."""
        return {"format": self.form, "language": self.language, "subject": self.subject}

    @classmethod
    def of_request(cls, request: Request) -> WantedFile:
        """What a request asks for."""
        params = request.params
        language: Language = "en" if params["language"] == "en" else "ko"
        return cls(RequestKind(request.kind), params["format"], language, params["subject"])


@dataclass(frozen=True)
class MadeFile:
    """A file that was made.

    Attributes:
        path: its key in the store.
        file_name: what people see it called.
        edition: of what it was made of (`edition_of`).
    """

    request_id: int
    wanted: WantedFile
    path: str
    sha256: str
    bytes: int
    file_name: str
    edition: str


def ask(session: Session, doc_id: str, wanted: WantedFile, *, by: str, now: datetime) -> Request:
    """내려받기: make a file. One that is under way, or was made of what is there now, is that one.

    Raises:
        DecisionRefused: an unknown format, or nothing to export yet.
        NotFound: the training or prediction isn't of the document.
    """
    documents.get(session, doc_id)
    if wanted.form not in TABLE_EXPORTS[wanted.kind]:
        formats = ", ".join(TABLE_EXPORTS[wanted.kind])
        raise DecisionRefused(
            Message("there is no format {form!r}; choose one of {formats}", form=wanted.form, formats=formats)
        )
    edition = edition_of(session, doc_id, wanted)
    for request in _of(session, doc_id, wanted):
        is_over = RequestStatus(request.status).is_final
        if request.params.get("edition") == edition and (
            not is_over or (request.status == RequestStatus.DONE and request.result)
        ):
            return request
    params = {**wanted.to_params(), "edition": edition}
    return lifecycle.ask(session, wanted.kind, doc_id=doc_id, params=params, by=by, now=now)


def edition_of(session: Session, doc_id: str, wanted: WantedFile) -> str:
    """What a file is made of, as it is now; another one once that has changed.

    Raises:
        DecisionRefused: nothing to export yet.
        NotFound: the training or prediction isn't of the document.
    """
    if wanted.kind is RequestKind.PREDICTION_EXPORT:
        prediction = predictions.get(session, wanted.subject)
        _check_document(prediction.doc_id, doc_id, wanted.subject)
        if prediction.output_sha256 is None:
            raise DecisionRefused(Message("this file has not been predicted yet; export it afterwards"))
        return prediction.output_sha256
    training = trainings.get(session, wanted.subject)
    _check_document(training.doc_id, doc_id, wanted.subject)
    if training.status != TrainingStatus.EVALUATED:
        raise DecisionRefused(Message("this model has not been evaluated; a report needs its scores"))
    explained = explanations.of_training(session, wanted.subject)
    at = explained.explained_at.isoformat() if explained else ""
    document = documents.get(session, doc_id)
    is_confirmed = document.confirmed_training_id == training.training_id
    rule = training.decision_rule.to_json() if training.decision_rule else {}
    parts = (training.model_digest, training.mlflow_run_id, at, is_confirmed, document.name, rule)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def made_before(session: Session, request: Request) -> list[MadeFile]:
    """The files that an export replaces: of the same subject, format and language."""
    wanted = WantedFile.of_request(request)
    earlier = _of(session, request.doc_id or "", wanted)
    return [
        file_of(one)
        for one in earlier
        if one.request_id < request.request_id and one.status == RequestStatus.DONE and one.result
    ]


def of_request(session: Session, request_id: int, *, doc_id: str | None = None) -> Request:
    """An export, by its request. Raises NotFound, also for another kind or document, or a deleted one."""
    request = lifecycle.get(session, request_id)
    of_another = doc_id is not None and request.doc_id != doc_id
    if request.kind not in TABLE_EXPORTS or request.doc_id is None or of_another:
        raise NotFound(Message("request {request_id} is no export", request_id=request_id))
    documents.head(session, request.doc_id)
    return request


def file_of(request: Request) -> MadeFile:
    """The file of a finished export."""
    made = request.result or {}
    return MadeFile(
        request_id=request.request_id,
        wanted=WantedFile.of_request(request),
        path=made["path"],
        sha256=made["sha256"],
        bytes=made["bytes"],
        file_name=made["file_name"],
        edition=request.params["edition"],
    )


def _check_document(found: str, doc_id: str, subject: str) -> None:
    if found != doc_id:
        raise NotFound(Message("{subject} is not of document {doc_id}", subject=subject, doc_id=doc_id))


def _of(session: Session, doc_id: str, wanted: WantedFile) -> list[Request]:
    """Exports of the same file, newest first."""
    params = wanted.to_params()
    asked = session.scalars(
        sa.select(Request)
        .where(Request.doc_id == doc_id, Request.kind == wanted.kind)
        .order_by(Request.request_id.desc())
    )
    return [one for one in asked if {name: one.params.get(name) for name in params} == params]
