"""지금: what runs, waits and failed, and files that were refused."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from console.desk import Desk
from console.rendering import desk_of, render, user_of
from records import progress, refused, requests
from records.enums import RequestKind, RequestStatus

router = APIRouter()
_DeskOf = Annotated[Desk, Depends(desk_of)]
_By = Annotated[str, Depends(user_of)]
MOST_FAILED = 50


@router.get("/now")
def now(request: Request, desk: _DeskOf) -> HTMLResponse:
    """The whole page; its list asks for itself again every few seconds."""
    with desk.reading() as session:
        open_ones = requests.newest(session, [RequestStatus.RUNNING, RequestStatus.WAITING], limit=200)
        failed = requests.newest(session, [RequestStatus.FAILED], limit=MOST_FAILED)
        steps = {r.request_id: progress.of_request(session, r.request_id) for r in open_ones}
        files = refused.newest(session)
    return render(
        request,
        "now_list.html" if "hx-request" in request.headers else "now.html",
        open_ones=open_ones,
        failed=failed,
        steps=steps,
        refused=files,
        dagster=desk.dagster_url,
        kind_of=RequestKind,
        status_of=RequestStatus,
    )


@router.post("/now/{request_id}/retry")
def retry(desk: _DeskOf, request_id: int) -> Response:
    with desk.transaction() as session:
        requests.retry(session, request_id)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.post("/now/{request_id}/cancel")
def cancel(desk: _DeskOf, by: _By, request_id: int) -> Response:
    with desk.transaction() as session:
        requests.cancel(session, request_id, by=by, now=desk.now())
    return Response(status_code=204, headers={"HX-Refresh": "true"})
