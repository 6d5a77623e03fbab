"""Quote marks that are text never swallow rows in silence, whichever way the file is read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl_lib.errors import FileRefused
from automl_lib.reading.raw_table import RowFaults
from automl_lib.reading.text_files.quotes import cut_line, delimited_rows

HEADER = "상품명,가격,재고\n"
BOTH = pytest.mark.parametrize("careful_bytes", [0, 10**9])


def goods(count: int, marks: dict[int, str]) -> str:
    """A table of goods; `marks` gives the cell of some rows, by number from 1."""
    return HEADER + "".join(f"{marks.get(i, f'상품{i}')},{1000 * i},{i % 7}\n" for i in range(1, count + 1))


@BOTH
def test_inch_marks_that_pair_up_by_chance_are_characters(read, careful_bytes):
    outcome = read(
        goods(40, {6: '"27인치 모니터', 9: '24" 모니터', 21: '"32인치 TV'}), careful_bytes=careful_bytes
    )
    assert outcome.report.rows == 40
    assert outcome.values("가격") == [1000 * i for i in range(1, 41)]
    assert [outcome.raw("상품명")[i - 1] for i in (6, 9, 21)] == [
        '"27인치 모니터',
        '24" 모니터',
        '"32인치 TV',
    ]
    note = outcome.entry("literal_quotes")
    assert "7, 22" in note.ko
    assert "7, 22" in note.en


@BOTH
def test_three_inch_marks_in_three_hundred_rows(read, careful_bytes):
    marks = {250: '"55인치', 270: '"65인치', 299: '"75인치'}
    outcome = read(goods(300, marks), careful_bytes=careful_bytes)
    assert outcome.values("가격") == [1000 * i for i in range(1, 301)]
    assert outcome.entry("literal_quotes").count == 3


@BOTH
def test_a_mark_closed_by_a_mark_at_a_cells_end_is_told_with_its_lines(read, careful_bytes):
    outcome = read(goods(20, {3: '"27인치', 8: '모니터 27"'}), careful_bytes=careful_bytes)
    assert "4–9" in outcome.entry("doubtful_quotes").ko
    assert outcome.report.rows == 15


@BOTH
def test_one_mark_alone_is_refused_with_its_line(read, careful_bytes):
    with pytest.raises(FileRefused, match="on line 6 "):
        read(goods(20, {5: '"27인치'}), careful_bytes=careful_bytes)


@BOTH
def test_cells_of_several_lines_stay_whole_and_are_not_doubted(read, careful_bytes):
    row = '{i},"첫 줄, 서울\n둘째 줄 ""인용""",{i}\n'
    outcome = read(
        "번호,메모,값\n" + "".join(row.format(i=i) for i in range(50)), careful_bytes=careful_bytes
    )
    assert outcome.raw("메모") == ['첫 줄, 서울\n둘째 줄 "인용"'] * 50
    assert not {"literal_quotes", "doubtful_quotes"} & outcome.codes


@BOTH
def test_inch_marks_that_were_not_doubled_within_quotes(read, careful_bytes):
    rows = "".join(
        f'"{"모니터 " + str(20 + i) + chr(34) if i % 3 == 0 else "상품"}","{1000 * i}","{i}"\n'
        for i in range(1, 31)
    )
    outcome = read("상품명,가격,재고\n" + rows, careful_bytes=careful_bytes)
    assert outcome.values("재고") == list(range(1, 31))
    assert outcome.raw("상품명")[2] == '모니터 23"'


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8), st.sampled_from(",;\t|^"))
def test_what_a_csv_writer_wrote_is_read_back(rows, delimiter):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    stream.seek(0)
    faults = RowFaults(0)
    found = [row for _, row in delimited_rows(stream, delimiter, faults)]
    assert found == rows
    assert faults.literal_quotes.count == 0


PLAIN = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=4)


@given(st.lists(st.tuples(PLAIN, PLAIN, st.booleans()), min_size=2, max_size=12))
def test_two_inch_marks_or_more_cost_no_row(rows):
    marked = [(f'"{a}' if inch else a, b) for a, b, inch in rows]
    text = "".join(f"{a},{b}\n" for a, b in [("이름", "값"), *marked])
    if sum(inch for *_, inch in rows) == 1:
        return  # a single mark never closes and is refused
    found = [tuple(row) for _, row in delimited_rows(io.StringIO(text, newline=""), ",")]
    assert found[1:] == marked


@given(st.lists(CELLS.filter(lambda c: not {"\r", "\n"} & set(c)), min_size=2, max_size=5))
def test_a_quoted_line_is_cut_into_its_cells(cells):
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerow(cells)
    assert cut_line(stream.getvalue(), ",") == cells
