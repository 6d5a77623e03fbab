"""Formats of outputs by name and by the ending of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.ocr import EXPORT_FORMATS
from orchestration.cli.group import Said
from orchestration.cli.output_format import format_of


@pytest.mark.parametrize(
    ("given", "name", "found"),
    [
        (None, None, "txt"),
        ("json", None, "json"),
        (None, "쪽.xlsx", "xlsx"),
        (None, "쪽.PDF", "pdf"),
        (None, "쪽.csv", "csv"),
        (None, "쪽.tables.csv", "tables.csv"),
        ("tables.csv", "쪽.csv", "tables.csv"),
        ("tables.json", "쪽.json", "tables.json"),
        ("hocr", "쪽.html", "hocr"),
        ("json", "쪽", "json"),
        (None, "쪽.md", "txt"),
        (None, "쪽.txt", "txt"),
        ("csv", "쪽.v2.csv", "csv"),
    ],
)
def test_the_name_decides_where_no_format_is_given(given, name, found):
    assert format_of(given, name and Path(name), EXPORT_FORMATS, "txt") == found


@pytest.mark.parametrize(
    ("given", "name"), [("txt", "쪽.xlsx"), ("xlsx", "쪽.csv"), ("pdf", "쪽.txt"), ("tables.csv", "쪽.json")]
)
def test_an_ending_that_contradicts_is_refused_with_the_formats_there_are(given, name):
    with pytest.raises(Said, match=r"tables\.csv") as refused:
        format_of(given, Path(name), EXPORT_FORMATS, "txt")
    assert (name in refused.value.message.en, refused.value.exit_code) == (True, 2)


def test_an_ending_of_a_format_that_is_not_offered_is_refused():
    with pytest.raises(Said, match=r"csv\|xlsx"):
        format_of(None, Path("예측.json"), ("csv", "xlsx"), "csv")


def test_what_is_printed_has_no_format_of_a_file():
    assert format_of(None, Path("결과.txt"), ("json", "xlsx"), "table") == "table"


def test_the_name_of_a_folder_is_no_ending(tmp_path):
    folder = tmp_path / "쪽.xlsx"
    folder.mkdir()
    assert format_of("pdf", folder, EXPORT_FORMATS, "txt") == "pdf"
