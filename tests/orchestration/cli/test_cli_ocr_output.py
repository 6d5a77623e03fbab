"""Files that `saebyeok ocr read` and `ocr export` write: their formats, and folders for several."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from PIL import Image

from ocr_lib.exports import ExportDocument, ExportLine, ExportPage
from orchestration.cli import main
from tests.orchestration.cli.ocr_counter import DOC, counter

__all__ = ["counter"]


def test_an_export_has_the_format_of_its_file_or_is_refused(counter, tmp_path, monkeypatch):
    @contextmanager
    def document(*_, **options):
        line = ExportLine("새벽", 0.9, (10, 10, 90, 40), [(10, 10), (90, 10), (90, 40), (10, 40)])
        yield ExportDocument("쪽.png", [ExportPage(tmp_path, 100, 100, 150, [line])])

    monkeypatch.setattr("resources.exports.document_to_export", document)
    out = tmp_path / "글.json"
    counter.type("export", DOC, "--out", out)
    (lines,) = json.loads(out.read_text(encoding="utf-8")).values()
    assert [line["text"] for line in lines] == ["새벽"]
    other = tmp_path / "글.xlsx"
    assert "글.xlsx" in counter.type("export", DOC, "--format", "txt", "--out", other, code=2)
    assert "글.xlsx" in counter.type("export-texts", DOC, other, code=2)
    assert not other.exists()


@pytest.fixture
def two_pages(tmp_path, monkeypatch):
    """Two files that are read as one line each."""

    def pages_of(settings, reader, file, name, work):
        line = ExportLine(file.stem, 0.9, (10, 10, 90, 40), [(10, 10), (90, 10), (90, 40), (10, 40)])
        return ExportDocument(name, [ExportPage(file, 100, 100, 150, [line])])

    monkeypatch.setattr("orchestration.cli.ocr_one_shot.page_reader", lambda *_: None)
    monkeypatch.setattr("orchestration.cli.ocr_one_shot.read_pages_of", pages_of)
    files = [tmp_path / "하나.png", tmp_path / "둘.png"]
    for file in files:
        Image.new("L", (100, 100), 255).save(file)
    return files


def read(tmp_path, *words):
    return CliRunner().invoke(main, ["--home", str(tmp_path / "none"), "ocr", "read", *map(str, words)])


@pytest.mark.parametrize("form", ["xlsx", "hocr", "pdf"])
def test_several_files_are_written_to_a_folder_that_is_made(tmp_path, two_pages, form):
    folder = tmp_path / "결과"
    done = read(tmp_path, *two_pages, "--format", form, "--out", folder)
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in folder.iterdir()) == sorted(f"{one.stem}.{form}" for one in two_pages)


@pytest.mark.parametrize("name", ["결과.xlsx", "있음"])
def test_several_files_and_the_name_of_one_file_are_refused(tmp_path, two_pages, name):
    (tmp_path / "있음").write_text("글", encoding="utf-8")
    refused = read(tmp_path, *two_pages, "--format", "xlsx", "--out", tmp_path / name)
    assert (refused.exit_code, f"'{name}'" in refused.stderr) == (2, True)
    assert "--out에 폴더를 주세요" in refused.stderr
    assert (tmp_path / "있음").read_text(encoding="utf-8") == "글"


def test_a_file_that_is_read_has_the_format_of_its_output(tmp_path, two_pages):
    out = tmp_path / "쪽.xlsx"
    assert read(tmp_path, two_pages[0], "--out", out).exit_code == 0
    assert "본문" in load_workbook(out).sheetnames
    text = tmp_path / "쪽.txt"
    assert read(tmp_path, *two_pages, "--out", text).exit_code == 0
    assert text.read_text(encoding="utf-8") == "하나\n\f둘\n"
    assert read(tmp_path, *two_pages, "--format", "json", "--out", text).exit_code == 2
