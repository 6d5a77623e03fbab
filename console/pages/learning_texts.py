"""학습 글 (TB_OCR_TRAIN_TEXT): the texts synthetic training images are made of. Listed, added, imported, deleted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pagination import paginate
from console.rendering import context_of, language_of, render, user_of
from console.undo import undo_of
from domain.messages import Message
from intake.names import shown_name
from records.errors import DecisionRefused
from records.ocr.learning import train_texts
from records.ocr.tables import TrainText

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 100
MOST_BYTES = 20_000_000
"""Of an imported file: some half a million lines."""
TEXTS_CHANGED = "texts-changed"
LIST_CHANGED = {"HX-Trigger": TEXTS_CHANGED}


@router.get("/learning/texts")
def list_texts(
    request: Request,
    context: _Context,
    contains: Annotated[str, Query(max_length=200)] = "",
    before: RowNumber = 0,
    after: RowNumber = 0,
) -> HTMLResponse:
    with context.reading() as session:
        total = 0

        def ask(behind: int | None, ahead_of: int | None, limit: int) -> Sequence[TrainText]:
            nonlocal total
            found, total = train_texts.page_of_list(
                session, contains=contains or None, before=behind, after=ahead_of, limit=limit
            )
            return found

        pagination = paginate(ask, behind=before, ahead_of=after, size=PER_PAGE)
    alone = "hx-request" in request.headers
    return render(
        request,
        "learning_texts_list.html" if alone else "learning_texts.html",
        rows=pagination.rows,
        pagination=pagination,
        total=total,
        contains=contains,
        before=before,
        after=after,
        longest=train_texts.LONGEST,
    )


@router.post("/learning/texts")
def add(
    request: Request, context: _Context, by: _By, lines: Annotated[str, Form(max_length=500_000)] = ""
) -> Response:
    """One text a line."""
    return _added(request, context, by, lines.splitlines())


@router.post("/learning/texts/uploads")
def import_file(
    request: Request, context: _Context, by: _By, file: Annotated[UploadFile, File()]
) -> Response:
    name = shown_name(file.filename or "")
    data = file.file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return _said(
            request,
            refusal=DecisionRefused(
                Message(
                    "{name!r} is over {most_bytes} MB; split it", name=name, most_bytes=MOST_BYTES // 1000000
                )
            ),
        )
    try:
        lines = train_texts.lines_of(data, name)
    except DecisionRefused as refusal:
        return _said(request, refusal=refusal)
    return _added(request, context, by, lines)


@router.post("/learning/texts/{train_text_id}/delete")
def delete(request: Request, context: _Context, train_text_id: RowNumber) -> Response:
    with context.transaction() as session:
        text = train_texts.delete(session, train_text_id).text
    offer = undo_of(
        language_of(request),
        Message("'{text}' was deleted", text=text),
        place="/learning/texts/restore",
        field="train_text_id",
        values=[str(train_text_id)],
    )
    events = {TEXTS_CHANGED: True, "undo": offer.to_dict()}
    return Response(status_code=204, headers={"HX-Trigger": json.dumps(events)})


@router.post("/learning/texts/restore")
def restore(context: _Context, train_text_id: Annotated[RowNumber, Form()]) -> Response:
    with context.transaction() as session:
        train_texts.restore(session, train_text_id)
    return Response(status_code=204, headers=LIST_CHANGED)


def _added(request: Request, context: ConsoleContext, by: str, lines: list[str]) -> Response:
    try:
        with context.transaction() as session:
            added, left_out = train_texts.add(session, lines, by=by, now=context.now())
    except DecisionRefused as refusal:
        return _said(request, refusal=refusal)
    return _said(request, added=len(added), left_out=left_out)


def _said(
    request: Request, *, added: int = 0, left_out: int = 0, refusal: DecisionRefused | None = None
) -> Response:
    """A sentence beside the form, which keeps what was typed where it was refused."""
    response = render(request, "learning_texts_said.html", added=added, left_out=left_out, refusal=refusal)
    if added:
        response.headers.update(LIST_CHANGED)
    return response
