"""검증: the queue over all documents, second looks and their disagreements, what each person checked, the quality figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.rendering import context_of, render, user_of
from console.resident_numbers import note_shown, sees_numbers
from domain.access import Role
from domain.document_fields import field_label
from domain.ocr import OcrStatus
from domain.registration_numbers import has_resident_number
from domain.second_looks import LookPurpose
from records.ocr import decisions, resident_numbers
from records.ocr.document_fields import field_looks
from records.ocr.learning import learning_queue
from records.ocr.proofreading import checking_queue, quality, second_looks
from records.ocr.proofreading.checking_queue import CheckKind, ToCheck
from records.ocr.proofreading.progress import progress

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
_Typed = Annotated[str, Form(max_length=decisions.LONGEST)]
WEEKS = 8
"""Quality figures shown."""
DISAGREEMENTS = 50


@router.get("/ocr/next")
def next_to_check(request: Request, context: _Context, by: _By) -> Response:
    """On to the field, text or page of all documents whose check gains most; its page is the person's for a while."""
    if Role(request.state.who.user.role).may(Role.EDITOR):
        with context.transaction() as session:
            found = checking_queue.claim_next(session, by=by, now=context.now())
    else:
        with context.reading() as session:
            found = checking_queue.most_valuable(session, by=by, now=context.now())
    if found is None:
        return RedirectResponse(f"/ocr?{urlencode({'status': OcrStatus.EXTRACTED})}", 303)
    return RedirectResponse(_place(found), 303)


@router.post("/ocr/{doc_id}/pages/{page_no}/looked-at")
def looked_at(context: _Context, by: _By, doc_id: str, page_no: RowNumber) -> Response:
    """Say that no text of a page is missing, and go on to what is to be checked next."""
    with context.transaction() as session:
        checking_queue.set_looked_at(session, doc_id, page_no, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Redirect": "/ocr/next"})


def _place(found: ToCheck) -> str:
    if found.kind is CheckKind.FIELD:
        return f"/ocr/{found.doc_id}/fields?{urlencode({'at': found.item_id})}"
    if found.kind is CheckKind.PAGE:
        return f"/ocr/{found.doc_id}?{urlencode({'order': 'value', 'page': found.page_no})}"
    return f"/ocr/{found.doc_id}?{urlencode({'order': 'value', 'at': found.item_id})}"


@router.get("/learning/next")
def next_to_learn(request: Request, context: _Context, by: _By) -> Response:
    """On to the unchecked text that teaches the recogniser most, to be checked and chosen for training."""
    found = None
    if Role(request.state.who.user.role).may(Role.EDITOR):
        with context.transaction() as session:
            found = learning_queue.claim_next(session, by=by, now=context.now())
    if found is None:
        return RedirectResponse("/learning", 303)
    return RedirectResponse(f"/ocr/{found.doc_id}?{urlencode({'order': 'learn', 'at': found.text_id})}", 303)


@router.get("/checking")
def overview(request: Request, context: _Context, by: _By) -> HTMLResponse:
    now = context.now()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with context.reading() as session:
        people = progress(session, today=today, week=today - timedelta(days=today.weekday()))
        figures = quality.figures(session, limit=WEEKS)
        waiting = second_looks.waiting_for(session, by)
        field_states = field_looks.states(session)
        different = second_looks.disagreements(session, limit=DISAGREEMENTS)
        of_looks = {look.look_id: second_looks.field_of(session, look) for look, _, _ in different}
    numbered = [
        look
        for look, text, _ in different
        if has_resident_number(look.first, look.second, text.label, beside=text.beside)
    ]
    note_shown(request, context, [look.text_id for look in numbered])
    return render(
        request,
        "checking.html",
        people=people,
        figures=figures,
        waiting=waiting,
        different=different,
        fields=of_looks,
        field_label=field_label,
        field_states=field_states,
        purpose_of=LookPurpose,
        settled_by_others=set() if sees_numbers(request) else {look.look_id for look in numbered},
    )


@router.get("/checking/second")
def second(request: Request, context: _Context, by: _By) -> Response:
    """A text that another person confirmed, to be keyed without seeing what they confirmed."""
    if not Role(request.state.who.user.role).may(Role.EDITOR):
        return RedirectResponse("/checking", 303)
    with context.transaction() as session:
        found = second_looks.claim_next(session, by=by, now=context.now())
        look, text = found or (None, None)
        field = second_looks.field_of(session, look) if look is not None else None
    name = field_label(field.key) if field is not None else None
    return render(request, "second_look.html", look=look, text=text, name=name)


@router.post("/checking/second/{look_id}")
def key(
    context: _Context,
    by: _By,
    look_id: RowNumber,
    keyed: _Typed = "",
    unreadable: Annotated[bool, Form()] = False,
) -> Response:
    with context.transaction() as session:
        second_looks.key(session, look_id, keyed, unreadable=unreadable, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Redirect": "/checking/second"})


@router.post("/checking/disagreements/{look_id}")
def resolve(
    request: Request,
    context: _Context,
    by: _By,
    look_id: RowNumber,
    final: _Typed = "",
    seen: Annotated[str | None, Form()] = None,
) -> Response:
    """Settle a disagreement; refused where the text no longer holds what the person saw."""
    with context.transaction() as session:
        if not sees_numbers(request):
            resident_numbers.refuse_to_settle(session, look_id)
        second_looks.resolve(session, look_id, final, seen=seen, by=by, now=context.now())
    return Response(status_code=204, headers={"HX-Refresh": "true"})
