"""What is exported: tables that people changed, with the texts of now, and masked resident registration numbers."""

from __future__ import annotations

import functools
from datetime import timedelta

import pytest

from ocr_lib.exports.page_tables import cell_texts, tables_of
from records.engine import reading, transaction
from records.ocr.box_editing import boxes
from records.ocr.table_editing import page_tables
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.table_editing.table_edits import TableOfPage
from records.ocr.table_editing.table_shapes import Axis, Span
from records.ocr.tables import OcrPage, OcrText
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


def whole_or_masked(context, **how):  # noqa: F811
    with document_to_export(
        functools.partial(reading, context.engine), context.store, DOC, **how
    ) as document:
        return document


def test_numbers_are_masked_in_texts_names_and_cells_unless_they_are_asked_for(context, page_of, now):  # noqa: F811
    (text_id,) = page_of(("홍길동 900101-1234567 서울", 0.9), file_name="900101-1234567.png")
    cells = [
        FoundCell(0, 0, 1, 1, quad(0, 0, 90, 38), [(text_id, 0, 12)], is_header=False),
        FoundCell(0, 1, 1, 1, quad(90, 0, 400, 38), [(text_id, 12, 21)], is_header=False),
    ]
    with transaction(context.engine) as session:
        session.get_one(OcrText, text_id).characters = [[one, 0.9] for one in "홍길동 900101-1234567 서울"]
        found = FoundTable(1, 2, quad(0, 0, 400, 38), "ruled", cells)
        page_tables.replace(session, session.get_one(OcrPage, (DOC, 1)), [found], limits=[], now=now)
    masked = whole_or_masked(context)
    assert masked.name == "900101-1******.png"
    assert [line.text for line in masked.pages[0].lines] == ["홍길동 900101-1****** 서울"]
    assert not masked.pages[0].lines[0].characters
    (table,) = tables_of(masked)[0]
    assert cell_texts(masked, table) == ["홍길동 900101-1", "****** 서울"]
    whole = whole_or_masked(context, whole_numbers=True)
    assert (whole.name, whole.pages[0].lines[0].text) == ("900101-1234567.png", "홍길동 900101-1234567 서울")
    assert len(whole.pages[0].lines[0].characters) == 21


def test_a_number_in_two_texts_is_masked_in_texts_and_cells(context, page_of, now):  # noqa: F811
    text_ids = page_of(("900101-", 0.9), ("1234567", 0.9))
    corners = [quad(20, 20, 100, 40), quad(110, 20, 190, 40)]
    cells = [
        FoundCell(0, n, 1, 1, quad(100 * n, 0, 100 * n + 105, 60), [(text_ids[n], 0, 7)], is_header=False)
        for n in (0, 1)
    ]
    with transaction(context.engine) as session:
        for text_id, one in zip(text_ids, corners, strict=True):
            session.get_one(OcrText, text_id).quad = one
        found = FoundTable(1, 2, quad(0, 0, 205, 60), "ruled", cells)
        page_tables.replace(session, session.get_one(OcrPage, (DOC, 1)), [found], limits=[], now=now)
    masked = whole_or_masked(context)
    assert [line.text for line in masked.pages[0].lines] == ["900101-", "1******"]
    (table,) = tables_of(masked)[0]
    assert cell_texts(masked, table) == ["900101-", "1******"]
    whole = whole_or_masked(context, whole_numbers=True)
    assert [line.text for line in whole.pages[0].lines] == ["900101-", "1234567"]
