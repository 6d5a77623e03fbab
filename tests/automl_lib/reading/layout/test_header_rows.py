"""Column names in any script come through whole, from text files and workbooks alike."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import openpyxl
import pytest

# Arabic, Hebrew with a mark of direction inside, a family and a flag (each several code points), Hangul.
NAMES = ["المبلغ", "סכום \u200fכולל", "👩‍👩‍👧 가족", "🇰🇷", "한글 이름"]


def as_csv(path: Path, names: list[str]) -> Path:
    path.write_text(",".join(names) + "\n1,2,3,4,5\n6,7,8,9,10\n", encoding="utf-8")
    return path


def as_xlsx(path: Path, names: list[str]) -> Path:
    book = openpyxl.Workbook()
    for row in (names, [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]):
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_come_through_whole_and_composed(read, tmp_path, write, form):
    outcome = read(write(tmp_path / "b", [unicodedata.normalize(form, name) for name in NAMES]))
    assert outcome.labels == NAMES
    assert [outcome.values(name) for name in NAMES] == [[i, i + 5] for i in range(1, 6)]
    assert "labels_renamed" not in outcome.codes


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_name_and_its_decomposed_double_are_the_same_name(read, tmp_path, write):
    names = ["한글", unicodedata.normalize("NFD", "한글"), "🙂", "🙂", "값"]
    assert names[0] != names[1]
    assert read(write(tmp_path / "b", names)).labels == ["한글", "한글_2", "🙂", "🙂_2", "값"]


def test_names_lose_the_marks_that_keep_spreadsheets_from_changing_them(read):
    outcome = read(
        '"=""주문번호""","=""금액""",="",비고\n"=""0012""","=""9300""",1,a\n"=""0013""","=""8000""",2,b\n'
    )
    assert outcome.labels == ["주문번호", "금액", "열3", "비고"]
    assert outcome.values("금액") == [9300, 8000]
