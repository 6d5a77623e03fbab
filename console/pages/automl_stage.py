"""What the stage screens of a document share: their frame, which one fits, and the answers to buttons.

One screen's own content is in the module named for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.pages.automl_work import work_on
from console.pagination import Page, paginate
from console.rendering import render
from console.step_labels import STEPS
from domain.automl import DocumentStatus
from domain.learners import LEARNERS
from records import columns
from records.tables import ColumnInfo, Document

NEXT_STAGE = {
    DocumentStatus.RECEIVED: "upload",
    DocumentStatus.FAILED: "upload",
    DocumentStatus.UPLOADED: "data",
    DocumentStatus.DATA_CONFIRMED: "prepare",
    DocumentStatus.PREPARED: "train",
    DocumentStatus.TRAINED: "confirm",
    DocumentStatus.MODEL_CONFIRMED: "predict",
}
"""The screen where a document's next thing is to be done."""

AFTERWARDS = ("predict", "renew")
"""Screens that are never done: there are always new rows."""


def fitting_stage(document: Document) -> str:
    """Where [선택] leads."""
    status = DocumentStatus(document.status)
    if status is DocumentStatus.PREPARED and document.plan_version is None:
        return "prepare"  # the target is chosen, the plan is not
    return NEXT_STAGE[status]


def has_reached(document: Document, status: DocumentStatus) -> bool:
    """Whether the document is at this stage or a later one."""
    return DocumentStatus(document.status).stage >= status.stage


def stages_of(document: Document) -> dict[str, str]:
    """Of each screen whether its stage is "done", "open" (to be done) or "locked" until an earlier one is done."""
    planned = document.plan_version is not None
    done = {
        "upload": has_reached(document, DocumentStatus.UPLOADED),
        "data": has_reached(document, DocumentStatus.DATA_CONFIRMED),
        "prepare": planned and has_reached(document, DocumentStatus.DATA_CONFIRMED),
        "train": planned and has_reached(document, DocumentStatus.TRAINED),
        "confirm": document.confirmed_training_id is not None,
    }
    before = dict(zip(["data", "prepare", "train", "confirm"], done, strict=False)) | {
        "predict": "confirm",
        "renew": "upload",
    }
    states = dict.fromkeys(AFTERWARDS, "open") | {
        name: "done" if over else "open" for name, over in done.items()
    }
    return {
        name: "locked"
        if states[name] == "open" and not done.get(before.get(name, ""), True)
        else states[name]
        for name in [*done, *AFTERWARDS]
    }


def show(request: Request, context: ConsoleContext, template: str, **values: Any) -> HTMLResponse:
    """A page or a part of one, with what all of them use."""
    return render(
        request,
        template,
        learners=LEARNERS,
        dagster=context.dagster_url,
        mlflow=context.mlflow_url,
        **values,
    )


def show_stage(
    request: Request, context: ConsoleContext, session: Session, document: Document, stage: str, **values: Any
) -> HTMLResponse:
    """The screen `stage` of a document, in its frame."""
    context.expect_tables()
    return show(
        request,
        context,
        f"automl_{stage}.html",
        document=document,
        stage=stage,
        stages=stages_of(document),
        status=DocumentStatus(document.status),
        status_of=DocumentStatus,
        work=work_on(session, document),
        steps=STEPS,
        again=False,
        moved=False,
        **values,
    )


def columns_of(
    session: Session, doc_id: str, name: str, *, after: int, before: int, size: int
) -> tuple[Page[ColumnInfo], int]:
    """One page of the columns with `name` in their 칼럼 명, and how many there are."""
    matching = 0

    def ask(behind: int | None, ahead_of: int | None, limit: int) -> Sequence[ColumnInfo]:
        nonlocal matching
        found, matching = columns.page(
            session, doc_id, name=name or None, after=behind or 0, before=ahead_of, limit=limit
        )
        return found

    return paginate(ask, behind=after, ahead_of=before, size=size), matching


def asked() -> Response:
    """A decision is on record: the page stays as it is, and its strip of work looks again at once."""
    return Response(status_code=204, headers={"HX-Trigger": "asked"})


def go_to(doc_id: str, stage: str) -> Response:
    """The decision led to another screen."""
    return Response(status_code=204, headers={"HX-Redirect": f"/automl/{doc_id}/{stage}"})
