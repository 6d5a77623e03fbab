"""Commands on texts as people type them: corrections, choices, histories, trainings, and what is refused."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from domain.ocr import OcrStatus
from ocr_lib.networks.files import shipped_network
from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import documents, texts
from records.ocr.learning import networks
from records.ocr.texts import ReadText
from store.files import Store
from tests.factories import read_document
from tests.orchestration.cli.ocr_counter import DOC, READ, counter

__all__ = ["counter"]


def test_a_text_is_corrected_chosen_and_its_history_told(counter):
    said = counter.type("correct", f"{DOC}_01_1", "디엘이엔씨(주)", "--select")
    assert "디엘이엔씨(주)" in said
    first = counter.texts()[0]
    assert (first["text"], first["corrected"], first["selected"]) == (READ[0], "디엘이엔씨(주)", True)
    history = json.loads(counter.type("history", f"{DOC}_01_1", "--format", "json"))
    assert [h["action"] for h in history] == ["read", "correct", "select"]
    counter.type("correct", f"{DOC}_01_1", "--undo")
    assert counter.texts()[0]["corrected"] is None


def test_texts_of_several_documents_are_listed_in_the_order_they_were_named(counter, now):
    other = "261122000000009"
    with CliContext(load_settings(counter.home)).transaction() as session:
        read = [ReadText("다른 문서", 0.9, (0, 0, 99, 30), [[0, 0]] * 4, "d.png", "3" * 64)]
        read_document(session, other, now, read)
    found = json.loads(counter.type("texts", DOC, other, "--format", "json"))
    assert [(t["doc_id"], t["text"]) for t in found] == [
        *((DOC, text) for text in READ),
        (other, "다른 문서"),
    ]
    assert "없습니다" in counter.type("texts", DOC, "261122000000008", code=2)


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


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_format_that_no_screen_shows_needs_a_file_to_write(tmp_path, form):
    page = tmp_path / "쪽.png"
    page.write_bytes(b"<html></html>")
    done = CliRunner().invoke(
        main, ["--home", str(tmp_path / "none"), "ocr", "read", str(page), "--format", form]
    )
    assert done.exit_code == 2
    assert "--out" in done.stderr


def test_a_suggestion_is_taken_with_one_word(counter):
    """The company misread on one page, and read so again on the next."""
    counter.type("correct", f"{DOC}_01_1", "디엘이엔씨 (주)")
    with CliContext(load_settings(counter.home)).transaction() as session:
        text = texts.get(session, f"{DOC}_01_3")
        text.text = "(주)디엘이언씨 귀하"
    assert counter.texts()[2]["suggestion"] == "(주)디엘이엔씨 귀하"
    counter.type("correct", f"{DOC}_01_3", "--suggested")
    assert counter.texts()[2]["corrected"] == "(주)디엘이엔씨 귀하"


@pytest.mark.parametrize("words", [("retrain", "--minutes", "nan"), ("texts", DOC, "--below", "nan")])
def test_what_is_no_number_is_refused(counter, words):
    assert "nan" in counter.type(*words, code=2)


def test_a_training_that_was_asked_for_can_be_called_off(counter):
    said = CliRunner().invoke(main, ["--home", str(counter.home), "ocr", "retrain", "--no-wait"])
    (number,) = set(re.findall(r"요청 (\d+)번", said.stderr))
    assert number in counter.type("cancel", number)
    assert "이미 끝났습니다" in counter.type("cancel", number, code=2)
    assert number in counter.type("acknowledge", number)
    assert "99999" in counter.type("acknowledge", 99999, code=2)


def test_what_was_written_before_stays_where_nothing_could_be_read(tmp_path, monkeypatch):
    page, out = tmp_path / "쪽.png", tmp_path / "쪽.txt"
    page.write_bytes(b"<html></html>")
    out.write_text("읽은 글", encoding="utf-8")
    monkeypatch.setattr("orchestration.cli.ocr_one_shot.page_reader", lambda *_: None)
    done = CliRunner().invoke(
        main, ["--home", str(tmp_path / "none"), "ocr", "read", str(page), "--out", str(out)]
    )
    assert done.exit_code == 2
    assert "그림도 PDF도" in done.stderr
    assert out.read_text(encoding="utf-8") == "읽은 글"


def test_a_folder_that_is_not_there_is_told_before_anything_is_read(counter, tmp_path):
    page = tmp_path / "쪽.png"
    page.write_bytes(b"a page")
    assert "폴더가 없습니다" in counter.type("read", page, "--out", tmp_path / "none" / "쪽.txt", code=2)
    assert "쓸 수 없습니다" in counter.type("export-texts", DOC, tmp_path / "none" / "글자.csv", code=1)


@pytest.mark.parametrize("typed", ["-1,200", "-", "-₩500"])
def test_a_text_may_begin_with_a_dash(counter, typed):
    counter.type("correct", f"{DOC}_01_1", typed, "--select")
    first = counter.texts()[0]
    assert (first["corrected"], first["selected"]) == (typed, True)


def test_an_option_there_is_not_is_no_text(counter):
    assert "--undoo" in counter.type("correct", f"{DOC}_01_1", "--undoo", code=2)
    assert counter.texts()[0]["corrected"] is None


def test_one_of_many_files_that_is_not_there_holds_up_no_other(counter, tmp_path):
    page, folder = tmp_path / "쪽.png", tmp_path / "폴더"
    page.write_bytes(b"a page")
    folder.mkdir()
    words = ["ocr", "add", "--no-wait", str(tmp_path / "none.png"), str(folder), str(page)]
    done = CliRunner().invoke(main, ["--home", str(counter.home), *words])
    assert done.exit_code == 2
    assert "'none.png' 파일이 없습니다" in done.stderr
    assert "'폴더'는 폴더입니다" in done.stderr
    assert len(done.stdout.split()) == 1
    assert json.loads(counter.type("list", "--format", "json"))["documents"][0]["file_name"] == "쪽.png"


def test_where_no_file_is_there_nothing_is_read(tmp_path):
    words = ["ocr", "read", str(tmp_path / "none.png")]
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "none"), *words])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'none.png' 파일이 없습니다" in done.stderr


def test_a_network_judged_by_no_validation_text_shows_no_error_on_them(counter, now):
    with CliContext(load_settings(counter.home)).transaction() as session:
        network = networks.add_shipped(session, folder="a", sha256="a" * 64, characters=9, now=now)
        network.scores = {
            "validation": {"items": 0, "before": 0.0, "after": 0.0},
            "general": {"before": 0.0067, "after": 0.0068},
        }
    said = counter.type("networks")
    assert "0.0000" not in said
    assert "0.0067 → 0.0068" in said


def test_there_is_no_going_back_to_a_network_whose_files_were_cut(counter, now):
    settings = load_settings(counter.home)
    store = Store(settings.effective_store_url)
    shipped = shipped_network()
    store.put_folder(shipped.folder, "ocr/networks/old")
    with CliContext(settings).transaction() as session:
        row = networks.add_shipped(session, folder="ocr/networks/new", sha256="b" * 64, characters=9, now=now)
        reads = row.network_id
        networks.add_adopted(
            session,
            "991231000000001",
            folder="ocr/networks/old",
            sha256=shipped.sha256,
            characters=9,
            now=now,
        )
    weights = store.path("ocr/networks/old/custom.pth")
    weights.write_bytes(weights.read_bytes()[:1000])
    assert "백업" in counter.type("rollback", "991231000000001", code=2)
    (deployed,) = (n for n in json.loads(counter.type("networks", "--format", "json")) if n["deployed"])
    assert deployed["network_id"] == reads


def test_a_document_that_was_not_read_is_no_blank_sheet(counter, tmp_path):
    with CliContext(load_settings(counter.home)).transaction() as session:
        documents.get(session, DOC).status = OcrStatus.FAILED
    out = tmp_path / "a.pdf"
    assert "아직 읽지 않았습니다" in counter.type("export", DOC, "--format", "pdf", "--out", out, code=2)
    assert not out.exists()
