"""A page that carries its text is taken from the PDF where the picture agrees, and read where it doesn't."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocr_lib.page_texts import Line, PageReading
from ocr_lib.pages import PageLimits
from ocr_lib.pages.pdf import open_pdf
from ocr_lib.pages.text_layer import LayerLine, TextLayer
from ocr_lib.pdf_reading import SAMPLES, agreement, read_page
from ocr_lib.recognition.reading import Reading
from tests.ocr_lib.conftest import build_reader
from tests.pdfs import FOLDER, TABLE, TEXT, changed, page_entries, picture, texts_of, to_unicode, with_fonts


def quad(x0, y0, x1, y1):
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


def line_of(text, row, font=0, drawn=True):
    """A line of the layer; each row of the sheet has a grey of its own, by which the reader below knows it."""
    return LayerLine(text, quad(50, 40 * row, 350, 40 * row + 30), font, drawn)


def sheet(rows):
    picture = np.full((600, 400, 3), 255, np.uint8)
    for row in range(rows):
        picture[40 * row : 40 * row + 30, 50:350] = row + 1
    return picture


@dataclass
class Reader:
    """Stands for a page reader: `drawn` says what is printed in each row of the sheet."""

    drawn: list[str]
    score: float = 0.9
    whole: list[int] = field(default_factory=list)
    regions: list[tuple[int, int]] = field(default_factory=list)
    sampled: int = 0

    @property
    def recognizer(self):
        return SimpleNamespace(custom=SimpleNamespace(read=self._read_crops))

    def _read_crops(self, crops):
        self.sampled += len(crops)
        return [Reading(self.drawn[int(crop[crop.shape[0] // 2, 5]) - 1], self.score) for crop in crops]

    def read(self, picture):
        self.whole.append(1)
        return self._reading("whole")

    def read_many(self, pictures):
        self.regions += [picture.shape[:2] for picture in pictures]
        return [self._reading("region") for _ in pictures]

    def _reading(self, text):
        crop = np.zeros((8, 8), np.uint8)
        return PageReading([Line(text, 0.5, (2, 2, 10, 10), quad(2, 2, 10, 10), crop, "custom")], 0, 0.0)


def read(reader, layer, rows=8):
    return read_page(reader, sheet(rows), layer).lines


def test_sound_text_is_taken_without_reading_the_page():
    reader = Reader(["abc def", "12 345"])
    lines = read(reader, TextLayer((line_of("abc def", 0), line_of("12 345", 1))))
    assert [(line.text, line.score, line.source) for line in lines] == [
        ("abc def", 1.0, "pdf"),
        ("12 345", 1.0, "pdf"),
    ]
    assert (reader.whole, reader.regions) == ([], [])
    assert lines[0].box == (50, 0, 350, 30)
    assert lines[0].crop.shape == (30, 300)


@pytest.mark.parametrize("layer", [None, TextLayer(), TextLayer(regions=((0, 0, 99, 99),), hidden=3)])
def test_a_page_without_text_of_its_own_is_read(layer):
    reader = Reader([])
    assert [line.source for line in read(reader, layer)] == ["ocr"]


def test_text_that_says_something_else_than_the_picture_is_not_taken():
    reader = Reader(["abc def ghi", "0123"])
    layer = TextLayer((line_of("¿xqz ~~ @@@", 0), line_of("9876", 1)))
    assert [line.text for line in read(reader, layer)] == ["whole"]


def test_digits_that_are_encoded_wrongly_are_noticed_where_letters_are_right():
    reader = Reader(["abc def ghij", "012345"])
    layer = TextLayer((line_of("abc def ghij", 0), line_of("789", 1)))
    assert [line.text for line in read(reader, layer)] == ["whole"]


@pytest.mark.parametrize(
    ("drawn", "taken"),
    [("account number 110-234-567", False), ("account number 443-567-390", True), ("account number", True)],
    ids=["other digits", "two misread", "not reached"],
)
def test_digits_beside_many_letters_are_compared_by_themselves(drawn, taken):
    text = "account number 443-567-890"
    lines = read(Reader([drawn, "holder of it"]), TextLayer((line_of(text, 0), line_of("holder of it", 1))))
    assert (text in [line.text for line in lines]) == taken


TEXTS = ["abc def ghij", "012345", "xyz uvw", "98765"]


def two_fonts(name, other="GHIJKL+Batang"):
    lines = [line_of(text, row, font=row // 2) for row, text in enumerate(TEXTS)]
    return TextLayer(tuple(lines), font_names=(name, other))


def sampled_of_two_pages(layer):
    """Lines sampled of a page, and of a second one like it."""
    reader, checked, counts = Reader(TEXTS), set(), []
    for _ in range(2):
        before = reader.sampled
        read_page(reader, sheet(8), layer, checked=checked)
        counts.append(reader.sampled - before)
    return counts


def test_a_subset_that_was_checked_on_an_earlier_page_is_sampled_by_one_line():
    assert sampled_of_two_pages(two_fonts("ABCDEF+Gulim")) == [4, 1]


def test_fonts_whose_names_may_be_of_others_are_sampled_on_every_page():
    assert sampled_of_two_pages(two_fonts("Gulim", "Batang")) == [4, 4]


def test_a_subset_that_fails_on_a_later_page_is_not_taken_and_sampled_in_full_from_then_on():
    checked = {"ABCDEF+Gulim", "GHIJKL+Batang"}
    reader = Reader(["##########", "!!!!", *TEXTS[2:]])
    lines = read_page(reader, sheet(8), two_fonts("ABCDEF+Gulim"), checked=checked).lines
    assert TEXTS[0] not in [line.text for line in lines]
    assert checked == {"GHIJKL+Batang"}


def test_one_font_goes_wrong_and_the_other_is_kept():
    reader = Reader(["abc def", "ghi jab"])
    layer = TextLayer((line_of("abc def", 0, font=0), line_of("fedcba 9", 1, font=1)))
    assert {(line.text, line.source) for line in read(reader, layer)} == {
        ("abc def", "pdf"),
        ("region", "ocr"),
    }
    assert reader.whole == []


def test_regions_are_read_once_and_placed_on_the_page():
    reader = Reader(["abc def"])
    layer = TextLayer((line_of("abc def", 0),), regions=((100, 200, 200, 260), (150, 240, 300, 300)))
    taken, read_line = read(reader, layer)
    assert (taken.source, read_line.source) == ("pdf", "ocr")
    assert reader.regions == [(108, 208)]
    assert read_line.box == (98, 198, 106, 206)


def test_few_lines_are_compared_however_many_there_are():
    reader = Reader(["abc def"] * 8)
    layer = TextLayer(tuple(line_of("abc def", n, font=n) for n in range(8)))
    assert len(read(reader, layer)) == 8
    assert reader.sampled <= SAMPLES


def test_a_line_whose_font_is_missing_here_is_taken_uncompared():
    reader = Reader(["abc"])
    lines = read(reader, TextLayer((line_of("글자", 0, drawn=False),)))
    assert [line.text for line in lines] == ["글자"]


@pytest.mark.parametrize(("score", "taken"), [(0.9, "whole"), (0.2, "娬夊妛敔")])
def test_characters_the_network_cannot_write_are_doubted_where_it_reads_others_surely(score, taken):
    reader = Reader(["abc def"], score=score)
    assert [line.text for line in read(reader, TextLayer((line_of("娬夊妛敔", 0),)))] == [taken]


@given(st.text(), st.text())
def test_agreement_is_a_share(one, other):
    assert 0 <= agreement(one, other) <= 1


def test_agreement_passes_over_spaces_and_what_follows_the_beginning():
    assert agreement("합계금액", "합계 금액") == 1
    assert agreement("합계", "합계 금액이 변경됩니다") == 1
    assert agreement("", "합계") == 0
    assert agreement("ÇÕ°è±Ý¾×", "합계금액") == 0


def read_file(reader, tmp_path, source):
    (page,) = open_pdf(source, tmp_path, source.name, PageLimits()).pages
    pixels = np.asarray(Image.open(tmp_path / page.file_name).convert("RGB"))
    return read_page(reader, pixels, page.layer).lines


@pytest.mark.slow
@pytest.mark.parametrize("name", [TEXT, TABLE])
def test_pages_of_text_are_exact(reader, tmp_path, name):
    lines = read_file(reader, tmp_path, FOLDER / name)
    assert [line.text for line in lines] == texts_of(name)
    assert {(line.source, line.score) for line in lines} == {("pdf", 1.0)}


@pytest.mark.slow
def test_a_page_of_text_is_taken_without_loading_more_than_the_network_that_checks_it(
    tmp_path, machine_cache, monkeypatch
):
    def unneeded(*_args, **_options):
        raise AssertionError("loaded")

    for name in (
        "detection.ppocr.compile_model",
        "recognition.ppocr.read_model",
        "recognition.recognizer.shipped_model",
    ):
        monkeypatch.setattr(f"ocr_lib.{name}", unneeded)
    lines = read_file(build_reader(machine_cache / "ocr"), tmp_path, FOLDER / TEXT)
    assert {line.source for line in lines} == {"pdf"}


@pytest.mark.slow
@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages_are_compared_as_they_are_read(reader, tmp_path, rotate):
    lines = read_file(reader, tmp_path, changed(tmp_path / "a.pdf", page_entries(Rotate=rotate)))
    assert sorted(line.text for line in lines) == sorted(texts_of(TEXT))
    assert {line.source for line in lines} == {"pdf"}


@pytest.mark.slow
@pytest.mark.parametrize("first", [0x21, 0xAC00, 0x4E00], ids=["Latin", "Hangul", "Chinese"])
def test_plausible_garbage_is_read_from_the_picture(reader, tmp_path, first):
    source = changed(tmp_path / "a.pdf", with_fonts(to_unicode(first)))
    lines = read_file(reader, tmp_path, source)
    assert {line.source for line in lines} == {"ocr"}
    assert "계약금액 1,250,000원" in [line.text for line in lines]


@pytest.mark.slow
def test_a_page_takes_both_its_own_texts_and_those_of_its_pictures(reader, tmp_path):
    (page,) = open_pdf(FOLDER / TEXT, tmp_path, TEXT, PageLimits()).pages
    shown = Image.open(tmp_path / page.file_name).convert("L").crop((100, 200, 700, 480))
    placed = (50, 100, shown.width * 0.48, shown.height * 0.48)
    source = changed(tmp_path / "a.pdf", picture(shown.tobytes(), *shown.size, placed))
    lines = read_file(reader, tmp_path, source)
    assert [line.text for line in lines if line.source == "pdf"] == texts_of(TEXT)
    assert [line.text for line in lines if line.source == "ocr"] == texts_of(TEXT)[:3]
    assert all(line.box[1] > 1200 for line in lines if line.source == "ocr")
