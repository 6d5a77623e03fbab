"""What texts that were found on a made page say."""

from __future__ import annotations

import numpy as np

from ocr_lib.page_texts import FoundText, FoundTexts
from ocr_lib.pages.rotation import PageRotation
from ocr_lib.synthetic.pages import TrueLine
from ocr_lib.synthetic.texts import TextMix
from ocr_lib.training.made_examples import MOST_TEXTS, long_text, true_texts


def found(*boxes):
    texts = [
        FoundText(
            np.zeros((y1 - y0, x1 - x0), np.uint8), np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], float)
        )
        for x0, y0, x1, y1 in boxes
    ]
    return FoundTexts(texts, PageRotation(0, 400, 300), 0.0)


LINES = [
    TrueLine("합계", (10, 10, 60, 30)),
    TrueLine("1,200원", (80, 12, 160, 30)),
    TrueLine("끝", (10, 100, 30, 120)),
]


def test_a_text_says_what_lies_in_it_from_left_to_right():
    assert true_texts(found((5, 5, 170, 35), (8, 96, 34, 124)), LINES) == ["합계 1,200원", "끝"]


def test_parts_of_a_row_say_their_own():
    assert true_texts(found((78, 8, 162, 34), (8, 8, 62, 34)), LINES) == ["1,200원", "합계"]


def test_what_lies_nowhere_says_nothing():
    assert true_texts(found((200, 200, 260, 220)), LINES) == [""]


def test_long_texts_are_rows_of_a_mix():
    mix = TextMix(frozenset("가나 "), korean=["가나"], endings=["가"], shares=(("korean", 1.0),), longest=6)
    texts = [long_text(mix, np.random.default_rng(n)) for n in range(40)]
    assert max(map(len, texts)) > mix.longest
    assert max(map(len, texts)) <= MOST_TEXTS * (mix.longest + 1)
