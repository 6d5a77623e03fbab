"""What is exported of tables that people changed: theirs, with the texts of now."""

from __future__ import annotations

import functools
from datetime import timedelta

import pytest

from ocr_lib.exports.page_tables import cell_texts, tables_of
from records.engine import reading, transaction
from records.ocr import boxes
from records.ocr.table_edits import TableOfPage
from records.ocr.table_shapes import Axis, Span
from resources.exports import document_to_export
from tests.console.conftest import DOC, clock, context, page_of  # noqa: F401
from tests.console.test_table_view import ids, quad  # noqa: F401


@pytest.fixture
def exported(context):  # noqa: F811
    def go():
        with document_to_export(functools.partial(reading, context.engine), context.store, DOC) as document:
            (table,) = tables_of(document)[0]
            texts = cell_texts(document, table)
        return {
            (c.row, c.cell.column, c.cell.row_span): text
            for c, text in zip(table.cells, texts, strict=True)
            if text
        }

    return go


def test_a_changed_table_is_exported_with_texts_that_were_drawn_later(context, ids, now, exported):  # noqa: F811
    with transaction(context.engine) as session:
        table = TableOfPage.seen(session, DOC, 1, 1, version=1, by="kim", now=now)
        table.merge(Span(1, 0, 2, 1))
    assert exported() == {(0, 0, 1): "품명", (1, 0, 2): "볼트\n합계"}
    with transaction(context.engine) as session:
        later = now + timedelta(seconds=1)
        (drawn,) = boxes.draw(session, DOC, 1, quad(220, 45, 380, 70), by="kim", now=later).texts
        drawn.text = "12"
    assert exported() == {(0, 0, 1): "품명", (1, 0, 2): "볼트\n합계", (1, 1, 1): "12"}


def test_a_text_across_a_new_line_is_exported_in_two_cells(context, ids, now, exported):  # noqa: F811
    with transaction(context.engine) as session:
        boxes.remove(session, ids[1:], by="kim", now=now)
        (drawn,) = boxes.draw(session, DOC, 1, quad(20, 45, 180, 70), by="kim", now=now).texts
        drawn.text, drawn.corrected = "볼트 3,00O", "볼트 3,000"
        TableOfPage.seen(session, DOC, 1, 1, version=1, by="kim", now=now).move_line(Axis.COLUMN, 1, 0.2)
    assert exported() == {(0, 1, 1): "품명", (1, 0, 1): "볼트", (1, 1, 1): "3,000"}
