"""Nothing that can't be learnt from is dropped in silence."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from ocr_lib.datasets.items import Item, check_items
from ocr_lib.networks.charset import Charset


def crop(width=200, height=32):
    picture = np.full((height, width), 255, np.uint8)
    picture[8:-8, 8:-8] = 0
    return bytes(cv2.imencode(".png", picture)[1])


@pytest.mark.parametrize(
    ("image", "label", "said"),
    [
        (crop(), "  ", "empty"),
        (crop(), "줄\x07바꿈", "U+0007"),
        (b"", "글", "broken"),
        (crop()[:40], "글", "broken"),
        (crop(2, 2), "글", "too small"),
        (crop(20, 90), "글", "higher than wide"),
        (crop(64, 64), "가" * 40, "too long"),
        (crop(64, 64), "aa" * 5, "too long"),
    ],
)
def test_each_kind_of_trouble_is_named(image, label, said):
    accepted, (rejected,) = check_items([Item("1", image, label)])
    assert accepted == []
    assert said in rejected.en
    assert rejected.ko


def test_labels_are_composed_and_trimmed():
    (item,), rejected = check_items([Item("1", crop(), "  디엘이엔씨  (주) ")])
    assert (item.label, rejected) == ("디엘이엔씨 (주)", [])


def test_marks_without_a_shape_are_no_part_of_a_label():
    (item,), rejected = check_items([Item("1", crop(), "\u200b합계\u00a01,200\ufeff")])
    assert (item.label, rejected) == ("합계 1,200", [])
    assert Charset("ab").grown(["a\u200b\u00adc"]).characters == "abc"
