"""Searchable PDFs keep the document as it came: pages, pictures and their encoding; only unseen text is added."""

from __future__ import annotations

import re
import shutil
import subprocess

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr_lib.exports import ExportDocument, ExportLine, export
from ocr_lib.pages.text_layer import bounds
from ocr_lib.synthetic.fonts import package_fonts
from tests.ocr_lib.exports.pdf.exported_files import document, drawn, exported, level, one_line, text_of
from tests.pdfs import (
    FOLDER,
    SCAN,
    TEXT,
    changed,
    invisible,
    page_entries,
    texts_of,
    to_unicode,
    with_content,
    with_fonts,
)

poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed")


EXTRA = 8_000
"""Bytes that the unseen font, a few lines and what describes the file may add to a tiny original."""


def words(path):
    """Words with their boxes by pdftotext, which measures from the media box's top left as it is turned."""
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    pattern = r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]+)<'
    return {word: tuple(map(float, box)) for *box, word in re.findall(pattern, done.stdout)}


@pytest.mark.parametrize("name", [TEXT, SCAN])
def test_a_pdf_keeps_its_look_and_its_size(tmp_path, name):
    out = exported(tmp_path, FOLDER / name)
    assert (drawn(out) == drawn(FOLDER / name)).all()
    assert "합계 Total 1,200" in text_of(out)
    assert out.stat().st_size <= 1.15 * (FOLDER / name).stat().st_size + EXTRA


def tilted_page(degrees=2.0, rows=70):
    """A bilevel scan full of print whose lines rise, and the lines."""
    some = [
        "the",
        "order",
        "was",
        "shipped",
        "on",
        "that",
        "day",
        "and",
        "paid",
        "within",
        "thirty",
        "days",
        "of",
        "receipt",
    ]
    random = np.random.default_rng(3)
    sheet = Image.new("L", (1700, 2300), 255)
    face = ImageFont.truetype(str(package_fonts()[0].path), 22)
    lines, pen = [], ImageDraw.Draw(sheet)
    for row in range(rows):
        text = " ".join(f"{random.choice(some)}{row}.{column}" for column in range(11))
        x0, y0, x1, y1 = map(round, pen.textbbox((100, 120 + 29 * row), text, font=face))
        pen.text((100, 120 + 29 * row), text, font=face, fill=0)
        lines.append((text, ((x0, y0), (x1, y0), (x1, y1), (x0, y1))))
    middle = (sheet.width / 2, sheet.height / 2)
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))

    def turned(point):
        x, y = point[0] - middle[0], point[1] - middle[1]
        return x * cos + y * sin + middle[0], y * cos - x * sin + middle[1]

    quads = [(text, tuple(map(turned, quad))) for text, quad in lines]
    return sheet.rotate(degrees, fillcolor=255).point(lambda grey: 255 * (grey > 127)).convert("1"), quads


@poppler
def test_a_tilted_scan_full_of_words_keeps_its_size_and_has_each_word_in_its_place(tmp_path):
    sheet, quads = tilted_page()
    source = tmp_path / "scan.pdf"
    sheet.save(source, resolution=200)
    made = [ExportLine(text, 0.9, bounds(quad), quad) for text, quad in quads]
    out = exported(tmp_path, source, lambda *_: made)
    assert out.stat().st_size <= 1.15 * source.stat().st_size
    found = words(out)
    for text, quad in quads:
        (x0, y0), (x1, _) = quad[0], quad[2]
        for word in text.split():
            left, top, right, bottom = (value * 200 / 72 for value in found[word])
            assert x0 - 10 <= (left + right) / 2 <= x1 + 10
            rise = (quad[1][1] - y0) * ((left + right) / 2 - x0) / (quad[1][0] - x0)
            assert y0 + rise <= (top + bottom) / 2 <= y0 + rise + (quad[3][1] - y0)


def test_a_bilevel_scan_stays_bilevel(tmp_path):
    with pikepdf.open(exported(tmp_path, FOLDER / SCAN)) as pdf, pikepdf.open(FOLDER / SCAN) as before:
        (image,), (same,) = ([*p.pages[0].get_images().values()] for p in (pdf, before))
        assert image.Filter == pikepdf.Name.CCITTFaxDecode
        assert image.read_raw_bytes() == same.read_raw_bytes()


@poppler
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [50, 400, 500, 800]], ids=["whole", "cropped"])
@pytest.mark.parametrize("unit", [None, 1.5], ids=["points", "UserUnit"])
def test_words_lie_inside_their_boxes_however_the_page_is_shown(tmp_path, rotate, crop, unit):
    entries = {"Rotate": rotate, "CropBox": crop, "UserUnit": unit}
    source = changed(tmp_path / "a.pdf", page_entries(**{k: v for k, v in entries.items() if v}))
    made = document(tmp_path, source, lambda w, h: [level("찾을말", 150, 200, 450, 250), *tilted()])
    out = tmp_path / "out.pdf"
    out.write_bytes(export("pdf", made))
    found = words(out)
    x0, y0, x1, y1 = crop or (0, 0, 595, 842)
    left, top = {0: (x0, 842 - y1), 90: (y0, x0), 180: (595 - x1, y0), 270: (842 - y1, 595 - x1)}[rotate]
    scale = 72 / 150 / (unit or 1)
    for line, word in zip(made.pages[0].lines, ("찾을말", "tilted"), strict=True):
        box = [side * scale + (left, top)[n % 2] for n, side in enumerate(line.box)]
        a, b, c, d = found[word]
        assert box[0] - 1 <= a < c <= box[2] + 1
        assert box[1] - 1 <= b < d <= box[3] + 1


def tilted():
    quad = ((160, 380), (440, 300), (453, 345), (173, 425))
    return [ExportLine("tilted", 0.9, (160, 300, 453, 425), quad)]


def test_what_was_taken_from_the_pdf_is_not_written_again(tmp_path):
    texts = texts_of(TEXT)

    def lines(width, height):
        taken = level(texts[0], 127, 223, 346, 258, source="pdf")
        corrected = level("갑: 고친 이름", 125, 322, 578, 358, source="pdf", corrected=True)
        return [taken, corrected]

    found = text_of(exported(tmp_path, FOLDER / TEXT, lines))
    assert found.count(texts[0]) == 1
    assert "고친 이름" in found


def test_an_unseen_layer_of_earlier_recognition_is_replaced(tmp_path):
    wrong = changed(tmp_path / "wrong.pdf", with_content(invisible))
    assert "계약서" in text_of(wrong)
    found = text_of(exported(tmp_path, wrong))
    assert "계약서" not in found
    assert "합계 Total 1,200" in found


@poppler
def test_garbage_that_is_drawn_stays_drawn_and_says_nothing(tmp_path):
    source = changed(tmp_path / "garbled.pdf", with_fonts(to_unicode(0x4E00)))
    assert any("\u4e00" <= c <= "\u4e80" for word in words(source) for c in word)
    out = exported(tmp_path, source)
    assert set(words(out)) == {"합계", "Total", "1,200"}
    assert (drawn(out) == drawn(source)).all()


def test_inherited_resources_stay_for_all_pages(tmp_path):
    def shared(pdf):
        page = pdf.pages[0].obj
        pdf.Root.Pages["/Resources"] = page.Resources
        del page["/Resources"]
        pdf.pages.append(pdf.pages[0])

    source = changed(tmp_path / "two.pdf", shared)
    out = exported(tmp_path, source)
    for number in (0, 1):
        assert (drawn(out, number) == drawn(source, number)).all()
        assert "Total" in text_of(out, number)


def test_an_original_that_broke_meanwhile_is_replaced_by_its_pictures(tmp_path):
    made = document(tmp_path, FOLDER / TEXT, one_line)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    out = tmp_path / "out.pdf"
    out.write_bytes(export("pdf", ExportDocument(TEXT, made.pages, True, broken)))
    assert "Total" in text_of(out)
    assert drawn(out).min() < 100


@pytest.mark.parametrize("tool", [["qpdf", "--check"], ["mutool", "draw", "-o", "/dev/null"], ["pdfinfo"]])
@pytest.mark.parametrize("name", [TEXT, SCAN])
def test_other_programs_open_it(tmp_path, tool, name):
    if shutil.which(tool[0]) is None:
        pytest.skip(f"{tool[0]} is not installed")
    out = exported(tmp_path, FOLDER / name)
    done = subprocess.run([*tool, str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr


def test_any_character_can_be_found(tmp_path):
    said = "가갔똠 大韓 ₩1,000 ☑ 𠮷 é"
    out = exported(tmp_path, FOLDER / SCAN, lambda w, h: [level(said, 200, 200, 900, 260)])
    assert text_of(out).strip() == said


def test_control_characters_are_left_out(tmp_path):
    out = exported(tmp_path, FOLDER / SCAN, lambda w, h: [level("a\x00b\x07c", 200, 200, 900, 260)])
    assert text_of(out).strip() == "abc"


def test_the_original_is_opened_in_a_process_of_its_own(tmp_path, monkeypatch):
    made = document(tmp_path, FOLDER / TEXT, one_line)

    def never(*args, **kwargs):
        raise AssertionError("opened here")

    monkeypatch.setattr(pikepdf, "open", never)
    assert export("pdf", made).startswith(b"%PDF")
