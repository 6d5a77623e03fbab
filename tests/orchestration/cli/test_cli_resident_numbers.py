"""Commands print and write resident registration numbers masked, and whole only when asked."""

from __future__ import annotations

import getpass
import json

import pytest
from click.testing import CliRunner
from PIL import Image

from ocr_lib.exports import ExportDocument, ExportLine, ExportPage
from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import texts
from tests.orchestration.cli.ocr_counter import DOC, counter

__all__ = ["counter"]

NUMBER, MASKED = "900101-1234567", "900101-1******"


@pytest.fixture
def numbered(counter):
    """The first text has a resident registration number."""
    counter.type("correct", f"{DOC}_01_1", f"홍길동 {NUMBER}")
    return counter


def test_commands_print_numbers_masked(numbered, tmp_path):
    assert numbered.texts()[0]["corrected"] == f"홍길동 {MASKED}"
    for words in (
        ("texts", DOC),
        ("history", f"{DOC}_01_1"),
        ("history", f"{DOC}_01_1", "--format", "json"),
        ("search", "홍길동"),
        ("search", "홍길동", "--format", "json"),
        ("correct", f"{DOC}_01_1", f"홍길순 {MASKED}"),
    ):
        printed = numbered.type(*words)
        assert MASKED in printed, words
        assert "234567" not in printed, words
    assert json.loads(numbered.type("search", "1234567", "--format", "json"))["texts"] == []


def test_whole_numbers_are_printed_when_asked_for_and_that_is_on_record(numbered):
    found = json.loads(numbered.type("texts", DOC, "--whole-numbers", "--format", "json"))
    assert found[0]["corrected"] == f"홍길동 {NUMBER}"
    history = json.loads(numbered.type("history", f"{DOC}_01_1", "--format", "json"))
    assert (history[-1]["action"], history[-1]["by"]) == ("show_whole", getpass.getuser())
    assert json.loads(numbered.type("history", f"{DOC}_01_3", "--format", "json"))[-1]["action"] == "read"


def test_a_sheet_with_masked_numbers_comes_back_without_losing_their_digits(numbered, tmp_path):
    sheet = tmp_path / "texts.csv"
    numbered.type("export-texts", DOC, sheet)
    before = numbered.texts()[0]
    text = sheet.read_text(encoding="utf-8-sig")
    assert NUMBER not in text
    numbered.type("import-texts", sheet)
    assert numbered.texts()[0]["version"] == before["version"]
    sheet.write_text(text.replace(f",홍길동 {MASKED},", f",홍길순 {MASKED},"), encoding="utf-8-sig")
    numbered.type("import-texts", sheet)
    whole = json.loads(numbered.type("texts", DOC, "--whole-numbers", "--format", "json"))
    assert whole[0]["corrected"] == f"홍길순 {NUMBER}"
    sheet.write_text(text.replace(f",홍길동 {MASKED},", ",홍길동 900102-1******,"), encoding="utf-8-sig")
    assert "주민등록번호" in numbered.type("import-texts", sheet, code=2)


def test_a_sheet_with_whole_numbers_is_written_when_asked_for_and_that_is_on_record(numbered, tmp_path):
    numbered.type("export-texts", DOC, tmp_path / "texts.csv", "--whole-numbers")
    assert NUMBER in (tmp_path / "texts.csv").read_text(encoding="utf-8-sig")
    history = json.loads(numbered.type("history", f"{DOC}_01_1", "--format", "json"))
    assert history[-1]["action"] == "export_whole"


def test_a_file_that_is_read_without_servers_is_printed_with_masked_numbers(tmp_path, monkeypatch):
    page = tmp_path / f"{NUMBER}.png"
    Image.new("L", (800, 600), 255).save(page)
    read = ExportPage(page, 800, 600, 150, [ExportLine(NUMBER, 0.9, (0, 0, 9, 9), ((0, 0),) * 4)])
    monkeypatch.setattr("orchestration.cli.ocr_one_shot.page_reader", lambda *_: None)
    monkeypatch.setattr(
        "orchestration.cli.ocr_one_shot.read_pages_of", lambda *_: ExportDocument(page.name, [read])
    )
    for words, printed in (((), MASKED), (("--whole-numbers",), NUMBER)):
        command = ["--home", str(tmp_path / "none"), "ocr", "read", str(page), "--format", "json", *words]
        done = CliRunner().invoke(main, command)
        # The name is the key that the caller knows.
        assert json.loads(done.stdout)[page.name][0]["text"] == printed


def test_a_number_in_two_texts_is_masked_and_comes_back_whole(counter, tmp_path):
    counter.type("correct", f"{DOC}_01_1", "900101")
    counter.type("correct", f"{DOC}_01_2", "-1234567")
    with CliContext(load_settings(counter.home)).transaction() as session:
        for number in (1, 2):
            left = 100 * number
            quad = [[left, 20], [left + 90, 20], [left + 90, 45], [left, 45]]
            texts.get(session, f"{DOC}_01_{number}").quad = quad
    sheet = tmp_path / "texts.csv"
    for words in (
        ("texts", DOC),
        ("history", f"{DOC}_01_2"),
        ("search", "900101"),
        ("export-texts", DOC, sheet),
    ):
        assert "234567" not in counter.type(*words), words
    assert [one["corrected"] for one in counter.texts()[:2]] == ["900101", "-1******"]
    assert "234567" not in sheet.read_text(encoding="utf-8-sig")
    counter.type("import-texts", sheet)
    found = json.loads(counter.type("texts", DOC, "--whole-numbers", "--format", "json"))
    assert [one["corrected"] for one in found[:2]] == ["900101", "-1234567"]
