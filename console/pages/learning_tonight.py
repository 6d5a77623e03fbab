"""오늘 밤: what the next night's training will take, whether there is anything new, and training now."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.live import CHANGED, Live
from console.rendering import context_of, render, user_of
from console.resident_numbers import note_shown
from console.step_labels import NIGHT
from domain.messages import Message
from domain.ocr import TextState, TrainingPart
from domain.requests import RequestKind, RequestStatus
from records.errors import DecisionRefused
from records.ocr import documents, resident_numbers
from records.ocr.box_editing import detector_scores
from records.ocr.learning import chosen_texts, data_split, networks, tonight
from records.ocr.learning.tonight import Outlook
from records.tables import Progress
from work_requests import ocr_decisions, progress, request_lists
from work_requests.ocr_decisions import IfOpen

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
PER_PAGE = 50
"""Documents a page."""
MOST_ITEMS = 200
"""Of one document; its own page shows all."""
SHOWN_AT_ONCE = 100
"""With more items than this, those of a document come when it is opened."""
LEAST_MINUTES, MOST_MINUTES = 0.1, 10_000


@router.get("/learning")
def page(request: Request, context: _Context, skip: RowNumber = 0) -> HTMLResponse:
    with context.reading() as session:
        listed = _listed(session, context, skip)
        training = _training(session, context)
        detector = detector_scores.of_checked(session)
    _note_shown(request, context, listed)
    live = _live(training).show(request, **training)
    return render(
        request,
        "learning_tonight.html",
        detector=detector,
        detector_together=detector_scores.together([score for _, score in detector]),
        next_run=context.nights.next_run(context.now()),
        minutes=context.nights.minutes,
        least=LEAST_MINUTES,
        most=MOST_MINUTES,
        training=live,
        **listed,
    )


@router.get("/learning/items")
def items_list(request: Request, context: _Context, skip: RowNumber = 0) -> HTMLResponse:
    """The list alone, after a training has changed it."""
    with context.reading() as session:
        listed = _listed(session, context, skip)
    _note_shown(request, context, listed)
    return render(request, "learning_items.html", **listed)


@router.get("/learning/items/{doc_id}")
def items_of_document(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    with context.reading() as session:
        documents.get(session, doc_id)
        planned = data_split.planned(data_split.shares(session), context.nights.assign)
        items = _items(session, doc_id)
    note_shown(request, context, resident_numbers.with_numbers(items["items"]))
    return render(request, "learning_crops.html", doc_id=doc_id, planned=planned, **_names(), **items)


@router.get("/learning/training")
def training_now(request: Request, context: _Context, watched: RowNumber = 0) -> Response:
    """How far a training is. When the one that was watched is over, the list is told."""
    with context.reading() as session:
        training = _training(session, context)
    response = _live(training).answer(request, **training)
    asked = training["asked"]
    if watched and (asked is None or asked.request_id != watched or training["status"].is_final):
        response.headers["HX-Trigger"] = "training-over"
    return response


@router.get("/learning/train")
def before_training(
    request: Request, context: _Context, minutes: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """The dialog of [지금 학습]: what the training does, and what becomes of one that waits or runs. Refuses what `train` refuses."""
    with context.reading() as session:
        return _choice(request, context, session, minutes)


@router.post("/learning/train")
def train(
    request: Request,
    context: _Context,
    by: _By,
    minutes: Annotated[str, Form(max_length=20)] = "",
    if_open: Annotated[Literal["", "queue", "replace"], Form()] = "",
) -> Response:
    """Ask for a training. The dialog comes again where another was asked for after it was shown."""
    wanted = _minutes(minutes)
    with context.transaction() as session:
        if not if_open and request_lists.open_of_kind(session, RequestKind.OCR_RETRAIN):
            answer = _choice(request, context, session, minutes)
            answer.headers.update({"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"})
            return answer
        choice = IfOpen(if_open) if if_open else IfOpen.QUEUE
        ocr_decisions.retrain(session, by=by, now=context.now(), minutes=wanted, if_open=choice)
    return Response(status_code=204, headers={"HX-Trigger": CHANGED})


def _choice(request: Request, context: ConsoleContext, session: Session, minutes: str) -> HTMLResponse:
    found = tonight.by_document(session)
    return render(
        request,
        "learning_choice.html",
        under_way=request_lists.open_of_kind(session, RequestKind.OCR_RETRAIN),
        status_of=RequestStatus,
        total=sum(one.items for one in found),
        new=sum(one.new for one in found),
        minutes=minutes,
        wanted=_minutes(minutes),
        usual=context.nights.minutes,
    )


def _minutes(typed: str) -> float | None:
    if not typed.strip():
        return None
    try:
        minutes = float(typed)
    except ValueError:
        minutes = math.nan
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise DecisionRefused(
            Message(
                "minutes must be a number between {least_minutes} and {most_minutes:,}",
                least_minutes=LEAST_MINUTES,
                most_minutes=MOST_MINUTES,
            )
        )
    return minutes


def _listed(session: Session, context: ConsoleContext, skip: int) -> dict[str, Any]:
    """What `learning_items.html` needs."""
    found = tonight.by_document(session)
    shares = data_split.shares(session)
    planned = data_split.planned(shares, context.nights.assign)
    outlook, network = tonight.outlook(session, 60 * context.nights.minutes)
    of_document: dict[str, set[str]] = {}
    undecided = set()
    for share in shares:
        of_document.setdefault(share.doc_id, set()).add(planned[share.doc_id, share.page_no])
        if share.given is None:
            undecided.add(share.doc_id)
    total = sum(one.items for one in found)
    shown = found[skip : skip + PER_PAGE]
    reading = networks.deployed(session)
    return {
        "documents": shown,
        "skip": skip,
        "more": len(found) > skip + PER_PAGE,
        "per_page": PER_PAGE,
        "document_count": len(found),
        "total": total,
        "new": sum(one.new for one in found),
        "by_part": {
            part: sum(s.items for s in shares if planned[s.doc_id, s.page_no] == part)
            for part in TrainingPart
        },
        "parts_of": of_document,
        "undecided": undecided,
        "planned": planned,
        "outlook": outlook,
        "outlook_of": Outlook,
        "same_as": network,
        "reading": reading,
        "open_items": {one.document.doc_id: _items(session, one.document.doc_id) for one in shown}
        if total <= SHOWN_AT_ONCE
        else {},
        **_names(),
    }


def _note_shown(request: Request, context: ConsoleContext, listed: Mapping[str, Any]) -> None:
    shown = (text for one in listed["open_items"].values() for text in one["items"])
    note_shown(request, context, resident_numbers.with_numbers(shown))


def _items(session: Session, doc_id: str) -> dict[str, Any]:
    """The items of one document, and which of them are new."""
    found = chosen_texts.to_learn(session, doc_id=doc_id, limit=MOST_ITEMS + 1)
    items = sorted(found[:MOST_ITEMS], key=lambda text: (text.page_no, text.order_no, text.text_no))
    return {
        "items": items,
        "more_items": len(found) > MOST_ITEMS,
        "new_ids": tonight.new_among(session, items),
    }


def _names() -> dict[str, Any]:
    return {"part_of": TrainingPart, "state_of": TextState}


def _training(session: Session, context: ConsoleContext) -> dict[str, Any]:
    """The training that runs, with those that wait for it; or the last one."""
    under_way = request_lists.open_of_kind(session, RequestKind.OCR_RETRAIN)
    asked = under_way[0] if under_way else request_lists.newest_of_kind(session, RequestKind.OCR_RETRAIN)
    steps = {s.step: s for s in progress.of_request(session, asked.request_id)} if asked else {}
    network = networks.of_request(session, asked.request_id) if asked else None
    return {
        "asked": asked,
        "behind": under_way[1:],
        "usual": context.nights.minutes,
        "status": RequestStatus(asked.status) if asked else None,
        "steps": steps,
        "night": NIGHT,
        "current": current_step(steps),
        "network": network,
        "dagster": context.dagster_url,
        "mlflow": context.mlflow_url,
    }


def current_step(heard_of: Mapping[str, Progress]) -> str | None:
    """The step a night is at: the last one heard of, or, where that one has done all it had to, the next."""
    night = list(NIGHT)
    last = next((name for name in reversed(night) if name in heard_of), None)
    if last is None:
        return None
    over = 0 < heard_of[last].total <= heard_of[last].done
    return night[min(night.index(last) + over, len(night) - 1)]


def _live(training: dict[str, Any]) -> Live:
    """Polled often while a training runs; otherwise rarely, for trainings started elsewhere."""
    asked = training["asked"]
    going_on = asked is not None and not training["status"].is_final
    place = f"/learning/training?watched={asked.request_id}" if going_on else "/learning/training"
    return Live("training", place, "learning_training.html", 2 if going_on else 10)
