"""데이터 전처리: the target, the switches of the plan, and what a plan changes, before and after it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.advice import better_left_out
from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.automl_stage import asked, columns_of, has_reached, show, show_stage
from console.rendering import context_of, user_of
from console.split_options import split_options
from domain.automl import DocumentStatus
from domain.columns import ColumnType
from domain.messages import Message
from domain.plan_effect import PlanEffect
from domain.preprocessing import (
    DEFAULTS,
    LARGEST_TEST_SHARE,
    SMALLEST_TEST_SHARE,
    Duplicates,
    Missing,
    OutlierMethod,
    Outliers,
    PlanChoices,
)
from domain.requests import RequestKind
from domain.seeds import LARGEST_SEED
from domain.target_question import FEWEST_NUMBERS, TargetQuestion
from domain.tasks import MAX_NUMERIC_CLASSES, Task
from records import columns, documents, trainings
from records.errors import DecisionRefused
from records.tables import ColumnInfo, Document, Plan
from work_requests import automl_decisions, request_lists
from work_requests.target_task import chosen_task, open_question, parsed_task

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 100
MOST_SHOWN = 200
"""Columns whose changed cells are listed."""
OPTIONS = {
    "duplicates": Duplicates,
    "missing": Missing,
    "outliers": Outliers,
    "outlier_method": OutlierMethod,
    "test_share": (SMALLEST_TEST_SHARE, LARGEST_TEST_SHARE),
    "largest_seed": LARGEST_SEED,
}
"""What the form offers."""


@dataclass(frozen=True)
class Effect:
    """What a plan does.

    Args:
        applied: its version; None for a preview.
        choices: the switches it came from.
        labels: 칼럼 명 by key.
    """

    applied: int | None
    choices: PlanChoices
    effect: PlanEffect
    labels: dict[str, str]

    @property
    def changed(self) -> list[str]:
        """Keys of the columns with cells that change."""
        filled = {*self.effect.cells_filled_train, *self.effect.cells_filled_test}
        clipped = {*self.effect.cells_clipped_train, *self.effect.cells_clipped_test}
        return sorted(filled | clipped)[:MOST_SHOWN]


@router.get("/automl/{doc_id}/prepare")
def prepare_page(
    request: Request,
    context: _Context,
    doc_id: str,
    name: str = "",
    after: RowNumber = 0,
    before: RowNumber = 0,
) -> HTMLResponse:
    """The screen; for htmx only the columns the target is chosen from."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
        pagination, matching = columns_of(session, doc_id, name, after=after, before=before, size=PER_PAGE)
        values = {
            "rows": pagination.rows,
            "pagination": pagination,
            "matching": matching,
            "name": name,
            "after": after,
            "kind_of": ColumnType,
            "few_values": range(FEWEST_NUMBERS, MAX_NUMERIC_CLASSES + 1),
            "has_results": bool(trainings.latest(session, doc_id)),
        }
        if "hx-request" in request.headers:
            return show(request, context, "automl_targets.html", document=document, **values)
        plan = _plan(session, document)
        return show_stage(
            request,
            context,
            session,
            document,
            "prepare",
            confirmed=has_reached(document, DocumentStatus.DATA_CONFIRMED),
            choices=DEFAULTS if plan is None else PlanChoices.of_plan(plan.plan),
            options=OPTIONS,
            split_options=split_options(session, document, plan),
            advised=better_left_out(session, document),
            gaps=columns.gaps(session, doc_id),
            repeated=next((w for w in document.warnings or [] if w["code"] == "duplicate_rows"), None),
            **_checked(session, document),
            effect=_effect(session, document, plan),
            **values,
        )


@router.get("/automl/{doc_id}/target")
def target_result(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """What the check of the target found."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
        values = _checked(session, document)
        has_results = bool(trainings.latest(session, doc_id))
    return show(request, context, "automl_target.html", document=document, has_results=has_results, **values)


@router.post("/automl/{doc_id}/target")
def set_target(
    request: Request,
    context: _Context,
    by: _By,
    doc_id: str,
    column: Annotated[RowNumber | None, Form()] = None,
    positive: Annotated[str, Form(max_length=1000)] = "",
    task: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """[목표변수 적용]; also with another positive class, or its values as classes or as numbers.

    Where the values may be either and no decision was made yet, a dialog asks, and nothing is applied.
    """
    if column is None:
        raise DecisionRefused(Message("choose a column to be the target"))
    with context.transaction() as session:
        label = columns.get(session, doc_id, column).label
        question = None if task else open_question(session, doc_id, label)
        if question is not None:
            return _question(request, context, documents.get(session, doc_id), column, question)
        automl_decisions.set_target(
            session,
            doc_id,
            label=label,
            positive_class=positive or None,
            task=parsed_task(task),
            by=by,
            now=context.now(),
        )
    return asked()


@router.post("/automl/{doc_id}/without")
def leave_out(context: _Context, by: _By, doc_id: str, label: Annotated[str, Form()]) -> Response:
    """Don't use a column that gives the target away; the target stays, and is checked again."""
    with context.transaction() as session:
        automl_decisions.set_used_columns(session, doc_id, use=[], drop=[label], by=by, now=context.now())
        document = documents.get(session, doc_id)
        target, positive = _target(session, document), document.positive_class
        task = chosen_task(session, document)
        if target is not None:
            automl_decisions.set_target(
                session,
                doc_id,
                label=target.label,
                positive_class=positive,
                task=task,
                by=by,
                now=context.now(),
            )
    return asked()


@router.get("/automl/{doc_id}/split")
def suggested_split(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """How the check of the target suggests to separate the rows, and why."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        check = document.target_check
    return show(request, context, "automl_split.html", document=document, check=check)


@router.get("/automl/{doc_id}/effect")
def effect(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """What the newest preview, or the applied plan, changes."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        found = _effect(session, document, _plan(session, document))
    return show(request, context, "automl_effect.html", document=document, effect=found)


@router.post("/automl/{doc_id}/preview")
def preview(context: _Context, by: _By, doc_id: str, choices: Annotated[PlanChoices, Form()]) -> Response:
    """[미리보기]."""
    return _ask(context, by, doc_id, choices, preview=True)


@router.post("/automl/{doc_id}/prepare")
def prepare(context: _Context, by: _By, doc_id: str, choices: Annotated[PlanChoices, Form()]) -> Response:
    """[데이터 전처리 적용]."""
    return _ask(context, by, doc_id, choices, preview=False)


def _question(
    request: Request, context: ConsoleContext, document: Document, column: int, question: TargetQuestion
) -> Response:
    """The dialog of `set_target`: the form of the page, which swaps nothing, is sent this into the page's dialog."""
    answer = show(
        request,
        context,
        "automl_task_question.html",
        document=document,
        column=column,
        question=question,
        tasks=list(Task),
    )
    answer.headers.update({"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"})
    return answer


def _ask(context: ConsoleContext, by: str, doc_id: str, choices: PlanChoices, *, preview: bool) -> Response:
    # The form sends the constant also where its field is hidden.
    constant = (choices.constant or "").strip() if choices.missing is Missing.CONSTANT else None
    sent = choices.model_copy(update={"constant": constant})
    with context.transaction() as session:
        automl_decisions.prepare(session, doc_id, choices=sent, preview=preview, by=by, now=context.now())
    return asked()


def _checked(session: Session, document: Document) -> dict[str, Any]:
    """The target with what its check found."""
    check = document.target_check
    warned = [warning.column for warning in check.warnings if warning.column] if check else []
    return {
        "target": _target(session, document),
        "check": check,
        "checking": check is None and request_lists.is_open(session, document.doc_id, RequestKind.TARGET),
        "tasks": list(Task),
        "unused": columns.unused(session, document.doc_id, warned),
    }


def _target(session: Session, document: Document) -> ColumnInfo | None:
    key = document.target_key
    return columns.by_key(session, document.doc_id, key) if key is not None else None


def _plan(session: Session, document: Document) -> Plan | None:
    """The plan in force."""
    version = document.plan_version
    return session.get(Plan, (document.doc_id, version)) if version is not None else None


def _effect(session: Session, document: Document, plan: Plan | None) -> Effect | None:
    """Of a preview that is newer than the plan in force, else of that plan."""
    preview = request_lists.newest_done(session, document.doc_id, RequestKind.PREVIEW)
    if preview is not None and preview.result and (plan is None or preview.request_id > plan.request_id):
        choices = PlanChoices.model_validate(preview.params["choices"])
        effect = PlanEffect.from_json(preview.result["effect"])
        return Effect(None, choices, effect, preview.result["labels"])
    if plan is None:
        return None
    choices = PlanChoices.of_plan(plan.plan)
    effect = PlanEffect.from_json(plan.effect)
    return Effect(plan.version, choices, effect, columns.labels(session, document.doc_id))
