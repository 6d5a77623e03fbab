"""What a model's training said, line by line, while it runs and afterwards."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.live import Live
from console.rendering import context_of
from domain.learners import LEARNERS, steps_of
from domain.messages import Message
from domain.requests import RequestStatus
from records.errors import NotFound
from work_requests import lifecycle, progress

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
MOST_LINES = 200


@router.get("/automl/{doc_id}/log/{request_id}/{code}")
def log(request: Request, context: _Context, doc_id: str, request_id: RowNumber, code: str) -> Response:
    """The lines; they ask for themselves again until the request is over."""
    learner = LEARNERS.get(code)
    with context.reading() as session:
        asked = lifecycle.get(session, request_id)
        if asked.doc_id != doc_id or learner is None:
            raise NotFound(
                Message(
                    "request {request_id} of document {doc_id} trains no {code}",
                    request_id=request_id,
                    doc_id=doc_id,
                    code=code,
                )
            )
        lines = progress.lines(session, request_id, steps_of(code), limit=MOST_LINES + 1)
    status = RequestStatus(asked.status)
    place = f"/automl/{doc_id}/log/{request_id}/{code}"
    live = Live(f"log-{request_id}-{code}-lines", place, "automl_log.html", 0 if status.is_final else 2)
    values = {
        "learner": learner,
        "asked": asked,
        "status": status,
        "lines": lines[-MOST_LINES:],
        "more": len(lines) > MOST_LINES,
    }
    if "seen" in request.query_params:
        return live.answer(request, **values)
    return HTMLResponse(live.show(request, **values))
