"""`saebyeok ocr …` without servers: correcting, choosing, CSV there and back, training texts."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.cli.session import Desk
from orchestration.settings import load_settings
from records import migrate
from records.engine import open_engine
from records.ocr import documents, texts
from records.ocr.enums import OcrStatus
from records.ocr.tables import OcrDocument, OcrPage
from records.ocr.texts import ReadText

DOC = "261122000000010"
READ = ["디엘이언씨 (주)", "=1+1", "합계 1,200"]


@dataclass(frozen=True)
class Counter:
    """Where commands are typed."""

    home: Path

    def type(self, *words: object, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--home", str(self.home), "ocr", *map(str, words)])
        assert done.exit_code == code, done.output
        return done.stdout if code == 0 else done.stderr

    def texts(self):
        return json.loads(self.type("texts", DOC, "--format", "json"))


@pytest.fixture
def counter(tmp_path, now):
    home = tmp_path / "home"
    home.mkdir()
    settings = load_settings(home)
    engine = open_engine(settings.effective_database_url)
    migrate.upgrade(engine)
    desk = Desk(settings)
    with desk.transaction() as session:
        document = OcrDocument(
            doc_id=DOC, file_name="영수증.png", company="새벽상사", status=OcrStatus.RECEIVED, day="2026-11-22",
            source_path="o", source_sha256="0" * 64, source_bytes=1, registered_by="me", registered_at=now, updated_at=now,
        )  # fmt: skip
        session.add(document)
        session.flush()
        page = OcrPage(doc_id=DOC, page_no=1, image_path="p", image_sha256="1" * 64, width=400, height=300)
        documents.replace_pages(session, document, [page], dpi=None, now=now)
        session.flush()
        read = [
            ReadText(text, 0.5 + n / 10, (0, 40 * n, 99, 40 * n + 30), [[0, 0]] * 4, f"c{n}.png", "2" * 64)
            for n, text in enumerate(READ)
        ]
        row = session.get_one(OcrPage, (DOC, 1))
        texts.replace_read(session, row, read, first=1, network_id="n", now=now)
        documents.set_extracted(document, now)
    engine.dispose()
    return Counter(home)


def test_a_text_is_corrected_chosen_and_its_history_told(counter):
    said = counter.type("correct", f"{DOC}_01_1", "디엘이엔씨(주)", "--select")
    assert "디엘이엔씨(주)" in said
    first = counter.texts()[0]
    assert (first["text"], first["corrected"], first["selected"]) == (READ[0], "디엘이엔씨(주)", True)
    history = json.loads(counter.type("history", f"{DOC}_01_1", "--format", "json"))
    assert [h["action"] for h in history] == ["read", "correct", "select"]
    counter.type("correct", f"{DOC}_01_1", "--undo")
    assert counter.texts()[0]["corrected"] is None


def test_past_corrections_are_suggested_and_taken_with_one_word(counter):
    counter.type("correct", f"{DOC}_01_2", "합계 1,300")
    assert [t["suggestion"] for t in counter.texts()] == [None, None, None]
    assert "제안이 없습니다" in counter.type("correct", f"{DOC}_01_1", "--suggested", code=2)
    counter.type("correct", f"{DOC}_01_1", "디엘이엔씨(주)")
    counter.type("correct", f"{DOC}_01_1", "--undo")
    counter.type("correct", f"{DOC}_01_3", "--undo")
    assert counter.texts()[0]["suggestion"] is None  # what was taken back is no correction


def test_many_are_confirmed_and_chosen_by_score(counter):
    assert counter.type("confirm", "--doc", DOC, "--min-score", "0.6").startswith("2개")
    assert [t["state"] for t in counter.texts()] == ["machine", "confirmed", "confirmed"]
    assert counter.type("select", "--doc", DOC, "--all").startswith("3개")
    assert counter.type("select", f"{DOC}_01_2", "--off").startswith("1개")
    assert [t["selected"] for t in counter.texts()] == [True, False, True]
    counter.type("confirm", code=2)
    assert json.loads(counter.type("list", "--format", "json"))["documents"][0]["looked_at"] == 2


def test_a_sheet_goes_out_is_edited_and_comes_back(counter, tmp_path):
    sheet = tmp_path / "글자.csv"
    counter.type("export-texts", DOC, sheet)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["text"] == "'=1+1"
    assert rows[0]["crop"].endswith("c0.png")
    rows[0] |= {"corrected": "디엘이엔씨(주)", "use": "Y"}
    rows[1] |= {"corrected": "'=1+1"}
    with sheet.open("w", encoding="cp949", newline="") as file:  # as Korean Excel saves it
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    counter.type("import-texts", sheet)
    found = counter.texts()
    assert [(t["state"], t["corrected"], t["selected"]) for t in found] == [
        ("corrected", "디엘이엔씨(주)", True),
        ("confirmed", None, False),
        ("machine", None, False),
    ]


@pytest.mark.parametrize(
    "content",
    ["text_id,corrected\n1,2\n", "text_id,corrected,use\nx,y,maybe\n", "text_id,corrected,use\nnone,글,Y\n"],
)
def test_a_sheet_that_is_wrong_anywhere_changes_nothing(counter, tmp_path, content):
    sheet = tmp_path / "a.csv"
    sheet.write_text(content, encoding="utf-8")
    before = counter.texts()
    assert counter.type("import-texts", sheet, code=2)
    assert counter.texts() == before


def test_training_texts_are_added_imported_listed_and_deleted(counter, tmp_path):
    counter.type("train-text", "add", "견적서", "납품 확인서")
    lines = tmp_path / "글.txt"
    lines.write_text("견적서\n됩니다\n\n", encoding="utf-8")
    assert counter.type("train-text", "import", lines).startswith("1개 추가, 2개")
    listed = json.loads(counter.type("train-text", "list", "--format", "json"))
    assert [t["text"] for t in listed] == ["견적서", "납품 확인서", "됩니다"]
    counter.type("train-text", "delete", listed[0]["id"])
    assert len(json.loads(counter.type("train-text", "list", "--format", "json"))) == 2


def test_an_unknown_document_or_text_is_told(counter):
    assert "문서 목록" in counter.type("show", "999", code=2)
    assert "없습니다" in counter.type("correct", "999_01_1", "글", code=2)


def test_a_deleted_document_is_gone_from_the_list(counter):
    counter.type("delete", DOC, "--yes")
    assert json.loads(counter.type("list", "--format", "json"))["total"] == 0


def test_reading_a_file_that_is_no_picture_ends_with_2_and_names_it(tmp_path):
    page = tmp_path / "쪽.png"
    page.write_bytes(b"<html></html>")
    done = CliRunner().invoke(
        main, ["--home", str(tmp_path / "none"), "ocr", "read", str(page), "--format", "pdf"]
    )
    assert done.exit_code == 2
    assert "--out" in done.stderr
