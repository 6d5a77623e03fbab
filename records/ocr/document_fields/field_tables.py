"""TB_OCR_FIELD, its history, and TB_COMPANY, as SQLAlchemy classes. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from records.base import Base, BigId, DocId
from records.stored_messages import MessageJson, StoredMessage

FieldId = sa.String(80)
_CHECKS = "\"ACTION_CD\" IN ('confirm', 'correct', 'accept')"


class OcrField(Base):
    """A field of a document, or a value of one of its line items. Resident registration numbers in it are masked.

    A document has a row for each field of its kind, also for those that were not found.

    Attributes:
        field_id: document:line:key.
        line_no: number of the line item, from 1; 0 for fields of the document.
        key: a `FieldKey`; of a line item an `ItemColumn`.
        type: a `FieldType`.
        order_no: place in the list of the kind's fields.
        required: whether every document of the kind has it.
        machine: in normal form, as it was read last; null where it could not be read as a value.
        text: as read; null where nothing was found.
        score: probability that what was read is right, 0 … 1; null where not known.
        text_ids: ids of the texts that it is from.
        page_no: page of the first of them.
        state: a `FieldState`, of the corrected value where there is one.
        reason: why, for people.
        repair: a value that satisfies what the read one contradicts.
        repair_reason: what holds with it.
        corrected: what people wrote, in normal form where it has one; empty: the document has no such value; null: nothing.
        repaired: whether `corrected` is a repair that was applied by itself.
        confirmed: whether a person decided that the value is right.
        amount: the value of an amount, for comparing; null for others.
        check_value: what is gained by a person's decision on it, as `domain.check_value` defines it.
        by, at: of the last decision of a person.
    """

    __tablename__ = "TB_OCR_FIELD"
    __table_args__ = (
        sa.Index("IX_TB_OCR_FIELD_PLACE", "DOC_ID", "LINE_NO", "ORDER_NO"),
        sa.Index("IX_TB_OCR_FIELD_AMOUNT", "FIELD_KEY", "AMOUNT"),
        sa.Index("IX_TB_OCR_FIELD_CHECK_VALUE", "CHECK_VALUE", "FIELD_ID"),
        sa.Index(
            "IX_TB_OCR_FIELD_DECIDED",
            "FIELD_ID",
            sqlite_where=sa.text('"CORRECTED_VALUE" IS NOT NULL OR "CONFIRMED_YN" = 1'),
            postgresql_where=sa.text('"CORRECTED_VALUE" IS NOT NULL OR "CONFIRMED_YN"'),
        ),
    )

    field_id: Mapped[str] = mapped_column("FIELD_ID", FieldId, primary_key=True)
    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, sa.ForeignKey("TB_OCR_DOC.DOC_ID"))
    line_no: Mapped[int] = mapped_column("LINE_NO")
    key: Mapped[str] = mapped_column("FIELD_KEY", sa.String(60))
    type: Mapped[str] = mapped_column("TYPE_CD", sa.String(20))
    order_no: Mapped[int] = mapped_column("ORDER_NO")
    required: Mapped[bool] = mapped_column("REQUIRED_YN", default=False)
    machine: Mapped[str | None] = mapped_column("MACHINE_VALUE")
    text: Mapped[str | None] = mapped_column("FIELD_TEXT")
    score: Mapped[float | None] = mapped_column("SCORE", sa.Double)
    text_ids: Mapped[list[Any]] = mapped_column("TEXT_IDS")
    page_no: Mapped[int | None] = mapped_column("PAGE_NO")
    state: Mapped[str] = mapped_column("STATE_CD", sa.String(12))
    reason_ko: Mapped[str | None] = mapped_column("REASON_KO")
    reason_en: Mapped[str | None] = mapped_column("REASON_EN")
    reason_json: Mapped[dict[str, Any] | None] = mapped_column("REASON_JSON", MessageJson)
    reason = StoredMessage("reason")
    repair: Mapped[str | None] = mapped_column("REPAIR_VALUE")
    repair_reason_ko: Mapped[str | None] = mapped_column("REPAIR_REASON_KO")
    repair_reason_en: Mapped[str | None] = mapped_column("REPAIR_REASON_EN")
    repair_reason_json: Mapped[dict[str, Any] | None] = mapped_column("REPAIR_REASON_JSON", MessageJson)
    repair_reason = StoredMessage("repair_reason")
    corrected: Mapped[str | None] = mapped_column("CORRECTED_VALUE")
    repaired: Mapped[bool] = mapped_column("REPAIRED_YN", default=False)
    confirmed: Mapped[bool] = mapped_column("CONFIRMED_YN", default=False)
    amount: Mapped[int | None] = mapped_column("AMOUNT", sa.BigInteger)
    check_value: Mapped[float] = mapped_column("CHECK_VALUE", sa.Double, default=0.0, server_default="0")
    version: Mapped[int] = mapped_column("ROW_VER", default=1)
    by: Mapped[str | None] = mapped_column("UPDT_ID", sa.String(80))
    at: Mapped[datetime | None] = mapped_column("UPDT_DT")

    @property
    def value(self) -> str | None:
        """What the field holds, as far as is known: the corrected value, else the one read."""
        return self.corrected if self.corrected is not None else self.machine


class FieldHistory(Base):
    """Who changed what of a field. Rows are only ever added.

    Attributes:
        field_id: as of `OcrField`; of a changed kind the document's id.
    """

    __tablename__ = "TB_OCR_FIELD_HISTORY"
    __table_args__ = (
        sa.Index(
            "IX_TB_OCR_FIELD_HISTORY_CHECKED",
            "CHANGE_DT",
            sqlite_where=sa.text(_CHECKS),
            postgresql_where=sa.text(_CHECKS),
        ),
    )

    history_id: Mapped[int] = mapped_column("HISTORY_ID", BigId, primary_key=True)
    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, index=True)
    field_id: Mapped[str] = mapped_column("FIELD_ID", FieldId, index=True)
    action: Mapped[str] = mapped_column("ACTION_CD", sa.String(12))
    before: Mapped[str | None] = mapped_column("BEFORE_VALUE")
    after: Mapped[str | None] = mapped_column("AFTER_VALUE")
    by: Mapped[str] = mapped_column("CHANGE_ID", sa.String(80))
    at: Mapped[datetime] = mapped_column("CHANGE_DT")


class Company(Base):
    """A known company (거래처).

    Attributes:
        number: business registration number, 000-00-00000; null where it is not known.
        source: a `CompanySource`.
        doc_id: the document that it was confirmed from.
        confirmed_by, confirmed_at: who added or changed it last.
    """

    __tablename__ = "TB_COMPANY"
    __table_args__ = (sa.UniqueConstraint("BIZ_NO"),)

    company_id: Mapped[int] = mapped_column("COMPANY_ID", BigId, primary_key=True)
    name: Mapped[str] = mapped_column("COMPANY_NM", index=True)
    number: Mapped[str | None] = mapped_column("BIZ_NO", sa.String(12))
    address: Mapped[str] = mapped_column("ADDRESS", default="")
    phone: Mapped[str] = mapped_column("PHONE", sa.String(40), default="")
    source: Mapped[str] = mapped_column("SOURCE_CD", sa.String(12))
    doc_id: Mapped[str | None] = mapped_column("SOURCE_DOC_ID", DocId)
    confirmed_by: Mapped[str] = mapped_column("CONFIRM_ID", sa.String(80))
    confirmed_at: Mapped[datetime] = mapped_column("CONFIRM_DT")
    version: Mapped[int] = mapped_column("ROW_VER", default=1)
