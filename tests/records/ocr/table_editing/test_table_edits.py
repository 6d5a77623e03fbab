"""Tables that people draw and change: each change can be undone, and another reading keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ocr import TableAction
from records.errors import DecisionRefused, NotFound
from records.ocr import texts
from records.ocr.box_editing import boxes
from records.ocr.table_editing import page_tables, table_edits, table_history
from records.ocr.table_editing.page_tables import FoundCell, FoundTable
from records.ocr.table_editing.table_edits import TableOfPage
from records.ocr.table_editing.table_shapes import Axis, Span
from records.ocr.tables import OcrPage
from tests.records.ocr.conftest import BETWEEN, DOC, FIRST, SECOND, THIRD
from work_requests import exports

QUAD = [[0, 0], [400, 0], [400, 120], [0, 120]]


def quad(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


@pytest.fixture
def session(three_texts):
    return three_texts


@pytest.fixture
def page(session):
    return session.get_one(OcrPage, (DOC, 1))


@pytest.fixture
def find(session, page, now):
    """Finds a table of three rows and two columns over the three texts, as a reading does."""

    def go(*, quad_of_table=QUAD):
        there = texts.of_document(session, DOC)
        cells = [
            FoundCell(
                row,
                column,
                1,
                1,
                quad(200 * column, 40 * row, 200 * column + 200, 40 * row + 40),
                [(there[row].text_id, 0, len(there[row].text))] if column == 0 and row < len(there) else [],
                row == 0,
            )
            for row in range(3)
            for column in range(2)
        ]
        found = FoundTable(3, 2, quad_of_table, "ruled", cells)
        page_tables.replace(session, page, [found], limits=[], now=now)

    go()
    return go


@pytest.fixture
def stored(session):
    return lambda: page_tables.of_document(session, DOC).get(1, [])


@pytest.fixture
def table(session, stored, now):
    """The only table of the page, as a person changes it."""

    def get(by="kim"):
        (one,) = stored()
        return TableOfPage.seen(
            session, DOC, 1, one.table.table_no, version=one.table.version, by=by, now=now
        )

    return get


def cells(one):
    return {
        (c.row, c.column, c.row_span, c.column_span): [part[0] for part in c.texts]
        for c in one.cells
        if c.texts
    }


def state(one):
    return one.shape.as_dict(), [(cell.row, cell.column, cell.texts) for cell in one.cells], one.table.by


def test_texts_go_to_the_cells_that_a_moved_line_puts_them_in(find, table, stored):
    table().move_line(Axis.ROW, 1, 0.6)
    (one,) = stored()
    assert cells(one) == {(0, 0, 1, 1): [FIRST, SECOND], (2, 0, 1, 1): [THIRD]}
    assert (one.table.by, one.table.version) == ("kim", 2)


def test_cells_of_a_merged_block_have_all_its_texts(find, table, stored):
    table().merge(Span(1, 0, 2, 2))
    assert cells(stored()[0]) == {(0, 0, 1, 1): [FIRST], (1, 0, 2, 2): [SECOND, THIRD]}


def test_a_row_is_divided_between_its_texts(session, find, table, stored, now):
    boxes.draw(session, DOC, 1, quad(220, 62, 390, 78), by="kim", now=now)
    table().remove_line(Axis.ROW, 1)
    table().add_line(Axis.ROW, 0)
    assert cells(stored()[0])[0, 0, 1, 1] == [FIRST]


def test_changes_are_undone_one_after_the_other_to_the_table_as_it_was_found(
    session, find, table, stored, now
):
    states = [state(stored()[0])]
    edits = []
    for change in (
        lambda: table().merge(Span(0, 0, 1, 2)),
        lambda: table().move_line(Axis.COLUMN, 1, 0.3),
        lambda: table().add_line(Axis.COLUMN, 1),
        lambda: table().split(0, 0),
        lambda: table().remove_line(Axis.ROW, 2),
        lambda: table().remove(),
    ):
        edits.append(change())
        states.append(state(stored()[0]) if stored() else None)
    for edit, before in zip(reversed(edits), reversed(states[:-1]), strict=True):
        table_edits.undo(session, DOC, edit.edit_id, by="kim", now=now)
        assert state(stored()[0]) == before


def test_a_change_is_not_undone_before_a_later_one_or_twice(session, find, table, now):
    first, second = table().merge(Span(0, 0, 1, 2)), table().remove_line(Axis.ROW, 1)
    with pytest.raises(DecisionRefused):
        table_edits.undo(session, DOC, first.edit_id, by="kim", now=now)
    table_edits.undo(session, DOC, second.edit_id, by="kim", now=now)
    with pytest.raises(DecisionRefused):
        table_edits.undo(session, DOC, second.edit_id, by="kim", now=now)
    with pytest.raises(NotFound):
        table_edits.undo(session, "261122000000011", first.edit_id, by="kim", now=now)


def test_the_second_of_two_people_is_refused_and_nothing_is_lost(session, find, table, stored, now):
    seen = table("lee")
    mine = TableOfPage.seen(session, DOC, 1, 1, version=1, by="kim", now=now)
    mine.merge(Span(0, 0, 1, 2))
    kept = state(stored()[0])
    with pytest.raises(DecisionRefused, match="kim"):
        TableOfPage.seen(session, DOC, 1, 1, version=1, by="lee", now=now)
    assert seen is not None
    assert state(stored()[0]) == kept
    with pytest.raises(DecisionRefused):
        TableOfPage.seen(session, DOC, 1, 7, version=1, by="lee", now=now)


def test_another_reading_keeps_the_table_of_people_with_the_texts_of_now(session, find, table, stored, now):
    table().merge(Span(1, 0, 2, 2))
    (drawn,) = boxes.draw(session, DOC, 1, BETWEEN, by="kim", now=now).texts
    boxes.remove(session, [THIRD], by="kim", now=now)
    find()
    (one,) = stored()
    assert cells(one) == {(0, 0, 1, 1): [FIRST], (1, 0, 2, 2): [SECOND, drawn.text_id]}
    assert one.table.by == "kim"


def test_another_reading_does_not_bring_a_removed_table_back_until_that_is_undone(
    session, find, table, stored, now
):
    edit = table().remove()
    find()
    assert stored() == []
    table_edits.undo(session, DOC, edit.edit_id, by="kim", now=now)
    find()
    (one,) = stored()
    assert (one.table.by, cells(one)) == (
        None,
        {(0, 0, 1, 1): [FIRST], (1, 0, 1, 1): [SECOND], (2, 0, 1, 1): [THIRD]},
    )


def test_a_table_that_is_found_elsewhere_gets_a_number_of_its_own(session, find, table, stored, now):
    table().merge(Span(0, 0, 1, 2))
    find(quad_of_table=quad(0, 300, 400, 420))
    assert [(one.table.table_no, one.table.by) for one in stored()] == [(1, "kim"), (2, None)]


def test_a_drawn_table_has_lines_between_its_texts_and_can_be_undone(session, stored, now):
    edit = table_edits.draw(session, DOC, 1, quad(0, -50, 900, 150), by="kim", now=now)
    (one,) = stored()
    assert cells(one) == {(0, 0, 1, 1): [FIRST], (1, 0, 1, 1): [SECOND], (2, 0, 1, 1): [THIRD]}
    assert one.table.quad == [[0, 0], [400, 0], [400, 150], [0, 150]]
    table_edits.undo(session, DOC, edit.edit_id, by="kim", now=now)
    assert stored() == []


def test_a_table_is_not_drawn_over_another(session, find, now):
    with pytest.raises(DecisionRefused):
        table_edits.draw(session, DOC, 1, quad(10, 10, 300, 110), by="kim", now=now)


def test_a_removed_table_does_not_come_back_over_one_that_was_drawn_since(session, find, table, now):
    edit = table().remove()
    table_edits.draw(session, DOC, 1, quad(10, 10, 300, 110), by="lee", now=now)
    with pytest.raises(DecisionRefused):
        table_edits.undo(session, DOC, edit.edit_id, by="kim", now=now)


def test_a_new_table_takes_no_number_of_a_removed_one(session, find, table, now):
    removed = table().remove()
    drawn = table_edits.draw(session, DOC, 1, quad(10, 300, 300, 410), by="lee", now=now)
    assert (removed.table_no, drawn.table_no) == (1, 2)


def test_the_history_has_who_changed_what_and_when(session, find, table, now):
    merged = table().merge(Span(0, 0, 1, 2))
    later = now + timedelta(minutes=1)
    table_edits.undo(session, DOC, merged.edit_id, by="kim", now=later)
    table("lee").remove()
    assert [(e.by, e.action, e.at, e.undone) for e in table_history.of_page(session, DOC, 1)] == [
        ("lee", TableAction.REMOVE, now, False),
        ("kim", TableAction.MERGE, later, True),
    ]


def test_a_file_made_before_a_change_of_a_table_is_of_another_edition(session, find, table, now):
    before = exports.edition_of(session, DOC)
    edit = table().merge(Span(0, 0, 1, 2))
    changed = exports.edition_of(session, DOC)
    table_edits.undo(session, DOC, edit.edit_id, by="kim", now=now)
    assert len({before, changed, exports.edition_of(session, DOC)}) == 3
