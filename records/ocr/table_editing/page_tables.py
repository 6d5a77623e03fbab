"""TB_OCR_TABLE and TB_OCR_TABLE_CELL: the tables of pages, as they were found last or as people changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from records.ocr import texts
from records.ocr.box_editing import box_edits
from records.ocr.box_editing.box_shapes import Quad, upright_box
from records.ocr.table_editing import table_history
from records.ocr.table_editing.table_rows import OcrCell, OcrTable
from records.ocr.table_editing.table_shapes import Span, TableShape, shape_of_cells
from records.ocr.table_editing.table_texts import Cuts, cuts_of, texts_of_cells
from records.ocr.tables import OcrPage, OcrText

SAME_PLACE = 0.5
"""Share of the smaller of two tables that they have in common, from which they are about the same part of the page."""


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

    @property
    def shape(self) -> TableShape:
        """Its lines and cells. Raises DecisionRefused where its corners are on one line."""
        spans = [span_of(cell) for cell in self.cells]
        if self.table.lines is None:
            cells = [(span, cell.quad) for span, cell in zip(spans, self.cells, strict=True)]
            return shape_of_cells(self.table.quad, self.table.rows, self.table.columns, cells)
        lines = self.table.lines
        return TableShape(self.table.quad, tuple(lines["rows"]), tuple(lines["columns"]), tuple(spans))

    @property
    def cuts(self) -> Cuts:
        """Where texts may be divided between cells."""
        known: Cuts = (self.table.lines or {}).get("cuts", {})
        return {**cuts_of(cell.texts for cell in self.cells), **known}


def span_of(cell: OcrCell) -> Span:
    """The place of a cell."""
    return Span(cell.row, cell.column, cell.row_span, cell.column_span, cell.is_header)


def replace(
    session: Session, page: OcrPage, tables: Sequence[FoundTable], *, limits: Sequence[str], now: datetime
) -> None:
    """Make `tables` the tables of a page. Those that people drew or changed stay, with the texts that are in their cells now; what was found
    in their place, or where people removed a table, is left out.

    Args:
        limits: those that were reached, so that tables or cells are missing.
    """
    before = of_document(session, page.doc_id, page_no=page.page_no).get(page.page_no, [])
    kept = [one for one in before if one.table.by is not None]
    version = max((one.table.version for one in before), default=0) + 1
    for one in before:
        if one.table.by is None:
            remove(session, one.table)
    of_page = texts.of_document(session, page.doc_id, page_no=page.page_no)
    for one in kept:
        write(session, one.table, one.shape, of_page, one.cuts)
    taken = [one.table.quad for one in kept] + table_history.removed(session, page.doc_id, page.page_no)
    number = table_history.highest_number(session, page.doc_id, page.page_no)
    for found in tables:
        if any(is_same_place(found.quad, quad, page) for quad in taken):
            continue
        number += 1
        _add(session, page, number, version, found)
    page.tables_at, page.tables_limits = now, list(limits)
    session.flush()


def _add(session: Session, page: OcrPage, number: int, version: int, found: FoundTable) -> None:
    place = {"doc_id": page.doc_id, "page_no": page.page_no, "table_no": number}
    session.add(
        OcrTable(
            **place,
            rows=found.rows,
            columns=found.columns,
            ruling=found.ruling,
            quad=found.quad,
            version=version,
        )
    )
    session.flush()
    session.add_all(
        OcrCell(
            **place,
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            is_header=cell.is_header,
            quad=cell.quad,
            texts=[list(text) for text in cell.texts],
        )
        for cell in found.cells
    )


def write(
    session: Session,
    table: OcrTable,
    shape: TableShape,
    of_page: Sequence[OcrText],
    cuts: Cuts,
) -> None:
    """Give a table a shape, and its cells the texts of the page that are in them."""
    session.execute(sa.delete(OcrCell).where(*_is_of(OcrCell, table)))
    table.rows, table.columns, table.quad = len(shape.rows) - 1, len(shape.columns) - 1, shape.quad
    there = {text.text_id for text in of_page}
    table.lines = {
        "rows": list(shape.rows),
        "columns": list(shape.columns),
        "cuts": {text_id: list(places) for text_id, places in cuts.items() if text_id in there},
    }
    session.add(table)
    session.flush()
    in_cells = texts_of_cells(shape, of_page, cuts)
    session.add_all(
        OcrCell(
            doc_id=table.doc_id,
            page_no=table.page_no,
            table_no=table.table_no,
            row=span.row,
            column=span.column,
            row_span=span.row_span,
            column_span=span.column_span,
            is_header=span.is_header,
            quad=shape.quad_of(span),
            texts=[list(part) for part in in_cells.get(span, [])],
        )
        for span in shape.spans
    )
    session.flush()


def remove(session: Session, table: OcrTable) -> None:
    """Take a table away."""
    session.execute(sa.delete(OcrCell).where(*_is_of(OcrCell, table)))
    session.execute(sa.delete(OcrTable).where(*_is_of(OcrTable, table)))
    session.expunge(table)


def of_document(session: Session, doc_id: str, *, page_no: int | None = None) -> dict[int, list[StoredTable]]:
    """The tables of a document by page, from top to bottom of the upright page."""
    of_page = [] if page_no is None else [page_no]
    tables = sa.select(OcrTable, OcrPage).join(OcrPage).where(OcrTable.doc_id == doc_id)
    cells = sa.select(OcrCell).where(OcrCell.doc_id == doc_id)
    if of_page:
        tables = tables.where(OcrTable.page_no.in_(of_page))
        cells = cells.where(OcrCell.page_no.in_(of_page))
    by_table = defaultdict(list)
    for cell in session.scalars(cells.order_by(OcrCell.row, OcrCell.column)):
        by_table[cell.page_no, cell.table_no].append(cell)
    rows = [(table, page) for table, page in session.execute(tables)]
    rows.sort(
        key=lambda row: (row[0].page_no, upright_box(row[0].quad, row[1].turned)[1::-1], row[0].table_no)
    )
    found: dict[int, list[StoredTable]] = defaultdict(list)
    for table, _ in rows:
        found[table.page_no].append(StoredTable(table, by_table[table.page_no, table.table_no]))
    return dict(found)


def counts(session: Session, doc_id: str) -> dict[int, int]:
    """How many tables the pages of a document have, by the number of each page with any."""
    rows = session.execute(
        sa.select(OcrTable.page_no, sa.func.count())
        .where(OcrTable.doc_id == doc_id)
        .group_by(OcrTable.page_no)
    )
    return dict(rows.all())


def is_same_place(one: Quad, other: Quad, page: OcrPage) -> bool:
    """Whether two tables are about the same part of a page."""
    a, b = upright_box(one, page.turned), upright_box(other, page.turned)
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if min(wide, high) <= 0:
        return False
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return wide * high >= SAME_PLACE * smaller


def are_current(session: Session, page: OcrPage) -> bool:
    """Whether a page's tables were found after it was read and after its boxes were changed."""
    if page.tables_at is None or page.read_at is None or page.tables_at < page.read_at:
        return False
    changed = box_edits.changed_at(session, page.doc_id, page.page_no)
    return changed is None or changed <= page.tables_at


def are_peoples(session: Session, page: OcrPage) -> bool:
    """Whether people changed the tables of a page."""
    return table_history.highest_number(session, page.doc_id, page.page_no) > 0


def _is_of(rows: type[OcrCell] | type[OcrTable], table: OcrTable) -> Iterable[sa.ColumnElement[bool]]:
    return (
        rows.doc_id == table.doc_id,
        rows.page_no == table.page_no,
        rows.table_no == table.table_no,
    )
