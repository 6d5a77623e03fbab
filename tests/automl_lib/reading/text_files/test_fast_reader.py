"""The fast readers give the same cells as the careful one, or leave the file to it."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl_lib.errors import FileRefused
from automl_lib.reading import ReadLimits
from automl_lib.reading.table import read_table
from automl_lib.reading.text_files.fast_reader import read_fast
from automl_lib.reading.text_files.reader import open_text, read_head

NEVER_CAREFUL = 0
ALWAYS_CAREFUL = 10**9

cells = st.text(st.sampled_from('ab가1. ,;"\n\u3000\u00a0é\t'), max_size=6)
# From five rows on one that sums up the others is dropped as their total.
rows = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=4)


def outcome(content: bytes, careful_bytes: int) -> tuple[object, ...]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "f")
        source.write_bytes(content)
        try:
            report = read_table(source, Path(folder), "f", ReadLimits(), careful_bytes=careful_bytes)
        except FileRefused as error:
            return (error.code,)
        cells = pl.read_parquet(Path(folder, "cells.parquet"))
        return report.rows, report.schema, cells.rows(), pl.read_parquet(Path(folder, "typed.parquet")).rows()


def as_read(table: list[list[str]]) -> list[tuple[str | None, ...]]:
    """What a written table should come back as: blank cells null, rows of nothing gone."""
    cleaned = [tuple(c if c.strip() else None for c in row) for row in table]
    return [row for row in cleaned if any(row)]


@pytest.mark.parametrize("careful_bytes", [NEVER_CAREFUL, ALWAYS_CAREFUL])
@settings(max_examples=40, deadline=None)
@given(
    rows, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_each_way_gives_back_what_was_written(careful_bytes, table, quoting, line_end, finished):
    buffer = io.StringIO()
    csv.writer(buffer, quoting=quoting, lineterminator=line_end).writerows([["h1", "h2", "h3"], *table])
    text = buffer.getvalue() if finished else buffer.getvalue().removesuffix(line_end)
    found = outcome(text.encode(), careful_bytes)
    expected = as_read(table)
    assert found == ("header_only",) if not expected else found[2] == expected


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from('a1,"\n\r \u3000\x00가'), max_size=40))
def test_any_text_comes_out_the_same_both_ways(text):
    content = ("h1,h2\n" + text).encode()
    assert outcome(content, NEVER_CAREFUL) == outcome(content, ALWAYS_CAREFUL)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from(["", "x", "가 나", " "])), min_size=1, max_size=20)
)
def test_plain_rows_come_out_the_same_both_ways(table):
    content = ("번호,말\n" + "".join(f"{a},{b}\n" for a, b in table)).encode()
    assert outcome(content, NEVER_CAREFUL) == outcome(content, ALWAYS_CAREFUL)


@pytest.mark.parametrize(
    ("content", "taken"),
    [
        (b"a,b\n1,2\n3,4\n", True),
        (b"a,b\r\n1,2\r\n3,4", True),
        (b'a,b\n1,"x\ny"\n3,4\n', True),
        ("a,b\n1,가\n2,나\n".encode(), True),
        (b"a,b\n" + b"1,2\n" * 300 + b"3\n", False),
        (b"a,b\n" + b"1,2\n" * 300 + b"3,4,5\n", False),
        (b"a,b\n" + b"1,2\n" * 300 + b"3,4,5\n6\n", False),
        (b'a,b\n"1",2\n' + b"1,2\n" * 300 + b"3\n", False),
        (b"a,b\n" + b"1,2\n" * 300 + b"3,\x00\n", False),
        (b"a,b\n" + b"1,2\n" * 300 + b"3,4\r5,6\n", False),
        (b"a,b\n1,2\n\n3,4\n", False),
        (b'a,b\n1,"x"\n2,"y"', True),
        (b'a,b\n"1",2\n' + b"1,2\n" * 300 + b'3,"4\n5,6\n', False),
    ],
)
def test_only_regular_files_are_read_fast(tmp_path, content, taken):
    source = tmp_path / "f"
    source.write_bytes(content)
    text = open_text(source, tmp_path, "f", whole=False)
    done = read_fast(text, read_head(text, "f"), tmp_path / "cells.parquet", ReadLimits(), "f")
    assert (done is not None) is taken


def test_cp949_that_begins_after_a_long_ascii_part_is_noticed(read):
    content = b"a,b\n" + b"1,plain\n" * 200_000 + "2,서울\n".encode("cp949")
    found = read(content, careful_bytes=NEVER_CAREFUL)
    assert found.report.encoding == "cp949"
    assert found.values("b")[-1] == "서울"


def test_a_large_cp949_file_takes_the_fast_way_through_a_copy_that_is_removed(read, tmp_path):
    content = ("도시,값\n" + "서울,1\n" * 1000).encode("cp949")
    found = read(content, careful_bytes=NEVER_CAREFUL)
    assert found.values("도시") == ["서울"] * 1000
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["cells.parquet", "typed.parquet"]


def test_bytes_that_are_no_text_outweigh_a_quote_left_open(read):
    with pytest.raises(FileRefused) as refusal:
        read('h1,h2\n"\x00', careful_bytes=NEVER_CAREFUL)
    assert refusal.value.code == "binary"


def test_a_nul_in_the_header_is_told_whichever_way_the_file_is_read(read):
    table = "a,b\x00\n" + "1,2\n" * 100
    for careful_bytes in (0, 10**9):
        outcome = read(table, careful_bytes=careful_bytes)
        assert outcome.labels == ["a", "b"]
        assert outcome.entry("nul_removed").count == 1


@pytest.mark.parametrize("careful_bytes", [0, 10**9])
def test_a_file_that_stops_being_utf8_after_its_first_bytes_is_read_as_what_it_is(
    read, careful_bytes, monkeypatch
):
    monkeypatch.setattr("automl_lib.reading.text_files.reader._HEAD_BYTES", 16)
    outcome = read(b"a,b\n1,2\n" * 4 + "3,서울\n".encode("cp949"), careful_bytes=careful_bytes)
    assert outcome.report.encoding == "cp949"
    assert outcome.raw("b")[-1] == "서울"


@pytest.mark.parametrize("careful_bytes", [0, 10**9])
def test_a_file_cut_within_a_character_is_refused_in_a_sentence(read, careful_bytes):
    with pytest.raises(FileRefused):
        read(b"a,b\n1,x\n2,y\n-3" + bytes(14) + b"\xc8", careful_bytes=careful_bytes)


def test_a_lone_return_behind_the_header_costs_no_row(read):
    outcome = read("a,b\r1.5,x\n2.5,y\n3.5,z\n4.5,w\n", careful_bytes=0)
    assert outcome.values("a") == [1.5, 2.5, 3.5, 4.5]


def test_a_wide_table_is_not_read_through_the_lazy_scan_of_polars(monkeypatch):
    """Its time and memory grow with the square of the columns."""
    monkeypatch.delattr("automl_lib.reading.text_files.fast_reader._through_polars")
    wide = [[f"v{i}" for i in range(250)], *([str(i * row % 97) for i in range(250)] for row in (3, 5, 7))]
    content = "".join(",".join(row) + "\n" for row in wide).encode()
    found = outcome(content, NEVER_CAREFUL)
    assert found[0] == 3
    assert found == outcome(content, ALWAYS_CAREFUL)
