"""Remarks on the pictures of a page that also carries text."""

from __future__ import annotations

import numpy as np
import pytest

from ocr_lib.page_texts import PageReading
from ocr_lib.pages.text_layer import LayerLine
from ocr_lib.pdf_regions import read_regions
from ocr_lib.remarks import PageRemark, RemarkKind, remark

WHOLE, PART, LOGO = (0, 0, 400, 600), (0, 300, 400, 500), (300, 500, 390, 590)
BLURRED, ROTATED = remark(RemarkKind.BLURRED), remark(RemarkKind.ROTATED, {"degrees": 90})
NOTHING = remark(RemarkKind.NOTHING_READ)


class Reader:
    """Reads nothing anywhere, and remarks the same of every picture."""

    def __init__(self, *remarks: PageRemark) -> None:
        self.remarks = remarks

    def read_many(self, pictures):
        return [PageReading([], 0, 0.0, self.remarks) for _ in pictures]


def stripes():
    picture = np.full((600, 400, 3), 255, np.uint8)
    picture[::7] = 0
    return picture


def kinds(reader, *regions, text="머리말"):
    line = LayerLine(text, ((10, 2), (90, 2), (90, 12), (10, 12)), 0)
    _, remarks = read_regions(reader, stripes(), [line], regions)
    return [one.kind for one in remarks]


def test_flaws_of_a_large_picture_are_those_of_its_page():
    assert kinds(Reader(BLURRED), PART) == [RemarkKind.BLURRED]
    assert kinds(Reader(BLURRED, ROTATED), WHOLE) == [RemarkKind.BLURRED, RemarkKind.ROTATED]


def test_a_flaw_of_two_pictures_is_said_once():
    assert kinds(Reader(BLURRED), (0, 0, 180, 390), (220, 0, 400, 390)) == [RemarkKind.BLURRED]


@pytest.mark.parametrize("region", [PART, LOGO], ids=["photograph", "logo"])
def test_a_picture_without_text_beside_text_is_nothing_to_remark_on(region):
    assert kinds(Reader(NOTHING), region) == []
    assert kinds(Reader(ROTATED), region) == []


def test_flaws_of_a_logo_are_not_those_of_its_page():
    assert kinds(Reader(BLURRED), LOGO) == []


def test_a_scan_of_which_nothing_is_read_is_not_passed_over_for_the_stamp_of_its_program():
    reader = Reader(NOTHING)
    assert kinds(reader, WHOLE, text="Scanned with CamScanner") == [RemarkKind.LITTLE_READ]
    assert kinds(reader, WHOLE, text="배경 그림이 있는 쪽의 본문 " * 5) == []
    _, (one,) = read_regions(reader, stripes(), [], [WHOLE])
    assert "0자" in one.ko
