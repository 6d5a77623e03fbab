"""TB_OCR_LAYOUT as a SQLAlchemy class. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from records.base import Base, BigId, DocId

_Json = sa.JSON(none_as_null=True)


class OcrLayout(Base):
    """The layout of one supplier's documents of a kind, or of a kind that a person named.

    Attributes:
        kind: a `DocumentKind`, or the name that a person gave.
        number: the supplier's business registration number; empty for a kind that a person named.
        company: the supplier's name, as far as is known.
        drawn: the fields that a person named on one document: name, type, page, texts or zone each.
        drawn_doc_id: that document.
        layout: JSON of the layout in use; null where there is none.
        learnt_from, unseen: ids of the documents that the last layout was learnt from, and was judged on.
        result: how the last one was judged, as figures.
        state: a `LayoutState`.
        by, at: who or what changed it last.
    """

    __tablename__ = "TB_OCR_LAYOUT"
    __table_args__ = (sa.UniqueConstraint("KIND_CD", "BIZ_NO"),)

    layout_id: Mapped[int] = mapped_column("LAYOUT_ID", BigId, primary_key=True)
    kind: Mapped[str] = mapped_column("KIND_CD", sa.String(60))
    number: Mapped[str] = mapped_column("BIZ_NO", sa.String(12), default="")
    company: Mapped[str] = mapped_column("COMPANY_NM", default="")
    drawn: Mapped[list[Any] | None] = mapped_column("DRAWN_FIELDS", _Json)
    drawn_doc_id: Mapped[str | None] = mapped_column("DRAWN_DOC_ID", DocId)
    layout: Mapped[dict[str, Any] | None] = mapped_column("LAYOUT", _Json)
    learnt_from: Mapped[list[Any]] = mapped_column("LEARNT_DOC_IDS", default=list)
    unseen: Mapped[list[Any]] = mapped_column("UNSEEN_DOC_IDS", default=list)
    result: Mapped[dict[str, Any] | None] = mapped_column("RESULT", _Json)
    state: Mapped[str] = mapped_column("STATE_CD", sa.String(12))
    learnt_at: Mapped[datetime | None] = mapped_column("LEARN_DT")
    by: Mapped[str] = mapped_column("UPDT_ID", sa.String(80))
    at: Mapped[datetime] = mapped_column("UPDT_DT")
