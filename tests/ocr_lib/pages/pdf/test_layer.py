"""The texts a PDF page carries: exact and where they are drawn; what can't be seen or isn't known is left out."""

from __future__ import annotations

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from ocr_lib.pages import PageLimits, read_pages
from ocr_lib.pages.pdf import open_pdf
from ocr_lib.pages.pdf.characters import MOST_CHARACTERS
from ocr_lib.pages.text_layer import TextLayer
from tests.pdfs import (
    FOLDER,
    SCAN,
    TABLE,
    TEXT,
    changed,
    invisible,
    page_entries,
    picture,
    texts_of,
    to_unicode,
    white,
    with_content,
    with_fonts,
    without_unicode,
)
from untrusted_files import FileRefused


def opened(tmp_path, source):
    """The first page and its pixels, grey."""
    report = open_pdf(source, tmp_path, source.name, PageLimits())
    (page,) = report.pages
    return page, np.asarray(Image.open(tmp_path / page.file_name).convert("L"))


def test_a_page_of_text_is_taken_to_the_letter(tmp_path):
    page, _ = opened(tmp_path, FOLDER / TEXT)
    assert [line.text for line in page.layer.lines] == texts_of(TEXT)
    assert (page.layer.regions, page.layer.hidden, page.layer.unknown) == ((), 0, 0)


def test_the_cells_of_a_table_are_texts_of_their_own(tmp_path):
    page, _ = opened(tmp_path, FOLDER / TABLE)
    assert sorted(line.text for line in page.layer.lines) == sorted(texts_of(TABLE))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [50, 400, 500, 800]], ids=["whole", "cropped"])
@pytest.mark.parametrize("unit", [None, 1.5], ids=["points", "UserUnit"])
def test_boxes_lie_around_what_is_drawn(tmp_path, rotate, crop, unit):
    entries = {"Rotate": rotate, "CropBox": crop, "UserUnit": unit}
    source = changed(tmp_path / "a.pdf", page_entries(**{k: v for k, v in entries.items() if v}))
    page, grey = opened(tmp_path, source)
    assert sorted(line.text for line in page.layer.lines) == sorted(texts_of(TEXT))
    sides = (450, 400) if crop else (595, 842)
    expected = [
        round(side * (unit or 1) * 150 / 72) for side in (sides if rotate % 180 == 0 else sides[::-1])
    ]
    assert [page.width, page.height] == expected
    outside = grey.copy()
    for line in page.layer.lines:
        x0, y0, x1, y1 = line.box
        assert (grey[y0:y1, x0:x1] < 128).any()
        outside[y0:y1, x0:x1] = 255
    assert outside.min() > 128


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_quads_begin_where_the_text_begins(tmp_path, rotate):
    page, _ = opened(tmp_path, changed(tmp_path / "a.pdf", page_entries(Rotate=rotate)))
    for line in page.layer.lines:
        (x0, y0), (x1, y1) = line.quad[:2]
        along = np.degrees(np.arctan2(y1 - y0, x1 - x0)) % 360
        assert along == pytest.approx(rotate, abs=0.1)


def test_text_that_leaves_the_crop_box_is_not_on_the_page(tmp_path):
    source = changed(tmp_path / "a.pdf", page_entries(CropBox=[0, 600, 595, 842]))
    page, _ = opened(tmp_path, source)
    assert [line.text for line in page.layer.lines] == texts_of(TEXT)[:3]


BLACK = picture(bytes(4), 2, 2, (0, 0, 595, 842))


@pytest.mark.parametrize(
    "change",
    [with_content(invisible), with_content(white), BLACK],
    ids=["render mode 3", "white on white", "behind a picture"],
)
def test_what_the_page_does_not_show_is_no_text_of_it(tmp_path, change):
    page, _ = opened(tmp_path, changed(tmp_path / "a.pdf", change))
    assert page.layer.lines == ()
    assert page.layer.hidden == sum(len(text.replace(" ", "")) for text in texts_of(TEXT))


def test_text_behind_a_patterned_picture_is_hidden_too(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (50, 50), dtype=np.uint8).tobytes()
    source = changed(tmp_path / "a.pdf", picture(noise, 50, 50, (0, 0, 595, 842)))
    page, _ = opened(tmp_path, source)
    assert page.layer.lines == ()
    assert page.layer.regions


@pytest.mark.parametrize(
    "edit",
    [without_unicode, to_unicode(0xE000), to_unicode(0xF800), to_unicode(0x0)],
    ids=["no ToUnicode", "private use", "private use and beyond", "controls"],
)
def test_characters_that_say_nothing_leave_their_place_to_reading(tmp_path, edit):
    page, grey = opened(tmp_path, changed(tmp_path / "a.pdf", with_fonts(edit)))
    assert page.layer.lines == ()
    assert page.layer.unknown > 0
    covered = np.zeros(grey.shape, bool)
    for x0, y0, x1, y1 in page.layer.regions:
        covered[y0:y1, x0:x1] = True
    assert covered[grey < 128].all()


@pytest.mark.parametrize(
    ("change", "said"),
    [(with_content(invisible), "can't be seen"), (with_fonts(without_unicode), "wrongly encoded")],
)
def test_text_that_is_no_use_is_spoken_of(tmp_path, change, said):
    source = changed(tmp_path / "a.pdf", change)
    (note,) = open_pdf(source, tmp_path, "a.pdf", PageLimits()).notes
    assert said in note.en
    assert "그림에서 읽었습니다(1쪽). 읽은 글자가 쪽과 같은지 확인" in note.ko
    assert open_pdf(FOLDER / TEXT, tmp_path, TEXT, PageLimits()).notes == []


def bar_over_the_end_of(tmp_path, number, operators):
    """The file of texts with a bar over the right half of one, and this text without spaces.

    Args:
        operators: what is written before the bar is filled.
    """
    page, _ = opened(tmp_path, FOLDER / TEXT)
    line = page.layer.lines[number]
    x0, y0, x1, y1 = (value * 72 / 150 for value in line.box)
    bar = f"q {operators} {(x0 + x1) / 2:.2f} {842 - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f Q"
    bare = with_content(lambda content: b"q " + content + b" Q " + bar.encode())
    return changed(tmp_path / "a.pdf", bare, translucent), line.text.replace(" ", "")


def translucent(pdf):
    pdf.pages[0].Resources.ExtGState = Dictionary(Half=Dictionary(Type=Name.ExtGState, ca=0.5))


@pytest.mark.parametrize("colour", ["0 g", "1 g"], ids=["black", "white"])
def test_what_a_bar_hides_is_no_text_of_the_page(tmp_path, colour):
    source, whole = bar_over_the_end_of(tmp_path, 1, colour)
    page, _ = opened(tmp_path, source)
    cut = page.layer.lines[1].text.replace(" ", "")
    assert whole.startswith(cut)
    assert len(cut) == pytest.approx(len(whole) / 2, abs=2)
    assert page.layer.hidden == len(whole) - len(cut)


@pytest.mark.parametrize(
    "operators", ["1 1 0 rg /Half gs", "1 g 0 0 1 1 re W n"], ids=["marker", "clipped away"]
)
def test_a_bar_that_hides_nothing_takes_nothing(tmp_path, operators):
    source, _ = bar_over_the_end_of(tmp_path, 1, operators)
    page, _ = opened(tmp_path, source)
    assert [line.text for line in page.layer.lines] == texts_of(TEXT)


@pytest.mark.parametrize("subtype", ["Widget", "FreeText", "Stamp"])
def test_what_was_filled_in_is_a_region_to_read(tmp_path, subtype):
    def fill_in(pdf):
        looks = pdf.make_stream(
            b"10 5 80 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 20])
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name(f"/{subtype}"),
                FT=Name.Tx,
                T=String("name"),
                F=4,
                Rect=Array([72, 100, 172, 120]),
                AP=Dictionary(N=looks),
            )
        )
        pdf.pages[0].Annots = Array([field])
        if subtype == "Widget":
            pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field])))

    page, grey = opened(tmp_path, changed(tmp_path / "a.pdf", fill_in))
    assert [line.text for line in page.layer.lines] == texts_of(TEXT)
    ((x0, y0, x1, y1),) = page.layer.regions
    assert (x0, x1) == (150, 358)
    assert (grey[y0:y1, x0:x1] < 128).any()


def test_a_picture_beside_text_is_a_region_to_read(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (40, 80), dtype=np.uint8).tobytes()
    source = changed(tmp_path / "a.pdf", picture(noise, 80, 40, (72, 72, 144, 72)))
    page, _ = opened(tmp_path, source)
    assert [line.text for line in page.layer.lines] == texts_of(TEXT)
    assert page.layer.regions == ((150, 1454, 450, 1604),)


def test_a_scan_is_drawn_at_its_own_resolution_up_to_what_print_needs(tmp_path):
    page, _ = opened(tmp_path, FOLDER / SCAN)
    assert (page.dpi, page.layer) == (300, None)
    coarse = Image.new("L", (400, 500), 200)
    coarse.save(tmp_path / "coarse.pdf", resolution=100)
    page, _ = opened(tmp_path, tmp_path / "coarse.pdf")
    assert (page.width, page.height, page.dpi) == (400, 500, 100)


def test_sheets_larger_than_a3_stay_at_the_dpi_of_the_settings(tmp_path):
    Image.new("1", (9000, 9000), 1).save(tmp_path / "plan.pdf", resolution=300)
    page, _ = opened(tmp_path, tmp_path / "plan.pdf")
    assert (page.width, page.dpi) == (4500, 150)


def test_a_page_of_endless_text_is_read_as_a_picture(tmp_path):
    shown = b"0001" * (MOST_CHARACTERS // 100)
    lines = b"".join(b"BT /F1 4 Tf 10 %d Td <%s> Tj ET\n" % (8 * row, shown) for row in range(101))
    source = changed(tmp_path / "a.pdf", with_content(lambda content: content + b"\n" + lines))
    page, _ = opened(tmp_path, source)
    assert page.layer == TextLayer()


def nested_forms(pdf):
    """Forms that draw the next one thirty times, six deep: 30 ** 6 of the last."""
    inner = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    for _ in range(6):
        resources = Dictionary(XObject=Dictionary(X=inner))
        inner = pdf.make_stream(
            b"/X Do " * 30,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 9, 9]),
            Resources=resources,
        )
    pdf.pages[0].Resources["/XObject"] = Dictionary(X=inner)
    pdf.pages[0].contents_add(b"/X Do")


def test_forms_that_hold_each_other_many_times_over_come_to_an_end(tmp_path):
    source = changed(tmp_path / "a.pdf", nested_forms)
    limits = PageLimits(max_seconds=10)
    try:
        (page,) = read_pages(source, tmp_path, name="a.pdf", limits=limits).pages
    except FileRefused as refusal:
        assert refusal.code in ("timeout", "memory", "crashed")
    else:
        assert [line.text for line in page.layer.lines] == texts_of(TEXT)
