"""Whole pages: upright or not, in order, with every text where it is."""

from __future__ import annotations

from collections import Counter

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr_lib.detection import build_detector
from ocr_lib.reader import PageReader
from ocr_lib.scoring import page_error_rate
from ocr_lib.synthetic.fonts import package_fonts
from ocr_lib.synthetic.pages import made_page
from ocr_lib.synthetic.scan import scanned

pytestmark = pytest.mark.slow


def page(language="ko", layout="letter", size=10.5, tilt=0.6):
    made = made_page(9, fonts=package_fonts()[:1], language=language, layout=layout, point_size=size)
    return scanned(made, 9, tilt=tilt)


def rgb(picture):
    return cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)


def typeface(size):
    font = package_fonts()[0]
    return ImageFont.truetype(str(font.path), size, index=font.index)


def paste_turned(sheet, text, face, degrees, place):
    """Write a text turned counter-clockwise, the top left of what it takes at `place`."""
    line = Image.new("L", (round(face.getlength(text)) + 10, round(1.75 * face.size)), 0)
    ImageDraw.Draw(line).text((5, 5), text, font=face, fill=255)
    sheet.paste(20, place, line.rotate(degrees, expand=True))


def direction(line):
    """Of a text that was read, in degrees counter-clockwise."""
    (x0, y0), (x1, y1) = line.quad[:2]
    return np.degrees(np.arctan2(y0 - y1, x1 - x0)) % 360


def rate(reading, truth):
    return page_error_rate([line.text for line in reading.lines], [line.text for line in truth.lines])


@pytest.mark.parametrize(
    ("language", "layout", "size"),
    [
        ("ko", "letter", 10.5),
        ("en", "columns", 8),
        ("mixed", "form", 12),
        ("ko", "invoice", 24),
        ("en", "notice", 24),
    ],
)
def test_pages_of_every_layout_and_size_are_read_in_order(reader, language, layout, size):
    made = page(language, layout, size)
    assert rate(reader.read(rgb(made.picture)), made) < 0.03


@pytest.fixture(scope="module")
def upright_title(reader):
    """The title of the page that lies wrong in three tests, as it is read upright."""
    reading = reader.read(rgb(page(layout="invoice").picture))
    return next(line for line in reading.lines if line.text == "거래명세서")


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_lies_wrong_is_put_right_and_boxes_are_those_of_the_picture_given(
    reader, upright_title, rotation
):
    made = page(layout="invoice")
    given = np.ascontiguousarray(np.rot90(made.picture, rotation // 90))
    reading = reader.read(rgb(given))
    assert reading.rotation == rotation
    assert rate(reading, made) < 0.03
    title = next(line for line in reading.lines if line.text == "거래명세서")
    x0, y0, x1, y1 = title.box
    ink = given[y0:y1, x0:x1]
    assert (ink < 120).sum() == pytest.approx((upright_title.crop < 120).sum(), rel=0.25)


def test_a_giant_sheet_on_its_side_is_put_right(reader):
    made = page(layout="invoice", size=12)
    sheet = cv2.resize(made.picture, None, fx=5, fy=5, interpolation=cv2.INTER_NEAREST)
    reading = reader.read(rgb(np.ascontiguousarray(np.rot90(sheet))))
    assert reading.rotation == 90
    assert rate(reading, made) < 0.03


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "lines", [["납품 확인서"], ["사업자 등록번호 확인", "Total 1,200"]], ids=["one", "two"]
)
def test_a_page_of_few_words_is_put_right_by_reading(reader, rotation, lines):
    face = typeface(34)
    sheet = Image.new("L", (1240, 1754), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((150, 200 + 90 * number), line, font=face, fill=10)
    given = np.ascontiguousarray(np.rot90(np.asarray(sheet), rotation // 90))
    reading = reader.read(rgb(given))
    assert [line.text for line in reading.lines] == lines
    assert reading.rotation == rotation
    ink = np.argwhere(given < 120)
    x0, y0 = (min(line.box[axis] for line in reading.lines) for axis in (0, 1))
    assert (y0, x0) == pytest.approx(ink.min(axis=0), abs=12)


@pytest.mark.parametrize("rotation", [0, 180])
def test_rows_that_repeat_each_other_are_not_taken_for_columns(reader, rotation):
    face = typeface(30)
    sheet = Image.new("L", (1240, 1754), 250)
    for row in range(40):
        ImageDraw.Draw(sheet).text(
            (124, 140 + 36 * row), f"{row}번째 줄 거래명세서 Total", font=face, fill=20
        )
    reading = reader.read(rgb(np.ascontiguousarray(np.rot90(np.asarray(sheet), rotation // 90))))
    assert reading.rotation == rotation
    assert sum("거래명세서" in line.text for line in reading.lines) >= 38


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_table_whose_columns_stand_plainer_than_its_rows_is_put_right(reader, rotation):
    face = typeface(20)
    sheet = Image.new("L", (1814, 2900), 255)
    for row in range(80):
        for column in range(3):
            ImageDraw.Draw(sheet).text(
                (100 + 560 * column, 67 + 35 * row), f"거래명세서 {row}-{column} 합계 12,300원", font=face
            )
    reading = reader.read(rgb(np.ascontiguousarray(np.rot90(np.asarray(sheet), rotation // 90))))
    assert reading.rotation == rotation
    assert sum("거래명세서" in line.text for line in reading.lines) >= 80 * 3 * 0.95


def test_light_on_dark_is_read_too(reader):
    made = page(layout="invoice", tilt=0.0)
    assert rate(reader.read(rgb(255 - made.picture)), made) < 0.05


def test_pages_read_together_read_as_alone(reader):
    pages = [rgb(page(layout=layout).picture)[:600] for layout in ("invoice", "form")]
    together = reader.read_many(pages)
    assert [[line.text for line in p.lines] for p in together] == [
        [line.text for line in reader.read(p).lines] for p in pages
    ]


@pytest.mark.parametrize(
    "picture",
    [
        np.full((1, 1, 3), 255, np.uint8),
        np.full((1754, 1240, 3), 255, np.uint8),
        np.zeros((300, 200, 3), np.uint8),
        np.random.default_rng(0).integers(0, 255, (400, 300, 3), dtype=np.uint8),
        np.full((30, 4000, 3), 255, np.uint8),
    ],
    ids=["1x1", "white", "black", "noise", "strip"],
)
def test_a_page_without_text_is_a_page(reader, picture):
    assert len(reader.read(picture).lines) <= 3


def test_easyocrs_own_detector_can_be_asked_for(reader):
    made = page(layout="invoice", tilt=0.0)
    stock = PageReader(build_detector("easyocr", cache=None), reader.recognizer)
    small = rgb(made.picture)[:300]
    assert "거래명세서" in [line.text for line in stock.read(small).lines]
    with pytest.raises(ValueError, match="no detector"):
        build_detector("none", cache=None)


def test_texts_that_rise_or_stand_on_their_side_are_read_where_they_are(reader):
    face = typeface(40)
    sheet = Image.new("L", (1240, 1754), 250)
    ImageDraw.Draw(sheet).text((100, 100), "가로로 쓴 문장입니다", font=face, fill=20)
    ImageDraw.Draw(sheet).text((100, 1500), "마지막 줄 됩니다", font=face, fill=20)
    turned = {
        "비스듬히 쓴 문장 20도": (20, (100, 300)),
        "거래명세서 사본 45도": (45, (450, 500)),
        "세로로 누운 글자": (90, (60, 700)),
        "아래로 누운 글자": (270, (1100, 700)),
    }
    for text, (degrees, place) in turned.items():
        paste_turned(sheet, text, face, degrees, place)
    read = {line.text: line for line in reader.read(rgb(np.asarray(sheet))).lines}
    assert set(read) == {"가로로 쓴 문장입니다", "마지막 줄 됩니다", *turned}
    for text, (degrees, _) in turned.items():
        assert direction(read[text]) == pytest.approx(degrees, abs=3)
        assert read[text].crop.shape[1] > 3 * read[text].crop.shape[0]


def test_short_words_on_their_side_are_read_and_syllables_beneath_each_other_stay(reader):
    face = typeface(34)
    sheet = Image.new("L", (1240, 1000), 250)
    level = [f"납품 확인서 {number}번 줄 됩니다" for number in range(1, 5)]
    for number, line in enumerate(level):
        ImageDraw.Draw(sheet).text((100, 60 + 50 * number), line, font=face, fill=20)
    for number, letter in enumerate("결재"):
        ImageDraw.Draw(sheet).text((600, 400 + 45 * number), letter, font=face, fill=20)
    turned = {"세로로 누운 글자": (90, (1000, 300)), "거래처": (90, (200, 400)), "담당자": (270, (400, 400))}
    for text, (degrees, place) in turned.items():
        paste_turned(sheet, text, face, degrees, place)
    read = {line.text: line for line in reader.read(rgb(np.asarray(sheet))).lines}
    assert set(read) == {*level, *turned, "결", "재"}
    for text, (degrees, _) in turned.items():
        assert direction(read[text]) == pytest.approx(degrees, abs=3)


@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize(("size", "pitch"), [(20, 30), (36, 45)])
def test_every_cell_of_a_narrow_table_is_read(reader, size, pitch, grid):
    """The detector links short cells down the page, and letters that touch its rules are one mark with the grid."""
    face = typeface(size)
    sheet = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(sheet)
    cells = (
        ["개", "권", "대"],
        ["볼트", "합계", "너트"],
        ["김철수", "이민호"],
        ["7", "4", "9"],
        ["18", "63", "52"],
    )
    rows = 1450 // pitch
    truth = []
    for row in range(rows):
        for column, texts in enumerate(cells):
            truth.append(texts[(row * (column + 1)) % len(texts)])
            draw.text((110 + 200 * column, 100 + pitch * row), truth[-1], font=face, fill=20)
    for row in range(rows + 1) if grid else ():
        draw.line((90, 100 + pitch * row, 1090, 100 + pitch * row), fill=20, width=2)
    for column in range(6) if grid else ():
        draw.line((90 + 200 * column, 100, 90 + 200 * column, 100 + pitch * rows), fill=20, width=2)
    read = Counter(line.text for line in reader.read(rgb(np.asarray(sheet))).lines)
    assert (Counter(truth) & read).total() >= 0.97 * len(truth)
    assert read.total() <= 1.03 * len(truth)
