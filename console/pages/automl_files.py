"""Pictures and results of AutoML documents, found by the ids of their rows, never by a path from the request."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.exports import attachment
from console.pages.files import content, picture
from console.rendering import context_of
from domain.automl import ImageKind
from domain.messages import Message
from records import columns, documents, predictions, trainings
from records.errors import NotFound

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]


@router.get("/files/automl/columns/{doc_id}/{column_no}/{sha256}")
def boxplot(context: _Context, doc_id: str, column_no: RowNumber, sha256: str) -> Response:
    with context.reading() as session:
        documents.head(session, doc_id)
        found = columns.image(session, doc_id, column_no, ImageKind.BOXPLOT)
    if found is None:
        raise NotFound(
            Message(
                "column {column_no} of document {doc_id} has no picture", column_no=column_no, doc_id=doc_id
            )
        )
    return picture(content(context, found.path, found.sha256, sha256), "image/png")


@router.get("/files/automl/trainings/{training_id}/{kind}/{sha256}")
def training_picture(context: _Context, training_id: str, kind: str, sha256: str) -> Response:
    with context.reading() as session:
        documents.head(session, trainings.get(session, training_id).doc_id)
        found = trainings.image(session, training_id, kind)
    if found is None:
        raise NotFound(Message("training {training_id} has no such picture", training_id=training_id))
    return picture(content(context, found.path, found.sha256, sha256), "image/png")


@router.get("/files/automl/predictions/{prediction_id}/{sha256}")
def predicted_rows(context: _Context, prediction_id: str, sha256: str) -> Response:
    """[내려받기]: a file to keep, whatever is in it."""
    with context.reading() as session:
        found = predictions.get(session, prediction_id)
        documents.head(session, found.doc_id)
    if found.output_path is None or found.output_sha256 != sha256:
        raise NotFound(Message("this result isn't there yet, or has changed; reload the page"))
    stem = found.file_name.rpartition(".")[0] or found.file_name
    with ExitStack() as stack:
        path = stack.enter_context(context.store.local(found.output_path, sha256))
        kept = stack.pop_all()
    return FileResponse(
        path,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": attachment(f"{stem}_예측.csv", f"{prediction_id}.csv")},
        background=BackgroundTask(kept.close),
    )
