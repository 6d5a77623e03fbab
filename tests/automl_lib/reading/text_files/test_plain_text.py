"""Text tables of other programs: columns apart by spaces or carets, comments, marks at the file's ends."""

from __future__ import annotations

import codecs

import pytest

ROWS = [("서울", 31, 1.5), ("부산", 42, 2.5), ("대구", 27, 0.5), ("인천", 55, 4.0)]


@pytest.mark.parametrize("join", [" ", "   ", "^"])
def test_columns_apart_by_spaces_or_carets(read, join):
    text = join.join(["도시", "나이", "값"]) + "\n" + "".join(join.join(map(str, r)) + "\n" for r in ROWS)
    outcome = read(text)
    assert outcome.labels == ["도시", "나이", "값"]
    assert outcome.values("나이") == [31, 42, 27, 55]
    assert outcome.values("값") == [1.5, 2.5, 0.5, 4.0]
    assert ("delimiter_spaces" in outcome.codes) is (join != "^")


def test_aligned_columns_with_spaces_at_both_ends(read):
    outcome = read("   x    y  \n  1.0  2.0 \n 10.0 20.0 \n  3.0  4.5 \n")
    assert outcome.labels == ["x", "y"]
    assert outcome.values("y") == [2.0, 20.0, 4.5]


@pytest.mark.parametrize("join", [" ", ","])
def test_a_header_without_a_name_for_the_rows_as_r_writes_it(read, join):
    rows = [
        ['"x"', '"y"', '"z"'],
        ['"1"', "1.5", "2", '"a"'],
        ['"2"', "2.5", "3", '"b b"'],
        ['"3"', "3.5", "4", '"c"'],
    ]
    outcome = read("".join(join.join(row) + "\n" for row in rows))
    assert outcome.labels == ["x", "y", "z"]
    assert outcome.values("x") == [1.5, 2.5, 3.5]
    assert outcome.values("z") == ["a", "b b", "c"]


def test_a_delimiter_at_the_end_of_each_row_is_no_column(read):
    outcome = read("x,y\n1,2,\n3,4,\n5,6,\n")
    assert outcome.values("x") == [1, 3, 5]


@pytest.mark.parametrize(
    "text",
    [
        "이름\n홍 길동\n김 하나\n이 두리\n",
        "메모\n오늘 비가 왔다\n내일 눈\n모레 맑음 예정\n",
        "date\n" + "5 Mar 2024\n" * 40,
    ],
)
def test_one_column_of_texts_with_spaces_stays_one(read, text):
    assert len(read(text).labels) == 1


@pytest.mark.parametrize("delimiter", [",", "\t", " "])
def test_comments_above_and_below_the_header_are_no_rows(read, delimiter):
    lines = [
        "# 생성: 2024-03-05, 담당 김새벽",
        "# 단위 원",
        "도시,나이,값",
        "서울,31,1",
        "# 여기부터 지방",
        "부산,42,2",
        "대구,27,3",
    ]
    text = "\n".join(line if line.startswith("#") else line.replace(",", delimiter) for line in lines)
    outcome = read(text + "\n")
    assert outcome.labels == ["도시", "나이", "값"]
    assert outcome.values("나이") == [31, 42, 27]
    assert "5)" in outcome.entry("comment_lines").ko
    assert "김새벽" in outcome.entry("rows_above_header").ko


def test_a_comment_as_wide_as_the_table_is_no_header(read):
    outcome = read("# a, b, c\nx,y,z\n1,2,3\n4,5,6\n")
    assert outcome.labels == ["x", "y", "z"]
    assert outcome.report.rows == 2


def test_a_header_behind_a_hash_stays_the_header(read):
    outcome = read("#id,이름,값\n1,가,3\n2,나,4\n")
    assert outcome.labels == ["#id", "이름", "값"]
    assert outcome.report.rows == 2


def test_cells_that_begin_with_a_hash_are_cells(read):
    outcome = read("색,수\n#ff0000,1\n#00ff00,2\n")
    assert outcome.raw("색") == ["#ff0000", "#00ff00"]
    assert "comment_lines" not in outcome.codes


@pytest.mark.parametrize("marks", [1, 2, 3])
def test_byte_order_marks_are_no_part_of_the_first_name(read, marks):
    outcome = read(codecs.BOM_UTF8 * marks + "도시,값\n서울,1\n부산,2\n".encode())
    assert outcome.labels == ["도시", "값"]
    assert read(codecs.BOM_UTF16_LE * marks + "도시,값\n서울,1\n".encode("utf-16-le")).labels == [
        "도시",
        "값",
    ]


@pytest.mark.parametrize("careful_bytes", [0, 10**9])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16-le"])
@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\r\n\x1a\r\n", "\x1a\x1a"])
def test_the_mark_at_a_dos_files_end_is_cut_off_and_told(read, careful_bytes, encoding, end):
    text = "도시,값\r\n" + "서울,1\r\n" * 30 + "부산,2"
    outcome = read((text + end).encode(encoding), careful_bytes=careful_bytes)
    assert outcome.report.rows == 31
    assert outcome.values("값")[-1] == 2
    assert "Ctrl-Z" in outcome.entry("end_mark_removed").en
