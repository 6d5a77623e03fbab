"""TB_OCR_TABLE and TB_OCR_TABLE_CELL: the tables of pages, as they were found last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.ocr import box_edits
from records.ocr.box_shapes import Quad
from records.ocr.tables import OcrCell, OcrPage, OcrTable


@dataclass(frozen=True)
class FoundCell:
    """A cell; its texts as [id, first character, character behind the last]."""

    row: int
    column: int
    row_span: int
    column_span: int
    quad: Quad
    texts: list[tuple[str, int, int]]
    is_header: bool


@dataclass(frozen=True)
class FoundTable:
    """A table of a page; `ruling` as `ocr_lib.tables.Ruling` names it."""

    rows: int
    columns: int
    quad: Quad
    ruling: str
    cells: Sequence[FoundCell]


@dataclass(frozen=True)
class StoredTable:
    """A table with its cells by row, then column."""

    table: OcrTable
    cells: list[OcrCell]

    @property
    def by_row(self) -> list[list[OcrCell]]:
        """The cells that begin in each row."""
        rows: list[list[OcrCell]] = [[] for _ in range(self.table.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


def replace(
    session: Session, page: OcrPage, tables: Sequence[FoundTable], *, limits: Sequence[str], now: datetime
) -> None:
    """Make `tables` the tables of a page.

    Args:
        limits: those that were reached, so that tables or cells are missing.
    """
    for rows in (OcrCell, OcrTable):
        session.execute(sa.delete(rows).where(rows.doc_id == page.doc_id, rows.page_no == page.page_no))
    place = {"doc_id": page.doc_id, "page_no": page.page_no}
    for number, table in enumerate(tables, start=1):
        session.add(
            OcrTable(
                **place,
                table_no=number,
                rows=table.rows,
                columns=table.columns,
                ruling=table.ruling,
                quad=table.quad,
            )
        )
        session.flush()
        session.add_all(
            OcrCell(
                **place,
                table_no=number,
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                is_header=cell.is_header,
                quad=cell.quad,
                texts=[list(text) for text in cell.texts],
            )
            for cell in table.cells
        )
    page.tables_at, page.tables_limits = now, list(limits)
    session.flush()


def of_document(session: Session, doc_id: str, *, page_no: int | None = None) -> dict[int, list[StoredTable]]:
    """The tables of a document by page, from top to bottom."""
    of_page = [] if page_no is None else [page_no]
    tables = sa.select(OcrTable).where(OcrTable.doc_id == doc_id)
    cells = sa.select(OcrCell).where(OcrCell.doc_id == doc_id)
    if of_page:
        tables = tables.where(OcrTable.page_no.in_(of_page))
        cells = cells.where(OcrCell.page_no.in_(of_page))
    by_table = defaultdict(list)
    for cell in session.scalars(cells.order_by(OcrCell.row, OcrCell.column)):
        by_table[cell.page_no, cell.table_no].append(cell)
    found: dict[int, list[StoredTable]] = defaultdict(list)
    for table in session.scalars(tables.order_by(OcrTable.page_no, OcrTable.table_no)):
        found[table.page_no].append(StoredTable(table, by_table[table.page_no, table.table_no]))
    return dict(found)


def are_current(session: Session, page: OcrPage) -> bool:
    """Whether a page's tables were found after it was read and after its boxes were changed."""
    if page.tables_at is None or page.read_at is None or page.tables_at < page.read_at:
        return False
    changed = box_edits.changed_at(session, page.doc_id, page.page_no)
    return changed is None or changed <= page.tables_at
