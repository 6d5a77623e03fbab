"""Unsure texts are read again in other cuts; the likeliest reading is kept."""

from __future__ import annotations

import numpy as np

from ocr_lib.recognition.reading import Character, Reading
from ocr_lib.recognition.retries import CUTS, RetryingReader


def reading(text, probability):
    return Reading(text, probability, tuple(Character(c, probability, 0.0, 1.0) for c in text))


class Scripted:
    """Answers in turn, and keeps the shapes of what it was asked."""

    def __init__(self, *rounds):
        self.rounds = list(rounds)
        self.shapes = []

    def read(self, crops):
        self.shapes.append([crop.shape for crop in crops])
        return self.rounds.pop(0)


def test_a_sure_text_is_read_once():
    inner = Scripted([reading("합계", 0.97)], [])
    (read,) = RetryingReader(inner).read([np.zeros((40, 100), np.uint8)])
    assert read.text == "합계"
    assert inner.shapes[1] == []


def test_an_unsure_text_is_read_in_other_cuts_and_the_likeliest_is_kept():
    others = [reading("압계", 0.5), reading("합계", 0.8)]
    inner = Scripted([reading("압게", 0.6)], others)
    (read,) = RetryingReader(inner).read([np.full((40, 100), 200, np.uint8)])
    assert read.text == "합계"
    assert inner.shapes[1] == [(34, 100), (48, 100)]
    assert len(others) == CUTS


def test_the_smallest_and_empty_crops_are_read_too():
    inner = Scripted([reading("1", 0.2), reading("", 0.0)], [reading("1", 0.1)] * CUTS)
    one, empty = RetryingReader(inner).read([np.zeros((1, 1), np.uint8), np.zeros((0, 4), np.uint8)])
    assert (one.text, empty.text) == ("1", "")
    assert all(0 not in shape for shape in inner.shapes[1])
