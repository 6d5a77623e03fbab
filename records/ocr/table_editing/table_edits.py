"""What people decide about the lines and cells of tables: each function is one decision, for one transaction, and can be undone.

TB_OCR_TABLE_EDIT keeps the table as it was before each. The texts of the page go to the cells that they are in now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from domain.messages import Message
from domain.ocr import TableAction
from records.errors import DecisionRefused, NotFound
from records.ocr import documents
from records.ocr.box_editing import box_shapes
from records.ocr.box_editing.boxes import texts_of
from records.ocr.table_editing import page_tables, table_changes, table_history
from records.ocr.table_editing.page_tables import StoredTable
from records.ocr.table_editing.table_rows import OcrTable, TableEdit
from records.ocr.table_editing.table_shapes import Axis, Span, TableShape, grid
from records.ocr.table_editing.table_texts import Cuts, guessed_lines, widest_white
from records.ocr.tables import OcrPage

DRAWN = "unruled"
"""The ruling of a table that a person drew, as `ocr_lib.tables.Ruling` names it: which rules are printed is not known."""
MOST_TABLES = 50
"""On one page, as many as are found."""


@dataclass(frozen=True)
class TableOfPage:
    """A table that a person changes; `seen` gives it."""

    session: Session
    page: OcrPage
    stored: StoredTable
    by: str
    now: datetime

    @classmethod
    def seen(
        cls,
        session: Session,
        doc_id: str,
        page_no: int,
        table_no: int,
        *,
        version: int,
        by: str,
        now: datetime,
    ) -> TableOfPage:
        """The table in the version that a person saw.

        Raises:
            NotFound: there is no such page.
            DecisionRefused: there is no such table any more, or it was changed since.
        """
        page = documents.page_of(session, doc_id, page_no)
        found = page_tables.of_document(session, doc_id, page_no=page_no).get(page_no, [])
        stored = next((one for one in found if one.table.table_no == table_no), None)
        if stored is None:
            raise DecisionRefused(
                Message("this table is no longer there; look at the page again"), code="table_changed"
            )
        if stored.table.version != version:
            raise DecisionRefused(_changed_by(stored.table.by), code="table_changed")
        return cls(session, page, stored, by, now)

    def move_line(self, axis: Axis, line: int, at: float) -> TableEdit:
        """Move a line, or with an outer one the table's edge."""
        return self._change(
            TableAction.MOVE_LINE,
            lambda shape: table_changes.move_line(shape, axis, line, at, self.page.turned),
        )

    def add_line(self, axis: Axis, row_or_column: int) -> TableEdit:
        """Divide a row or column: between its texts where they are farthest apart, else in its middle."""

        def divided(shape: TableShape) -> TableShape:
            lines = shape.lines(axis)
            if not 0 <= row_or_column < len(lines) - 1:
                raise table_changes.gone()
            at = widest_white(self._extents(shape, axis), lines[row_or_column], lines[row_or_column + 1])
            return table_changes.add_line(shape, axis, at)

        return self._change(TableAction.ADD_LINE, divided)

    def remove_line(self, axis: Axis, line: int) -> TableEdit:
        """Remove a line, or with an outer one the table's first or last row or column."""
        return self._change(
            TableAction.REMOVE_LINE,
            lambda shape: table_changes.remove_line(shape, axis, line, self.page.turned),
        )

    def merge(self, block: Span) -> TableEdit:
        """Make one cell of a block of cells."""
        return self._change(TableAction.MERGE, lambda shape: table_changes.merge(shape, block))

    def split(self, row: int, column: int) -> TableEdit:
        """Make a merged cell the cells of the grid again."""
        return self._change(TableAction.SPLIT, lambda shape: table_changes.split(shape, row, column))

    def remove(self) -> TableEdit:
        """Take the table away; its texts stay."""
        before = _snapshot(self.stored)
        page_tables.remove(self.session, self.stored.table)
        return self._kept(TableAction.REMOVE, before)

    def _change(self, action: TableAction, alter: Callable[[TableShape], TableShape]) -> TableEdit:
        stored = self.stored
        before, shape, cuts = _snapshot(stored), alter(stored.shape), stored.cuts
        stored.table.by, stored.table.version = self.by, stored.table.version + 1
        _write(self.session, self.page, stored.table, shape, cuts)
        return self._kept(action, before)

    def _kept(self, action: TableAction, before: dict[str, Any]) -> TableEdit:
        number = self.stored.table.table_no
        return _kept(self.session, self.page, number, action, before, by=self.by, now=self.now)

    def _extents(self, shape: TableShape, axis: Axis) -> list[tuple[float, float]]:
        number = 1 if axis is Axis.ROW else 0
        found = []
        for text in texts_of(self.session, self.page):
            values = [shape.projection.to_unit(x, y)[number] for x, y in text.quad]
            found.append((min(values), max(values)))
        return found


def _changed_by(other: str | None) -> Message:
    if other is None:
        return Message("this table was found again meanwhile; look at it and change it again")
    return Message("{other} changed this table meanwhile; look at it and change it again", other=other)


def draw(
    session: Session, doc_id: str, page_no: int, quad: Sequence[Sequence[float]], *, by: str, now: datetime
) -> TableEdit:
    """A table where none was found; its lines go where no text is crossed.

    Raises:
        DecisionRefused: the quad is none or too small, a table is there already, or the page has too many.
        NotFound: there is no such page.
    """
    page = documents.page_of(session, doc_id, page_no)
    corners = box_shapes.checked_quad(quad, page.turned)
    there = page_tables.of_document(session, doc_id, page_no=page_no).get(page_no, [])
    _refuse_taken(page, corners, there)
    if len(there) >= MOST_TABLES:
        raise DecisionRefused(Message("a page has at most {most:,} tables", most=MOST_TABLES), code="table")
    frame, texts = grid(corners, (0.0, 1.0), (0.0, 1.0)), texts_of(session, page)
    rows, columns = (guessed_lines(frame, axis, texts) for axis in (Axis.ROW, Axis.COLUMN))
    if (len(rows) - 1) * (len(columns) - 1) > table_changes.MOST_CELLS:
        rows, columns = [0.0, 1.0], [0.0, 1.0]
    number = max(
        (table_history.highest_number(session, doc_id, page_no), *(one.table.table_no for one in there))
    )
    table = OcrTable(doc_id=doc_id, page_no=page_no, table_no=number + 1, ruling=DRAWN, version=1, by=by)
    _write(session, page, table, grid(corners, rows, columns), {})
    return _kept(session, page, table.table_no, TableAction.DRAW, None, by=by, now=now)


def undo(session: Session, doc_id: str, edit_id: int, *, by: str, now: datetime) -> TableEdit:
    """The table as it was before a change by the same person.

    Raises:
        DecisionRefused: it is another person's, was undone already, or the table was changed later.
        NotFound: there is no such change in the document.
    """
    edit = session.get(TableEdit, edit_id)
    if edit is None or edit.doc_id != doc_id:
        raise NotFound(Message("there is no change {edit_id} of tables", edit_id=edit_id))
    page = documents.page_of(session, edit.doc_id, edit.page_no)
    session.refresh(edit)  # another one may have undone it before the document was held
    if edit.by != by:
        raise DecisionRefused(
            Message("{other} made this change; only they can undo it", other=edit.by), code="table"
        )
    if edit.undone or table_history.is_followed(session, edit):
        raise DecisionRefused(Message("undo the later changes of this table first"), code="table")
    table = session.get(OcrTable, (edit.doc_id, edit.page_no, edit.table_no))
    if edit.before is not None:
        _put_back(session, page, table, edit.table_no, edit.before)
    elif table is not None:
        page_tables.remove(session, table)
    edit.undone, edit.at = True, now
    session.flush()
    return edit


def _put_back(
    session: Session, page: OcrPage, table: OcrTable | None, table_no: int, before: dict[str, Any]
) -> None:
    shape = TableShape.from_dict(before["shape"])
    if table is None:
        there = page_tables.of_document(session, page.doc_id, page_no=page.page_no).get(page.page_no, [])
        _refuse_taken(page, shape.quad, there)
        version = max((one.table.version for one in there), default=0)
        table = OcrTable(doc_id=page.doc_id, page_no=page.page_no, table_no=table_no, version=version)
    table.ruling, table.by = before["ruling"], before["by"]
    table.version = max(table.version, before["version"]) + 1
    _write(session, page, table, shape, before["cuts"])


def _refuse_taken(page: OcrPage, quad: box_shapes.Quad, there: Sequence[StoredTable]) -> None:
    if any(page_tables.is_same_place(quad, one.table.quad, page) for one in there):
        raise DecisionRefused(
            Message("there is a table already; change its lines, or remove it first"), code="table"
        )


def _write(session: Session, page: OcrPage, table: OcrTable, shape: TableShape, cuts: Cuts) -> None:
    page_tables.write(session, table, shape, texts_of(session, page), cuts)


def _snapshot(stored: StoredTable) -> dict[str, Any]:
    return {
        "shape": stored.shape.as_dict(),
        "ruling": stored.table.ruling,
        "by": stored.table.by,
        "version": stored.table.version,
        "cuts": {text_id: list(places) for text_id, places in stored.cuts.items()},
    }


def _kept(
    session: Session,
    page: OcrPage,
    table_no: int,
    action: TableAction,
    before: dict[str, Any] | None,
    *,
    by: str,
    now: datetime,
) -> TableEdit:
    edit = TableEdit(
        doc_id=page.doc_id,
        page_no=page.page_no,
        table_no=table_no,
        action=action,
        before=before,
        undone=False,
        by=by,
        at=now,
    )
    session.add(edit)
    session.flush()
    return edit
