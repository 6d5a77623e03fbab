"""Lines and cells of a table as people change them: pure geometry."""

from __future__ import annotations

import pytest

from domain.quarter_turns import TurnedPage
from records.errors import DecisionRefused
from records.ocr.projection import Projection
from records.ocr.table_editing.table_changes import MOST_CELLS, add_line, merge, move_line, remove_line, split
from records.ocr.table_editing.table_shapes import Axis, Span, TableShape, grid, joined, shape_of_cells

PAGE = TurnedPage(0, 400, 600)
QUAD = [[0.0, 0.0], [400.0, 0.0], [400.0, 120.0], [0.0, 120.0]]
PHOTO = [[40.0, 30.0], [350.0, 60.0], [380.0, 500.0], [10.0, 560.0]]


def table(rows=3, columns=2, quad=QUAD) -> TableShape:
    return grid(quad, [n / rows for n in range(rows + 1)], [n / columns for n in range(columns + 1)])


def places(shape: TableShape):
    return [(s.row, s.column, s.row_span, s.column_span) for s in shape.spans]


def assert_filled(shape: TableShape) -> None:
    units = [unit for span in shape.spans for unit in span.units()]
    rows, columns = len(shape.rows) - 1, len(shape.columns) - 1
    assert sorted(units) == [(r, c) for r in range(rows) for c in range(columns)]


def test_a_projection_maps_the_corners_and_is_inverted():
    projection = Projection.of(PHOTO)
    for (u, v), corner in zip([(0, 0), (1, 0), (1, 1), (0, 1)], PHOTO, strict=True):
        assert projection.to_page(u, v) == pytest.approx(corner)
    assert projection.to_unit(*projection.to_page(0.3, 0.8)) == pytest.approx((0.3, 0.8))


def test_corners_on_one_line_have_no_projection():
    with pytest.raises(ValueError, match="on one line"):
        Projection.of([[0, 0], [1, 1], [2, 2], [3, 3]])


def test_the_middle_of_a_photographed_table_is_where_its_diagonals_cross():
    x, y = Projection.of(PHOTO).to_page(0.5, 0.5)
    for one, other in ((0, 2), (1, 3)):
        (ax, ay), (bx, by) = PHOTO[one], PHOTO[other]
        assert (bx - ax) * (y - ay) == pytest.approx((by - ay) * (x - ax))


def test_lines_are_found_again_from_the_quads_of_cells():
    shape = split(merge(table(4, 3, PHOTO), Span(1, 0, 2, 1)), 1, 0)
    shape = move_line(shape, Axis.COLUMN, 1, 0.5, PAGE)
    merged = merge(shape, Span(0, 0, 2, 2))
    found = shape_of_cells(PHOTO, 4, 3, [(span, merged.quad_of(span)) for span in merged.spans])
    assert found.rows == pytest.approx(shape.rows, abs=1e-3)
    assert found.columns == pytest.approx(shape.columns, abs=1e-3)
    assert found.spans == merged.spans


def test_a_line_at_which_no_cell_ends_is_between_its_neighbours():
    merged = merge(table(4, 1), Span(1, 0, 2, 1))
    found = shape_of_cells(QUAD, 4, 1, [(span, merged.quad_of(span)) for span in merged.spans])
    assert found.rows == pytest.approx((0, 0.25, 0.5, 0.75, 1))


def test_a_line_moves_between_its_neighbours():
    shape = move_line(table(), Axis.ROW, 1, 0.5, PAGE)
    assert shape.rows == pytest.approx((0, 0.5, 2 / 3, 1))
    assert shape.quad_of(Span(0, 0)) == [[0, 0], [200, 0], [200, 60], [0, 60]]


@pytest.mark.parametrize("at", [0.0, 2 / 3, 0.9, -1.0, float("nan"), float("inf")])
def test_a_line_is_not_moved_across_another(at):
    with pytest.raises(DecisionRefused):
        move_line(table(), Axis.ROW, 1, at, PAGE)


def test_an_outer_line_moves_the_edge_and_the_inner_ones_stay_where_they_are():
    shape = move_line(table(), Axis.ROW, 3, 2.0, PAGE)
    assert shape.quad == [[0, 0], [400, 0], [400, 240], [0, 240]]
    assert shape.rows == pytest.approx((0, 1 / 6, 1 / 3, 1))


def test_an_outer_line_dragged_outside_the_page_stops_at_its_edge():
    shape = move_line(table(), Axis.ROW, 3, 1000.0, PAGE)
    assert shape.quad[2] == [400, 600]
    assert_filled(shape)


def test_an_outer_line_is_not_moved_across_an_inner_one():
    with pytest.raises(DecisionRefused):
        move_line(table(), Axis.ROW, 0, 0.5, PAGE)


def test_a_new_line_divides_the_cells_of_its_row_and_lengthens_merged_ones():
    shape = add_line(merge(table(), Span(1, 0, 2, 1)), Axis.ROW, 0.5)
    assert places(shape) == [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (1, 0, 3, 1),
        (1, 1, 1, 1),
        (2, 1, 1, 1),
        (3, 1, 1, 1),
    ]
    assert_filled(shape)


def test_a_new_column_is_as_a_new_row():
    shape = add_line(table(1, 2), Axis.COLUMN, 0.25)
    assert shape.columns == (0, 0.25, 0.5, 1)
    assert places(shape) == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]


def test_there_is_no_room_for_a_line_on_another():
    with pytest.raises(DecisionRefused):
        add_line(table(), Axis.ROW, 1 / 3)


def test_a_table_has_at_most_so_many_cells():
    big = grid(
        [[0, 0], [9000, 0], [9000, 9000], [0, 9000]], [0, 1], [n / MOST_CELLS for n in range(MOST_CELLS + 1)]
    )
    with pytest.raises(DecisionRefused):
        add_line(big, Axis.ROW, 0.5)


def test_without_a_line_the_cells_on_both_sides_are_one():
    shape = remove_line(table(), Axis.ROW, 1, PAGE)
    assert shape.rows == pytest.approx((0, 2 / 3, 1))
    assert_filled(shape)


def test_a_line_between_cells_of_other_widths_leaves_no_overlap():
    shape = remove_line(merge(table(2, 3), Span(0, 0, 1, 2)), Axis.ROW, 1, PAGE)
    assert places(shape) == [(0, 0, 1, 2), (0, 2, 1, 1)]


def test_a_line_inside_a_merged_cell_shortens_it():
    shape = remove_line(merge(table(3, 1), Span(0, 0, 2, 1)), Axis.ROW, 1, PAGE)
    assert places(shape) == [(0, 0, 1, 1), (1, 0, 1, 1)]


@pytest.mark.parametrize(("line", "top", "bottom"), [(0, 40, 120), (3, 0, 80)])
def test_without_an_outer_line_the_row_at_the_edge_is_gone(line, top, bottom):
    shape = remove_line(merge(table(), Span(0, 0, 2, 1)), Axis.ROW, line, PAGE)
    assert shape.quad == [[0, top], [400, top], [400, bottom], [0, bottom]]
    assert shape.rows == pytest.approx((0, 0.5, 1))
    assert_filled(shape)


def test_the_only_row_is_not_removed():
    with pytest.raises(DecisionRefused):
        remove_line(table(1, 2), Axis.ROW, 1, PAGE)


def test_cells_are_merged_and_split_again():
    shape = merge(table(), Span(0, 0, 2, 2))
    assert places(shape) == [(0, 0, 2, 2), (2, 0, 1, 1), (2, 1, 1, 1)]
    assert split(shape, 1, 1).spans == table().spans


def test_a_merged_cell_that_a_block_cuts_is_taken_as_a_whole():
    shape = merge(merge(table(3, 3), Span(1, 1, 2, 2)), Span(0, 0, 2, 2))
    assert places(shape) == [(0, 0, 3, 3)]


def test_a_merged_cell_is_a_header_where_all_its_cells_were():
    shape = table(2, 2)
    header = TableShape(
        shape.quad,
        shape.rows,
        shape.columns,
        tuple(Span(s.row, s.column, is_header=s.row == 0) for s in shape.spans),
    )
    assert merge(header, Span(0, 0, 1, 2)).at(0, 0) == Span(0, 0, 1, 2, True)
    assert merge(header, Span(0, 0, 2, 1)).at(0, 0) == Span(0, 0, 2, 1, False)


@pytest.mark.parametrize(
    "change",
    [
        lambda shape: merge(shape, Span(0, 0)),
        lambda shape: merge(shape, Span(0, 0, 9, 9)),
        lambda shape: split(shape, 0, 0),
        lambda shape: split(shape, 7, 0),
        lambda shape: move_line(shape, Axis.ROW, 9, 0.5, PAGE),
    ],
)
def test_what_is_not_possible_is_refused(change):
    with pytest.raises(DecisionRefused):
        change(table())


def test_a_shape_is_kept_as_json():
    shape = merge(table(), Span(0, 0, 2, 1))
    assert TableShape.from_dict(shape.as_dict()) == shape


def test_spans_that_overlap_become_the_one_around_them():
    assert joined([Span(0, 0, 2, 2), Span(1, 1, 2, 2), Span(4, 0)]) == [Span(0, 0, 3, 3), Span(4, 0)]
