"""The tables of checking: who has which page or document, second looks and weekly samples. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from records.base import Base, BigId, DocId
from records.ocr.document_fields.field_tables import FieldId
from records.ocr.tables import OcrDocument, TextId

Week = sa.String(8)
"""ISO 8601: 2026-W48."""


class PageClaim(Base):
    """The person who checks a page, until when it is theirs unless they go on."""

    __tablename__ = "TB_OCR_PAGE_CLAIM"
    __table_args__ = (
        sa.ForeignKeyConstraint(["DOC_ID", "PAGE_NO"], ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"]),
    )

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, primary_key=True)
    page_no: Mapped[int] = mapped_column("PAGE_NO", primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column("CLAIM_ID", sa.String(80))
    until: Mapped[datetime] = mapped_column("UNTIL_DT")


class Assignment(Base):
    """The person who checks a document; a document without one is anyone's."""

    __tablename__ = "TB_OCR_ASSIGNMENT"

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, sa.ForeignKey(OcrDocument.doc_id), primary_key=True)
    assignee: Mapped[str] = mapped_column("ASSIGNEE_ID", sa.String(80), index=True)
    by: Mapped[str] = mapped_column("ASSIGN_ID", sa.String(80))
    at: Mapped[datetime] = mapped_column("ASSIGN_DT")


class SecondLook(Base):
    """A confirmed text that another person keys without seeing what was confirmed.

    Attributes:
        week: of a weekly sample; null otherwise.
        field_id: the document's field that the text holds; null for a text by itself.
        first: what was confirmed when the look was asked for; `first_by` by whom.
        second: what the second person keyed; null before.
        final: what a third look decided, where the two differ.
        claimed_by, claimed_until: who keys it at present.
    """

    __tablename__ = "TB_OCR_SECOND_LOOK"

    look_id: Mapped[int] = mapped_column("LOOK_ID", BigId, primary_key=True)
    purpose: Mapped[str] = mapped_column("PURPOSE_CD", sa.String(10))
    week: Mapped[str | None] = mapped_column("WEEK", Week)
    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, sa.ForeignKey(OcrDocument.doc_id))
    text_id: Mapped[str] = mapped_column("TEXT_ID", TextId, index=True)
    field_id: Mapped[str | None] = mapped_column("FIELD_ID", FieldId)
    first: Mapped[str] = mapped_column("FIRST_NM")
    first_by: Mapped[str] = mapped_column("FIRST_ID", sa.String(80))
    second: Mapped[str | None] = mapped_column("SECOND_NM")
    second_by: Mapped[str | None] = mapped_column("SECOND_ID", sa.String(80))
    second_at: Mapped[datetime | None] = mapped_column("SECOND_DT")
    state: Mapped[str] = mapped_column("STATE_CD", sa.String(10), index=True)
    final: Mapped[str | None] = mapped_column("FINAL_NM")
    resolved_by: Mapped[str | None] = mapped_column("RESOLVE_ID", sa.String(80))
    resolved_at: Mapped[datetime | None] = mapped_column("RESOLVE_DT")
    claimed_by: Mapped[str | None] = mapped_column("CLAIM_ID", sa.String(80))
    claimed_until: Mapped[datetime | None] = mapped_column("UNTIL_DT")
    at: Mapped[datetime] = mapped_column("REG_DT")


class WeeklySample(Base):
    """A week's sample of confirmed texts for the quality figure.

    Attributes:
        confirmed: texts that people confirmed or corrected in the week before.
        drawn: how many of them are looked at a second time.
        purged: of second looks whose documents were removed for good, the counts alone: by "texts" and "fields" how many were
            looked at, are not settled, and were wrong; null for none.
    """

    __tablename__ = "TB_OCR_QUALITY"

    week: Mapped[str] = mapped_column("WEEK", Week, primary_key=True)
    confirmed: Mapped[int] = mapped_column("CONFIRMED_CNT")
    drawn: Mapped[int] = mapped_column("DRAWN_CNT")
    purged: Mapped[dict[str, list[int]] | None] = mapped_column("PURGED_CNTS", sa.JSON(none_as_null=True))
    at: Mapped[datetime] = mapped_column("REG_DT")
