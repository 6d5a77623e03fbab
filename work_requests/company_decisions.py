"""What people decide about known companies: each function is one decision, for one transaction, on record in TB_REQUEST."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.document_fields import FieldKey, Party
from domain.messages import Message
from domain.registration_numbers import has_valid_check_digit
from domain.requests import RequestKind
from records import companies
from records.companies import CompanyDetails, CompanyFile, CompanySource, Imported
from records.errors import DecisionRefused
from records.ocr import documents
from records.ocr.document_fields import fields
from records.ocr.document_fields.field_tables import Company
from work_requests import lifecycle, ocr_decisions

_OF_PARTY = {
    Party.SUPPLIER: (
        FieldKey.SUPPLIER_NAME,
        FieldKey.SUPPLIER_NUMBER,
        FieldKey.SUPPLIER_ADDRESS,
        FieldKey.SUPPLIER_PHONE,
    ),
    Party.BUYER: (FieldKey.BUYER_NAME, FieldKey.BUYER_NUMBER, FieldKey.BUYER_ADDRESS, FieldKey.BUYER_PHONE),
    Party.ISSUER: (FieldKey.COMPANY_NAME, FieldKey.BUSINESS_NUMBER, FieldKey.ADDRESS, FieldKey.PHONE),
}


def named_in(session: Session, doc_id: str, party: Party) -> CompanyDetails | None:
    """A company as a document's fields name it; None without a name, or with a number that is wrong."""
    values = {one.key: one.value or "" for one in fields.of_document(session, doc_id) if one.line_no == 0}
    name, number, address, phone = (values.get(key, "") for key in _OF_PARTY[party])
    if not name or (number and not has_valid_check_digit(number)):
        return None
    return CompanyDetails(name, number, address, phone)


def confirm_from_document(session: Session, doc_id: str, party: Party, *, by: str, now: datetime) -> Company:
    """Make the company that a document names a known one; the document's 상호 follows.

    Raises:
        DecisionRefused: the document names none, with a wrong number, or one that is known already.
    """
    document = documents.get(session, doc_id)
    details = named_in(session, doc_id, party)
    if details is None:
        raise DecisionRefused(
            Message(
                "document {doc_id} names no company with a right number; correct its fields first",
                doc_id=doc_id,
            )
        )
    company = companies.save(
        session, details, source=CompanySource.DOCUMENT, by=by, now=now, doc_id=doc_id, is_new=True
    )
    _on_record(session, "confirm", {"document": doc_id, **asdict(details)}, by, now)
    if document.company != company.name:
        ocr_decisions.rename(session, doc_id, company=company.name, by=by, now=now)
    companies.read_documents_again(session, [company.number] if company.number else [], now=now)
    document.fields_stale, document.updated_at = document.fields_at is not None, now
    return company


def save(
    session: Session,
    details: CompanyDetails,
    *,
    company_id: int | None = None,
    version: int | None = None,
    by: str,
    now: datetime,
) -> Company:
    """Add a company, or change one. Raises DecisionRefused as `records.companies.save`."""
    before = None if company_id is None else companies.number_of(session, company_id)
    company = companies.save(
        session,
        details,
        source=CompanySource.PERSON,
        by=by,
        now=now,
        company_id=company_id,
        version=version,
        is_new=company_id is None,
    )
    _on_record(session, "save", {"company_id": company.company_id, **asdict(details)}, by, now)
    numbers = [number for number in dict.fromkeys((before, company.number)) if number]
    companies.read_documents_again(session, numbers, now=now)
    return company


def import_many(session: Session, file: CompanyFile, *, by: str, now: datetime) -> Imported:
    """Add or change the companies of a file; rows that can't be companies are left out."""
    done = companies.import_many(session, file, by=by, now=now)
    params = {"added": done.added, "changed": done.changed, "refused": len(done.refused)}
    _on_record(session, "import", params, by, now)
    companies.read_documents_again(session, done.numbers, now=now)
    return done


def delete(session: Session, company_id: int, *, by: str, now: datetime) -> None:
    """Forget a company. Documents keep their 상호."""
    was = companies.delete(session, company_id)
    _on_record(session, "delete", {"company_id": company_id, **asdict(was)}, by, now)
    companies.read_documents_again(session, [was.number] if was.number else [], now=now)


def _on_record(session: Session, action: str, params: dict[str, Any], by: str, now: datetime) -> None:
    lifecycle.note_done(
        session, RequestKind.COMPANY, doc_id=None, params={"action": action, **params}, by=by, now=now
    )
