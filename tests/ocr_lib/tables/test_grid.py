"""Grids from segments: whatever grid is drawn is found again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr_lib.tables.grid import Grid, GridCell, GridTooLarge, Segment, build_grid, rule_groups

TOLERANCE = 6.0


@st.composite
def partitions(draw):
    """Row edges, column edges and cells that fill the grid without overlap; each of its lines parts two cells somewhere."""
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    heights = draw(st.lists(st.integers(30, 90), min_size=rows, max_size=rows))
    widths = draw(st.lists(st.integers(30, 200), min_size=columns, max_size=columns))
    row_edges = [float(100 + sum(heights[:n])) for n in range(rows + 1)]
    column_edges = [float(50 + sum(widths[:n])) for n in range(columns + 1)]
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            free = 1
            while column + free < columns and (row, column + free) not in taken:
                free += 1
            wide = draw(st.integers(1, min(3, free)))
            high = draw(st.integers(1, min(3, rows - row)))
            cell = GridCell(row, column, high, wide)
            cells.append(cell)
            taken.update(cell.units())
    used_rows = {c.row for c in cells} == set(range(rows))
    used_columns = {c.column for c in cells} == set(range(columns))
    return row_edges, column_edges, cells, used_rows and used_columns


def sides(row_edges, column_edges, cells):
    """The level and upright sides of the cells."""
    level, upright = [], []
    for c in cells:
        top, bottom = row_edges[c.row], row_edges[c.row + c.row_span]
        left, right = column_edges[c.column], column_edges[c.column + c.column_span]
        level += [Segment(y, left, right) for y in (top, bottom)]
        upright += [Segment(x, top, bottom) for x in (left, right)]
    return level, upright


@settings(deadline=None)
@given(partitions(), st.randoms(use_true_random=False))
def test_any_grid_that_is_drawn_is_found_again(drawn, rng):
    row_edges, column_edges, cells, is_minimal = drawn
    level, upright = sides(row_edges, column_edges, cells)
    moved_level = [Segment(s.at + rng.uniform(-1, 1), s.start, s.end) for s in level]
    moved_upright = [Segment(s.at + rng.uniform(-1, 1), s.start, s.end) for s in upright]
    rng.shuffle(moved_level)
    grid = build_grid(moved_level, moved_upright, TOLERANCE)
    assert {unit for cell in grid.cells for unit in cell.units()} == {
        (row, column) for row in range(grid.rows) for column in range(grid.columns)
    }
    if is_minimal:
        assert list(grid.cells) == sorted(cells, key=lambda c: (c.row, c.column))
        assert grid.column_edges == pytest.approx(column_edges, abs=1)


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(0, 500)] * 3), max_size=25),
    st.lists(st.tuples(*[st.floats(0, 500)] * 3), max_size=25),
)
def test_whatever_the_segments_cells_fill_the_grid_without_overlap(level, upright):
    rows = [Segment(at, min(a, b), max(a, b)) for at, a, b in level]
    columns = [Segment(at, min(a, b), max(a, b)) for at, a, b in upright]
    grid = build_grid(rows, columns, TOLERANCE)
    if grid is None:
        return
    units = [unit for cell in grid.cells for unit in cell.units()]
    assert len(units) == len(set(units)) == grid.rows * grid.columns
    assert list(grid.row_edges) == sorted(grid.row_edges)


def square(rows, columns, side=50.0):
    level = [Segment(side * n, 0, side * columns) for n in range(rows + 1)]
    upright = [Segment(side * n, 0, side * rows) for n in range(columns + 1)]
    return level, upright


def test_cells_without_a_rule_between_them_are_one():
    level, upright = square(3, 3)
    upright[1] = Segment(50, 50, 150)
    grid = build_grid(level, upright, TOLERANCE)
    assert grid.cells[0] == GridCell(0, 0, 1, 2)
    assert len(grid.cells) == 8


def test_a_rule_broken_by_small_gaps_parts_cells_all_the_same():
    level, upright = square(2, 2)
    level[1:2] = [Segment(50, 0, 35), Segment(51, 44, 80), Segment(50, 88, 100)]
    assert len(build_grid(level, upright, TOLERANCE).cells) == 4


def test_a_table_open_at_its_sides_has_its_outer_columns():
    level, upright = square(3, 4)
    grid = build_grid(level, upright[1:-1], TOLERANCE)
    assert (grid.rows, grid.columns) == (3, 4)


def test_one_rule_that_sticks_out_adds_no_column():
    level, upright = square(4, 3)
    level[2] = Segment(100, -40, 150)
    assert build_grid(level, upright, TOLERANCE).columns == 3


def test_a_grid_of_too_many_cells_is_refused():
    level, upright = square(10, 10)
    assert build_grid(level, upright, TOLERANCE, max_cells=100) is not None
    with pytest.raises(GridTooLarge):
        build_grid(level, upright, TOLERANCE, max_cells=99)


def test_segments_that_do_not_touch_are_groups_of_their_own():
    level, upright = square(2, 2)
    far = [Segment(s.at + 300, s.start, s.end) for s in level]
    far_upright = [Segment(s.at, s.start + 300, s.end + 300) for s in upright]
    groups = rule_groups([*far, *level, Segment(230, 0, 100)], [*far_upright, *upright], TOLERANCE)
    assert [(len(a), len(b)) for a, b in groups] == [(3, 3), (1, 0), (3, 3)]
    assert groups[0][0] == level


def test_grid_counts_rows_and_columns():
    grid = Grid((0.0, 1.0, 2.0), (0.0, 1.0), (GridCell(0, 0), GridCell(1, 0)))
    assert (grid.rows, grid.columns) == (2, 1)
