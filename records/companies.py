"""TB_COMPANY: known companies, by which names and business numbers of documents are proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from domain.document_fields import FieldKey
from domain.labelled import Labelled
from domain.messages import Message, in_context
from domain.registration_numbers import business_number, has_valid_check_digit
from records.engine import advisory_lock, row_lock
from records.errors import DecisionRefused, NotFound
from records.ocr.document_fields.field_tables import Company, OcrField
from records.ocr.tables import OcrDocument
from records.ocr.typed import one_line

LONGEST = 200
"""Characters of a name or address."""
MOST_SHOWN = 200
AT_ONCE = 500
"""Numbers in one statement."""


class CompanySource(Labelled):
    """How a company came to be known."""

    IMPORT = "import", in_context("company", "imported")
    DOCUMENT = "document", in_context("company", "confirmed from a document")
    PERSON = "person", in_context("company", "typed")


@dataclass(frozen=True)
class CompanyDetails:
    """A company as people write it.

    Attributes:
        number: business registration number in any spelling; empty where it is not known.
    """

    name: str
    number: str = ""
    address: str = ""
    phone: str = ""

    def checked(self) -> CompanyDetails:
        """The same in normal form.

        Raises:
            DecisionRefused: it has no name, or a number that can't be a business registration number.
        """
        name, address, phone = (one_line(words)[:LONGEST] for words in (self.name, self.address, self.phone))
        if not name:
            raise DecisionRefused(Message("the company has no name; type one"))
        number = ""
        if self.number.strip():
            number = business_number(self.number.strip()) or ""
            if not has_valid_check_digit(number):
                raise DecisionRefused(
                    Message(
                        "{number} is no business registration number: it has ten digits, the last of which checks "
                        "the others",
                        number=self.number.strip(),
                    )
                )
        return replace(self, name=name, number=number, address=address, phone=phone[:40])


def all_companies(session: Session) -> Sequence[Company]:
    """Every company by name."""
    return session.scalars(sa.select(Company).order_by(Company.name, Company.company_id)).all()


def found(session: Session, words: str = "", *, limit: int = MOST_SHOWN) -> tuple[Sequence[Company], int]:
    """Companies whose name, number or address has these words, by name, and how many there are."""
    query = sa.select(Company)
    if words.strip():
        parts = (Company.name, Company.number, Company.address)
        query = query.where(sa.or_(*(part.icontains(words.strip(), autoescape=True) for part in parts)))
    total = session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    return session.scalars(query.order_by(Company.name, Company.company_id).limit(limit)).all(), total


def by_number(session: Session, number: str | None) -> Company | None:
    """The company with a business registration number, 000-00-00000."""
    return session.scalar(sa.select(Company).where(Company.number == number)) if number else None


def number_of(session: Session, company_id: int) -> str | None:
    """The business registration number of a company, without holding it; None without one."""
    return session.scalar(sa.select(Company.number).where(Company.company_id == company_id))


def get(session: Session, company_id: int) -> Company:
    """Raises NotFound."""
    company = session.get(Company, company_id, with_for_update=row_lock(session))
    if company is None:
        raise NotFound(Message("there is no company {company_id}; see the list", company_id=company_id))
    return company


def save(
    session: Session,
    details: CompanyDetails,
    *,
    source: CompanySource,
    by: str,
    now: datetime,
    company_id: int | None = None,
    doc_id: str | None = None,
    version: int | None = None,
    is_new: bool = False,
) -> Company:
    """Add a company, or change one: `company_id`, else the one with the same number, else the one with the same name.

    Args:
        version: of the company that the person saw; None: not checked.
        is_new: whether a company that is known already, its number included, may not be changed.

    Raises:
        DecisionRefused: as `CompanyDetails.checked`, another company has the number, or it was changed meanwhile.
    """
    advisory_lock(session, "companies")
    new = details.checked()
    known = same(session, new)
    if company_id is not None:
        company = get(session, company_id)
        if version not in (None, company.version):
            raise DecisionRefused(
                Message(
                    "{confirmed_by} changed this company meanwhile; open it again",
                    confirmed_by=company.confirmed_by,
                )
            )
        if known is not None and known is not company and new.number and known.number == new.number:
            raise DecisionRefused(
                Message("{name} has this business number already; change that one", name=known.name)
            )
    else:
        # A number that becomes known of a name is added to it.
        if is_new and known is not None and not (new.number and known.number is None):
            raise DecisionRefused(
                Message("{name} is in the list of companies already; change it there", name=known.name)
            )
        company = known or Company(version=0, address="", phone="")
    company.name = new.name
    company.number = new.number or (None if company_id is not None else company.number)
    company.address = new.address or ("" if company_id is not None else company.address)
    company.phone = new.phone or ("" if company_id is not None else company.phone)
    company.source, company.doc_id = source, doc_id
    company.confirmed_by, company.confirmed_at = by, now
    company.version += 1
    session.add(company)
    session.flush()
    return company


@dataclass(frozen=True)
class CompanyFile:
    """The companies of a file.

    Attributes:
        rows: in the order of the file.
        first_row: number of the first one's row as spreadsheet programs count; the others follow it. None where rows
            between them were left out, so that their numbers are not known.
    """

    rows: Sequence[CompanyDetails]
    first_row: int | None = None


@dataclass(frozen=True)
class RefusedCompany:
    """A row of a file that is no company.

    Attributes:
        place: among the rows of the file, from 1.
        row: its number as spreadsheet programs count; None where that is not known.
        name: the company's.
        why: what is wrong with it.
    """

    place: int
    row: int | None
    name: str
    why: Message


@dataclass(frozen=True)
class Imported:
    """What became of the rows of a file.

    Attributes:
        numbers: business numbers of the companies that were added or changed.
        refused: the rows that are no companies.
    """

    added: int
    changed: int
    numbers: tuple[str, ...]
    refused: tuple[RefusedCompany, ...]


def import_many(session: Session, file: CompanyFile, *, by: str, now: datetime) -> Imported:
    """Add or change the companies of a file; rows that can't be companies are left out."""
    added = changed = 0
    refused = []
    numbers = []
    for place, row in enumerate(file.rows):
        try:
            company = save(session, row, source=CompanySource.IMPORT, by=by, now=now)
        except DecisionRefused as refusal:
            number = None if file.first_row is None else file.first_row + place
            refused.append(RefusedCompany(place + 1, number, one_line(row.name)[:LONGEST], refusal.message))
            continue
        numbers += [company.number] if company.number else []
        added, changed = (added + 1, changed) if company.version == 1 else (added, changed + 1)
    return Imported(added, changed, tuple(numbers), tuple(refused))


def read_documents_again(session: Session, numbers: Sequence[str], *, now: datetime) -> None:
    """Mark the fields of documents with these business numbers as stale: what is known of their companies has changed.

    A reading under way notices it by the time of the change.
    """
    value = sa.func.coalesce(OcrField.corrected, OcrField.machine)
    keys = (FieldKey.SUPPLIER_NUMBER, FieldKey.BUYER_NUMBER, FieldKey.BUSINESS_NUMBER)
    for start in range(0, len(numbers), AT_ONCE):
        naming = sa.select(OcrField.doc_id).where(
            OcrField.key.in_(keys), value.in_(numbers[start : start + AT_ONCE])
        )
        session.execute(
            sa.update(OcrDocument)
            .where(OcrDocument.doc_id.in_(naming))
            .values({OcrDocument.fields_stale: True, OcrDocument.updated_at: now})
        )


def delete(session: Session, company_id: int) -> CompanyDetails:
    """Forget a company; what it was."""
    company = get(session, company_id)
    was = details_of(company)
    session.delete(company)
    session.flush()
    return was


def details_of(company: Company) -> CompanyDetails:
    """A company as people write it."""
    return CompanyDetails(company.name, company.number or "", company.address, company.phone)


def same(session: Session, wanted: CompanyDetails) -> Company | None:
    """The known company with this number; without a number, with this name."""
    if wanted.number:
        found_one = session.scalar(sa.select(Company).where(Company.number == wanted.number))
        if found_one is not None:
            return found_one
        nameless = sa.select(Company).where(Company.name == wanted.name, Company.number.is_(None))
        return session.scalar(nameless.limit(1))
    return session.scalar(sa.select(Company).where(Company.name == wanted.name).limit(1))
