"""The rows of page tables, as SQLAlchemy classes: tables, cells, and what people changed. Columns only; no queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from records.base import Base, BigId, DocId


class OcrTable(Base):
    """A table of a page. Its quad is as that of a text.

    Attributes:
        table_no: stays the table's own as long as people's changes of it are kept; not its place on the page.
        ruling: which rules it is printed with, as `ocr_lib.tables.Ruling` names it.
        version: rises with every change, and is never an earlier one of the page again.
        by: who drew it or changed its lines or cells last; null for one as it was found, which another reading replaces.
        lines: of a table that people changed, {"rows", "columns"} as `records.ocr.table_editing.table_shapes` has them, and "cuts": where
            texts may be divided between cells.
    """

    __tablename__ = "TB_OCR_TABLE"
    __table_args__ = (
        sa.ForeignKeyConstraint(["DOC_ID", "PAGE_NO"], ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"]),
    )

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, primary_key=True)
    page_no: Mapped[int] = mapped_column("PAGE_NO", primary_key=True, autoincrement=False)
    table_no: Mapped[int] = mapped_column("TABLE_NO", primary_key=True, autoincrement=False)
    rows: Mapped[int] = mapped_column("ROW_CNT")
    columns: Mapped[int] = mapped_column("COL_CNT")
    ruling: Mapped[str] = mapped_column("RULING_CD", sa.String(12))
    quad: Mapped[list[Any]] = mapped_column("QUAD")
    version: Mapped[int] = mapped_column("ROW_VER", default=1, server_default="1")
    by: Mapped[str | None] = mapped_column("TABLE_ID", sa.String(80))
    lines: Mapped[dict[str, Any] | None] = mapped_column("LINES", sa.JSON(none_as_null=True))


class OcrCell(Base):
    """A cell of a table, empty or not.

    Attributes:
        row, column: of its top left, from 0.
        texts: [[id of a text, first character, character behind the last], …] in reading order; characters of the text
            as it was read.
    """

    __tablename__ = "TB_OCR_TABLE_CELL"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["DOC_ID", "PAGE_NO", "TABLE_NO"],
            ["TB_OCR_TABLE.DOC_ID", "TB_OCR_TABLE.PAGE_NO", "TB_OCR_TABLE.TABLE_NO"],
        ),
    )

    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId, primary_key=True)
    page_no: Mapped[int] = mapped_column("PAGE_NO", primary_key=True, autoincrement=False)
    table_no: Mapped[int] = mapped_column("TABLE_NO", primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column("ROW_NO", primary_key=True, autoincrement=False)
    column: Mapped[int] = mapped_column("COL_NO", primary_key=True, autoincrement=False)
    row_span: Mapped[int] = mapped_column("ROW_SPAN")
    column_span: Mapped[int] = mapped_column("COL_SPAN")
    is_header: Mapped[bool] = mapped_column("HEADER_YN")
    quad: Mapped[list[Any]] = mapped_column("QUAD")
    texts: Mapped[list[Any]] = mapped_column("TEXTS")


class TableEdit(Base):
    """One change of a table's lines or cells by a person, with the table as it was before.

    Attributes:
        before: {"shape", "ruling", "by", "version", "cuts"}; null where there was no table.
        at: when it was made, or undone.
    """

    __tablename__ = "TB_OCR_TABLE_EDIT"
    __table_args__ = (
        sa.ForeignKeyConstraint(["DOC_ID", "PAGE_NO"], ["TB_OCR_PAGE.DOC_ID", "TB_OCR_PAGE.PAGE_NO"]),
        sa.Index("IX_TB_OCR_TABLE_EDIT_PLACE", "DOC_ID", "PAGE_NO"),
    )

    edit_id: Mapped[int] = mapped_column("EDIT_ID", BigId, primary_key=True)
    doc_id: Mapped[str] = mapped_column("DOC_ID", DocId)
    page_no: Mapped[int] = mapped_column("PAGE_NO")
    table_no: Mapped[int] = mapped_column("TABLE_NO")
    action: Mapped[str] = mapped_column("ACTION_CD", sa.String(12))
    before: Mapped[dict[str, Any] | None] = mapped_column("BEFORE_TABLE", sa.JSON(none_as_null=True))
    undone: Mapped[bool] = mapped_column("UNDONE_YN", default=False)
    by: Mapped[str] = mapped_column("EDIT_USER_ID", sa.String(80))
    at: Mapped[datetime] = mapped_column("EDIT_DT")
