"""A document's fields beside its page: values, repairs that are offered, confirmations, the kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, Request
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, JSONResponse, Response

from console.context import ConsoleContext
from console.field_view import (
    GROUP_HEADINGS,
    SHOWN_FIELDS,
    group_of,
    grouped,
    item_table,
    kinds_to_choose,
    shown_field,
    wrong_lines,
)
from console.refusals import refused_json
from console.rendering import context_of, language_of, render, render_part, user_of
from console.resident_numbers import note_shown, sees_numbers
from console.wake import WAIT_SECONDS
from domain.document_fields import DocumentKind, FieldAction, FieldType, Party, kind_label
from domain.ocr import OcrStatus, TextState
from domain.reading_limits import FieldLimit
from records import companies
from records.errors import DecisionRefused
from records.ocr import documents, texts
from records.ocr.document_fields import field_decisions, field_undo, fields
from records.ocr.document_fields.field_tables import OcrField
from records.ocr.document_fields.layout_decisions import LONGEST_NAME
from records.ocr.proofreading import completion, second_looks
from records.ocr.tables import OcrDocument
from work_requests import company_decisions

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]


class Decision(BaseModel):
    """What a person decided on a field, with the version and, of what they took as it is, the value that they saw."""

    action: Literal["correct", "accept", "confirm", "reopen"]
    version: int
    value: str = Field("", max_length=1000)
    seen: str | None = Field(None, max_length=1000)

    def apply(self, session: Session, field_id: str, by: str, context: ConsoleContext) -> None:
        now, version = context.now(), self.version
        if self.action == "correct":
            field_decisions.correct(session, field_id, self.value, by=by, now=now, version=version)
        elif self.action == "accept":
            field_decisions.accept_repair(session, field_id, by=by, now=now, version=version, seen=self.seen)
        elif self.action == "confirm":
            field_decisions.confirm(session, field_id, by=by, now=now, version=version, seen=self.seen)
        else:
            field_decisions.reopen(session, field_id, by=by, now=now, version=version)


@router.get("/ocr/{doc_id}/fields")
def show(request: Request, context: _Context, doc_id: str, at: str = "") -> HTMLResponse:
    """The fields beside the page.

    Args:
        at: id of the field to begin at; the first one if it is not there.
    """
    with context.reading() as session:
        document = documents.get(session, doc_id)
        pages = documents.of_document(session, doc_id)
        found = fields.of_document(session, doc_id)
        blocked = completion.blocking_fields(session, doc_id)
        newer, older = documents.neighbours(session, doc_id)
        count = texts.count(session, doc_id)
        parties = _unknown_parties(session, document)
        resident = _resident_numbers(request, session, found)
        kinds = kinds_to_choose(session)
    note_shown(request, context, _texts_of_residents(found))
    groups = grouped(found)
    wanted = [one for one in found if one.field_id == at]
    in_order = [*wanted, *(one for group in groups for one in group.fields)]
    shown_no = next((one.page_no for one in in_order if one.page_no), 1)
    return render(
        request,
        "ocr_fields.html",
        document=document,
        status=OcrStatus(document.status),
        pages=pages,
        page=next((one for one in pages if one.page_no == shown_no), None),
        newer=newer,
        older=older,
        count=count,
        groups=groups,
        headings=GROUP_HEADINGS,
        doc_id=doc_id,
        at=at,
        focused="",
        items=item_table(found),
        wrong_lines=wrong_lines(found),
        has_lines=document.kind in set(DocumentKind) and DocumentKind(document.kind).has_line_items,
        kinds=kinds,
        kind_label=kind_label,
        blocked=field_decisions.blocked(blocked) if blocked else None,
        limits=[FieldLimit(one) for one in document.fields_limits or ()],
        parties=parties,
        resident=resident,
        state_of=TextState,
        **SHOWN_FIELDS,
    )


# People name fields of kinds of their own, with a slash too.
@router.post("/ocr/fields/{field_id:path}")
def decide(request: Request, context: _Context, by: _By, field_id: str, sent: Decision) -> JSONResponse:
    """Decide on a field; the answer has the parts of all fields of the document that are not typed in."""
    try:
        with context.transaction() as session:
            sent.apply(session, field_id, by, context)
            field = fields.get(session, field_id)
            doc_id = field.doc_id
            if context.second_keying:
                second_looks.ask_for_keying_of_fields(session, [field], now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    context.wake(WAIT_SECONDS)
    return JSONResponse(_as_it_is(request, context, doc_id))


@router.post("/ocr/{doc_id}/fields/undo")
def undo_last(request: Request, context: _Context, by: _By, doc_id: str) -> JSONResponse:
    """Take back the last thing that the person decided on the fields of a document; 422 where nothing is left."""
    try:
        with context.transaction() as session:
            changed = field_undo.undo_last(session, doc_id, by=by, now=context.now())
            undone = [one.field_id for one in changed]
            if context.second_keying:
                second_looks.ask_for_keying_of_fields(session, changed, now=context.now())
    except DecisionRefused as refusal:
        return refused_json(request, refusal)
    context.wake(WAIT_SECONDS)
    return JSONResponse({**_as_it_is(request, context, doc_id), "undone": undone})


@router.get("/ocr/{doc_id}/fields/now")
def as_it_is(request: Request, context: _Context, doc_id: str) -> JSONResponse:
    """The fields as they are now, for a page whose fields were being read again."""
    return JSONResponse(_as_it_is(request, context, doc_id))


@router.get("/ocr/{doc_id}/fields/history")
def history_of_document(request: Request, context: _Context, doc_id: str) -> HTMLResponse:
    """Everything that people decided on the fields and the kind of a document."""
    with context.reading() as session:
        document = documents.get(session, doc_id)
        lines = fields.history(session, doc_id)
    return render(
        request,
        "fields_history.html",
        document=document,
        lines=lines,
        **_HISTORY,
    )


@router.get("/ocr/fields/{field_id:path}/history")
def history(request: Request, context: _Context, field_id: str) -> HTMLResponse:
    with context.reading() as session:
        field = fields.get(session, field_id)
        lines = fields.history(session, field.doc_id, wanted=field_id)
    return render(
        request,
        "field_history.html",
        field=field,
        lines=lines,
        **_HISTORY,
    )


@router.post("/ocr/{doc_id}/fields/confirm")
def confirm(context: _Context, by: _By, doc_id: str) -> Response:
    """Confirm all fields that have a value; refused while a required one is contradicted or was not read."""
    with context.transaction() as session:
        changed = field_decisions.confirm_document(session, doc_id, by=by, now=context.now())
        if context.second_keying:
            second_looks.ask_for_keying_of_fields(session, changed, now=context.now())
    context.wake(WAIT_SECONDS)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.post("/ocr/{doc_id}/kind")
def choose_kind(
    context: _Context, by: _By, doc_id: str, kind: Annotated[str, Form(max_length=LONGEST_NAME)] = ""
) -> Response:
    """Say what the document is; empty leaves it to its texts."""
    with context.transaction() as session:
        field_decisions.choose_kind(session, doc_id, kind or None, by=by, now=context.now())
    context.wake(WAIT_SECONDS)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.post("/ocr/{doc_id}/known-company")
def know_company(context: _Context, by: _By, doc_id: str, party: Annotated[Party, Form()]) -> Response:
    """Make the company that a document names a known one; the document's 상호 follows."""
    with context.transaction() as session:
        company_decisions.confirm_from_document(session, doc_id, party, by=by, now=context.now())
    context.wake(WAIT_SECONDS)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


def _as_it_is(request: Request, context: ConsoleContext, doc_id: str) -> dict[str, Any]:
    with context.reading() as session:
        document = documents.get(session, doc_id)
        found = fields.of_document(session, doc_id)
        blocked = completion.blocking_fields(session, doc_id)
        resident = _resident_numbers(request, session, found)
    note_shown(request, context, _texts_of_residents(found))
    sentence = field_decisions.blocked(blocked).render(language_of(request)) if blocked else ""
    return {
        "stale": document.fields_stale,
        "blocked": sentence,
        "wrong_lines": render_part(
            request, "ocr_wrong_lines.html", wrong_lines=wrong_lines(found), **SHOWN_FIELDS
        ),
        "fields": [
            {
                "id": one.field_id,
                "value": shown_field(one, one.value),
                "version": one.version,
                "group": group_of(one),
                "about": render_part(
                    request, "ocr_field_about.html", field=one, resident=resident, **SHOWN_FIELDS
                ),
            }
            for one in found
        ],
    }


def _unknown_parties(session: Session, document: OcrDocument) -> list[Party]:
    """Parties of a document that could become known companies."""
    return [
        party
        for party in Party
        if (details := company_decisions.named_in(session, document.doc_id, party)) is not None
        and companies.same(session, details) is None
    ]


def _resident_numbers(request: Request, session: Session, found: Sequence[OcrField]) -> dict[str, str]:
    """The texts that resident numbers were read from, for those who may see them."""
    if not sees_numbers(request):
        return {}
    residents = _of_residents(found)
    # A text may have been taken away since the field was read.
    of_document = texts.of_document(session, residents[0].doc_id) if residents else ()
    labels = {one.text_id: one.label for one in of_document}
    return {
        one.field_id: " ".join(labels[text_id] for text_id in one.text_ids if text_id in labels)
        for one in residents
    }


def _of_residents(found: Sequence[OcrField]) -> list[OcrField]:
    return [one for one in found if one.type == FieldType.RESIDENT_NUMBER]


def _texts_of_residents(found: Sequence[OcrField]) -> list[str]:
    return [text_id for one in _of_residents(found) for text_id in one.text_ids]


_HISTORY: dict[str, Any] = {
    **SHOWN_FIELDS,
    "action_of": FieldAction,
    "by_proof": fields.BY_PROOF,
    "by_reading": fields.BY_READING,
    "kind_label": kind_label,
}
