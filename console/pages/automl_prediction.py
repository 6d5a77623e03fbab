"""예측: bringing new rows to the confirmed model, and what became of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.pages.automl_stage import asked, show, show_stage
from console.pages.uploads import take_all
from console.rendering import context_of, user_of
from domain.messages import Message
from domain.requests import RequestStatus
from domain.rule_sentences import choice_named, rule_line
from domain.what_if import reason_signs
from intake.destinations import NewRows
from records import documents, explanations, predictions, trainings
from records.errors import DecisionRefused
from records.tables import Document
from work_requests import automl_decisions, request_lists
from work_requests.decision_rules import rule_in_force

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
MOST_SHOWN = 100


@router.get("/automl/{doc_id}/predict")
def predict_page(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    with context.reading() as session:
        document = documents.head(session, doc_id)
        confirmed = (
            trainings.get(session, document.confirmed_training_id) if document.confirmed_training_id else None
        )
        rule = rule_in_force(confirmed) if confirmed else None
        return show_stage(
            request,
            context,
            session,
            document,
            "predict",
            confirmed=confirmed,
            rule=rule_line(rule) if rule else None,
            explained=confirmed is not None and explanations.has_background(session, confirmed.training_id),
            signs=reason_signs(rule.positive_class if rule else None),
            **_list_of(session, document),
        )


@router.get("/automl/{doc_id}/predictions")
def prediction_list(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """The list alone."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        values = _list_of(session, document)
    return show(request, context, "automl_predictions.html", document=document, **values)


@router.post("/automl/{doc_id}/uploads")
def upload(
    request: Request,
    context: _Context,
    by: _By,
    doc_id: str,
    files: Annotated[list[UploadFile], File()],
    reasons: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """Take files of new rows in. Asked before they are, so that a refusal leaves nothing behind."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        confirmed = document.confirmed_training_id
        if confirmed is None:
            raise DecisionRefused(Message("no model is confirmed; confirm one first"))
        if reasons:
            explanations.with_background(session, confirmed)
    came = take_all(context, files, NewRows(doc_id, reasons=reasons), by)
    answer = show(
        request, context, "automl_brought.html", came=came, begins=Message("the prediction begins.")
    )
    answer.headers["HX-Trigger"] = "asked"
    return answer


@router.post("/automl/{doc_id}/predictions/{prediction_id}/sheet")
def predict_sheet(
    context: _Context,
    by: _By,
    doc_id: str,
    prediction_id: str,
    sheet: Annotated[str, Form(min_length=1, max_length=200)],
) -> Response:
    """시트: predict the rows of another sheet of the same workbook."""
    with context.transaction() as session:
        row = predictions.get(session, prediction_id, doc_id)
        automl_decisions.predict(
            session,
            doc_id,
            file_name=row.file_name,
            source_path=row.source_path,
            source_sha256=row.source_sha256,
            by=by,
            now=context.now(),
            sheet=sheet,
        )
    return asked()


def _list_of(session: Session, document: Document) -> dict[str, Any]:
    rows = predictions.of_document(session, document.doc_id)[:MOST_SHOWN]
    return {
        "rows": rows,
        "choice_named": choice_named,
        "asked_for": request_lists.by_ids(session, [row.request_id for row in rows], with_results=True),
        "request_status_of": RequestStatus,
    }
