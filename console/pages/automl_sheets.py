"""내려받기 of a document's columns and of its models as Excel workbooks, written from their rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from console.context import ConsoleContext
from console.pages.exports import MEDIA_TYPES, attachment
from console.rendering import context_of, language_of
from domain.messages import Message
from domain.sheets import Sheet
from records import automl_sheets, documents

router = APIRouter()
_Context = Annotated[ConsoleContext, Depends(context_of)]
PROFILE, RESULTS = Message("profile"), Message("results")


@router.get("/automl/{doc_id}/profile.xlsx")
def profile(request: Request, context: _Context, doc_id: str) -> Response:
    """The columns with their statistics."""
    with context.reading() as session:
        name = documents.head(session, doc_id).name
        sheets = automl_sheets.sheets_of_profile(session, doc_id, language_of(request))
    return _workbook(request, context, sheets, name, PROFILE)


@router.get("/automl/{doc_id}/results.xlsx")
def results(request: Request, context: _Context, doc_id: str) -> Response:
    """The models side by side."""

    def local(moment: datetime) -> datetime:
        return moment.astimezone(context.now().tzinfo)

    with context.reading() as session:
        name = documents.head(session, doc_id).name
        sheets = automl_sheets.sheets_of_results(session, doc_id, language_of(request), local)
    return _workbook(request, context, sheets, name, RESULTS)


def _workbook(
    request: Request, context: ConsoleContext, sheets: list[Sheet], name: str, what: Message
) -> Response:
    stem = PurePath(name).name or "table"
    file_name = f"{stem}_{what.render(language_of(request))}.xlsx"
    return Response(
        context.write_sheets(sheets, "xlsx"),
        media_type=MEDIA_TYPES["xlsx"],
        headers={"Content-Disposition": attachment(file_name, f"{what.en}.xlsx")},
    )
