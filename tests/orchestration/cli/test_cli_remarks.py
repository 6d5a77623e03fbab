"""What `saebyeok ocr read` and `ocr show` say of pages that were read though something is wrong with them."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from ocr_lib.remarks import RemarkKind, remark
from orchestration.cli import main
from orchestration.cli.session import CliContext
from orchestration.settings import load_settings
from records.ocr import documents
from records.ocr.tables import OcrPage
from tests.factories import ocr_document
from tests.page_readers import Script, scripted_reader

DOC = "261122000000010"
NOTHING = {"ko": "글자를 하나도 읽지 못했습니다", "en": "No text was read"}
REMEDY = {"ko": "다시 촬영", "en": "photograph it again, closer"}


def read(tmp_path, monkeypatch, script, *paths):
    monkeypatch.setattr("orchestration.cli.ocr_one_shot.page_reader", lambda *_: scripted_reader(script))
    command = ["--home", str(tmp_path / "none"), "ocr", "read", *map(str, paths), "--format", "json"]
    return CliRunner().invoke(main, command)


@pytest.fixture
def sheet(tmp_path):
    """A blank page as a PNG."""
    path = tmp_path / "빈 쪽.png"
    Image.new("L", (800, 600), 255).save(path)
    return path


@pytest.fixture
def home(migrated_file, tmp_path, now):
    """Of a document of two pages, the second of which was read as nothing."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copyfile(migrated_file, folder / "saebyeok.db")
    with CliContext(load_settings(folder)).transaction() as session:
        document = ocr_document(DOC, now, file_name="영수증.tif", company="새벽상사")
        session.add(document)
        session.flush()
        document.remarks = [{"ko": "그림이 중간에 끊겨 있습니다.", "en": "the picture breaks off"}]
        pages = [
            OcrPage(doc_id=DOC, page_no=n, image_path="p", image_sha256="1" * 64, width=400, height=300)
            for n in (1, 2)
        ]
        documents.replace_pages(session, document, pages, dpi=None, now=now)
        session.flush()
        session.get_one(OcrPage, (DOC, 2)).remarks = [remark(RemarkKind.NOTHING_READ).to_dict()]
        documents.set_extracted(document, now)
    return folder


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_page_on_which_nothing_is_read_says_so(tmp_path, monkeypatch, sheet, language):
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
    done = read(tmp_path, monkeypatch, Script(), sheet)
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"빈 쪽.png": []}
    assert done.stderr.startswith(f"빈 쪽.png: {NOTHING[language]}")
    assert REMEDY[language] in done.stderr


def test_a_page_that_is_read_well_says_nothing(tmp_path, monkeypatch, sheet):
    done = read(tmp_path, monkeypatch, Script(["납품 확인서를 보냅니다"] * 3), sheet)
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)["빈 쪽.png"]) == 3
    assert done.stderr == ""


def test_of_several_pages_the_page_is_named(tmp_path, monkeypatch):
    path = tmp_path / "두 쪽.tif"
    first, second = Image.new("L", (800, 600), 255), Image.new("L", (800, 600), 200)
    ImageDraw.Draw(second).rectangle((100, 100, 300, 120), fill=0)
    first.save(path, save_all=True, append_images=[second])
    done = read(tmp_path, monkeypatch, Script(), path)
    assert [line.split(": ")[:2] for line in done.stderr.splitlines()] == [
        ["두 쪽.tif", "1쪽"],
        ["두 쪽.tif", "2쪽"],
    ]


@pytest.mark.parametrize(("language", "page"), [("ko", "2쪽"), ("en", "page 2")])
def test_a_document_shows_what_was_noticed_on_opening_and_on_reading(home, monkeypatch, language, page):
    monkeypatch.setenv("SAEBYEOK_LANGUAGE", language)
    done = CliRunner().invoke(main, ["--home", str(home), "ocr", "show", DOC])
    assert done.exit_code == 0
    assert f"· {page}: {NOTHING[language]}" in done.stdout
    assert {"ko": "중간에 끊겨", "en": "breaks off"}[language] in done.stdout


def test_programs_get_the_kind_and_the_page_of_a_remark(home):
    done = CliRunner().invoke(main, ["--home", str(home), "ocr", "show", DOC, "--format", "json"])
    of_file, of_page = json.loads(done.stdout)["remarks"]
    assert set(of_file) == {"ko", "en"}
    assert (of_page["page"], of_page["kind"]) == (2, "nothing_read")


def test_a_page_without_texts_is_named_until_a_person_says_that_none_is_missing(home, now):
    def type_(*words, code=0):
        done = CliRunner().invoke(main, ["--home", str(home), "ocr", *words])
        assert done.exit_code == code
        return done.stdout

    with CliContext(load_settings(home)).transaction() as session:
        for page_no in (1, 2):
            session.get_one(OcrPage, (DOC, page_no)).read_at = now
    shown = json.loads(type_("show", DOC, "--format", "json"))
    assert (shown["status"], shown["pages_to_look_at"]) == ("extracted", [1, 2])
    assert f"saebyeok ocr confirm --doc {DOC} --page 2" in type_("show", DOC)
    type_("confirm", "--page", "1", code=2)
    type_("confirm", "--doc", DOC, "--all", "--page", "1", code=2)
    assert type_("confirm", "--doc", DOC, "--page", "1", "--page", "2").startswith("2")
    shown = json.loads(type_("show", DOC, "--format", "json"))
    assert (shown["status"], shown["pages_to_look_at"]) == ("checked", [])
