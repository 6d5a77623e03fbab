"""새 자료: rows added to the table, models trained again on them, and how predictions turned out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.outcome_chart import outcome_charts_of
from console.pages.automl_stage import asked, show, show_stage
from console.pages.uploads import take_all
from console.rendering import context_of, user_of
from domain.challenges import ChallengeCause
from domain.messages import Message
from domain.outcomes import MEASURE_NAMES
from domain.requests import RequestStatus
from domain.table_additions import AdditionChoices, AdditionStatus, DifferenceKind
from intake.destinations import MoreRows, Outcomes
from records import documents, predictions, trainings
from records.errors import DecisionRefused, NotFound
from records.growth import additions, challenges, outcomes, renewals
from records.growth.paper_rows import said_of_changed
from records.growth.tables import TableAddition
from records.tables import Document
from work_requests import growth_decisions, renewal_decisions, request_lists

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
MOST_SHOWN = 50


@router.get("/automl/{doc_id}/renew")
def renewal_page(
    request: Request, context: _Context, doc_id: str, changed: Annotated[int, Query(ge=0)] = 0
) -> HTMLResponse:
    """[새 자료].

    Args:
        changed: scanned documents of the table that were found changed when others were sent just now.
    """
    with context.reading() as session:
        document = documents.head(session, doc_id)
        return show_stage(
            request,
            context,
            session,
            document,
            "renew",
            rule=renewals.get(session, doc_id),
            saved=False,
            changed=said_of_changed(changed) if changed else None,
            **_of(session, document),
        )


@router.get("/automl/{doc_id}/renewals")
def renewal_lists(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """What came of added rows, challenges and outcomes, alone."""
    with context.reading() as session:
        document = documents.head(session, doc_id)
        values = _of(session, document)
    return show(request, context, "automl_renewals.html", document=document, **values)


@router.post("/automl/{doc_id}/additions")
def add_rows(
    request: Request, context: _Context, by: _By, doc_id: str, files: Annotated[list[UploadFile], File()]
) -> HTMLResponse:
    """[행 추가]."""
    with context.reading() as session:
        documents.head(session, doc_id)
    came = take_all(context, files, MoreRows(doc_id), by)
    return _brought(request, context, came, Message("the rows are compared with the table."))


@router.post("/automl/{doc_id}/additions/{addition_id}")
async def decide(request: Request, context: _Context, by: _By, doc_id: str, addition_id: str) -> Response:
    """[결정 적용]: what a person chose for each difference that asks."""
    form = await request.form()
    with context.transaction() as session:
        addition = _addition(session, doc_id, addition_id)
        growth_decisions.answer(
            session, addition_id, choices=_choices(addition, form), by=by, now=context.now()
        )
    return asked()


@router.post("/automl/{doc_id}/additions/{addition_id}/withdraw")
def withdraw(context: _Context, by: _By, doc_id: str, addition_id: str) -> Response:
    """[넣지 않기]."""
    with context.transaction() as session:
        _addition(session, doc_id, addition_id)
        growth_decisions.withdraw(session, addition_id, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/take-back")
def take_back(context: _Context, by: _By, doc_id: str) -> Response:
    """[되돌리기] of the rows that were added last."""
    with context.transaction() as session:
        growth_decisions.take_back(session, doc_id, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/challenge")
def challenge(context: _Context, by: _By, doc_id: str) -> Response:
    """[다시 학습해 비교]."""
    with context.transaction() as session:
        renewal_decisions.challenge(session, doc_id, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/roll-back")
def roll_back(context: _Context, by: _By, doc_id: str) -> Response:
    """[바로 전 모델로]."""
    with context.transaction() as session:
        renewal_decisions.roll_back(session, doc_id, by=by, now=context.now())
    return asked()


@router.post("/automl/{doc_id}/renewal")
def set_rule(
    request: Request,
    context: _Context,
    by: _By,
    doc_id: str,
    active: Annotated[bool, Form()] = False,
    new_rows: Annotated[str, Form(max_length=12)] = "",
    days: Annotated[str, Form(max_length=6)] = "",
    on_drift: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """[저장] of when the model is trained again by itself."""
    with context.transaction() as session:
        renewal_decisions.set_renewal(
            session,
            doc_id,
            active=active,
            new_rows=_number(new_rows),
            days=_number(days),
            on_drift=on_drift,
            by=by,
            now=context.now(),
        )
        document = documents.head(session, doc_id)
        rule = renewals.get(session, doc_id)
    return show(request, context, "automl_renewal_rule.html", document=document, rule=rule, saved=True)


@router.post("/automl/{doc_id}/outcomes")
def bring_outcomes(
    request: Request,
    context: _Context,
    by: _By,
    doc_id: str,
    prediction: Annotated[str, Form(max_length=15)],
    files: Annotated[list[UploadFile], File()],
    in_order: Annotated[bool, Form()] = False,
) -> HTMLResponse:
    """[비교] of predictions with what became of their rows."""
    with context.reading() as session:
        predictions.get(session, prediction, doc_id)
    came = take_all(context, files[:1], Outcomes(doc_id, prediction, in_order=in_order), by)
    return _brought(request, context, came, Message("the outcomes are compared with the predictions."))


def _brought(request: Request, context: ConsoleContext, came: Any, begins: Message) -> HTMLResponse:
    answer = show(request, context, "automl_brought.html", came=came, begins=begins)
    answer.headers["HX-Trigger"] = "asked"
    return answer


def _of(session: Session, document: Document) -> dict[str, Any]:
    """What the lists need."""
    doc_id = document.doc_id
    added = additions.of_document(session, doc_id)[:MOST_SHOWN]
    newest = next((one for one in added if one.status == AdditionStatus.ADDED), None)
    judged = challenges.of_document(session, doc_id)[:MOST_SHOWN]
    told = outcomes.newest_by_prediction(session, doc_id)
    unfinished = [one for one in outcomes.of_document(session, doc_id) if one.scores is None]
    confirmed = document.confirmed_training_id
    made = predictions.of_document(session, doc_id)[:MOST_SHOWN]
    requests = [
        *(one.request_id for one in added),
        *(one.request_id for one in judged),
        *(one.request_id for one in unfinished),
    ]
    return {
        "additions": [(one, additions.differences_of(one)) for one in added],
        "challenges": judged,
        "outcomes": [(one, predictions.get(session, one.prediction_id)) for one in reversed(told)],
        "unfinished": unfinished,
        "charts": outcome_charts_of([one.scores for one in told if one.scores]),
        "predicted": [one for one in made if one.output_sha256],
        "measures": MEASURE_NAMES,
        "asked_for": request_lists.by_ids(session, requests),
        "confirmed": trainings.get(session, confirmed) if confirmed else None,
        "before": challenges.confirmed_before(session, doc_id, confirmed) if confirmed else None,
        "new_rows": sum(one.rows or 0 for one in renewals.rows_since(session, doc_id)) if confirmed else 0,
        "version": additions.version_of(session, doc_id),
        "newest": newest,
        "rows_of_plan": additions.rows_of_plan(session, document),
        "shown_status": additions.shown_status,
        "cause_of": ChallengeCause,
        "kind_of": DifferenceKind,
        "request_status_of": RequestStatus,
    }


def _choices(addition: TableAddition, form: FormData) -> AdditionChoices:
    """The form's answers by the key of the difference: a header, "blank", "accept", "convert", "only_new" or "known_classes"."""
    renamed, accepted, converted = dict[str, str](), list[str](), list[str]()
    answers = set[str]()
    for difference in additions.differences_of(addition):
        said = str(form.get(difference.key, ""))
        if not difference.asks or not said:
            continue
        answers.add(said)
        column = difference.column or ""
        if said in ("accept", "blank"):
            accepted.append(difference.key_of_blank if said == "blank" else difference.key)
        elif said == "convert":
            converted.append(column)
        elif said.startswith("is:"):
            renamed[column] = said.removeprefix("is:")
            if difference.factor is not None:
                accepted.append(f"{DifferenceKind.UNIT}:{column}")
        elif said.startswith("convert:"):
            renamed[column] = said.removeprefix("convert:")
            converted.append(column)
    return AdditionChoices(
        renamed, tuple(accepted), tuple(converted), "only_new" in answers, "known_classes" in answers
    )


def _addition(session: Session, doc_id: str, addition_id: str) -> TableAddition:
    """Raises NotFound for one of another document."""
    found = additions.get(session, addition_id)
    if found.doc_id != doc_id:
        raise NotFound(
            Message("there are no added rows {addition_id}; reload the page", addition_id=addition_id)
        )
    return found


def _number(typed: str) -> int | None:
    """A whole number as people write it; None for nothing. Raises DecisionRefused for anything else."""
    text = typed.replace(",", "").strip()
    if not text:
        return None
    if not text.isdecimal():
        raise DecisionRefused(Message("'{text}' is no whole number", text=typed))
    return int(text)
