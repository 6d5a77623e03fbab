"""What is said of pages: each remark by what was found and read, without networks."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.page_remarks import SeenText, cut_sides, is_mixed_case, page_remarks
from ocr_lib.page_texts import Line, PageReading
from ocr_lib.recognition.reading import CUSTOM, Character, Reading
from ocr_lib.remarks import PageRemark, RemarkKind, remark

PAGE = np.full((900, 700), 240, np.uint8)
SENTENCE = "납품 확인서를 보냅니다"


def crop_of(height=24, *, ink=30, blur=0.0):
    """Strokes of this height in pixels on light paper."""
    crop = np.full((2 * height, 10 * height), 240, np.uint8)
    for x in range(height, 9 * height, height):
        crop[height // 2 : height // 2 + height, x : x + height // 3] = ink
    return cv2.GaussianBlur(crop, (0, 0), blur) if blur else crop


def seen(text=SENTENCE, probability=0.99, crop=None):
    characters = tuple(Character(c, probability, 0.0, 1.0) for c in text)
    return SeenText(crop_of() if crop is None else crop, Reading(text, probability, characters))


def page_with(texts, *, rotation=0, box=(100, 100, 300, 140)):
    x0, y0, x1, y1 = box
    quad = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
    lines = [Line(one.reading.text, one.reading.score, box, quad, one.crop, CUSTOM) for one in texts]
    return PageReading([line for line in lines if line.text], rotation, 0.0)


def kinds(texts, *, grey=PAGE, rotation=0):
    page = page_with(texts, rotation=rotation)
    return [one.kind for one in page_remarks(page, grey, texts)]


def test_a_page_that_is_read_well_gets_no_remark():
    assert kinds([seen()] * 5) == []


@pytest.mark.parametrize("texts", [[], [seen("")]], ids=["nothing found", "nothing read"])
def test_nothing_read_is_said(texts):
    assert kinds(texts) == [RemarkKind.NOTHING_READ]


def test_a_lone_character_is_little_for_a_page_and_not_for_a_picture_of_a_cell():
    assert kinds([seen("7")]) == [RemarkKind.LITTLE_READ]
    assert kinds([seen("7")], grey=PAGE[:70, :120]) == []


def test_a_few_characters_that_are_all_uncertain_are_little():
    assert kinds([seen("|┐_~ㄴ", 0.3)]) == [RemarkKind.LITTLE_READ]


def test_a_page_that_was_turned_says_so():
    assert kinds([seen()], rotation=90) == [RemarkKind.ROTATED]


@pytest.mark.parametrize(
    ("crop", "kind"),
    [
        (crop_of(blur=4), RemarkKind.BLURRED),
        (crop_of(8), RemarkKind.SMALL),
        (crop_of(ink=225), RemarkKind.FAINT),
        (crop_of(), RemarkKind.UNREADABLE),
    ],
    ids=["blurred", "small", "faint", "sharp"],
)
def test_what_is_read_with_little_certainty_says_why(crop, kind):
    assert kinds([seen(crop=crop)] + [seen(crop=crop, probability=0.3)] * 2) == [kind]


@pytest.mark.parametrize(
    "crop", [crop_of(blur=2.2), crop_of(10), crop_of(ink=220)], ids=["blurred", "small", "faint"]
)
def test_poor_print_that_is_read_with_certainty_is_passed_over(crop):
    assert kinds([seen(crop=crop)] * 3) == []


@pytest.mark.parametrize(
    ("crop", "kind"),
    [
        (crop_of(blur=4), RemarkKind.BLURRED),
        (crop_of(8), RemarkKind.SMALL),
        (crop_of(ink=230), RemarkKind.FAINT),
    ],
    ids=["blurred", "small", "faint"],
)
def test_very_poor_print_is_not(crop, kind):
    assert kinds([seen(crop=crop)] * 3) == [kind]


def test_a_few_uncertain_characters_of_a_sharp_page_are_passed_over():
    assert kinds([seen()] * 9 + [seen(probability=0.3)]) == []


def test_program_code_that_is_read_with_certainty_is_no_other_script():
    assert kinds([seen("getValue setValue toString isEmpty addAll")]) == []


def test_an_example_of_what_cannot_be_read_is_shown():
    texts = [seen(), seen("쫓5은 뽑히 류끔한다", 0.3)]
    (found,) = page_remarks(page_with(texts), PAGE, texts)
    assert "쫓5은 뽑히" in found.ko
    assert "쫓5은 뽑히" in found.en


def test_letters_in_mixed_case_are_another_script():
    # "Настоящий договор вступает в силу" as a recogniser of Latin letters reads it.
    assert is_mixed_case(["HacTroquuwiM AorOBop", "BCTynaeT CMWny nonMCaHM"])
    unsure = [seen("HacTroquuwiM AorOBop BCTynaeT CMWny", 0.8), seen("nonMCaHM", 0.5)]
    assert kinds(unsure) == [RemarkKind.UNREADABLE]


@pytest.mark.parametrize(
    "text",
    [
        "the iPhone and the PhD of a McDonald in an ordinary English sentence",
        "TOTAL AMOUNT PAYABLE WITHOUT VALUE ADDED TAX",
        "Item Price Amount Total Remark",
        "AorOBop",
    ],
)
def test_english_is_not_another_script(text):
    assert not is_mixed_case([text])


@pytest.mark.parametrize(
    ("side", "box"),
    [
        ("top", (100, 0, 300, 20)),
        ("bottom", (100, 880, 300, 900)),
        ("left", (0, 100, 200, 140)),
        ("right", (500, 100, 700, 140)),
    ],
)
def test_letters_that_go_on_beyond_the_edge_are_cut_off(side, box):
    grey = PAGE.copy()
    x0, y0, x1, y1 = box
    for x in range(x0, x1, 24):
        grey[y0 : y1 - 4 if y1 < 900 else y1, x : x + 8] = 30
    if side == "right":
        grey[y0 + 5 : y0 + 20, -6:] = 30
    lines = page_with([seen(), seen()], box=box).lines
    assert cut_sides(lines, grey) == [side]
    assert cut_sides(lines, PAGE) == []
    grey[y0:y1, x0:x1] = 30  # a dark edge, no letters
    assert cut_sides(lines, grey) == []


def test_of_lines_that_go_on_beyond_the_edge_some_are_cut_between_letters():
    grey = PAGE.copy()
    grey[105:125, :10] = 30
    grey[205:225, 4:14] = 30
    lines = [page_with([seen()], box=(0, y, 200, y + 40)).lines[0] for y in (100, 200)]
    assert cut_sides(lines, grey) == ["left"]
    grey[105:125, :4] = 240
    assert cut_sides(lines, grey) == []


def test_one_mark_in_the_margin_is_no_cut_off_text():
    grey = PAGE.copy()
    grey[105:125, :10] = 30
    assert cut_sides(page_with([seen()], box=(0, 100, 200, 140)).lines, grey) == []


@pytest.mark.parametrize("kind", list(RemarkKind))
def test_every_remark_has_its_sentence_with_a_remedy_in_both_languages(kind):
    blanks = dict.fromkeys(("read", "degrees", "height", "side", "text"), 1)
    found = remark(kind, blanks)
    assert "주세요" in found.ko
    assert any(word in found.en for word in ("hotograph", "scan"))
    assert PageRemark.from_dict(found.to_dict()) == found
