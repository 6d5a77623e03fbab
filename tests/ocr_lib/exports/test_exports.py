"""Read documents as files: each format says the same, and nothing in a text breaks one."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import openpyxl
import pypdfium2
import pytest
from PIL import Image

from ocr_lib.exports import FORMATS, ExportDocument, ExportLine, ExportPage, export
from ocr_lib.exports.plain import harmless

WIDTH, HEIGHT, DPI = 1240, 1754, 150


def line(text, x0, y0, x1, y1, corrected=False, **more):
    quad = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    return ExportLine(text, 0.875, (x0, y0, x1, y1), quad, corrected, **more)


@pytest.fixture
def document(tmp_path):
    picture = tmp_path / "page.png"
    Image.fromarray(np.full((HEIGHT, WIDTH), 250, np.uint8)).save(picture)
    lines = [
        line("합계 금액이 변경 됩니다", 150, 200, 560, 240, corrected=True),
        line("=HYPERLINK(1) <b>&\"'", 150, 300, 560, 340),
        line("-1,200", 800, 300, 900, 340),
        line("뷁𠮷 drawn?", 150, 400, 560, 440),
    ]
    sure = [("둘", 0.98765), ("째", 0.5), (" ", 1.0), ("쪽", 0.25)]
    second = [line("둘째 쪽", 100, 100, 300, 140, recogniser="custom", characters=sure)]
    pages = [ExportPage(picture, WIDTH, HEIGHT, DPI, lines), ExportPage(picture, WIDTH, HEIGHT, DPI, second)]
    return ExportDocument("견적 <1>.pdf", pages, is_pdf=True)


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_document_gives_the_same_bytes(document, form):
    assert export(form, document) == export(form, document)


def test_text_has_a_line_each_and_a_form_feed_between_pages(document):
    first, second = export("txt", document).decode().split("\f")
    assert first.splitlines()[0] == "합계 금액이 변경 됩니다"
    assert second == "둘째 쪽\n"


def test_json_is_as_the_command_line_promises(document):
    found = json.loads(export("json", document))
    assert found["_dpi"] == 150
    second = found["견적 <1>.pdf#2"][0]
    assert (second["text"], second["recogniser"]) == ("둘째 쪽", "custom")
    assert second["characters"] == [["둘", 0.9877], ["째", 0.5], [" ", 1.0], ["쪽", 0.25]]
    assert found["견적 <1>.pdf"][0] == {
        "text": "합계 금액이 변경 됩니다",
        "score": 0.875,
        "box": [150, 200, 560, 240],
        "quad": [[150, 200], [560, 200], [560, 240], [150, 240]],
        "source": "ocr",
        "recogniser": None,
        "characters": [],
    }


def test_csv_opens_in_a_spreadsheet_without_running_anything(document):
    data = export("csv", document)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0]["corrected"] == "Y"
    assert rows[1]["text"].startswith("'=")
    assert rows[2]["text"] == "-1,200"


@pytest.mark.parametrize("cell", ["=1+1", "@sum", "+cmd|x", "-cmd", "\tx"])
def test_formulas_are_made_harmless(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["+82 2-123-4567", "-5%", "(1,200)", "글", ""])
def test_numbers_and_words_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_hocr_is_wellformed_and_says_where_words_stand(document):
    root = ET.fromstring(export("hocr", document))
    space = {"h": "http://www.w3.org/1999/xhtml"}
    pages = root.findall(".//h:div[@class='ocr_page']", space)
    words = pages[0].findall(".//h:span[@class='ocrx_word']", space)
    assert "".join(words[3].itertext()) == "됩니다"
    left, top, right, bottom = map(
        int, re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", words[3].get("title")).groups()
    )
    assert 150 < left < right <= 560
    assert (top, bottom) == (200, 240)
    assert "x_wconf 88" in words[0].get("title")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
def test_the_pdf_finds_a_corrected_word_inside_its_box(document, tmp_path):
    (tmp_path / "a.pdf").write_bytes(export("pdf", document))
    done = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    )
    found = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">됩니다<', done.stdout)
    x0, y0, x1, y1 = (float(v) * DPI / 72 for v in found.groups())
    assert 150 - 3 <= x0 < x1 <= 560 + 3
    assert 200 <= (y0 + y1) / 2 <= 240
    assert x1 > 540


def test_the_pdf_shows_the_page_and_hides_the_text(document, tmp_path):
    (tmp_path / "a.pdf").write_bytes(export("pdf", document))
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        assert len(pdf) == 2
        assert pdf[0].get_size() == (pytest.approx(WIDTH * 72 / DPI), pytest.approx(HEIGHT * 72 / DPI))
        text = pdf[0].get_textpage().get_text_range()
        drawn = np.asarray(pdf[0].render(scale=1).to_pil().convert("L"))
    assert "됩니다" in text
    assert drawn.min() > 200


def test_a_turned_line_lies_along_its_quad(document, tmp_path):
    page = document.pages[0]
    turned = ExportLine(
        "upwards", 0.9, (100, 300, 140, 700), ((100, 700), (100, 300), (140, 300), (140, 700))
    )
    one = ExportDocument("a", [ExportPage(page.picture, WIDTH, HEIGHT, DPI, [turned])])
    (tmp_path / "t.pdf").write_bytes(export("pdf", one))
    with pypdfium2.PdfDocument(tmp_path / "t.pdf") as pdf:
        textpage = pdf[0].get_textpage()
        assert "upwards" in textpage.get_text_range()
        boxes = [textpage.get_charbox(n) for n in range(textpage.count_chars())]
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    assert 90 * 72 / DPI < left < right < 150 * 72 / DPI


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")
@pytest.mark.parametrize("turns", [0, 1])
@pytest.mark.parametrize(
    ("said", "corners"),
    [
        (
            "위 사실을 증명하기 위하여 이 확인서를 씁니다. 관리비 고지서를 받지 못한 세대는 사무소로 연락 주십시오.",
            [(118, 455), (1053, 425), (1054, 456), (119, 486)],
        ),
        ("비스듬히 쓴 문장 20도", [(95, 548), (465, 410), (489, 473), (119, 612)]),
        ("거래명세서 사본 45도", [(500, 606), (771, 335), (819, 383), (548, 654)]),
        ("내려가는 문장 30도", [(224, 160), (571, 360), (546, 403), (199, 203)]),
    ],
    ids=["a scanner's", "20 degrees", "45 degrees", "falling"],
)
def test_words_of_a_tilted_line_are_found_whole_where_they_stand(document, tmp_path, turns, said, corners):
    size = (WIDTH, HEIGHT) if not turns else (HEIGHT, WIDTH)
    quad = tuple(corners if not turns else [(HEIGHT - y, x) for x, y in corners])
    box = tuple(f(c[n] for c in quad) for f in (min, max) for n in (0, 1))
    Image.new("L", size, 250).save(tmp_path / "sheet.png")
    page = ExportPage(tmp_path / "sheet.png", *size, DPI, [ExportLine(said, 0.9, box, quad)])
    (tmp_path / "a.pdf").write_bytes(export("pdf", ExportDocument("a", [page])))
    done = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    )
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', done.stdout
    )
    assert sorted(word for *_, word in found) == sorted(said.split())
    for left, top, right, bottom, _ in found:
        x, y = ((float(a) + float(b)) / 2 * DPI / 72 for a, b in ((left, right), (top, bottom)))
        assert box[0] <= x <= box[2]
        assert box[1] <= y <= box[3]


def test_a_document_without_text_is_a_file_all_the_same(document):
    page = document.pages[0]
    empty = ExportDocument("blank.png", [ExportPage(page.picture, WIDTH, HEIGHT, DPI, [])])
    for form in FORMATS:
        assert isinstance(export(form, empty), bytes)


def test_hocr_names_the_picture_as_it_is_called(document):
    page = document.pages[0]
    one = ExportDocument("A&B 'co' <1>.png", [ExportPage(page.picture, WIDTH, HEIGHT, DPI, [])])
    root = ET.fromstring(export("hocr", one))
    (found,) = root.iter("{http://www.w3.org/1999/xhtml}div")
    assert found.get("title").startswith("image \"A&B 'co' <1>.png\"; bbox")


@pytest.mark.parametrize(
    ("quad", "first", "second"),
    [
        (((100, 700), (100, 300), (140, 300), (140, 700)), "100 511 140 700", "100 300 140 489"),  # upwards
        (((140, 300), (140, 700), (100, 700), (100, 300)), "100 300 140 489", "100 511 140 700"),  # downwards
    ],
)
def test_words_of_a_turned_line_stand_one_above_the_other(document, quad, first, second):
    page = document.pages[0]
    turned = ExportLine("abcdefgh ijklmnop", 0.9, (100, 300, 140, 700), quad)
    one = ExportDocument("a", [ExportPage(page.picture, WIDTH, HEIGHT, DPI, [turned])])
    root = ET.fromstring(export("hocr", one))
    words = [e for e in root.iter() if e.get("class") == "ocrx_word"]
    said = [word.get("title").partition(";")[0].removeprefix("bbox ") for word in words]
    assert [
        [abs(int(a) - int(b)) <= 2 for a, b in zip(one.split(), two.split(), strict=True)]
        for one, two in zip(said, [first, second], strict=True)
    ] == [[True] * 4] * 2


@pytest.mark.parametrize("form", FORMATS)
def test_masked_numbers_are_in_no_format(document, tmp_path, form):
    characters = [(one, 0.9) for one in "900101-1234567"]
    numbered = line("900101-1234567", 150, 200, 560, 240, characters=characters)
    page = replace(document.pages[0], lines=[numbered])
    masked = replace(document, pages=[page]).with_masked_numbers()
    data = export(form, masked)
    if form == "pdf":
        with pypdfium2.PdfDocument(data) as pdf:
            text = pdf[0].get_textpage().get_text_range()
    elif form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        text = "\n".join(str(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    else:
        text = data.decode()
    digits = re.findall(r'"(\d)"', text)  # single characters of JSON
    assert "234567" not in text + "".join(digits)
    assert "900101-1" in text or form.startswith("tables")
