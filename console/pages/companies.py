"""거래처: known companies, by which names and numbers of documents are proven."""

from __future__ import annotations

import shutil
import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, Response

from console.context import ConsoleContext
from console.formatting import RowNumber
from console.pages.exports import MEDIA_TYPES, attachment
from console.rendering import context_of, language_of, render, user_of
from domain.messages import Message
from domain.sheets import Sheet
from intake.names import shown_name
from records import companies
from records.companies import CompanyDetails, CompanyFile, CompanySource, Imported
from records.errors import DecisionRefused
from untrusted_files import FileRefused
from work_requests import company_decisions

router = APIRouter(prefix="/companies")
_Context = Annotated[ConsoleContext, Depends(context_of)]
_By = Annotated[str, Depends(user_of)]
_Words = Annotated[str, Form(max_length=200)]
CHANGED = {"HX-Trigger": "companies-changed"}
HEADINGS = ("상호", "사업자등록번호", "주소", "전화번호")
"""Of an exported file, as `intake.company_files` reads them."""


@router.get("")
def list_companies(request: Request, context: _Context, q: str = "") -> HTMLResponse:
    """The screen; for htmx only its table."""
    with context.reading() as session:
        found, total = companies.found(session, q[:200])
    alone = "hx-request" in request.headers
    return render(
        request,
        "companies_list.html" if alone else "companies.html",
        companies=found,
        total=total,
        q=q,
        source_of=CompanySource,
    )


@router.post("")
def save(
    context: _Context,
    by: _By,
    name: _Words,
    number: _Words = "",
    address: _Words = "",
    phone: _Words = "",
    company_id: Annotated[int | None, Form(ge=1, lt=2**53)] = None,
    version: Annotated[int | None, Form(ge=1, lt=2**31)] = None,
) -> Response:
    """Add a company, or change one."""
    details = CompanyDetails(name, number, address, phone)
    with context.transaction() as session:
        company_decisions.save(
            session, details, company_id=company_id, version=version, by=by, now=context.now()
        )
    return Response(status_code=204, headers=CHANGED)


@router.get("/{company_id}/edit")
def edit(request: Request, context: _Context, company_id: RowNumber) -> HTMLResponse:
    with context.reading() as session:
        company = companies.get(session, company_id)
    return render(request, "company_form.html", company=company)


@router.post("/{company_id}/delete")
def delete(context: _Context, by: _By, company_id: RowNumber) -> Response:
    with context.transaction() as session:
        company_decisions.delete(session, company_id, by=by, now=context.now())
    return Response(status_code=204, headers=CHANGED)


@router.post("/uploads")
def bring(request: Request, context: _Context, by: _By, file: Annotated[UploadFile, File()]) -> HTMLResponse:
    """Add and change companies by a CSV or Excel file."""
    refusal: Message | None = None
    done: Imported | None = None
    try:
        found = _read(context, file)
        with context.transaction() as session:
            done = company_decisions.import_many(session, found, by=by, now=context.now())
    except (FileRefused, DecisionRefused) as refused:
        refusal = refused.message
    answer = render(request, "companies_brought.html", done=done, refusal=refusal)
    answer.headers.update(CHANGED)
    return answer


@router.get("/export.csv")
def export(request: Request, context: _Context) -> Response:
    """All companies, in a file that can be brought back."""
    with context.reading() as session:
        found = [companies.details_of(one) for one in companies.all_companies(session)]
    rows = [(one.name, one.number, one.address, one.phone) for one in found]
    data = context.write_sheets([Sheet(name="companies", headings=HEADINGS, rows=rows)], "csv")
    name = "거래처.csv" if language_of(request) == "ko" else "companies.csv"
    headers = {"Content-Disposition": attachment(name, "companies.csv")}
    return Response(data, media_type=MEDIA_TYPES["csv"], headers=headers)


def _read(context: ConsoleContext, file: UploadFile) -> CompanyFile:
    folder = context.uploads / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        with (folder / "companies").open("wb") as target:
            shutil.copyfileobj(file.file, target, 1 << 20)
        return context.read_companies(folder / "companies", shown_name(file.filename or ""))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
