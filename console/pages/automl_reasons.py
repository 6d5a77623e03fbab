"""왜 이렇게 예측하나 of a model, and a row that is typed or changed to see its prediction and reasons move."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from console.context import ConsoleContext
from console.formatting import RowNumber, shown_number
from console.pages.automl_stage import show
from console.reason_charts import dependences_of, fitting, importances_of, reasons_of
from console.rendering import context_of
from console.resident_numbers import visible
from domain.explanations import ColumnValues, ModelExplanation
from domain.messages import Message
from domain.refusal import Refusal
from domain.what_if import Goal, WhatIf
from records import documents, explanations, text_rows, trainings
from records.errors import DecisionRefused, NotFound
from records.tables import Document, Training

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
CELL = "cell:"
"""What the name of a field begins with, before its column's header."""
CHANGE = "change"
MOST_OFFERED = 30
"""Categories that a field offers."""
MOST_SHOWN = 12
"""Fields that are shown at once; the others are below a heading."""


@router.get("/automl/{doc_id}/trainings/{training_id}/explanation")
def explanation(request: Request, context: _Context, doc_id: str, training_id: str) -> HTMLResponse:
    """Importances and partial dependence of one training."""
    with context.reading() as session:
        trainings.of_document(session, doc_id, training_id)
        row = explanations.of_training(session, training_id)
    found = row.explanation if row else None
    return show(
        request,
        context,
        "automl_explanation.html",
        fitting=fitting,
        doc_id=doc_id,
        training_id=training_id,
        explanation=found,
        importances=importances_of(found.importances) if found else None,
        dependences=dependences_of(found) if found else [],
    )


@router.get("/automl/{doc_id}/what-if")
def form(
    request: Request,
    context: _Context,
    doc_id: str,
    row: RowNumber = 0,
) -> HTMLResponse:
    """The fields, with the cells of row `row` of the training table, or of a usual one."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        training, explained = _confirmed(session, document)
        cells: dict[str, str] = {}
        refusal = None
        if explained is not None:
            try:
                cells = _cells(request, session, doc_id, explained, row)
            except NotFound as missing:
                refusal = missing.message
                cells = _cells(request, session, doc_id, explained, 0)
    return show(
        request,
        context,
        "automl_what_if.html",
        document=document,
        explanation=explained,
        fields=_fields(explained, cells) if explained else [],
        most_shown=MOST_SHOWN,
        is_number=bool(training.evaluation and training.evaluation.regression),
        outputs=_classes(training),
        row=row,
        refusal=refusal,
    )


@router.post("/automl/{doc_id}/what-if")
async def ask(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """What the confirmed model says of the typed row. Nothing is recorded."""
    sent = await request.form()
    question = _question(doc_id, [(name, str(value)) for name, value in sent.multi_items()])
    return await run_in_threadpool(_answer, request, context, question)


def _answer(request: Request, context: ConsoleContext, question: WhatIf) -> HTMLResponse:
    answer = refusal = None
    try:
        answer = context.what_if(question)
    except Refusal as refused:  # said where it is typed, at every key
        refusal = refused.message
    return show(
        request,
        context,
        "automl_what_if_answer.html",
        fitting=fitting,
        answer=answer,
        refusal=refusal,
        drawn=reasons_of(answer.reasons) if answer else None,
        asked_change=question.changeable is not None,
    )


def _question(doc_id: str, sent: list[tuple[str, str]]) -> WhatIf:
    """The question that a form asks.

    Raises:
        DecisionRefused: a wished number is none.
    """
    cells = {name.removeprefix(CELL): value for name, value in sent if name.startswith(CELL)}
    others = dict(sent)
    if others.get("wanted") != CHANGE:
        return WhatIf(doc_id, cells)
    goal = Goal(
        label=others.get("goal") or None,
        at_least=_number(others.get("at_least", "")),
        at_most=_number(others.get("at_most", "")),
    )
    return WhatIf(doc_id, cells, tuple(value for name, value in sent if name == CHANGE), goal)


def _number(typed: str) -> float | None:
    if not (digits := typed.replace(",", "").strip()):
        return None
    try:
        return float(digits)
    except ValueError:
        raise DecisionRefused(Message("'{typed}' is no number", typed=typed)) from None


@dataclass(frozen=True)
class Field:
    """A column to type into: its cell, and the categories that are offered."""

    column: ColumnValues
    cell: str
    offered: Sequence[str]

    @property
    def span(self) -> str:
        """The range of training, of a number."""
        column = self.column
        if not column.kind.is_numeric or column.low is None or column.high is None:
            return ""
        return " ~ ".join(column.in_unit(end, shown_number) for end in (column.low, column.high))


def _fields(explained: ModelExplanation, cells: Mapping[str, str]) -> list[Field]:
    """The columns that the model uses, the most important first."""
    place = {one.name: number for number, one in enumerate(explained.importances)}
    ranked = sorted(explained.columns, key=lambda column: place.get(column.label, len(place)))
    return [
        Field(column, _typed(column, cells.get(column.label, "")), column.categories[:MOST_OFFERED])
        for column in ranked
    ]


def _typed(column: ColumnValues, cell: str) -> str:
    """A cell as a person would type it: whole numbers of a workbook come with ".0"."""
    is_plain = column.kind.is_numeric and re.fullmatch(r"-?\d{1,15}\.0", cell)
    return cell.removesuffix(".0") if is_plain else cell


def _cells(
    request: Request, session: Session, doc_id: str, explained: ModelExplanation, row: int
) -> dict[str, str]:
    """Cells by header. Raises NotFound for a row that the table doesn't have."""
    found = (
        text_rows.cells_of(session, doc_id, row)
        if row
        else {column.label: column.typical for column in explained.columns}
    )
    return {label: visible(request, cell or "") for label, cell in found.items()}


def _confirmed(session: Session, document: Document) -> tuple[Training, ModelExplanation | None]:
    """The confirmed training, and its explanation where single predictions can be explained by it."""
    if document.confirmed_training_id is None:
        raise DecisionRefused(Message("no model is confirmed; confirm one first"))
    training = trainings.get(session, document.confirmed_training_id)
    row = explanations.of_training(session, training.training_id)
    return training, row.explanation if row and row.background_path else None


def _classes(training: Training) -> tuple[str, ...]:
    scores = training.evaluation.classification if training.evaluation else None
    return scores.labels if scores else ()
